"""``voiceassist trends`` and ``voiceassist report``: what weeks of entries show, on the terminal and on paper."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from voiceassist.cli.common import not_ours, settings
from voiceassist.cli.journal import open_journal

if TYPE_CHECKING:
    from voiceassist.report.period import Period

Json = Annotated[bool, typer.Option("--json", help="Print JSON.")]
Stretch = Annotated[str, typer.Option("--period", metavar="PERIOD", help="30d, 12w, 2026-10-01/2026-10-31 …")]


def trends(
    context: typer.Context,
    period: Stretch = "90d",
    output: Annotated[Path | None, typer.Option(metavar="FILE", help="Draw them: .svg or .png.")] = None,
    as_json: Json = False,
) -> None:
    """Show frequency, places and what went together, over time."""
    from voiceassist import reporting
    from voiceassist.cli.journal_show import print_json

    chosen = settings(context)
    now, language = chosen.now(), chosen.language_folder
    not_ours(output, chosen)
    with open_journal(context) as journal:
        report = reporting.report(journal, _period(period, context), now, language)
    if output is not None:
        reporting.draw(report, language, output)
    if as_json:
        print_json(report.trends.to_dict())
    elif output is not None:
        typer.echo(str(output))
    else:
        from voiceassist.cli.trends_show import print_trends
        from voiceassist.report.wording import Wording

        print_trends(report, Wording.load(language))


def report(
    context: typer.Context,
    period: Stretch = "30d",
    output: Annotated[
        Path | None, typer.Option(metavar="FILE", help=".pdf, .html or .json (FHIR); in the data folder if left out.")
    ] = None,
    name: Annotated[str | None, typer.Option(help="Who it is about; left blank to fill in if not given.")] = None,
    birth_year: Annotated[int | None, typer.Option(min=1900, max=2100, help="Their year of birth.")] = None,
    as_json: Json = False,
) -> None:
    """Write one page for a doctor."""
    from voiceassist import reporting
    from voiceassist.cli.journal_show import print_json
    from voiceassist.report.person import Person

    chosen = settings(context)
    now, language = chosen.now(), chosen.language_folder
    wanted = _period(period, context)
    target = not_ours(output, chosen) or reporting.usual_place(wanted, language, chosen.data_dir)
    with open_journal(context) as journal:
        reporting.write(journal, wanted, now, language, target, Person(name, birth_year))
    if as_json:
        print_json({"path": str(target), "period": f"{wanted.first}/{wanted.last}"})
    else:
        typer.echo(str(target))


def _period(text: str, context: typer.Context) -> Period:
    from voiceassist.report.period import Period

    return Period.parse(text, settings(context).now())
