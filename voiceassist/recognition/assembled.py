"""A whisper for CTranslate2, put together from its weights."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, TypeAlias

import numpy as np
import numpy.typing as npt

Weights: TypeAlias = Mapping[str, npt.NDArray[Any]]
"""Arrays by their names in openai/whisper's ``model.py``."""


def assembled(layers: int, heads: int, weights: Weights) -> Any:
    """A ``WhisperSpec`` of CTranslate2 whose encoder and decoder have as many layers and heads.

    Raises KeyError naming a weight that is missing.
    """
    from ctranslate2.specs import whisper_spec

    spec = whisper_spec.WhisperSpec(layers, heads, layers, heads)
    for name, side in (("encoder", spec.encoder), ("decoder", spec.decoder)):
        side.position_encodings.encodings = weights[f"{name}.positional_embedding"]
        for number, layer in enumerate(side.layer):
            block = f"{name}.blocks.{number}"
            _attention(layer.self_attention, f"{block}.attn", weights, (("query", "key", "value"), ("out",)))
            if name == "decoder":
                _attention(layer.attention, f"{block}.cross_attn", weights, (("query",), ("key", "value"), ("out",)))
            _linear(layer.ffn.linear_0, [f"{block}.mlp.0"], weights)
            _linear(layer.ffn.linear_1, [f"{block}.mlp.2"], weights)
            _norm(layer.ffn.layer_norm, f"{block}.mlp_ln", weights)
    _linear(spec.encoder.conv1, ["encoder.conv1"], weights)
    _linear(spec.encoder.conv2, ["encoder.conv2"], weights)
    _norm(spec.encoder.layer_norm, "encoder.ln_post", weights)
    _norm(spec.decoder.layer_norm, "decoder.ln", weights)
    # One table serves both ways: words to vectors, and vectors to words.
    spec.decoder.embeddings.weight = weights["decoder.token_embedding.weight"]
    spec.decoder.projection.weight = weights["decoder.token_embedding.weight"]
    return spec


def _attention(spec: Any, name: str, weights: Weights, groups: Sequence[Sequence[str]]) -> None:
    """CTranslate2 multiplies by the matrices of a group at once."""
    for linear, group in zip(spec.linear, groups, strict=True):
        _linear(linear, [f"{name}.{one}" for one in group], weights)
    _norm(spec.layer_norm, f"{name}_ln", weights)


def _linear(spec: Any, names: Sequence[str], weights: Weights) -> None:
    matrices = [weights[f"{name}.weight"] for name in names]
    spec.weight = np.concatenate(matrices)
    # Whisper's keys alone have no bias; those of the convolutions lie in a column.
    biases = [weights.get(f"{name}.bias", np.zeros(len(one), "f4")) for name, one in zip(names, matrices, strict=True)]
    spec.bias = np.concatenate([bias.reshape(-1) for bias in biases])


def _norm(spec: Any, name: str, weights: Weights) -> None:
    spec.gamma = weights[f"{name}.weight"]
    spec.beta = weights[f"{name}.bias"]
