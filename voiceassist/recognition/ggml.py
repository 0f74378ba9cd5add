"""Make of whisper.cpp's file of whisper base.en the folder that CTranslate2 reads.

The file is ggml's (whisper.cpp, ``models/convert-pt-to-ggml.py``), all of it little-endian:

* a magic number and the eleven whole numbers of `_Header`;
* the mel filters: rows, columns, then as many 32-bit floats.  `mel.py` makes its own;
* the vocabulary: how many tokens, then length and bytes of each, in the order of their numbers, which is the order in
  which byte pair encoding learned them;
* the weights, to the end of the file: number of dimensions, length of the name, type (0: 32-bit floats, 1: 16-bit
  ones), the dimensions with the innermost first, the name as in openai/whisper's ``model.py``, the floats.

What special tokens are called, and which tokens are never speech, is told by openai/whisper's ``tokenizer.py`` and
``decoding.py``.
"""

from __future__ import annotations

import math
import struct
from itertools import pairwise
from typing import TYPE_CHECKING, Any, Final, NamedTuple

import numpy as np
import numpy.typing as npt

from voiceassist.recognition.assembled import Weights, assembled
from voiceassist.recognition.download import DownloadFailed

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

_MAGIC: Final = 0x67676D6C
_TYPES: Final[dict[int, np.dtype[Any]]] = {0: np.dtype("<f4"), 1: np.dtype("<f2")}
_TEXT: Final = 50256
"""Tokens of text; the special ones come after them."""
_LANGUAGES: Final = (
    "en zh de es ru ko fr ja pt tr pl ca nl ar sv it id hi fi vi iw uk el ms cs ro da hu ta no th ur hr bg lt la mi ml "
    "cy sk te fa lv bn sr az sl kn et mk br eu is hy ne mn bs kk sq sw gl mr pa si km sn yo so af oc ka be tg sd gu am "
    "yi lo uz fo ht ps tk nn mt sa lb my bo tl mg as tt haw ln ha ba jw su"
)
"""English models have a token for each, too, and never use them."""
_SPECIAL: Final = tuple(
    f"<|{name}|>"
    for name in (
        "endoftext",
        "startoftranscript",
        *_LANGUAGES.split(),
        "translate",
        "transcribe",
        "startoflm",
        "startofprev",
        "nocaptions",
        "notimestamps",
    )
)
_TIMES: Final = tuple(f"<|{step / 50:.2f}|>" for step in range(1501))
"""Until 30 s.  The tokenizer leaves them out: nobody writes them."""
_SIZE: Final = _TEXT + len(_SPECIAL) + len(_TIMES)
"""Of the English vocabulary; models of many languages have another."""
_NOT_TO_WRITE: Final = ("startoftranscript", "translate", "transcribe", "startoflm", "startofprev", "nocaptions")
_SYMBOLS: Final = (
    '" # ( ) * + / : ; < = > @ [ \\ ] ^ _ ` { | } ~ 「 」 『 』 '
    "<< >> <<< >>> -- --- -( -[ (' (\" (( )) ((( ))) [[ ]] {{ }} ♪♪ ♪♪♪"
)
"""Not speech where they are a token by themselves: captions have them around noises and names."""
_NOTES: Final = "♩♪♫♬♭♮♯"
"""Not speech even where they are several tokens: the first then begins nothing but such signs."""
_LAYERS: Final = 6
_STATE: Final = 512
_ALIGNMENT_HEADS: Final = ((3, 3), (4, 7), (5, 1), (5, 5), (5, 7))
"""Layer and head of base.en's decoder that follow the sound (openai/whisper, ``__init__.py``)."""


class _Header(NamedTuple):
    vocabulary: int
    audio_context: int
    audio_state: int
    audio_heads: int
    audio_layers: int
    text_context: int
    text_state: int
    text_heads: int
    text_layers: int
    mels: int
    type: int


class _Reader:
    """Takes a file apart from its beginning to its end."""

    def __init__(self, body: bytes) -> None:
        self._left = memoryview(body)

    def __bool__(self) -> bool:
        return bool(self._left)

    def take(self, count: int) -> memoryview:
        """The next bytes."""
        if not 0 <= count <= len(self._left):
            raise ValueError("it is cut short")
        taken, self._left = self._left[:count], self._left[count:]
        return taken

    def numbers(self, count: int) -> tuple[int, ...]:
        """The next whole numbers."""
        return struct.unpack(f"<{count}i", self.take(4 * count))


