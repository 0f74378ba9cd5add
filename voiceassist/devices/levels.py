"""How loud the input is, and whether there is any input at all."""

from __future__ import annotations

from typing import Final

import numpy as np

from voiceassist.values import SAMPLE_RATE, Samples

WINDOW_S: Final = 0.5
DEAD_AFTER_S: Final = 5.0
DEAD_BELOW_DBFS: Final = -80.0
"""Quieter than the noise of any open microphone: three of 32768 steps.  A muted or unplugged one gives zeros."""
SILENCE_DBFS: Final = -120.0
"""What digital silence is called, below the smallest step of 16 bits."""


def dbfs(samples: Samples) -> float:
    """The root mean square of `samples`, ``(n,) int16``, in dB; a square wave at full scale is 0."""
    rms = float(np.sqrt(np.mean(np.square(samples, dtype=np.float64)))) if len(samples) else 0.0
    return max(SILENCE_DBFS, 20 * float(np.log10(rms / 32_768))) if rms else SILENCE_DBFS


class LevelMeter:
    """Measures window by window."""

    def __init__(self) -> None:
        self._window: list[Samples] = []
        self._count = 0

    def feed(self, samples: Samples) -> float | None:
        """The level of the half second that `samples` completes, in dBFS, or None within one."""
        self._window.append(samples)
        self._count += len(samples)
        if self._count < WINDOW_S * SAMPLE_RATE:
            return None
        level = dbfs(np.concatenate(self._window))
        self._window.clear()
        self._count = 0
        return level


class DeadInput:
    """Notices that nothing at all comes in."""

    def __init__(self) -> None:
        self._quiet = 0

    def feed(self, samples: Samples) -> bool:
        """True once when five seconds have been (nearly) digital silence, and again only after sound in between."""
        if dbfs(samples) > DEAD_BELOW_DBFS:
            self._quiet = 0
            return False
        before = self._quiet
        self._quiet += len(samples)
        limit = DEAD_AFTER_S * SAMPLE_RATE
        return before < limit <= self._quiet
