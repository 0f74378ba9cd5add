"""Quantities that were read a moment ago."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from voiceassist.understanding.meaning import ReadsQuantities


@dataclass(frozen=True)
class _Unread:
    """Words that say no such quantity."""

    reason: str


class Remembered:
    """Quantities that reads the same words once for each moment."""

    def __init__(self, quantities: ReadsQuantities) -> None:
        self.spell_out = quantities.spell_out
        self._quantities = quantities
        self._now: datetime | None = None
        self._read: dict[tuple[str, str], Any] = {}

    def normalise(self, kind: str, words: str, now: datetime) -> Any:
        """See `ReadsQuantities`."""
        if now != self._now:
            self._now, self._read = now, {}
        if (kind, words) not in self._read:
            try:
                self._read[kind, words] = self._quantities.normalise(kind, words, now)
            except ValueError as error:
                self._read[kind, words] = _Unread(str(error))
        value = self._read[kind, words]
        if isinstance(value, _Unread):
            raise ValueError(value.reason)
        return value
