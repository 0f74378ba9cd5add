"""Listening only when called by name."""

from __future__ import annotations

from collections import deque
from collections.abc import Sequence
from typing import Final, Generic

from voiceassist.events import BY_REPLY
from voiceassist.values import FRAME, SAMPLE_RATE
from voiceassist.wake.gate import Admitted, F
from voiceassist.wake.protocol import Caller
from voiceassist.wake.wakefulness import Wakefulness

_HALF_A_FRAME: Final = FRAME / SAMPLE_RATE / 2
_KEPT: Final = 128
"""Frames kept while asleep (4 s): the longest cry for help and its beginning."""


class WhenCalled(Generic[F]):
    """Shut until one of its callers hears its phrase, then open as long as `Wakefulness` says.

    While it is open no caller is fed, and the assistant speaks only while it is open: saying its own name in a reply
    cannot wake it.
    """

    def __init__(self, names: Sequence[Caller], cries: Sequence[Caller] = (), wakefulness: Wakefulness | None = None):
        """`names` wake for anything, `cries` for what is said with them."""
        self._names, self._cries = names, cries
        self._wakefulness = wakefulness or Wakefulness()
        self._kept: deque[F] = deque(maxlen=_KEPT)
        self._was_awake = False

    @property
    def hint(self) -> str:
        """See `Gate.hint`."""
        return self._names[0].phrase

    def admit(self, frame: F, *, busy: bool) -> Admitted[F]:
        """See `Gate.admit`."""
        if self._wakefulness.is_awake(frame.end, busy=busy):
            opened, self._was_awake = not self._was_awake, True
            return Admitted((frame,), opened_by=BY_REPLY if opened else None)
        closed, self._was_awake = self._was_awake, False
        if closed:
            self._forget()
        self._kept.append(frame)
        for caller in (*self._names, *self._cries):
            call = caller.feed(frame.samples)
            if call:
                self._wakefulness.called(frame.end)
                frames = [kept for kept in self._kept if kept.end > frame.end - call.worth + _HALF_A_FRAME]
                self._forget()
                self._was_awake = True
                return Admitted(frames, call.phrase, caller in self._cries, closed)
        return Admitted(closed=closed)

    def replied(self, t: float, *, question: bool) -> None:
        """See `Gate.replied`."""
        self._wakefulness.replied(t, question=question)

    def dismissed(self) -> None:
        """See `Gate.dismissed`."""
        self._wakefulness.dismissed()

    def close(self) -> None:
        """See `Gate.close`."""
        for caller in (*self._names, *self._cries):
            caller.close()

    def _forget(self) -> None:
        self._kept.clear()
        for caller in (*self._names, *self._cries):
            caller.reset()
