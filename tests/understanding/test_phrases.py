"""Phrases that something heard may have been: found anywhere in it, by their sounds."""

from __future__ import annotations

import itertools
from pathlib import Path

import numpy as np
import pytest

from voiceassist.errors import VoiceAssistError
from voiceassist.pronunciation import Lexicon
from voiceassist.understanding.candidates import Pronunciations
from voiceassist.understanding.phonetic import lost, substitution
from voiceassist.understanding.phrases import Phrases

SAY = Pronunciations(Lexicon().phones)


def phrases(**labels: str) -> Phrases:
    return Phrases({phrase: label for label, said in labels.items() for phrase in said.split(", ")}, SAY)


def slowly(phrase: list[int], heard: list[int]) -> float:
    """The price of the phrase in the stretch that suits it best, by the textbook, one cell at a time."""
    cost = np.zeros((len(phrase) + 1, len(heard) + 1))
    cost[1:, 0] = np.cumsum(lost()[phrase])
    for i, j in itertools.product(range(len(phrase)), range(len(heard))):
        cost[i + 1, j + 1] = min(
            cost[i, j + 1] + lost()[phrase[i]],
            cost[i + 1, j] + lost()[heard[j]],
            cost[i, j] + substitution()[phrase[i], heard[j]],
        )
    return float(cost[-1].min())


def test_a_phrase_is_found_where_other_words_sound_like_it() -> None:
    [arm, hand] = phrases(numb="arm went numb", weak="hand went weak").nearest(
        ["call my sister", "that says his left arm went in a few minutes ago"]
    )
    assert (arm.label, arm.phrase) == ("numb", "arm went numb")
    assert arm.heard == "that says his left arm went in a few minutes ago"
    assert arm.apart < 0.3 < hand.apart


def test_the_boundaries_of_words_do_not_matter() -> None:
    [split] = phrases(one="i scream").nearest(["ice cream"])
    [whole] = phrases(one="i scream").nearest(["i scream"])
    assert split.apart == whole.apart


def test_of_a_short_phrase_the_same_slip_is_a_larger_share() -> None:
    short, long = phrases(short="numb", long="my left arm went numb"), ["nub", "my left arm went nub"]
    found = {one.label: one.apart for one in short.nearest(long)}
    assert found["short"] > 2 * found["long"]


def test_each_label_comes_once_with_the_nearest_of_its_phrases() -> None:
    found = phrases(throat="choking, choking on food, stuck in my throat", chest="chest pain").nearest(["choking"])
    assert [(one.label, one.phrase) for one in found] == [("throat", "choking"), ("chest", found[1].phrase)]


def test_the_fast_way_is_the_textbooks_way() -> None:
    chance = np.random.default_rng(5)
    words = ["numb", "arm", "throat", "breathe", "chest", "pain", "my", "went", "on", "food", "is"]
    many = [" ".join(chance.choice(words, size)) for size in chance.integers(1, 5, 30)]
    texts = [" ".join(chance.choice(words, size)) for size in chance.integers(1, 9, 6)]
    found = {one.label: one for one in Phrases({phrase: phrase for phrase in many}, SAY).nearest(texts)}
    for phrase, one in found.items():
        phones = list(SAY.of(phrase.split()))
        price = min(slowly(phones, list(SAY.of(text.split()))) for text in texts)
        share = (price + 0.25) / max(float(lost()[phones].sum()) - 1.0, 0.25)
        assert one.apart == pytest.approx(share, abs=1e-4), phrase


@pytest.mark.parametrize("texts", [[], [""], ["12:30"]])
def test_nothing_is_near_what_has_no_sound(texts: list[str]) -> None:
    assert not phrases(one="chest pain").nearest(texts)


def test_a_file_lists_templates_by_label(tmp_path: Path) -> None:
    file = tmp_path / "phrases.yaml"
    file.write_text('fire:\n  - "[the] (house|shed) is (burning|on fire)"\n', encoding="utf-8")
    assert set(Phrases.load(file, SAY).labels) == {
        f"{the}{what} is {how}" for the in ("", "the ") for what in ("house", "shed") for how in ("burning", "on fire")
    }
    assert not Phrases.load(tmp_path / "none.yaml", SAY).labels


@pytest.mark.parametrize("template", ["(house|shed", "the {place} burns", "the <place> burns"])
def test_a_template_that_is_no_phrase_is_named_with_its_line(tmp_path: Path, template: str) -> None:
    file = tmp_path / "phrases.yaml"
    file.write_text(f'fire:\n  - "fire"\n  - "{template}"\n', encoding="utf-8")
    with pytest.raises(VoiceAssistError, match=r"phrases\.yaml:3: "):
        Phrases.load(file, SAY)
