"""Careful comparisons of days: shares with intervals, exact tests, and an account of how many were made.

SciPy is imported where it is needed, since it takes most of a second.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import sqrt
from typing import Final

CONFIDENCE: Final = 0.95
SIGNIFICANT: Final = 0.05
"""A comparison is told as a finding where its adjusted p is below this."""


@dataclass(frozen=True)
class Share:
    """Days with twitches among logged days."""

    twitch_days: int
    days: int

    @property
    def rate(self) -> float:
        """Between 0 and 1; 0 where there is no day."""
        return self.twitch_days / self.days if self.days else 0.0


@dataclass(frozen=True)
class Contrast:
    """How much greater one share is than another."""

    difference: float
    """The first rate less the second."""
    low: float
    high: float
    """The 95 % interval of the difference."""
    p: float
    """Fisher's exact test, two-sided."""


def contrast(one: Share, other: Share) -> Contrast:
    """Compare two shares, both of at least one day.

    The interval is Newcombe's hybrid score interval, made of two Wilson intervals (Newcombe, Statistics in Medicine
    17:873-890, 1998, method 10), which holds for few days and for shares of 0 and 1.
    """
    from scipy.stats import binomtest, fisher_exact

    low_1, high_1 = binomtest(one.twitch_days, one.days).proportion_ci(CONFIDENCE, method="wilson")
    low_2, high_2 = binomtest(other.twitch_days, other.days).proportion_ci(CONFIDENCE, method="wilson")
    difference = one.rate - other.rate
    below = sqrt((one.rate - low_1) ** 2 + (high_2 - other.rate) ** 2)
    above = sqrt((high_1 - one.rate) ** 2 + (other.rate - low_2) ** 2)
    table = [[s.twitch_days, s.days - s.twitch_days] for s in (one, other)]
    return Contrast(difference, difference - below, difference + above, float(fisher_exact(table).pvalue))


def adjusted(p_values: Sequence[float]) -> tuple[float, ...]:
    """p values that account for how many comparisons were made (Benjamini and Hochberg, 1995)."""
    from scipy.stats import false_discovery_control

    return tuple(float(p) for p in false_discovery_control(p_values)) if p_values else ()


def differ(earlier: Sequence[int], later: Sequence[int]) -> float:
    """How likely counts of twitches a day differ as much by chance: two-sided Mann-Whitney test, ties corrected."""
    from scipy.stats import mannwhitneyu

    return float(mannwhitneyu(earlier, later, alternative="two-sided", method="asymptotic").pvalue)
