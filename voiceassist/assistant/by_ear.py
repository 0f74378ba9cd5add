"""Danger that no recogniser wrote down: what was heard freely, compared by its sounds with a few words for each sign.

In noise a free decoder loses the very words that matter, in all its hypotheses: "that says his left arm went in".  What
comes near "arm went numb" is not believed; it is a reason for the sign's one short question.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cached_property, partial
from pathlib import Path
from typing import Final

from voiceassist import triage
from voiceassist.triage import HeardSign, Ladder
from voiceassist.understanding import Understanding
from voiceassist.understanding.phrases import Likeness, Phrases
from voiceassist.values import Hypothesis

NEAR: Final = 0.3
"""How much of a phrase's sound may differ; docs/decisions/0153 says what other values gave."""


def load(language: Path, understanding: Understanding, ladder: Ladder | None) -> ByEar | None:
    """The witness of sound for a language folder; None where it has no ladder of urgency."""
    phrases = partial(understanding.phrases, language / "knowledge" / "by_ear.yaml")
    return ByEar(phrases, ladder) if ladder else None


class ByEar:
    """The witness of sound."""

    def __init__(self, phrases: Callable[[], Phrases], ladder: Ladder) -> None:
        """`phrases` are labelled with signs of `ladder`; where everything is typed nobody asks for them."""
        self._read = phrases
        self._ladder = ladder

    @cached_property
    def _phrases(self) -> Phrases:
        return self._read()

    def prepare(self) -> None:
        """Read the phrases and spell them as phones, which is otherwise done when something is first heard."""
        self._phrases.prepare()

    def hear(self, hypotheses: Sequence[Hypothesis]) -> HeardSign | None:
        """The sign of danger that what was heard freely sounds most like, uncertain; None where none is near.

        A decoder that is held to the grammar counts for nothing here: its words are always near.  Nor do words that
        triage could read and took for something else ("the printer is choking").
        """
        texts = [one.text for one in hypotheses if one.text and not one.held]
        nearest = next(iter(self._phrases.nearest(texts)), None)
        if nearest is None or nearest.apart > NEAR or self._was_read(nearest):
            return None
        return HeardSign(nearest.label, about=triage.about_whom(nearest.heard, self._ladder), certain=False)

    def _was_read(self, near: Likeness) -> bool:
        """Whether the phrase stands there word for word and is one that triage knows."""
        literal = f" {near.phrase} " in f" {near.heard} "
        return literal and near.label in triage.worded(near.phrase, self._ladder)
