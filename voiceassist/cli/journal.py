"""``voiceassist journal``: single entries, by hand.  Files are in `journal_files`, looks in `journal_show`."""

# ruff: noqa: ARG001 - the flags that are fields of an entry are taken from the context all at once

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from voiceassist.cli import journal_files
from voiceassist.cli.common import own_params, settings

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from voiceassist.journal import Entry, Journal

app = typer.Typer(help="Look at, mend and keep safe what was logged.", no_args_is_help=True)
journal_files.register(app)


def _number(value: str) -> str | float:
    """The number; '' stays, since it empties a field.  Raises BadParameter."""
    try:
        return float(value) if value != "" else ""
    except ValueError:
        raise typer.BadParameter(f"{value!r} is not a number") from None


Json = Annotated[bool, typer.Option("--json", help="Print JSON.")]
Ids = Annotated[list[str], typer.Argument(metavar="ID…", help="The id or its end, or 'last'.")]
At = Annotated[
    str | None, typer.Option(metavar="DATE", help="When it happened: 2026-11-22, or '2026-11-22 21:00'; else now.")
]
Since = Annotated[str | None, typer.Option(metavar="DATE", help="When it began, in the same way.")]
Place = Annotated[str | None, typer.Option(help="eyelid, calf, thumb, upper_arm …")]
Side = Annotated[str | None, typer.Option(help="left, right or both.")]
Duration = Annotated[
    float | None, typer.Option("--duration", metavar="SECONDS", parser=_number, help="How long each time.")
]
Intensity = Annotated[float | None, typer.Option(metavar="NUMBER", parser=_number, help="0 to 10.")]
Trigger = Annotated[list[str] | None, typer.Option("--trigger", help="caffeine, stress, fatigue … (repeatable)")]
With = Annotated[list[str] | None, typer.Option("--with", help="cramp, tingling, weakness … (repeatable)")]
Note = Annotated[str | None, typer.Option(help="Free words about a twitch.")]
Measure = Annotated[str | None, typer.Option(help="For a value of the day: caffeine, water, sleep, stress …")]
Amount = Annotated[float | None, typer.Option(metavar="NUMBER", parser=_number, help="How much.")]
Unit = Annotated[str | None, typer.Option(help="cup, mg, ml, l, glass, h, min or point.")]
Topic = Annotated[str | None, typer.Option(help="For a note: medicine, question or other.")]
Text = Annotated[str | None, typer.Option(help="The note's words.")]


@app.command()
def add(
    context: typer.Context,
    place: Place = None,
    side: Side = None,
    duration_s: Duration = None,
    intensity: Intensity = None,
    triggers: Trigger = None,
    with_: With = None,
    note: Note = None,
    at: At = None,
    since: Since = None,
    measure: Measure = None,
    amount: Amount = None,
    unit: Unit = None,
    topic: Topic = None,
    text: Text = None,
    as_json: Json = False,
) -> None:
    """Log a twitch, with --measure a value of the day, with --text a note. In words: `voiceassist ask`."""
    from voiceassist.cli.journal_show import in_words, print_json
    from voiceassist.journal import Entry

    flags = _given(context)
    if not flags:
        raise typer.BadParameter("say what to log, for example --place calf --side left --duration 60")
    kind = "day" if measure else "note" if text else "twitch"
    if kind == "note":
        flags.setdefault("topic", "other")
    now = settings(context).now()
    with open_journal(context) as journal:
        stamp = {"id": journal.new_id(now), "at": now.isoformat(), "created_at": now.isoformat(), "source": "command"}
        entry = Entry.from_dict({**stamp, **flags, "kind": kind})
        _check_possible(entry, now)
        journal.add([entry], turn=entry.id)
    if as_json:
        print_json({"op": "insert", "entry": entry.to_dict()})
        return
    typer.echo(f"Logged: {in_words(entry)}")
    if with_:
        typer.echo("Something came with it: `voiceassist checklist` asks whether it should be seen to.")


@app.command("list")
def list_entries(
    context: typer.Context,
    kind: Annotated[list[str] | None, typer.Option(help="twitch, day, note, sign, assessment or plan.")] = None,
    start: Annotated[str | None, typer.Option("--from", metavar="ISO", help="The first day or moment.")] = None,
    end: Annotated[str | None, typer.Option("--to", metavar="ISO", help="The last day, or the moment after.")] = None,
    place: Place = None,
    side: Side = None,
    limit: Annotated[
        int | None, typer.Option(min=1, help="The latest so many; 20 where they are shown, all with --json.")
    ] = None,
    as_json: Json = False,
) -> None:
    """Show the latest entries, oldest first."""
    from voiceassist.cli.journal_show import print_json, print_table
    from voiceassist.cli.period import first_moment, moment_after
    from voiceassist.journal import KINDS, vocabulary

    for name, asked, known in (
        ("kind", kind or [], KINDS),
        ("place", [place], vocabulary.PLACES),
        ("side", [side], vocabulary.SIDES),
    ):
        for value in asked:
            if value is not None and value not in known:
                raise typer.BadParameter(f"no {name} is called {value}: take {', '.join(known)}")
    zone = settings(context).now().tzinfo
    shown = limit if limit or as_json else 20
    with open_journal(context) as journal:
        found = list(
            journal.entries(
                kinds=kind,
                start=first_moment(start, zone),
                end=moment_after(end, zone),
                place=place,
                side=side,
                limit=shown,
                newest_first=True,
            )
        )[::-1]
        total = journal.count()
    if as_json:
        print_json([entry.to_dict() for entry in found])
    else:
        print_table(found, total)


