"""The time of day of a conversation goes with its sound, and with the clock on the wall where sound is lost."""

import time
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import numpy as np
import pytest

from voiceassist.devices.source import Frame
from voiceassist.listening.time_of_day import TimeOfDay
from voiceassist.values import FRAME

BERLIN = ZoneInfo("Europe/Berlin")
START = datetime(2026, 11, 22, 3, 10, tzinfo=BERLIN)


def frame(end: float, *, ago: float | None = 0.0) -> Frame:
    """One that ends there in the input, and was heard so many seconds ago."""
    heard_at = None if ago is None else time.monotonic() - ago
    return Frame(np.zeros(FRAME, np.int16), end - 0.032, heard_at)


def test_time_goes_with_the_sound():
    told = TimeOfDay(START)
    told.follow(frame(90.0))
    assert told.at(90.0) == START + timedelta(seconds=90)


@pytest.mark.parametrize("lost", [8, 3 * 3600])
def test_what_was_lost_while_the_microphone_was_away_or_the_machine_slept_is_caught_up_with(lost):
    told = TimeOfDay(START, lambda: START + timedelta(seconds=10 + lost))
    told.follow(frame(10.0, ago=0.5))
    assert abs(told.at(10.0) - START - timedelta(seconds=9.5 + lost)) < timedelta(seconds=0.1)


def test_a_turn_ends_at_the_time_that_was_foreseen_although_two_clocks_differ_a_little():
    told = TimeOfDay(START, lambda: START + timedelta(seconds=11))
    before = told.at(10.0)
    told.follow(frame(10.0))
    told.follow(frame(10.0, ago=None))
    assert told.at(10.0) == before


def test_the_hour_that_comes_twice_comes_twice():
    told = TimeOfDay(datetime(2026, 10, 25, 2, 59, tzinfo=BERLIN))
    assert told.at(120.0).isoformat() == "2026-10-25T02:01:00+01:00"
