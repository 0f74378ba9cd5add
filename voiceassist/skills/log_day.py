"""Logging the values of a day: caffeine, water, sleep, stress, exercise, alcohol, relaxation, free of twitches."""

from __future__ import annotations

from collections.abc import Sequence

from voiceassist.skills.amount import ASKED_ABOUT, AmountForm, day_of
from voiceassist.skills.day_values import SCALE
from voiceassist.skills.drink import DrinkForm
from voiceassist.skills.skill import Answer, Desk, Line
from voiceassist.values import Interpretation


def log_day(meanings: Sequence[Interpretation], desk: Desk) -> Answer:
    """One entry for each value, read back in one sentence; one told without an amount that matters is asked for it, an
    amount told without what it is of for that."""
    entries = tuple(
        day_of(meaning, desk) for meaning in meanings if "measure" in meaning.slots and not _is_beyond(meaning)
    )
    beyond = (Line("LogDay.beyond"),) if any(map(_is_beyond, meanings)) else ()
    unnamed = [m for m in meanings if "measure" not in m.slots and m.slots.get("amount")]
    drinks = tuple(DrinkForm(dict(m.slots), desk.words) for m in unnamed[:1])
    if not entries:
        return Answer(beyond, opens=drinks) if beyond or drinks else Answer((Line("LogDay.what"),))
    logged = Line("LogDay.logged", {"values": [entry.to_dict() for entry in entries]})
    bare = [entry for entry in entries if entry.amount is None and entry.measure in ASKED_ABOUT]
    opens = tuple(AmountForm(entry.id, entry.measure) for entry in bare[:1]) if not desk.busy else ()
    return Answer((logged, *beyond), inserts=entries, opens=drinks or opens)


def _is_beyond(meaning: Interpretation) -> bool:
    """Whether a strength is more than its scale has."""
    return meaning.slots.get("unit") == "point" and meaning.slots.get("amount", 0) > SCALE
