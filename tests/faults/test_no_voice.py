"""Nothing to speak with, or nothing to speak through: replies are shown, and nothing is lost."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from tests.cli.program import Program

pytestmark = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="voices are hidden the way of Linux")


@pytest.fixture
def mute(tmp_path: Path) -> dict[str, str]:
    """An environment in which espeak's library cannot be loaded, as if it were not installed."""
    folder = tmp_path / "no-espeak"
    folder.mkdir()
    for name in ("libespeak-ng.so.1", "libespeak-ng.so", "libespeak.so.1", "libespeak.so"):
        (folder / name).touch()
    return {"LD_LIBRARY_PATH": str(folder)}


def test_say_tells_what_to_install(program: Program, mute: dict[str, str], tmp_path: Path) -> None:
    done = program.run("say", "hello", "--voice", "pyttsx3", "--output", tmp_path / "out.wav", env=mute)
    assert "apt install espeak-ng" in done.problem


def test_say_without_a_loudspeaker_tells_so(program: Program, deaf_and_mute: dict[str, str]) -> None:
    assert "No loudspeaker found" in program.run("say", "hello", env=deaf_and_mute).problem


@pytest.mark.slow
def test_without_a_voice_replies_are_shown(program: Program, mute: dict[str, str], calf: Path) -> None:
    done = program.run("listen", "--input", calf, "--voice", "pyttsx3", env=mute)
    assert done.code == 0
    assert "Left calf, two minutes. Logged." in done.out
    assert "Replies are shown only" in " ".join(done.out.split())
    assert len(program.entries()) == 1


@pytest.mark.slow
def test_a_reply_file_that_cannot_be_written_is_told_before_anybody_speaks(program: Program, calf: Path) -> None:
    done = program.run("listen", "--input", calf, "--free", "none", "--output", "/proc/none/reply.wav")
    assert "/proc/none/reply.wav" in done.problem
    assert not program.journal.exists() or program.entries() == []
