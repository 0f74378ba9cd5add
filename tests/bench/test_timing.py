"""What is measured is the program itself, and where it does not start that is said in one line."""

from __future__ import annotations

import pytest

from tests.cli.program import Program


@pytest.mark.slow
def test_a_program_that_cannot_start_is_told_with_its_reason(tmp_path, warm):
    nothing = {"VOICEASSIST_RECOGNIZER": "vosk", "VOICEASSIST_MODELS": str(tmp_path)}
    done = Program(tmp_path, warm).run("bench", "startup", "--times", "1", env=nothing)
    assert done.problem.startswith("the program failed while it was measured: the model vosk-en is not installed")
