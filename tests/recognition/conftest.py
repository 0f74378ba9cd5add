"""Real speech from synthesizers, and the models of this checkout."""

import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
import soundfile
import soxr

from voiceassist.recognition.models import installed, models_folder
from voiceassist.values import SAMPLE_RATE, Samples

Say = Callable[[str, str], Samples]


@pytest.fixture(scope="session")
def say(tmp_path_factory: pytest.TempPathFactory) -> Say:
    """``say(text, language)``: flite's rms voice for English, espeak-ng for Korean, 0.3 s of silence around."""
    folder = tmp_path_factory.mktemp("said")
    known: dict[tuple[str, str], Samples] = {}

    def speak(text: str, language: str = "en") -> Samples:
        if (text, language) not in known:
            file = folder / f"{len(known)}.wav"
            program = ["flite", "-voice", "rms", "-t", text, "-o", str(file)]
            if language == "ko":
                program = ["espeak-ng", "-v", "ko", "-w", str(file), text]
            if shutil.which(program[0]) is None:
                pytest.skip(f"{program[0]} is not installed")
            subprocess.run(program, check=True)
            sound, rate = soundfile.read(file, dtype="int16")
            quiet = np.zeros(SAMPLE_RATE * 3 // 10, np.int16)
            known[text, language] = np.concatenate([quiet, soxr.resample(sound, rate, SAMPLE_RATE), quiet])
        return known[text, language]

    return speak


@pytest.fixture(scope="session")
def model() -> Callable[[str], Path]:
    """The folder of an installed model; skips where it is not installed."""

    def folder(name: str) -> Path:
        if name not in installed(models_folder()):
            pytest.skip(f"voiceassist models install {name}")
        return models_folder() / name

    return folder
