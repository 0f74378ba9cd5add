"""An entry with what was said anew of it: which of its fields that changes, and to what."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from datetime import datetime, timedelta
from types import MappingProxyType
from typing import Any, Final

from voiceassist.clock import AFTERNOON, AWAKE, EVENING, MORNING, NIGHT, NOON, midnight
from voiceassist.journal import Day, Entry, Twitch
from voiceassist.journal.errors import EntryError
from voiceassist.journal.measures import UNIT_OF, fits
from voiceassist.journal.vocabulary import LIES_IN, TRIGGERS

JUST: Final = timedelta(minutes=2)
"""How long after it was written an entry is what bare words ("seven out of ten", "at night") surely belong to."""

OTHER_SIDE: Final[Mapping[str, str]] = MappingProxyType({"left": "right", "right": "left"})
"""What "wrong leg" and "the other one" make of a side; of both, or of none, they make nothing."""

DRINKS: Final = {"caffeine": "cup", "water": "glass", "alcohol": "glass"}
"""What is had by the cup or the glass."""
_PARTS: Final[Mapping[int, tuple[int, int]]] = MappingProxyType(
    {MORNING: (0, 12), NOON: (11, 14), AFTERNOON: (12, 18), EVENING: (17, 24), NIGHT: (18, 30)}
)
"""The hours of the clock that a part of the day may mean, by the hour that stands for it; from 24 on the next day's."""
_OF_DAY: Final = frozenset({"amount", "unit", "at", "at_precision", "undated", "days"})
_DAWN, _NIGHT = 5, 20
"""The hours between which a night lies that is told as one."""
_SIP_ML: Final = 20
"""Less than anybody would tell of in milliliters."""
_MINUTE, _HOUR = 60, 3600
SECONDS: Final = {"min": _MINUTE, "h": _HOUR}


def is_place_of(told: str, place: str | None) -> bool:
    """Whether `told` is that place, or a greater one that it lies in: "right hand", of a finger."""
    return told == place or place in LIES_IN.get(told, ())


def mended(given: Mapping[str, Any], entry: Entry) -> Entry | None:
    """`entry` with what was given; None where it has nothing of the kind, or cannot hold it."""
    fields = fields_of(given, entry)
    try:
        return dataclasses.replace(entry, **fields) if fields else None
    except EntryError:
        return None


def fields_of(given: Mapping[str, Any], entry: Entry) -> dict[str, Any]:
    """The fields of `entry` that what was given says, with their values."""
    match entry:
        case Day():
            values = _of_day(given, entry)
        case Twitch():
            values = _of_twitch(given, entry)
        case _:
            values = dict(given)
    if "days" in values:
        values["at"] = (entry.at + timedelta(days=values.pop("days"))).isoformat()
    names = {field.name for field in dataclasses.fields(entry)}
    fields: dict[str, Any] = {}
    for name, value in values.items():
        attribute = "with_" if name == "with" else name
        if attribute in names:
            fields[attribute] = datetime.fromisoformat(value) if name in ("at", "since") else value
    if "at" not in fields or abs(entry.at - entry.created_at) <= JUST:
        return fields  # nobody told when it was
    if "undated" in values:
        until = max(fields["at"], entry.created_at)
        fields["at"] = _on_its_day(fields["at"], values["undated"], entry.at, entry.at_precision, until)
    clock = entry.at_precision == "minute" and fields.get("at_precision") == "part_of_day"
    if clock and (at := _in_part(entry.at, fields["at"])):
        fields |= {"at": at, "at_precision": "minute"}
    return fields


def retimed(given: Mapping[str, Any], slots: Mapping[str, Any]) -> dict[str, Any]:
    """`given`, its time on the day that `slots`, of what is still to be logged, name."""
    values = dict(given)
    undated = values.pop("undated", None)
    if undated and "at" in values and (told := slots.get("at")):
        at, before = datetime.fromisoformat(values["at"]), datetime.fromisoformat(told)
        there = _on_its_day(at, undated, before, slots.get("at_precision", "minute"), max(at, before))
        values["at"] = there.isoformat()
    return values


def _on_its_day(at: datetime, undated: str, told: datetime, precision: str, until: datetime) -> datetime:
    """The time of day of `at` on the day of `told`, how exactly that was said being `precision`; `at` itself where that
    would lie after `until`.

    An hour of either half of the day is the one next to `told`, of a whole day one that people are awake for.  A night
    goes on in the small hours of the next day.
    """
    hours = {at.hour, (at.hour + 12) % 24} if undated == "hour" else {at.hour}
    days = {0: hours}
    if precision != "day":
        days[1] = {hour for hour in hours if hour < _DAWN and told.hour >= _NIGHT}
        days[-1] = {hour for hour in hours if hour >= _NIGHT and told.hour < _DAWN}
    times = [
        told.replace(hour=hour, minute=at.minute, second=at.second) + timedelta(days=day)
        for day, hours in days.items()
        for hour in hours
    ]
    past = [time for time in times if time <= until]
    if precision == "day":
        return min(past, key=lambda time: (time.hour not in AWAKE, time), default=at)
    return min(past, key=lambda time: abs(time - told), default=at)


