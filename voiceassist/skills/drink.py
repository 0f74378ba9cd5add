"""Asking what was drunk, where only how much was told ("I drank three pints")."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any, ClassVar

from voiceassist.journal import Day
from voiceassist.journal.measures import UNIT_OF, in_unit
from voiceassist.skills.entries import stamp
from voiceassist.skills.intents import DECLINES_OR_CANCELS
from voiceassist.skills.skill import Answer, Desk, Form, Line
from voiceassist.values import Interpretation


@dataclass(frozen=True)
class DrinkForm(Form):
    """Asks of what an amount was; nothing is logged before that is known."""

    slots: Mapping[str, Any] = field(default_factory=dict)
    words: str = ""
    kind: ClassVar[str] = "drink"
    asks: ClassVar[str] = "drink"
    favours: ClassVar[tuple[str, ...]] = ("LogDay", "NotSure", "Skip", "Deny")

    def question(self, desk: Desk) -> Line:
        """Of what?"""
        return Line("LogDay.drink")

    def answer(self, meaning: Interpretation, desk: Desk) -> Answer | None:
        """What it was, by its measure; whatever has no measure is not logged."""
        if meaning.intent in DECLINES_OR_CANCELS:
            return self.leave(desk)
        if meaning.intent != "LogDay" or meaning.slots.keys() != {"measure"}:
            return None
        heard = replace(desk, words=" … ".join(filter(None, (self.words, desk.words))))
        measure = meaning.slots["measure"]
        entry = Day(
            **stamp(heard, self.slots.get("at"), self.slots.get("at_precision", "day")),
            measure=measure,
            amount=round(in_unit(measure, self.slots["amount"], self.slots["unit"]), 1),
            unit=UNIT_OF[measure],
        )
        return Answer((Line("LogDay.logged", {"values": [entry.to_dict()]}),), inserts=(entry,))

    def leave(self, desk: Desk) -> Answer:
        """Nothing is logged."""
        return Answer((Line("LogTwitch.left"),))
