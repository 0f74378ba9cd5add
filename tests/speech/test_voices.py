"""The speakers and noises that other tests rely on are there, differ, and repeat themselves exactly."""

import hashlib
import itertools
import json
import subprocess
import sys
from pathlib import Path

import noise
import numpy as np
import pytest
import soundfile
from voices import HELD_OUT, RATE, SUITE_VOICES, VOICES, speak

TEXT = "log a twitch in my left eyelid"
SCRIPT = Path(__file__).resolve().parents[2] / "scripts" / "make-audio"


EVERYBODY = {**VOICES, **SUITE_VOICES}


@pytest.fixture(params=EVERYBODY.values(), ids=EVERYBODY)
def voice(request):
    if not request.param.available():
        pytest.skip(f"{request.param.engine} is not installed")
    return request.param


@pytest.mark.slow
def test_a_voice_speaks_and_repeats_itself_exactly(voice):
    said = speak(TEXT, voice)
    assert said.dtype == np.int16
    assert said.ndim == 1
    assert 1.0 < len(said) / RATE < 4.0
    assert np.abs(said.astype(np.int32)).max() > 3000
    np.testing.assert_array_equal(said, speak(TEXT, voice))


@pytest.mark.slow
def test_a_voice_can_be_hurried(voice):
    assert len(speak(TEXT, voice, speed=1.3)) < 0.9 * len(speak(TEXT, voice))


@pytest.mark.slow
def test_no_two_voices_are_the_same():
    said = [speak(TEXT, voice).tobytes() for voice in EVERYBODY.values() if voice.available()]
    assert len(set(said)) == len(said)


def test_at_least_eight_voices_and_the_held_out_ones_share_no_model_with_the_rest():
    assert len(VOICES) >= 8
    assert len(HELD_OUT) == 2
    for held_out, other in itertools.product(HELD_OUT, VOICES.keys() - HELD_OUT):
        assert VOICES[held_out].model != VOICES[other].model


def test_whoever_speaks_the_large_suites_is_held_out_and_shares_no_model_with_the_voices_of_tuning():
    assert SUITE_VOICES.keys() > HELD_OUT
    tuned = {VOICES[name].model for name in VOICES.keys() - HELD_OUT}
    assert not tuned & {voice.model for voice in SUITE_VOICES.values()}


@pytest.mark.slow
@pytest.mark.parametrize("make", [noise.kettle, noise.hum, noise.room, noise.babble])
def test_noises_last_as_long_as_asked_and_repeat_with_their_seed(make):
    made = make(3.0, seed=5)
    assert made.dtype == np.int16
    assert len(made) == 3 * RATE
    assert np.abs(made).max() == pytest.approx(16_384, abs=2)
    np.testing.assert_array_equal(made, make(3.0, seed=5))
    assert not np.array_equal(made, make(3.0, seed=6))


def test_hum_lies_at_its_frequency_and_the_kettle_above_it():
    def centre(samples):
        power = np.abs(np.fft.rfft(samples.astype(float))) ** 2
        return np.sum(power * np.fft.rfftfreq(len(samples), 1 / RATE)) / np.sum(power)

    assert centre(noise.hum(2.0, seed=1)) < 200 < 1000 < centre(noise.kettle(2.0, seed=1))


def make_audio(*arguments):
    command = [sys.executable, SCRIPT, *arguments]
    return subprocess.run(command, capture_output=True, text=True, check=False)


def test_make_audio_writes_files_that_match_their_manifest(tmp_path):
    spec = tmp_path / "spec.yaml"
    spec.write_text(
        "- {id: one, text: log a twitch, voice: rms, intent: LogTwitch}\n"
        "- {id: two, text: is this serious, voice: gb-f2, speed: 1.1}\n"
    )
    for folder in ("a", "b"):
        done = make_audio(spec, tmp_path / folder)
        assert (done.returncode, done.stderr) == (0, "")
    assert (tmp_path / "a/manifest.jsonl").read_text() == (tmp_path / "b/manifest.jsonl").read_text()
    lines = [json.loads(line) for line in (tmp_path / "a/manifest.jsonl").read_text().splitlines()]
    assert [(line["id"], line["held_out"]) for line in lines] == [("one", False), ("two", True)]
    assert lines[0]["intent"] == "LogTwitch"
    for line in lines:
        file = tmp_path / "a" / line["audio"]
        assert hashlib.sha256(file.read_bytes()).hexdigest() == line["sha256"]
        sound, rate = soundfile.read(file)
        assert (rate, sound.ndim) == (16_000, 1)
        assert np.abs(sound).max() == pytest.approx(0.5, abs=0.01)
        quiet = sound[: int(0.29 * rate)]
        assert 20 * np.log10(np.sqrt(np.mean(quiet**2))) == pytest.approx(-60, abs=1.5)


@pytest.mark.parametrize(
    ("entry", "reason"),
    [
        ("- {id: a, text: hi}", "voice missing"),
        ("- {id: a, text: hi, voice: nobody}", "no voice 'nobody'"),
        ("- {id: ../a, text: hi, voice: rms}", "not a file name"),
        ("id: a", "expected a list"),
    ],
)
def test_make_audio_refuses_a_bad_list_in_one_line(tmp_path, entry, reason):
    spec = tmp_path / "spec.yaml"
    spec.write_text(entry)
    done = make_audio(spec, tmp_path / "out")
    assert done.returncode == 1
    assert reason in done.stderr
    assert done.stderr.count("\n") == 1
    assert not (tmp_path / "out").exists()
