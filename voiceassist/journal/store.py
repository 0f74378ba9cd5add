"""The journal on disk.  When a method that writes returns, what it wrote has been flushed to the disk.

Every call that writes is one transaction and one step that `Journal.undo` takes back.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from threading import RLock
from types import TracebackType
from typing import Any, Final, Self

from voiceassist.journal import ids
from voiceassist.journal.database import connect, told
from voiceassist.journal.entry import Entry
from voiceassist.journal.errors import JournalError

STEPS_KEPT: Final = 100
"""How many steps can be undone.  What was deleted earlier than that is gone for good."""

_PAGE: Final = 500


OPPOSITE: Final = {"insert": "delete", "update": "update", "delete": "insert"}
"""What undoes each operation."""


@dataclass(frozen=True)
class Undone:
    """A step that was taken back."""

    op: str
    """What the step had done: ``insert``, ``update`` or ``delete``."""
    entries: tuple[Entry, ...]
    """The entries it concerned: those now gone for an insert, as they are again for an update or a delete."""
    before: tuple[Entry, ...] = ()
    """What an update had made of them."""

    @property
    def effect(self) -> str:
        """What undoing it did to the journal."""
        return OPPOSITE[self.op]


class Journal:
    """The entries in one SQLite file.  May be shared by threads, and the file by processes.

    Raises JournalError, with one line for the person, where the file cannot be read or written.
    """

    def __init__(self, path: Path) -> None:
        """The journal at `path`, opened when it is first used, so that one that cannot be used stops nobody before."""
        self.path = path
        self._connection: sqlite3.Connection | None = None
        self._lock = RLock()
        self._last_id: str | None = None

    @classmethod
    def open(cls, path: Path) -> Journal:
        """The journal at `path`, made where there is none and brought to this program's version, at once."""
        journal = cls(path)
        journal._connection = connect(path)
        return journal

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Close the file."""
        if self._connection is not None:
            self._connection.close()

    def new_id(self, now: datetime) -> str:
        """An identifier for an entry made at `now` that sorts behind all others, whatever the clock did."""
        with self._lock:
            (stored,) = self.rows("SELECT max(id) FROM entries")[0]
            last: str | None = max(filter(None, (stored, self._last_id)), default=None)
            self._last_id = ids.new_id(now, after=last)
            return self._last_id

    def add(self, entries: Sequence[Entry], turn: str) -> None:
        """Keep what one turn of the conversation said.  All of it or, where an identifier is taken, nothing."""
        if not entries:
            return
        with self._step("insert", turn) as step:
            for entry in entries:
                try:
                    self._db.execute("INSERT INTO entries (id, body) VALUES (?, ?)", (entry.id, _body(entry)))
                except sqlite3.IntegrityError:
                    raise JournalError(f"There is an entry with the id {entry.id} already; nothing was added") from None
                self._remember(step, entry.id, None)

    def update(self, entry: Entry, turn: str) -> None:
        """Replace the entry that has the same identifier."""
        self.update_all([entry], turn)

    def update_all(self, entries: Iterable[Entry], turn: str) -> None:
        """Replace the entries that have the same identifiers, in one step; all of them or none."""
        with self._step("update", turn) as step:
            for entry in entries:
                self._remember(step, entry.id, self._body_of(entry.id))
                self._db.execute("UPDATE entries SET body = ? WHERE id = ?", (_body(entry), entry.id))

    def delete(self, entry_ids: Iterable[str], turn: str) -> tuple[Entry, ...]:
        """Take entries out and return them.  All of them or, where one is not there, none."""
        wanted = list(dict.fromkeys(entry_ids))
        if not wanted:
            return ()
        removed = []
        with self._step("delete", turn) as step:
            for entry_id in wanted:
                body = self._body_of(entry_id)
                removed.append(_entry(body))
                self._remember(step, entry_id, body)
                self._db.execute("DELETE FROM entries WHERE id = ?", (entry_id,))
        return tuple(removed)

    def undo(self) -> Undone | None:
        """Take back the last step that was not taken back yet; None where there is none."""
        with self._transaction():
            last = self._db.execute("SELECT number, op FROM steps ORDER BY number DESC LIMIT 1").fetchone()
            if last is None:
                return None
            number, op = last
            changes = self._db.execute(
                "SELECT entry_id, before FROM changes WHERE step = ? ORDER BY entry_id", (number,)
            ).fetchall()
            entries, changed = [], []
            for entry_id, before in changes:
                entries.append(_entry(before or self._body_of(entry_id)))
                if op == "update":
                    changed.append(_entry(self._body_of(entry_id)))
                self._db.execute("DELETE FROM entries WHERE id = ?", (entry_id,))
                if before is not None:
                    self._db.execute("INSERT INTO entries (id, body) VALUES (?, ?)", (entry_id, before))
            self._db.execute("DELETE FROM steps WHERE number = ?", (number,))
        return Undone(op, tuple(entries), tuple(changed))

    def get(self, entry_id: str) -> Entry | None:
        """The entry with this identifier."""
        rows = self.rows("SELECT body FROM entries WHERE id = ?", (entry_id,))
        return _entry(rows[0][0]) if rows else None

    def find(self, ending: str) -> Entry:
        """The one entry whose identifier ends so, or the latest written for ``last``.  Raises JournalError."""
        if ending == "last":
            rows = self.rows("SELECT body FROM entries ORDER BY id DESC LIMIT 1")
        else:
            wanted = ending.upper()
            rows = self.rows("SELECT body FROM entries WHERE substr(id, -?) = ? LIMIT 2", (len(wanted), wanted))
        if len(rows) > 1:
            raise JournalError(f"Several entries have an id that ends with {ending}; give more of it")
        if not rows:
            raise JournalError(f"There is no entry {ending}; 'voiceassist journal list' shows them")
        return _entry(rows[0][0])

    def count(self) -> int:
        """How many entries there are."""
        return int(self.rows("SELECT count(*) FROM entries")[0][0])

    def entries(
        self,
        kinds: Iterable[str] | None = None,
        *,
        start: datetime | None = None,
        end: datetime | None = None,
        place: str | None = None,
        side: str | None = None,
        limit: int | None = None,
        newest_first: bool = False,
    ) -> Iterator[Entry]:
        """Entries by the time they happened, from `start` (included) to `end` (not included).

        They are fetched a page at a time, so memory stays flat however many there are.
        """
        conditions, values = ["1"], list[object]()
        if kinds is not None:
            wanted = list(kinds)
            conditions.append(f"kind IN ({', '.join('?' * len(wanted))})")
            values += wanted
        for column, value in (("place", place), ("side", side)):
            if value is not None:
                conditions.append(f"{column} = ?")
                values.append(value)
        for comparison, moment in ((">=", start), ("<", end)):
            if moment is not None:
                conditions.append(f"instant {comparison} ?")
                values.append(second_of(moment))
        direction, beyond = ("DESC", "<") if newest_first else ("ASC", ">")
        left = limit
        last: tuple[int, str] | None = None
        while left is None or left > 0:
            page = _PAGE if left is None else min(left, _PAGE)
            onward = f" AND (instant, id) {beyond} (?, ?)" if last else ""
            rows = self.rows(
                f"SELECT instant, id, body FROM entries WHERE {' AND '.join(conditions)}{onward}"  # noqa: S608
                f" ORDER BY instant {direction}, id {direction} LIMIT {page}",
                (*values, *(last or ())),
            )
            for _, _, body in rows:
                yield _entry(body)
            if len(rows) < page:
                return
            last = rows[-1][:2]
            left = None if left is None else left - page

    def rows(self, sql: str, values: Sequence[object] = ()) -> list[tuple[Any, ...]]:
        """What a query of this package's own answers."""
        with told(self.path), self._lock:
            return self._db.execute(sql, values).fetchall()

    def copy_to(self, target: sqlite3.Connection) -> None:
        """Copy the whole file into an empty database while others may write."""
        with told(self.path), self._lock:
            self._db.backup(target)

    @property
    def _db(self) -> sqlite3.Connection:
        with self._lock:
            if self._connection is None:
                self._connection = connect(self.path)
            return self._connection

    def _body_of(self, entry_id: str) -> str:
        row = self._db.execute("SELECT body FROM entries WHERE id = ?", (entry_id,)).fetchone()
        if row is None:
            raise JournalError(f"There is no entry with the id {entry_id}; 'voiceassist journal list' shows them")
        return str(row[0])

    def _remember(self, step: int, entry_id: str, before: str | None) -> None:
        self._db.execute("INSERT INTO changes (step, entry_id, before) VALUES (?, ?, ?)", (step, entry_id, before))

    @contextmanager
    def _step(self, op: str, turn: str) -> Iterator[int]:
        with self._transaction():
            number = self._db.execute("INSERT INTO steps (op, turn) VALUES (?, ?)", (op, turn)).lastrowid or 0
            yield number
            self._db.execute("DELETE FROM steps WHERE number <= ?", (number - STEPS_KEPT,))

    @contextmanager
    def _transaction(self) -> Iterator[None]:
        with self._lock, told(self.path):
            self._db.execute("BEGIN IMMEDIATE")
            try:
                yield
                self._db.execute("COMMIT")
            except BaseException:
                if self._db.in_transaction:
                    self._db.execute("ROLLBACK")
                raise


def second_of(moment: datetime) -> int:
    """The whole second that a moment lies in, as the column ``instant`` counts."""
    return int(moment.timestamp() // 1)


def _body(entry: Entry) -> str:
    return json.dumps(entry.to_dict(), ensure_ascii=False, separators=(",", ":"))


def _entry(body: object) -> Entry:
    return Entry.from_dict(json.loads(str(body)))
