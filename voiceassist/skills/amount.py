"""Asking once how much it was, where a value of the day was told without its amount ("I slept badly")."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import ClassVar, Final

from voiceassist.journal import Day
from voiceassist.skills import day_values
from voiceassist.skills.entries import stamp
from voiceassist.skills.intents import DECLINES
from voiceassist.skills.skill import Answer, Change, Desk, Form, Line
from voiceassist.values import Interpretation

ASKED_ABOUT: Final = frozenset({"caffeine", "water", "sleep", "stress"})
"""Measures that say little without their amount."""


def day_of(meaning: Interpretation, desk: Desk) -> Day:
    """The entry of a value of the day that was told with its name."""
    return Day(
        **stamp(desk, meaning.slots.get("at"), meaning.slots.get("at_precision", "day")),
        measure=meaning.slots["measure"],
        amount=meaning.slots.get("amount"),
        unit=meaning.slots.get("unit"),
    )


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
        """The amount, in whatever unit, with other values of the day beside it; "skip", "no" and "not sure" leave the
        value without one, and two amounts in one breath are asked about again."""
        if meaning.intent in DECLINES:
            return self.leave(desk)
        told = desk.group_of(meaning)
        bare = [one for one in told if "measure" not in one.slots]
        if len(bare) > 1:
            return Answer(opens=(self,))
        own = bare or (list(told) if len(told) == 1 else [])
        value = day_values.told(own, (self.measure,)).get(self.measure)
        entry = desk.journal.get(self.entry_id)
        if value is None or not isinstance(entry, Day):
            return None
        changed = replace(entry, amount=value.amount, unit=value.unit)
        desk.journal.update(changed, desk.turn)
        others = tuple(day_of(one, desk) for one in told if one not in own)
        said = Line("LogDay.logged", {"values": [one.to_dict() for one in (changed, *others)]})
        return Answer((said,), inserts=others, changes=(Change("update", changed),))

    def leave(self, desk: Desk) -> Answer:
        """The value stays as it was told."""
        return Answer((Line("LogDay.without_amount"),))
