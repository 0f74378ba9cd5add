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

from voiceassist.errors import VoiceAssistError

_KIB: Final = 1 if sys.platform == "darwin" else 1024
"""What `ru_maxrss` counts in: bytes on macOS, KiB elsewhere."""


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


def listen(files: Sequence[Path], flags: Sequence[str] = (), *, until: str | None = None) -> Run:
    """``voiceassist listen`` with `files` in the microphone's place and a data folder of its own.

    With `until` it is ended at the first event of that name.  Raises VoiceAssistError where the program fails.
    """
    with tempfile.TemporaryDirectory(prefix="voiceassist-bench-") as folder:
        command = [sys.executable, "-m", "voiceassist", "--data-dir", folder, "listen", "--events", "-", *flags]
        command += [part for file in files for part in ("--input", str(file))]
        begun = time.monotonic()
        process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        seen: list[Seen] = []
        for line in process.stdout or ():
            seen.append(Seen(time.monotonic() - begun, json.loads(line)))
            if until is not None and seen[-1].event["event"] == until:
                process.terminate()
                break
        peak = _wait(process)
        if until is None and process.returncode:
            reason = process.stderr.read().strip() if process.stderr else ""
            raise VoiceAssistError(f"the program failed while it was measured: {reason or process.returncode}")
        return Run(tuple(seen), peak)


def _wait(process: subprocess.Popen[str]) -> int | None:
    if not hasattr(os, "wait4"):
        process.wait()
        return None
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    return usage.ru_maxrss * _KIB
