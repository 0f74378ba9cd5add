"""The sounds that say what the assistant is doing: short, soft, and nothing that its own ears fall for."""

import numpy as np
import pytest
import soxr

from voiceassist.devices.earcons import NAMES, RATE, chosen, earcon
from voiceassist.errors import VoiceAssistError
from voiceassist.turns.activity import SileroVoice
from voiceassist.turns.taker import TurnTaker
from voiceassist.values import FRAME, SAMPLE_RATE


@pytest.mark.parametrize("name", NAMES)
def test_each_is_short_quiet_and_begins_and_ends_softly(name):
    sound = earcon(name).astype(float) / 32768
    assert len(sound) / RATE < 0.15
    assert 0.03 < np.abs(sound).max() < 0.07
    edge = round(0.002 * RATE)
    assert np.abs(sound[:edge]).max() < 0.005
    assert np.abs(sound[-edge:]).max() < 0.005


def test_no_two_sound_alike():
    assert len({earcon(name).tobytes() for name in NAMES}) == len(NAMES)


@pytest.mark.parametrize("gain", [0.05, 1.0, 5.0])
@pytest.mark.parametrize("name", NAMES)
def test_heard_through_the_microphone_none_begins_a_turn(name, gain):
    sound = soxr.resample(earcon(name).astype(np.float32), RATE, SAMPLE_RATE)
    room = np.random.default_rng(2).normal(0, 20, 3 * SAMPLE_RATE)
    for at in (0.5, 1.0, 1.5, 2.0):
        start = round(at * SAMPLE_RATE)
        room[start : start + len(sound)] += sound * gain
    samples = np.clip(room, -32768, 32767).astype(np.int16)
    taker = TurnTaker(SileroVoice())
    starts = range(0, len(samples) - FRAME + 1, FRAME)
    assert [event for at in starts for event in taker.feed(samples[at : at + FRAME], at / SAMPLE_RATE)] == []


def test_each_can_be_chosen_or_left_out():
    assert chosen("all") == set(NAMES)
    assert chosen("none") == frozenset()
    assert chosen("listening, not-understood") == {"listening", "not_understood"}
    with pytest.raises(VoiceAssistError, match=r"no earcon 'trumpet': choose all, none or some of listening, done"):
        chosen("done,trumpet")
