"""What there is to hear and speak with, and whether everything works."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import Annotated

import typer

from voiceassist.cli.common import settings

Json = Annotated[bool, typer.Option("--json", help="Print JSON.")]


def devices(as_json: Json = False) -> None:
    """List microphones and loudspeakers."""
    from rich.console import Console
    from rich.table import Table

    from voiceassist.devices.listing import devices as listed

    found = listed()
    if as_json:
        typer.echo(json.dumps([asdict(device) for device in found], ensure_ascii=False))
        return
    if not found:
        typer.echo("No sound devices. Try `voiceassist demo` or `voiceassist chat`.")
        return
    table = Table(*asdict(found[0]))
    for device in found:
        table.add_row(*(str(value) for value in asdict(device).values()))
    Console().print(table)


def voices(context: typer.Context, as_json: Json = False) -> None:
    """List the voices that speak the language; `config voice NAME` chooses one."""
    from voiceassist.synthesis.choose import voices as listed

    found = listed(settings(context).language)
    if as_json:
        typer.echo(json.dumps(found, ensure_ascii=False))
        return
    typer.echo("\n".join(found) or "No voice. Try `voiceassist doctor`; until then replies are shown.")


def doctor(context: typer.Context, as_json: Json = False) -> None:
    """Check microphone, loudspeaker, voices, recognisers, models, journal and data folder."""
    from voiceassist.doctor import examine

    failed = False
    for finding in examine(settings(context)):
        failed = failed or (finding.essential and not finding.ok)
        if as_json:
            typer.echo(json.dumps(asdict(finding), ensure_ascii=False))
        else:
            typer.echo(f"{'ok ' if finding.ok else 'NO '} {finding.name}: {finding.told}")
            if not finding.ok and finding.remedy:
                typer.echo(f"      → {finding.remedy}")
    if failed:
        raise typer.Exit(1)
