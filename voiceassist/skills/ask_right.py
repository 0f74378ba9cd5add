"""Asking what is right, where something that was logged was said to be wrong ("it was longer than that")."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import ClassVar, Final

from voiceassist.journal import Day, Entry, Twitch
from voiceassist.skills.amount import ASKED_ABOUT, AmountForm
from voiceassist.skills.correction import apply_correction, named, recently_logged
from voiceassist.skills.entry_change import OTHER_SIDE
from voiceassist.skills.intents import DECLINES
from voiceassist.skills.skill import Answer, Desk, Form, Line
from voiceassist.values import Decision, Interpretation

_ASKS: Final[Mapping[str, str]] = MappingProxyType(
    {"duration_s": "duration", "at": "when", "place": "place", "side": "side", "intensity": "intensity"}
)
"""The name of the open question, as the templates know it, by what is wrong of a twitch."""
_TOLD_BY: Final = MappingProxyType({"duration_s": {"duration_s", "since"}})
"""Slots that answer for one: "for a month" is no length of a twitch, but since when there are any."""


def correct(meanings: Sequence[Interpretation], desk: Desk) -> Answer:
    """What `apply_correction` makes of it; where only what is wrong was said, that is read back and the right asked
    for."""
    recent = recently_logged(desk)
    wrong = next((str(slot) for one in meanings if (slot := named(one).get("slot"))), None)
    if wrong is None and any(named(one).get("side") == "other" for one in meanings) and _has_no_other(recent):
        wrong = "side"
    return apply_correction(meanings, desk) if wrong is None else _asked_anew(wrong, recent)


def _has_no_other(recent: Sequence[Entry]) -> bool:
    """Whether the twitch logged last is of both sides or of none: "wrong leg" does not say then which is right."""
    twitch = next((entry for entry in recent if isinstance(entry, Twitch)), None)
    return twitch is not None and twitch.side not in OTHER_SIDE


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

    def read(self, meanings: Sequence[Interpretation], desk: Desk) -> tuple[Interpretation, ...]:
        """`meanings`, where the slot alone is an answer, whatever else it could correct: "the left one"."""
        return tuple(
            replace(one, intent="LogTwitch", slots=named(one), decision=Decision.ACCEPT)
            if one.intent == "Correct" and not one.guessed and named(one).keys() == {self.slot}
            else one
            for one in meanings
        )

    def question(self, desk: Desk) -> Line:
        """How long, when, where, on which side or how strong was it?"""
        return Line("Correct.right", {"slot": self.slot})

    def answer(self, meaning: Interpretation, desk: Desk) -> Answer | None:
        """What is right; "skip", "no" and "not sure" leave the entry as it is."""
        if meaning.intent in DECLINES:
            return self.leave(desk)
        told = meaning.slots.keys() & _TOLD_BY.get(self.slot, {self.slot})
        if meaning.intent != "LogTwitch" or not told or len(desk.group_of(meaning)) > 1:
            return None
        given = replace(meaning, intent="Correct")
        return apply_correction((given,), replace(desk, recent=(self.entry_id,)))

    def leave(self, desk: Desk) -> Answer:
        """The entry stays as it is."""
        return Answer((Line("Correct.left"),))
