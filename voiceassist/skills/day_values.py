"""Taking values of the day as answers: several in one breath, in any order, with or without their names."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from voiceassist.journal.measures import fits, in_unit, is_possible
from voiceassist.values import Decision, Interpretation

ASKED: Final = "amount"
"""The open question, as the templates of bare amounts know it."""
FAVOURS: Final = ("LogDay", "NotSure", "Skip", "Deny")
"""Intents that answer it."""

_MEASURES: Final[Mapping[str, tuple[str, ...]]] = {
    "cup": ("caffeine", "water"),
    "mg": ("caffeine",),
    "glass": ("water",),
    "ml": ("water",),
    "l": ("water",),
    "h": ("sleep", "relaxation"),
    "min": ("relaxation", "sleep"),
    "point": ("stress",),
}
"""What a unit without a name can be of, the likelier first."""
_UNITS: Final = {"caffeine": "cup", "water": "l", "sleep": "h", "stress": "point", "relaxation": "min"}
"""What a bare number is in."""
_TIMES: Final = ("h", "min")
_COUNTED: Final = "point"
"""Of what has no unit, such as twitches."""
_MOST_LITRES: Final = 3
"""A bare number of water above this is glasses, above a hundred millilitres: hardly anybody drinks four litres."""
SCALE: Final = 10
"""The most points of a strength."""
_ADD_UP: Final = frozenset({"caffeine", "water", "alcohol", "exercise", "relaxation"})
"""What is told in parts: "two coffees and a tea"."""
_PLAUSIBLE: Final = {
    "caffeine": 20.0,
    "water": 8000.0,
    "sleep": 16.0,
    "exercise": 600.0,
    "alcohol": 25.0,
    "relaxation": 600.0,
}
"""What somebody may have in a day, in the journal's units; more was perhaps misheard, and is asked about."""


@dataclass(frozen=True)
class Value:
    """An amount with its unit."""

    amount: float
    unit: str


def told(meanings: Sequence[Interpretation], asked: Sequence[str]) -> dict[str, Value]:
    """The values in `meanings` by measure; `asked` holds what is still open, what is being asked first.

    What has no name goes by its unit; a bare number answers the first question that is not answered yet, unless it is
    too much for that.
    """
    values: dict[str, Value] = {}
    for meaning in meanings:
        amount, unit = meaning.slots.get("amount"), meaning.slots.get("unit")
        if meaning.intent != "LogDay" or amount is None:
            continue
        unanswered = [measure for measure in asked if measure not in values]
        measure = meaning.slots.get("measure") or _measure(unit, unanswered)
        if measure is None:
            continue
        value = Value(amount, unit or unit_of(measure, amount))
        if measure in values and values[measure].unit == value.unit and measure in _ADD_UP:
            value = Value(values[measure].amount + value.amount, value.unit)
        named = "measure" in meaning.slots
        if is_possible(measure, value.amount, value.unit) and (
            named or is_plausible(measure, value.amount, value.unit)
        ):
            values[measure] = value
    return values


def in_words(meanings: Sequence[Interpretation], asked: str) -> tuple[Interpretation, ...]:
    """`meanings` as answers to how much of `asked` it was: "off the scale" is the end of one where a strength is asked
    for, and no number of cups; "lots" beside a number says nothing more ("lots, like six"), nor does "pretty high"."""
    told = [one for one in meanings if one.intent == "LogDay" and one.slots.get("amount") is not None]
    if told:
        word = (asked, _COUNTED) if any("measure" not in one.slots for one in told) else None
        said = [one for one in meanings if (one.slots.get("measure"), one.slots.get("unit")) != word]
        return tuple(one for one in said if one.intent != "NotSure")
    if _UNITS.get(asked) != _COUNTED:
        return tuple(meanings)
    most = {"measure": asked, "unit": _COUNTED, "amount": SCALE}
    return tuple(
        replace(one, intent="LogDay", slots=most) if (one.intent, one.slots.get("of")) == ("NotSure", "most") else one
        for one in meanings
    )


def is_plausible(measure: str | None, amount: float | None, unit: str | None) -> bool:
    """Whether so much in a day needs no question."""
    if measure not in _PLAUSIBLE or amount is None:
        return True
    return in_unit(measure, amount, unit or unit_of(measure, amount)) <= _PLAUSIBLE[measure]


def asked_if_much(meaning: Interpretation) -> Interpretation:
    """`meaning`, to be asked about where it is more than anybody is likely to have had ("I slept forty hours").

    What was perhaps heard as so long of something that takes no time ("been twenty minutes", of beer) was not; of an
    amount without a name the question that is open knows what it is of.
    """
    told = tuple(meaning.slots.get(name) for name in ("measure", "amount", "unit"))
    if meaning.intent == "LogDay" and meaning.decision is Decision.CONFIRM and told[2] in _TIMES:
        return meaning if told[0] is None or fits(told[0], told[2]) else replace(meaning, intent=None, slots={})
    if meaning.intent != "LogDay" or meaning.decision is not Decision.ACCEPT or is_plausible(*told):
        return meaning
    return replace(meaning, decision=Decision.CONFIRM)


def _measure(unit: str | None, unanswered: Sequence[str]) -> str | None:
    if not unanswered or unit is None:
        return next(iter(unanswered), None)
    fitting = _MEASURES[unit]
    likeliest = unanswered[:1] if unanswered[0] in fitting else [m for m in fitting if m in unanswered]
    return next(iter(likeliest), None)


def unit_of(measure: str, amount: float) -> str:
    """What a bare number of `measure` is in."""
    if measure == "water" and amount > _MOST_LITRES:
        return "ml" if amount >= 100 else "glass"
    return _UNITS.get(measure, _COUNTED)


def none_of(measure: str) -> Value:
    """Not any of it."""
    return Value(0.0, _UNITS.get(measure, _COUNTED))
