"""``voiceassist bench``: measurements that anyone can rerun.  How they look is in `bench_show`."""

from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal, TypeAlias

import typer

from voiceassist.cli.common import settings

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from voiceassist.bench.hearing import Listeners
    from voiceassist.bench.processes import Found
    from voiceassist.bench.spoken_suite import Recording, Suite
    from voiceassist.bench.suite import Condition

app = typer.Typer(help="Measure this program on this machine.", no_args_is_help=True)

Json = Annotated[bool, typer.Option("--json", help="Print one JSON object.")]
Jobs = Annotated[int | None, typer.Option(min=1, help="Processes; as many as there are cores.")]
Recordings = Annotated[list[Path] | None, typer.Argument(metavar="[FILE]...", help="Instead of the demo's recordings.")]
Snr = Annotated[str, typer.Option(help="Noise levels: clean or decibels.")]
# Any text: the room of the recognisers refuses what it does not know, and an empty one is none given.
Held = Annotated[str | None, typer.Option(help="auto, vosk or pocketsphinx.")]
_FREE = typer.Option(help="auto, vosk, whisper (or one of its models), pocketsphinx, none.")
Free = Annotated[str | None, _FREE]
Half: TypeAlias = Literal["tuning", "reported", "both"]


@app.command()
def suite(
    context: typer.Context,
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="A spoken suite: recordings and what they mean.")],
    snr: Snr = "clean",
    recognizer: Held = None,
    free: Free = None,
    fusion: Annotated[bool, typer.Option(help="Judge both recognisers' words together.")] = True,
    jobs: Jobs = None,
    errors: Annotated[bool, typer.Option("--errors", help="List what was said, heard and decided.")] = False,
    as_json: Json = False,
) -> None:
    """Measure ears and understanding on recorded speech."""
    from voiceassist.bench.figures import errors as wrong_ones
    from voiceassist.bench.figures import figures
    from voiceassist.bench.spoken_suite import read_suite
    from voiceassist.bench.suite import understand
    from voiceassist.cli.bench_show import print_found, print_suite
    from voiceassist.understanding import Understanding

    language, cache = settings(context).language, settings(context).data_dir / "cache"
    understanding = Understanding.load(folder / "intents" / language, cache=cache)
    read = read_suite(folder, language, frozenset(understanding.intents))
    heard = _heard(context, read, snr, (recognizer, free), jobs, understand, fusion=fusion)
    found = {"suite": read.name, "conditions": [figures(answers, condition.name) for condition, answers in heard]}
    wrong = [one for condition, answers in heard for one in wrong_ones(answers, condition.name)] if errors else None
    print_found(found, print_suite, as_json=as_json, wrong=wrong)


@app.command()
def danger(
    context: typer.Context,
    folder: Annotated[
        Path, typer.Argument(metavar="DIR", help="A spoken suite: recordings and the signs they report.")
    ],
    snr: Snr = "clean",
    recognizer: Held = None,
    free: Free = None,
    jobs: Jobs = None,
    errors: Annotated[bool, typer.Option("--errors", help="List what was missed, and what was heard.")] = False,
    as_json: Json = False,
) -> None:
    """Measure whether signs of danger in recorded speech are met."""
    from voiceassist.bench import danger as measured
    from voiceassist.bench.spoken_suite import read_dangers
    from voiceassist.cli.bench_show import print_danger, print_found

    language = settings(context).language
    ladder = measured.ladder_of(folder / "intents" / language)
    signs = frozenset(sign.name for sign in ladder.signs)
    read = read_dangers(folder, language, signs, frozenset(ladder.heights))
    heard = _heard(context, read, snr, (recognizer, free), jobs, measured.meet)
    conditions = [measured.figures(met, condition.name, ladder) for condition, met in heard]
    found = {"suite": read.name, "conditions": conditions}
    wrong = [one for condition, met in heard for one in measured.errors(met, condition.name, ladder)]
    print_found(found, print_danger, as_json=as_json, wrong=wrong if errors else None)


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
    from voiceassist.cli.bench_show import progress

    chosen = settings(context)
    wanted = conditions(snr, read)
    held, free = engines[0] or chosen.recognizer, engines[1] or chosen.free
    cache = chosen.data_dir / "cache"
    listeners = Listeners(read.intents, chosen.language, held, free, read.noises, chosen.now(), fusion, cache)
    with progress(read.name, len(read.recordings) * len(wanted)) as advanced:
        return list(measure(read, wanted, listeners, jobs or _cores(), advanced, hear))


