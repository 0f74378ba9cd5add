"""One unit for each measure, and what several values of one day come to."""

from __future__ import annotations

import math
from types import MappingProxyType
from typing import Final

from voiceassist.journal.errors import EntryError

UNIT_OF: Final = MappingProxyType(
    {
        "caffeine": "cup",
        "water": "ml",
        "sleep": "h",
        "stress": "point",
        "exercise": "min",
        "alcohol": "glass",
        "relaxation": "min",
    }
)
"""The unit each measure is summed and compared in; ``twitch_free`` has none."""

_GLASS_ML: Final = 250
_PINT_ML: Final = 473.176  # of the United States; of beer it counts as one drink
_CUP_MG: Final = 90  # a 200 ml cup of filter coffee: EFSA, Scientific Opinion on the safety of caffeine, 2015
_FACTORS: Final = {
    ("caffeine", "mg"): 1 / _CUP_MG,
    ("caffeine", "glass"): 1,
    ("water", "l"): 1000,
    ("water", "glass"): _GLASS_ML,
    ("water", "cup"): _GLASS_ML,
    ("sleep", "min"): 1 / 60,
    ("exercise", "h"): 60,
    ("relaxation", "h"): 60,
    ("alcohol", "cup"): 1,
    ("alcohol", "ml"): 1 / _PINT_ML,
}

_MOST: Final = {"sleep": 24.0, "stress": 10.0, "exercise": 1440.0, "relaxation": 1440.0}
"""A day has no more hours and the scale no more points, in each measure's unit."""

_OF_A_DAY: Final = {"sleep": "max", "stress": "avg"}
"""Slept hours are said again to mend them and stress is felt several times a day; everything else adds up."""


def in_unit(measure: str, amount: float, unit: str) -> float:
    """`amount` in the measure's unit; a unit that does not fit the measure counts as it is."""
    return amount * _FACTORS.get((measure, unit), 1)


def fits(measure: str, unit: str) -> bool:
    """Whether an amount of the measure may come in `unit`."""
    return unit == UNIT_OF.get(measure) or (measure, unit) in _FACTORS


def adds_up(measure: str) -> bool:
    """Whether several amounts of one day are told as their sum."""
    return measure in UNIT_OF and measure not in _OF_A_DAY


def is_possible(measure: str, amount: float, unit: str | None) -> bool:
    """Whether a day can hold so much."""
    return in_unit(measure, amount, unit or "") <= _MOST.get(measure, math.inf)


def check(measure: str, amount: float | None, unit: str | None) -> None:
    """Raises EntryError where `unit` does not fit the measure, or a day cannot hold so much."""
    if unit is not None and not fits(measure, unit):
        units = (UNIT_OF.get(measure), *(other for kind, other in _FACTORS if kind == measure))
        counted = " or ".join(filter(None, units)) or "no unit"
        raise EntryError(f"unit: {measure} is not counted in {unit}, but in {counted}")
    if amount is not None and not is_possible(measure, amount, unit):
        raise EntryError(f"amount: {amount:g} {unit or UNIT_OF[measure]} is more {measure} than a day holds")


def amount_sql() -> str:
    """An SQL expression for `amount` in the measure's unit; a unit that does not fit the measure counts as it is."""
    cases = " ".join(
        f"WHEN measure = '{measure}' AND unit = '{unit}' THEN amount * {factor!r}"
        for (measure, unit), factor in _FACTORS.items()
    )
    return f"CASE {cases} ELSE amount END"


def of_a_day_sql(measure: str) -> str:
    """An SQL aggregate for what one day's values of a measure come to."""
    return f"{_OF_A_DAY.get(measure, 'sum')}({amount_sql()})"
