"""Measurements that anyone can rerun."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from voiceassist.cli.common import settings
from voiceassist.cli.output import clean_stdout

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rich.progress import Progress

app = typer.Typer(help="Measure this program on this machine.", no_args_is_help=True)

Json = Annotated[bool, typer.Option("--json", help="Print one JSON object.")]


_TABLE_WIDTH = 130
"""The columns of the table need so many characters, whatever a pipe says it has."""


@app.command()
def suite(
    context: typer.Context,
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="A spoken suite: recordings and what they mean.")],
    snr: Annotated[str, typer.Option(help="Noise levels: clean or decibels.")] = "clean",
    recognizer: Annotated[str | None, typer.Option(help="auto, vosk or pocketsphinx.")] = None,
    free: Annotated[str | None, typer.Option(help="auto, vosk, whisper, pocketsphinx or none.")] = None,
    fusion: Annotated[bool, typer.Option(help="Judge both recognisers' words together.")] = True,
    jobs: Annotated[int | None, typer.Option(min=1, help="Processes; as many as there are cores.")] = None,
    errors: Annotated[bool, typer.Option("--errors", help="List what was said, heard and decided.")] = False,
    as_json: Json = False,
) -> None:
    """Measure ears and understanding on recorded speech."""
    from voiceassist.bench.figures import errors as wrong_ones
    from voiceassist.bench.figures import figures
    from voiceassist.bench.hearing import Listeners
    from voiceassist.bench.spoken_suite import read_suite
    from voiceassist.bench.suite import conditions, measure
    from voiceassist.understanding import Understanding

    chosen = settings(context)
    intents = folder / "intents" / chosen.language
    read = read_suite(folder, chosen.language, frozenset(Understanding.load(intents).intents))
    wanted = conditions(snr, read)
    cores = os.cpu_count() or 1
    processes = min(jobs or cores, len(read.recordings))
    listeners = Listeners(
        intents,
        chosen.language,
        recognizer or chosen.recognizer,
        free or chosen.free,
        read.noises,
        chosen.now(),
        threads=max(1, cores // processes),
        fusion=fusion,
    )
    found: list[dict[str, Any]] = []
    wrong: list[dict[str, Any]] = []
    with _progress() as progress:
        task = progress.add_task(read.name, total=len(read.recordings) * len(wanted))
        heard = measure(read, wanted, listeners, processes, lambda n: progress.advance(task, n))
        for condition, answers in heard:
            found.append(figures(answers, condition.name))
            wrong += wrong_ones(answers, condition.name)
    if as_json:
        _print_json({"suite": read.name, "conditions": found, **({"errors": wrong} if errors else {})})
        return
    _print_suite(found)
    if errors:
        for one in wrong:
            typer.echo(json.dumps(one, ensure_ascii=False))


def _progress() -> Progress:
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    return Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeRemainingColumn(),
        console=Console(stderr=True),
        transient=True,
    )


def _print_json(value: Any) -> None:
    with clean_stdout() as out:
        out.write(json.dumps(value, ensure_ascii=False) + "\n")


def _print_suite(found: Sequence[dict[str, Any]]) -> None:
    from rich.console import Console
    from rich.table import Table

    table = Table()
    for name in (
        "noise", "who", "n", "right", "95 %", "at\nonce", "asked", "wrongly\naccepted", "false\naccepts",
        "false\nrejects", "ECE", "Brier", "x real\ntime",
    ):  # fmt: skip
        table.add_column(name, justify="left" if name in {"noise", "who"} else "right", no_wrap=True)
    for condition in found:
        chief = condition["part"]
        rows = [(part, condition["parts"][part]) for part in condition["parts"]]
        rows += [(f"{chief}, {half}", figures) for half, figures in condition["halves"].items()]
        for who, row in rows:
            speed = condition["real_time_factor"] if who == chief else ""
            table.add_row(condition["snr"] if who == rows[0][0] else "", who, *_cells(row), str(speed))
        table.add_section()
    console = Console()
    console.print(table, width=max(console.width, _TABLE_WIDTH), crop=False)
    for condition in found:
        for pair in condition["paired"]:
            console.print(
                f"{condition['snr']}: only {pair['first']} right {pair['only_first']}, only {pair['second']} right "
                f"{pair['only_second']}, McNemar p = {pair['p']:.3g}"
            )


def _cells(row: dict[str, Any]) -> tuple[str, ...]:
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
