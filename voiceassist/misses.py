"""What was not understood, kept on this machine for review."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from voiceassist.private import write_privately

KEPT = 500
"""Lines that are kept; older ones make room."""


@dataclass(frozen=True)
class Miss:
    """One utterance nobody could make sense of."""

    at: datetime
    texts: tuple[str, ...]
    """What each recogniser heard."""


class Misses:
    """A file of JSON lines in the data folder that only its owner can read."""

    def __init__(self, data_dir: Path) -> None:
        self._path = data_dir / "misses.jsonl"

    def keep(self, at: datetime, texts: Sequence[str]) -> None:
        """Add one.  A folder that cannot be written loses it silently: a miss is no reason to interrupt anybody."""
        try:
            lines = self._lines()
            lines.append(json.dumps({"at": at.isoformat(), "texts": list(dict.fromkeys(texts))}, ensure_ascii=False))
            write_privately(self._path, "\n".join(lines[-KEPT:]) + "\n")
        except OSError:
            return

    def all(self) -> tuple[Miss, ...]:
        """Every miss that is kept, oldest first; lines that are damaged are left out."""
        misses = []
        for line in self._lines():
            try:
                plain = json.loads(line)
                misses.append(Miss(datetime.fromisoformat(plain["at"]), tuple(plain["texts"])))
            except (ValueError, KeyError, TypeError):
                continue
        return tuple(misses)

    def clear(self) -> None:
        """Forget them all."""
        self._path.unlink(missing_ok=True)

    def _lines(self) -> list[str]:
        if not self._path.exists():
            return []
        # A sentence may hold what `splitlines` takes for the end of a line, such as U+2028.
        return self._path.read_text(encoding="utf-8", errors="replace").rstrip("\n").split("\n")
