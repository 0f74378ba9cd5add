"""all-MiniLM-L6-v2 in NumPy: six small layers are not worth a framework.

The network is BERT's encoder (Devlin et al. 2018, "BERT: Pre-training of Deep Bidirectional Transformers", section 3;
each layer as in Vaswani et al. 2017, "Attention Is All You Need", sections 3.1-3.3, normalised after each residual).
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, Final, TypeAlias

import numpy as np
import numpy.typing as npt

Array: TypeAlias = npt.NDArray[np.float32]

DIMENSIONS: Final = 384
LONGEST: Final = 64
"""Tokens looked at: one spoken turn has fewer, and time grows with them."""

_LAYERS: Final = 6
_HEADS: Final = 12
_EPSILON: Final = 1e-12


class Encoder:
    """What the model makes of a sentence.

    The weights stay in the file and are mapped into memory: 91 MB of addresses, of which the 43 MB of the layers and
    the rows of words that occur are really read.
    """

    def __init__(self, folder: Path) -> None:
        """Open the model installed in `folder`.  Raises OSError, ValueError or KeyError where it is not usable."""
        from tokenizers import Tokenizer

        tensors = _mapped(folder / "model.safetensors")
        self._tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
        self._tokenizer.no_padding()
        self._tokenizer.enable_truncation(LONGEST)
        self._words = tensors["embeddings.word_embeddings.weight"]
        self._positions = (
            tensors["embeddings.position_embeddings.weight"][:LONGEST]
            + tensors["embeddings.token_type_embeddings.weight"][0]
        )
        self._norm = tensors["embeddings.LayerNorm.weight"], tensors["embeddings.LayerNorm.bias"]
        self._layers = [_Layer(tensors, f"encoder.layer.{number}.") for number in range(_LAYERS)]

    def states(self, text: str) -> Array:
        """What each layer makes of each token: ``(7, tokens, 384)``, the first being the words as they go in."""
        ids = self._tokenizer.encode(text).ids
        states = [_normalise(self._words[ids] + self._positions[: len(ids)], *self._norm)]
        for layer in self._layers:
            states.append(layer(states[-1]))
        return np.stack(states)


class _Layer:
    """Self-attention, then two dense steps; each is added to what went in and normalised."""

    def __init__(self, tensors: dict[str, Array], prefix: str) -> None:
        def both(name: str) -> tuple[Array, Array]:
            return tensors[f"{prefix}{name}.weight"], tensors[f"{prefix}{name}.bias"]

        self._query, self._key, self._value = (both(f"attention.self.{part}") for part in ("query", "key", "value"))
        self._attended = both("attention.output.dense")
        self._attention_norm = both("attention.output.LayerNorm")
        self._wide = both("intermediate.dense")
        self._narrow = both("output.dense")
        self._norm = both("output.LayerNorm")

    def __call__(self, x: Array) -> Array:
        """``(tokens, 384)`` to ``(tokens, 384)``."""
        query, key, value = (_heads(_dense(x, *part)) for part in (self._query, self._key, self._value))
        weights = _softmax(query @ key.transpose(0, 2, 1) / np.float32(np.sqrt(query.shape[-1])))
        mixed = (weights @ value).transpose(1, 0, 2).reshape(x.shape)
        x = _normalise(x + _dense(mixed, *self._attended), *self._attention_norm)
        return _normalise(x + _dense(_gelu(_dense(x, *self._wide)), *self._narrow), *self._norm)


def _dense(x: Array, weight: Array, bias: Array) -> Array:
    return x @ weight.T + bias


def _heads(x: Array) -> Array:
    """``(tokens, 384)`` to ``(heads, tokens, 32)``."""
    return x.reshape(len(x), _HEADS, -1).transpose(1, 0, 2)


def _softmax(x: Array) -> Array:
    powers = np.exp(x - x.max(axis=-1, keepdims=True))
    return np.asarray(powers / powers.sum(axis=-1, keepdims=True), dtype=np.float32)


def _normalise(x: Array, weight: Array, bias: Array) -> Array:
    """Layer normalisation (Ba et al. 2016)."""
    centred = x - x.mean(axis=-1, keepdims=True)
    spread = np.sqrt((centred * centred).mean(axis=-1, keepdims=True) + np.float32(_EPSILON))
    return np.asarray(centred / spread * weight + bias, dtype=np.float32)


def _gelu(x: Array) -> Array:
    """x·Φ(x) (Hendrycks and Gimpel 2016), Φ by Abramowitz and Stegun 7.1.26, whose error is below 1.5e-7."""
    scaled = np.abs(x) * np.float32(np.sqrt(0.5))
    t = 1 / (1 + np.float32(0.3275911) * scaled)
    series = np.float32(1.061405429) * t
    for coefficient in (-1.453152027, 1.421413741, -0.284496736, 0.254829592):
        series = (series + np.float32(coefficient)) * t
    tail = series * np.exp(-scaled * scaled) / 2
    return np.asarray(x * np.where(x < 0, tail, 1 - tail), dtype=np.float32)


def _mapped(path: Path) -> dict[str, Array]:
    """The float32 tensors of a safetensors file: 8 bytes of header length, a JSON header, then the numbers."""
    with path.open("rb") as file:
        length = int.from_bytes(file.read(8), "little")
        header: dict[str, Any] = json.loads(file.read(length))
    content = np.memmap(path, dtype=np.uint8, mode="r", offset=8 + length)
    return {
        name: np.asarray(content[slice(*entry["data_offsets"])]).view(np.float32).reshape(entry["shape"])
        for name, entry in header.items()
        if entry.get("dtype") == "F32"
    }
