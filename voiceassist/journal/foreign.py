"""Diaries of other programs: CSV whose columns are named otherwise."""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, tzinfo
from typing import Final

from voiceassist.journal.entry import Entry
from voiceassist.journal.errors import EntryError, JournalError
from voiceassist.journal.ids import id_of
from voiceassist.journal.table import COLUMNS, entry_of
from voiceassist.journal.vocabulary import SIDES

_CANONICAL: Final = ("kind", "place", "side", "measure", "unit", "topic", "sign", "onset", "at_precision")
_LISTS: Final = ("triggers", "with")
_SECONDS: Final = {"": 1, "s": 1, "sec": 1, "second": 1, "m": 60, "min": 60, "minute": 60, "h": 3600, "hour": 3600}
_NOON: Final = 12


def mapping_of(pairs: Sequence[str]) -> dict[str, str]:
    """``["When=at", "Where=place"]`` as a mapping from column to field.  Raises JournalError."""
    columns = {}
    for pair in pairs:
        column, equals, name = pair.rpartition("=")
        if not equals or name not in COLUMNS or name == "id":
            raise JournalError(f"--map {pair!r}: write COLUMN=FIELD with one of the fields {', '.join(COLUMNS[1:])}")
        columns[column] = name
    if "at" not in columns.values():
        raise JournalError("--map has no column for 'at'; say which one holds the date, for example --map Date=at")
    return columns


@dataclass(frozen=True)
class Foreign:
    """Turns rows of a foreign diary into entries, the same rows always into the same ones."""

    columns: Mapping[str, str]
    """From the diary's column to ours; other columns are left out."""
    zone: tzinfo | None
    """Where times were written down that do not say their offset; None for the system's zone."""
    date_format: str | None = None
    """As `datetime.strptime` takes it; None for ISO 8601."""
    kind: str = "twitch"
    """What a row is where no column says it."""
    _seen: Counter[str] = field(default_factory=Counter)

    def __call__(self, row: Mapping[str, str]) -> Entry:
        """The entry of a row, which has every one of the columns.  Raises EntryError."""
        cells = {"kind": self.kind, "source": "import", "words": ""}
        cells |= {name: row[column].strip() for column, name in self.columns.items()}
        at, precision = self._moment(cells["at"])
        cells |= {"at_precision": precision, "at": at.isoformat(), "created_at": at.isoformat()}
        cells = {name: _tidy(name, cell) for name, cell in cells.items()}
        side, _, place = cells.get("place", "").partition("_")
        if side in SIDES and place and not cells.get("side"):
            cells |= {"side": side, "place": place}
        whole = repr(sorted(cells.items()))
        self._seen[whole] += 1  # the same row twice is two entries, today and at the next import
        seed = hashlib.sha256(f"{self._seen[whole]} {whole}".encode()).digest()
        return entry_of({**cells, "id": id_of(at, seed)})

    def _moment(self, text: str) -> tuple[datetime, str]:
        try:
            moment = datetime.strptime(text, self.date_format) if self.date_format else datetime.fromisoformat(text)
        except ValueError:
            expected = self.date_format or "ISO 8601; say how they are written with --date-format"
            raise EntryError(f"at: {text[:40]!r} is not a date in {expected}") from None
        timeless = not re.search("%H|%I|%c|%X", self.date_format) if self.date_format else _is_date(text)
        if timeless:
            moment = moment.replace(hour=_NOON)
        if moment.tzinfo is None:
            moment = moment.replace(tzinfo=self.zone) if self.zone else moment.astimezone()
        return moment, "day" if timeless else "minute"


def _is_date(text: str) -> bool:
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True


def _tidy(name: str, cell: str) -> str:
    if name in _CANONICAL:
        return re.sub(r"[\s-]+", "_", cell.lower())
    if name in _LISTS:
        words = (re.sub(r"[\s-]+", "_", word.strip().lower()) for word in re.split("[;,|/]", cell))
        return ";".join(word for word in words if word)
    if name == "duration_s" and cell:
        found = re.fullmatch(r"(\d+(?:\.\d+)?)\s*([a-z]*?)s?", cell.lower())
        if not found or found[2] not in _SECONDS:
            raise EntryError(f"duration_s: {cell[:40]!r} is not a duration such as '90', '2 min' or '1.5 h'")
        return f"{float(found[1]) * _SECONDS[found[2]]:.15g}"  # as many digits as a float keeps
    return cell
