"""What sounds like a sentence of the grammar is found, exactly, and what does not is left alone."""

from datetime import datetime
from pathlib import Path

import numpy as np
import pytest

from voiceassist.pronunciation import Lexicon
from voiceassist.understanding import Understanding
from voiceassist.understanding.candidates import PhoneSearch, Pronunciations
from voiceassist.understanding.compile import compile_graph
from voiceassist.understanding.phonetic import Rows, distances
from voiceassist.understanding.templates import read_templates
from voiceassist.values import Decision, Expectation, Hypothesis

TEMPLATES = """
language: en
intents:
  Mix:
    data:
      - sentences: ["(mix|stir) [the] {colour} [with <more>]"]
  Wash:
    data:
      - sentences: ["wash the {tool}"]
expansion_rules:
  more: "({water} [and {glue}]|{glue})"
lists:
  colour:
    values: [crimson, ochre, iced blue, royal blue]
  water:
    values: [some water, lots of water]
  glue:
    values: [glue, a bit of glue]
  tool:
    values: [brush, bucket, sponge]
"""
NOW = datetime.fromisoformat("2026-11-22T09:10:00+01:00")
SAY = Pronunciations(Lexicon().phones)


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    folder = tmp_path_factory.mktemp("paint") / "en"
    folder.mkdir()
    (folder / "paint.yaml").write_text(TEMPLATES)
    return folder


@pytest.fixture(scope="module")
def understanding(folder):
    return Understanding.load(folder)


@pytest.fixture(scope="module")
def graph(folder: Path):
    return compile_graph(read_templates([folder / "paint.yaml"], str.split))


def every_sentence():
    for verb in ("mix", "stir"):
        for article in ("", " the"):
            for colour in ("crimson", "ochre", "iced blue", "royal blue"):
                for rest in ("", *(f" with {more}" for more in mores())):
                    yield f"{verb}{article} {colour}{rest}"
    yield from (f"wash the {tool}" for tool in ("brush", "bucket", "sponge"))


def mores():
    for water in ("some water", "lots of water"):
        yield water
        yield from (f"{water} and {glue}" for glue in ("glue", "a bit of glue"))
    yield from ("glue", "a bit of glue")


def heard(text, *, held="", more=()):
    free = [Hypothesis(one, "whisper", False, confidence) for one, confidence in ((text, 0.8), *more)]
    return [*([Hypothesis(held, "pocketsphinx", True, 0.7)] if held else []), *free]


@pytest.mark.parametrize(
    "text",
    ["mixed the eye spew", "stir oh curve with glue", "which the bucket", "mick's roil blue with lots of what are"],
)
def test_the_nearest_sentences_are_those_that_trying_all_finds(graph, text):
    phones = SAY.of(text.split())
    free = np.zeros(len(graph.blocks), np.float32)
    searches = [PhoneSearch(graph, block, SAY) for block in range(len(graph.blocks))]
    each = [search.nearest([phones], free, 4, 5.0)[0] for search in searches]
    search, paths = min(zip(searches, each, strict=True), key=lambda one: one[1][0].cost)
    # Each word may be said in two ways; the search knows both, trying all only the first.
    costs = sorted(
        (float(distances(Rows.of([SAY.of(s.split())]), Rows.of([phones]))[0, 0]), s) for s in every_sentence()
    )
    assert paths[0].cost <= costs[0][0] + 1e-3
    assert " ".join(search.words(paths[0])) in [sentence for cost, sentence in costs if cost <= costs[0][0] + 0.8]
    assert [path.cost for path in paths] == sorted(path.cost for path in paths)
    assert len({search.words(path) for path in paths}) == len(paths)


def test_words_that_only_sound_right_are_understood(understanding):
    [meaning] = understanding.interpret(heard("mix the eye's blue", held="mix the iced blue"), Expectation(), NOW)
    assert (meaning.intent, dict(meaning.slots)) == ("Mix", {"colour": "iced blue"})
    assert meaning.decision is not Decision.REJECT


def test_of_three_free_decoders_two_that_agree_leave_no_doubt(understanding):
    def doubt(*texts):
        free = [Hypothesis(text, f"whisper-{number}", False, 0.8) for number, text in enumerate(texts)]
        evidence = understanding.judge(free, Expectation(), NOW).evidence
        return evidence.doubt

    near, far = "mix the eye's blue", "quick tricks of shoes"
    assert doubt(near) == doubt(near, near, far) == doubt(far, near, near) == 0.0
    assert doubt(near, far) == doubt(near, far, far) > 0.2


def test_a_later_hypothesis_that_the_held_decoder_shares_wins(understanding):
    both = heard("stir the oak", held="stir the ochre", more=[("stir the ogre", 0.75)])
    assert understanding.interpret(both, Expectation(), NOW)[0].slots == {"colour": "ochre"}


def test_what_the_free_decoder_broke_off_the_held_one_completes(understanding):
    cut = heard("mix the crimson", held="mix the crimson with some water", more=[("mix the crimson some water", 0.78)])
    assert understanding.interpret(cut, Expectation(), NOW)[0].slots == {"colour": "crimson", "water": "some water"}


@pytest.mark.parametrize("text", ["is this seat taken", "we met in the hotel lobby", "my brother lives in Leeds"])
def test_other_talk_is_rejected_although_the_grammar_says_yes(understanding, text):
    [meaning] = understanding.interpret(heard(text, held="wash the sponge"), Expectation(), NOW)
    assert meaning.decision is Decision.REJECT


SKIPPING = """
language: en
skip_words: [please]
intents:
  Mix:
    data:
      - sentences: ["mix [the] [{shade}] {colour} [{more}]", "mix [the|right] {colour} [{more}]"]
lists:
  shade:
    values: [{in: right, out: other}, {in: left, out: first}]
  colour:
    values: [crimson, ochre]
  more:
    values: [peas, glue]
"""


@pytest.fixture(scope="module")
def skipping(tmp_path_factory):
    folder = tmp_path_factory.mktemp("skipping") / "en"
    folder.mkdir()
    (folder / "paint.yaml").write_text(SKIPPING)
    return Understanding.load(folder)


def test_what_was_said_without_meaning_is_not_taken_for_what_sounds_like_it(skipping):
    [meaning] = skipping.interpret(heard("mix the crimson please", held="mix left crimson"), Expectation(), NOW)
    assert dict(meaning.slots) == {"colour": "crimson"}


def test_of_two_readings_of_the_same_words_the_one_that_says_more_is_judged(skipping):
    [meaning] = skipping.interpret(heard("mix right oh care", held="mix right ochre"), Expectation(), NOW)
    assert dict(meaning.slots) == {"shade": "other", "colour": "ochre"}


def test_typed_words_have_no_sound(understanding):
    typed = [Hypothesis("mix the eye's blue", "text", False, 1.0)]
    spoken = [Hypothesis("mix the eye's blue", "whisper", False, 0.9)]
    by_spelling = understanding.interpret(typed, Expectation(), NOW)[0]
    assert by_spelling.confidence != understanding.interpret(spoken, Expectation(), NOW)[0].confidence


@pytest.mark.parametrize(("free", "colour"), [("whisper-base-en", "ochre"), ("vosk", "crimson")])
def test_whisper_is_believed_before_the_held_decoder_and_vosk_after_it(understanding, free, colour):
    spoken = [
        Hypothesis("mix the crimson with glue", "vosk", held=True, confidence=0.9),
        Hypothesis("mixed the oaker was glue", free, held=False, confidence=0.8),
    ]
    judged = understanding.judge(spoken, Expectation(), NOW)
    assert judged.meanings[0].slots["colour"] == colour
