"""Correcting what was logged: the entry that is meant, changed.

A correction names one thing ("ten minutes"), the conversation knows what it may be about: the entries of the last
exchange that logged anything.  It goes to the latest of them that it would change.  Where
only that something is wrong was said, `ask_right` asks for what is right.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping, Sequence
from datetime import timedelta
from types import MappingProxyType
from typing import Any, Final

from voiceassist import triage
from voiceassist.clock import DAY
from voiceassist.journal import Day, Entry, Sign, Twitch
from voiceassist.journal.history import PERSISTENT_AFTER_DAYS
from voiceassist.skills import signs
from voiceassist.skills.day_values import is_plausible
from voiceassist.skills.entry_change import (
    JUST,
    OTHER_SIDE,
    SECONDS,
    counted,
    differing,
    fields_of,
    mended,
    retimed,
    with_lists,
)
from voiceassist.skills.skill import Answer, Change, Desk, Line
from voiceassist.triage import HeardSign
from voiceassist.values import Decision, Interpretation

FRESH: Final = timedelta(hours=1)
"""How long after it was written an entry can be corrected by a conversation that did not log it itself."""

_TOLD_WITHIN: Final = DAY
"""How long ago may have been what is told of in one conversation."""


def apply_correction(meanings: Sequence[Interpretation], desk: Desk) -> Answer:
    """Change what was named in what was logged last, and say what it is now: that, and nothing else."""
    if not recently_logged(desk):
        return Answer((Line("Correct.nothing"),))
    given = _given(meanings)
    recent = told_of(given, desk)
    if given.pop("of", None) == "all" and len(recent) > 1:
        return _correct_all(given, recent, desk)
    found = _found(given, recent)
    if found is None:
        return Answer((Line("Correct.unclear", {"kind": recent[0].kind if recent else "twitch"}),))
    old, changed = found
    change = _in_words(old, changed)
    said = {**change, "several": len(recent) > 1}
    if not change["changed"]:
        return Answer((Line("Correct.same", {**said, "changed": tuple(fields_of(given, old))}),))
    desk.journal.update(changed, desk.turn)
    weighed = _weighed(old, changed, desk)
    done = (Line("Correct.gone" if change["gone"] else "Correct.done", said),)
    lines = (*weighed.lines, *done) if weighed.final else (*done, *weighed.lines)
    return dataclasses.replace(weighed, lines=lines, changes=(Change("update", changed),))


def foreseen(meanings: Sequence[Interpretation], desk: Desk) -> Mapping[str, Any]:
    """What of which entry `apply_correction` would change, as its lines have it; nothing ``changed`` where that is no
    single change."""
    given = _given(meanings)
    recent = told_of(given, desk)
    found = None if given.pop("of", None) == "all" else _found(given, recent)
    return _in_words(*found) if found else {"changed": ()}


def _given(meanings: Sequence[Interpretation]) -> dict[str, Any]:
    return {name: value for meaning in meanings for name, value in named(meaning).items()}


def _in_words(old: Entry, new: Entry) -> dict[str, Any]:
    """The change of an entry as lines take it: the entry as it will be, or, where all that changes is taken out, as it
    was; and the names of what changes."""
    names = differing(old, new)
    gone = all(getattr(new, name) in (None, ()) for name in names)
    return {"entry": (old if gone else new).to_dict(), "changed": names, "gone": gone}


def _correct_all(given: Mapping[str, Any], recent: Sequence[Entry], desk: Desk) -> Answer:
    """Change everything that was logged together ("two minutes each"), in one step and in the order it was said."""
    twitches = [entry for entry in reversed(recent) if isinstance(entry, Twitch)]
    pairs = [(old, new) for old in twitches if (new := mended(given, old)) is not None and new != old]
    if not pairs:
        return Answer((Line("Correct.unclear", {"kind": recent[0].kind}),))
    desk.journal.update_all([new for _, new in pairs], desk.turn)
    names = tuple(dict.fromkeys(name for old, new in pairs for name in differing(old, new)))
    said = {"entries": [new.to_dict() for _, new in pairs], "changed": names}
    return Answer((Line("Correct.all", said),), changes=tuple(Change("update", new) for _, new in pairs))


def applies(meaning: Interpretation, desk: Desk) -> bool:
    """Whether what was logged last has anything that `meaning` would change."""
    given = {name: value for name, value in named(meaning).items() if name != "of"}
    return _found(given, told_of(given, desk)) is not None


def amended(meaning: Interpretation, correction: Interpretation) -> Interpretation | None:
    """`meaning`, not yet done, with what `correction` says anew; None where it has nothing of the kind."""
    given = {name: value for name, value in named(correction).items() if name != "of_kind"}
    if meaning.intent == "Correct":
        return _mended_again(meaning, given)
    if meaning.intent == "LogTwitch" and "amount" in given:
        given |= counted(given.pop("amount"), meaning.slots.get("duration_s"), meaning.slots.get("intensity"))
    if meaning.intent == "LogDay" and "duration_s" in given and (unit := meaning.slots.get("unit")) in SECONDS:
        given["amount"] = given.pop("duration_s") / SECONDS[unit]
    if given.pop("of_place", meaning.slots.get("place")) != meaning.slots.get("place"):
        return None
    if given.get("side") == "other":
        given["side"] = OTHER_SIDE.get(meaning.slots.get("side", ""))
    if None in given.values():
        return None
    given = retimed(given, meaning.slots)
    given = with_lists(given, meaning.slots)
    if given.get("measure") == meaning.slots.get("measure"):
        given.pop("measure", None)
    if not given or not given.keys() <= _AMENDS.get(meaning.intent or "", frozenset()):
        return None
    return dataclasses.replace(meaning, slots={**meaning.slots, **given})


def _mended_again(meaning: Interpretation, given: Mapping[str, Any]) -> Interpretation | None:
    """A correction that is still asked about with another value ("no wait, fifteen"); None where it is of another."""
    values = named(meaning)
    if given.keys() == {"amount"} and "amount" not in values:
        given = counted(given["amount"], values.get("duration_s"), values.get("intensity"))
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
    if "slot" in given:
        return meaning
    recent = told_of(given, desk)
    late = meaning.slots.get("fresh") and all(abs(desk.now - entry.created_at) > JUST for entry in recent[:1])
    found = _found(given, recent)
    new = found[1] if found else None
    much = isinstance(new, Day) and not is_plausible(new.measure, new.amount, new.unit)
    return dataclasses.replace(meaning, decision=Decision.CONFIRM) if late or much else meaning


def named(meaning: Interpretation) -> dict[str, Any]:
    """The values of a correction by the names of an entry's fields: it names one slot, or says the slots anew; one
    without a value ("the time is wrong") stays ``slot``.  A cause or companion that is told just after the entry,
    without a word that mends, comes to those it has, ``also``."""
    given = {name: value for name, value in meaning.slots.items() if name != "fresh"}
    if "slot" in given and "value" in given:
        given[given.pop("slot")] = given.pop("value")
    lists = {name: (given.pop(name),) for name in ("triggers", "with") if isinstance(given.get(name), str)}
    return given | ({"also": lists} if lists and "fresh" in meaning.slots else lists)


def told_of(given: dict[str, Any], desk: Desk) -> Sequence[Entry]:
    """The entries that `given` may be about: the twitches of the place that it names, taken out of `given`, also those
    told of a while ago; the values of a day that it names; else what was logged last."""
    recent = recently_logged(desk)
    place, measure = given.pop("of_place", None), given.get("measure")
    twitch = given.pop("of_kind", None) == "twitch"
    known = measure is None or any(isinstance(entry, Day) and entry.measure == measure for entry in recent)
    if place is None and not twitch and known:
        return recent
    kind = "twitch" if twitch or place else "day"
    fresh = desk.journal.entries([kind], start=desk.now - _TOLD_WITHIN, newest_first=True)
    told = [entry for entry in fresh if abs(desk.now - entry.created_at) <= FRESH]
    if twitch:
        return told
    if place is None:
        return [entry for entry in told if isinstance(entry, Day) and entry.measure == measure] or recent
    return [entry for entry in told if isinstance(entry, Twitch) and entry.place == place]


def _found(given: Mapping[str, Any], recent: Sequence[Entry]) -> tuple[Entry, Entry] | None:
    """The entry that is meant, before and after: the latest that would change, best one at the same place."""
    pairs = [(entry, new) for entry in recent if (new := mended(given, entry)) is not None]
    alike = [pair for pair in pairs if isinstance(pair[0], Twitch) and pair[0].place == given.get("place")]
    unlike = [pair for pair in (*alike, *pairs) if pair[0] != pair[1]]
    return next(iter(unlike or pairs), None)


def _weighed(old: Entry, new: Entry, desk: Desk) -> Answer:
    """The ladder's word on signs that only the corrected entry brings: numbness that turns out to be in the groin, or
    weeks that it has gone on for, which no entry holds but that of the sign."""
    if isinstance(new, Twitch) and _lasts(new) and not _lasts(old):
        return signs.of_entries((HeardSign("persistent", "gradual", place=new.place, side=new.side),), desk)
    known = {sign.sign for sign in _signs(old)}
    brought = [sign for sign in _signs(new) if sign.sign not in known]
    return dataclasses.replace(signs.of_entries(brought, desk), inserts=())


def _lasts(entry: Entry) -> bool:
    """Whether it is a twitch that has gone on for more than two weeks."""
    began = entry.since if isinstance(entry, Twitch) else None
    return began is not None and entry.at - began > timedelta(days=PERSISTENT_AFTER_DAYS)


def _signs(entry: Entry) -> tuple[HeardSign, ...]:
    match entry:
        case Twitch():
            return triage.signs_of_twitch(entry.with_, entry.place, entry.side)
        case Sign(sign=name, about="self"):
            return triage.signs_of_twitch((name,), entry.place, entry.side)
    return ()
