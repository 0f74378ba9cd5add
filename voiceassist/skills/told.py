"""What was told of one's own accord, so that no tip repeats too soon and nobody is spoken to twice a day."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path
from typing import Any, Final

from voiceassist.private import write_privately

FILE: Final = "told.json"
"""In the data folder; readable by its owner only."""
_KEPT: Final = 400
"""Tellings that are kept: more than a year of tips."""


@dataclass(frozen=True)
class Telling:
    """One tip that was told."""

    day: str
    """ISO 8601, by the clock of the person."""
    tip: str
    step: str | None = None
    """The step that was asked for; None where the tip of the day was."""


class Told:
    """The memory, in a small file; without a path nothing is remembered.

    A file that cannot be read counts as empty, and one that cannot be written is made up for until the program ends:
    neither is a reason to withhold a tip.
    """

    def __init__(self, path: Path | None) -> None:
        self._path = path
        self._unwritten: dict[str, Any] | None = None

    def tips(self) -> tuple[Telling, ...]:
        """Every tip that was told, oldest first."""
        try:
            return tuple(Telling(**telling) for telling in self._read().get("tips", ()))
        except TypeError:
            return ()

    def tell(self, telling: Telling) -> None:
        """Remember a tip."""
        self._write({**self._read(), "tips": [asdict(one) for one in (*self.tips(), telling)][-_KEPT:]})

    def spoke_on(self, day: date) -> bool:
        """Whether the assistant has spoken first on a day."""
        return bool(self._read().get("spoke") == day.isoformat())

    def speak(self, day: date) -> None:
        """Remember that it did."""
        self._write({**self._read(), "spoke": day.isoformat()})

    def _read(self) -> dict[str, Any]:
        if self._unwritten is not None or self._path is None:
            return self._unwritten or {}
        try:
            plain = json.loads(self._path.read_text(encoding="utf-8"))
        except (OSError, ValueError):
            return {}
        return plain if isinstance(plain, dict) else {}

    def _write(self, plain: dict[str, Any]) -> None:
        if self._path is None:
            return
        try:
            write_privately(self._path, json.dumps(plain))
            self._unwritten = None
        except OSError:
            self._unwritten = plain
