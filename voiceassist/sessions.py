"""Conversations that go on from one command to the next, for an hour."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from voiceassist.dialogue import ConfirmForm, State
from voiceassist.errors import VoiceAssistError
from voiceassist.private import write_privately
from voiceassist.skills import FORMS, Form

LIFETIME = timedelta(hours=1)
_KINDS: dict[str, Any] = {**FORMS, ConfirmForm.kind: ConfirmForm}


class Session:
    """What one named conversation remembers, in a file that only its owner can read."""

    def __init__(self, data_dir: Path, name: str) -> None:
        if not re.fullmatch(r"[\w.-]{1,64}", name) or name.startswith("."):
            raise VoiceAssistError(f"{name!r} cannot name a session; use up to 64 letters, digits, dots and dashes")
        self._path = data_dir / "sessions" / f"{name}.json"

    def load(self, now: datetime) -> State | None:
        """The conversation so far; None where there is none, or the last word is more than an hour ago."""
        try:
            plain = json.loads(self._path.read_text(encoding="utf-8"))
            if abs(now - datetime.fromisoformat(plain["at"])) > LIFETIME:
                return None
            return State.from_dict(plain["state"], _form)
        except (OSError, ValueError, KeyError, TypeError):
            return None

    def save(self, state: State, now: datetime) -> None:
        """Keep the conversation.  Raises VoiceAssistError where the folder cannot be written."""
        try:
            write_privately(self._path, json.dumps({"at": now.isoformat(), "state": state.to_dict()}))
        except OSError as problem:
            raise VoiceAssistError(
                f"{self._path}: {problem.strerror}; leave out --session or mend the folder"
            ) from None


def _form(plain: Mapping[str, Any]) -> Form:
    form: Form = _KINDS[plain["kind"]].from_dict(plain)
    return form
