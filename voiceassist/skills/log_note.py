"""Keeping something in the person's own words: a medicine, a question for the doctor."""

from __future__ import annotations

from collections.abc import Sequence

from voiceassist.journal import Note
from voiceassist.skills.entries import stamp
from voiceassist.skills.skill import Answer, Desk, Line
from voiceassist.values import Interpretation


def log_note(meanings: Sequence[Interpretation], desk: Desk) -> Answer:
    """One entry for each note, read back."""
    notes = tuple(
        Note(
            **stamp(desk, meaning.slots.get("at"), meaning.slots.get("at_precision")),
            topic=meaning.slots.get("kind", "other"),
            text=_text(meaning, desk),
        )
        for meaning in meanings
    )
    return Answer((Line("LogNote.logged", {"notes": [note.to_dict() for note in notes]}),), inserts=notes)


def _text(meaning: Interpretation, desk: Desk) -> str:
    """What is noted; of a medicine all that was said, where that matters as much as its name ("stopped").

    A question goes on to the end of what was said, whose last words may be no empty ones ("whether magnesium is ok").
    """
    words = desk.words if len(desk.meant) == 1 else meaning.words or desk.words
    kind, text = meaning.slots.get("kind"), meaning.slots.get("text")
    if kind == "question" and text and text in words.lower():
        return words[words.lower().rindex(text) :]
    whole = kind == "medicine" and desk.knowledge.whole_notes.intersection(words.lower().split())
    return words if whole else text or words
