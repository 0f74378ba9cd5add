"""One short question before something uncertain is done."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, ClassVar

from voiceassist.journal.measures import fits
from voiceassist.skills.correction import amended, foreseen
from voiceassist.skills.day_values import unit_of
from voiceassist.skills.entry_change import is_place_of, retimed
from voiceassist.skills.intents import DECLINES_OR_CANCELS, LOGS
from voiceassist.skills.skill import Answer, Desk, Form, Line
from voiceassist.skills.whose import talks_of_another, tells_of_another
from voiceassist.values import Interpretation


@dataclass(frozen=True)
class ConfirmForm(Form):
    """Asks whether something was understood rightly; a yes does it, a no forgets it."""

    intent: str
    slots: tuple[Mapping[str, Any], ...] = ()
    """One for each thing that was said, for example each place of a twitch."""
    words: str = ""
    answers: bool = False
    """Whether a yes answers the question below, which then does with it what it does with any answer."""
    kind: ClassVar[str] = "confirm"
    passing: ClassVar[bool] = True
    asks: ClassVar[str] = "yes_no"
    favours: ClassVar[tuple[str, ...]] = ("Confirm", "Deny")

    @property
    def after(self) -> str:
        """See `Form`; a question about what is to be done is an offer."""
        return _ASKED_ABOUT.get(self.intent, "offer")

    @property
    def logs(self) -> bool:
        """Whether a yes writes something."""
        return self.intent in LOGS and not self.answers

    @classmethod
    def of(cls, group: Sequence[Interpretation], *, answers: bool = False) -> ConfirmForm:
        """The question whether `group`, interpretations of one intent, was meant."""
        return cls(group[0].intent or "", tuple(dict(item.slots) for item in group), group[0].words, answers)

    def tells_of_another(self, desk: Desk) -> bool:
        """Whether what is asked about was told of somebody else."""
        return tells_of_another(self.words, desk) or talks_of_another(desk)

    @property
    def meanings(self) -> tuple[Interpretation, ...]:
        """What is done after a yes."""
        return tuple(Interpretation.certain(self.intent, slots, self.words) for slots in self.slots)

    def question(self, desk: Desk) -> Line:
        """Was that meant?"""
        another = self.logs and self.tells_of_another(desk)
        data = {"all": self._filled, "words": self.words, "answers": self.answers, "another": another}
        if self.intent == "Correct":
            data |= foreseen(self.meanings, desk)
        return Line(f"Confirm.{self.intent}", data)

    def answer(self, meaning: Interpretation, desk: Desk) -> Answer | None:
        """None also for a yes: what was meant is then done in this form's place."""
        if meaning.intent == "Deny" and "of" in meaning.slots and self.logs:
            return Answer(opens=(self,))  # "no pain" says something of the twitch, which stays asked about
        named = bool(self.slots) and meaning.slots.items() <= self.slots[-1].items()
        taken_back = meaning.intent == "Undo" and (not meaning.slots or named) and self.logs
        if taken_back or meaning.intent in DECLINES_OR_CANCELS:
            return Answer((Line("Confirm.dropped"),))
        return None

    def amended(self, correction: Interpretation) -> ConfirmForm | None:
        """The question about what `correction` makes of the one thing asked about; None where it does not fit that."""
        if len(self.slots) != 1 or (meant := amended(self.meanings[0], correction)) is None:
            return None
        return replace(self, slots=(meant.slots,))

    def detailed(self, details: Interpretation) -> ConfirmForm | None:
        """The question about the one thing asked about, with `details` of it: of a twitch its strength, how long it
        lasted; of a value of the day how much, or the same of another time beside it."""
        known = {name: value for name, value in details.slots.items() if value not in (None, (), [])}
        like = known.pop("like", None)
        if self.intent != details.intent or len(self.slots) != 1:
            return None
        [asked] = self.slots
        if self.intent == "LogDay" and like in ("asked", "last"):
            told = _with_amount(asked, known)
            return replace(self, slots=(told,) if like == "asked" else (asked, told)) if told else None
        place = asked.get("place") or known.get("place")
        if self.intent != "LogTwitch" or not place:
            return None
        told = known.pop("place", place)
        # "Right hand", of a finger, says on which side that is; "lower back", of a back, where in it.
        if told != place and is_place_of(place, told):
            place = told
        elif told != place and not (known.keys() == {"side"} and is_place_of(told, place)):
            return None
        if like != "detail" and (not known or like or "side" in known):
            return None
        return replace(self, slots=({**asked, "place": place, **retimed(known, asked)},))

    def extended(self, addition: Interpretation) -> ConfirmForm | None:
        """The question about the twitch asked about and one like it on another side; None where none is asked about."""
        if self.intent != "LogTwitch" or not self.slots[-1].get("place"):
            return None
        return replace(self, slots=(*self.slots, {**self.slots[-1], "side": addition.slots["side"]}))

    def leave(self, desk: Desk) -> Answer:
        """Nothing is done; where nobody said no, that names what was not logged."""
        if not self.logs:
            return Answer((Line("Confirm.dropped"),))
        return Answer((Line("Confirm.unlogged", {"all": self._filled, "words": self.words}),))

    @property
    def _filled(self) -> list[Mapping[str, Any]]:
        return [{**_UNSAID, **slots} for slots in self.slots]


def _with_amount(asked: Mapping[str, Any], known: Mapping[str, Any]) -> Mapping[str, Any] | None:
    """The value of the day `asked` about, so much of it; None where that is counted in nothing of the kind.

    What a bare amount is of only the question below knows: another in the same unit takes its place.
    """
    if "measure" not in asked:
        return {**asked, **known} if known.get("unit") == asked.get("unit") else None
    unit = known.get("unit") or asked.get("unit") or unit_of(asked["measure"], known["amount"])
    return {**asked, **known, "unit": unit} if fits(asked["measure"], unit) else None


_ASKED_ABOUT = {"LogTwitch": "twitch_asked", "LogDay": "day_asked"}
_UNSAID: dict[str, Any] = {
    "place": None,
    "side": None,
    "duration_s": None,
    "since": None,
    "at": None,
    "at_precision": None,
    "intensity": None,
    "triggers": (),
    "with": (),
    "measure": None,
    "amount": None,
    "unit": None,
    "kind": None,
    "text": None,
    "topic": None,
    "query": None,
    "period": None,
    "slot": None,
    "value": None,
}
