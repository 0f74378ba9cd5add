"""Never in the future, and right on the days when the clocks change."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from voiceassist.clock import ends
from voiceassist.understanding.quantities import Quantities

QUANTITIES = Quantities.load(Path(__file__).parents[3] / "intents/en/quantities.yaml")
BERLIN = ZoneInfo("Europe/Berlin")

TIMES = (
    *("this morning", "this afternoon", "this evening", "tonight", "last night", "in the morning", "in the evening"),
    *(
        "at noon",
        "at midnight",
        "today",
        "on friday",
        "today at eight p m",
        "this evening at six",
        "at half past seven",
    ),
    *("last night at two", "on the third", "on the first of january", "on the twenty ninth of february", "just now"),
    *("yesterday night", "at lunch", "last month", "in december", "at night", "this morning at eleven"),
)
PERIODS = ("today", "this week", "this month", "this year", "this evening", "last night", "over the weekend", "in may")


def instants(low: datetime, high: datetime) -> st.SearchStrategy[datetime]:
    seconds = st.integers(0, int((high - low).total_seconds()))
    return seconds.map(lambda s: (low + timedelta(seconds=s)).astimezone(BERLIN))


ANY = instants(datetime(2024, 1, 1, tzinfo=UTC), datetime(2028, 1, 1, tzinfo=UTC))
AROUND_SPRING = instants(datetime(2026, 3, 28, 20, tzinfo=UTC), datetime(2026, 3, 30, 10, tzinfo=UTC))
AROUND_AUTUMN = instants(datetime(2026, 10, 24, 20, tzinfo=UTC), datetime(2026, 10, 26, 10, tzinfo=UTC))


@given(ANY | AROUND_SPRING | AROUND_AUTUMN, st.sampled_from(TIMES))
def test_no_time_is_in_the_future(now: datetime, words: str) -> None:
    assert datetime.fromisoformat(QUANTITIES.normalise("time", words, now)["at"]) <= now
    assert datetime.fromisoformat(QUANTITIES.normalise("since", words, now)["since"]) <= now


@given(ANY | AROUND_SPRING | AROUND_AUTUMN, st.sampled_from(PERIODS))
def test_no_period_runs_backwards_or_into_the_future(now: datetime, words: str) -> None:
    start, end = ends(QUANTITIES.normalise("period", words, now)["period"])
    assert start <= end <= now


@given(AROUND_SPRING | AROUND_AUTUMN)
def test_yesterday_at_nine_is_nine_on_the_wall(now: datetime) -> None:
    at = datetime.fromisoformat(QUANTITIES.normalise("time", "yesterday at nine", now)["at"]).astimezone(BERLIN)
    assert (at.date(), at.hour, at.minute) == (now.date() - timedelta(days=1), 9, 0)


@pytest.mark.parametrize(
    ("now", "words", "at"),
    [
        # The night the clocks go back: an hour passes twice.
        ("2026-10-25T09:00:00", "yesterday at nine", "2026-10-24T09:00:00+02:00"),
        ("2026-10-25T09:00:00", "ten hours ago", "2026-10-25T00:00:00+02:00"),
        ("2026-10-25T09:00:00", "a day ago", "2026-10-24T12:00:00+02:00"),
        # The night they go forward: half past two does not exist and reads half past three.
        ("2026-03-29T09:00:00", "at half past two", "2026-03-29T03:30:00+02:00"),
        ("2026-03-29T09:00:00", "ten hours ago", "2026-03-28T22:00:00+01:00"),
        # In the small hours the evening that is just over is still "tonight".
        ("2026-11-22T01:30:00", "tonight", "2026-11-21T23:00:00+01:00"),
        ("2026-11-22T01:30:00", "this evening", "2026-11-21T19:00:00+01:00"),
        ("2026-11-22T01:30:00", "last night", "2026-11-21T23:00:00+01:00"),
        ("2026-11-22T07:20:00", "this morning", "2026-11-22T07:20:00+01:00"),
        ("2026-11-22T13:10:00", "this afternoon", "2026-11-22T13:10:00+01:00"),
    ],
)
def test_days_and_nights_that_are_not_like_others(now: str, words: str, at: str) -> None:
    then = datetime.fromisoformat(now).replace(tzinfo=BERLIN)
    assert QUANTITIES.normalise("time", words, then)["at"] == at
