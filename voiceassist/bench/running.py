"""The program itself, run as its users run it, and what can be seen from outside."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from voiceassist.config import APP, Settings
from voiceassist.errors import VoiceAssistError

_KIB: Final = 1 if sys.platform == "darwin" else 1024
"""What `ru_maxrss` counts in: bytes on macOS, KiB elsewhere."""

_TOLD: Final = ("intents", "language", "recognizer", "free", "voice")
"""The settings that are handed on to the process."""


@dataclass(frozen=True)
class Seen:
    """One event of the program and when it came."""

    at: float
    """Seconds since the process was started."""
    event: dict[str, Any]


@dataclass(frozen=True)
class Run:
    """One process from its start to its end."""

    seen: tuple[Seen, ...]
    peak_bytes: int | None
    """The most memory it held; None where the system does not tell."""


def listen(files: Sequence[Path], settings: Settings, flags: Sequence[str] = (), *, until: str | None = None) -> Run:
    """``voiceassist listen`` as `settings` say, with `files` in the microphone's place and a data folder of its own.

    With `until` it is ended at the first event of that name.  Raises VoiceAssistError where the program fails, or ends
    without that event.
    """
    with tempfile.TemporaryDirectory(prefix="voiceassist-bench-") as folder:
        command = [sys.executable, "-m", "voiceassist", "--data-dir", folder, "listen", "--events", "-", *flags]
        command += [part for file in files for part in ("--input", str(file))]
        # A flag that cannot be understood is told with the usage, a setting in one line.
        env = os.environ | {f"{APP}_{name}".upper(): str(getattr(settings, name)) for name in _TOLD}
        begun = time.monotonic()
        process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=env)
        seen: list[Seen] = []
        reached = False
        for line in process.stdout or ():
            seen.append(Seen(time.monotonic() - begun, json.loads(line)))
            reached = seen[-1].event["event"] == until
            if reached:
                process.terminate()
                break
        peak = _wait(process)
        if not reached and (until or process.returncode):
            reason = process.stderr.read().strip().removeprefix(f"{APP}: ") if process.stderr else ""
            raise VoiceAssistError(f"the program failed while it was measured: {reason or process.returncode}")
        return Run(tuple(seen), peak)


def _wait(process: subprocess.Popen[str]) -> int | None:
    if not hasattr(os, "wait4"):
        process.wait()
        return None
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    return usage.ru_maxrss * _KIB
