"""Taking back and correcting what was logged."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from voiceassist.journal import Entry, Twitch
from voiceassist.journal.errors import EntryError
from voiceassist.skills.skill import Answer, Change, Desk, Line
from voiceassist.values import Interpretation


def undo(_meanings: Sequence[Interpretation], desk: Desk) -> Answer:
    """Take back the last step; said again, the one before it."""
    undone = desk.journal.undo()
    if undone is None:
        return Answer((Line("Undo.nothing"),))
    changes = tuple(Change(undone.effect, entry) for entry in undone.entries)
    said = [entry.to_dict() for entry in undone.entries]
    return Answer((Line(f"Undo.{undone.op}", {"entries": said}),), changes=changes)


def correct(meanings: Sequence[Interpretation], desk: Desk) -> Answer:
    """Change one thing of what was logged last, and say what it is now."""
    last = _last(desk)
    if last is None:
        return Answer((Line("Correct.nothing"),))
    fields = {name: value for meaning in meanings for name, value in _fields(meaning, last).items()}
    try:
        changed = dataclasses.replace(last, **fields)
    except (EntryError, TypeError):
        fields = {}
    if not fields:
        return Answer((Line("Correct.unclear"),))
    desk.journal.update(changed, desk.turn)
    said = Line("Correct.done", {"entry": changed.to_dict(), "changed": sorted(fields)})
    return Answer((said,), changes=(Change("update", changed),))


def applies(meaning: Interpretation, desk: Desk) -> bool:
    """Whether what was logged last has anything that `meaning` would change."""
    last = _last(desk)
    return last is not None and bool(_fields(meaning, last))


def _last(desk: Desk) -> Entry | None:
    return next((entry for id_ in reversed(desk.recent) if (entry := desk.journal.get(id_)) is not None), None)


def _fields(meaning: Interpretation, last: Entry) -> dict[str, Any]:
    """What a correction changes: it names a slot and a value, or simply says the slots anew."""
    given = dict(meaning.slots)
    if "slot" in given and "value" in given:
        given = {given["slot"]: given["value"]}
    names = {field.name for field in dataclasses.fields(last)}
    fields: dict[str, Any] = {}
    for name, value in given.items():
        attribute = "with_" if name == "with" else name
        if attribute in names:
            fields[attribute] = datetime.fromisoformat(value) if name in ("at", "since") else value
    if isinstance(last, Twitch) and "place" in fields and "side" not in fields and last.side == "both":
        fields["side"] = None
    return fields
