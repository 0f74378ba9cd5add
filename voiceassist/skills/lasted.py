"""How long a twitch lasted that was told of while it went on: from then to the moment that it is said to have stopped.

Nobody counts the minutes at three in the morning; who logs a twitch by voice has started a clock.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import ClassVar, Final

from voiceassist.journal import Twitch
from voiceassist.skills.correction import apply_correction, named
from voiceassist.skills.entry_change import JUST
from voiceassist.skills.intents import DECLINES_OR_CANCELS
from voiceassist.skills.skill import Answer, Desk, Form, Line
from voiceassist.values import Interpretation

SHORTEST: Final = timedelta(seconds=45)
"""What is told to have stopped sooner was over when it was told."""
LONGEST: Final = timedelta(hours=3)
"""After that nobody knows whether it went on all the time."""
_FINE, _COARSE = 60, 300
_COARSE_FROM = 1200


def relieved(meanings: Sequence[Interpretation], desk: Desk) -> Answer:
    """Be glad; where a twitch was logged as it went on, and without its length, offer to note how long it was."""
    glad = Line("Relieved.default")
    if not meanings[0].slots.get("stopped") or desk.busy or (form := _form(desk)) is None:
        return Answer((glad,))
    return Answer((Line("Relieved.stopped"),), opens=(form,))


def _form(desk: Desk) -> Form | None:
    last = next(iter(desk.journal.entries(["twitch"], limit=1, newest_first=True)), None)
    if not isinstance(last, Twitch) or last.duration_s is not None or last.since is not None:
        return None
    lasted = desk.now - last.at
    told_then = last.at_precision == "minute" and abs(last.created_at - last.at) <= JUST
    if not told_then or not SHORTEST <= lasted <= LONGEST:
        return None
    return LastedForm(last.id, rounded(lasted.total_seconds()))


def rounded(seconds: float) -> int:
    """Whole minutes, from twenty on in steps of five: more nobody can tell who says it with a delay."""
    step = _FINE if seconds < _COARSE_FROM else _COARSE
    return max(round(seconds / step), 1) * step


def _in_minutes(meaning: Interpretation) -> Interpretation:
    if meaning.slots.get("slot") != "amount":
        return meaning
    return replace(meaning, slots={"slot": "duration_s", "value": meaning.slots["value"] * 60})


@dataclass(frozen=True)
class LastedForm(Form):
    """Asks whether the time between shall be noted as the twitch's length."""

    entry_id: str
    seconds: int
    kind: ClassVar[str] = "lasted"
    asks: ClassVar[str] = "yes_no"
    favours: ClassVar[tuple[str, ...]] = ("Confirm", "Deny", "Correct")

    def question(self, desk: Desk) -> Line:
        """Shall I note that it lasted so long?"""
        return Line("Relieved.lasted", {"seconds": self.seconds})

    def read(self, meanings: Sequence[Interpretation], desk: Desk) -> tuple[Interpretation, ...]:
        """`meanings`, a bare number taken for minutes, and without the no that leads to it ("no, more like ten")."""
        told = [_in_minutes(one) for one in meanings if one.intent == "Correct"]
        others = {one.intent for one in meanings} - {"Correct"}
        return tuple(told) if told and others <= {"Deny"} else tuple(meanings)

    def answer(self, meaning: Interpretation, desk: Desk) -> Answer | None:
        """A yes notes it, another length that one; anything like no leaves the twitch without."""
        if meaning.intent in DECLINES_OR_CANCELS:
            return self.leave(desk)
        told = named(meaning).get("duration_s")
        if desk.journal.get(self.entry_id) is None or (told is None and meaning.intent != "Confirm"):
            return None
        given = Interpretation("Correct", {"slot": "duration_s", "value": told or self.seconds})
        return apply_correction((given,), replace(desk, recent=(self.entry_id,)))

    def leave(self, desk: Desk) -> Answer:
        """The twitch stays without a length."""
        return Answer((Line("Correct.left"),))
