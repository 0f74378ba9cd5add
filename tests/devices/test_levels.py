"""How loud the input is, and noticing that there is none."""

import numpy as np
import pytest

from voiceassist.devices.levels import DEAD_AFTER_S, SILENCE_DBFS, DeadInput, LevelMeter, dbfs
from voiceassist.values import FRAME, SAMPLE_RATE

SILENCE = np.zeros(FRAME, np.int16)
ROOM = np.random.default_rng(5).normal(0, 15, FRAME).astype(np.int16)
"""A quiet room, about -67 dBFS."""


def test_levels_are_relative_to_full_scale():
    assert dbfs(np.full(100, -32768, np.int16)) == pytest.approx(0)
    assert dbfs((32767 * np.sin(np.arange(16000) / 5)).astype(np.int16)) == pytest.approx(-3.01, abs=0.01)
    assert dbfs(SILENCE) == dbfs(np.empty(0, np.int16)) == SILENCE_DBFS


def test_the_meter_tells_twice_a_second():
    meter = LevelMeter()
    told = [level for _ in range(10 * SAMPLE_RATE // FRAME) if (level := meter.feed(ROOM)) is not None]
    assert len(told) == pytest.approx(20, abs=1)
    assert told == pytest.approx([dbfs(ROOM)] * len(told))


def dead_at(frames):
    dead = DeadInput()
    return [(k + 1) * FRAME / SAMPLE_RATE for k, frame in enumerate(frames) if dead.feed(frame)]


def test_five_seconds_of_nothing_are_told_once():
    assert dead_at([SILENCE] * 600) == [pytest.approx(DEAD_AFTER_S, abs=FRAME / SAMPLE_RATE)]


def test_a_quiet_room_is_not_nothing():
    assert dead_at([ROOM] * 600) == []


def test_after_sound_it_is_told_again():
    assert len(dead_at([SILENCE] * 200 + [ROOM] + [SILENCE] * 200)) == 2


def test_dither_of_one_step_is_still_nothing():
    assert len(dead_at([np.random.default_rng(2).integers(-1, 2, FRAME).astype(np.int16)] * 200)) == 1
