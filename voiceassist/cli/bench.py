"""Measurements that anyone can rerun."""

from __future__ import annotations

import json
import os
from contextlib import contextmanager
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from voiceassist.cli.common import settings
from voiceassist.cli.output import clean_stdout

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from voiceassist.bench.hearing import Listeners
    from voiceassist.bench.processes import Found
    from voiceassist.bench.spoken_suite import Recording, Suite
    from voiceassist.bench.suite import Condition

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
    free: Annotated[
        str | None, typer.Option(help="auto, vosk, whisper (or one of its models), pocketsphinx, none.")
    ] = None,
    fusion: Annotated[bool, typer.Option(help="Judge both recognisers' words together.")] = True,
    jobs: Annotated[int | None, typer.Option(min=1, help="Processes; as many as there are cores.")] = None,
    errors: Annotated[bool, typer.Option("--errors", help="List what was said, heard and decided.")] = False,
    as_json: Json = False,
) -> None:
    """Measure ears and understanding on recorded speech."""
    from voiceassist.bench.figures import errors as wrong_ones
    from voiceassist.bench.figures import figures
    from voiceassist.bench.spoken_suite import read_suite
    from voiceassist.bench.suite import understand
    from voiceassist.understanding import Understanding

    language, cache = settings(context).language, settings(context).data_dir / "cache"
    understanding = Understanding.load(folder / "intents" / language, cache=cache)
    read = read_suite(folder, language, frozenset(understanding.intents))
    heard = _heard(context, read, snr, (recognizer, free), jobs, understand, fusion=fusion)
    found = [figures(answers, condition.name) for condition, answers in heard]
    wrong = [one for condition, answers in heard for one in wrong_ones(answers, condition.name)] if errors else None
    _print({"suite": read.name, "conditions": found}, wrong, as_json, partial(_print_suite, found))


@app.command()
def danger(
    context: typer.Context,
    folder: Annotated[
        Path, typer.Argument(metavar="DIR", help="A spoken suite: recordings and the signs they report.")
    ],
    snr: Annotated[str, typer.Option(help="Noise levels: clean or decibels.")] = "clean",
    recognizer: Annotated[str | None, typer.Option(help="auto, vosk or pocketsphinx.")] = None,
    free: Annotated[
        str | None, typer.Option(help="auto, vosk, whisper (or one of its models), pocketsphinx, none.")
    ] = None,
    jobs: Annotated[int | None, typer.Option(min=1, help="Processes; as many as there are cores.")] = None,
    errors: Annotated[bool, typer.Option("--errors", help="List what was missed, and what was heard.")] = False,
    as_json: Json = False,
) -> None:
    """Measure whether signs of danger in recorded speech are met."""
    from voiceassist.bench import danger as measured
    from voiceassist.bench.spoken_suite import read_dangers

    language = settings(context).language
    ladder = measured.ladder_of(folder / "intents" / language)
    signs = frozenset(sign.name for sign in ladder.signs)
    read = read_dangers(folder, language, signs, frozenset(ladder.heights))
    heard = _heard(context, read, snr, (recognizer, free), jobs, measured.meet)
    found = [measured.figures(met, condition.name, ladder) for condition, met in heard]
    wrong = [one for condition, met in heard for one in measured.errors(met, condition.name, ladder)]
    _print({"suite": read.name, "conditions": found}, wrong if errors else None, as_json, partial(_print_danger, found))


def _heard(
    context: typer.Context,
    read: Suite,
    snr: str,
    engines: tuple[str | None, str | None],
    jobs: int | None,
    hear: Callable[[Listeners, float | None, Sequence[Recording]], list[Found]],
    *,
    fusion: bool = True,
) -> list[tuple[Condition, list[Found]]]:
    """What comes of a suite in each of the conditions that `snr` names; `engines` are the held and the free one."""
    from voiceassist.bench.hearing import Listeners
    from voiceassist.bench.suite import conditions, measure

    chosen = settings(context)
    wanted = conditions(snr, read)
    held, free = engines[0] or chosen.recognizer, engines[1] or chosen.free
    cache = chosen.data_dir / "cache"
    listeners = Listeners(read.intents, chosen.language, held, free, read.noises, chosen.now(), fusion, cache)
    with _progress(read.name, len(read.recordings) * len(wanted)) as advanced:
        return list(measure(read, wanted, listeners, jobs or _cores(), advanced, hear))


