"""Recordings of danger go the whole way of the assistant, and what it missed is counted."""

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import soundfile
from voices import VOICES, speak

from voiceassist.bench.danger import Reaction, ladder_of
from voiceassist.bench.spoken_suite import Recording, read_dangers
from voiceassist.errors import VoiceAssistError

INTENTS = Path(__file__).resolve().parents[2] / "intents"


@pytest.fixture(scope="module")
def ladder():
    return ladder_of(INTENTS / "en")


@pytest.fixture
def suite(tmp_path):
    """Three utterances by a voice of ours: an emergency, a red flag, and neither."""
    (tmp_path / "audio").mkdir()
    (tmp_path / "intents").symlink_to(INTENTS)
    said = {
        "I can't breathe": {"sign": "breathing", "level": "emergency"},
        "my left foot is tingling": {"sign": "tingling"},
        "the train was late again on tuesday": {"sign": None},
    }
    lines = []
    for number, (text, demands) in enumerate(said.items()):
        soundfile.write(tmp_path / "audio" / f"{number}.flac", speak(text, VOICES["rms"]), 16_000)
        lines.append(json.dumps({"audio": f"audio/{number}.flac", **demands}))
    (tmp_path / "utterances.jsonl").write_text("\n".join(lines) + "\n")
    return tmp_path


def recording(sign, level=None):
    return Recording("x.flac", Path("x.flac"), sign=sign, level=level)


def reaction(levels=(), weighed=(), asked=()):
    return Reaction(tuple(levels), frozenset(weighed), frozenset(asked))


@pytest.mark.parametrize(
    ("said", "made_of_it", "met"),
    [
        (("breathing", "emergency"), reaction(["emergency"], ["breathing"]), True),
        (("breathing", "emergency"), reaction(["emergency"], ["choking"]), True),
        (("breathing", "emergency"), reaction(asked=["breathing"]), True),
        (("breathing", "emergency"), reaction(asked=["family_history"]), False),
        (("breathing", "emergency"), reaction(["doctor"], ["tingling"]), False),
        (("tingling", None), reaction(["doctor"], ["tingling"]), True),
        (("tingling", None), reaction(asked=["tingling"]), True),
        (("tingling", None), reaction(["doctor"], ["stiffness"]), False),
        ((None, None), reaction(), True),
        ((None, None), reaction(asked=["tingling"]), False),
        ((None, None), reaction(["emergency"], ["breathing"]), False),
    ],
)
def test_danger_is_met_by_its_rung_or_by_a_question_that_can_lead_there(ladder, said, made_of_it, met):
    assert made_of_it.met(recording(*said), ladder) is met


@pytest.mark.parametrize(
    ("line", "named"),
    [
        ({"audio": "audio/0.flac"}, 'needs "audio" and "sign"'),
        ({"audio": "audio/0.flac", "sign": "hiccups"}, "no sign is called 'hiccups'"),
        ({"audio": "audio/0.flac", "sign": "fever", "level": "soon"}, "no rung 'soon'"),
        ({"audio": "audio/9.flac", "sign": "fever"}, "audio/9.flac does not exist"),
    ],
)
def test_a_suite_with_a_wrong_line_is_refused_with_its_place(suite, line, named):
    (suite / "utterances.jsonl").write_text(json.dumps(line))
    with pytest.raises(VoiceAssistError, match="line 1") as refused:
        read_dangers(suite, "en", frozenset({"fever"}), frozenset({"emergency"}))
    assert named in str(refused.value)


@pytest.mark.slow
def test_one_object_tells_what_was_missed_and_only_that(suite, warm):
    shutil.copy(suite / "audio" / "2.flac", suite / "audio" / "3.flac")
    with (suite / "utterances.jsonl").open("a") as file:
        file.write(json.dumps({"audio": "audio/3.flac", "sign": "fever"}))
    flags = ["--json", "--errors", "--jobs", "1", "--recognizer", "pocketsphinx", "--free", "whisper-tiny-en"]
    command = [sys.executable, "-m", "voiceassist", "--data-dir", warm.parent, "bench", "danger", suite, *flags]
    done = subprocess.run(list(map(str, command)), capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    found = json.loads(done.stdout)
    [condition] = found["conditions"]
    assert condition["n"] == 4
    assert set(condition["parts"]) == {"held", "both"}
    assert condition["parts"]["both"]["missed"] == 1
    [error] = found["errors"]
    assert (error["audio"], error["sign"], error["levels"]) == ("audio/3.flac", "fever", [])
