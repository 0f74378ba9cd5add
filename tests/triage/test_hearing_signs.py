"""How people say each sign, and what only sounds like it.  The sentences stand in signs/, one file a sign."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from voiceassist.triage.hearing import hear
from voiceassist.triage.knowledge import Ladder, load_ladder

ROOT = Path(__file__).parents[2]
SIGNS = sorted((Path(__file__).parent / "signs").glob("*.yaml"))
CONTRACT = set(
    "persistent wasting weakness spreading numbness tingling coordination speech swallowing stiffness breathing choking "
    "chest_pain face_droop confusion seizure collapse saddle_numbness incontinence fever self_harm family_history".split()
)
EMERGENCIES = (
    "face_droop breathing choking chest_pain seizure collapse confusion saddle_numbness incontinence self_harm".split()
)


def _cases(key: str) -> list[object]:
    return [
        pytest.param(path.stem, text, id=f"{path.stem}: {text}")
        for path in SIGNS
        for text in yaml.safe_load(path.read_text()).get(key, ())
    ]


@pytest.fixture(scope="module")
def ladder() -> Ladder:
    return load_ladder(ROOT / "intents/en/knowledge/triage.yaml")


def test_every_sign_of_the_contract_has_its_sentences() -> None:
    assert {path.stem for path in SIGNS} == CONTRACT
    for path in SIGNS:
        data = yaml.safe_load(path.read_text())
        assert len(set(data["said"])) >= 25
        assert len(set(data["only_sounds_like_it"])) >= 25


@pytest.mark.parametrize(("sign", "text"), _cases("said"))
def test_a_reported_sign_is_heard(ladder: Ladder, sign: str, text: str) -> None:
    assert sign in [heard.sign for heard in hear([text], ladder)]


@pytest.mark.parametrize(("sign", "text"), _cases("only_sounds_like_it"))
def test_what_only_sounds_like_a_sign_is_not_heard(ladder: Ladder, sign: str, text: str) -> None:
    assert sign not in [heard.sign for heard in hear([text], ladder)]


@pytest.mark.parametrize(("sign", "text"), _cases("asked_about"))
def test_what_may_be_an_emergency_is_asked_about(ladder: Ladder, sign: str, text: str) -> None:
    assert (sign, False) in [(heard.sign, heard.certain) for heard in hear([text], ladder)]


def _emergency_sentences() -> list[tuple[str, str]]:
    return [
        (path.stem, text)
        for path in SIGNS
        if path.stem in EMERGENCIES
        for text in yaml.safe_load(path.read_text())["said"]
    ]


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("log a twitch in my left eyelid for two minutes and ", ""),
        ("uh yes um ", " i think"),
        ("no ", ""),
        ("what is today's tip? ", " and how much coffee did I have"),
        ("not sure. ", " please help"),
        ("I slept five hours and I had two coffees, ", ", log that"),
    ],
)
def test_an_emergency_in_the_middle_of_other_talk_is_heard(ladder: Ladder, before: str, after: str) -> None:
    alone = {text: {h.sign for h in hear([text], ladder)} for _, text in _emergency_sentences()}
    bare_noun = {"seizure", "collapse", "choking", "chest_pain", "confusion", "incontinence", "self_harm"}
    missed = [
        text
        for sign, text in _emergency_sentences()
        if sign in alone[text]
        and sign not in {h.sign for h in hear([before + text + after], ladder)}
        and not (before == "no " and text.split()[0] not in ("i", "my", "she", "he") and sign in bare_noun | {sign})
    ]
    assert missed == []


@pytest.mark.parametrize("position", range(4))
def test_an_emergency_in_any_hypothesis_is_heard(ladder: Ladder, position: int) -> None:
    others = ["log a twitch", "my left calf", "not sure"]
    for sign, text in _emergency_sentences():
        texts = [*others[:position], text, *others[position:]]
        assert sign in {heard.sign for heard in hear(texts, ladder)}, text
