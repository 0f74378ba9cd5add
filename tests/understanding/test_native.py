"""The compiled loops compute what NumPy and Python compute, to the last bit."""

import ctypes
import random
from pathlib import Path

import numpy as np
import pytest

from voiceassist.pronunciation import Lexicon
from voiceassist.understanding import store
from voiceassist.understanding.candidates import PhoneSearch, Pronunciations
from voiceassist.understanding.costs import WordCosts
from voiceassist.understanding.graph import GrammarGraph
from voiceassist.understanding.matching import WINDOW, Matcher
from voiceassist.understanding.native import load
from voiceassist.understanding.native.build import build, compiler
from voiceassist.understanding.phonetic import PHONES, Rows, distances

SAY = Pronunciations(Lexicon().phones)
HEARD = (
    "log a twitch in my left eyelid for about ten minutes after two coffees",
    "log twitch in my left i lid",
    "my dogs leg twitched and then i had to beers and slept for six hours but i am stressed",
    "note that the fridge hums whenever it is late and ask the doctor about my thumb",
    "is this serious",
    "qwerty uiop",
    "no",
)


@pytest.fixture(scope="module")
def native(tmp_path_factory: pytest.TempPathFactory) -> ctypes.CDLL:
    program = compiler()
    if program is None:
        pytest.skip("no C compiler on this machine: NumPy does what the compiled loops would")
    made = tmp_path_factory.mktemp("native") / "loops.so"
    assert build(program, made) is None
    loaded = load(made)
    assert loaded is not None
    return loaded


@pytest.fixture(scope="module")
def graph(warm: Path) -> GrammarGraph:
    [kept] = warm.glob("grammar-*.npz")
    compiled = store.restore(kept)
    assert compiled is not None
    return compiled.graph


def test_words_are_read_the_same(graph: GrammarGraph, native: ctypes.CDLL) -> None:
    costs, chance = WordCosts(graph), np.random.default_rng(7)
    with_python, compiled = Matcher(graph), Matcher(graph, native)
    several = [costs.prices(text.split()) for text in HEARD]
    assert any(one.joined is not None for one in several)
    for _ in range(3):
        priors = chance.random(len(graph.blocks), dtype=np.float32)
        priors[chance.random(len(priors)) < 0.2] = np.inf
        expected, found = with_python.tables(several, priors), compiled.tables(several, priors)
        for one, mine, its in zip(several, found, expected, strict=True):
            assert len(mine) == len(its)
            assert all(np.array_equal(a, b) for a, b in zip(mine, its, strict=True))
            for most, window in ((1, 0.3), (6, WINDOW)):
                readings = compiled.read(one, priors, mine, repr, most, window)
                assert readings == with_python.read(one, priors, its, repr, most, window)


def test_sentences_sound_the_same(graph: GrammarGraph, native: ctypes.CDLL) -> None:
    heard = [SAY.of(text.split()) for text in HEARD[:4]]
    priors = np.zeros(len(graph.blocks), dtype=np.float32)
    blocks = random.Random(3).sample(range(len(graph.blocks)), 12)
    for block in blocks:
        with_numpy, compiled = PhoneSearch(graph, block, SAY), PhoneSearch(graph, block, SAY, native)
        assert compiled.nearest(heard, priors, 5, 3.0) == with_numpy.nearest(heard, priors, 5, 3.0)


@pytest.mark.parametrize("broken_off", [np.inf, 1.75])
def test_rows_of_phones_are_as_far_from_each_other(native: ctypes.CDLL, broken_off: float) -> None:
    chance = random.Random(1)
    some = [[chance.randrange(len(PHONES)) for _ in range(chance.randrange(1, 20))] for _ in range(60)]
    said, heard = Rows.of(some[:30]), Rows.of(some[30:])
    found = distances(said, heard, broken_off, native)
    np.testing.assert_array_equal(found, distances(said, heard, broken_off))


def test_what_was_made_from_other_sources_is_not_used(
    native: ctypes.CDLL, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    program = compiler()
    assert program is not None
    assert build(program, tmp_path / "loops.so") is None
    monkeypatch.setattr("voiceassist.understanding.native.digest", lambda: "another")
    assert load(tmp_path / "loops.so") is None
    assert load(tmp_path / "none.so") is None


def test_a_compiler_that_fails_says_why_and_leaves_what_was_there(tmp_path: Path) -> None:
    program = tmp_path / "cc"
    program.write_text("#!/bin/sh\necho warning >&2; echo error: cannot >&2\nexit 1\n")
    program.chmod(0o755)
    (tmp_path / "loops.so").write_text("before")
    assert build([str(program)], tmp_path / "loops.so") == "error: cannot"
    assert (tmp_path / "loops.so").read_text() == "before"
    assert [path.name for path in sorted(tmp_path.iterdir())] == ["cc", "loops.so"]


def test_what_cannot_be_loaded_is_told(tmp_path: Path) -> None:
    assert build(["true"], tmp_path / "loops.so") == "what true made cannot be loaded"


def test_a_folder_that_is_not_there_is_told(tmp_path: Path) -> None:
    assert "No such file or directory" in str(build(["true"], tmp_path / "none" / "loops.so"))


def test_the_compiler_is_the_one_that_was_asked_for() -> None:
    assert compiler({"CC": "no-such-compiler"}) is None
    assert compiler({"CC": "sh -m64"}) == ["sh", "-m64"]
