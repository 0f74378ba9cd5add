"""Correcting what was logged.

A correction names one thing ("ten minutes"), the conversation knows what it may be about: the entries of the last
exchange that logged anything.  It goes to the latest of them that it would change.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from types import MappingProxyType
from typing import Any, Final

from voiceassist import triage
from voiceassist.journal import Day, Entry, Sign, Twitch
from voiceassist.journal.errors import EntryError
from voiceassist.journal.measures import UNIT_OF, fits
from voiceassist.skills import signs
from voiceassist.skills.day_values import is_plausible
from voiceassist.skills.skill import Answer, Change, Desk, Line
from voiceassist.triage import HeardSign
from voiceassist.values import Decision, Interpretation

FRESH: Final = timedelta(hours=1)
"""How long after it was written an entry can be corrected by a conversation that did not log it itself."""

DAY: Final = timedelta(days=1)
"""How long ago may have been what is told of in one conversation."""

JUST: Final = timedelta(minutes=2)
"""How long after it was written an entry is what bare words ("seven out of ten", "at night") surely belong to."""

OTHER_SIDE: Final[Mapping[str, str]] = MappingProxyType({"left": "right", "right": "left"})
"""What "wrong leg" and "the other one" make of a side; of both, or of none, they make nothing."""

_DRINKS: Final = {"caffeine": "cup", "water": "glass", "alcohol": "glass"}
"""What is had by the cup or the glass."""
_PARTS: Final[Mapping[int, tuple[int, int]]] = MappingProxyType(
    {9: (0, 12), 12: (11, 14), 15: (12, 18), 19: (17, 24), 23: (18, 30)}
)
"""The hours of the clock that a part of the day may mean, by the hour that stands for it; from 24 on the next day's."""
_SIP_ML: Final = 20
"""Less than anybody would tell of in milliliters."""
_MINUTE, _HOUR = 60, 3600
_SECONDS: Final = {"min": _MINUTE, "h": _HOUR}


def correct(meanings: Sequence[Interpretation], desk: Desk) -> Answer:
    """Change what was named in what was logged last, and say what it is now: that, and nothing else."""
    if not recently_logged(desk):
        return Answer((Line("Correct.nothing"),))
    given = {name: value for meaning in meanings for name, value in named(meaning).items()}
    recent = _told_of(given, desk)
    if given.pop("of", None) == "all" and len(recent) > 1:
        return _correct_all(given, recent, desk)
    found = _found(given, recent)
    if found is None:
        return Answer((Line("Correct.unclear", {"kind": recent[0].kind if recent else "twitch"}),))
    old, changed = found
    names = differing(old, changed)
    said = {"entry": changed.to_dict(), "changed": names, "several": len(recent) > 1}
    if not names:
        return Answer((Line("Correct.same", {**said, "changed": tuple(_fields(given, old))}),))
    desk.journal.update(changed, desk.turn)
    weighed = _weighed(old, changed, desk)
    done = (Line("Correct.done", said),)
    lines = (*weighed.lines, *done) if weighed.final else (*done, *weighed.lines)
    return dataclasses.replace(weighed, lines=lines, changes=(Change("update", changed),))


def _correct_all(given: Mapping[str, Any], recent: Sequence[Entry], desk: Desk) -> Answer:
    """Change everything that was logged together ("two minutes each"), in one step and in the order it was said."""
    twitches = [entry for entry in reversed(recent) if isinstance(entry, Twitch)]
    pairs = [(old, new) for old in twitches if (new := _changed(given, old)) is not None and new != old]
    if not pairs:
        return Answer((Line("Correct.unclear", {"kind": recent[0].kind}),))
    desk.journal.update_all([new for _, new in pairs], desk.turn)
    names = tuple(dict.fromkeys(name for old, new in pairs for name in differing(old, new)))
    said = {"entries": [new.to_dict() for _, new in pairs], "changed": names}
    return Answer((Line("Correct.all", said),), changes=tuple(Change("update", new) for _, new in pairs))


def applies(meaning: Interpretation, desk: Desk) -> bool:
    """Whether what was logged last has anything that `meaning` would change."""
    given = {name: value for name, value in named(meaning).items() if name != "of"}
    return _found(given, _told_of(given, desk)) is not None


