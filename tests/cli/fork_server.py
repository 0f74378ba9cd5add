"""The program in a process of its own that does not begin with its imports: half of what a short command takes.

A server has imported the program and forks for each command; the fork gets the command's words, environment, folder and
the files in place of its three streams, and ends as any process does.  What stays untried is the start of the
interpreter and whether a command imports all that it needs: tests that are about those begin the program anew.
"""

from __future__ import annotations

import atexit
import gc
import importlib
import json
import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import IO, Any, Final

IMPORTED: Final = ("voiceassist.cli.app", "voiceassist.assistant", "voiceassist.report")
"""What most commands take."""
_MOST_BYTES: Final = 1 << 20
_STREAMS: Final = ("stdin", "stdout", "stderr")


class ForkServer:
    """One server, begun when it is made and ended with this process."""

    def __init__(self) -> None:
        self._folder = tempfile.TemporaryDirectory()
        self._address = str(Path(self._folder.name, "socket"))
        self._process = subprocess.Popen([sys.executable, __file__, self._address], stdout=subprocess.PIPE)
        assert self._process.stdout is not None
        self._process.stdout.readline()
        atexit.register(self._process.kill)

    def run(
        self, words: Sequence[str], env: Mapping[str, str], cwd: Path, streams: Sequence[IO[str]], timeout: float
    ) -> int:
        """Run ``voiceassist words…`` on the three `streams` and give its exit code.

        Raises TimeoutError where it takes more than `timeout` seconds; it is killed then.
        """
        asked = json.dumps({"words": list(words), "env": dict(env), "cwd": str(cwd)}).encode()
        with socket.socket(socket.AF_UNIX) as line:
            line.connect(self._address)
            socket.send_fds(line, [asked], [stream.fileno() for stream in streams])
            replies = line.makefile("r")
            pid = int(replies.readline())
            line.settimeout(timeout)
            try:
                return int(replies.readline())
            except TimeoutError:
                os.kill(pid, signal.SIGKILL)
                raise


server = cache(ForkServer)
"""The one server of this process."""


def _serve(address: str) -> None:
    """Answer until killed; comes back only in the process that is to be the program."""
    for name in IMPORTED:
        importlib.import_module(name)
    from voiceassist.resources import shipped
    from voiceassist.triage import load_ladder

    load_ladder(shipped("intents") / "en" / "knowledge" / "triage.yaml")  # which the program remembers
    gc.freeze()
    with socket.socket(socket.AF_UNIX) as door:
        door.bind(address)
        door.listen()
        print("ready", flush=True)
        signal.signal(signal.SIGCHLD, signal.SIG_IGN)
        while True:
            line, _ = door.accept()
            # One process for each command waits for it, so that two may run at once.
            if os.fork() == 0:
                break
            line.close()
    asked, streams, _, _ = socket.recv_fds(line, _MOST_BYTES, len(_STREAMS))
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    if pid := os.fork():
        line.sendall(f"{pid}\n".encode())
        ended = os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])
        line.sendall(f"{ended}\n".encode())
        os._exit(0)
    line.close()
    _become(json.loads(asked), streams)


def _become(asked: Mapping[str, Any], streams: Sequence[int]) -> None:
    """Take what a process is given when it begins."""
    for number, (name, stream) in enumerate(zip(_STREAMS, streams, strict=True)):
        os.dup2(stream, number)
        os.close(stream)
        setattr(sys, name, open(number, "r" if number == 0 else "w", closefd=False))  # noqa: SIM115 - as long as it runs
    os.environ.clear()
    os.environ.update(asked["env"])
    time.tzset()
    os.chdir(str(asked["cwd"]))
    sys.argv = ["voiceassist", *asked["words"]]


if __name__ == "__main__":
    sys.path[0] = str(Path(__file__).resolve().parents[2])
    _serve(sys.argv[1])
    from voiceassist.cli import main

    main()
