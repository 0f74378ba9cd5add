"""Where in what was played something heard comes from."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np

from voiceassist.devices.echo.signal import Signal

SURE: Final = 12.0
"""A peak so many times as high as the correlation's root mean square is taken for an echo.  Without one, speech against
speech reached 8 in synthetic rooms; echoes with 0.3 s of sound were above 30."""


@dataclass(frozen=True)
class Match:
    """The best fit of one sound in another."""

    at: float
    """The sample where it begins, and the fraction of one."""
    peak: float
    """The correlation's peak in multiples of its root mean square; 0 where it is at an end of what was searched, and so
    perhaps no peak at all."""

    @property
    def sure(self) -> bool:
        """Whether the one is in the other at all."""
        return self.peak >= SURE


def find(heard: Signal, played: Signal) -> Match:
    """Where in `played`, ``(m,)``, the shorter `heard`, ``(n,)``, fits best.

    Generalised cross-correlation with phase transform: C. Knapp, G. Carter, "The generalized correlation method for
    estimation of time delay", IEEE Transactions on Acoustics, Speech, and Signal Processing 24 (1976).
    """
    size = 1 << (len(heard) + len(played) - 1).bit_length()
    cross = np.fft.rfft(played, size) * np.conj(np.fft.rfft(heard, size))
    strength = np.abs(cross)
    # Frequencies in which nothing was played say nothing about the time, whatever their phase.
    cross /= strength + 1e-3 * float(np.mean(strength)) + 1e-12
    fits = np.abs(np.fft.irfft(cross, size)[: len(played) - len(heard) + 1])
    best = int(np.argmax(fits))
    spread = float(np.sqrt(np.mean(fits**2)))
    if not 0 < best < len(fits) - 1 or spread == 0:
        return Match(best, 0.0)
    return Match(best + _summit(fits, best), float(fits[best]) / spread)


def _summit(fits: Signal, best: int) -> float:
    """How far the top of the parabola through the highest value and its neighbours lies beside it."""
    left, top, right = fits[best - 1 : best + 2]
    bend = float(left - 2 * top + right)
    return 0.5 * float(left - right) / bend if bend else 0.0
