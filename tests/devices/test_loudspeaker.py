"""The real loudspeaker code in a process of its own, recorded back from a PulseAudio null sink."""

import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

ROOT = Path(__file__).parents[2]

pytestmark = pytest.mark.paced

PLAYER = """
import sys, threading, time, numpy as np
from voiceassist.devices.loudspeaker import Loudspeaker
from voiceassist.errors import VoiceAssistError

seconds, rate, stop_after = map(float, sys.argv[1:])
sound = (10000 * np.sin(2 * np.pi * 1000 * np.arange(int(seconds * rate)) / rate)).astype(np.int16)
first = []
begun = time.monotonic()
try:
    whole = Loudspeaker().play(
        sound, int(rate), lambda: bool(first) and time.monotonic() - first[0] > stop_after, first.append
    )
    print(whole, first[0] - begun, time.monotonic() - first[0])
except VoiceAssistError as error:
    print(type(error).__name__, error)
"""


def play(env, seconds, rate=22_050, stop_after=1e9):
    return subprocess.Popen(
        [sys.executable, "-c", PLAYER, str(seconds), str(rate), str(stop_after)],
        env=env, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True,
    )  # fmt: skip


def output(process):
    return process.communicate(timeout=30)[0].split(maxsplit=2)


def sounding(samples):
    """The stretch from the first loud sample to the last."""
    loud = np.flatnonzero(np.abs(samples.astype(int)) > 500)
    return samples[loud[0] : loud[-1] + 1]


@pytest.mark.parametrize(
    "rate", [pytest.param(16_000, marks=pytest.mark.slow), 22_050, pytest.param(44_100, marks=pytest.mark.slow)]
)
def test_what_is_played_is_heard_whole_at_its_own_pitch_and_length(pulse, rate):
    with pulse.recording() as recording:
        whole, _, took = output(play(pulse.env, 1.5, rate))
        recording.wait_for_sound()
        recording.wait_for_silence(1.0)
    heard = sounding(recording.samples)
    assert whole == "True"
    assert float(took) == pytest.approx(1.5, abs=0.5)
    assert len(heard) / 16_000 == pytest.approx(1.5, abs=0.02)
    assert np.argmax(np.abs(np.fft.rfft(heard))) * 16_000 / len(heard) == pytest.approx(1000, abs=2)


def test_told_to_stop_it_is_silent_at_once(pulse):
    with pulse.recording() as recording:
        whole, _, took = output(play(pulse.env, 10, stop_after=1.0))
        recording.wait_for_sound()
        recording.wait_for_silence(1.0)
    assert whole == "False"
    # The promise is 50 ms; the machine may be busy.
    assert float(took) < 1.2
    assert len(sounding(recording.samples)) / 16_000 < 1.2


@pytest.mark.slow
def test_a_loudspeaker_that_goes_away_is_told_not_waited_for(pulse):
    with pulse.recording() as recording:
        player = play(pulse.env, 20)
        recording.wait_for_sound()
        pulse.stop()
    assert output(player)[0] == "NoLoudspeaker"


def test_without_a_loudspeaker_that_is_said(deaf_and_mute):
    kind, *words = output(play(deaf_and_mute, 1))
    assert kind == "NoLoudspeaker"
    assert "No loudspeaker found" in " ".join(words)
