"""Logging the values of a day: caffeine, water, sleep, stress, exercise, alcohol, relaxation, free of twitches."""

from __future__ import annotations

from collections.abc import Sequence

from voiceassist.journal import Day
from voiceassist.skills.entries import stamp
from voiceassist.skills.skill import Answer, Desk, Line
from voiceassist.values import Interpretation


def log_day(meanings: Sequence[Interpretation], desk: Desk) -> Answer:
    """One entry for each value, read back in one sentence."""
    entries = tuple(
        Day(
            **stamp(desk, meaning.slots.get("at"), meaning.slots.get("at_precision", "day")),
            measure=meaning.slots["measure"],
            amount=meaning.slots.get("amount"),
            unit=meaning.slots.get("unit"),
        )
        for meaning in meanings
        if "measure" in meaning.slots
    )
    if not entries:
        return Answer((Line("LogDay.what"),))
    return Answer((Line("LogDay.logged", {"values": [entry.to_dict() for entry in entries]}),), inserts=entries)
