"""Whether twitches became more or fewer: within the period, and since the plan was begun."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from statistics import fmean
from typing import Final

from voiceassist.journal import Journal, Plan
from voiceassist.report.period import Period
from voiceassist.report.series import DayCount
from voiceassist.report.statistics import SIGNIFICANT, Contrast, Share, contrast, differ

ENOUGH_A_PART: Final = 7
"""Logged days that each part needs before the two are compared."""


@dataclass(frozen=True)
class Part:
    """The logged days of one part of the period."""

    first: date
    last: date
    share: Share
    per_day: float


@dataclass(frozen=True)
class Change:
    """An earlier part beside a later one."""

    earlier: Part
    later: Part
    contrast: Contrast
    """Of the later share of twitch days less the earlier."""
    p: float
    """Of the counts a day, by the Mann-Whitney test."""

    @property
    def direction(self) -> str:
        """``more`` or ``fewer`` where chance does not explain it, else ``same``."""
        if self.p >= SIGNIFICANT or self.later.per_day == self.earlier.per_day:
            return "same"
        return "more" if self.later.per_day > self.earlier.per_day else "fewer"


def begun(journal: Journal, period: Period) -> Plan | None:
    """The start of the plan that was begun last in the period, as a new plan takes the place of the one before."""
    plans = journal.entries([Plan.kind], start=period.start, end=period.end, newest_first=True)
    return next((plan for plan in plans if isinstance(plan, Plan) and plan.step == "start"), None)


def halves(days: Sequence[DayCount]) -> Change | None:
    """The second half of the time that was logged beside the first; None where too few days were logged."""
    logged = [day.day for day in days if day.n is not None]
    return since(days, logged[0] + (logged[-1] - logged[0]) / 2) if logged else None


def since(days: Sequence[DayCount], turn: date) -> Change | None:
    """The days from `turn` on beside those before; None where too few days were logged."""
    earlier = [(day.day, day.n) for day in days if day.n is not None and day.day < turn]
    later = [(day.day, day.n) for day in days if day.n is not None and day.day >= turn]
    if min(len(earlier), len(later)) < ENOUGH_A_PART:
        return None
    before, after = _part(earlier), _part(later)
    p = differ([n for _, n in earlier], [n for _, n in later])
    return Change(before, after, contrast(after.share, before.share), p)


def _part(days: Sequence[tuple[date, int]]) -> Part:
    counts = [n for _, n in days]
    return Part(days[0][0], days[-1][0], Share(sum(n > 0 for n in counts), len(counts)), fmean(counts))
