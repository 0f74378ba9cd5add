"""Any key stops a reply: on a real pseudo-terminal, and harmless without one."""

import os
import subprocess
import sys
import time

import pytest

from voiceassist.devices.keys import AnyKey

PROGRAM = """
import sys, time
from voiceassist.devices.keys import AnyKey
with AnyKey() as key:
    print("ready", key.pressed(), flush=True)
    until = time.monotonic() + 5
    while not (seen := key.pressed()) and time.monotonic() < until:
        time.sleep(0.01)
print("seen", seen, flush=True)
import termios
print("echo", bool(termios.tcgetattr(0)[3] & termios.ECHO), flush=True)
"""


def test_without_a_terminal_there_is_never_a_key(monkeypatch):
    with open(os.devnull) as nothing:  # noqa: PTH123
        monkeypatch.setattr(sys, "stdin", nothing)
        with AnyKey() as key:
            assert not key.pressed()


@pytest.mark.skipif(sys.platform == "win32", reason="pseudo-terminals are POSIX")
def test_one_key_is_seen_without_return_and_is_not_shown():
    import pty

    ours, theirs = pty.openpty()
    child = subprocess.Popen(
        [
            sys.executable,
            "-c",
            "import os; os.setsid(); import fcntl, termios; fcntl.ioctl(0, termios.TIOCSCTTY, 0)\n" + PROGRAM,
        ],
        stdin=theirs,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert child.stdout.readline() == "ready False\n"
    os.write(ours, b"x")
    assert child.stdout.readline() == "seen True\n"
    assert child.stdout.readline() == "echo True\n"
    assert child.wait(5) == 0
    os.set_blocking(ours, False)
    time.sleep(0.05)
    with pytest.raises(BlockingIOError):
        os.read(ours, 100)
