"""Make of whisper small, quantised for ONNX Runtime, the folder that CTranslate2 reads.

Two files hold the encoder and the decoder (Transformers.js's ``encoder_model_quantized.onnx`` and
``decoder_model_merged_quantized.onnx``).  They are messages of Protocol Buffers (onnx, ``onnx.proto``), of which little
is needed: a graph's nodes, of each its name, its inputs and the graphs inside it, and a graph's arrays.  A matrix is
whole numbers of eight bits with one scale and one zero for all of them,

    weight = scale · (number - zero),

and has no telling name; the node that multiplies by it has, ``/layers.0/self_attn/q_proj/MatMul_quant``.
"""

from __future__ import annotations

import json
import re
import shutil
from typing import TYPE_CHECKING, Any, Final, TypeAlias

import numpy as np
import numpy.typing as npt

from voiceassist.recognition.assembled import Weights, assembled
from voiceassist.recognition.download import DownloadFailed

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

Message: TypeAlias = "dict[int, list[int | memoryview]]"
"""The values of each field of one message, by the field's number."""

ENCODER: Final = "onnx/encoder_model_quantized.onnx"
DECODER: Final = "onnx/decoder_model_merged_quantized.onnx"
SETTINGS: Final = "generation_config.json"
_LAYERS: Final = 12
_HEADS: Final = 12
_TOKENS: Final = 51865

# Numbers of fields in onnx.proto.
_GRAPH: Final = 7
_NODE, _INITIALIZER = 1, 5
_INPUT, _NODE_NAME, _ATTRIBUTE = 1, 3, 5
_INNER_GRAPH: Final = 6
_DIMENSIONS, _TYPE, _FLOATS, _INTEGERS, _TENSOR_NAME, _RAW = 1, 2, 4, 5, 8, 9
_TYPES: Final[dict[int, np.dtype[Any]]] = {1: np.dtype("<f4"), 2: np.dtype("u1"), 3: np.dtype("i1")}
"""Those of weights, by the numbers of ``TensorProto.DataType``."""

_NUMBER, _BYTES = 0, 2
"""Kinds of values: a number, or bytes after their count."""
_SIZES: Final = {1: 8, 5: 4}
"""How many bytes values of the other kinds have."""

_MULTIPLIES: Final = re.compile(r"/?(?:model/decoder/)?(.+)/(?:MatMul|Conv)_quant")
"""The name of a node that multiplies by a matrix, or convolves with one: in the middle stands whose that is."""
_MERGED: Final = "_merged_0"
"""The decoder's two graphs, with and without what was kept of earlier words, share their arrays under such names."""
_EMBEDDING: Final = "model.decoder.embed_tokens.weight"
_NAMES: Final = (
    ("layers.", "blocks."),
    ("encoder_attn_layer_norm", "cross_attn_ln"),
    ("self_attn_layer_norm", "attn_ln"),
    ("final_layer_norm", "mlp_ln"),
    ("encoder_attn.", "cross_attn."),
    ("self_attn.", "attn."),
    ("q_proj", "query"),
    ("k_proj", "key"),
    ("v_proj", "value"),
    ("out_proj", "out"),
    ("fc1", "mlp.0"),
    ("fc2", "mlp.2"),
    ("embed_positions.weight", "positional_embedding"),
)
"""From Transformers' names to openai/whisper's."""


def convert(folder: Path) -> None:
    """Put ``model.bin`` (8-bit numbers), ``config.json`` and ``vocabulary.json`` in the place of all but the tokenizer.

    Raises:
        DownloadFailed: the folder's files are not whisper small for ONNX Runtime.
    """
    from tokenizers import Tokenizer

    try:
        weights = {**_weights(folder / ENCODER, "encoder"), **_weights(folder / DECODER, "decoder")}
        settings = json.loads((folder / SETTINGS).read_text("utf-8"))
        tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
        model = assembled(_LAYERS, _HEADS, weights)
        words = [tokenizer.id_to_token(number) for number in range(tokenizer.get_vocab_size())]
        # The tokenizer leaves the times out, which nobody writes.
        model.register_vocabulary([*words, *(f"<|{step / 50:.2f}|>" for step in range(_TOKENS - len(words)))])
        model.config.suppress_ids = settings["suppress_tokens"]
        model.config.suppress_ids_begin = settings["begin_suppress_tokens"]
        model.config.lang_ids = sorted(settings["lang_to_id"].values())
        model.config.alignment_heads = settings["alignment_heads"]
        model.validate()
    except (ValueError, KeyError, IndexError, TypeError) as problem:
        told = " ".join(str(problem).split())
        raise DownloadFailed(f"{folder.name} does not hold whisper small for ONNX Runtime ({told})") from problem
    model.optimize(quantization="int8")
    shutil.rmtree((folder / ENCODER).parent)
    (folder / SETTINGS).unlink()
    model.save(str(folder))


