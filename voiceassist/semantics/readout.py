"""From the model's states to a probability for every label: one softmax over a few thousand weights.

The last layer alone, which is what the published embedding averages, knows what a sentence is about but hardly whether
it is affirmed: "my grip is firm" and "my grip is gone" lie side by side.  Lower layers still tell them apart, so the
read-out sees layers 2, 4 and 6 (docs/semantics.md has the figures).
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import numpy as np

from voiceassist.semantics.encoder import DIMENSIONS, Array

FEATURES: Final = 4 * DIMENSIONS

_FILE: Final = (
    "labels", "weights", "centre", "spread", "twitch", "sign_from", "topic_from", "answer_from", "twitch_from",
)  # fmt: skip


def pool(states: Array) -> Array:
    """The features of a sentence, ``(1536,)``, from its ``(7, tokens, 384)`` states."""
    middle = states[4]
    return np.concatenate([states[6].mean(axis=0), middle.mean(axis=0), middle.max(axis=0), states[2].mean(axis=0)])


@dataclass(frozen=True, eq=False)
class Readout:
    """Trained by scripts/train-witness; a file of some 150 kB."""

    labels: tuple[str, ...]
    """``kind:value``, for example ``topic:sleep``; ``nothing`` is what is none of them."""
    weights: Array
    """``(1537, labels)``; the last row is each label's offset."""
    centre: Array
    """``(1536,)``: the mean of each feature over the examples."""
    spread: Array
    """``(1536,)``: what each feature is divided by."""
    twitch: Array
    """``(1537,)``: of a logistic function apart, since words may tell of a twitch and of a sign both."""
    sign_from: float
    """The probability that it is any sign, from which the likeliest one is proposed."""
    topic_from: float
    """The same for topics and intents."""
    answer_from: float
    """The probability of one topic from which it need not be asked about."""
    twitch_from: float
    """The probability from which words tell of a twitch."""

    def probabilities(self, features: Array) -> Array:
        """``(n, 1536)`` features to ``(n, labels)`` probabilities."""
        logits = ((features - self.centre) / self.spread) @ self.weights[:-1] + self.weights[-1]
        powers = np.exp(logits - logits.max(axis=-1, keepdims=True))
        return np.asarray(powers / powers.sum(axis=-1, keepdims=True), dtype=np.float32)

    def twitching(self, features: Array) -> Array:
        """``(n, 1536)`` features to the probability, ``(n,)``, that a twitch is told of."""
        logits = ((features - self.centre) / self.spread) @ self.twitch[:-1] + self.twitch[-1]
        return np.asarray(1 / (1 + np.exp(-logits)), dtype=np.float32)

    @classmethod
    def load(cls, path: Path) -> Readout:
        """The read-out that `save` wrote.  Raises OSError, ValueError or KeyError where the file is not one."""
        with np.load(path, allow_pickle=False) as file:
            labels, weights, centre, spread, twitch, *bounds = (file[name] for name in _FILE)
        if weights.shape != (FEATURES + 1, len(labels)):
            raise ValueError(f"weights of shape {weights.shape}")
        if twitch.shape != (FEATURES + 1,):
            raise ValueError(f"weights of a twitch of shape {twitch.shape}")
        arrays = (part.astype(np.float32) for part in (weights, centre, spread, twitch))
        return cls(tuple(str(label) for label in labels), *arrays, *(float(bound) for bound in bounds))

    def save(self, path: Path) -> None:
        """Write it with half the precision, which changes no probability by more than a thousandth."""
        arrays: dict[str, Any] = {name: np.asarray(getattr(self, name)) for name in _FILE}
        half = {name: array.astype(np.float16) for name, array in arrays.items() if array.dtype == np.float32}
        np.savez_compressed(path, **{**arrays, **half})
