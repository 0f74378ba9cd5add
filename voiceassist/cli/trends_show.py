"""How trends look in a terminal."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from rich.console import Console
from rich.markup import escape
from rich.table import Table

from voiceassist.report.page import page
from voiceassist.report.report import Report
from voiceassist.report.series import Span
from voiceassist.report.wording import Wording

_BAR = 24
_EIGHTHS = " ▏▎▍▌▋▊▉"
_PLACES = 8


def print_trends(report: Report, wording: Wording) -> None:
    """The report's findings as tables and small charts that fit the terminal."""
    console = Console()
    shown = page(report, wording)
    console.print(f"[bold]{escape(shown['period'])}[/bold]")
    console.print(escape(shown["summary"]))
    if shown["thin"]:
        console.print(escape(shown["thin"]), style="italic")
    found = report.trends
    if not found.logged:
        return
    tables = [_findings(shown["findings"]), _weeks(found.weeks, wording)]
    if found.places:
        tables.append(_places(report, wording))
    for name in ("regions", "links"):
        table = shown["tables"][name]
        if table["rows"]:
            tables.append(_table(table["title"], table["head"], table["rows"], table["note"]))
    for shown_table in tables:
        console.print()
        console.print(shown_table)
    console.print()
    for told in shown["beside"]["items"]:
        console.print(escape(told))


def bar(share: float, width: int = _BAR) -> str:
    """A bar of block letters, `share` of `width` long, to an eighth of a letter."""
    eighths = round(share * width * 8)
    return ("█" * (eighths // 8) + _EIGHTHS[eighths % 8]).rstrip()


def _findings(findings: dict[str, Any]) -> Table:
    rows = [(item["rung"], item["text"]) for item in findings["items"]]
    return _table(findings["title"], (), rows or [("", findings["none"])])


def _weeks(weeks: Sequence[Span], wording: Wording) -> Table:
    highest = max((week.rate or 0 for week in weeks), default=0) or 1
    rows = [
        (
            wording.date(week.first, "day"),
            "–" if week.rate is None else f"{week.rate:.1f}",
            "" if week.rate is None else bar(week.rate / highest),
            f"{week.twitch_days}/{week.logged}",
        )
        for week in weeks
    ]
    return _table(wording.say("weeks"), wording.texts("weeks_head"), rows)


def _places(report: Report, wording: Wording) -> Table:
    places = report.trends.places[:_PLACES]
    rows = [(wording.where(place), str(place.n), bar(place.n / places[0].n)) for place in places]
    return _table(wording.say("body"), (), rows)


def _table(title: str, head: Sequence[str], rows: Sequence[Sequence[str]], note: str = "") -> Table:
    table = Table(title=escape(title), title_justify="left", title_style="bold", box=None, pad_edge=False)
    table.show_header = bool(head)
    if note:
        table.caption, table.caption_justify, table.caption_style = escape(note), "left", "dim"
    for number in range(len(rows[0])):
        table.add_column(escape(head[number]) if head else "", overflow="fold")
    for row in rows:
        table.add_row(*map(escape, row))
    return table
