"""The person's own editor."""

from __future__ import annotations

import os
import shlex
import subprocess
import tempfile
from pathlib import Path

from voiceassist.errors import VoiceAssistError


def edited(text: str, suffix: str) -> str:
    """The text as it was saved in $VISUAL or $EDITOR.  Raises VoiceAssistError where there is none or it fails."""
    default = "notepad" if os.name == "nt" else "vi"
    editor = os.environ.get("VISUAL") or os.environ.get("EDITOR") or default
    descriptor, name = tempfile.mkstemp(suffix=suffix)  # 0600, as what is personal has to be
    path = Path(name)
    try:
        with os.fdopen(descriptor, "w", encoding="utf-8") as file:
            file.write(text)
        subprocess.run([*shlex.split(editor), name], check=True)
        return path.read_text(encoding="utf-8")
    except (OSError, subprocess.CalledProcessError):
        raise VoiceAssistError(f"The editor {editor!r} did not work; set EDITOR, or change fields by flags") from None
    finally:
        path.unlink(missing_ok=True)


def kept(text: str, suffix: str) -> Path:
    """A new file of the person's own that holds what they typed, where it could not be used."""
    descriptor, name = tempfile.mkstemp(prefix="voiceassist-", suffix=suffix)
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        file.write(text)
    return Path(name)
