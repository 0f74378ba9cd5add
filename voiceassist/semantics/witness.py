"""A witness for what no template foresaw: it compares meaning, it proposes, and it never decides.

What it says is a reason to ask.  It cannot be trusted with negation or with whose body is meant.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import Final, Literal, TypeAlias

import numpy as np

from voiceassist.errors import VoiceAssistError
from voiceassist.semantics.encoder import Encoder
from voiceassist.semantics.readout import Readout, pool

MODEL: Final = "minilm"
"""The model's name in the catalogue."""

TWITCH: Final = "LogTwitch"
"""The intent of words that tell of a twitch."""

PART: Final = 12
"""Words of a part: harmless talk beside a sign hides it from a mean over all tokens (docs/semantics.md)."""
READ_SIGN_FROM: Final = 0.6
"""Where a harmless sentence was read too: between 0.5, which takes most harmless talk for a sign, and 0.7, which loses
one sign of ten that is told in passing (docs/semantics.md)."""

READ_ONE_FROM: Final = 0.3
"""The same for the likeliest sign alone: of harmless talk every sign is a little likely, and all of them together are
more than 0.6.  Not beside signs that were heard, which are danger already (docs/semantics.md)."""

TOPIC_ABOVE_TWITCH: Final = 0.5
"""A question that names a twitch is a question still."""

OTHERS_FROM: Final = 0.15
OTHERS: Final = 2
"""Of danger in other people's words that no pattern found, the likeliest sign was the right one in 45 of 58 emergencies
and 48 of 69 red flags, one of these three in 51 and 57; harmless talk that is asked about at all gets 1.3 questions
(docs/semantics.md)."""

Kind: TypeAlias = Literal["topic", "sign", "intent"]


@dataclass(frozen=True)
class Proposal:
    """Something the speaker may have meant."""

    kind: Kind
    value: str
    """The topic, the sign, or the intent's name."""
    score: float
    """The probability in [0, 1] that it is this; checked in tests/semantics."""
    sure: bool = False
    """Whether a topic is likely enough to be answered without asking first."""
    others: tuple[str, ...] = ()
    """Other signs that it may be instead, the likeliest first."""


class Witness:
    """Opened in no time; model and read-out are loaded when it is first asked."""

    def __init__(self, model: Path, readout: Path) -> None:
        """A witness with the model in the folder `model` and what was trained for a language in the file `readout`."""
        self._model = model
        self._path = readout

    def propose(self, text: str, *, read: bool = False, heard: Collection[str] = ()) -> tuple[Proposal, ...]:
        """The likeliest sign, or else the likeliest topic or intent; then, that a twitch is told of; nothing for other
        talk.

        A sign or a twitch in a long story is looked for in each part of it too.  `read` says that something harmless
        was read in the words: a sign must then be likelier.  Signs that were `heard` beside the words are not proposed.

        Raises VoiceAssistError where the model's or the read-out's file cannot be used.
        """
        if not text.strip():
            return ()
        encoder, readout = self._loaded
        known = {f"sign:{sign}" for sign in heard}
        features = np.stack([pool(encoder.states(part)) for part in (text, *_parts(text.split()))])
        whole, *parts = (
            {label: p for label, p in zip(readout.labels, row, strict=True) if label not in known}
            for row in readout.probabilities(features).tolist()
        )
        twitch = float(readout.twitching(features).max())
        told = twitch >= readout.twitch_from
        bound = max(readout.sign_from, READ_SIGN_FROM if read else 0.0)
        proposals = propose(whole, replace(readout, sign_from=bound), parts)
        if read and not heard:
            proposals = tuple(one for one in proposals if one.kind != "sign" or one.score >= READ_ONE_FROM)
        if not told or any(one.kind == "topic" and one.score >= TOPIC_ABOVE_TWITCH for one in proposals):
            return proposals
        return (*proposals, Proposal("intent", TWITCH, twitch))

    @cached_property
    def _loaded(self) -> tuple[Encoder, Readout]:
        try:
            return Encoder(self._model), Readout.load(self._path)
        except Exception as problem:  # the tokenizer's library raises nothing narrower
            raise VoiceAssistError(
                f"{MODEL} or {self._path} cannot be used ({problem}): voiceassist models install {MODEL} --force"
            ) from problem


def propose(
    probabilities: dict[str, float], readout: Readout, parts: Sequence[dict[str, float]] = ()
) -> tuple[Proposal, ...]:
    """What follows from the probability of each label, for the whole and for its `parts`.

    That it is any sign is told by the part that is likeliest to tell of one, which sign by all of them.
    """
    told = (probabilities, *parts)
    if max(_likeliest(one, ("sign",))[1] for one in told) >= readout.sign_from:
        chances = {label: max(one[label] for one in told) for label in probabilities if label.startswith("sign:")}
        sign, *others = sorted(chances, key=lambda label: -chances[label])[: 1 + OTHERS]
        kept = (label.partition(":")[2] for label in others if chances[label] >= OTHERS_FROM)
        return (replace(_proposal(sign, chances), others=tuple(kept)),)
    asked, about = _likeliest(probabilities, ("topic", "intent"))
    if asked and about >= readout.topic_from:
        return (_proposal(asked, probabilities, readout.answer_from),)
    return ()


def _parts(words: Sequence[str]) -> list[str]:
    """Overlapping stretches of `PART` words of what is longer than that."""
    if len(words) <= PART:
        return []
    starts = dict.fromkeys((*range(0, len(words) - PART, PART // 2), len(words) - PART))
    return [" ".join(words[start : start + PART]) for start in starts]


def _likeliest(probabilities: dict[str, float], kinds: Sequence[str]) -> tuple[str, float]:
    """The likeliest label of some kinds, and how likely it is that it is any of them."""
    chosen = {label: p for label, p in probabilities.items() if label.partition(":")[0] in kinds}
    return max(chosen, key=lambda label: chosen[label], default=""), sum(chosen.values())


def _proposal(label: str, probabilities: dict[str, float], sure_from: float = 2.0) -> Proposal:
    kind, _, value = label.partition(":")
    score = probabilities[label]
    return Proposal(kind, value, score, sure=kind == "topic" and score >= sure_from)  # type: ignore[arg-type]
