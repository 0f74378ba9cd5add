"""Keys on the terminal, to stop a reply or to begin and end one's own turn."""

from __future__ import annotations

import os
import sys
from typing import Any, Self


class AnyKey:
    """While open, watches the terminal without showing what is typed; without a terminal it never sees a key.

    Ctrl-C still interrupts.
    """

    def __init__(self) -> None:
        self._saved: list[Any] | None = None
        self._watching = False

    def __enter__(self) -> Self:
        self._watching = _owns_terminal()
        if self._watching and sys.platform != "win32":
            import termios
            import tty

            self._saved = termios.tcgetattr(sys.stdin)
            tty.setcbreak(sys.stdin, termios.TCSADRAIN)
        return self

    def __exit__(self, *exc_info: object) -> None:
        if self._saved is not None and sys.platform != "win32":
            import termios

            # What was typed to stop the reply is not an answer to it.
            termios.tcsetattr(sys.stdin, termios.TCSAFLUSH, self._saved)
            self._saved = None
        self._watching = False

    @property
    def watching(self) -> bool:
        """Whether there is a terminal to watch."""
        return self._watching

    def pressed(self, keys: str | None = None) -> bool:
        """Whether a key, or one of `keys`, was pressed since the last time this was asked."""
        typed = self._typed() if self._watching else ""
        return bool(typed) if keys is None else any(key in typed for key in keys)

    def _typed(self) -> str:
        if sys.platform == "win32":
            import msvcrt

            typed = ""
            while msvcrt.kbhit():
                typed += msvcrt.getwch()
            return typed
        import select

        if not select.select([sys.stdin], [], [], 0)[0]:
            return ""
        # No bytes mean that the terminal is gone, which is no key.
        return os.read(sys.stdin.fileno(), 1024).decode(errors="replace")


def _owns_terminal() -> bool:
    if sys.stdin is None or sys.stdin.closed or not sys.stdin.isatty():
        return False
    # In the background, touching the terminal's settings would stop the process.
    return sys.platform == "win32" or os.tcgetpgrp(sys.stdin.fileno()) == os.getpgrp()
