"""Backups that were proved, restoring, and erasing for good."""

from __future__ import annotations

import os
import sqlite3
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest

from voiceassist.journal import Journal, JournalError, Twitch
from voiceassist.journal.backup import KEPT_DAYS, backup, backups, daily, restore, verify
from voiceassist.journal.erase import erase, personal_files

NOW = datetime.fromisoformat("2026-11-22T09:10:00+01:00")
Make = Callable[..., Twitch]


@pytest.fixture
def folder(path: Path) -> Path:
    return path.parent / "backups"


def test_a_backup_is_one_private_file_that_holds_everything(journal: Journal, folder: Path, twitch: Make) -> None:
    entries = [twitch(), twitch()]
    journal.add(entries, "t")
    target = folder / "copy.sqlite3"
    assert backup(journal, target) == 2
    assert [file.name for file in folder.iterdir()] == ["copy.sqlite3"]
    assert (folder.stat().st_mode & 0o777, target.stat().st_mode & 0o777) == (0o700, 0o600)
    with Journal.open(target) as copy:
        assert list(copy.entries()) == entries


def test_a_backup_is_never_written_over(journal: Journal, folder: Path) -> None:
    backup(journal, folder / "copy.sqlite3")
    with pytest.raises(JournalError, match="there already"):
        backup(journal, folder / "copy.sqlite3")


def test_a_backup_taken_while_another_writes_is_whole(journal: Journal, path: Path, folder: Path, twitch: Make) -> None:
    stop = threading.Event()

    def write() -> None:
        with Journal.open(path) as other:
            while not stop.is_set():
                moment = NOW
                pair = [Twitch(id=other.new_id(moment), at=moment, created_at=moment, source="voice") for _ in range(2)]
                other.add(pair, "t")

    journal.add([twitch(words="x" * 500) for _ in range(2000)], "t")
    writer = threading.Thread(target=write)
    writer.start()
    try:
        counts = [backup(journal, folder / f"{n}.sqlite3") for n in range(5)]
    finally:
        stop.set()
        writer.join()
    assert counts == sorted(counts)
    assert all(count % 2 == 0 and count >= 2000 for count in counts), "half a turn was copied"


def test_one_backup_a_day_is_kept_for_seven_days(journal: Journal, folder: Path) -> None:
    first = date(2026, 11, 1)
    days = [first + timedelta(days=n) for n in range(10)]
    made = [daily(journal, folder, day) for day in days]
    assert all(made)
    assert daily(journal, folder, days[-1]) is None
    assert sorted(file.stem for file in folder.iterdir()) == [f"daily-{day}" for day in days[-KEPT_DAYS:]]


def test_programs_that_start_together_on_a_new_day_all_have_its_backup(
    journal: Journal, path: Path, folder: Path, twitch: Make
) -> None:
    journal.add([twitch(words="x" * 500) for _ in range(200)], "t")
    days = [date(2026, 11, 1) + timedelta(days=n) for n in range(KEPT_DAYS * 2)]
    together = threading.Barrier(4)

    def begin_each_day() -> None:
        with Journal.open(path) as own:
            for day in days:
                together.wait(10)
                daily(own, folder, day)

    with ThreadPoolExecutor(together.parties) as programs:
        for begun in [programs.submit(begin_each_day) for _ in range(together.parties)]:
            begun.result(30)
    assert sorted(file.name for file in folder.iterdir()) == [f"daily-{day}.sqlite3" for day in days[-KEPT_DAYS:]]
    assert {verify(file) for file in folder.iterdir()} == {200}


def test_other_files_among_the_backups_are_left_alone(journal: Journal, folder: Path) -> None:
    backup(journal, folder / "before-the-holidays.sqlite3")
    daily(journal, folder, date(2026, 11, 1))
    daily(journal, folder, date(2026, 12, 1))
    assert {file.name for file in backups(folder)} == {"before-the-holidays.sqlite3", "daily-2026-12-01.sqlite3"}


def test_restoring_brings_the_backup_and_keeps_what_was_there_aside(
    journal: Journal, path: Path, folder: Path, twitch: Make
) -> None:
    early, late = twitch(), twitch()
    journal.add([early], "t")
    backup(journal, folder / "copy.sqlite3")
    journal.add([late], "t")
    journal.close()
    aside = restore(folder / "copy.sqlite3", path, NOW)
    assert aside is not None
    with Journal.open(path) as restored, Journal.open(aside) as replaced:
        assert list(restored.entries()) == [early]
        assert list(replaced.entries()) == [early, late]
    assert path.stat().st_mode & 0o777 == 0o600
    assert (folder / "copy.sqlite3").exists()
    second = restore(folder / "copy.sqlite3", path, NOW)
    assert second not in (None, aside), "the clock may stand still"


def test_what_a_killed_program_left_in_its_log_goes_aside_with_its_journal(
    journal: Journal, path: Path, folder: Path, twitch: Make
) -> None:
    backup(journal, folder / "copy.sqlite3")
    entry = twitch()
    journal.add([entry], "t")
    aside = restore(folder / "copy.sqlite3", path, NOW)  # the journal is open still, its log not yet merged
    assert aside is not None
    with Journal.open(path) as restored:
        assert list(restored.entries()) == []
    journal.close()
    with Journal.open(aside) as replaced:
        assert list(replaced.entries()) == [entry]