def amended(meaning: Interpretation, correction: Interpretation) -> Interpretation | None:
    """`meaning`, not yet done, with what `correction` says anew; None where it has nothing of the kind."""
    given = {name: value for name, value in named(correction).items() if name != "of_kind"}
    if meaning.intent == "Correct":
        return _mended_again(meaning, given)
    if meaning.intent == "LogTwitch" and "amount" in given:
        given |= _counted(given.pop("amount"), meaning.slots.get("duration_s"), meaning.slots.get("intensity"))
    if meaning.intent == "LogDay" and "duration_s" in given and (unit := meaning.slots.get("unit")) in _SECONDS:
        given["amount"] = given.pop("duration_s") / _SECONDS[unit]
    if given.pop("of_place", meaning.slots.get("place")) != meaning.slots.get("place"):
        return None
    if given.get("side") == "other":
        given["side"] = OTHER_SIDE.get(meaning.slots.get("side", ""))
    if None in given.values():
        return None
    if given.get("measure") == meaning.slots.get("measure"):
        given.pop("measure", None)
    if not given or not given.keys() <= _AMENDS.get(meaning.intent or "", frozenset()):
        return None
    return dataclasses.replace(meaning, slots={**meaning.slots, **given})


def _mended_again(meaning: Interpretation, given: Mapping[str, Any]) -> Interpretation | None:
    """A correction that is still asked about with another value ("no wait, fifteen"); None where it is of another."""
    values = named(meaning)
    if given.keys() == {"amount"} and "amount" not in values:
        given = _counted(given["amount"], values.get("duration_s"), values.get("intensity"))
    if not given or not given.keys() <= values.keys():
        return None
    return dataclasses.replace(meaning, slots={**values, **given})


TWITCH_SLOTS: Final = frozenset(
    {"place", "side", "duration_s", "since", "at", "at_precision", "intensity", "triggers", "with"}
)
"""What can be said of a twitch."""
_AMENDS: Final[Mapping[str, frozenset[str]]] = MappingProxyType(
    {
        "LogTwitch": TWITCH_SLOTS,
        "LogDay": frozenset({"amount", "unit", "at", "at_precision"}),
        "LogNote": frozenset({"at", "at_precision"}),
    }
)
"""Slots that a correction can name, by the intent of what is logged."""


def restated(meaning: Interpretation, desk: Desk) -> bool:
    """Whether `meaning`, said after a "no", says a value anew that was just logged ("no, I had three coffees")."""
    measures = {entry.measure for entry in recently_logged(desk) if isinstance(entry, Day)}
    return meaning.intent == "LogDay" and meaning.slots.get("measure") in measures


def first_told(meaning: Interpretation, desk: Desk) -> Interpretation:
    """`meaning`, as a value to be logged where it corrects one that nobody told: "the coffees were three"."""
    given = named(meaning)
    measure, amount = str(given.get("measure")), given.get("amount")
    if given.get("of_kind") != "day" or amount is None or measure not in UNIT_OF:
        return meaning
    if any(isinstance(entry, Day) and entry.measure == measure for entry in _told_of(dict(given), desk)):
        return meaning
    unit = _DRINKS.get(measure, UNIT_OF[measure])
    return dataclasses.replace(meaning, intent="LogDay", slots={"measure": measure, "amount": amount, "unit": unit})


def of_last(meaning: Interpretation, desk: Desk) -> Interpretation:
    """`meaning`, an amount of another time ("yesterday it was eight"), of the value that was logged last; said of the
    same day it corrects that, but for stress, which is felt several times a day."""
    if meaning.intent != "LogDay" or meaning.slots.get("like") != "last":
        return meaning
    last = next((entry for entry in recently_logged(desk) if isinstance(entry, Day)), None)
    if last is None or last.amount is None:
        return dataclasses.replace(meaning, intent=None, slots={})
    slots = {name: value for name, value in meaning.slots.items() if name != "like"}
    if datetime.fromisoformat(slots["at"]).date() == last.at.date() and last.measure != "stress":
        return dataclasses.replace(meaning, intent="Correct", slots={"slot": "amount", "value": slots["amount"]})
    return dataclasses.replace(meaning, slots={**slots, "measure": last.measure, "unit": last.unit})


