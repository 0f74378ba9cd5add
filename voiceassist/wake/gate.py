"""Which frames are listened to."""

from __future__ import annotations

from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Generic, Protocol, TypeVar

from voiceassist.values import FRAME, SAMPLE_RATE, Samples
from voiceassist.wake.protocol import Caller
from voiceassist.wake.wakefulness import Wakefulness

_FRAME_S: Final = FRAME / SAMPLE_RATE
_KEPT: Final = 128
"""Frames kept while asleep (4 s): the longest cry for help and its beginning."""


class Heard(Protocol):
    """A frame of `voiceassist.devices`, as far as it matters here."""

    @property
    def samples(self) -> Samples:
        """``(512,) int16`` at 16 kHz."""

    @property
    def end(self) -> float:
        """Where it ends in the input, in seconds."""


F = TypeVar("F", bound=Heard)


@dataclass(frozen=True)
class Admitted(Generic[F]):
    """What the arrival of one frame lets through."""

    frames: Sequence[F] = ()
    """In order; after a call, also those before that belong to what is said in the same breath."""
    woken_by: Caller | None = None
    """Who was waiting for the words just said."""
    fell_asleep: bool = False


class Gate(Generic[F]):
    """Shut until one of its callers hears its phrase, then open as long as `Wakefulness` says.

    While it is open no caller is fed, and the assistant speaks only while it is open: saying its own name in a reply
    cannot wake it.
    """

    def __init__(self, callers: Sequence[Caller], wakefulness: Wakefulness) -> None:
        self._callers = callers
        self.wakefulness = wakefulness
        self._kept: deque[F] = deque(maxlen=_KEPT)
        self._was_awake = False

    def admit(self, frame: F, *, speaking: bool) -> Admitted[F]:
        """Take the next frame; `speaking` tells whether a turn is under way."""
        if self.wakefulness.is_awake(frame.end, speaking=speaking):
            self._was_awake = True
            return Admitted((frame,))
        fell_asleep, self._was_awake = self._was_awake, False
        if fell_asleep:
            self._forget()
        self._kept.append(frame)
        for caller in self._callers:
            follows = caller.feed(frame.samples)
            if follows is not None:
                self.wakefulness.called(frame.end)
                frames = [kept for kept in self._kept if kept.end > frame.end - follows + _FRAME_S / 2]
                self._forget()
                return Admitted(frames, caller, fell_asleep)
        return Admitted((), None, fell_asleep)

    def close(self) -> None:
        """Free the models."""
        for caller in self._callers:
            caller.close()

    def _forget(self) -> None:
        self._kept.clear()
        for caller in self._callers:
            caller.reset()
