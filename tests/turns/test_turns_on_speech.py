"""The real voice activity model on real sound: a voice becomes one turn, other sounds become none."""

import shutil
import subprocess

import numpy as np
import pytest
import soundfile
import soxr

from voiceassist.turns.activity import SileroVoice
from voiceassist.turns.taker import TurnEnded, TurnTaker
from voiceassist.values import FRAME, SAMPLE_RATE

NOISE = np.random.default_rng(3)


def speak(text, folder):
    if not shutil.which("espeak-ng"):
        pytest.skip("espeak-ng is not installed")
    path = folder / "speech.wav"
    subprocess.run(["espeak-ng", "-v", "en-us+m3", "-w", str(path), text], check=True)
    sound, rate = soundfile.read(path, dtype="float32")
    return soxr.resample(sound, rate, SAMPLE_RATE)


def silence(seconds, level=0.0005):
    return NOISE.normal(0, level, int(seconds * SAMPLE_RATE)).astype(np.float32)


def turns(sound):
    samples = (np.clip(sound, -1, 1) * 32767).astype(np.int16)
    taker = TurnTaker(SileroVoice())
    events = [
        event
        for at in range(0, len(samples) - FRAME + 1, FRAME)
        for event in taker.feed(samples[at : at + FRAME], at / SAMPLE_RATE)
    ]
    return [event.utterance for event in [*events, *taker.flush()] if isinstance(event, TurnEnded)]


@pytest.mark.parametrize("text", ["no", "yes", "stop", "twitching in my left eyelid since this morning"])
def test_a_sentence_is_one_turn_that_cuts_none_of_it(text, tmp_path):
    speech = speak(text, tmp_path)
    (turn,) = turns(np.concatenate([silence(1), speech, silence(1.5)]))
    loud = np.flatnonzero(np.abs(speech) > 0.03) / SAMPLE_RATE + 1
    assert turn.start <= loud[0]
    assert turn.speech_end >= loud[-1] - 0.1


def test_two_sentences_apart_are_two_turns(tmp_path):
    speech = speak("log a twitch in my calf", tmp_path)
    assert len(turns(np.concatenate([silence(1), speech, silence(1.5), speech, silence(1.5)]))) == 2


@pytest.mark.parametrize(
    "sound",
    [
        pytest.param(np.zeros(5 * SAMPLE_RATE, np.float32), id="digital silence"),
        pytest.param(silence(5, 0.1), id="loud hiss"),
        pytest.param(0.3 * np.sin(2 * np.pi * 50 * np.arange(5 * SAMPLE_RATE) / SAMPLE_RATE), id="mains hum"),
        pytest.param(np.where(np.arange(5 * SAMPLE_RATE) % 8000 < 20, 0.9, 0.0), id="clicks"),
    ],
)
def test_what_is_no_voice_is_no_turn(sound):
    assert turns(sound) == []
