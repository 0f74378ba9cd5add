"""``voiceassist plan``: how it goes, its start, the daily check-in."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Annotated

import typer

from voiceassist.cli.common import settings
from voiceassist.cli.output import typed_conversation
from voiceassist.cli.questions import hold_form

if TYPE_CHECKING:
    from voiceassist.config import Settings
    from voiceassist.skills.course import Course

app = typer.Typer(help="The plan of four weeks: taper caffeine, daily aims, a check-in a day.")

Json = Annotated[bool, typer.Option("--json", help="Print JSON.")]
Events = Annotated[bool, typer.Option("--json", help="Print events as JSON lines.")]


@app.callback(invoke_without_command=True)
def plan(context: typer.Context, as_json: Json = False) -> None:
    """Show the plan and how it goes; `start` begins one, `checkin` asks about today."""
    if context.invoked_subcommand is not None:
        return
    from voiceassist.cli.journal_show import print_json

    chosen = settings(context)
    found = _course(chosen)
    if as_json:
        print_json({"running": found is not None and not found.over, **(found.to_dict() if found else {})})
        return
    from voiceassist.assistant import Assistant

    with typed_conversation(as_json=False) as listener:
        Assistant.open(chosen, listener).command("AskPlan", {}, now=chosen.now())
    if found and not found.over:
        _show_taper(found, chosen)


@app.command()
def start(context: typer.Context, as_json: Events = False) -> None:
    """Begin a plan: a few questions first; without a terminal, one answer a line from standard input."""
    hold_form(settings(context), "StartPlan", as_json=as_json)


@app.command()
def checkin(context: typer.Context, as_json: Events = False) -> None:
    """Tell how today was; without a terminal, one answer a line from standard input."""
    hold_form(settings(context), "CheckIn", as_json=as_json)


def _course(chosen: Settings) -> Course | None:
    from voiceassist.journal import Journal
    from voiceassist.skills.course import course
    from voiceassist.skills.knowledge import Knowledge
    from voiceassist.skills.plan import facts_of

    facts = facts_of(Knowledge.load(chosen.language_folder))
    return course(Journal(chosen.data_dir / "journal.sqlite3"), facts, chosen.now())


def _show_taper(found: Course, chosen: Settings) -> None:
    """A line a day of the taper, today's marked."""
    from voiceassist.skills.spoken_forms import SpokenForms

    forms = SpokenForms.load(chosen.language_folder)
    for number, target in enumerate(found.plan.aims.get("caffeine", ())):
        day = found.plan.at.date() + timedelta(days=number)
        said = forms.day_value({"measure": "caffeine", "amount": target, "unit": "cup"})
        typer.echo(f"{'>' if number + 1 == found.day else ' '} {day}  {said}")
