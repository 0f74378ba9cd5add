"""Sound as numbers that filters compute with."""

from __future__ import annotations

from typing import Final, TypeAlias

import numpy as np
import numpy.typing as npt

from voiceassist.values import Samples

FULL_SCALE: Final = 32_768.0

Signal: TypeAlias = npt.NDArray[np.float64]
"""``(n,)`` at 16 kHz, in [-1, 1]."""


def to_samples(signal: Signal) -> Samples:
    """`signal` as 16-bit numbers, cut off at full scale."""
    samples: Samples = np.clip(np.rint(signal * FULL_SCALE), -FULL_SCALE, FULL_SCALE - 1).astype(np.int16)
    return samples
