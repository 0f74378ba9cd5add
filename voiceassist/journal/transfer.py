"""The journal out of the program and back in, as JSON or CSV, with nothing lost on the way."""

from __future__ import annotations

import csv
import itertools
import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, Final, TextIO

from voiceassist.journal.entry import Entry
from voiceassist.journal.errors import EntryError, JournalError
from voiceassist.journal.foreign import Foreign
from voiceassist.journal.schema import FORMAT, VERSION
from voiceassist.journal.store import Journal
from voiceassist.journal.table import COLUMNS, entry_of, row_of
from voiceassist.private import replacing

_VERSION_COLUMN: Final = "version"
_DELIMITERS: Final = ",;\t"
"""Spreadsheets part cells by semicolons where a comma stands in numbers."""


@dataclass(frozen=True)
class Rejected:
    """A row that cannot become an entry."""

    number: int
    """As a spreadsheet counts, the header being row 1; in JSON the place in the list, counted from 1."""
    reason: str


@dataclass(frozen=True)
class Preview:
    """What an import would do."""

    new: tuple[Entry, ...]
    known: int
    """Entries that the journal holds already, word for word."""
    differing: tuple[Entry, ...]
    """Entries whose id the journal holds with other content; the journal's own stay."""
    rejected: tuple[Rejected, ...]


def write_json(entries: Iterable[Entry], file: TextIO, now: datetime) -> int:
    """Write entries one a line inside one JSON object (see schema.json) and return how many."""
    head = json.dumps({"format": FORMAT, "version": VERSION, "exported_at": now.isoformat()})
    file.write(f'{head[:-1]}, "entries": [')
    count = 0
    for count, entry in enumerate(entries, 1):
        separator = "," if count > 1 else ""
        file.write(f"{separator}\n{json.dumps(entry.to_dict(), ensure_ascii=False)}")
    file.write("\n]}\n")
    return count


def write_csv(entries: Iterable[Entry], file: TextIO) -> int:
    """Write entries as a table with a header and return how many.  Open the file with ``newline=""``."""
    writer = csv.DictWriter(file, (*COLUMNS, _VERSION_COLUMN), restval="")
    writer.writeheader()
    count = 0
    for entry in entries:
        writer.writerow({**row_of(entry), _VERSION_COLUMN: VERSION})
        count += 1
    return count


def export(journal: Journal, target: Path, now: datetime) -> int:
    """Write the whole journal to a new file only its owner can read, as CSV where its name ends so, else as JSON.

    Returns how many entries were written.  Raises JournalError; an unfinished file does not stay.
    """
    try:
        with replacing(target) as fresh, fresh.open("w", encoding="utf-8", newline="") as file:
            entries = journal.entries()
            return write_csv(entries, file) if is_csv(target) else write_json(entries, file, now)
    except OSError as problem:
        raise JournalError(f"{target} cannot be written: {problem.strerror}; choose another file") from None


def is_csv(path: Path) -> bool:
    """Whether a file's name says that it is CSV."""
    return path.suffix.lower() == ".csv"


def read_json(file: TextIO) -> Iterator[Entry | Rejected]:
    """The entries of an exported file.  Raises JournalError where it is none."""
    try:
        whole = json.load(file)
    except (ValueError, RecursionError) as problem:
        raise JournalError(f"it is not JSON ({problem})") from None
    if not isinstance(whole, dict) or whole.get("format") != FORMAT or not isinstance(whole.get("entries"), list):
        raise JournalError("it is not an exported journal; a diary of another program can come in as CSV with --map")
    _check_version(whole.get("version"))
    for number, value in enumerate(whole["entries"], 1):
        if isinstance(value, dict):
            yield _attempt(number, Entry.from_dict, value)
        else:
            yield Rejected(number, "it is not an object")


def read_csv(file: TextIO, foreign: Foreign | None = None) -> Iterator[Entry | Rejected]:
    """The entries of a table, of ours or of a `foreign` diary; cells are parted as its first line parts them.

    Raises JournalError where there is no table, or where it lacks a column that is needed.
    """
    lines = iter(file)
    first = next(lines, "")
    delimiter = max(_DELIMITERS, key=first.count)
    reader = csv.reader(itertools.chain([first], lines), strict=True, delimiter=delimiter)
    try:
        header = next(reader, [])
        _check_columns(header, foreign)
        for number, cells in enumerate(reader, 2):
            if not cells:  # an empty line is a row of a spreadsheet too
                continue
            if len(cells) != len(header):
                yield Rejected(number, f"it has not as many cells as the header has ({len(header)})")
                continue
            row = dict(zip(header, cells, strict=True))
            if foreign is None:
                _check_version(row.pop(_VERSION_COLUMN, VERSION))
            yield _attempt(number, foreign or entry_of, row)
    except csv.Error as problem:
        raise JournalError(f"line {reader.line_num} is not CSV ({problem})") from None


def read_file(path: Path, foreign: Foreign | None = None) -> Iterator[Entry | Rejected]:
    """The entries of an exported file, or those of a `foreign` CSV diary.  Raises JournalError."""
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            if foreign is not None or is_csv(path):
                yield from read_csv(file, foreign)
            else:
                yield from read_json(file)
    except UnicodeDecodeError:
        raise JournalError(f"{path} cannot be imported: it is not UTF-8; save it as UTF-8 and try again") from None
    except JournalError as problem:
        raise JournalError(f"{path} cannot be imported: {problem}") from None
    except OSError as problem:
        raise JournalError(f"{path} cannot be read: {problem.strerror}") from None


def preview(journal: Journal, read: Iterable[Entry | Rejected]) -> Preview:
    """What importing these would do; nothing is changed."""
    new: dict[str, Entry] = {}
    differing: list[Entry] = []
    rejected: list[Rejected] = []
    known = 0
    for found in read:
        if isinstance(found, Rejected):
            rejected.append(found)
            continue
        there = new.get(found.id) or journal.get(found.id)
        if there is None:
            new[found.id] = found
        elif there == found:
            known += 1
        else:
            differing.append(found)
    return Preview(tuple(new.values()), known, tuple(differing), tuple(rejected))


def _check_columns(header: Sequence[str], foreign: Foreign | None) -> None:
    if foreign is None and not {"id", "kind", "at"} <= set(header):
        raise JournalError("it has no columns id, kind and at; name the columns of another diary with --map")
    missing = [] if foreign is None else [column for column in foreign.columns if column not in header]
    if missing:
        raise JournalError(f"it has no column {missing[0]!r} as --map says; its columns are {', '.join(header)}")


def _attempt(number: int, convert: Callable[[Mapping[str, Any]], Entry], value: Mapping[str, Any]) -> Entry | Rejected:
    try:
        return convert(value)
    except EntryError as problem:
        return Rejected(number, str(problem))
    except RecursionError:
        return Rejected(number, "something in it is nested too deeply")


def _check_version(found: object) -> None:
    if str(found) != str(VERSION):
        raise JournalError(f"it has version {found!r} and this program reads version {VERSION}; update voiceassist")
