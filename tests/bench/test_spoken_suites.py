"""A suite is read whole or refused with the place that is wrong, and the real program is measured on it."""

import json
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
import soundfile
from voices import VOICES, speak

from voiceassist.bench.spoken_suite import Recording, read_suite
from voiceassist.errors import VoiceAssistError
from voiceassist.values import Expectation

TEMPLATES = """
language: en
intents:
  PaintDoor:
    data:
      - sentences: ["paint the door {colour}"]
  OpenWindow:
    data:
      - sentences: ["open the window"]
lists:
  colour:
    values: [yellow, purple, green]
"""
KNOWN = frozenset({"PaintDoor", "OpenWindow"})


@pytest.fixture
def suite(tmp_path):
    """Three utterances by a voice of ours, the last about something else."""
    (tmp_path / "intents" / "en").mkdir(parents=True)
    (tmp_path / "intents" / "en" / "house.yaml").write_text(TEMPLATES)
    (tmp_path / "audio").mkdir()
    said = {
        "paint the door purple": ("PaintDoor", {"colour": "purple"}),
        "open the window": ("OpenWindow", {}),
        "the train was late again on tuesday": (None, {}),
    }
    lines = []
    for number, (text, (intent, slots)) in enumerate(said.items()):
        soundfile.write(tmp_path / "audio" / f"{number}.flac", speak(text, VOICES["rms"]), 16_000)
        lines.append(json.dumps({"audio": f"audio/{number}.flac", "intent": intent, "slots": slots}))
    (tmp_path / "utterances.jsonl").write_text("\n".join(lines) + "\n")
    return tmp_path


def bench(suite, *flags):
    command = [sys.executable, "-m", "voiceassist", "--data-dir", suite / "data", "bench", "suite", suite, *flags]
    return subprocess.run(list(map(str, command)), capture_output=True, text=True, check=False)


def damaged(suite, number, **changes):
    file = suite / "utterances.jsonl"
    lines = file.read_text().splitlines()
    lines[number] = json.dumps({**json.loads(lines[number]), **changes})
    file.write_text("\n".join(lines))


@pytest.mark.slow
def test_one_object_tells_all(suite):
    done = bench(suite, "--json", "--errors", "--recognizer", "pocketsphinx", "--free", "pocketsphinx", "--jobs", 1)
    assert done.returncode == 0, done.stderr
    found = json.loads(done.stdout)
    [condition] = found["conditions"]
    assert found["suite"] == suite.name
    assert condition["snr"] == "clean"
    assert condition["n"] == 3
    assert condition["accuracy"] == pytest.approx(1 - len(found["errors"]) / 3)
    assert condition["interval"][0] < condition["accuracy"] <= condition["interval"][1]
    assert {"false_accepts", "false_rejects", "confirmations", "real_time_factor"} <= set(condition)
    assert set(condition["parts"]) == {"held", "free", "fused"}
    assert sum(half["n"] for half in condition["halves"].values()) == 3


@pytest.mark.slow
def test_the_table_is_whole_also_where_nobody_sees_its_edges(suite):
    done = bench(suite, "--recognizer", "pocketsphinx", "--free", "none", "--jobs", 1)
    assert done.returncode == 0, done.stderr
    assert all(name in done.stdout for name in ("noise", "accepted", "accepts", "rejects", "Brier"))
    assert "…" not in done.stdout


@pytest.mark.slow
@pytest.mark.parametrize(
    ("changes", "named"),
    [
        ({"audio": "audio/none.flac"}, "line 2: audio/none.flac does not exist"),
        ({"intent": "BuyBread"}, "line 2: no template has the intent 'BuyBread'"),
        ({"audio": "utterances.jsonl"}, "line 2: utterances.jsonl is not audio"),
        ({"audio": "audio/0.flac"}, "line 2: audio/0.flac comes twice"),
    ],
)
def test_whatever_is_wrong_is_named_and_nothing_is_measured(suite, changes, named):
    damaged(suite, 1, **changes)
    done = bench(suite, "--json")
    assert (done.returncode, done.stdout) == (1, "")
    assert named in done.stderr


def test_a_line_that_is_not_json_is_named(suite):
    with (suite / "utterances.jsonl").open("a") as file:
        file.write("{broken\n")
    with pytest.raises(VoiceAssistError, match="line 4: not JSON"):
        read_suite(suite, "en", KNOWN)


def test_sound_at_another_rate_is_refused(suite):
    soundfile.write(suite / "audio" / "0.flac", np.zeros(8000, np.int16), 8000)
    with pytest.raises(VoiceAssistError, match=r"line 1: audio/0\.flac must be mono at 16 kHz"):
        read_suite(suite, "en", KNOWN)


def test_noise_that_is_not_there_cannot_be_mixed_in(suite):
    done = bench(suite, "--snr", "clean,6")
    assert done.returncode == 1
    assert "noise" in done.stderr


def test_the_halves_hang_on_the_file_name_alone():
    def tuned(name):
        return Recording(name, Path(name), None, {}).for_tuning

    assert tuned("audio/a.flac") == tuned("elsewhere/a.flac")
    assert 400 < sum(tuned(f"{number}.flac") for number in range(1000)) < 600


def test_a_line_may_say_what_was_being_asked(suite):
    damaged(suite, 1, asks="yes_no", favours=["OpenWindow"])
    asked = [recording.expectation for recording in read_suite(suite, "en", KNOWN).recordings]
    assert asked == [Expectation(), Expectation("yes_no", ("OpenWindow",)), Expectation()]


def test_a_question_that_is_no_name_is_refused(suite):
    damaged(suite, 1, asks=["yes_no"])
    with pytest.raises(VoiceAssistError, match='line 2: "asks" must be'):
        read_suite(suite, "en", KNOWN)
