"""A witness for what no template foresaw: it compares meaning, it proposes, and it never decides.

What it says is a reason to ask.  It cannot be trusted with negation or with whose body is meant.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Final, Literal, TypeAlias

from voiceassist.errors import VoiceAssistError
from voiceassist.semantics.encoder import Encoder
from voiceassist.semantics.readout import Readout, pool

MODEL: Final = "minilm"
"""The model's name in the catalogue."""

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


class Witness:
    """Opened in no time; model and read-out are loaded when it is first asked."""

    def __init__(self, model: Path, readout: Path) -> None:
        """A witness with the model in the folder `model` and what was trained for a language in the file `readout`."""
        self._model = model
        self._path = readout

    def propose(self, text: str) -> tuple[Proposal, ...]:
        """At most one proposal: the likeliest sign, or else the likeliest topic or intent; nothing for other talk.

        Raises VoiceAssistError where the model's or the read-out's file cannot be used.
        """
        if not text.strip():
            return ()
        encoder, readout = self._loaded
        probabilities = readout.probabilities(pool(encoder.states(text))[None])[0].tolist()
        return propose(dict(zip(readout.labels, probabilities, strict=True)), readout)

    @cached_property
    def _loaded(self) -> tuple[Encoder, Readout]:
        try:
            return Encoder(self._model), Readout.load(self._path)
        except (OSError, ValueError, KeyError) as problem:
            raise VoiceAssistError(
                f"{MODEL} or {self._path} cannot be used ({problem}): voiceassist models install {MODEL} --force"
            ) from problem


def propose(probabilities: dict[str, float], readout: Readout) -> tuple[Proposal, ...]:
    """What follows from the probability of each label."""
    sign, signs = _likeliest(probabilities, ("sign",))
    if sign and signs >= readout.sign_from:
        return (_proposal(sign, probabilities),)
    asked, about = _likeliest(probabilities, ("topic", "intent"))
    if asked and about >= readout.topic_from:
        return (_proposal(asked, probabilities, readout.answer_from),)
    return ()


def _likeliest(probabilities: dict[str, float], kinds: Sequence[str]) -> tuple[str, float]:
    """The likeliest label of some kinds, and how likely it is that it is any of them."""
    chosen = {label: p for label, p in probabilities.items() if label.partition(":")[0] in kinds}
    return max(chosen, key=lambda label: chosen[label], default=""), sum(chosen.values())


def _proposal(label: str, probabilities: dict[str, float], sure_from: float = 2.0) -> Proposal:
    kind, _, value = label.partition(":")
    score = probabilities[label]
    return Proposal(kind, value, score, sure=kind == "topic" and score >= sure_from)  # type: ignore[arg-type]
