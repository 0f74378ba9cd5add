"""The program as a person or a script runs it: a real process with its own data folder."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from tests.cli.fork_server import server

ROOT = Path(__file__).resolve().parents[2]
NOW = "2026-11-22T09:10:00+01:00"
_INTERPRETER = 3
"""Words of a command line before what the program is given: the interpreter and ``-m voiceassist``."""


@dataclass(frozen=True)
class Done:
    """How a command ended."""

    code: int
    out: str
    err: str

    @property
    def lines(self) -> list[str]:
        return self.out.splitlines()

    @property
    def events(self) -> list[dict[str, Any]]:
        """Standard output as JSON lines; fails where any line is something else."""
        return [json.loads(line) for line in self.lines]

    def of(self, event: str) -> list[dict[str, Any]]:
        """The events called `event`."""
        return [one for one in self.events if one["event"] == event]

    @property
    def problem(self) -> str:
        """The one line on standard error with which the command failed."""
        assert self.code == 1, self
        return self.line

    @property
    def line(self) -> str:
        """The one line on standard error."""
        assert "Traceback" not in self.err, self.err
        (line,) = self.err.splitlines()
        assert line.startswith("voiceassist: "), line
        return line.removeprefix("voiceassist: ")


class Program:
    """Runs commands in a data folder and a config folder of their own."""

    def __init__(self, folder: Path, warm: Path | None = None) -> None:
        """`warm` is a cache folder with what an earlier run compiled."""
        self.data = folder / "data"
        if warm:
            shutil.copytree(warm, self.data / "cache")
            self.data.chmod(0o700)
        self.env = {**os.environ, "VOICEASSIST_CONFIG": str(folder / "config.toml"), "COLUMNS": "200"}

    @property
    def journal(self) -> Path:
        return self.data / "journal.sqlite3"

    def command(self, *words: object) -> list[str]:
        """The command line of ``voiceassist words…`` on this data folder."""
        return [sys.executable, "-m", "voiceassist", "--data-dir", str(self.data), *map(str, words)]

    def run(
        self,
        *words: object,
        input: str | None = None,
        env: Mapping[str, str] | None = None,
        before: tuple[str, ...] = (),
        timeout: float = 120,
        anew: bool = False,
    ) -> Done:
        """Run ``voiceassist words…`` to its end; `before` is a command that runs it.

        With an `env` of its own, or a command before it, it begins `anew` too, else, where there are forks, in one (see
        `fork_server`).
        """
        if env is None and not before and not anew and hasattr(os, "fork"):
            return self._run_in_a_fork(words, input, timeout)
        done = subprocess.run(
            [*before, *self.command(*words)],
            input=input,
            stdin=None if input is not None else subprocess.DEVNULL,
            capture_output=True,
            text=True,
            env={**self.env, **(env or {})},
            cwd=ROOT,
            timeout=timeout,
            check=False,
        )
        assert "Traceback" not in done.stderr, done.stderr
        return Done(done.returncode, done.stdout, done.stderr)

    def _run_in_a_fork(self, words: tuple[object, ...], input: str | None, timeout: float) -> Done:
        with ExitStack() as files:
            said, out, err = (files.enter_context(tempfile.TemporaryFile("w+")) for _ in range(3))
            said.write(input or "")
            said.seek(0)
            given = self.command(*words)[_INTERPRETER:]
            code = server().run(given, self.env, ROOT, (said, out, err), timeout)
            for file in (out, err):
                file.seek(0)
            done = Done(code, out.read(), err.read())
        assert "Traceback" not in done.err, done.err
        return done

    def entries(self) -> list[dict[str, Any]]:
        """What the journal holds, asked of the program."""
        listed: list[dict[str, Any]] = json.loads(self.run("journal", "list", "--json").out)
        return listed


@pytest.fixture
def program(tmp_path: Path, warm: Path) -> Program:
    """The program with an empty journal."""
    return Program(tmp_path, warm)
