"""Conversations that go on from one command to the next, for an hour."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from contextlib import suppress
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from voiceassist.dialogue import ConfirmForm, State
from voiceassist.errors import VoiceAssistError
from voiceassist.private import write_privately
from voiceassist.skills import FORMS, Form

LIFETIME = timedelta(hours=1)
_FOLDER = "sessions"
_DAMAGED = (ValueError, KeyError, TypeError)
_KINDS: dict[str, Any] = {**FORMS, ConfirmForm.kind: ConfirmForm}


def forget_stale(data_dir: Path, now: datetime) -> None:
    """Remove every conversation whose last word is more than an hour ago.  One that cannot be removed or read is
    left as it is."""
    for path in (data_dir / _FOLDER).glob("*.json"):
        with suppress(OSError, *_DAMAGED):
            at, _ = _told(path)
            if now - at > LIFETIME:
                path.unlink()


class Session:
    """What one named conversation remembers, in a file that only its owner can read."""

    def __init__(self, data_dir: Path, name: str) -> None:
        if not re.fullmatch(r"[\w.-]{1,64}", name) or name.startswith("."):
            raise VoiceAssistError(f"{name!r} cannot name a session; use up to 64 letters, digits, dots and dashes")
        self._path = data_dir / _FOLDER / f"{name}.json"

    def load(self, now: datetime) -> State | None:
        """The conversation so far; None where there is none, or the last word is more than an hour ago."""
        try:
            at, state = _told(self._path)
            return None if abs(now - at) > LIFETIME else State.from_dict(state, _form)
        except (OSError, *_DAMAGED):
            return None

    def save(self, state: State, now: datetime) -> None:
        """Keep the conversation.  Raises VoiceAssistError where the folder cannot be written."""
        try:
            write_privately(self._path, json.dumps({"at": now.isoformat(), "state": state.to_dict()}))
        except OSError as problem:
            raise VoiceAssistError(
                f"{self._path}: {problem.strerror}; leave out --session or mend the folder"
            ) from None


def _told(path: Path) -> tuple[datetime, Mapping[str, Any]]:
    """When the last word was, and what is remembered.  Raises OSError, or an error of `_DAMAGED`."""
    plain = json.loads(path.read_text(encoding="utf-8"))
    return datetime.fromisoformat(plain["at"]), plain["state"]


def _form(plain: Mapping[str, Any]) -> Form:
    form: Form = _KINDS[plain["kind"]].from_dict(plain)
    return form
