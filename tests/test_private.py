"""Files of the person's own: whole at every moment, whoever writes at once, and nobody else's to read."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable
from pathlib import Path

import pytest

from voiceassist.config import remember
from voiceassist.private import begun_anew, replacing, write_privately

LONG = 200_000


def at_once(*tasks: Callable[[], object]) -> list[BaseException]:
    """Do all of them beside each other; what any of them raised."""
    raised: list[BaseException] = []
    together = threading.Barrier(len(tasks))

    def run(task: Callable[[], object]) -> None:
        together.wait()
        try:
            task()
        except BaseException as problem:
            raised.append(problem)

    threads = [threading.Thread(target=run, args=(task,)) for task in tasks]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return raised


def test_whoever_reads_while_several_write_reads_what_one_of_them_wrote(tmp_path: Path) -> None:
    path = tmp_path / "told.json"
    write_privately(path, "a" * LONG)
    seen: set[str] = set()

    def write(letter: str) -> None:
        for _ in range(40):
            write_privately(path, letter * LONG)

    def read() -> None:
        for _ in range(200):
            seen.add(path.read_text())

    assert at_once(lambda: write("a"), lambda: write("b"), lambda: write("c"), read) == []
    assert seen <= {letter * LONG for letter in "abc"}
    assert list(tmp_path.iterdir()) == [path]


def test_a_file_and_every_folder_made_for_it_are_the_owners_alone(tmp_path: Path) -> None:
    before = os.umask(0)
    try:
        write_privately(tmp_path / "a" / "b" / "told.json", "mine")
    finally:
        os.umask(before)
    modes = {path.name: path.stat().st_mode & 0o777 for path in tmp_path.rglob("*")}
    assert modes == {"a": 0o700, "b": 0o700, "told.json": 0o600}


def test_a_file_begun_anew_is_the_owners_alone_and_what_is_no_file_stays_everybodys(tmp_path: Path) -> None:
    file, pipe = tmp_path / "events.jsonl", tmp_path / "pipe"
    file.write_text("before")
    file.chmod(0o644)
    os.mkfifo(pipe)
    pipe.chmod(0o644)
    reader = os.open(pipe, os.O_RDONLY | os.O_NONBLOCK)
    for path in (file, pipe):
        os.close(begun_anew(path))
    os.close(reader)
    assert file.read_text() == ""
    assert (file.stat().st_mode & 0o777, pipe.stat().st_mode & 0o777) == (0o600, 0o644)


def test_what_was_there_stays_where_writing_fails(tmp_path: Path) -> None:
    path = tmp_path / "told.json"
    write_privately(path, "before")
    with pytest.raises(UnicodeEncodeError), replacing(path) as fresh:
        fresh.write_text("half of it")
        fresh.write_text("\ud800", encoding="utf-8")
    assert path.read_text() == "before"
    assert list(tmp_path.iterdir()) == [path]


def test_settings_are_never_half_written_and_a_link_to_them_stays(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept, link = tmp_path / "kept" / "config.toml", tmp_path / "config.toml"
    kept.parent.mkdir()
    link.symlink_to(kept)
    monkeypatch.setenv("VOICEASSIST_CONFIG", str(link))
    remember("rate", "0.5")
    with kept.open(encoding="utf-8") as opened_before:
        remember("verbosity", "brief")
        assert "rate = 0.5" in opened_before.read()
    assert link.is_symlink()
    assert 'verbosity = "brief"' in kept.read_text()
    assert kept.stat().st_mode & 0o777 == 0o600
