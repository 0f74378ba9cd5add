"""The echo canceller between PortAudio's real streams: the microphone hears the loudspeaker at -6 dB."""

import subprocess
import sys

import numpy as np
import pytest
import soundfile

from tests.cli.program import ROOT
from tests.speech.voices import RATE, speak

pytestmark = [pytest.mark.slow, pytest.mark.paced]

SPEAKER = """
import sys, threading, numpy as np, soundfile
from voiceassist.devices.echo.canceller import KalmanCanceller
from voiceassist.devices.loudspeaker import Loudspeaker
from voiceassist.devices.microphone import Microphone

reply, _ = soundfile.read(sys.argv[1], dtype="int16")
canceller = KalmanCanceller()
loudspeaker = Loudspeaker(tap=canceller)
ended = threading.Event()

def talk():
    for _ in range(4):
        loudspeaker.play(reply, 16_000)
    ended.set()

heard, cleaned = [], []
with Microphone() as microphone:
    for frame in microphone:
        if not heard:
            threading.Thread(target=talk).start()
        heard.append(frame.samples)
        cleaned.append(canceller.clean(frame.samples, frame.heard_at))
        if ended.is_set():
            break
np.savez(sys.argv[2], heard=np.concatenate(heard), cleaned=np.concatenate(cleaned))
"""


def test_the_fourth_reply_is_hardly_heard_any_more(pulse, tmp_path):
    reply, result = tmp_path / "reply.wav", tmp_path / "result.npz"
    soundfile.write(reply, speak("left calf, two minutes, logged. You can say undo to take it back.", "rms"), RATE)
    with pulse.echo():
        subprocess.run(
            [sys.executable, "-c", SPEAKER, str(reply), str(result)], env=pulse.env, cwd=ROOT, check=True, timeout=90
        )
    found = np.load(result)
    heard, cleaned = (found[name][-3 * RATE :].astype(float) for name in ("heard", "cleaned"))
    assert np.sqrt(np.mean(heard**2)) > 300
    # A busy machine stutters: what counts is that most of the reply is gone, not how many decibels of it.
    assert 10 * np.log10(np.mean(heard**2) / np.mean(cleaned**2)) > 10
