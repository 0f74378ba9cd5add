"""``voiceassist models``: what the recognisers need, installed once and checked."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Annotated

import typer

from voiceassist.errors import VoiceAssistError

if TYPE_CHECKING:
    from voiceassist.recognition.download import Progress
    from voiceassist.recognition.models import ModelInfo

app = typer.Typer(no_args_is_help=True, help="List, install, verify and remove recognition models.")

_Json = Annotated[bool, typer.Option("--json", help="Print one JSON object.")]


@app.command("list")
def list_models(as_json: _Json = False) -> None:
    """Show which models there are and which are installed."""
    from voiceassist.recognition.models import catalogue, installed, models_folder

    have = installed(models_folder())
    rows = [
        {
            "name": info.name,
            "engine": info.engine,
            "language": info.language,
            "title": info.title,
            "licence": info.licence,
            "size": info.size,
            "installed": info.name in have,
        }
        for info in catalogue().values()
    ]
    if as_json:
        typer.echo(json.dumps({"folder": str(models_folder()), "models": rows}))
        return
    from rich.console import Console
    from rich.table import Table

    table = Table("name", "what it is", "licence", "MB", "installed", box=None)
    for info in catalogue().values():
        megabytes = f"{info.size / 1e6:.0f}"
        table.add_row(info.name, info.title, info.licence, megabytes, "yes" if info.name in have else "")
    Console().print(table)


@app.command()
def install(
    names: Annotated[list[str], typer.Argument(help="Models, as `models list` names them.")],
    force: Annotated[bool, typer.Option("--force", help="Install again what is installed.")] = False,
) -> None:
    """Download models and check every byte of them."""
    from voiceassist.recognition.install import install as install_model
    from voiceassist.recognition.models import installed, models_folder

    for info in [_info(name) for name in names]:
        if info.name in installed(models_folder()) and not force:
            typer.echo(f"{info.name} is installed already.")
            continue
        with _bar(info) as progress:
            folder = install_model(info, models_folder(), progress)
        typer.echo(f"{info.name} is installed in {folder}.")


@app.command()
def verify(
    names: Annotated[
        list[str] | None, typer.Argument(help="Models; all that are installed where none is named.")
    ] = None,
    as_json: _Json = False,
) -> None:
    """Read every byte of installed models and compare it with what was installed."""
    from voiceassist.recognition.models import catalogue, models_folder
    from voiceassist.recognition.models import verify as damage_of

    folder = models_folder()
    wanted = names or [name for name in catalogue() if (folder / name).is_dir()]
    problems = {_info(name).name: damage_of(folder, name) for name in wanted}
    if as_json:
        typer.echo(json.dumps({name: {"whole": not problem, "problem": problem} for name, problem in problems.items()}))
    else:
        for name, problem in problems.items():
            typer.echo(f"{name}: {problem or 'whole'}")
    if damaged := [name for name, problem in problems.items() if problem]:
        raise VoiceAssistError(f"{', '.join(damaged)}: voiceassist models install {' '.join(damaged)} --force")


@app.command()
def remove(names: Annotated[list[str], typer.Argument(help="Installed models.")]) -> None:
    """Delete installed models."""
    from voiceassist.recognition.install import remove as remove_model
    from voiceassist.recognition.models import models_folder

    for name in names:
        remove_model(models_folder(), name)
        typer.echo(f"{name} is removed.")


def _info(name: str) -> ModelInfo:
    from voiceassist.recognition.models import catalogue

    known = catalogue()
    if name not in known:
        raise VoiceAssistError(f"there is no model {name}: choose {', '.join(known)}")
    return known[name]


@contextmanager
def _bar(info: ModelInfo) -> Iterator[Progress]:
    """A progress bar on standard error; one line where that is no terminal."""
    from rich.console import Console
    from rich.progress import BarColumn, DownloadColumn, Progress, TextColumn, TimeRemainingColumn

    console = Console(stderr=True)
    if not console.is_terminal:
        typer.echo(f"Downloading {info.name}, {info.size / 1e6:.0f} MB …", err=True)
    columns = (TextColumn("{task.description}"), BarColumn(), DownloadColumn(), TimeRemainingColumn())
    with Progress(*columns, console=console, disable=not console.is_terminal) as bar:
        task = bar.add_task(info.name, total=info.size)

        def show(what: str, done: int, total: int | None) -> None:
            bar.update(task, description=f"{info.name}: {what}", completed=done, total=total)

        yield show
