"""Listening only between two presses of a key."""

from __future__ import annotations

from collections.abc import Callable
from typing import Generic

from voiceassist.wake.gate import Admitted, F


class BetweenKeys(Generic[F]):
    """Open from one press of the key to the next.  A press while the assistant speaks stops it and opens."""

    def __init__(self, pressed: Callable[[], bool], hint: str) -> None:
        """`pressed` tells whether the key was pressed since it was last asked; `hint` is what the key is called."""
        self._pressed = pressed
        self.hint = hint
        self._open = False
        self._told = False

    def admit(self, frame: F, *, busy: bool) -> Admitted[F]:
        """See `Gate.admit`."""
        if self._pressed():
            self._open = not self._open
        if self._open == self._told:
            return Admitted((frame,) if self._open else ())
        self._told = self._open
        return Admitted((frame,), opened_by=self.hint) if self._open else Admitted(closed=True)

    def interrupts(self) -> bool:
        """Whether a reply that is being spoken has to stop, because the key was pressed."""
        self._open = self._open or self._pressed()
        return self._open

    def replied(self, t: float, *, question: bool) -> None:
        """The key alone opens it."""

    def dismissed(self) -> None:
        """The key alone shuts it."""

    def close(self) -> None:
        """Nothing is held."""
