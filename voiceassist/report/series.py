"""Twitches a day and a week.  A day that nothing was logged on is a gap, never a zero."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby
from typing import Final

from voiceassist.report.period import Period

_DAYS_SHOWN: Final = 92
_WEEKS_SHOWN: Final = 7 * 106


@dataclass(frozen=True)
class DayCount:
    """A calendar day; `n` is None where nothing was logged."""

    day: date
    n: int | None


@dataclass(frozen=True)
class Span:
    """A day, week or month and what was logged in it."""

    first: date
    n: int
    logged: int
    twitch_days: int

    @property
    def rate(self) -> float | None:
        """Twitches a logged day; None for a gap."""
        return self.n / self.logged if self.logged else None


def daily(counts: Mapping[date, int], period: Period) -> tuple[DayCount, ...]:
    """Every day of the period, given what each logged day counted."""
    return tuple(DayCount(day, counts.get(day)) for day in period.days())


def weekly(days: Sequence[DayCount]) -> tuple[Span, ...]:
    """Weeks from Monday to Sunday; the first and the last may be cut by the period."""
    return _spans(days, lambda day: day - timedelta(days=day.weekday()))


def bars(days: Sequence[DayCount]) -> tuple[Span, ...]:
    """What a chart shows: days for three months, weeks for two years, months beyond."""
    if len(days) <= _DAYS_SHOWN:
        return _spans(days, lambda day: day)
    return weekly(days) if len(days) <= _WEEKS_SHOWN else _spans(days, lambda day: day.replace(day=1))


def _spans(days: Sequence[DayCount], start_of: Callable[[date], date]) -> tuple[Span, ...]:
    spans = []
    for first, group in groupby(days, key=lambda each: start_of(each.day)):
        logged = [each.n for each in group if each.n is not None]
        spans.append(Span(first, sum(logged), len(logged), sum(n > 0 for n in logged)))
    return tuple(spans)
