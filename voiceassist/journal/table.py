"""Entries as rows of text and back: what CSV needs beyond the contract's JSON.

An empty cell stands for nothing.  Lists of canonical words are joined by semicolons; what has more structure is JSON
inside the cell.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any, Final

from voiceassist.journal.entry import JSON_NAMES, KINDS, Entry, fields_of
from voiceassist.journal.errors import EntryError
from voiceassist.journal.fields import Identifier, Moment, Number, OneOf, SomeOf, Text, Word

_TEXTS: Final = (Identifier, Moment, OneOf, Text, Word)
_FIRST: Final = ("id", "kind", "at", "at_precision")
_LAST: Final = ("words", "source", "created_at")


def _columns() -> tuple[str, ...]:
    names = (JSON_NAMES.get(name, name) for kind in KINDS for name in fields_of(kind))
    between = [name for name in dict.fromkeys(names) if name not in (*_FIRST, *_LAST)]
    return (*_FIRST, *between, *_LAST)


COLUMNS: Final = _columns()
"""The columns of every exported table: the fields of all kinds."""


def row_of(entry: Entry) -> dict[str, str]:
    """The cells of an entry by column."""
    plain = entry.to_dict()
    cells = {"kind": entry.kind}
    for name, (field, _) in fields_of(entry.kind).items():
        column = JSON_NAMES.get(name, name)
        value = plain[column]
        if value in (None, [], {}):
            cells[column] = ""
        elif isinstance(field, _TEXTS):
            cells[column] = value
        elif isinstance(field, SomeOf):
            cells[column] = ";".join(value)
        else:
            cells[column] = json.dumps(value, ensure_ascii=False)
    return cells


def entry_of(cells: Mapping[str, str]) -> Entry:
    """The entry of a row.  Raises EntryError."""
    kind = cells.get("kind", "")
    if kind not in KINDS:
        raise EntryError(f"kind: {kind!r} is none of {', '.join(KINDS)}")
    fields = {JSON_NAMES.get(name, name): field for name, (field, _) in fields_of(kind).items()}
    plain: dict[str, Any] = {"kind": kind}
    for column, cell in cells.items():
        if cell != "" and column != "kind":
            plain[column] = _value(column, cell, fields.get(column))
    return Entry.from_dict(plain)


def _value(column: str, cell: str, field: object) -> Any:
    if field is None or isinstance(field, _TEXTS):
        return cell
    if isinstance(field, SomeOf):
        return cell.split(";")
    try:
        return json.loads(cell)
    except ValueError:
        expected = "a number" if isinstance(field, Number) else "JSON"
        raise EntryError(f"{column}: {cell[:40]!r} is not {expected}") from None
