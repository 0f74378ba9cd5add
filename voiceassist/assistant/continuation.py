"""A speaker who goes on after the assistant thought they were done: both parts are one utterance.

No pause is long enough for everybody: whoever waits two seconds for all is slow for all.  So the assistant answers
soon, and where the speaker goes on within `GOES_ON` seconds and the new words alone make no sense, it takes both parts
together, as if the first had not been answered.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import zip_longest
from typing import Final, TypeAlias

from voiceassist.dialogue import State
from voiceassist.values import Hypothesis, Interpretation

GOES_ON: Final = 1.4
"""Seconds between two parts of an utterance at the most.  Pauses for thought within a sentence last up to 1.2 s; the
end of speech is heard up to 0.1 s late, its beginning 0.1 s late."""


@dataclass(frozen=True)
class Exchange:
    """A turn that has been answered and may turn out to be the first part of one."""

    before: State
    """What the conversation was before it."""
    hypotheses: tuple[Hypothesis, ...]
    meanings: tuple[Interpretation, ...]
    spans: int
    """How many turns it took together."""
    wrote: bool
    """Whether the journal was changed: then it stands, and only danger is looked for in both parts together."""


WholeHeard: TypeAlias = Callable[[int], Sequence[Hypothesis]]
"""What is heard in the sound of the present turn and so many turns before it, taken as one; nothing where that would
take too long."""


def joined(first: Sequence[Hypothesis], second: Sequence[Hypothesis]) -> tuple[Hypothesis, ...]:
    """What was heard of both parts, best first: of each kind of recogniser each hypothesis of one part with the best of
    the other."""
    return tuple(
        Hypothesis(f"{one.text} {other.text}".strip(), other.recognizer, held, _less_sure(one, other))
        for held in (True, False)
        for one, other in _pairs([h for h in first if h.held is held], [h for h in second if h.held is held])
    )


def _pairs(first: Sequence[Hypothesis], second: Sequence[Hypothesis]) -> list[tuple[Hypothesis, Hypothesis]]:
    if not first or not second:
        return []
    best = (first[0], second[0])
    others = [pair for one, other in zip_longest(first[1:], second[1:]) for pair in ((one, best[1]), (best[0], other))]
    return [best, *((one, other) for one, other in others if one and other)]


def _less_sure(one: Hypothesis, other: Hypothesis) -> float | None:
    if one.confidence is None or other.confidence is None:
        return None
    return min(one.confidence, other.confidence)
