"""Where commands write: events as JSON lines, or a screen for people."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TextIO

from voiceassist.errors import VoiceAssistError
from voiceassist.events import Error, Event, Level, Listener, Replied, both
from voiceassist.private import begun_anew


def json_lines(stream: TextIO) -> Listener:
    """A listener that writes each event as one line, at once."""

    def write(event: Event) -> None:
        if not isinstance(event, Level):
            stream.write(event.to_json() + "\n")
            stream.flush()

    return write


@contextmanager
def clean_stdout() -> Iterator[TextIO]:
    """Standard output for us alone: whatever libraries print meanwhile goes to standard error."""
    sys.stdout.flush()
    ours = os.dup(1)
    os.dup2(2, 1)
    try:
        with os.fdopen(ours, "w", encoding="utf-8", closefd=False) as stream:
            yield stream
    finally:
        sys.stdout.flush()
        os.dup2(ours, 1)
        os.close(ours)


@contextmanager
def quiet_libraries() -> Iterator[None]:
    """Standard error for Python alone: we say ourselves, in one line, what ALSA and PortAudio print twenty about."""
    sys.stderr.flush()
    ours = os.dup(2)
    before = sys.stderr
    with Path(os.devnull).open("wb") as nowhere:
        os.dup2(nowhere.fileno(), 2)
    try:
        with os.fdopen(ours, "w", encoding="utf-8", errors="replace", buffering=1, closefd=False) as stream:
            sys.stderr = stream
            yield
    finally:
        sys.stderr = before
        os.dup2(ours, 2)
        os.close(ours)


@contextmanager
def event_lines(target: str | None) -> Iterator[Callable[[Event], None] | None]:
    """A listener for ``--events``: a file's path, ``-`` for standard output, None for no events."""
    if target is None:
        yield None
    elif target == "-":
        with clean_stdout() as stream:
            yield json_lines(stream)
    else:
        with _opened(Path(target)) as file:
            yield json_lines(file)


def _opened(path: Path) -> TextIO:
    try:
        return os.fdopen(begun_anew(path), "w", encoding="utf-8")
    except OSError as problem:
        raise VoiceAssistError(f"{path}: {problem.strerror}; choose another file for --events") from None


@contextmanager
def typed_conversation(*, as_json: bool) -> Iterator[Listener]:
    """A listener for a conversation in typed words: JSON lines, or only what is said; one line for trouble.

    Trouble is told once, at the end, on standard error.  Raises VoiceAssistError where something was lost by it.
    """

    def replies(event: Event) -> None:
        if isinstance(event, Replied):
            print(event.text, flush=True)

    troubles: list[Error] = []
    with nothing_lost(both(json_lines(sys.stdout) if as_json else replies, _errors_into(troubles))) as listener:
        yield listener
    for trouble in troubles[:1]:
        print(f"voiceassist: {trouble.message}", file=sys.stderr)


@contextmanager
def nothing_lost(listener: Listener) -> Iterator[Listener]:
    """The same listener.  Raises VoiceAssistError at the end where something that was said could not be kept."""
    troubles: list[Error] = []
    yield both(listener, _errors_into(troubles))
    for trouble in troubles:
        if not trouble.recovered:
            raise VoiceAssistError(trouble.message)


def _errors_into(troubles: list[Error]) -> Listener:
    return lambda event: troubles.append(event) if isinstance(event, Error) else None
