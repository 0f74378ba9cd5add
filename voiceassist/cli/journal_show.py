"""How entries look in a terminal."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from typing import Any

import typer
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from voiceassist.journal import Assessment, Day, Entry, Note, Plan, Sign, Twitch

_ID_SHOWN = 6
"""The last letters of an id, enough to tell the entries of a diary apart."""


def print_json(value: Any) -> None:
    """One JSON value; a list has one item a line."""
    if isinstance(value, list):
        typer.echo("[" + ",".join(f"\n{json.dumps(item, ensure_ascii=False)}" for item in value) + "\n]")
    else:
        typer.echo(json.dumps(value, ensure_ascii=False))


def print_table(entries: Sequence[Entry], total: int) -> None:
    """Entries as a table that fits the terminal."""
    if not entries:
        typer.echo("The journal is empty." if total == 0 else "No entry fits.")
        return
    table = Table(box=None, pad_edge=False, header_style="bold")
    for column in ("When", "What", "Details", "Words", "Id"):
        table.add_column(column, no_wrap=column in ("When", "Id"), overflow="fold", ratio=None)
    for entry in entries:
        head, _, details = in_words(entry, when=False).partition(": ")
        table.add_row(_when(entry), *map(escape, (head, details, entry.words or "")), entry.id[-_ID_SHOWN:])
    console = Console()
    console.print(table)
    if total > len(entries):
        console.print(f"{len(entries)} of {total} entries", style="dim")


def print_entry(entry: Entry) -> None:
    """Everything an entry holds, a field a line."""
    table = Table(box=None, pad_edge=False, show_header=False)
    table.add_column(style="bold", no_wrap=True)
    table.add_column(overflow="fold")
    for name, value in entry.to_dict().items():
        if value not in (None, [], {}):
            table.add_row(name, escape(value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)))
    Console().print(table)


def in_words(entry: Entry, *, when: bool = True) -> str:
    """An entry in one line: what it is, then what is known of it."""
    head, details = _parts(entry)
    said = ", ".join(str(detail) for detail in details if detail)
    line = f"{head}: {said}" if said else head
    return f"{line} ({_when(entry)}, {entry.id[-_ID_SHOWN:]})" if when else line


def _parts(entry: Entry) -> tuple[str, Iterable[object]]:  # noqa: PLR0911 - one a kind
    match entry:
        case Twitch():
            place = " ".join(word for word in (entry.side, entry.place) if word).replace("_", " ")
            return f"twitch {place}".strip(), (
                entry.duration_s is not None and _duration(entry.duration_s),
                entry.intensity is not None and f"strength {entry.intensity:g}",
                entry.triggers and "after " + " and ".join(entry.triggers).replace("_", " "),
                entry.with_ and "with " + " and ".join(entry.with_),
                entry.since and f"since {entry.since:%Y-%m-%d %H:%M}",
                entry.note,
            )
        case Day():
            amount = "" if entry.amount is None else f"{entry.amount:g} {entry.unit or ''}".strip()
            return entry.measure.replace("_", " "), (amount,)
        case Note():
            return entry.topic if entry.topic != "other" else "note", (entry.text,)
        case Sign():
            return entry.sign.replace("_", " "), (entry.side, entry.place, entry.onset, entry.level)
        case Assessment():
            return "assessment", (entry.level.replace("_", " "), *entry.reasons)
        case Plan():
            return f"plan {entry.step}".replace("_", " "), (entry.note,)
        case _:
            return entry.kind, ()


def _duration(seconds: float) -> str:
    if seconds < 60:
        return f"{seconds:g} s"
    return f"{seconds / 60:g} min" if seconds < 3600 else f"{seconds / 3600:.3g} h"


def _when(entry: Entry) -> str:
    return f"{entry.at:%Y-%m-%d}" if entry.at_precision == "day" else f"{entry.at:%Y-%m-%d %H:%M}"
