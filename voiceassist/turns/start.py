"""When a turn begins."""

from __future__ import annotations

from collections import deque
from typing import Final

VOICED: Final = 0.5
"""The probability from which a frame counts as voiced before a turn: the model's own default."""


class VoicedStart:
    """A turn begins once `needed` of the last `within` frames are voiced.

    A click or a cough is voiced for less than that and never becomes a turn.
    """

    def __init__(self, needed: int = 5, within: int = 10, threshold: float = VOICED) -> None:
        """`needed` and `within` count frames of 32 ms: by default 160 ms of voice within 320 ms."""
        self._needed = needed
        self._recent: deque[bool] = deque(maxlen=within)
        self._threshold = threshold

    @property
    def within(self) -> int:
        """How many frames are looked at."""
        return self._recent.maxlen or 0

    def feed(self, probability: float) -> int | None:
        """How many frames ago the voice began (0 is the present one), if a turn begins with this frame, else None."""
        self._recent.append(probability >= self._threshold)
        if sum(self._recent) < self._needed:
            return None
        return len(self._recent) - 1 - self._recent.index(True)

    def reset(self) -> None:
        """Forget the frames before."""
        self._recent.clear()
