"""Settings that stay."""

from __future__ import annotations

import json
from typing import Annotated

import typer

from voiceassist.cli.common import settings


def config(
    context: typer.Context,
    name: Annotated[str | None, typer.Argument(help="A setting; without one, all are listed.")] = None,
    value: Annotated[str | None, typer.Argument(help="What it shall be from now on.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
) -> None:
    """List the settings, show one, or change one for good."""
    from voiceassist.config import config_file, described, remember
    from voiceassist.spoken import forget_spoken

    if name and value is not None:
        remember(name, value)
        forget_spoken(settings(context).data_dir, name)
        return
    shown = described(settings(context), name)
    if as_json:
        typer.echo(json.dumps(shown, ensure_ascii=False))
        return
    typer.echo(f"# {config_file()}")
    for key, current in shown.items():
        typer.echo(f"{key} = {json.dumps(current, ensure_ascii=False)}")
