"""Keeping something in the person's own words: a medicine, a question for the doctor."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, ClassVar

from voiceassist.journal import Note
from voiceassist.skills.entries import stamp
from voiceassist.skills.faq import topic_logged
from voiceassist.skills.intents import DECLINES_OR_CANCELS
from voiceassist.skills.skill import Answer, Desk, Form, Line
from voiceassist.values import Decision, Interpretation


def log_note(meanings: Sequence[Interpretation], desk: Desk) -> Answer:
    """One entry for each note, read back."""
    if "text" in (slots := meanings[0].slots) and slots["text"] is None:
        return Answer(opens=(NoteForm(slots.get("kind", "other")),))
    notes = tuple(_note(meaning.slots, desk) for meaning in meanings)
    return Answer((Line("LogNote.logged", {"notes": [note.to_dict() for note in notes]}),), inserts=notes)


def _note(slots: Mapping[str, Any], desk: Desk) -> Note:
    """What has been taken "for two weeks" is a note of the day on which that began."""
    at, precision = slots.get("at"), slots.get("at_precision")
    if "since" in slots:
        at, precision = slots["since"], "day"
    return Note(
        **stamp(desk, at, precision),
        topic=slots.get("kind", "other"),
        text=slots.get("text") or desk.words,
    )


def worded(meaning: Interpretation, desk: Desk, *, alone: bool) -> Interpretation:
    """`meaning` with the text that will be noted, so that a question about it asks about all of that.

    Where more was said than was understood, that is all of it; of a medicine also where the rest matters as much as its
    name ("stopped", "milligrams").  A question goes on to the end, whose last words may be no empty ones ("whether
    magnesium is ok").
    """
    if meaning.intent != "LogNote":
        return meaning
    if "text" in meaning.slots and meaning.slots["text"] is None:
        return meaning  # only that something shall be noted, which is asked for
    words = desk.words if alone else meaning.words or desk.words
    kind, text = meaning.slots.get("kind"), meaning.slots.get("text")
    doubted = meaning.decision is Decision.CONFIRM
    if kind == "question" and text and text in words.lower() and not doubted:
        text = words[words.lower().rindex(text) :]
    weighty = desk.knowledge.whole_notes.intersection(words.lower().split())
    if doubted or (kind == "medicine" and weighty):
        text = words
    return replace(meaning, slots={**meaning.slots, "text": text or words})


def pointing(meaning: Interpretation, asked: str, desk: Desk) -> Interpretation:
    """`meaning`; a note of nothing but "it" or "that" is about the note that is `asked` about, else about what was
    logged last, in the words it was told in.

    Where there is nothing of the kind, or something else was told of since, its words are asked for.
    """
    text = meaning.slots.get("text")
    if meaning.intent != "LogNote" or not text or text not in desk.knowledge.points_back:
        return meaning
    about_it = desk.topic in ("", topic_logged(desk))
    last = desk.latest if about_it else None
    told = asked or (last.text if isinstance(last, Note) else last.words if last is not None else None)
    return replace(meaning, slots={**meaning.slots, "text": told or None})


@dataclass(frozen=True)
class NoteForm(Form):
    """Asks for the words of a note: whatever is said next are they."""

    topic: str
    kind: ClassVar[str] = "note"
    passing: ClassVar[bool] = True
    asks: ClassVar[str] = "words"
    favours: ClassVar[tuple[str, ...]] = ("Skip", "Cancel")

    def question(self, desk: Desk) -> Line:
        """What shall I note?"""
        return Line("LogNote.ask", {"topic": self.topic})

    def written(self, desk: Desk) -> Answer:
        """The note in the words that were said."""
        meaning = Interpretation.certain("LogNote", {"kind": self.topic, "text": desk.words}, desk.words)
        return log_note((meaning,), desk)

    def answer(self, meaning: Interpretation, desk: Desk) -> Answer | None:
        """Nothing is noted after all; words to be noted mean nothing here."""
        return self.leave(desk) if meaning.intent in DECLINES_OR_CANCELS else None

    def leave(self, desk: Desk) -> Answer:
        """No note."""
        return Answer((Line("LogNote.left"),))
