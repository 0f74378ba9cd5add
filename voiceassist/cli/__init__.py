"""Commands, one file a command group, and no logic: each parses its arguments and calls a room."""

from __future__ import annotations

import os
import sys

INTERRUPTED = 130


def main() -> None:
    """The ``voiceassist`` command.

    Exit codes: 0 done (a sentence that was not understood is done), 1 failed with one line on standard error, 2 wrong
    usage, 130 interrupted.
    """
    from voiceassist.cli.app import app
    from voiceassist.errors import VoiceAssistError

    os.umask(0o077)
    try:
        app(prog_name="voiceassist")
    except VoiceAssistError as problem:
        print(f"voiceassist: {problem}", file=sys.stderr)
        sys.exit(1)
    except BrokenPipeError:
        # Whoever read our output has gone; point it elsewhere so that the interpreter's last flush does not complain.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(1)
    except KeyboardInterrupt:
        sys.exit(INTERRUPTED)
