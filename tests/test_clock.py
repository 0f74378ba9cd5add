"""What the rooms share about time: the hours that parts of the day stand for, and periods in writing."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import yaml

from voiceassist.clock import PART_HOURS, ends, interval

ROOT = Path(__file__).resolve().parent.parent
SMALL_HOURS = 3


def test_the_hours_of_the_parts_of_the_day_are_those_that_words_are_read_as():
    words = yaml.safe_load((ROOT / "intents" / "en" / "quantities.yaml").read_text(encoding="utf-8"))["words"]
    read = {part["value"][0] for kind in ("part", "meal", "tonight") for part in words[kind]}
    assert read - {SMALL_HOURS} == PART_HOURS


def test_a_period_is_read_as_it_was_written():
    start, end = datetime(2026, 11, 22, tzinfo=UTC), datetime(2026, 11, 22, 14, 30, 5, tzinfo=UTC)
    assert interval(start, end) == "2026-11-22T00:00:00+00:00/2026-11-22T14:30:05+00:00"
    assert ends(interval(start, end)) == (start, end)
