"""What a count of right answers says about the program, and what it does not."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

_Z: Final = 1.959963984540054
"""The two-sided 95 % quantile of the normal distribution."""
BINS: Final = 10


def wilson(successes: int, trials: int) -> tuple[float, float]:
    """The 95 % interval of a proportion (E. B. Wilson, JASA 22, 1927); ``(0, 1)`` where nothing was tried."""
    if not trials:
        return 0.0, 1.0
    share, spread = successes / trials, _Z * _Z / trials
    centre = (share + spread / 2) / (1 + spread)
    half = _Z * math.sqrt(share * (1 - share) / trials + spread / (4 * trials)) / (1 + spread)
    return max(0.0, centre - half), min(1.0, centre + half)


def most_events(seen: int) -> float:
    """The upper end of the exact 95 % interval of a Poisson mean of which `seen` events came (F. Garwood, Biometrika
    28, 1936)."""
    from scipy.special import gammaincinv

    return float(gammaincinv(seen + 1, 0.975))


@dataclass(frozen=True)
class Paired:
    """Two ways of answering the same questions."""

    only_first: int
    """How many only the first answered rightly."""
    only_second: int
    p: float
    """Two-sided, exact: how often so uneven a split, or a more uneven one, comes by chance (Q. McNemar, 1947)."""


def mcnemar(first: Sequence[bool], second: Sequence[bool]) -> Paired:
    """Compare answers that were right or wrong, in the same order."""
    only_first = sum(a and not b for a, b in zip(first, second, strict=True))
    only_second = sum(b and not a for a, b in zip(first, second, strict=True))
    split = only_first + only_second
    tail = sum(math.comb(split, k) for k in range(min(only_first, only_second) + 1))
    return Paired(only_first, only_second, min(1.0, 2 * tail / 2**split))


@dataclass(frozen=True)
class Bin:
    """The decisions with about the same stated probability."""

    stated: float
    """Their mean probability."""
    right: float
    """The share of them that was right."""
    n: int


@dataclass(frozen=True)
class Calibration:
    """How far stated probabilities can be taken at their word."""

    error: float
    """Expected calibration error: the mean over decisions of ``|stated - right|`` of their bin (ten equal bins)."""
    brier: float
    """Mean squared difference between the probability and what came true (G. W. Brier, 1950)."""
    bins: tuple[Bin, ...]
    """The bins that hold anything, in order."""


def calibration(stated: Sequence[float], right: Sequence[bool]) -> Calibration | None:
    """Of decisions with a stated probability; None where there are none."""
    pairs = list(zip(stated, right, strict=True))
    if not pairs:
        return None
    cells: dict[int, list[tuple[float, bool]]] = {}
    for probability, came_true in pairs:
        cells.setdefault(min(int(probability * BINS), BINS - 1), []).append((probability, came_true))
    bins = tuple(
        Bin(sum(p for p, _ in cell) / len(cell), sum(r for _, r in cell) / len(cell), len(cell))
        for _, cell in sorted(cells.items())
    )
    error = sum(cell.n * abs(cell.stated - cell.right) for cell in bins) / len(pairs)
    return Calibration(error, sum((p - r) ** 2 for p, r in pairs) / len(pairs), bins)
