"""Reading back what was noted: questions for the doctor, medicines, anything."""

from __future__ import annotations

from typing import Final

from voiceassist.journal import Note
from voiceassist.skills.skill import Answer, Desk, Line

_READ: Final = 5
"""Notes that are read; of more, those noted last."""


def read_notes(kind: str, desk: Desk) -> Answer:
    """The notes of a kind, or of any, in the order they were noted, none twice."""
    notes = [entry for entry in desk.journal.entries(["note"]) if isinstance(entry, Note)]
    texts = list(dict.fromkeys(note.text for note in notes if kind in (note.topic, "any")))
    return Answer((Line("AskJournal.notes", {"kind": kind, "n": len(texts), "notes": texts[-_READ:]}),))