def none_after_all(meaning: Interpretation, desk: Desk) -> Interpretation:
    """`meaning`, as a correction where it says none of what was just logged for the same day: "no alcohol" after a
    glass of wine is no second value, a decaf beside a coffee is."""
    slots = meaning.slots
    if meaning.intent != "LogDay" or slots.get("amount") != 0 or slots.get("beside"):
        return meaning
    day = datetime.fromisoformat(slots["at"]).date() if "at" in slots else None
    for entry in recently_logged(desk):
        if isinstance(entry, Day) and entry.measure == slots.get("measure") and day in (None, entry.at.date()):
            given = {name: slots[name] for name in ("measure", "amount", "unit") if name in slots}
            return dataclasses.replace(meaning, intent="Correct", slots=given)
    return meaning


def recently_logged(desk: Desk) -> tuple[Entry, ...]:
    """What may be corrected, latest first."""
    if desk.recent:
        return tuple(entry for id_ in reversed(desk.recent) if (entry := desk.journal.get(id_)) is not None)
    last = desk.journal.find("last") if desk.journal.count() else None
    return (last,) if last and abs(desk.now - last.created_at) <= FRESH else ()


def doubted(meaning: Interpretation, desk: Desk) -> Interpretation:
    """`meaning`, to be asked about where it is a bare value and what was logged last is no longer fresh, or where it
    would make an amount more than anybody has a day."""
    if meaning.intent != "Correct":
        return meaning
    given = named(meaning)
    recent = _told_of(given, desk)
    late = meaning.slots.get("fresh") and all(abs(desk.now - entry.created_at) > JUST for entry in recent[:1])
    found = _found(given, recent)
    new = found[1] if found else None
    much = isinstance(new, Day) and not is_plausible(new.measure, new.amount, new.unit)
    return dataclasses.replace(meaning, decision=Decision.CONFIRM) if late or much else meaning


def named(meaning: Interpretation) -> dict[str, Any]:
    """The values of a correction by the names of an entry's fields: it names one slot, or says the slots anew."""
    given = {name: value for name, value in meaning.slots.items() if name != "fresh"}
    if "slot" in given and "value" in given:
        given[given.pop("slot")] = given.pop("value")
    lists = {name: (given[name],) for name in ("triggers", "with") if isinstance(given.get(name), str)}
    return given | lists


def _told_of(given: dict[str, Any], desk: Desk) -> Sequence[Entry]:
    """The entries that `given` may be about: the twitches of the place that it names, taken out of `given`, also those
    told of a while ago; the values of a day that it names; else what was logged last."""
    recent = recently_logged(desk)
    place, measure = given.pop("of_place", None), given.get("measure")
    twitch = given.pop("of_kind", None) == "twitch"
    known = measure is None or any(isinstance(entry, Day) and entry.measure == measure for entry in recent)
    if place is None and not twitch and known:
        return recent
    kind = "twitch" if twitch or place else "day"
    fresh = desk.journal.entries([kind], start=desk.now - DAY, newest_first=True)
    told = [entry for entry in fresh if abs(desk.now - entry.created_at) <= FRESH]
    if twitch:
        return told
    if place is None:
        return [entry for entry in told if isinstance(entry, Day) and entry.measure == measure] or recent
    return [entry for entry in told if isinstance(entry, Twitch) and entry.place == place]


def _found(given: Mapping[str, Any], recent: Sequence[Entry]) -> tuple[Entry, Entry] | None:
    """The entry that is meant, before and after: the latest that would change, best one at the same place."""
    changed = [(entry, new) for entry in recent if (new := _changed(given, entry)) is not None]
    alike = [pair for pair in changed if isinstance(pair[0], Twitch) and pair[0].place == given.get("place")]
    differing = [pair for pair in (*alike, *changed) if pair[0] != pair[1]]
    return next(iter(differing or changed), None)


