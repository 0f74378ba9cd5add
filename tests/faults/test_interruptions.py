"""Ctrl-C at any moment: exit code 130, the terminal as it was, and a journal that holds exactly what was said to be
logged."""

from __future__ import annotations

import json
import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.cli.program import ROOT, Program

pytestmark = [
    pytest.mark.paced,
    pytest.mark.skipif(sys.platform == "win32", reason="terminals and signals of POSIX"),
]
SEED = 20261122


def interrupted(program: Program, after: float, *words: object) -> tuple[int, str, str]:
    """Exit code and output of a command whose whole group of processes is interrupted, as a terminal does."""
    process = subprocess.Popen(
        program.command(*words),
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
        env=program.env, cwd=ROOT, start_new_session=True,
    )  # fmt: skip
    time.sleep(after)
    os.killpg(process.pid, signal.SIGINT)
    out, err = process.communicate(timeout=30)
    return process.returncode, out, err


def kept(program: Program, out: str) -> None:
    """Everything that an event called logged is in the journal, which is whole."""
    told = [json.loads(line) for line in out.splitlines() if line.endswith("}")]
    logged = {event["entry"]["id"] for event in told if event["event"] == "journal"}
    assert logged <= {entry["id"] for entry in program.entries()}
    assert program.run("journal", "check").code == 0


@pytest.mark.slow
def test_an_answer_that_is_interrupted(program: Program) -> None:
    words = ("ask", "twitch in my calf", "--json")
    began = time.monotonic()
    assert program.run(*words, anew=True).code == 0
    whole = time.monotonic() - began
    ends = []
    for tenth in range(1, 10):
        code, out, err = interrupted(program, whole * tenth / 10, *words)
        ends.append(code)
        # Before Python has reached the program, the signal itself ends the process.
        assert code in (0, 130, -signal.SIGINT), err
        assert code == -signal.SIGINT or "Traceback" not in err
        if code == 0:
            assert '"reply"' in out
    assert 130 in ends
    kept(program, out)


@pytest.mark.slow
@pytest.mark.parametrize("where", ["voiceassist.cli.app", "voiceassist.understanding"], ids=["program", "command"])
def test_an_interrupt_while_a_dataclass_is_made(program: Program, tmp_path: Path, where: str) -> None:
    (tmp_path / "sitecustomize.py").write_text(INTERRUPTS_AN_IMPORT.replace("WHERE", where))
    done = program.run("ask", "hello", env={"PYTHONPATH": str(tmp_path)})
    assert (done.code, done.out, done.err) == (130, "", "")


@pytest.mark.slow
def test_a_spoken_conversation_that_is_interrupted(program: Program, calf: Path) -> None:
    moments = random.Random(SEED)
    recordings = [word for _ in range(40) for word in ("--input", calf)]
    for _ in range(5):
        moment = moments.uniform(0.5, 8)
        code, out, err = interrupted(
            program, moment, "listen", *recordings, "--realtime", "--events", "-", "--free", "none"
        )
        assert (code, "Traceback" in err) == (130, False), err
        kept(program, out)


@pytest.mark.slow
def test_ctrl_c_leaves_the_terminal_as_it_was(program: Program, calf: Path) -> None:
    import pty
    import termios

    master, slave = pty.openpty()
    before = termios.tcgetattr(slave)
    listen = program.command("listen", "--input", calf, "--realtime", "--free", "none")
    process = subprocess.Popen(
        [sys.executable, "-c", TAKES_THE_TERMINAL, *listen],
        stdin=slave, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
        env=program.env, cwd=ROOT, start_new_session=True,
    )  # fmt: skip
    assert process.stdout
    while b"listening" not in (line := process.stdout.readline()):
        assert line, "it ended before it listened"
    assert termios.tcgetattr(slave) != before, "while it listens it watches for any key"
    os.write(master, b"\x03")
    told = process.stdout.read()
    assert process.wait(30) == 130
    assert b"Traceback" not in told
    assert termios.tcgetattr(slave) == before
    os.close(master)
    os.close(slave)


TAKES_THE_TERMINAL = """
import fcntl, os, sys, termios
fcntl.ioctl(0, termios.TIOCSCTTY, 0)
os.execv(sys.argv[1], sys.argv[1:])
"""
INTERRUPTS_AN_IMPORT = """
import sys

class Interrupts:
    def find_spec(self, name, path, target=None):
        if name == "WHERE":
            exec("raise KeyboardInterrupt")

sys.meta_path.insert(0, Interrupts())
"""
