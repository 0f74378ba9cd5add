"""The store: what is confirmed is on disk, private, and can be taken back."""

from __future__ import annotations

import json
import os
import random
import resource
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from voiceassist.journal.entry import Entry, Twitch
from voiceassist.journal.errors import JournalError
from voiceassist.journal.migrations import MIGRATIONS
from voiceassist.journal.store import STEPS_KEPT, Journal

NOW = datetime.fromisoformat("2026-11-22T09:10:00+01:00")
Make = Callable[..., Twitch]


def all_of(journal: Journal) -> list[Entry]:
    return list(journal.entries())


def test_what_was_added_is_there_for_the_next_program(journal: Journal, path: Path, twitch: Make) -> None:
    entry = twitch(words="my left eyelid – “again”", note="line\nbreak\x00")
    journal.add([entry], "t1")
    with Journal.open(path) as other:
        assert other.get(entry.id) == entry
        assert all_of(other) == [entry]


def test_entries_come_by_the_time_they_happened_not_by_their_offset(journal: Journal, twitch: Make) -> None:
    later = twitch("2026-11-22T09:00:00+01:00")
    earlier = twitch("2026-11-22T09:30:00+02:00")
    journal.add([later, earlier], "t1")
    assert all_of(journal) == [earlier, later]
    assert list(journal.entries(newest_first=True)) == [later, earlier]
    assert list(journal.entries(start=later.at)) == [later]
    assert list(journal.entries(end=later.at)) == [earlier]


def test_entries_are_chosen_by_kind_place_and_side(journal: Journal, twitch: Make, day: Make) -> None:
    eyelid, calf = twitch(), twitch(place="calf", side="right")
    coffee = day("2026-11-22T08:00:00+01:00", "caffeine", 2, "cup")
    journal.add([eyelid, calf, coffee], "t1")
    assert list(journal.entries(kinds=["day"])) == [coffee]
    assert list(journal.entries(place="calf")) == [calf]
    assert list(journal.entries(side="left")) == [eyelid]
    assert list(journal.entries(limit=1)) == [coffee]
    assert list(journal.entries(kinds=[])) == []