def _changed(given: Mapping[str, Any], entry: Entry) -> Entry | None:
    """`entry` with what was given; None where it has nothing of the kind, or cannot hold it."""
    fields = _fields(given, entry)
    try:
        return dataclasses.replace(entry, **fields) if fields else None
    except (EntryError, TypeError):
        return None


def _fields(given: Mapping[str, Any], entry: Entry) -> dict[str, Any]:
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
    told = entry.at_precision == "minute" and abs(entry.at - entry.created_at) > JUST
    if told and fields.get("at_precision") == "part_of_day" and (at := _in_part(entry.at, fields["at"])):
        fields |= {"at": at, "at_precision": "minute"}
    return fields


def _in_part(clock: datetime, part: datetime) -> datetime | None:
    """The hour of `clock` in the part of the day that `part` stands for ("at two", "in the morning"); None where that
    part has no such hour."""
    first, last = _PARTS.get(part.hour, (0, 0))
    midnight = part.replace(hour=0, minute=0, second=0, microsecond=0)
    for half in range(3):
        hours = clock.hour % 12 + 12 * half
        if first <= hours < last:
            return midnight + timedelta(hours=hours, minutes=clock.minute)
    return None


def _of_day(given: Mapping[str, Any], entry: Day) -> dict[str, Any]:
    """A length of time is an amount of what is counted in hours or minutes, a strength one of what is out of ten; a
    drink that is named without an amount was had instead, as often."""
    if given.keys() == {"measure"} and given["measure"] in _DRINKS and entry.unit == _DRINKS.get(entry.measure):
        drunk = given["measure"]
        return {"measure": drunk, **({} if drunk == entry.measure else {"unit": _DRINKS[drunk]})}
    if given.get("measure", entry.measure) != entry.measure:
        return {}
    if given.get("unit") not in (None, entry.unit) and not fits(entry.measure, given["unit"]):
        return {}  # "one and a half liters" is no sleep
    if entry.unit == "ml" and "unit" not in given and given.get("amount", _SIP_ML) < _SIP_ML:
        return {}  # "make that three" to a pint is no three milliliters
    values = {name: value for name, value in given.items() if name in ("amount", "unit", "at", "at_precision")}
    unit = entry.unit or UNIT_OF.get(entry.measure)
    if "duration_s" in given and unit in _SECONDS:
        seconds = given["duration_s"]
        unit = unit if seconds < _HOUR else "h" if entry.measure == "sleep" else unit
        values |= {"amount": seconds / _SECONDS[unit], "unit": unit}
    if "intensity" in given and unit == "point":
        values["amount"] = given["intensity"]
    return values


def _of_twitch(given: Mapping[str, Any], entry: Twitch) -> dict[str, Any]:
    """A bare number is the minutes of a twitch that has a length, else the strength of one that has a strength."""
    values = dict(given)
    number = values.pop("amount", None)
    if "measure" in values or "unit" in values:
        return {}
    if (without := values.pop("without", None)) and without not in entry.with_:
        values["with"] = entry.with_
    if (unit := values.pop("length_unit", None)) and entry.duration_s is not None:
        values["duration_s"] = entry.duration_s / _said_in(entry.duration_s) * unit
    if values.get("side") == "other":
        other = OTHER_SIDE.get(entry.side or "")
        if other is None:
            return {}
        values["side"] = other
    if number is not None:
        values |= _counted(number, entry.duration_s, entry.intensity)
    if "place" in values and "side" not in values and entry.side == "both":
        values["side"] = None
    return values


def _counted(number: float, duration_s: float | None, intensity: float | None) -> dict[str, float]:
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


def _weighed(old: Entry, new: Entry, desk: Desk) -> Answer:
    """The ladder's word on signs that only the corrected entry brings: numbness that turns out to be in the groin."""
    known = {sign.sign for sign in _signs(old)}
    brought = [sign for sign in _signs(new) if sign.sign not in known]
    return dataclasses.replace(signs.of_entries(brought, desk), inserts=())


def _signs(entry: Entry) -> tuple[HeardSign, ...]:
    match entry:
        case Twitch():
            return triage.signs_of_twitch(entry.with_, entry.place, entry.side)
        case Sign(sign=name, about="self"):
            return triage.signs_of_twitch((name,), entry.place, entry.side)
    return ()