def _weights(file: Path, side: str) -> Weights:
    """All arrays of one file, floats again, by openai/whisper's names."""
    graph = _graph(_fields(memoryview(file.read_bytes())), _GRAPH)
    tensors = map(_fields, _parts(graph, _INITIALIZER))
    arrays = dict(_array(tensor) for tensor in tensors if _number(tensor, _TYPE) in _TYPES)
    found: dict[str, npt.NDArray[Any]] = {}
    for name, array in arrays.items():
        if array.dtype == np.float32 and array.ndim:
            found[_renamed(name.removesuffix(_MERGED), side)] = array
    for node in _nodes(graph):
        said = _MULTIPLIES.fullmatch(_text(node, _NODE_NAME))
        if said:
            matrix = _floats(arrays, _text(node, _INPUT, 1))
            # ONNX multiplies from the right, CTranslate2 from the left.
            found[_renamed(said[1].replace("/", ".") + ".weight", side)] = (
                np.ascontiguousarray(matrix.T) if matrix.ndim == 2 else matrix
            )
    if side == "decoder":
        found["decoder.token_embedding.weight"] = _floats(arrays, f"{_EMBEDDING}{_MERGED}_quantized")
    return found


def _floats(arrays: Weights, quantised: str) -> npt.NDArray[np.float32]:
    """See the module."""
    name = quantised.removesuffix("_quantized")
    scale, zero = arrays[f"{name}_scale"], arrays[f"{name}_zero_point"].astype(np.float32)
    matrix: npt.NDArray[np.float32] = (arrays[quantised].astype(np.float32) - zero) * scale
    return matrix


def _renamed(name: str, side: str) -> str:
    name = name.removeprefix("model.decoder.")
    name = re.sub(r"^layer_norm\b", "ln_post" if side == "encoder" else "ln", name)
    for theirs, ours in _NAMES:
        name = name.replace(theirs, ours)
    return f"{side}.{name}"


def _nodes(graph: Message) -> Iterator[Message]:
    """All nodes, those of the branches of a condition, too."""
    for body in _parts(graph, _NODE):
        node = _fields(body)
        yield node
        for attribute in map(_fields, _parts(node, _ATTRIBUTE)):
            if _INNER_GRAPH in attribute:
                yield from _nodes(_graph(attribute, _INNER_GRAPH))


def _array(tensor: Message) -> tuple[str, npt.NDArray[Any]]:
    """Name and values; single numbers are stored otherwise than long rows."""
    shape = [number for number in tensor.get(_DIMENSIONS, ()) if isinstance(number, int)]
    kind = _TYPES[_number(tensor, _TYPE)]
    if _INTEGERS in tensor:
        values = np.array([number & 0xFF for number in _varints(_parts(tensor, _INTEGERS)[0])], np.uint8).view(kind)
    else:
        values = np.frombuffer(_parts(tensor, _FLOATS if _FLOATS in tensor else _RAW)[0], dtype=kind)
    return _text(tensor, _TENSOR_NAME), values.reshape(shape)


def _graph(message: Message, field: int) -> Message:
    found = _parts(message, field)
    if not found:
        raise ValueError("it holds no graph")
    return _fields(found[0])


def _text(message: Message, field: int, number: int = 0) -> str:
    found = _parts(message, field)
    return bytes(found[number]).decode() if found else ""


def _number(message: Message, field: int) -> int:
    (number,) = (one for one in message[field] if isinstance(one, int))
    return number


def _parts(message: Message, field: int) -> list[memoryview]:
    return [one for one in message.get(field, ()) if isinstance(one, memoryview)]


def _fields(body: memoryview) -> Message:
    """Take one message apart (Protocol Buffers, *Encoding*)."""
    message: Message = {}
    at = 0
    while at < len(body):
        key, at = _varint(body, at)
        kind = key & 7
        value: int | memoryview
        if kind == _NUMBER:
            value, at = _varint(body, at)
        elif kind in _SIZES or kind == _BYTES:
            size = _SIZES.get(kind)
            if size is None:
                size, at = _varint(body, at)
            value, at = body[at : at + size], at + size
        else:
            raise ValueError("it is no ONNX file")
        message.setdefault(key >> 3, []).append(value)
    if at != len(body):
        raise ValueError("it is cut short")
    return message


def _varints(body: memoryview) -> Iterator[int]:
    at = 0
    while at < len(body):
        number, at = _varint(body, at)
        yield number


def _varint(body: memoryview, at: int) -> tuple[int, int]:
    """A number in groups of seven bits, the lowest first; every byte but the last has its eighth bit set."""
    number = shift = 0
    while True:
        byte = body[at]
        number |= (byte & 0x7F) << shift
        at, shift = at + 1, shift + 7
        if byte < 0x80:
            return number, at