def _print(
    found: dict[str, Any], wrong: Sequence[dict[str, Any]] | None, as_json: bool, print_table: Callable[[], None]
) -> None:
    """Print what was found, and what was wrong where that was asked for: as one object or for people."""
    if as_json:
        _print_json(found if wrong is None else {**found, "errors": wrong})
        return
    print_table()
    for one in wrong or ():
        typer.echo(json.dumps(one, ensure_ascii=False))


def _print_danger(found: Sequence[dict[str, Any]]) -> None:
    from rich.console import Console
    from rich.table import Table

    table = Table("noise", "who", "n", "missed", "95 %", "at once", "asked")
    for condition in found:
        for part, row in condition["parts"].items():
            low, high = row["missed_interval"]
            counts = (row["missed"], f"{low:.3f}–{high:.3f}", row["at_once"], row["asked"])
            table.add_row(condition["snr"], part, str(condition["n"]), *map(str, counts))
    Console().print(table)


@contextmanager
def _progress(name: str, total: int) -> Iterator[Callable[..., None]]:
    """A bar on standard error, and what moves it on: by one, or by as many as it is told."""
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    with Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeRemainingColumn(),
        console=Console(stderr=True),
        transient=True,
    ) as progress:
        yield partial(progress.advance, progress.add_task(name, total=total))


def _cores() -> int:
    return os.cpu_count() or 1


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
    console = Console(width=max(Console().width, _TABLE_WIDTH))
    console.print(table)
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


Recordings = Annotated[list[Path] | None, typer.Argument(metavar="[FILE]...", help="Instead of the demo's recordings.")]


@app.command()
def latency(context: typer.Context, files: Recordings = None, as_json: Json = False) -> None:
    """Measure the time from the last sample of speech to the first of the reply, in real time."""
    from voiceassist.bench.timing import latency as measured
    from voiceassist.demonstration import recordings

    _print_times(measured(files or recordings(), settings(context)), as_json)


@app.command()
def match(
    context: typer.Context,
    sentences: Annotated[Path | None, typer.Argument(metavar="[FILE]", help="One sentence a line.")] = None,
    as_json: Json = False,
) -> None:
    """Measure how long it takes to understand one sentence."""
    from voiceassist.bench.timing import match as measured
    from voiceassist.errors import VoiceAssistError

    chosen = settings(context)
    try:
        lines = sentences.read_text(encoding="utf-8").splitlines() if sentences else []
    except (OSError, UnicodeDecodeError) as problem:
        raise VoiceAssistError(f"{sentences} cannot be read ({problem}): give a text file") from None
    said = [line for line in lines if line.strip()]
    cache = chosen.data_dir / "cache"
    _print_times(measured(chosen.language_folder, said, chosen.now(), cache=cache), as_json)


@app.command()
def startup(
    context: typer.Context,
    times: Annotated[int, typer.Option(min=1, help="How often to start.")] = 5,
    as_json: Json = False,
) -> None:
    """Measure the time from the start of the process until it listens."""
    from voiceassist.bench.timing import startup as measured
    from voiceassist.demonstration import recordings

    _print_times(measured(recordings()[0], times, settings(context)), as_json)


@app.command()
def memory(context: typer.Context, files: Recordings = None, as_json: Json = False) -> None:
    """Measure the most memory a conversation takes, with the free recogniser and without."""
    from voiceassist.bench.timing import memory as measured
    from voiceassist.demonstration import recordings

    chosen = settings(context)
    setups = {"both recognisers": chosen, "held to the grammar only": replace(chosen, free="none")}
    found = measured(files or recordings(), setups)
    if as_json:
        _print_json(found)
        return
    for name, peak in found["peak_mb"].items():
        typer.echo(f"{name}: {peak} MB")


