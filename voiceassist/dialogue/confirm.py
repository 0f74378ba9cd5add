"""One short question before something uncertain is done."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any, ClassVar

from voiceassist.skills.skill import Answer, Desk, Line
from voiceassist.values import Decision, Interpretation


@dataclass(frozen=True)
class ConfirmForm:
    """Asks whether something was understood rightly; a yes does it, a no forgets it."""

    intent: str
    slots: Mapping[str, Any] = field(default_factory=dict)
    words: str = ""
    kind: ClassVar[str] = "confirm"
    asks: ClassVar[str] = "yes_no"

    @classmethod
    def of(cls, meaning: Interpretation) -> ConfirmForm:
        """The question whether `meaning` was meant."""
        return cls(meaning.intent or "", dict(meaning.slots), meaning.words)

    @property
    def meaning(self) -> Interpretation:
        """What is done after a yes."""
        return Interpretation(self.intent, self.slots, 1.0, Decision.ACCEPT, self.words)

    def question(self, desk: Desk) -> Line:
        """Was that meant?"""
        return Line(f"Confirm.{self.intent}", {"slots": {**_UNSAID, **self.slots}, "words": self.words})

    def answer(self, meaning: Interpretation, desk: Desk) -> Answer | None:
        """None also for a yes: what was meant is then done in this form's place."""
        if meaning.intent in ("Deny", "NotSure", "Cancel", "Skip"):
            return self.leave(desk)
        return None

    def leave(self, desk: Desk) -> Answer:
        """Nothing is done."""
        return Answer((Line("Confirm.dropped"),))

    def to_dict(self) -> dict[str, Any]:
        """The form as JSON-ready plain values."""
        return {"intent": self.intent, "slots": dict(self.slots), "words": self.words}

    @classmethod
    def from_dict(cls, plain: Mapping[str, Any]) -> ConfirmForm:
        """The form that `to_dict` wrote."""
        return cls(plain["intent"], plain["slots"], plain["words"])


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
}


def accepted(meaning: Interpretation) -> Interpretation:
    """`meaning` as if there had been no doubt."""
    return replace(meaning, decision=Decision.ACCEPT)
