"""Models that are missing, half there or altered: named, with what to type, and never loaded as if nothing were."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from tests.cli.program import Program
from voiceassist.recognition.models import installed, models_folder

NAME = "whisper-tiny-en"
FORCE = f"voiceassist models install {NAME} --force"
needs_whisper = pytest.mark.skipif(NAME not in installed(models_folder()), reason=f"{NAME} is not installed")


@pytest.fixture
def models(tmp_path: Path) -> Path:
    """A folder of models with a whisper that may be spoiled."""
    folder = tmp_path / "models"
    shutil.copytree(models_folder() / NAME, folder / NAME)
    return folder


def told(program: Program, models: Path, *words: object) -> str:
    return program.run(*words, env={"VOICEASSIST_MODELS": str(models)}).problem


@pytest.mark.slow
def test_a_missing_model_is_named_with_what_to_type(program: Program, calf: Path, tmp_path: Path) -> None:
    problem = told(program, tmp_path, "listen", "--input", calf, "--free", "whisper")
    assert problem.endswith("voiceassist models install whisper-base-en")
    assert "voiceassist models install vosk-en" in told(
        program, tmp_path, "listen", "--input", calf, "--recognizer", "vosk"
    )


@pytest.mark.slow
@needs_whisper
def test_a_half_downloaded_model_is_named(program: Program, calf: Path, models: Path) -> None:
    weights = models / NAME / "model.bin"
    whole = weights.stat().st_size
    with weights.open("r+b") as file:
        file.truncate(whole // 2)
    problem = told(program, models, "listen", "--input", calf, "--free", "whisper")
    assert f"model.bin has {whole // 2} bytes instead of {whole}" in problem
    assert problem.endswith(FORCE)


@needs_whisper
@pytest.mark.slow
def test_an_altered_model_is_found(program: Program, calf: Path, models: Path) -> None:
    with (models / NAME / "model.bin").open("r+b") as file:
        file.write(bytes(4096))
    done = program.run("models", "verify", env={"VOICEASSIST_MODELS": str(models)})
    assert done.code == 1
    assert "model.bin is altered" in done.out + done.err
    assert told(program, models, "listen", "--input", calf, "--free", "whisper").endswith(FORCE)


@needs_whisper
@pytest.mark.slow
def test_doctor_names_a_damaged_model(program: Program, models: Path) -> None:
    (models / NAME / "tokenizer.json").unlink()
    findings = program.run("doctor", "--json", env={"VOICEASSIST_MODELS": str(models)}).out.splitlines()
    (whisper,) = [one for one in map(json.loads, findings) if one["name"] == NAME]
    assert "damaged" in whisper["told"]
    assert whisper["remedy"] == FORCE
