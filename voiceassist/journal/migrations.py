"""How the journal's tables came to be: small steps, applied in order, each exactly once.

``PRAGMA user_version`` counts the steps that a file has been through.  A step that was ever released is never changed;
what it got wrong, a later one mends.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from typing import Final

from voiceassist.journal.errors import JournalError

Migration = Callable[[sqlite3.Connection], None]

MIGRATIONS: Final[list[Migration]] = []

APPLICATION_ID: Final = int.from_bytes(b"VAJL")
"""Marks the file as one of ours in SQLite's header, where ``file`` and we ourselves look for it."""


def migration(step: Migration) -> Migration:
    """Append a step."""
    MIGRATIONS.append(step)
    return step


def migrate(db: sqlite3.Connection) -> None:
    """Bring a file to this program's version in one transaction.

    Raises JournalError where a newer program wrote it or where it is some other program's database.
    """
    if steps_behind(db) == 0:
        return
    db.execute("BEGIN IMMEDIATE")
    try:
        behind = steps_behind(db)  # another process may have been faster
        for step in MIGRATIONS[len(MIGRATIONS) - behind :]:
            step(db)
        db.execute(f"PRAGMA user_version = {len(MIGRATIONS)}")
        db.execute("COMMIT")
    except BaseException:
        db.rollback()
        raise


def steps_behind(db: sqlite3.Connection) -> int:
    """How many steps a file still has to take, found without changing it.  Raises JournalError as `migrate` does."""
    version: int
    (version,) = db.execute("PRAGMA user_version").fetchone()
    (application,) = db.execute("PRAGMA application_id").fetchone()
    (tables,) = db.execute("SELECT count(*) FROM sqlite_schema").fetchone()
    if tables and application != APPLICATION_ID:
        raise JournalError("it is another program's database; move it away or choose another --data-dir", "foreign")
    if version > len(MIGRATIONS):
        raise JournalError(
            f"it was written by a newer voiceassist (journal version {version}, this program knows "
            f"{len(MIGRATIONS)}); update voiceassist",
            "newer",
        )
    return len(MIGRATIONS) - version


@migration
def m001_entries(db: sqlite3.Connection) -> None:
    """Entries as their contract's JSON; the columns that are searched are derived from it and cannot disagree."""
    db.execute(f"PRAGMA application_id = {APPLICATION_ID}")
    db.execute(
        """
        CREATE TABLE entries (
            id TEXT PRIMARY KEY NOT NULL,
            body TEXT NOT NULL,
            kind TEXT NOT NULL AS (json_extract(body, '$.kind')) STORED,
            instant INTEGER NOT NULL AS (CAST(strftime('%s', json_extract(body, '$.at')) AS INTEGER)) STORED,
            day TEXT NOT NULL AS (substr(json_extract(body, '$.at'), 1, 10)) STORED,
            hour INTEGER AS (
                iif(json_extract(body, '$.at_precision') = 'day', NULL,
                    CAST(substr(json_extract(body, '$.at'), 12, 2) AS INTEGER))
            ) STORED,
            place TEXT AS (json_extract(body, '$.place')) STORED,
            side TEXT AS (json_extract(body, '$.side')) STORED,
            duration_s NUMERIC AS (json_extract(body, '$.duration_s')) STORED,
            triggers TEXT AS (json_extract(body, '$.triggers')) STORED,
            companions TEXT AS (json_extract(body, '$.with')) STORED,
            measure TEXT AS (json_extract(body, '$.measure')) STORED,
            amount NUMERIC AS (json_extract(body, '$.amount')) STORED,
            unit TEXT AS (json_extract(body, '$.unit')) STORED
        )
        """
    )
    for index in (
        "by_time ON entries (instant, id)",
        "by_kind ON entries (kind, instant, day)",
        "by_day ON entries (day, instant) WHERE kind IN ('twitch', 'day', 'sign')",
        "by_place ON entries (place, side, instant, day) WHERE kind = 'twitch'",
        "by_hour ON entries (hour, instant) WHERE kind = 'twitch'",
        "by_triggers ON entries (triggers, instant) WHERE kind = 'twitch'",
        "by_duration ON entries (duration_s, instant) WHERE kind = 'twitch'",
        "by_measure ON entries (measure, day, instant, amount, unit) WHERE kind = 'day'",
    ):
        db.execute(f"CREATE INDEX {index}")


@migration
def m002_steps(db: sqlite3.Connection) -> None:
    """What each step changed, so that it can be undone; `before` is empty where the step made the entry."""
    db.execute("CREATE TABLE steps (number INTEGER PRIMARY KEY AUTOINCREMENT, op TEXT NOT NULL, turn TEXT NOT NULL)")
    db.execute(
        """
        CREATE TABLE changes (
            step INTEGER NOT NULL REFERENCES steps (number) ON DELETE CASCADE,
            entry_id TEXT NOT NULL,
            before TEXT,
            PRIMARY KEY (step, entry_id)
        ) WITHOUT ROWID
        """
    )