def test_many_entries_come_in_pages_without_loss_or_repetition(journal: Journal, twitch: Make) -> None:
    entries = [twitch(NOW + timedelta(minutes=i // 3)) for i in range(1203)]
    journal.add(entries, "t1")
    assert all_of(journal) == entries
    assert list(journal.entries(newest_first=True, limit=700)) == entries[:-701:-1]


def test_one_turn_is_undone_at_once(journal: Journal, twitch: Make) -> None:
    first, second, third = twitch(), twitch(place="calf"), twitch(place="thumb")
    journal.add([first], "t1")
    journal.add([second, third], "t2")
    undone = journal.undo()
    assert undone is not None
    assert (undone.op, undone.effect, undone.entries) == ("insert", "delete", (second, third))
    assert all_of(journal) == [first]


def test_undo_goes_back_through_changes_deletions_and_insertions(journal: Journal, path: Path, twitch: Make) -> None:
    entry = twitch()
    corrected = replace(entry, side="right")
    journal.add([entry], "t1")
    journal.update(corrected, "t2")
    assert journal.delete([entry.id], "t3") == (corrected,)
    with Journal.open(path) as later:
        steps = [later.undo() for _ in range(4)]
    assert [(step.op, step.effect, step.entries) if step else None for step in steps] == [
        ("delete", "insert", (corrected,)),
        ("update", "update", (entry,)),
        ("insert", "delete", (entry,)),
        None,
    ]


def test_what_can_no_longer_be_undone_is_forgotten(journal: Journal, twitch: Make) -> None:
    secret = twitch(words="forget this")
    journal.add([secret], "t")
    journal.delete([secret.id], "t")
    for _ in range(STEPS_KEPT):
        journal.add([twitch()], "t")
    assert journal.rows("SELECT count(*) FROM changes WHERE before LIKE '%forget this%'") == [(0,)]
    undone = 0
    while journal.undo():
        undone += 1
    assert undone == STEPS_KEPT


def test_a_turn_that_fails_leaves_nothing_behind(journal: Journal, twitch: Make) -> None:
    entry = twitch()
    journal.add([entry], "t1")
    with pytest.raises(JournalError, match="already"):
        journal.add([twitch(), entry], "t2")
    with pytest.raises(JournalError, match="no entry"):
        journal.delete([entry.id, journal.new_id(NOW)], "t3")
    with pytest.raises(JournalError, match="no entry"):
        journal.update(twitch(), "t4")
    assert all_of(journal) == [entry]
    undone = journal.undo()
    assert undone is not None
    assert undone.entries == (entry,)


def test_new_ids_sort_behind_those_of_a_journal_whose_clock_was_ahead(
    journal: Journal, path: Path, twitch: Make
) -> None:
    ahead = twitch("2030-01-01T00:00:00+00:00")
    journal.add([ahead], "t1")
    with Journal.open(path) as other:
        ids = [other.new_id(NOW) for _ in range(3)]
    assert [ahead.id, *ids] == sorted({ahead.id, *ids})


def test_files_and_folder_are_the_owners_alone_even_under_a_generous_umask(tmp_path: Path) -> None:
    before = os.umask(0o022)
    try:
        with Journal.open(tmp_path / "new" / "data" / "journal.sqlite3") as journal:
            journal.add([Twitch(id=journal.new_id(NOW), at=NOW, created_at=NOW, source="voice")], "t")
            files = {file.name: file.stat().st_mode & 0o777 for file in journal.path.parent.iterdir()}
    finally:
        os.umask(before)
    assert files == dict.fromkeys(("journal.sqlite3", "journal.sqlite3-wal", "journal.sqlite3-shm"), 0o600)
    assert (tmp_path / "new").stat().st_mode & 0o777 == 0o700
    assert (tmp_path / "new" / "data").stat().st_mode & 0o777 == 0o700


def test_every_commit_is_flushed_to_the_disk(journal: Journal) -> None:
    assert journal.rows("PRAGMA journal_mode") == [("wal",)]
    assert journal.rows("PRAGMA synchronous") == [(2,)]


def test_a_journal_of_the_first_version_is_brought_up_to_date(path: Path, twitch: Make, journal: Journal) -> None:
    entry = twitch()
    journal.close()
    path.unlink()
    old = sqlite3.connect(path)
    MIGRATIONS[0](old)
    old.execute("PRAGMA user_version = 1")
    old.execute("INSERT INTO entries (id, body) VALUES (?, ?)", (entry.id, json.dumps(entry.to_dict())))
    old.commit()
    old.close()
    with Journal.open(path) as opened:
        assert all_of(opened) == [entry]
        assert opened.undo() is None
        assert opened.rows("PRAGMA user_version") == [(len(MIGRATIONS),)]
        opened.delete([entry.id], "t")
        assert opened.undo() is not None


def test_a_migration_that_fails_leaves_the_old_version(
    path: Path, journal: Journal, monkeypatch: pytest.MonkeyPatch
) -> None:
    def half(db: sqlite3.Connection) -> None:
        db.execute("CREATE TABLE half (x)")
        db.execute("nonsense")

    journal.close()
    monkeypatch.setattr("voiceassist.journal.migrations.MIGRATIONS", [*MIGRATIONS, half])
    with pytest.raises(JournalError):
        Journal.open(path)
    monkeypatch.undo()
    with Journal.open(path) as opened:
        assert opened.rows("SELECT count(*) FROM sqlite_schema WHERE name = 'half'") == [(0,)]


def refusal(path: Path) -> str:
    before = path.read_bytes()
    with pytest.raises(JournalError) as problem:
        Journal.open(path)
    assert path.read_bytes() == before
    message = str(problem.value)
    assert "\n" not in message
    assert str(path) in message
    return message


def test_a_newer_journal_is_refused_and_left_alone(journal: Journal, path: Path) -> None:
    journal.rows("PRAGMA user_version = 99")
    journal.close()
    assert "newer voiceassist" in refusal(path)


def test_a_file_that_is_no_journal_is_refused_and_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "journal.sqlite3"
    path.write_text("dear diary, my eyelid")
    assert "is not a journal" in refusal(path)


def test_another_programs_database_is_refused_and_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "journal.sqlite3"
    db = sqlite3.connect(path)
    db.execute("PRAGMA journal_mode = WAL")
    db.execute("CREATE TABLE recipes (name)")
    db.commit()
    db.close()
    assert "another program's database" in refusal(path)


def test_a_damaged_journal_is_refused_and_left_alone(journal: Journal, path: Path, twitch: Make) -> None:
    journal.add([twitch() for _ in range(50)], "t")
    journal.close()
    with path.open("r+b") as file:
        file.seek(100)
        file.write(b"\xff" * 8000)
    assert "damaged" in refusal(path)


def test_a_full_disk_is_said_and_nothing_is_half_written(journal: Journal, twitch: Make) -> None:
    journal.add([twitch()], "t1")
    (pages,) = journal.rows("PRAGMA page_count")[0]
    journal.rows(f"PRAGMA max_page_count = {pages}")
    with pytest.raises(JournalError, match="disk is full") as problem:
        journal.add([twitch(words="x" * 3000) for _ in range(20)], "t2")
    assert "\n" not in str(problem.value)
    assert len(all_of(journal)) == 1
    journal.rows("PRAGMA max_page_count = 1000000")
    journal.add([twitch()], "t3")
    assert len(all_of(journal)) == 2


WRITER = """
import sys
from datetime import datetime
from pathlib import Path
from voiceassist.journal.entry import Twitch
from voiceassist.journal.store import Journal
now = datetime.fromisoformat("2026-11-22T09:10:00+01:00")
with Journal.open(Path(sys.argv[1])) as journal:
    for n in range(int(sys.argv[2])):
        ids = [journal.new_id(now), journal.new_id(now)]
        journal.add([Twitch(id=i, at=now, created_at=now, source="voice", words=str(n)) for i in ids], str(n))
        print(*ids, flush=True)
"""


def writer(path: Path, count: int) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", WRITER, path, str(count)], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )


def test_two_processes_write_one_new_journal_at_once(path: Path) -> None:
    both = [writer(path, 40) for _ in range(2)]
    told = [process.communicate(timeout=60) for process in both]
    assert [error for _, error in told] == ["", ""]
    confirmed = " ".join(output for output, _ in told).split()
    with Journal.open(path) as journal:
        assert sorted(entry.id for entry in all_of(journal)) == sorted(confirmed)
    assert len(confirmed) == 160


@pytest.mark.skipif(sys.platform == "win32", reason="limits of POSIX processes")
def test_a_disk_that_takes_no_more_bytes_fails_in_one_line(path: Path) -> None:
    process = subprocess.run(
        [sys.executable, "-c", WRITER, path, "1000"],
        capture_output=True,
        text=True,
        check=False,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (200_000, 200_000)),
    )
    assert "JournalError: The journal" in process.stderr.splitlines()[-1]
    confirmed = process.stdout.split()
    assert confirmed
    with Journal.open(path) as journal:
        assert [entry.id for entry in all_of(journal)] == confirmed


@pytest.mark.skipif(os.name != "posix", reason="folders that only root may write")
def test_a_folder_that_cannot_be_written_fails_in_one_line() -> None:
    as_nobody = WRITER.replace("now = ", "import os\nif os.geteuid() == 0: os.setuid(65534)\nnow = ", 1)
    process = subprocess.run(
        [sys.executable, "-c", as_nobody, "/var/voiceassist/journal.sqlite3", "1"],
        capture_output=True,
        text=True,
        check=False,
    )
    assert "Permission denied; choose another folder" in process.stderr.splitlines()[-1]


def kill_while_writing(path: Path, times: int) -> None:
    chance = random.Random(7)
    confirmed: list[str] = []
    for _ in range(times):
        process = writer(path, 100_000)
        assert process.stdout is not None
        confirmed += process.stdout.readline().split()
        time.sleep(chance.uniform(0, 0.03))
        process.kill()
        confirmed += process.stdout.read().rpartition("\n")[0].split()
        process.wait()
    with Journal.open(path) as journal:
        entries = all_of(journal)
        kept = [entry.id for entry in entries]
        assert set(confirmed) <= set(kept), "a confirmed entry was lost"
        assert len(kept) == len(set(kept)), "an entry was doubled"
        assert len(kept) % 2 == 0, "half a turn was written"
        assert len(kept) - len(confirmed) <= 2 * times
        assert journal.rows("PRAGMA integrity_check") == [("ok",)]


def test_what_was_confirmed_survives_kill_9(path: Path, pytestconfig: pytest.Config) -> None:
    """Each time a process is begun and ended, which adds up."""
    kill_while_writing(path, 200 if pytestconfig.getoption("--every-recording") else 40)
