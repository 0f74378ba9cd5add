"""How people say each sign, and what only sounds like it.  The sentences stand in signs/, one file a sign."""

from __future__ import annotations

from collections.abc import Container, Sequence
from functools import cache
from pathlib import Path

import pytest
import yaml

from voiceassist.documents import read_yaml
from voiceassist.errors import VoiceAssistError
from voiceassist.triage.hearing import hear
from voiceassist.triage.knowledge import Ladder, load_ladder

ROOT = Path(__file__).parents[2]
SIGNS = sorted((Path(__file__).parent / "signs").glob("*.yaml"))
CONTRACT = {
    "persistent",
    "wasting",
    "weakness",
    "spreading",
    "numbness",
    "tingling",
    "coordination",
    "speech",
    "swallowing",
    "stiffness",
    "breathing",
    "choking",
    "chest_pain",
    "face_droop",
    "confusion",
    "seizure",
    "collapse",
    "saddle_numbness",
    "incontinence",
    "fever",
    "self_harm",
    "family_history",
}
EMERGENCIES = [
    "face_droop",
    "breathing",
    "choking",
    "chest_pain",
    "seizure",
    "collapse",
    "confusion",
    "saddle_numbness",
    "incontinence",
    "self_harm",
]


of_every_sign = pytest.mark.parametrize("path", SIGNS, ids=lambda path: path.stem)


@cache
def _listed(path: Path, key: str) -> list[str]:
    return list(read_yaml(path).get(key, ()))


def _heard(texts: Sequence[str], ladder: Ladder) -> set[str]:
    return {heard.sign for heard in hear(texts, ladder)}


@pytest.fixture(scope="module")
def ladder() -> Ladder:
    return load_ladder(ROOT / "intents/en/knowledge/triage.yaml")


@pytest.mark.parametrize("name", ["hearsay", "dropped", "anew"])
def test_what_is_missing_is_told_before_anybody_speaks(tmp_path: Path, name: str) -> None:
    whole = (ROOT / "intents/en/knowledge/triage.yaml").read_text(encoding="utf-8")
    (tmp_path / "triage.yaml").write_text(whole.replace(f"\n  {name}:", f"\n  {name}_s:"), encoding="utf-8")
    with pytest.raises(VoiceAssistError, match=f"missing.*{name}"):
        load_ladder(tmp_path / "triage.yaml")


def test_every_sign_of_the_contract_has_its_sentences() -> None:
    assert {path.stem for path in SIGNS} == CONTRACT
    for path in SIGNS:
        data = yaml.safe_load(path.read_text())
        assert len(set(data["said"])) >= 25
        assert len({*data["only_sounds_like_it"], *data.get("asked_about", ())}) >= 25


@of_every_sign
def test_a_reported_sign_is_heard(ladder: Ladder, path: Path) -> None:
    assert [text for text in _listed(path, "said") if path.stem not in _heard([text], ladder)] == []


@of_every_sign
def test_what_only_sounds_like_a_sign_is_not_heard(ladder: Ladder, path: Path) -> None:
    assert [text for text in _listed(path, "only_sounds_like_it") if path.stem in _heard([text], ladder)] == []


def test_talk_without_any_sign_is_left_alone(ladder: Ladder) -> None:
    talk = _listed(SIGNS[0].parents[1] / "no_sign.yaml", "sentences")
    assert {text: heard for text in talk if (heard := hear([text], ladder))} == {}


@of_every_sign
def test_what_may_be_an_emergency_is_asked_about(ladder: Ladder, path: Path) -> None:
    for text in _listed(path, "asked_about"):
        assert (path.stem, False) in [(heard.sign, heard.certain) for heard in hear([text], ladder)], text


ONCE_HIDDEN = yaml.safe_load((SIGNS[0].parents[1] / "once_hidden.yaml").read_text())


@pytest.mark.parametrize("sign", ONCE_HIDDEN["heard"])
def test_harmless_words_around_a_sign_do_not_hide_it(ladder: Ladder, sign: str) -> None:
    hidden = [text for text in ONCE_HIDDEN["heard"][sign] if sign not in _heard([text], ladder)]
    assert hidden == []


def test_what_is_still_hidden_is_told_truly(ladder: Ladder) -> None:
    known = [(sign, text) for sign, texts in ONCE_HIDDEN["not_heard"].items() for text in texts]
    assert [text for sign, text in known if sign in _heard([text], ladder)] == []


def _sentences(signs: Container[str]) -> list[tuple[str, str]]:
    return [(path.stem, text) for path in SIGNS if path.stem in signs for text in _listed(path, "said")]


NOT_WORDS_OF_THEIR_OWN = {
    "weak",
    "spreading",
    "for months",
    "since last month",
    "for over a month now",
    "muscle weakness",
}
"""Answers that mean a sign only when nothing else is said."""


AFTER = (
        "for weeks", "since yesterday", "this morning", "right now", "on the left side", "at work", "at night",
        "in the kitchen", "because of stress", "while running", "and it's getting worse", "for two days",
        "and the doctor says it is fine", "to be honest", "i need help", "what should i do", "is that bad", "no joke",
        "and my phone is dead", "and i had coffee with my boss",
)  # fmt: skip
EVERY = 4
"""Of the signs, every so manieth is followed by the same words: each by a quarter of `AFTER`."""


@pytest.mark.parametrize("number", range(len(AFTER)), ids=AFTER)
def test_words_after_a_sign_do_not_hide_it(ladder: Ladder, number: int) -> None:
    after = AFTER[number]
    hidden = [
        text
        for sign, text in list(_sentences(CONTRACT - {"persistent", "spreading"}))[number % EVERY :: EVERY]
        if text not in NOT_WORDS_OF_THEIR_OWN and sign not in _heard([f"{text} {after}"], ladder)
    ]
    assert hidden == []


@pytest.mark.slow
@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("log a twitch in my left eyelid for two minutes and ", ""),
        ("uh yes um ", " i think"),
        ("no ", ""),
        ("what is today's tip? ", " and how much coffee did I have"),
        ("not sure. ", " please help"),
        ("so i was walking my dog yesterday and ", ""),
        ("is it bad that ", ""),
        ("well the coffee was weak and i was tired but ", " to be honest"),
        ("I slept five hours and I had two coffees, ", ", log that"),
    ],
)
def test_an_emergency_in_the_middle_of_other_talk_is_heard(ladder: Ladder, before: str, after: str) -> None:
    missed = [
        text
        for sign, text in _sentences(EMERGENCIES)
        if not (before == "no " and text.split()[0].lower() not in ("i", "i'm", "my", "she", "he"))
        and sign not in _heard([before + text + after], ladder)
    ]
    assert missed == []


@pytest.mark.parametrize("position", range(4))
def test_an_emergency_in_any_hypothesis_is_heard(ladder: Ladder, position: int) -> None:
    others = ["log a twitch", "my left calf", "not sure"]
    for sign, text in _sentences(EMERGENCIES):
        texts = [*others[:position], text, *others[position:]]
        assert sign in _heard(texts, ladder), text