def _in_part(clock: datetime, part: datetime) -> datetime | None:
    """The hour of `clock` in the part of the day that `part` stands for ("at two", "in the morning"); None where that
    part has no such hour."""
    first, last = _PARTS.get(part.hour, (0, 0))
    for half in range(3):
        hours = clock.hour % 12 + 12 * half
        if first <= hours < last:
            return midnight(part) + timedelta(hours=hours, minutes=clock.minute)
    return None


def _of_day(given: Mapping[str, Any], entry: Day) -> dict[str, Any]:
    """A length of time is an amount of what is counted in hours or minutes, a strength one of what is out of ten; a
    drink that is named without an amount was had instead, as often."""
    if given.keys() == {"measure"} and given["measure"] in DRINKS and entry.unit == DRINKS.get(entry.measure):
        drunk = given["measure"]
        return {"measure": drunk, **({} if drunk == entry.measure else {"unit": DRINKS[drunk]})}
    if given.get("measure", entry.measure) != entry.measure:
        return {}
    if given.get("unit") not in (None, entry.unit) and not fits(entry.measure, given["unit"]):
        return {}  # "one and a half liters" is no sleep
    if entry.unit == "ml" and "unit" not in given and given.get("amount", _SIP_ML) < _SIP_ML:
        return {}  # "make that three" to a pint is no three milliliters
    values = {name: value for name, value in given.items() if name in _OF_DAY}
    unit = entry.unit or UNIT_OF.get(entry.measure)
    if "duration_s" in given and unit in SECONDS:
        seconds = given["duration_s"]
        unit = unit if seconds < _HOUR else "h" if entry.measure == "sleep" else unit
        values |= {"amount": seconds / SECONDS[unit], "unit": unit}
    if "intensity" in given and unit == "point":
        values["amount"] = given["intensity"]
    return values


def _of_twitch(given: Mapping[str, Any], entry: Twitch) -> dict[str, Any]:
    """A bare number is the minutes of a twitch that has a length, else the strength of one that has a strength."""
    values = as_length(given)
    number = values.pop("amount", None)
    if "measure" in values or "unit" in values:
        return {}
    values = with_lists(values, {"triggers": entry.triggers, "with": entry.with_})
    if (unit := values.pop("length_unit", None)) and entry.duration_s is not None:
        values["duration_s"] = entry.duration_s / _said_in(entry.duration_s) * unit
    if values.get("side") == "other":
        other = OTHER_SIDE.get(entry.side or "")
        if other is None:
            return {}
        values["side"] = other
    if number is not None:
        values |= counted(number, entry.duration_s, entry.intensity)
    if "place" in values and "side" not in values and entry.side == "both":
        values["side"] = None
    return values


def with_lists(given: Mapping[str, Any], slots: Mapping[str, Any]) -> dict[str, Any]:
    """`given`, what set a twitch off and what came with it as whole lists: those of `slots` without what was denied,
    with what is told beside, and whatever else was `given` in their place."""
    values = dict(given)
    without, told = values.pop("without", None), dict(values.pop("also", {}))
    if without:
        told.setdefault("triggers" if without in TRIGGERS else "with", ())
    for name, besides in told.items():
        kept = [one for one in slots.get(name, ()) if one != without]
        values[name] = tuple(dict.fromkeys((*kept, *values.get(name, ()), *besides)))
    return values


def as_length(given: Mapping[str, Any]) -> dict[str, Any]:
    """`given`, an amount of hours or minutes as the length of time that it is of a twitch."""
    values = dict(given)
    if "measure" not in values and "amount" in values and (unit := SECONDS.get(values.get("unit", ""))):
        del values["unit"]
        values["duration_s"] = values.pop("amount") * unit
    return values


def counted(number: float, duration_s: float | None, intensity: float | None) -> dict[str, float]:
    """What a bare `number` says of a twitch: the minutes of one that has a length, else the strength of one that has a
    strength."""
    if duration_s is not None and intensity is None:
        return {"duration_s": number * (_MINUTE if duration_s >= _MINUTE else 1)}
    return {"intensity": number} if intensity is not None and duration_s is None else {}


def _said_in(seconds: float) -> int:
    """The unit, in seconds, that a length of time was probably told in."""
    return next((unit for unit in (_HOUR, _MINUTE) if seconds >= unit and seconds % unit == 0), 1)


def differing(old: Entry, new: Entry) -> tuple[str, ...]:
    """The names of the fields in which two entries of one kind differ."""
    return tuple(f.name for f in dataclasses.fields(new) if getattr(old, f.name) != getattr(new, f.name))
