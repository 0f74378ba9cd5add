"""A journal that cannot be used: danger is answered all the same, one line tells the rest, and no byte is lost."""

from __future__ import annotations

import json
import shutil
import sqlite3
import subprocess
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from tests.cli.program import ROOT, Done, Program

TALK = "twitch in my left calf\nI can't breathe\nwhat causes twitching\n"
IN_ITS_OWN_MOUNTS = ("unshare", "--user", "--map-root-user", "--mount", "bash", "-c")


def conversation(program: Program, before: tuple[str, ...] = ()) -> Done:
    """Something to log, an emergency, and a question, in one conversation."""
    return program.run("chat", "--json", input=TALK, before=before)


def holds(done: Done, problem: str, said: str) -> None:
    """The three were answered, nothing was said to be logged, `problem` is told in one line, and `said` says it."""
    logging, danger, question = (event["text"] for event in done.of("reply")[-3:])
    assert problem in done.problem
    assert logging.startswith("I could not save that.") and said in logging
    assert "Logged" not in done.out
    assert [event["level"] for event in done.of("triage")] == ["emergency"]
    assert "emergency number" in danger.split(".")[0]
    assert "stress" in question.lower()
    assert done.of("journal") == []


def newer(path: Path) -> None:
    with closing(sqlite3.connect(path)) as db:
        db.execute("PRAGMA user_version = 999")


def garbage(path: Path) -> None:
    path.write_text("milk, eggs, bread\n" * 100)


def foreign(path: Path) -> None:
    path.unlink()
    with closing(sqlite3.connect(path)) as db:
        db.execute("CREATE TABLE bookmarks (title TEXT)")


def torn(path: Path) -> None:
    whole = path.read_bytes()
    path.write_bytes(whole[:1024] + b"\xff" * 3072 + whole[4096:])


@pytest.mark.parametrize(
    ("spoil", "problem", "said"),
    [
        (newer, "newer voiceassist", "newer voiceassist"),
        (garbage, "is not a journal", "another program's"),
        pytest.param(foreign, "another program's database", "another program's", marks=pytest.mark.slow),
        pytest.param(torn, "is damaged", "is damaged", marks=pytest.mark.slow),
    ],
    ids=["newer", "not SQLite", "another program's", "torn"],
)
def test_a_journal_that_cannot_be_read_is_left_as_it_is(
    program: Program, spoil: Callable[[Path], None], problem: str, said: str
) -> None:
    subprocess.run(program.command("journal", "add", "--place", "thumb"), check=True, cwd=ROOT, stdout=subprocess.PIPE)
    spoil(program.journal)
    before = program.journal.read_bytes()
    holds(conversation(program), problem, said)
    assert program.journal.read_bytes() == before


@pytest.mark.slow
def test_a_file_in_place_of_the_data_folder_is_left_as_it_is(program: Program) -> None:
    shutil.rmtree(program.data)
    program.data.write_text("mine")
    holds(conversation(program), "--data-dir", "may not write")
    assert program.data.read_text() == "mine"


def mounts() -> bool:
    """Whether a process may have mounts of its own here."""
    if not shutil.which("unshare"):
        return False
    done = subprocess.run([*IN_ITS_OWN_MOUNTS, "mount -t tmpfs x /mnt"], capture_output=True, check=False)
    return done.returncode == 0


@pytest.fixture
def mounted(program: Program) -> Callable[[str], tuple[str, ...]]:
    """The command that runs another with the data folder mounted as told; skips where that is not allowed."""
    if not mounts():
        pytest.skip("this system allows no mounts without privileges")
    return lambda mount: (*IN_ITS_OWN_MOUNTS, f'set -e; {mount.format(data=program.data)}; exec "$@"', "-")


@pytest.mark.slow
def test_a_read_only_data_folder(program: Program, mounted: Callable[[str], tuple[str, ...]]) -> None:
    holds(conversation(program, mounted("mount -t tmpfs -o ro x {data}")), "--data-dir", "may not write")


@pytest.mark.slow
def test_a_full_disk(program: Program, mounted: Callable[[str], tuple[str, ...]]) -> None:
    """Room for the empty journal and what was compiled, but for no entry."""
    assert program.run("journal", "list").code == 0
    kept = program.data.with_name("kept")
    shutil.copytree(program.data, kept)
    size = sum(path.stat().st_size // 1024 + 8 for path in kept.rglob("*"))
    done = conversation(
        program,
        mounted(
            f"mount -t tmpfs -o size={size}k x {{data}}; cp -r {kept}/. {{data}}; "
            "cat /dev/zero > {data}/rest 2> /dev/null || true"
        ),
    )
    holds(done, "Free some space", "Free some space")


@pytest.mark.slow
def test_files_that_may_not_grow(program: Program) -> None:
    """The same without mounts: every file stops growing at 8 KB, as with a quota."""
    program.run("journal", "list")
    shutil.rmtree(program.data / "cache")
    done = conversation(program, ("bash", "-c", 'ulimit -f 8; exec "$@"', "-"))
    holds(done, "Free some space", "Free some space")
    assert program.run("journal", "check").code == 0
    assert not [path for path in program.data.rglob("*") if path.suffix == ".new"]


@pytest.mark.slow
def test_two_processes_log_at_once_and_both_are_kept(program: Program) -> None:
    places = ["calf", "thumb", "neck", "chin"]
    running = [
        subprocess.Popen(
            program.command("chat", "--json"),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            cwd=ROOT,
            env=program.env,
        )
        for _ in range(2)
    ]
    for process in running:
        assert process.stdin
        process.stdin.write("".join(f"twitch in my {place}\n" for place in places))
        process.stdin.close()
    told = [process.stdout.read() for process in running if process.stdout]
    assert [process.wait(60) for process in running] == [0, 0]
    logged = [json.loads(line)["entry"]["id"] for out in told for line in out.splitlines() if '"insert"' in line]
    entries = program.entries()
    assert sorted(logged) == sorted(entry["id"] for entry in entries)
    assert sorted(entry["place"] for entry in entries) == sorted(places * 2)


@pytest.mark.slow
def test_another_process_that_keeps_writing_is_told_about(program: Program) -> None:
    program.run("journal", "list")
    held = sqlite3.connect(program.journal, isolation_level=None)
    held.execute("BEGIN IMMEDIATE")
    try:
        assert "another voiceassist is writing" in program.run("ask", "twitch in my calf").problem
        assert "emergency number" in program.run("ask", "my father is choking").out
    finally:
        held.close()


def test_a_session_that_cannot_be_kept_is_told_about(program: Program) -> None:
    (program.data / "sessions").write_text("a file where a folder should be")
    done = program.run("ask", "I can't breathe", "--session", "one")
    assert "--session" in done.problem
    assert "emergency number" in done.out
