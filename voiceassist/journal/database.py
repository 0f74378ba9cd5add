"""Opening the journal's file so that it is private, durable and shared safely."""

from __future__ import annotations

import errno
import os
import sqlite3
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from voiceassist.journal.errors import JournalError, Reason
from voiceassist.journal.migrations import APPLICATION_ID, migrate, steps_behind
from voiceassist.private import make_private_folder, sync_folder

BUSY_S: Final = 10.0
"""How long one process waits for another that is writing."""

_MAGIC: Final = b"SQLite format 3\x00"
_APPLICATION_AT: Final = 68
"""Where in the header the application's id is (https://sqlite.org/fileformat.html, 1.3)."""


def connect(path: Path) -> sqlite3.Connection:
    """A connection in autocommit mode to the journal at `path`, which is made where there is none.

    SQLite gives its -wal and -shm files the mode of the database, so the database is made 0600 before SQLite sees
    it.  Raises JournalError.
    """
    with told(path):
        _prepare(path)
        db = sqlite3.connect(path, timeout=BUSY_S, isolation_level=None, check_same_thread=False)
        try:
            with named(path):
                steps_behind(db)  # before anything is changed: the file may be somebody else's
            _write_ahead(db)
            db.execute("PRAGMA synchronous = FULL")  # NORMAL may lose the last commits when the power goes
            db.execute("PRAGMA foreign_keys = ON")
            db.execute("PRAGMA secure_delete = ON")  # what was deleted leaves no trace in free pages
            with named(path):
                migrate(db)
        except BaseException:
            db.close()
            raise
        return db


def is_journal(file: Path) -> bool:
    """Whether a file bears the mark of a journal in SQLite's header, damaged or not.  Raises OSError."""
    if not file.is_file():
        return False
    with file.open("rb") as opened:
        header = opened.read(_APPLICATION_AT + 4)
    return header.startswith(_MAGIC) and header[_APPLICATION_AT:] == APPLICATION_ID.to_bytes(4)


@contextmanager
def named(path: Path) -> Iterator[None]:
    """Put the journal's name before what is the matter with it."""
    try:
        yield
    except JournalError as problem:
        raise JournalError(f"The journal {path} cannot be used: {problem}", problem.reason) from None


@contextmanager
def told(path: Path) -> Iterator[None]:
    """Turn what SQLite and the system say into one line for the person."""
    try:
        yield
    except sqlite3.OperationalError as problem:
        advice, reason = _advice(str(problem))
        raise JournalError(f"The journal {path} cannot be used: {advice}", reason) from problem
    except sqlite3.DatabaseError as problem:
        raise JournalError(
            f"The journal {path} is damaged ({problem}); it was left as it is. Bring back a backup with "
            "'voiceassist journal restore'",
            "damaged",
        ) from problem
    except OSError as problem:
        raise JournalError(
            f"{problem.filename or path} cannot be used: {problem.strerror}; choose another folder with --data-dir",
            "full" if problem.errno in (errno.ENOSPC, errno.EDQUOT) else "unwritable",
        ) from problem


def _advice(problem: str) -> tuple[str, Reason]:
    if "full" in problem:
        return "the disk is full; nothing was changed. Free some space and say it again", "full"
    if "disk I/O" in problem:
        # SQLite's shared index and files at their quota fail this way when no space is left.
        return (
            "it cannot be written, the disk may be full; nothing was changed. Free some space and say it again",
            "full",
        )
    if "locked" in problem:
        return "another voiceassist is writing to it; try again", "busy"
    if "readonly" in problem or "unable to open" in problem:
        return f"{problem}; make it writable or choose another folder with --data-dir", "unwritable"
    return problem, "other"


def _write_ahead(db: sqlite3.Connection) -> None:
    # SQLite does not wait for another process while the mode changes, so the first two to arrive may collide.
    give_up = time.monotonic() + BUSY_S
    while db.execute("PRAGMA journal_mode").fetchone()[0] != "wal":
        try:
            db.execute("PRAGMA journal_mode = WAL")
        except sqlite3.OperationalError:
            if time.monotonic() > give_up:
                raise
            time.sleep(0.01)


def _prepare(path: Path) -> None:
    make_private_folder(path.parent)
    try:
        descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        with path.open("r+b") as file:
            start = file.read(len(_MAGIC))
        if start and start != _MAGIC:
            raise JournalError(
                f"{path} is not a journal; it was left as it is. 'voiceassist journal restore' puts it aside and "
                "brings back a backup",
                "foreign",
            ) from None
        if path.stat().st_mode & 0o077:
            path.chmod(0o600)
    else:
        os.close(descriptor)
        sync_folder(path.parent)