def _cores() -> int:
    return os.cpu_count() or 1


@app.command()
def latency(context: typer.Context, files: Recordings = None, as_json: Json = False) -> None:
    """Measure the time from the last sample of speech to the first of the reply, in real time."""
    from voiceassist.bench.timing import latency as measured
    from voiceassist.cli.bench_show import print_found, print_times
    from voiceassist.demonstration import recordings

    print_found(measured(files or recordings(), settings(context)), print_times, as_json=as_json)


@app.command()
def match(
    context: typer.Context,
    sentences: Annotated[Path | None, typer.Argument(metavar="[FILE]", help="One sentence a line.")] = None,
    as_json: Json = False,
) -> None:
    """Measure how long it takes to understand one sentence."""
    from voiceassist.bench.timing import match as measured
    from voiceassist.cli.bench_show import print_found, print_times
    from voiceassist.errors import VoiceAssistError

    chosen = settings(context)
    try:
        lines = sentences.read_text(encoding="utf-8").splitlines() if sentences else []
    except (OSError, UnicodeDecodeError) as problem:
        raise VoiceAssistError(f"{sentences} cannot be read ({problem}): give a text file") from None
    said = [line for line in lines if line.strip()]
    cache = chosen.data_dir / "cache"
    found = measured(chosen.language_folder, said, chosen.now(), cache=cache)
    print_found(found, print_times, as_json=as_json)


@app.command()
def startup(
    context: typer.Context,
    times: Annotated[int, typer.Option(min=1, help="How often to start.")] = 5,
    as_json: Json = False,
) -> None:
    """Measure the time from the start of the process until it listens."""
    from voiceassist.bench.timing import startup as measured
    from voiceassist.cli.bench_show import print_found, print_times
    from voiceassist.demonstration import recordings

    print_found(measured(recordings()[0], times, settings(context)), print_times, as_json=as_json)


@app.command()
def memory(context: typer.Context, files: Recordings = None, as_json: Json = False) -> None:
    """Measure the most memory a conversation takes, with the free recogniser and without."""
    from voiceassist.bench.timing import memory as measured
    from voiceassist.cli.bench_show import print_found, print_memory
    from voiceassist.demonstration import recordings

    chosen = settings(context)
    setups = {"both recognisers": chosen, "held to the grammar only": replace(chosen, free="none")}
    print_found(measured(files or recordings(), setups), print_memory, as_json=as_json)


@app.command()
def turns(
    context: typer.Context,
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="What scripts/make-pauses made.")],
    free: Annotated[str, _FREE] = "none",
    half: Annotated[Half, typer.Option(help="tuning, reported or both.")] = "both",
    jobs: Jobs = None,
    errors: Annotated[bool, typer.Option("--errors", help="List what was cut off or not heard.")] = False,
    as_json: Json = False,
) -> None:
    """Measure whether people are let finish, and how soon after their last word a turn ends."""
    from voiceassist.bench.halves import is_for_tuning
    from voiceassist.bench.turns import cut_off, figures, measure, read_turns
    from voiceassist.cli.bench_show import print_found, print_turns, progress

    read = [one for one in read_turns(folder) if half == "both" or is_for_tuning(one.text) == (half == "tuning")]
    chosen = replace(settings(context), free=free)
    with progress("turns", len(read)) as advanced:
        taken = measure(read, chosen, jobs or _cores(), advanced)
    wrong = list(cut_off(taken)) if errors else None
    print_found({"turns": figures(taken)}, print_turns, as_json=as_json, wrong=wrong)


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
    from voiceassist.cli.bench_show import print_found, print_wake, progress

    chosen = settings(context)
    callers = assembly.open_callers(chosen, name)
    files, others = measured.recordings_in([called]), measured.recordings_in(background)
    found: dict[str, Any] = {"name": name, "called": {}}
    with progress(name, len(files) * (2 if noise else 1) + len(others)) as done:
        found["called"]["clean"] = measured.calls(callers, files, None, None, done)
        if noise:
            found["called"][f"{snr:g} dB"] = measured.calls(callers, files, samples_of(noise), snr, done)
        found["background"] = measured.background(callers, others, done)
    print_found(found, print_wake, as_json=as_json)
