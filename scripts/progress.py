"""Run a command that may take long, and show that it is alive."""

from __future__ import annotations

import subprocess
import sys
import threading
import time
from collections import deque
from collections.abc import Callable, Sequence

_LINES_KEPT = 15
_EVERY_S = 0.5
_EVERY_S_WITHOUT_TERMINAL = 10.0


class StepError(Exception):
    """A step that could not be done; the message says why and what to do."""


def watched(
    name: str, command: Sequence[str], told: Callable[[str], str | None] = lambda line: line.strip() or None
) -> None:
    """Run `command` and show its progress: on a terminal one line that changes, else a line every ten seconds.

    `told` turns a line of the command's output into what is shown, or None.  Raises StepError with the last lines.
    """
    terminal = sys.stdout.isatty()
    started = time.monotonic()
    last: deque[str] = deque(maxlen=_LINES_KEPT)
    doing = [""]
    done = threading.Event()

    def show() -> None:
        while not done.wait(_EVERY_S if terminal else _EVERY_S_WITHOUT_TERMINAL):
            line = f"  {name} … {time.monotonic() - started:.0f} s  {doing[0]}"
            print(f"\r\x1b[K{line[:78]}" if terminal else line, end="" if terminal else "\n", flush=True)

    shower = threading.Thread(target=show, daemon=True)
    shower.start()
    try:
        with subprocess.Popen(
            command,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            errors="replace",
        ) as process:
            for line in process.stdout or ():
                last.append(line.rstrip())
                doing[0] = told(line) or doing[0]
    except OSError as problem:
        raise StepError(f"{command[0]} cannot be started: {problem}") from problem
    finally:
        done.set()
        shower.join()
        if terminal:
            print("\r\x1b[K", end="")
    if process.returncode:
        raise StepError(f"{name}: `{' '.join(command)}` failed:\n  " + "\n  ".join(last))
    print(f"  {name}: done in {time.monotonic() - started:.0f} s", flush=True)
