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
    path: Path | None = None
    try:
        path = kept(text, suffix)
        subprocess.run([*shlex.split(editor), str(path)], check=True)
        return path.read_text(encoding="utf-8")
    except (OSError, subprocess.CalledProcessError):
        raise VoiceAssistError(f"The editor {editor!r} did not work; set EDITOR, or change fields by flags") from None
    finally:
        if path is not None:
            path.unlink(missing_ok=True)


def kept(text: str, suffix: str) -> Path:
    """A new file that holds `text`, which only its owner can read.  Raises OSError, and leaves no unfinished file."""
    descriptor, name = tempfile.mkstemp(prefix="voiceassist-", suffix=suffix)
    path = Path(name)
    try:
        with os.fdopen(descriptor, "w", encoding="utf-8") as file:
            file.write(text)
    except OSError:
        path.unlink(missing_ok=True)
        raise
    return path
