"""Days and points in time: what their templates mean, seen from `now`."""

# Methods are documented by the templates they give a meaning to, in intents/LANG/quantities.yaml.
# ruff: noqa: D102

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from voiceassist.clock import DAY, elapsed
from voiceassist.understanding.quantities import calendar
from voiceassist.understanding.quantities.calendar import Clock, Part, Span, on
from voiceassist.understanding.quantities.spans import minutes_between

NOON = 12
"""The hour that stands for a whole day: the farthest from both midnights."""


@dataclass(frozen=True)
class Moment:
    """A point in time and how exactly it was said: ``minute``, ``part_of_day`` or ``day``."""

    at: datetime
    precision: str


@dataclass(frozen=True)
class PartOfDay:
    """A part of one day."""

    day: date
    part: Part


class TimeMeanings:
    """``symbol_meaning`` for day, recent_part, day_part, moment, time, daytime and stretch."""

    def __init__(self, now: datetime) -> None:
        self.now = now
        self.today = now.date()

    def day_back(self, days_back: int) -> date:
        return self.today - timedelta(days=days_back)

    def day_weekday(self, weekday: int) -> date:
        return calendar.last_weekday(self.today, weekday)

    def day_weekday_last_week(self, weekday: int) -> date:
        return calendar.unit_start(self.today, "week", 1) + timedelta(days=weekday)

    def day_date(self, ordinal: int, month: int, year: int | None = None) -> date | None:
        day = calendar.last_date(self.today, ordinal, month)
        if day is None or year is None:
            return day
        return day.replace(year=year) if 1900 <= year <= day.year and (day.month, day.day) != (2, 29) else None

    def day_ordinal(self, ordinal: int) -> date | None:
        return calendar.last_date(self.today, ordinal, None)

    def day_part_of_today(self, part: Part) -> PartOfDay:
        return PartOfDay(calendar.day_of_part(part, self.now, this=True), part)

    def recent_part_of(self, part: Part) -> PartOfDay:
        return PartOfDay(calendar.day_of_part(part, self.now, this=False), part)

    def day_part_recent(self, recent_part: PartOfDay) -> PartOfDay:
        return recent_part

    def day_part_of_yesterday(self, part: Part) -> PartOfDay:
        return PartOfDay(self.today - DAY, part)

    def day_part_of_day(self, day: date, part: Part) -> PartOfDay:
        return PartOfDay(day, part)

    def moment_now(self) -> Moment:
        return Moment(self.now, "minute")

    def moment_while_ago(self) -> Moment:
        return Moment(self.now, "part_of_day")

    def moment_ago(self, span: Span) -> Moment:
        at = calendar.before(self.now, span)
        return self.moment_day(at.date()) if span.in_days else Moment(at, "minute")

    def moment_part_clock(self, day_part: PartOfDay, clock: Clock) -> Moment:
        near = on(day_part.day, day_part.part.hour, self.now)
        at = calendar.resolve(clock, self.now, near=near)
        return Moment(at, "minute") if at else self.moment_part(day_part)

    def moment_day_clock(self, day: date, clock: Clock) -> Moment:
        at = calendar.resolve(clock, self.now, day=day)
        return Moment(at, "minute") if at else self.moment_day(day)

    def moment_clock(self, clock: Clock) -> Moment | None:
        at = calendar.resolve(clock, self.now)
        return Moment(at, "minute") if at else None

    def moment_part(self, day_part: PartOfDay) -> Moment:
        return Moment(min(on(day_part.day, day_part.part.hour, self.now), self.now), "part_of_day")

    def moment_day(self, day: date) -> Moment:
        return Moment(min(on(day, NOON, self.now), self.now), "day")

    def moment_earlier_today(self) -> Moment:
        return self.moment_day(self.today)

    def moment_calendar(self, calendar: str) -> Moment:
        return self.moment_ago(CALENDAR_SPANS[calendar])

    def moment_this_calendar(self, calendar: str) -> Moment:
        return self.moment_day(_unit_start(self.today, calendar))

    def moment_month(self, month: int) -> Moment | None:
        first = calendar.last_date(self.today, 1, month)
        return self.moment_day(first) if first else None

    def time_of(self, moment: Moment) -> dict[str, Any]:
        return {"at": moment.at.isoformat(timespec="seconds"), "at_precision": moment.precision}

    def daytime_clock_today(self, clock: Clock, part: Part) -> dict[str, Any]:
        return self.time_of(self.moment_part_clock(self.day_part_of_today(part), clock))

    def daytime_clock(self, clock: Clock) -> dict[str, Any] | None:
        moment = self.moment_clock(clock)
        return {**self.time_of(moment), "undated": "hour" if len(clock.hours) > 1 else "part"} if moment else None

    def daytime_part_clock(self, recent_part: PartOfDay, clock: Clock) -> dict[str, Any]:
        return {**self.time_of(self.moment_part_clock(recent_part, clock)), "undated": "part"}

    def daytime_part(self, recent_part: PartOfDay) -> dict[str, Any]:
        return {**self.time_of(self.moment_part(recent_part)), "undated": "part"}

    def stretch_of(self, first: Clock, last: Clock) -> dict[str, Any] | None:
        until = calendar.resolve(last, self.now)
        if until is None:
            return None
        seconds = 60 * minutes_between(first, last)
        return {**self.time_of(Moment(elapsed(until, timedelta(seconds=-seconds)), "minute")), "duration_s": seconds}

    def daytime_dated(self, time: dict[str, Any]) -> dict[str, Any]:
        return time


_unit_start = calendar.unit_start
CALENDAR_SPANS = {"day": Span(days=1), "week": Span(days=7), "month": Span(months=1), "year": Span(months=12)}
"""How far back "last week" is, said of a point in time."""
