"""Taking back what was logged: the last step, the one entry just told of, or the one that is named; and putting back
what was just taken."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any, Final

from voiceassist.clock import DAY
from voiceassist.journal import Day, Entry, Twitch, Undone, queries
from voiceassist.journal.answers import Filter
from voiceassist.journal.store import OPPOSITE
from voiceassist.journal.vocabulary import LIES_IN
from voiceassist.skills.correction import apply_correction, recently_logged
from voiceassist.skills.entry_change import differing
from voiceassist.skills.skill import Answer, Change, Desk, Line
from voiceassist.values import Interpretation

NAMED: Final = DAY
"""How far back an entry lies that "delete the calf" may be about: whoever means an older one asks for it first."""


def undo(meanings: Sequence[Interpretation], desk: Desk) -> Answer:
    """Take back the last step; said again, the one before it.

    "Both" are the two entries of one step, or else the last two steps.  "Delete it", where one entry was just told of,
    is about that entry, whenever it was logged; "delete the calf" is about the latest one of the calf, "undo the
    twitch" about the latest of all.
    """
    slots = meanings[0].slots
    if slots.get("again"):
        return _again(desk)
    if slots.get("told"):
        return take_back(desk.recent[-1:], desk)
    if slots.keys() & {"place", "side", "measure", "kind"}:
        named = _named(slots, desk)
        recent, cause = recently_logged(desk), slots.get("measure")
        if named not in recent and any(isinstance(entry, Twitch) and cause in entry.triggers for entry in recent):
            # "Remove the coffee" after "left calf, after coffee": what set it off, and no cup of another hour.
            return apply_correction((replace(meanings[0], intent="Correct", slots={"without": cause}),), desk)
        if named is None:
            return Answer((Line("Undo.absent", {"place": None, "side": None, "measure": None, "kind": None, **slots}),))
        return take_back([named.id], desk)
    before = {entry.id: entry for entry in recently_logged(desk)}
    lines: list[Line] = []
    changes: list[Change] = []
    again: list[Change] = []
    for _ in range(slots.get("steps", 1)):
        undone = desk.journal.undo()
        if undone is None:
            break
        changes += [Change(undone.effect, entry) for entry in undone.entries]
        again = [*(Change(undone.op, entry) for entry in undone.before or undone.entries), *again]
        lines.append(_told(undone, before))
        before |= {entry.id: entry for entry in undone.entries}
        if len(undone.entries) > 1:
            break
    return Answer(tuple(lines) or (Line("Undo.nothing"),), changes=tuple(changes), undone=tuple(again))


def _again(desk: Desk) -> Answer:
    """Do again what was just taken back; a second step that was taken back with it comes first, as it did."""
    lines: list[Line] = []
    for op, group in itertools.groupby(desk.undone, key=lambda change: change.op):
        entries = [change.entry for change in group]
        changed: Iterable[str] = ()
        if op == "insert":
            desk.journal.add(entries, desk.turn)
        elif op == "update":
            old = desk.journal.get(entries[0].id)
            changed = differing(old, entries[0]) if old else ()
            desk.journal.update_all(entries, desk.turn)
        else:
            desk.journal.delete([entry.id for entry in entries], desk.turn)
        # Doing a step again is told as taking back its opposite is.
        lines.append(_line(OPPOSITE[op], entries, changed))
    return Answer(tuple(lines) or (Line("Undo.nothing_undone"),), changes=desk.undone, again=bool(lines))


def _named(slots: Mapping[str, Any], desk: Desk) -> Entry | None:
    """What was logged last of that place or measure, or of twitches, or else the latest one of the last day."""
    place, side, measure = (slots.get(name) for name in ("place", "side", "measure"))
    for entry in recently_logged(desk):
        match entry:
            case Twitch() if measure is None:
                there = place in (None, entry.place) or entry.place in LIES_IN.get(place, ())
                if there and side in (None, entry.side):
                    return entry
            case Day() if entry.measure == measure:
                return entry
    found = queries.last(desk.journal, Filter(place, side, measure, start=desk.now - NAMED))
    return next(iter(found.entries), None)


def take_back(ids: Sequence[str], desk: Desk) -> Answer:
    """Take back the entries `ids` and say which."""
    entries = desk.journal.delete(ids, desk.turn)
    gone, back = (tuple(Change(op, entry) for entry in entries) for op in ("delete", "insert"))
    return Answer((_line("insert", entries),), changes=gone, undone=back)


def _told(undone: Undone, before: Mapping[str, Entry]) -> Line:
    """What an undo did; of a change only what is otherwise again, or what is gone with it."""
    new = undone.entries[0]
    if undone.op != "update" or (old := before.get(new.id)) is None:
        return _line(undone.op, undone.entries)
    changed = differing(old, new)
    gone = all(getattr(new, name) in (None, ()) for name in changed)
    return _line(undone.op, undone.entries, changed, old if gone else None)


def _line(undone: str, entries: Sequence[Entry], changed: Iterable[str] = (), was: Entry | None = None) -> Line:
    """That the operation `undone` on `entries` was taken back: where it changed them, in what and from what."""
    told = [entry.to_dict() for entry in entries]
    return Line(f"Undo.{undone}", {"entries": told, "changed": changed, "was": was and was.to_dict()})