@app.command()
def show(context: typer.Context, ids: Ids, as_json: Json = False) -> None:
    """Show entries with everything they hold."""
    from voiceassist.cli.journal_show import print_entry, print_json

    with open_journal(context) as journal:
        entries = [journal.find(one) for one in ids]
    if as_json:
        print_json([entry.to_dict() for entry in entries])
        return
    for entry in entries:
        print_entry(entry)


@app.command()
def edit(
    context: typer.Context,
    entry_id: Annotated[str, typer.Argument(metavar="ID", help="The id or its end, or 'last'.")],
    place: Place = None,
    side: Side = None,
    duration_s: Duration = None,
    intensity: Intensity = None,
    triggers: Trigger = None,
    with_: With = None,
    note: Note = None,
    at: At = None,
    since: Since = None,
    measure: Measure = None,
    amount: Amount = None,
    unit: Unit = None,
    topic: Topic = None,
    text: Text = None,
    as_json: Json = False,
) -> None:
    """Change an entry by flags, or in $EDITOR where none is given. '' empties a field."""
    from voiceassist.cli.journal_show import in_words, print_json

    flags = _given(context)
    with open_journal(context) as journal:
        old = journal.find(entry_id)
        now = settings(context).now()
        new = _checked(old, {**old.to_dict(), **flags}, now) if flags else _edited(old, now)
        if new != old:
            journal.update(new, turn=journal.new_id(now))
    if as_json:
        print_json({"op": "update", "entry": new.to_dict()})
    else:
        typer.echo(f"Changed: {in_words(new)}" if new != old else "Nothing was changed.")


@app.command()
def delete(context: typer.Context, ids: Ids, as_json: Json = False) -> None:
    """Take entries out; `voiceassist journal undo` brings them back."""
    from voiceassist.cli.journal_show import in_words, print_json

    with open_journal(context) as journal:
        wanted = [journal.find(one).id for one in ids]
        removed = journal.delete(wanted, turn=journal.new_id(settings(context).now()))
    if as_json:
        print_json([{"op": "delete", "entry": entry.to_dict()} for entry in removed])
        return
    for entry in removed:
        typer.echo(f"Deleted: {in_words(entry)}")


@app.command()
def undo(context: typer.Context, as_json: Json = False) -> None:
    """Take back the last change; again, the one before it."""
    from voiceassist.cli.journal_show import in_words, print_json

    with open_journal(context) as journal:
        undone = journal.undo()
    if as_json:
        print_json([{"op": undone.effect, "entry": e.to_dict()} for e in undone.entries] if undone else [])
    elif undone is None:
        typer.echo("There is nothing to undo.")
    else:
        done = {"delete": "Removed again", "update": "Back to", "insert": "Brought back"}[undone.effect]
        for entry in undone.entries:
            typer.echo(f"{done}: {in_words(entry)}")


def open_journal(context: typer.Context) -> Journal:
    """The journal of the data folder that the command runs with."""
    from voiceassist.journal import Journal

    return Journal.open(settings(context).data_dir / "journal.sqlite3")


def _given(context: typer.Context) -> dict[str, Any]:
    """The flags that were given, by their names in an entry's JSON; moments are of the clock on the wall."""
    from voiceassist.cli.period import first_moment, is_day

    given: dict[str, Any] = {}
    for name, value in own_params(context).items():
        if name in ("as_json", "entry_id") or value in (None, [], ()):
            continue
        field = "with" if name == "with_" else name
        if field in ("at", "since") and value:
            moment = first_moment(value, settings(context).now().tzinfo)
            given[field] = moment.isoformat() if moment else None
            if field == "at":
                given["at_precision"] = "day" if is_day(value) else "minute"
        elif field in _NAMED:
            given[field] = [word.lower() for word in value if word] if isinstance(value, list) else value.lower()
        else:
            given[field] = [word for word in value if word] if isinstance(value, list | tuple) else value
    return given


_NAMED = frozenset({"place", "side", "triggers", "with", "measure", "unit", "topic"})
"""Flags whose values are names of our own, however they are written."""


def _checked(old: Entry, plain: Mapping[str, Any], now: datetime) -> Entry:
    """What `plain` makes of `old`.  Raises EntryError."""
    from voiceassist.journal import Entry, EntryError

    new = Entry.from_dict(plain)
    if new.id != old.id:
        raise EntryError("id: cannot be changed")
    _check_possible(new, max(old.at, now))
    return new


def _check_possible(entry: Entry, now: datetime) -> None:
    """Raises EntryError where an entry tells of the future, or of more than a day can hold."""
    from voiceassist.journal import Day, EntryError, measures

    for name in ("at", "since"):
        if (moment := getattr(entry, name, None)) is not None and moment > now:
            raise EntryError(f"{name}: {moment.isoformat()} is in the future")
    if isinstance(entry, Day):
        measures.check(entry.measure, entry.amount, entry.unit)


def _edited(old: Entry, now: datetime) -> Entry:
    """`old` as it was changed in the editor.  Raises EntryError that names a file with what was typed, so that nothing
    of it is lost."""
    import yaml

    from voiceassist.cli.editor import edited, kept
    from voiceassist.journal import EntryError

    text = edited(yaml.safe_dump(old.to_dict(), sort_keys=False, allow_unicode=True), ".yaml")
    try:
        changed = yaml.safe_load(text)
        if not isinstance(changed, dict):
            raise EntryError("what was edited is not an entry")
        return _checked(old, {str(name): value for name, value in changed.items()}, now)
    except (yaml.YAMLError, ValueError) as problem:  # a date that no calendar has is a ValueError
        reason = f"what was edited is not YAML: {' '.join(str(problem).split())}"
    except EntryError as problem:
        reason = str(problem)
    raise EntryError(f"{reason}; nothing was changed, and what you typed is in {kept(text, '.yaml')}")
