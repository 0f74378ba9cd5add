"""The daily tip, the checklist, and what was not understood."""

from __future__ import annotations

import json
from typing import Annotated

import typer

from voiceassist.cli.common import settings
from voiceassist.cli.output import typed_conversation
from voiceassist.cli.questions import hold_form

Json = Annotated[bool, typer.Option("--json", help="Print JSON.")]


def tip(
    context: typer.Context,
    step: Annotated[str | None, typer.Argument(help="caffeine, water, sleep, stress or track.")] = None,
    as_json: Json = False,
) -> None:
    """Read today's tip."""
    from voiceassist.assistant import Assistant

    chosen = settings(context)
    with typed_conversation(as_json=as_json) as listener:
        Assistant.open(chosen, listener).command("DailyTip", {"step": step} if step else {}, now=chosen.now())


def checklist(context: typer.Context, as_json: Json = False) -> None:
    """Answer the six questions; without a terminal, one answer a line from standard input."""
    hold_form(settings(context), "RunChecklist", as_json=as_json)


def misses(
    context: typer.Context,
    as_json: Json = False,
    clear: Annotated[bool, typer.Option("--clear", help="Forget them.")] = False,
) -> None:
    """List what was not understood. It is kept on this machine only; `config keep_misses false` turns that off."""
    from voiceassist.misses import Misses

    kept = Misses(settings(context).data_dir)
    if clear:
        kept.clear()
        return
    for miss in kept.all():
        if as_json:
            typer.echo(json.dumps({"at": miss.at.isoformat(), "texts": list(miss.texts)}, ensure_ascii=False))
        else:
            typer.echo(f"{miss.at:%Y-%m-%d %H:%M}  {' / '.join(miss.texts)}")
