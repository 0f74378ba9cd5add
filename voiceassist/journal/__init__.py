"""The record on disk: store, migrations, queries."""

from voiceassist.journal.entry import KINDS, Answer, Assessment, Day, Entry, Note, Plan, Sign, Twitch
from voiceassist.journal.errors import EntryError, JournalError
from voiceassist.journal.store import Journal, Undone

__all__ = [
    "KINDS",
    "Answer",
    "Assessment",
    "Day",
    "Entry",
    "EntryError",
    "Journal",
    "JournalError",
    "Note",
    "Plan",
    "Sign",
    "Twitch",
    "Undone",
]