def convert(file: Path, folder: Path) -> None:
    """Write ``model.bin`` (16-bit floats), ``config.json``, ``vocabulary.json`` and ``tokenizer.json`` into `folder`.

    Raises:
        DownloadFailed: the file is not whisper base.en in ggml's format.
    """
    try:
        header, tokens, weights = _read(file.read_bytes())
        tokenizer = _tokenizer(tokens)
        model = assembled(header.text_layers, header.text_heads, weights)
        model.register_vocabulary([*map(_written, tokens), *_SPECIAL, *_TIMES])
        model.config.suppress_ids = _never_speech(tokenizer)
        model.config.suppress_ids_begin = [*_ids(tokenizer, " "), _TEXT]
        model.config.lang_ids = [tokenizer.token_to_id(f"<|{language}|>") for language in _LANGUAGES.split()]
        model.config.alignment_heads = [list(head) for head in _ALIGNMENT_HEADS]
        model.validate()
    except (ValueError, KeyError, struct.error) as problem:
        told = " ".join(str(problem).split())
        raise DownloadFailed(f"{file.name} is not whisper base.en in ggml's format ({told})") from problem
    model.optimize(quantization="float16")
    model.save(str(folder))
    tokenizer.save(str(folder / "tokenizer.json"), pretty=False)


def _read(body: bytes) -> tuple[_Header, list[bytes], Weights]:
    reader = _Reader(body)
    if reader.numbers(1) != (_MAGIC,):
        raise ValueError("it begins with another number")
    header = _Header(*reader.numbers(len(_Header._fields)))
    if header.vocabulary != _SIZE:
        raise ValueError(f"it has {header.vocabulary} tokens instead of {_SIZE}")
    if {header.audio_layers, header.text_layers} != {_LAYERS} or {header.audio_state, header.text_state} != {_STATE}:
        raise ValueError("it is of another size")
    rows, columns = reader.numbers(2)
    reader.take(4 * rows * columns)
    (count,) = reader.numbers(1)
    # Some files hold the end of text, too; it and the rest of the special tokens are known.
    tokens = [bytes(reader.take(*reader.numbers(1))) for _ in range(count)][:_TEXT]
    if len(set(tokens)) != _TEXT or {len(token) for token in tokens[:256]} != {1}:
        raise ValueError("its vocabulary is another")
    weights: dict[str, npt.NDArray[Any]] = {}
    while reader:
        dimensions, length, kind = reader.numbers(3)
        shape = reader.numbers(dimensions)[::-1]
        name = bytes(reader.take(length)).decode()
        if kind not in _TYPES:
            raise ValueError(f"{name} is quantised")
        floats = np.frombuffer(reader.take(math.prod(shape) * _TYPES[kind].itemsize), _TYPES[kind])
        weights[name] = floats.reshape(shape)
    return header, tokens, weights


def _tokenizer(tokens: Sequence[bytes]) -> Any:
    from tokenizers import Tokenizer, decoders, models, pre_tokenizers

    numbers = {token: number for number, token in enumerate(tokens)}
    halves = [_halves(token, numbers) for token in tokens if len(token) > 1]
    merges = [(_written(first), _written(second)) for first, second in halves]
    vocabulary = {_written(token): number for token, number in numbers.items()}
    tokenizer = Tokenizer(models.BPE(vocabulary, merges))
    tokenizer.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
    tokenizer.decoder = decoders.ByteLevel()
    tokenizer.add_special_tokens(list(_SPECIAL))
    return tokenizer


def _halves(token: bytes, numbers: Mapping[bytes, int]) -> list[bytes]:
    """The two tokens that were joined to this one: what is left of its bytes by the joins that were learned before."""
    parts = [token[at : at + 1] for at in range(len(token))]
    while len(parts) > 2:
        number, at = min((numbers.get(a + b, _TEXT), at) for at, (a, b) in enumerate(pairwise(parts)))
        if number >= numbers[token]:
            raise ValueError("its vocabulary is not in the order of learning")
        parts[at : at + 2] = [parts[at] + parts[at + 1]]
    return parts


def _letters() -> dict[int, str]:
    """A printable letter for every byte: itself where it is one in Latin-1, else the next from U+0100 on (GPT-2)."""
    printable = {*range(0x21, 0x7F), *range(0xA1, 0xAD), *range(0xAE, 0x100)}
    others = [byte for byte in range(256) if byte not in printable]
    return {byte: chr(0x100 + number) for number, byte in enumerate(others)}


_LETTERS: Final = _letters()


def _written(token: bytes) -> str:
    return token.decode("latin-1").translate(_LETTERS)


def _ids(tokenizer: Any, text: str) -> list[int]:
    ids: list[int] = tokenizer.encode(text, add_special_tokens=False).ids
    return ids


def _never_speech(tokenizer: Any) -> list[int]:
    """Numbers of tokens that are no speech; hyphens and apostrophes only where they begin a word."""
    found = {tokenizer.token_to_id(f"<|{name}|>") for name in _NOT_TO_WRITE}
    found |= {_ids(tokenizer, " -")[0], _ids(tokenizer, " '")[0]}
    for symbol in (*_SYMBOLS.split(), *_NOTES):
        for ids in (_ids(tokenizer, symbol), _ids(tokenizer, " " + symbol)):
            if len(ids) == 1 or symbol in _NOTES:
                found.add(ids[0])
    return sorted(found)
