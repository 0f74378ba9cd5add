"""Plays an earcon for what happens, beside the conversation."""

from __future__ import annotations

import threading
from collections.abc import Callable
from contextlib import suppress
from typing import Final, Protocol, TypeAlias

from voiceassist import events
from voiceassist.devices.earcons import RATE, earcon
from voiceassist.devices.sink import Sink
from voiceassist.errors import VoiceAssistError
from voiceassist.values import Decision

SAME_BREATH: Final = 0.35
"""Seconds after a call in which somebody who goes on speaking does so: no sound talks into that."""
LONG: Final = 1.0
"""Seconds after the end of a turn from which waiting for an answer is worth a sound."""


class Timer(Protocol):
    """Something that will happen, unless cancelled."""

    def cancel(self) -> None:
        """Do not let it happen."""


Later: TypeAlias = Callable[[float, Callable[[], None]], Timer]
"""Does something after so many seconds."""


def _later(seconds: float, do: Callable[[], None]) -> Timer:
    timer = threading.Timer(seconds, do)
    timer.daemon = True
    timer.start()
    return timer


class EarconPlayer:
    """A listener of events that plays ``listening``, ``thinking``, ``done`` and ``not_understood``.

    Never while somebody speaks; a reply cuts it short.
    """

    def __init__(self, sink: Sink, names: frozenset[str], later: Later = _later) -> None:
        """Only the earcons of these `names` are played."""
        self._sink = sink
        self._sounds = {name: earcon(name) for name in names}
        self._later = later
        self._next: Timer | None = None
        self._hushed = threading.Event()
        self._playing = threading.Lock()
        self._rejected = False

    def __call__(self, event: events.Event) -> None:
        """Take the next event."""
        if self._rejected and isinstance(event, events.Level):
            # Sound comes in again and nothing was replied.
            self._rejected = False
            self._plan("not_understood", 0.0)
        elif isinstance(event, events.Awake):
            # Where a reply is on its way, it is heard itself.
            if event.by != events.BY_REPLY:
                self._plan("listening", SAME_BREATH)
        elif isinstance(event, events.Asleep):
            self._plan("done", 0.0)
        elif isinstance(event, events.Utterance):
            self._plan("thinking", LONG)
        elif isinstance(event, events.Interpreted):
            self._cancel()
            self._rejected = event.decision is Decision.REJECT
        elif isinstance(event, events.SpeechStart | events.Replied):
            self._cancel()
            self._rejected = False

    def close(self) -> None:
        """Play no more."""
        self._cancel()

    def _plan(self, name: str, seconds: float) -> None:
        self._cancel()
        if name in self._sounds:
            hushed = self._hushed = threading.Event()
            self._next = self._later(seconds, lambda: self._play(name, hushed))

    def _cancel(self) -> None:
        self._hushed.set()
        if self._next:
            self._next.cancel()
            self._next = None
        # A reply opens the loudspeaker next, which PortAudio does not let two threads do at once.
        with self._playing:
            return

    def _play(self, name: str, hushed: threading.Event) -> None:
        with self._playing:
            if hushed.is_set():
                return
            # A reply that cannot be played says so; a missing chime is no news.
            with suppress(VoiceAssistError):
                self._sink.play(self._sounds[name], RATE, hushed.is_set)
