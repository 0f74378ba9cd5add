"""What is asked of the journal and what it answers: small frozen values that know nothing of the store."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from statistics import fmean, median
from typing import Final

from voiceassist.journal.entry import Entry

SAME_WITHIN: Final = 0.1
"""Two rates that differ by less than this share of the greater one are called the same."""


class Strength(StrEnum):
    """Which twitches a question about strong or weak ones means; those of unknown strength are neither."""

    STRONG = "strong"
    """Six or more out of ten."""
    WEAK = "weak"
    """Four or less."""


@dataclass(frozen=True)
class Filter:
    """Which entries a question is about: twitches, or values of the day where `measure` is given."""

    place: str | None = None
    """With every place that lies in it."""
    side: str | None = None
    measure: str | None = None
    cause: str | None = None
    """A trigger that the twitch names."""
    companion: str | None = None
    """What came with it."""
    part: str | None = None
    """The part of the day, as `queries.most_common_time` parts it."""
    strength: Strength | None = None
    longer_s: float | None = None
    """Only those that are known to have lasted longer."""
    shorter_s: float | None = None
    """Only those that are known to have lasted less."""
    start: datetime | None = None
    """The first moment that belongs to the period; None for the beginning of the journal."""
    end: datetime | None = None
    """The first moment after the period; None for no end."""


@dataclass(frozen=True)
class Coverage:
    """How much of a period the journal knows."""

    logged: int
    """Days with at least one entry."""
    days: int
    """Days of the period; where it is open, from its first logged day to its last."""


@dataclass(frozen=True)
class Count:
    """How many, on how many days; for a measure also how much."""

    n: int
    days: int
    coverage: Coverage
    total: float | None = None
    unit: str | None = None
    per_day: float | None = None
    """The mean over the days that have a value."""

    @property
    def rate(self) -> float | None:
        """How many on a logged day; None where no day is logged."""
        return self.n / self.coverage.logged if self.coverage.logged else None


@dataclass(frozen=True)
class FreeDays:
    """Which of the logged days had no twitch."""

    dates: tuple[date, ...]
    """The latest first."""
    coverage: Coverage

    @property
    def days(self) -> int:
        """How many they are."""
        return len(self.dates)


@dataclass(frozen=True)
class Found:
    """Single entries: the last, the first, the longest, or a list of them."""

    n: int
    """How many there are in the period, listed or not."""
    entries: tuple[Entry, ...]
    coverage: Coverage


@dataclass(frozen=True)
class Ranked:
    """One value and how often it occurs."""

    value: str
    n: int
    side: str | None = None


@dataclass(frozen=True)
class Ranking:
    """Values by how often they occur, most often first."""

    items: tuple[Ranked, ...]
    n: int
    """Entries looked at."""
    unknown: int
    """Entries that do not say."""
    coverage: Coverage

    @property
    def top(self) -> tuple[Ranked, ...]:
        """The most common value; several where they tie."""
        return tuple(item for item in self.items if item.n == self.items[0].n)


class Direction(StrEnum):
    """How this period compares with the one before."""

    MORE = "more"
    FEWER = "fewer"
    SAME = "same"
    UNKNOWN = "unknown"


@dataclass(frozen=True)
class Stretch:
    """One of the periods of a trend: twitches, or the measure's amount, over its logged days."""

    total: float
    coverage: Coverage

    @property
    def rate(self) -> float | None:
        """A logged day's mean; None where no day was logged."""
        return self.total / self.coverage.logged if self.coverage.logged else None


@dataclass(frozen=True)
class Trend:
    """A period against the one of equal length before it."""

    now: Stretch
    before: Stretch
    first: date | None = None
    """The first day of the period; None where nobody asks which days they were."""
    last: date | None = None
    """The last day of the period."""

    @property
    def direction(self) -> Direction:
        """By the means of logged days, so that a gap does not pass for a calm week."""
        now, before = self.now.rate, self.before.rate
        if now is None or before is None:
            return Direction.UNKNOWN
        if abs(now - before) <= SAME_WITHIN * max(now, before):
            return Direction.SAME
        return Direction.MORE if now > before else Direction.FEWER


@dataclass(frozen=True)
class Group:
    """The values of a measure on some days."""

    days: int
    mean: float | None
    median: float | None

    @classmethod
    def of(cls, values: list[float]) -> Group:
        """The group of these values."""
        return cls(len(values), fmean(values), median(values)) if values else cls(0, None, None)


@dataclass(frozen=True)
class Comparison:
    """A measure on days with twitches beside the same measure on the other logged days."""

    measure: str
    unit: str | None
    more: Group
    fewer: Group
