"""From a usual amount of caffeine to none: one target a day.

The source asks for seven to ten days, since stopping at once can give rebound headaches [A]; how the days are shared
out is ours: even steps, rounded to what can be poured.
"""

from __future__ import annotations

import math
from typing import Final

SHORTEST: Final = 7
LONGEST: Final = 10
STEP: Final = 0.5
"""Cups: half a cup is the least that anybody measures."""


def taper(cups: float) -> tuple[float, ...]:
    """Cups to have at most on each day, never more than the day before and 0 on the last; empty for no caffeine.

    Half a cup less a day where seven to ten days allow it, so few cups take seven days and many take ten.
    """
    usual = math.floor(cups / STEP)
    days = min(max(usual, SHORTEST), LONGEST)
    steps = (math.floor(usual * (days - day) / days + 0.5) for day in range(1, days + 1))
    return tuple(STEP * step for step in steps) if usual > 0 else ()
