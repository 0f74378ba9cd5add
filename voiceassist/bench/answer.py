"""Whether what the program made of an utterance is what was said."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from voiceassist.bench.spoken_suite import Recording
from voiceassist.values import Decision, Interpretation

ANY: Final = "*"
"""What a recording demands of a slot of which only that it was said is known."""


@dataclass(frozen=True)
class Answer:
    """The decision on one utterance."""

    intent: str | None
    slots: Mapping[str, Any]
    decision: Decision
    confidence: float
    right: bool
    """In the domain: intent and every slot as said and nothing extra, whether taken at once or asked about.  Out of
    it: nothing was taken as said; a question is not an acceptance."""

    @property
    def asked(self) -> bool:
        """Whether it would have been asked about before anything was done."""
        return self.decision in {Decision.CONFIRM, Decision.ASK}


def judged(recording: Recording, meanings: Sequence[Interpretation]) -> Answer:
    """Judge what was understood; more than one meaning is more than was said."""
    first = meanings[0]
    slots = {name: value for name, value in first.slots.items() if value is not None}
    if recording.intent is None:
        right = first.decision is not Decision.ACCEPT
    else:
        same = first.intent == recording.intent and fills(slots, recording.slots)
        right = same and len(meanings) == 1 and first.decision is not Decision.REJECT
    return Answer(first.intent, slots, first.decision, first.confidence, right)


def fills(slots: Mapping[str, Any], wanted: Mapping[str, Any]) -> bool:
    """Whether `slots` are those `wanted` and no others; several values of one slot in any order."""
    return slots.keys() == wanted.keys() and all(
        value == ANY or _unordered(value) == _unordered(slots[name]) for name, value in wanted.items()
    )


def _unordered(value: Any) -> Any:
    return sorted(value) if isinstance(value, list | tuple) else value
