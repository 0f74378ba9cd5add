"""Asking once how much it was, where a value of the day was told without its amount ("I slept badly")."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import ClassVar, Final

from voiceassist.journal import Day
from voiceassist.skills import day_values
from voiceassist.skills.skill import Answer, Change, Desk, Form, Line
from voiceassist.values import Interpretation

ASKED_ABOUT: Final = frozenset({"caffeine", "water", "sleep", "stress"})
"""Measures that say little without their amount."""


@dataclass(frozen=True)
class AmountForm(Form):
    """Asks for the amount of a value that is in the journal already; whoever talks on is not asked again."""

    entry_id: str
    measure: str
    kind: ClassVar[str] = "amount"
    passing: ClassVar[bool] = True
    asks: ClassVar[str] = day_values.ASKED
    favours: ClassVar[tuple[str, ...]] = day_values.FAVOURS

    def question(self, desk: Desk) -> Line:
        """How much was it?"""
        return Line("LogDay.amount", {"measure": self.measure})

    def read(self, meanings: Sequence[Interpretation], desk: Desk) -> tuple[Interpretation, ...]:
        """`meanings` as answers to how much it was."""
        return day_values.in_words(meanings, self.measure)

    def answer(self, meaning: Interpretation, desk: Desk) -> Answer | None:
        """The amount, in whatever unit; "skip", "no" and "not sure" leave the value without one."""
        if meaning.intent in ("Skip", "NotSure", "Deny"):
            return self.leave(desk)
        told = desk.group_of(meaning)
        value = day_values.told(told, (self.measure,)).get(self.measure)
        entry = desk.journal.get(self.entry_id)
        if value is None or len(told) > 1 or not isinstance(entry, Day):
            return None
        changed = replace(entry, amount=value.amount, unit=value.unit)
        desk.journal.update(changed, desk.turn)
        said = Line("LogDay.logged", {"values": [changed.to_dict()]})
        return Answer((said,), changes=(Change("update", changed),))

    def leave(self, desk: Desk) -> Answer:
        """The value stays as it was told."""
        return Answer((Line("LogDay.without_amount"),))
