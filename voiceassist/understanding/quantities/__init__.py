"""Numbers, durations, times and periods as people say them, in both directions of words and values."""

from __future__ import annotations

from voiceassist.understanding.quantities.quantities import Quantities, QuantityError

__all__ = ["Quantities", "QuantityError"]
