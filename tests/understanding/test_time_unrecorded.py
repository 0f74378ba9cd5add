"""Of what may have been asked, a time long before anything was recorded is unlikelier; said plainly, it is taken."""

from __future__ import annotations

from datetime import date, datetime

import pytest

from voiceassist.values import Decision, Expectation, Hypothesis

NOW = datetime.fromisoformat("2026-11-22T09:10:00+01:00")
MAY, TODAY, LAST_WEEK = "2026-05-01", "2026-11-22", "2026-11-09"


def asked_of(language, hypotheses, since):
    [meaning] = language.understanding.interpret(hypotheses, Expectation(since=since), NOW)
    return meaning.slots["period"][:10], meaning.decision


def heard(held, *free):
    return [Hypothesis(held, "vosk", True, 0.6), *(Hypothesis(text, "whisper", False, 0.7) for text in free)]


@pytest.mark.parametrize(
    ("since", "asked"),
    [(None, MAY), (date(2026, 3, 2), MAY), (date(2026, 11, 22), TODAY)],
    ids=["unknown", "old", "new"],
)
def test_who_may_have_said_today_asks_of_no_time_before_the_journal(language, since, asked):
    noisy = heard(
        "how many twitches may", "how many twitches to me", "how many twitches in may", "how many twitching today"
    )
    assert asked_of(language, noisy, since)[0] == asked


def test_who_says_it_plainly_is_answered(language):
    plain = heard("how many twitches in may", "how many twitches in may")
    assert asked_of(language, plain, date(2026, 11, 22)) == (MAY, Decision.ACCEPT)


def test_last_week_may_be_asked_of_in_the_first(language):
    near = heard("how many twitches last week", "how many twitches lost weak")
    assert asked_of(language, near, date(2026, 11, 22))[0] == LAST_WEEK
