"""Which days' circumstances went together with twitches.  It says what went together, never what causes what."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from statistics import median
from typing import Final

from voiceassist.journal import Journal, queries
from voiceassist.report.period import Period
from voiceassist.report.statistics import SIGNIFICANT, Contrast, Share, adjusted, contrast

ENOUGH_DAYS: Final = 14
"""Logged days from which on circumstances are compared."""

ENOUGH_A_SIDE: Final = 5
"""Days with, and days without, that a comparison needs; fewer make intervals that say nothing."""

SHORT_SLEEP_H: Final = 7
HIGH_STRESS: Final = 7


@dataclass(frozen=True)
class Link:
    """Days with a circumstance beside days without."""

    factor: str
    limit: float | None
    """What parts the days: the person's median cups, 7 hours, 7 of 10, none for exercise."""
    with_: Share
    without: Share
    contrast: Contrast | None = None
    """None where there are too few days."""
    p_adjusted: float | None = None
    """Benjamini-Hochberg over the comparisons that were made."""

    @property
    def together(self) -> bool:
        """Whether more twitch days went with it than chance explains."""
        return self.p_adjusted is not None and self.p_adjusted < SIGNIFICANT and bool(self.contrast)


def links(journal: Journal, period: Period, counts: Mapping[date, int]) -> tuple[Link, ...]:
    """Caffeine, sleep, stress and exercise, each over the days that are known to have been with or without it."""
    found = [_link(journal, period, counts, *factor) for factor in _FACTORS]
    compared = [link for link in found if link.contrast]
    p_values = adjusted([link.contrast.p for link in compared if link.contrast])
    judged = {link.factor: p for link, p in zip(compared, p_values, strict=True)}
    return tuple(replace(link, p_adjusted=judged.get(link.factor)) for link in found)


_Limit = Callable[[list[float]], float | None]
_Judge = Callable[[float, float | None], bool]

_FACTORS: Final[tuple[tuple[str, _Limit, _Judge], ...]] = (
    ("caffeine", lambda amounts: median(amounts) if amounts else None, lambda cups, limit: cups > (limit or 0)),
    ("sleep", lambda _: SHORT_SLEEP_H, lambda hours, limit: hours < (limit or 0)),
    ("stress", lambda _: HIGH_STRESS, lambda points, limit: points >= (limit or 0)),
    ("exercise", lambda _: None, lambda minutes, _: minutes > 0),
)


def _link(
    journal: Journal, period: Period, counts: Mapping[date, int], factor: str, limit_of: _Limit, judge: _Judge
) -> Link:
    amounts = queries.amounts_by_day(journal, factor, period.filter)
    limit = limit_of(list(amounts.values()))
    known = {day: judge(amount, limit) for day, amount in amounts.items() if day in counts}
    if factor == "exercise" and known:
        # Nobody logs that they did not exercise: in a journal that knows exercise, the other logged days were without.
        known = {day: known.get(day, False) for day in counts}
    with_, without = (_share([day for day, held in known.items() if held is side], counts) for side in (True, False))
    enough = len(known) >= ENOUGH_DAYS and min(with_.days, without.days) >= ENOUGH_A_SIDE
    return Link(factor, limit, with_, without, contrast(with_, without) if enough else None)


def _share(days: list[date], counts: Mapping[date, int]) -> Share:
    return Share(sum(counts[day] > 0 for day in days), len(days))
