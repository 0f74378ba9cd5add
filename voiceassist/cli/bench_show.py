"""How measurements look in a terminal, and how far they have got."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import partial
from typing import Any

import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn
from rich.table import Table

from voiceassist.cli.output import clean_stdout

_WIDTH = 130
"""The columns of the table need so many characters, whatever a pipe says it has."""


@contextmanager
def progress(name: str, total: int) -> Iterator[Callable[..., None]]:
    """A bar on standard error, and what moves it on: by one, or by as many as it is told."""
    with Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeRemainingColumn(),
        console=Console(stderr=True),
        transient=True,
    ) as bar:
        yield partial(bar.advance, bar.add_task(name, total=total))


def print_found(
    found: Mapping[str, Any],
    for_people: Callable[[Mapping[str, Any]], None],
    *,
    as_json: bool,
    wrong: Sequence[Mapping[str, Any]] | None = None,
) -> None:
    """Print what was found, and what was wrong where that was asked for: as one object or as people read it."""
    if as_json:
        with clean_stdout() as out:
            out.write(json.dumps(found if wrong is None else {**found, "errors": wrong}, ensure_ascii=False) + "\n")
        return
    for_people(found)
    for one in wrong or ():
        typer.echo(json.dumps(one, ensure_ascii=False))


def print_suite(found: Mapping[str, Any]) -> None:
    """What was understood in each condition, by each part and in each half, and one part against another."""
    table = Table()
    for name in (
        "noise", "who", "n", "right", "95 %", "at\nonce", "asked", "wrongly\naccepted", "false\naccepts",
        "false\nrejects", "ECE", "Brier", "x real\ntime",
    ):  # fmt: skip
        table.add_column(name, justify="left" if name in {"noise", "who"} else "right", no_wrap=True)
    for condition in found["conditions"]:
        chief = condition["part"]
        rows = [(part, condition["parts"][part]) for part in condition["parts"]]
        rows += [(f"{chief}, {half}", figures) for half, figures in condition["halves"].items()]
        for who, row in rows:
            speed = condition["real_time_factor"] if who == chief else ""
            table.add_row(condition["snr"] if who == rows[0][0] else "", who, *_cells(row), str(speed))
        table.add_section()
    console = _wide()
    console.print(table)
    for condition in found["conditions"]:
        for pair in condition["paired"]:
            console.print(
                f"{condition['snr']}: only {pair['first']} right {pair['only_first']}, only {pair['second']} right "
                f"{pair['only_second']}, McNemar p = {pair['p']:.3g}"
            )


def print_danger(found: Mapping[str, Any]) -> None:
    """The signs that were missed in each condition."""
    table = Table("noise", "who", "n", "missed", "95 %", "at once", "asked")
    for condition in found["conditions"]:
        for part, row in condition["parts"].items():
            low, high = row["missed_interval"]
            counts = (row["missed"], f"{low:.3f}–{high:.3f}", row["at_once"], row["asked"])
            table.add_row(condition["snr"], part, str(condition["n"]), *map(str, counts))
    Console().print(table)


def print_turns(found: Mapping[str, Any]) -> None:
    """How many were not let finish, and how soon the others' turns ended."""
    table = Table("", "n", "cut off", "95 %", "lost", "unheard", "p50 ms", "p95 ms", "p99 ms")
    for name, row in found["turns"].items():
        low, high = row["interval"]
        cells = (row[key] for key in ("lost", "unheard", "p50_ms", "p95_ms", "p99_ms"))
        table.add_row(name, str(row["n"]), str(row["cut_off"]), f"{low:.3f}–{high:.3f}", *map(str, cells))
    _wide().print(table)


def print_times(found: Mapping[str, Any]) -> None:
    """How long it took, in all and stage by stage."""
    table = Table("", "n", "p50 ms", "p95 ms", "p99 ms")
    rows = {"all": found, "understood": found.get("understood"), **found.get("stages", {})}
    for name, row in ((name, row) for name, row in rows.items() if row):
        table.add_row(name, *(str(row[key]) for key in ("n", "p50_ms", "p95_ms", "p99_ms")))
    Console().print(table)


def print_memory(found: Mapping[str, Any]) -> None:
    """The most memory, a setup a line."""
    for name, peak in found["peak_mb"].items():
        typer.echo(f"{name}: {peak} MB")


def print_wake(found: Mapping[str, Any]) -> None:
    """The calls that were missed in each condition, and how often it woke for nothing."""
    for condition, row in found["called"].items():
        low, high = row["interval"]
        typer.echo(f"{condition}: {row['missed']} of {row['n']} calls missed (95 %: {low:.1%} to {high:.1%})")
    row = found["background"]
    typer.echo(
        f"background: woken {row['wakes']} times in {row['hours']} hours, {row['per_hour']} an hour "
        f"(95 %: at most {row['per_hour_at_most']})"
    )


def _wide() -> Console:
    return Console(width=max(Console().width, _WIDTH))


def _cells(row: Mapping[str, Any]) -> tuple[str, ...]:
    low, high = row["interval"]
    calibrated = row["calibration"] or {}
    return (
        str(row["n"]),
        f"{row['accuracy']:.3f}",
        f"{low:.3f}–{high:.3f}",
        f"{row['right_at_once']:.3f}",
        str(row["confirmations"]),
        str(row["wrongly_accepted"]),
        str(row["false_accepts"]),
        str(row["false_rejects"]),
        *(f"{calibrated[name]:.3f}" if calibrated else "–" for name in ("error", "brier")),
    )
