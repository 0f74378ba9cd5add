"""What the large suites say, checked in writing; how they are heard is measured apart (docs/speech-tests.md)."""

from __future__ import annotations

from collections import Counter

import pytest
import spoken_lists
from spoken_cases import IN_WRITING_ONLY
from voices import SUITE_VOICES

from voiceassist.triage import Facts, assess, hear

EMERGENCIES = ("emergencies", "emergencies_fresh", "emergencies_last")


@pytest.fixture(scope="module")
def ladder(language):
    return language.knowledge.ladder


def led_to_the_top(text, ladder):
    """Whether an emergency is named, or one question is asked of a sign that may be one."""
    heard = hear([text], ladder)
    rungs = {assess(Facts(signs=tuple(s for s in heard if s.about == who)), ladder).level for who in ("self", "other")}
    asked = [s for s in heard if (s.sign in ladder.asked_onset and not s.onset) or not s.certain]
    return "emergency" in rungs or any(ladder.sign(s.sign).emergency for s in asked)


@pytest.mark.parametrize(
    ("name", "least"),
    [("commands", 300), ("chatter", 400), ("emergencies", 100), ("emergencies_fresh", 100), ("red_flags", 60)],
)
def test_there_is_enough_to_mean_something_and_every_voice_says_its_share(name, least):
    said = spoken_lists.lines(name)
    assert len(said) >= least
    assert len({line.text for line in said}) == len({line.id for line in said}) == len(said)
    shares = Counter(line.voice for line in said)
    assert set(shares) == set(SUITE_VOICES)
    assert max(shares.values()) - min(shares.values()) <= 1


def test_every_intent_is_said_and_twitches_most(language):
    intents = Counter(line.demands["intent"] for name in ("commands", "answers") for line in spoken_lists.lines(name))
    assert set(intents) | IN_WRITING_ONLY == set(language.understanding.intents)
    assert intents.most_common(1)[0][0] == "LogTwitch"


def test_no_emergency_is_written_that_triage_misses(ladder):
    lines = [line for name in EMERGENCIES for line in spoken_lists.lines(name)]
    assert [line.text for line in lines if not led_to_the_top(line.text, ladder)] == []


def test_every_other_red_flag_is_found(ladder):
    lines = spoken_lists.lines("red_flags")
    missed = [line.text for line in lines if line.demands["sign"] not in {s.sign for s in hear([line.text], ladder)}]
    assert missed == []


@pytest.mark.parametrize(("name", "asked_at_most"), [("danger_look_alikes", 6), ("chatter", 3)])
def test_nothing_that_only_sounds_like_danger_is_taken_for_it(name, asked_at_most, ladder):
    heard = {line.text: signs for line in spoken_lists.lines(name) if (signs := hear([line.text], ladder))}
    assert {text: signs for text, signs in heard.items() if any(sign.certain for sign in signs)} == {}
    assert len(heard) <= asked_at_most, heard
