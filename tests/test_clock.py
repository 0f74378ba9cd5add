"""What people mean by hours is written once for every room, and agrees with the words of the shipped language."""

from __future__ import annotations

from pathlib import Path

import yaml

from voiceassist.clock import PART_HOURS

ROOT = Path(__file__).resolve().parent.parent
SMALL_HOURS = 3


def test_the_hours_of_the_parts_of_the_day_are_those_that_words_are_read_as():
    words = yaml.safe_load((ROOT / "intents" / "en" / "quantities.yaml").read_text(encoding="utf-8"))["words"]
    read = {part["value"][0] for kind in ("part", "meal", "tonight") for part in words[kind]}
    assert read - {SMALL_HOURS} == PART_HOURS
