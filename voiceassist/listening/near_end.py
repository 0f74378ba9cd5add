"""The microphone while the assistant speaks: its own voice taken out, only frames with somebody else in them let by."""

from __future__ import annotations

from typing import Final

import numpy as np

from voiceassist.devices.echo.protocol import EchoCanceller, Residue
from voiceassist.devices.source import Frame
from voiceassist.values import FRAME, Samples

BELOW_ECHO: Final = 10.0
"""Decibels below the foretold echo up to which what is left of a frame can be a person: the canceller leaves less of
the echo itself once it knows the room (docs/echo.md)."""
BELOW_UNSETTLED: Final = 3.0
"""The same while the canceller still learns: a person then has to be nearly as loud as the echo."""
HOLDS: Final = 3
"""Frames let by after one with a person in it: between two sounds of a word the echo is the louder one for a moment."""
NO_ECHO_AFTER: Final = 60
"""Frames, two seconds, in which the voice sounded and was not found in the microphone, after which there is no echo:
somebody wears headphones."""


class NearEnd:
    """Frames of the microphone in, what somebody else than the assistant says in them out."""

    def __init__(self, echo: EchoCanceller | None) -> None:
        """Without a canceller frames pass as they are."""
        self._echo = echo
        self._not_found = 0
        self._held = 0

    def feed(self, frame: Frame) -> Samples:
        """``(512,) int16``: the frame without echo, or silence where nothing but echo is in it."""
        if self._echo is None or frame.heard_at is None:
            return frame.samples
        cleaned = self._echo.clean(frame.samples, frame.heard_at)
        return cleaned if self._holds_person(self._echo.residue) else np.zeros(FRAME, np.int16)

    def _holds_person(self, residue: Residue) -> bool:
        if not residue.sounding:
            return True
        if not residue.known:
            self._not_found += 1
            return self._not_found > NO_ECHO_AFTER
        self._not_found = 0
        below = BELOW_ECHO if residue.settled else BELOW_UNSETTLED
        self._held = HOLDS + 1 if residue.left >= residue.echo - below else max(0, self._held - 1)
        return self._held > 0
