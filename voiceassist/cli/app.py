"""The tree of commands."""

from __future__ import annotations

from typing import Annotated

import typer

from voiceassist.cli import bench, care, devices, journal, later, models, plan, preferences, report, talk
from voiceassist.cli.common import DataDir, Intents, Language, Now, choose, everywhere

app = typer.Typer(
    name="voiceassist",
    help="An offline voice assistant for people whose muscles twitch. Not a medical device.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)


def _version(wanted: bool) -> None:
    if wanted:
        from voiceassist import __version__

        typer.echo(__version__)
        raise typer.Exit


@app.callback()
def _begin(
    context: typer.Context,
    data_dir: DataDir = None,
    intents: Intents = None,
    language: Language = None,
    now: Now = None,
    _: Annotated[bool, typer.Option("--version", callback=_version, is_eager=True, help="Print the version.")] = False,
) -> None:
    choose(context, {"data_dir": data_dir, "intents": intents, "language": language, "now": now})


app.command("listen")(talk.listen)
app.command("demo")(talk.demo)
app.command("ask")(talk.ask)
app.command("chat")(talk.chat)
app.command("say")(talk.say)
app.command("tip")(care.tip)
app.command("checklist")(care.checklist)
app.add_typer(plan.app, name="plan")
app.add_typer(journal.app, name="journal")
app.command("trends")(report.trends)
app.command("report")(report.report)
app.command("misses")(care.misses)
app.add_typer(models.app, name="models")
app.command("devices")(devices.devices)
app.command("voices")(devices.voices)
app.command("doctor")(devices.doctor)
app.add_typer(bench.app, name="bench")
app.command("serve")(later.serve)
app.command("config")(preferences.config)
everywhere(app)
