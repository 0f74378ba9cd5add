"""Any number, duration or time said in words comes back, on any day of the year."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from hypothesis import example, given
from hypothesis import strategies as st
from unicode_rbnf import RbnfEngine

from voiceassist.understanding.quantities import Quantities

QUANTITIES = Quantities.load(Path(__file__).parents[3] / "intents/en/quantities.yaml")
ENGINE = RbnfEngine.for_language("en")
NOW = datetime(2026, 11, 22, 9, 10, tzinfo=ZoneInfo("Europe/Berlin"))
ZONES = st.sampled_from(["Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "Asia/Kolkata"]).map(ZoneInfo)
NOWS = st.builds(
    lambda moment, zone: moment.replace(tzinfo=UTC, microsecond=0).astimezone(zone),
    st.datetimes(datetime(2020, 1, 1), datetime(2035, 1, 1)),
    ZONES,
)
UNITS = {"second": 1, "minute": 60, "hour": 3600, "day": 86_400, "week": 604_800}


def said(number: int, *, british: bool = False) -> str:
    """A number as CLDR spells it, or with "and" between its last hundreds and what follows."""
    words = ENGINE.format_number(number).text.replace("-", " ")
    if british and number > 100 and number % 100:
        head, _, tail = words.rpartition("hundred ")
        return f"{head}hundred and {tail}" if head and "thousand" not in tail else words
    return words


@given(st.integers(0, 999_999), st.booleans())
@example(number=100_001, british=True)
def test_whole_numbers(number: int, british: bool) -> None:
    assert QUANTITIES.normalise("number", said(number, british=british), NOW) == number


@given(st.integers(0, 999), st.integers(0, 99))
def test_decimals(whole: int, hundredths: int) -> None:
    digits = " ".join(said(int(digit)) for digit in f"{hundredths:02}")
    assert QUANTITIES.normalise("number", f"{said(whole)} point {digits}", NOW) == round(whole + hundredths / 100, 2)


@given(st.integers(0, 200))
def test_digits_and_words_are_the_same(number: int) -> None:
    assert QUANTITIES.spell_out(str(number)) == said(number)


@given(st.integers(1, 99), st.sampled_from(sorted(UNITS)), st.sampled_from(["", "about ", "for ", "maybe around "]))
def test_durations_of_one_unit(number: int, unit: str, before: str) -> None:
    words = f"{before}{said(number)} {unit}{'s' if number > 1 else ''}"
    assert QUANTITIES.normalise("duration", words, NOW) == {"duration_s": number * UNITS[unit]}


@given(st.integers(1, 99), st.sampled_from(["second", "minute", "hour"]), st.booleans())
def test_durations_with_a_half(number: int, unit: str, half_last: bool) -> None:
    words = f"{said(number)} {unit}s and a half" if half_last else f"{said(number)} and a half {unit}s"
    assert QUANTITIES.normalise("duration", words, NOW) == {"duration_s": max(1, round((number + 0.5) * UNITS[unit]))}


@given(st.integers(1, 23), st.integers(1, 59), st.sampled_from([" ", " and "]), st.booleans())
def test_durations_of_two_units(hours: int, minutes: int, between: str, short: bool) -> None:
    words = f"{said(hours)} hours{between}{said(minutes)}{'' if short else ' minutes'}"
    assert QUANTITIES.normalise("duration", words, NOW) == {"duration_s": hours * 3600 + minutes * 60}


@given(st.integers(1, 99), st.sampled_from(["second", "minute", "hour"]), NOWS)
def test_short_times_ago_are_counted_in_elapsed_time(number: int, unit: str, now: datetime) -> None:
    at = QUANTITIES.normalise("time", f"{said(number)} {unit}s ago", now)["at"]
    assert now.astimezone(UTC) - datetime.fromisoformat(at) == timedelta(seconds=number * UNITS[unit])


@given(st.integers(1, 400), NOWS)
def test_days_ago_are_counted_on_the_calendar(days: int, now: datetime) -> None:
    value = QUANTITIES.normalise("time", f"{said(days)} days ago", now)
    assert value["at_precision"] == "day"
    assert datetime.fromisoformat(value["at"]).date() == now.date() - timedelta(days=days)
    since = datetime.fromisoformat(QUANTITIES.normalise("since", f"for {said(days)} days", now)["since"])
    assert since.date() == now.date() - timedelta(days=days)


@given(st.integers(0, 23), st.integers(0, 59), NOWS)
def test_any_time_of_the_clock_is_its_latest_past_one(hour: int, minute: int, now: datetime) -> None:
    minutes = f"oh {said(minute)}" if minute < 10 else said(minute)
    words = f"at {said(hour % 12 or 12)} {minutes} {'a m' if hour < 12 else 'p m'}"
    at = datetime.fromisoformat(QUANTITIES.normalise("time", words, now)["at"])
    assert at <= now < at + timedelta(days=1, hours=2)
    shown = at.astimezone(now.tzinfo)
    if (shown.hour, shown.minute) != (hour, minute):  # only where the clocks skipped that hour
        assert shown.utcoffset() != (shown - timedelta(hours=2)).utcoffset()


@given(st.sampled_from(["past", "after", "to", "before"]), st.integers(1, 29), st.integers(1, 12), NOWS)
def test_minutes_past_and_to(side: str, minutes: int, hour: int, now: datetime) -> None:
    at = QUANTITIES.normalise("time", f"yesterday at {said(minutes)} {side} {said(hour)}", now)["at"]
    shown = datetime.fromisoformat(at).astimezone(now.tzinfo)
    assert shown.date() == now.date() - timedelta(days=1)
    wanted = minutes if side in ("past", "after") else -minutes
    offset = (shown.hour * 60 + shown.minute - hour * 60) % 720
    assert offset == wanted % 720
