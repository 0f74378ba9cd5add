"""Commands, one file a command group, and no logic: each parses its arguments and calls a room."""

from __future__ import annotations

import gc
import io
import os
import signal
import sys

INTERRUPTED = 130


def main() -> None:
    """The ``voiceassist`` command.

    Exit codes: 0 done (a sentence that was not understood is done), 1 failed with one line on standard error, 2 wrong
    usage, 130 interrupted.
    """
    try:
        code = _run()
    except KeyboardInterrupt:
        code = INTERRUPTED
    if code == INTERRUPTED:
        # An interrupt within an exec of text, as where a dataclass is made, is remembered by an interpreter begun with
        # -m, which then ends by the signal instead of with our code, whoever caught it (a command's own is caught by
        # Typer); any further exec makes it forget (CPython 3.11: run_eval_code_obj in Python/pythonrun.c, Py_RunMain
        # in Modules/main.c).
        exec("")  # noqa: S102 - nothing is in it
    # Ctrl-C while the interpreter takes itself apart would print what nobody wants to read.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    sys.exit(code)


def _run() -> int | str | None:
    from voiceassist.cli.app import app
    from voiceassist.errors import VoiceAssistError

    # What a start makes stays, and every collection would walk all of it.
    gc.set_threshold(50_000, 20)
    os.umask(0o077)
    for stream in (sys.stdin, sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            # One odd byte in what is typed, or a terminal that cannot show a letter, ends no conversation.
            stream.reconfigure(errors="replace")
    try:
        app(prog_name="voiceassist")
    except VoiceAssistError as problem:
        return f"voiceassist: {problem}"
    except BrokenPipeError:
        # Whoever read our output has gone; point it elsewhere so that the interpreter's last flush does not complain.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1
    except OSError as problem:
        return f"voiceassist: {problem}; check the disk and the permissions"
    except SystemExit as ending:
        return ending.code
    return 0