@app.command()
def turns(
    context: typer.Context,
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="What scripts/make-pauses made.")],
    free: Annotated[str, typer.Option(help="auto, vosk, whisper (or one of its models), pocketsphinx, none.")] = "none",
    half: Annotated[str, typer.Option(help="tuning, reported or both.")] = "both",
    jobs: Annotated[int | None, typer.Option(min=1, help="Processes; as many as there are cores.")] = None,
    errors: Annotated[bool, typer.Option("--errors", help="List what was cut off or not heard.")] = False,
    as_json: Json = False,
) -> None:
    """Measure whether people are let finish, and how soon after their last word a turn ends."""
    from voiceassist.bench.halves import is_for_tuning
    from voiceassist.bench.turns import cut_off, figures, measure, read_turns
    from voiceassist.errors import VoiceAssistError

    if half not in {"tuning", "reported", "both"}:
        raise VoiceAssistError(f"--half knows no {half}: choose tuning, reported, both")
    read = [one for one in read_turns(folder) if half == "both" or is_for_tuning(one.text) == (half == "tuning")]
    chosen = replace(settings(context), free=free)
    with _progress("turns", len(read)) as advanced:
        taken = measure(read, chosen, jobs or _cores(), advanced)
    found = figures(taken)
    _print({"turns": found}, list(cut_off(taken)) if errors else None, as_json, partial(_print_turns, found))


def _print_turns(found: dict[str, Any]) -> None:
    from rich.console import Console
    from rich.table import Table

    table = Table("", "n", "cut off", "95 %", "lost", "unheard", "p50 ms", "p95 ms", "p99 ms")
    for name, row in found.items():
        low, high = row["interval"]
        cells = (row[key] for key in ("lost", "unheard", "p50_ms", "p95_ms", "p99_ms"))
        table.add_row(name, str(row["n"]), str(row["cut_off"]), f"{low:.3f}–{high:.3f}", *map(str, cells))
    Console(width=max(Console().width, _TABLE_WIDTH)).print(table)


@app.command()
def wake(
    context: typer.Context,
    name: Annotated[str, typer.Argument(help="The wake word.")],
    called: Annotated[Path, typer.Option(metavar="DIR", help="Recordings that each call it once.")],
    background: Annotated[list[Path], typer.Option(metavar="DIR", help="Recordings in which nobody calls it.")],
    noise: Annotated[Path | None, typer.Option(metavar="FILE", help="Noise to mix with the calls.")] = None,
    snr: Annotated[float, typer.Option(help="How loud the noise is: the ratio in decibels.")] = 12.0,
    as_json: Json = False,
) -> None:
    """Measure how often a wake word is missed, and heard where nobody said it."""
    from voiceassist import assembly
    from voiceassist.bench import wake as measured
    from voiceassist.bench.spoken_suite import samples_of

    chosen = settings(context)
    callers = assembly.open_callers(chosen, name)
    files, others = measured.recordings_in([called]), measured.recordings_in(background)
    found: dict[str, Any] = {"name": name, "called": {}}
    with _progress(name, len(files) * (2 if noise else 1) + len(others)) as done:
        found["called"]["clean"] = measured.calls(callers, files, None, None, done)
        if noise:
            found["called"][f"{snr:g} dB"] = measured.calls(callers, files, samples_of(noise), snr, done)
        found["background"] = measured.background(callers, others, done)
    if as_json:
        _print_json(found)
        return
    for condition, row in found["called"].items():
        low, high = row["interval"]
        typer.echo(f"{condition}: {row['missed']} of {row['n']} calls missed (95 %: {low:.1%} to {high:.1%})")
    row = found["background"]
    typer.echo(
        f"background: woken {row['wakes']} times in {row['hours']} hours, {row['per_hour']} an hour "
        f"(95 %: at most {row['per_hour_at_most']})"
    )


def _print_times(found: dict[str, Any], as_json: bool) -> None:
    if as_json:
        _print_json(found)
        return
    from rich.console import Console
    from rich.table import Table

    table = Table("", "n", "p50 ms", "p95 ms", "p99 ms")
    rows = {"all": found, "understood": found.get("understood"), **found.get("stages", {})}
    for name, row in ((name, row) for name, row in rows.items() if row):
        table.add_row(name, *(str(row[key]) for key in ("n", "p50_ms", "p95_ms", "p99_ms")))
    Console().print(table)
