"""Asking what is right, where something that was logged was said to be wrong ("it was longer than that")."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import ClassVar, Final

from voiceassist.journal import Day, Entry, Twitch
from voiceassist.skills import mend
from voiceassist.skills.amount import ASKED_ABOUT, AmountForm
from voiceassist.skills.mend import named, recently_logged
from voiceassist.skills.skill import Answer, Desk, Form, Line
from voiceassist.values import Interpretation

_ASKS: Final[Mapping[str, str]] = MappingProxyType(
    {"duration_s": "duration", "at": "when", "place": "place", "intensity": "intensity"}
)
"""The name of the open question, as the templates know it, by what is wrong of a twitch."""
_TOLD_BY: Final = MappingProxyType({"duration_s": {"duration_s", "since"}})
"""Slots that answer for one: "for a month" is no length of a twitch, but since when there are any."""


def correct(meanings: Sequence[Interpretation], desk: Desk) -> Answer:
    """What was logged last, corrected; where only what is wrong was said, that is read back and the right asked for."""
    wrong = next((str(slot) for one in meanings if (slot := named(one).get("slot"))), None)
    return mend.correct(meanings, desk) if wrong is None else _asked_anew(wrong, recently_logged(desk))


def _asked_anew(wrong: str, recent: Sequence[Entry]) -> Answer:
    """The latest of `recent` that can have the slot `wrong` says what it has, if anything."""
    if not recent:
        return Answer((Line("Correct.nothing"),))
    for entry in recent:
        form = _form(wrong, entry)
        if form is not None:
            said = Line("Correct.wrong", {"entry": entry.to_dict(), "slot": wrong})
            known = getattr(entry, wrong) is not None
            return Answer((said,) if known else (), told=(entry.id,), opens=(form,))
    return Answer((Line("Correct.unclear", {"kind": recent[0].kind}),))


def _form(wrong: str, entry: Entry) -> Form | None:
    match entry:
        case Twitch() if wrong in _ASKS:
            return WrongForm(entry.id, wrong)
        case Day() if wrong == "amount" and entry.measure in ASKED_ABOUT:
            return AmountForm(entry.id, entry.measure)
    return None


@dataclass(frozen=True)
class WrongForm(Form):
    """Asks for one slot of a twitch that is in the journal."""

    entry_id: str
    slot: str
    kind: ClassVar[str] = "wrong"
    passing: ClassVar[bool] = True
    favours: ClassVar[tuple[str, ...]] = ("LogTwitch", "Correct", "NotSure", "Skip", "Deny")

    @property
    def asks(self) -> str:
        """See `Form`."""
        return _ASKS[self.slot]

    def question(self, desk: Desk) -> Line:
        """How long, when, where or how strong was it?"""
        return Line("Correct.right", {"slot": self.slot})

    def answer(self, meaning: Interpretation, desk: Desk) -> Answer | None:
        """What is right; "skip", "no" and "not sure" leave the entry as it is."""
        if meaning.intent in ("Skip", "NotSure", "Deny"):
            return self.leave(desk)
        told = meaning.slots.keys() & _TOLD_BY.get(self.slot, {self.slot})
        if meaning.intent != "LogTwitch" or not told or len(desk.group_of(meaning)) > 1:
            return None
        given = replace(meaning, intent="Correct")
        return mend.correct((given,), replace(desk, recent=(self.entry_id,)))

    def leave(self, desk: Desk) -> Answer:
        """The entry stays as it is."""
        return Answer((Line("Correct.left"),))
