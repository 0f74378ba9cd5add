"""Push to talk on a real pseudo-terminal, with a recording played at the pace of a microphone."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
import soundfile

from tests.speech.audio_files import recording
from tests.speech.voices import RATE

pytestmark = [
    pytest.mark.slow,
    pytest.mark.paced,
    pytest.mark.skipif(sys.platform == "win32", reason="pseudo-terminals are POSIX"),
]

OWN_TERMINAL = (
    "import os, fcntl, termios, sys; os.setsid(); fcntl.ioctl(0, termios.TIOCSCTTY, 0);"
    "from voiceassist.cli import main; sys.exit(main())"
)


def test_what_is_said_between_two_presses_is_one_turn_whatever_the_pauses(tmp_path: Path, warm: Path) -> None:
    import pty

    shutil.copytree(warm, tmp_path / "cache")

    quiet = np.zeros(3 * RATE, np.int16)
    said = [recording(text, "rms") for text in ("Twitch", "in my left calf")]
    soundfile.write(tmp_path / "said.flac", np.concatenate([quiet, said[0], quiet[: 2 * RATE], said[1]]), RATE)
    ours, theirs = pty.openpty()
    flags = ["--data-dir", tmp_path, "listen", "--push-to-talk", "--realtime", "--events", "-"]
    child = subprocess.Popen(
        [sys.executable, "-c", OWN_TERMINAL, *map(str, flags), "--input", str(tmp_path / "said.flac")],
        stdin=theirs,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    assert child.stdout
    heard = []
    for line in child.stdout:
        heard.append(json.loads(line))
        if heard[-1]["event"] == "asleep":
            os.write(ours, b" ")
    assert child.wait() == 0
    assert [event["by"] for event in heard if event["event"] == "awake"] == ["space"]
    assert len([event for event in heard if event["event"] == "utterance"]) == 1
    (entry,) = [event["entry"] for event in heard if event["event"] == "journal"]
    assert (entry["place"], entry["side"]) == ("calf", "left")
