"""Voice activity: long digital silence is no voice, and the first word after it is heard."""

from __future__ import annotations

import numpy as np

from tests.speech.voices import RATE, speak
from voiceassist.turns.activity import SileroVoice
from voiceassist.values import FRAME


def test_speech_after_long_digital_silence_is_heard_at_once() -> None:
    speech = speak("twitch in my left calf", "rms")
    frames = np.concatenate([np.zeros(10 * RATE, np.int16), speech])
    voice = SileroVoice()
    heard = [voice(frames[at : at + FRAME]) for at in range(0, len(frames) - FRAME, FRAME)]
    begin = 10 * RATE // FRAME
    assert max(heard[:begin]) < 0.5
    assert max(heard[begin : begin + 12]) > 0.5
