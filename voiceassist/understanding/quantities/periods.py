"""Since when, and from when to when: what their templates mean, seen from `now`."""

# Methods are documented by the templates they give a meaning to, in intents/LANG/quantities.yaml.
# ruff: noqa: D102

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import TypeAlias

from voiceassist.clock import DAY, interval
from voiceassist.understanding.quantities.calendar import Part, Span, before, last_date, months_before, on, unit_start
from voiceassist.understanding.quantities.times import Moment, PartOfDay, TimeMeanings

Period: TypeAlias = dict[str, str]
Since: TypeAlias = dict[str, str]

SATURDAY = 5
BEGINNING = date(1970, 1, 1)
"""Where "ever" starts: before any entry."""


class PeriodMeanings(TimeMeanings):
    """``symbol_meaning`` for since and period.

    A period that is over ends at the midnight that follows it; one that is running ends at `now`, which belongs to it.
    """

    def since_this_calendar(self, calendar: str) -> Since:
        return self._since(self._midnight(unit_start(self.today, calendar)))

    def since_last_calendar(self, calendar: str) -> Since:
        return self._since(self._midnight(unit_start(self.today, calendar, 1)))

    def since_month(self, month: int) -> Since | None:
        first = last_date(self.today, 1, month)
        return self._since(self._midnight(first)) if first else None

    def since_whole_part(self, part: Part) -> Since:
        return self._since(self.moment_part(self.recent_part_of(part)).at)

    def since_span(self, span: Span) -> Since:
        return self._since(before(self.now, span))

    def since_last_unit(self, time_unit: Span) -> Since:
        return self.since_span(time_unit)

    def since_moment(self, moment: Moment) -> Since:
        return self._since(self._begin(moment))

    def since_point_calendar(self, calendar: str) -> datetime:
        return self._midnight(unit_start(self.today, calendar, 1))

    def since_point_month(self, month: int) -> datetime | None:
        first = last_date(self.today, 1, month)
        return self._midnight(first) if first else None

    def since_point_moment(self, moment: Moment) -> datetime:
        return self._begin(moment)

    def since_said_of(self, since_point: datetime) -> datetime:
        return since_point

    def period_since(self, since_said: datetime) -> Period:
        return self._until_now(since_said)

    def period_all(self) -> Period:
        return self._until_now(self._midnight(BEGINNING))

    def period_running(self, calendar: str) -> Period:
        return self._days(unit_start(self.today, calendar), self.today)

    def period_last(self, calendar: str) -> Period:
        return self._days(unit_start(self.today, calendar, 1), unit_start(self.today, calendar) - DAY)

    def period_before_last(self, calendar: str) -> Period:
        return self._days(unit_start(self.today, calendar, 2), unit_start(self.today, calendar, 1) - DAY)

    def period_weekend(self) -> Period:
        saturday = self._saturday(0)
        return self._days(saturday, saturday + DAY)

    def period_last_weekend(self) -> Period:
        saturday = self._saturday(1 if self.today.weekday() >= SATURDAY else 0)
        return self._days(saturday, saturday + DAY)

    def period_span(self, span: Span) -> Period:
        return self._until_now(before(self.now, span))

    def period_last_unit(self, time_unit: Span) -> Period:
        return self.period_span(time_unit)

    def period_month(self, month: int) -> Period | None:
        return self.period_months(month, month)

    def period_months(self, first: int, last: int) -> Period | None:
        end = last_date(self.today, 1, last)
        if end is None:
            return None
        start = last_date(end, 1, first)
        return self._days(start, months_before(end, -1) - DAY) if start else None

    def period_between(self, first: date, last: date) -> Period:
        # "From Friday to Tuesday": the Friday before that Tuesday, even where a later Friday has passed.
        while first > last:
            first -= timedelta(days=7)
        return self._days(first, last)

    def period_part(self, day_part: PartOfDay) -> Period | None:
        start, end = (on(day_part.day, hour, self.now) for hour in (day_part.part.begins, day_part.part.ends))
        return self._interval(start, min(end, self.now)) if start < self.now else self._days(day_part.day, day_part.day)

    def period_day(self, day: date) -> Period:
        return self._days(day, day)

    def period_ago(self, span: Span) -> Period | None:
        return self.period_day(before(self.now, span).date()) if span.in_days else self.period_span(span)

    def _saturday(self, back: int) -> date:
        days = (self.today.weekday() - SATURDAY) % 7
        return self.today - timedelta(days=days + 7 * back)

    def _midnight(self, day: date) -> datetime:
        return on(day, 0, self.now)

    def _begin(self, moment: Moment) -> datetime:
        return self._midnight(moment.at.date()) if moment.precision == "day" else moment.at

    def _since(self, at: datetime) -> Since:
        return {"since": at.isoformat(timespec="seconds")}

    def _days(self, first: date, last: date) -> Period:
        """From a day's first midnight to the midnight after the last one, or to now."""
        return self._interval(self._midnight(first), min(self._midnight(last + DAY), self.now))

    def _until_now(self, start: datetime) -> Period:
        return self._interval(start, self.now)

    def _interval(self, start: datetime, end: datetime) -> Period:
        return {"period": interval(start.replace(microsecond=0), end.replace(microsecond=0))}
