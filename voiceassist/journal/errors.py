"""What can go wrong with the journal."""

from typing import Literal, TypeAlias

from voiceassist.errors import VoiceAssistError

Reason: TypeAlias = Literal["full", "busy", "unwritable", "damaged", "foreign", "newer", "other"]
"""Why nothing could be read or written, for whoever words it to be said."""


class JournalError(VoiceAssistError):
    """The journal cannot be read or written; the message says what to do."""

    def __init__(self, message: str, reason: Reason = "other") -> None:
        super().__init__(message)
        self.reason = reason


class EntryError(JournalError):
    """An entry holds something it must not; the message begins with the field's name."""
