"""What can go wrong with the journal."""

from voiceassist.errors import VoiceAssistError


class JournalError(VoiceAssistError):
    """The journal cannot be read or written; the message says what to do."""


class EntryError(JournalError):
    """An entry holds something it must not; the message begins with the field's name."""
