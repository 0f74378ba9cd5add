"""Keeping the journal safe: copies that were proved readable, one a day, and bringing one back."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Final

from voiceassist.journal.database import named, told
from voiceassist.journal.errors import JournalError
from voiceassist.journal.migrations import APPLICATION_ID, steps_behind
from voiceassist.journal.store import Journal
from voiceassist.private import make_private_folder, replacing, sync, sync_folder

KEPT_DAYS: Final = 7
"""How many days a daily backup is kept."""

_DAILY: Final = "daily-{}.sqlite3"


def backup(journal: Journal, target: Path) -> int:
    """Write a copy to `target`, which must not exist yet, and return how many entries it holds.

    The copy is taken while others may write, opened and checked before it gets its name, so there is never half a
    backup under it.  Raises JournalError.
    """
    if target.exists():
        raise JournalError(f"{target} is there already; choose another name")
    return _copied(journal, target)


def daily(journal: Journal, folder: Path, today: date) -> Path | None:
    """Make today's backup in `folder` where there is none yet, drop those older than `KEPT_DAYS`; None if it was there.

    Programs that come to it at the same time each make it, and the last one's stays.  Backups of days after `today` (a
    clock that was set back) are kept.
    """
    target = folder / _DAILY.format(today.isoformat())
    made = None
    if not target.exists():
        _copied(journal, target)
        made = target
    oldest = folder / _DAILY.format((today - timedelta(days=KEPT_DAYS - 1)).isoformat())
    for old in folder.glob(_DAILY.format("????-??-??")):
        if old.name < oldest.name:
            old.unlink(missing_ok=True)
    return made


def backups(folder: Path) -> tuple[Path, ...]:
    """The backups in a folder, the latest written first."""
    return tuple(sorted(folder.glob("*.sqlite3"), key=lambda file: (file.stat().st_mtime, file.name), reverse=True))


def verify(file: Path) -> int:
    """How many entries a journal file holds, once SQLite found every page of it whole.

    Raises JournalError, also for a file that a newer program wrote.
    """
    if not file.is_file():
        raise JournalError(f"{file} is not there; 'voiceassist journal backup' makes a backup")
    with told(file), closing(sqlite3.connect(f"{file.absolute().as_uri()}?mode=ro", uri=True)) as db:
        (found,) = db.execute("PRAGMA integrity_check(1)").fetchone()
        if found != "ok":
            reason = " ".join(str(found).split())
            raise JournalError(f"{file} is damaged ({reason}); bring back a backup with 'voiceassist journal restore'")
        if db.execute("PRAGMA application_id").fetchone()[0] != APPLICATION_ID:
            raise JournalError(f"{file} is not a journal of voiceassist; choose another file")
        with named(file):
            steps_behind(db)
        return int(db.execute("SELECT count(*) FROM entries").fetchone()[0])


def restore(source: Path, path: Path, now: datetime) -> Path | None:
    """Put a backup in the journal's place; what was there before is kept aside and its new path returned.

    The backup is checked first and copied, never moved.  Close the journal before.  Raises JournalError.
    """
    verify(source)
    with told(path):
        make_private_folder(path.parent)
        with replacing(path) as fresh:
            with closing(sqlite3.connect(source)) as old, closing(sqlite3.connect(fresh)) as new:
                old.backup(new)
            sync(fresh)  # a disk that fails does so while the journal is in its place
            aside = _put_aside(path, now)
        sync_folder(path.parent)
    with Journal.open(path):  # brings an older backup to this program's version
        return aside


def _copied(journal: Journal, target: Path) -> int:
    with told(target):
        make_private_folder(target.parent)
        with replacing(target) as fresh:
            with closing(sqlite3.connect(fresh)) as copy:
                journal.copy_to(copy)
                copy.execute("PRAGMA journal_mode = DELETE")  # one file that can be carried away alone
            count = verify(fresh)
        sync_folder(target.parent)
    return count


def _put_aside(path: Path, now: datetime) -> Path | None:
    if not path.exists():
        return None
    aside = path.with_name(f"{path.stem}-replaced-{now:%Y%m%dT%H%M%S}{path.suffix}")
    number = 1
    while aside.exists():
        number += 1
        aside = path.with_name(f"{path.stem}-replaced-{now:%Y%m%dT%H%M%S}-{number}{path.suffix}")
    # The write-ahead log may hold entries that the file does not: it goes with the file it belongs to.
    for suffix in ("-wal", "-shm", ""):
        part = path.with_name(path.name + suffix)
        if part.exists():
            part.rename(aside.with_name(aside.name + suffix))
    return aside
