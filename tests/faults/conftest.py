"""Every test here runs the real program on something that is wrong."""

from __future__ import annotations

from pathlib import Path

import pytest
import soundfile

from tests.cli.program import program  # noqa: F401
from tests.devices.conftest import deaf_and_mute  # noqa: F401
from tests.speech.voices import RATE, speak


@pytest.fixture(scope="session")
def calf(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Somebody logging a twitch."""
    path = tmp_path_factory.mktemp("speech") / "calf.wav"
    soundfile.write(path, speak("twitch in my left calf for two minutes", "rms"), RATE)
    return path


@pytest.fixture(scope="session")
def breathless(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Somebody in danger."""
    path = tmp_path_factory.mktemp("speech") / "breathless.wav"
    soundfile.write(path, speak("I can't breathe", "rms"), RATE)
    return path
