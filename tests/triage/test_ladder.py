"""The ladder against an oracle written from its description alone, without the rules file and without ladder code."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from functools import cache
from pathlib import Path

import pytest

from voiceassist.triage.hearing import HeardSign, hear
from voiceassist.triage.knowledge import Ladder, load_ladder
from voiceassist.triage.ladder import Facts, assess, signs_of_twitch

SIGNS = [
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
]
ONSETS = (None, "sudden", "days", "gradual")
TIMED = ("weakness", "numbness", "speech", "coordination", "swallowing")
RUNGS = ("self_care", "doctor", "neurologist", "urgent", "same_day", "emergency")
ANSWERS = tuple(itertools.product(("yes", "no", "not_sure"), repeat=6))
ALWAYS_EMERGENCY = [
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
IS_A_YES_TO = {"persistent": 1, "wasting": 2, "weakness": 3, "spreading": 4, "speech": 5, "swallowing": 5}
IS_A_YES_TO |= {"coordination": 5, "family_history": 6}


@pytest.fixture(scope="module")
def ladder() -> Ladder:
    return load_ladder(Path(__file__).parents[2] / "intents/en/knowledge/triage.yaml")


@cache
def _yes(answers: tuple[str, ...]) -> frozenset[int]:
    return frozenset(i for i, answer in enumerate(answers, 1) if answer != "no")


def oracle(answers: tuple[str, ...], signs: tuple[tuple[str, str | None], ...]) -> str:
    """The rung, from the table in the description of the ladder, highest first."""
    names = {name for name, _ in signs}
    yes = _yes(answers) | {IS_A_YES_TO[name] for name in names if name in IS_A_YES_TO}
    if any(name in ALWAYS_EMERGENCY or (name in TIMED and onset == "sudden") for name, onset in signs):
        return "emergency"
    if ("weakness", "days") in signs:
        return "same_day"
    if 2 in yes or 5 in yes or "numbness" in names or ("tingling" in names and (len(names) > 1 or yes)):
        return "urgent"
    if 4 in yes or 3 in yes or len(yes) >= 2:
        return "neurologist"
    if 1 in yes or 6 in yes or names & {"stiffness", "tingling"}:
        return "doctor"
    return "self_care"


def _sign_sets() -> list[tuple[tuple[str, str | None], ...]]:
    """No sign, each sign and each pair of signs, in every onset that matters to them."""
    timed = {name: (ONSETS if name in TIMED else (None,)) for name in SIGNS}
    each = [((name, onset),) for name in SIGNS for onset in timed[name]]
    pairs = [
        ((one, first), (two, second))
        for one, two in itertools.combinations(SIGNS, 2)
        for first in timed[one]
        for second in timed[two]
    ]
    return [(), *each, *pairs]


def _facts(answers: tuple[str | None, ...], signs: tuple[tuple[str, str | None], ...]) -> Facts:
    return Facts(tuple(HeardSign(name, onset) for name, onset in signs), answers)


def _of(about: str, heard: Sequence[HeardSign]) -> Facts:
    return Facts(tuple(sign for sign in heard if sign.about == about), about=about)


@pytest.mark.slow
def test_the_ladder_agrees_with_the_oracle_on_every_combination(ladder: Ladder) -> None:
    """All 729 answers with no sign, each sign and each pair of signs; with pairs a stated onset and yes/no."""
    wrong = [
        (answers, signs)
        for signs in _sign_sets()
        for answers in ANSWERS
        if not (len(signs) == 2 and any(onset for _, onset in signs) and "not_sure" in answers)
        and assess(_facts(answers, signs), ladder).level != oracle(answers, signs)
    ]
    assert wrong == []


@pytest.mark.parametrize("sign", SIGNS)
def test_no_sign_lowers_the_rung(ladder: Ladder, sign: str) -> None:
    for signs in _sign_sets():
        before = assess(_facts((None,) * 6, signs), ladder).level
        for onset in ONSETS:
            after = assess(_facts((None,) * 6, (*signs, (sign, onset))), ladder).level
            assert RUNGS.index(after) >= RUNGS.index(before), (signs, sign, onset)


@pytest.mark.slow
def test_no_further_words_lower_the_rung(ladder: Ladder) -> None:
    said = [
        "my face is drooping", "i am not weak", "no", "my arm is weak", "my arm is weak suddenly", "weak coffee",
        "my arm has been weak for weeks", "my arm got weak over the last two days", "it's fine now", "tingling",
        "numbness for weeks", "what is numbness", "my mother can't breathe", "i can breathe fine", "my neck is stiff",
    ]  # fmt: skip

    def height(*texts: str) -> int:
        heard = hear(texts, ladder)
        told = (_of(about, heard) for about in ("self", "other"))
        return max(RUNGS.index(assess(facts, ladder).level) for facts in told)

    for texts in itertools.combinations(said, 2):
        few = height(*texts)
        for third in said:
            assert height(*texts, third) >= few, (texts, third)


def test_every_reason_is_kept_and_the_most_urgent_comes_first(ladder: Ladder) -> None:
    signs = (("stiffness", None), ("face_droop", None), ("wasting", None), ("persistent", None))
    assert assess(_facts((None,) * 6, signs), ladder).rules == (
        "face_droop", "wasting", "two_yes", "persistent", "stiffness",
    )  # fmt: skip


def test_the_next_step_of_an_emergency_comes_before_its_reason(ladder: Ladder) -> None:
    spoken = assess(_facts((None,) * 6, (("chest_pain", None),)), ladder).spoken
    assert spoken == "Call your local emergency number now. Chest pain or pressure needs help at once."


def test_words_of_harming_oneself_are_answered_warmly_and_with_nothing_else(ladder: Ladder) -> None:
    signs = (("self_harm", None), ("weakness", "sudden"))
    assessment = assess(_facts((None,) * 6, signs), ladder)
    assert (assessment.alone, assessment.spoken) == (True, assessment.reasons[0])
    assert "crisis line" in assessment.spoken


def test_what_is_said_about_somebody_else_stays_apart(ladder: Ladder) -> None:
    heard = hear(["my arm has been weak for weeks", "my mother's face is drooping"], ladder)
    mine, hers = (_of(about, heard) for about in ("self", "other"))
    assert assess(mine, ladder).level == "neurologist"
    assert assess(hers, ladder).spoken.startswith("Call your local emergency number for them now.")


@pytest.mark.parametrize(
    ("text", "level", "rule"),
    [
        ("i started sertraline two days ago and i have a fever and twitching", "same_day", "medicine_reaction"),
        ("since i changed my medication i'm twitching and agitated", "same_day", "medicine_reaction"),
        ("i think my tablets are causing the twitching", "doctor", "medicine_suspected"),
        ("i have a fever", "self_care", None),
    ],
)
def test_medicines(ladder: Ladder, text: str, level: str, rule: str | None) -> None:
    assessment = assess(_of("self", hear([text], ladder)), ladder)
    assert (assessment.level, assessment.rules[:1]) == (level, (rule,) if rule else ())


@pytest.mark.parametrize(
    ("with_", "place", "level"),
    [
        (["cramp"], "calf", "self_care"),
        (["tingling"], "calf", "doctor"),
        (["numbness"], "calf", "urgent"),
        (["tingling", "weakness"], "calf", "urgent"),
        (["stiffness"], "neck", "doctor"),
        (["pain"], "calf", "self_care"),
        (["pain"], "chest", "emergency"),
        (["numbness"], "groin", "emergency"),
    ],
)
def test_what_comes_with_a_logged_twitch_passes_the_same_rules(
    ladder: Ladder, with_: list[str], place: str, level: str
) -> None:
    assert assess(Facts(signs_of_twitch(with_, place)), ladder).level == level
