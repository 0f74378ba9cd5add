"""The commands of ``voiceassist journal`` that deal with whole files."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from voiceassist.cli.common import not_ours, settings
from voiceassist.errors import VoiceAssistError

if TYPE_CHECKING:
    from voiceassist.journal import Journal
    from voiceassist.journal.transfer import Preview

Json = Annotated[bool, typer.Option("--json", help="Print JSON.")]
_JOURNAL = "journal.sqlite3"
_REASONS_SHOWN = 20


def register(app: typer.Typer) -> None:
    """Add the commands to the group."""
    app.command("import")(import_file)
    app.command("export")(export_file)
    for command in (backup, restore, check, erase):
        app.command()(command)


def import_file(
    context: typer.Context,
    file: Annotated[Path, typer.Argument(metavar="FILE", help="An exported journal, or any CSV diary with --map.")],
    columns: Annotated[
        list[str] | None,
        typer.Option("--map", metavar="COLUMN=FIELD", help="For a foreign CSV diary, for example --map Where=place."),
    ] = None,
    date_format: Annotated[
        str | None, typer.Option(metavar="FORMAT", help="How a foreign diary writes dates, for example '%d.%m.%Y'.")
    ] = None,
    kind: Annotated[str, typer.Option(help="What the rows of a foreign diary are.")] = "twitch",
    preview_only: Annotated[bool, typer.Option("--preview", help="Say what would happen and change nothing.")] = False,
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask.")] = False,
    as_json: Json = False,
) -> None:
    """Bring entries in. The same file twice changes nothing; rows that cannot be used are named and left out."""
    from voiceassist.cli.journal_show import print_json
    from voiceassist.journal import transfer
    from voiceassist.journal.foreign import Foreign, mapping_of

    chosen = settings(context)
    foreign = None
    if columns:
        foreign = Foreign(mapping_of(columns), None if chosen.clock is None else chosen.clock.tzinfo, date_format, kind)
    with _open(chosen.data_dir) as journal:
        plan = transfer.preview(journal, transfer.read_file(file, foreign))
        if not as_json:
            _tell(plan)
        asks = sys.stdin.isatty() and not yes and not as_json
        go = bool(plan.new) and not preview_only and (not asks or typer.confirm("Add them?"))
        if go:
            journal.add(plan.new, turn=journal.new_id(chosen.now()))
    if as_json:
        rejected = [{"row": one.number, "reason": one.reason} for one in plan.rejected]
        differing = [entry.id for entry in plan.differing]
        numbers = {"new": len(plan.new), "known": plan.known, "differing": differing, "rejected": rejected}
        print_json({**numbers, "added": len(plan.new) if go else 0})
    elif go:
        typer.echo("Done; `voiceassist journal undo` takes it back.")
    if plan.rejected and not (plan.new or plan.known or plan.differing):
        raise VoiceAssistError(f"nothing in {file} could be used; compare its columns with what --map names")


def export_file(
    context: typer.Context,
    file: Annotated[
        Path | None, typer.Argument(metavar="[FILE]", help="Ends with .json or .csv; standard output if left out.")
    ] = None,
    as_csv: Annotated[bool, typer.Option("--csv", help="Print CSV instead of JSON.")] = False,
    _as_json: Json = False,
) -> None:
    """Write the whole journal down as JSON (its schema is shipped) or CSV."""
    from voiceassist.journal import transfer

    chosen = settings(context)
    not_ours(file, chosen)
    with _open(chosen.data_dir) as journal:
        if file is not None:
            count = transfer.export(journal, file, chosen.now())
            typer.echo(f"Wrote {count} entries to {file}.", err=True)
        elif as_csv:
            transfer.write_csv(journal.entries(), sys.stdout)
        else:
            transfer.write_json(journal.entries(), sys.stdout, chosen.now())


def backup(
    context: typer.Context,
    file: Annotated[Path | None, typer.Argument(metavar="[FILE]", help="In the data folder if left out.")] = None,
    as_json: Json = False,
) -> None:
    """Make a copy of the journal and prove it readable."""
    from voiceassist.cli.journal_show import print_json
    from voiceassist.journal import backup as backups

    chosen = settings(context)
    target = file or chosen.data_dir / "backups" / f"journal-{chosen.now():%Y%m%dT%H%M%S}.sqlite3"
    with _open(chosen.data_dir) as journal:
        count = backups.backup(journal, target)
    if as_json:
        print_json({"file": str(target), "entries": count})
    else:
        typer.echo(f"Copied {count} entries to {target} and checked them.")


def restore(
    context: typer.Context,
    file: Annotated[Path | None, typer.Argument(metavar="[FILE]", help="The latest backup if left out.")] = None,
    as_json: Json = False,
) -> None:
    """Put a backup in the journal's place; what was there is kept aside."""
    from voiceassist.cli.journal_show import print_json
    from voiceassist.journal import backup as backups

    chosen = settings(context)
    found = (file,) if file else backups.backups(chosen.data_dir / "backups")
    if not found:
        raise VoiceAssistError(f"There is no backup in {chosen.data_dir / 'backups'}; name the file to restore from")
    aside = backups.restore(found[0], chosen.data_dir / _JOURNAL, chosen.now())
    with _open(chosen.data_dir) as journal:
        count = journal.count()
    if as_json:
        print_json({"file": str(found[0]), "entries": count, "aside": str(aside) if aside else None})
    else:
        kept = f" What was there before is in {aside}." if aside else ""
        typer.echo(f"The journal is back to the {count} entries of {found[0]}.{kept}")


