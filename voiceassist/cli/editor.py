"""The person's own editor."""

from __future__ import annotations

import os
import shlex
import subprocess
import tempfile
from contextlib import ExitStack
from pathlib import Path

from voiceassist.errors import VoiceAssistError


def edited(text: str, suffix: str) -> str:
    """The text as it was saved in $VISUAL or $EDITOR.

    Raises VoiceAssistError where there is no editor or it fails, and where what it saved is not UTF-8, which then stays
    in the file that is named.
    """
    default = "notepad" if os.name == "nt" else "vi"
    editor = os.environ.get("VISUAL") or os.environ.get("EDITOR") or default
    path = kept(text, suffix)
    with ExitStack() as leaving:
        leaving.callback(path.unlink, missing_ok=True)
        try:
            subprocess.run([*shlex.split(editor), str(path)], check=True)
            return path.read_text(encoding="utf-8")
        except UnicodeDecodeError:
            leaving.pop_all()
            raise VoiceAssistError(
                f"what was edited was not saved as UTF-8; nothing was changed, and what you typed is in {path}"
            ) from None
        except (OSError, ValueError, subprocess.CalledProcessError):  # ValueError: a quote is left open in EDITOR
            raise VoiceAssistError(
                f"The editor {editor!r} did not work; set EDITOR, or change fields by flags"
            ) from None


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