def test_restoring_replaces_a_file_that_is_no_journal_and_keeps_it(journal: Journal, path: Path, folder: Path) -> None:
    backup(journal, folder / "copy.sqlite3")
    journal.close()
    path.write_text("dear diary")
    aside = restore(folder / "copy.sqlite3", path, NOW)
    assert aside is not None
    assert aside.read_text() == "dear diary"
    assert verify(path) == 0


@pytest.mark.parametrize("content", [b"dear diary", b"", b"SQLite format 3\x00" + b"\xff" * 5000])
def test_a_backup_that_is_none_is_refused_and_the_journal_stays(
    journal: Journal, path: Path, tmp_path: Path, twitch: Make, content: bytes
) -> None:
    entry = twitch()
    journal.add([entry], "t")
    broken = tmp_path / "broken.sqlite3"
    broken.write_bytes(content)
    for wrong in (broken, tmp_path / "missing.sqlite3"):
        with pytest.raises(JournalError) as problem:
            restore(wrong, path, NOW)
        assert "\n" not in str(problem.value)
    assert list(journal.entries()) == [entry]


def test_a_backup_of_a_newer_program_is_refused_and_the_journal_stays(
    journal: Journal, path: Path, folder: Path, twitch: Make
) -> None:
    newer = folder / "newer.sqlite3"
    backup(journal, newer)
    with closing(sqlite3.connect(newer)) as db:
        db.execute("PRAGMA user_version = 999")
    entry = twitch()
    journal.add([entry], "t")
    with pytest.raises(JournalError, match=r"newer\.sqlite3 .*newer voiceassist"):
        restore(newer, path, NOW)
    assert list(path.parent.glob("journal-replaced*")) == []
    with Journal.open(path) as still:
        assert list(still.entries()) == [entry]


def test_a_page_gone_bad_is_found(journal: Journal, path: Path, twitch: Make) -> None:
    journal.add([twitch(words="x" * 900) for _ in range(50)], "t")
    journal.close()
    assert verify(path) == 50
    with path.open("r+b") as file:
        file.seek(-3 * 4096, os.SEEK_END)
        file.write(b"\xff" * 4096)
    with pytest.raises(JournalError, match="damaged"):
        verify(path)


def test_deleted_words_leave_no_trace_in_the_file_once_they_cannot_be_undone(
    journal: Journal, path: Path, twitch: Make
) -> None:
    entry = twitch(words="xyzzy" * 50)
    journal.add([entry], "t")
    journal.delete([entry.id], "t")
    journal.undo()
    journal.undo()
    journal.close()
    assert b"xyzzy" not in path.read_bytes()


PERSONAL = (
    *("misses.jsonl", "told.json", "spoken.json", ".told.json.a_0b1c2d.new", ".journal.sqlite3.a_0b1c2d.new-journal"),
    *(
        "journal-replaced-20261101T091000-2.sqlite3",
        "journal-replaced-20261101T091000-2.sqlite3-wal",
        "sessions/a.b.json",
    ),
    *("reports/twitch-report-2026-10-24-2026-11-22.pdf", "backups/journal-20261101T091000.sqlite3"),
    *(f"cache/grammar-{'0a' * 16}.npz", "cache/pronunciations.dict", "cache/pronunciations-en.dict"),
    f"cache/speech/{'0a' * 32}.wav",
)
FOREIGN = (
    *("holiday.txt", "journal-2019.docx", "journal.sqlite3.bak", "journaling/x.txt", "spoken-word-poems.txt"),
    *("told-by-grandma.txt", "misses-you.txt", "backups/photos.tar", "backups/photos.sqlite3", "reports/school.pdf"),
    *("cache/maps/tile.png", "sessions/jam.wav"),
)


def put(data: Path, names: tuple[str, ...]) -> None:
    for name in names:
        (data / name).parent.mkdir(parents=True, exist_ok=True)
        (data / name).write_text("xyzzy")


def test_erasing_removes_all_that_is_personal(journal: Journal, path: Path, folder: Path, twitch: Make) -> None:
    journal.add([twitch(words="xyzzy")], "t")
    backup(journal, folder / "before-the-holidays.sqlite3")
    daily(journal, folder, NOW.date())
    journal.close()
    restore(folder / "before-the-holidays.sqlite3", path, NOW)
    data = path.parent
    put(data, PERSONAL)
    outside = data.parent / "outside.txt"
    outside.write_text("mine")
    (data / "sessions" / "link.json").symlink_to(outside)
    hard_link = data.parent / "hard-link"
    hard_link.hardlink_to(path)
    count = len(personal_files(data))
    assert erase(data) == count == len(PERSONAL) + 5
    assert list(data.iterdir()) == []
    assert outside.read_text() == "mine"
    assert not hard_link.read_bytes().strip(b"\x00"), "the bytes themselves were not overwritten"


def test_erasing_leaves_every_other_file_as_it_is(journal: Journal, path: Path) -> None:
    journal.close()
    data = path.parent
    put(data, PERSONAL + FOREIGN)
    erase(data)
    left = {file.relative_to(data).as_posix(): file.read_text() for file in data.rglob("*") if file.is_file()}
    assert left == dict.fromkeys(FOREIGN, "xyzzy")


def test_erasing_an_empty_or_missing_folder_is_done_at_once(tmp_path: Path) -> None:
    assert erase(tmp_path / "nothing") == 0