def check(
    context: typer.Context,
    file: Annotated[Path | None, typer.Argument(metavar="[FILE]", help="A backup; the journal if left out.")] = None,
    as_json: Json = False,
) -> None:
    """Read every page and every entry of the journal or of a backup."""
    from voiceassist.cli.journal_show import print_json
    from voiceassist.journal import backup as backups

    data_dir = settings(context).data_dir
    target = file or data_dir / _JOURNAL
    if file is None:
        with _open(data_dir) as journal:
            read = sum(1 for _ in journal.entries())
    count = backups.verify(target)
    if file is None and read != count:
        raise VoiceAssistError(f"{target} holds {count} entries, of which {read} can be found; restore a backup")
    kept = len(backups.backups(data_dir / "backups"))
    if as_json:
        print_json({"file": str(target), "entries": count, "ok": True, "backups": kept})
    else:
        typer.echo(f"{target} is whole: {count} entries. Backups: {kept}.")


def erase(
    context: typer.Context,
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask.")] = False,
    as_json: Json = False,
) -> None:
    """Erase everything personal: journal, backups, conversations, caches, what was not understood."""
    from voiceassist.cli.journal_show import print_json
    from voiceassist.journal.erase import erase as erase_all
    from voiceassist.journal.erase import personal_files

    data_dir = settings(context).data_dir
    if not yes:
        if not sys.stdin.isatty():
            raise VoiceAssistError(
                f"This erases everything personal in {data_dir} for good; say --yes if that is meant"
            )
        typer.confirm(f"Erase {len(personal_files(data_dir))} files in {data_dir} for good?", abort=True)
    count = erase_all(data_dir)
    if as_json:
        print_json({"erased": count})
    else:
        typer.echo(f"Erased {count} files. Exports, reports and copies made elsewhere are yours to remove.")


def _open(data_dir: Path) -> Journal:
    from voiceassist.journal import Journal

    return Journal.open(data_dir / _JOURNAL)


def _tell(plan: Preview) -> None:
    typer.echo(
        f"{len(plan.new)} new, {plan.known} here already, {len(plan.differing)} here with other content "
        f"(left as they are), {len(plan.rejected)} that cannot be used."
    )
    for one in plan.rejected[:_REASONS_SHOWN]:
        typer.echo(f"  row {one.number}: {one.reason}")
    if len(plan.rejected) > _REASONS_SHOWN:
        typer.echo(f"  … and {len(plan.rejected) - _REASONS_SHOWN} more; --json lists them all")
