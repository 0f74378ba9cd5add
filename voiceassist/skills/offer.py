"""Offering the day's check-in where a plan is on: the assistant speaks first, and a no ends it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from voiceassist.skills.check_in import check_in
from voiceassist.skills.intents import DECLINES
from voiceassist.skills.skill import Answer, Desk, Form, Line
from voiceassist.values import Interpretation


@dataclass(frozen=True)
class OfferForm(Form):
    """Asks whether it is a good moment for the check-in."""

    day: int
    """The plan's day."""
    kind: ClassVar[str] = "offer"
    asks: ClassVar[str] = "yes_no"
    after: ClassVar[str] = "offer"
    favours: ClassVar[tuple[str, ...]] = ("Confirm", "Deny", "CheckIn")

    def question(self, desk: Desk) -> Line:
        """Shall we?"""
        return Line("CheckIn.offer", {"day": self.day})

    def answer(self, meaning: Interpretation, desk: Desk) -> Answer | None:
        """Yes begins; anything like no leaves it."""
        if meaning.intent in ("Confirm", "CheckIn", "More"):
            return check_in([meaning], desk)
        return self.leave(desk) if meaning.intent in DECLINES else None

    def leave(self, desk: Desk) -> Answer:
        """Another time."""
        return Answer((Line("CheckIn.later"),))
