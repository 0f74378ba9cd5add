"""The loops of the search as machine code, where `scripts/setup` found a C compiler.

What they compute NumPy and Python compute too, to the last bit and several times slower; they do where there is no
library, or one that was made from other sources (docs/decisions/0176).
"""

from __future__ import annotations

import ctypes
import hashlib
from ctypes import c_double, c_float, c_int, c_int64, c_void_p
from functools import cache
from pathlib import Path
from typing import Any, ClassVar, Final

import numpy as np
import numpy.typing as npt

FOLDER: Final = Path(__file__).parent
LIBRARY: Final = FOLDER / "loops.so"
# Sums are not contracted: the numbers are to be NumPy's to the last bit.
FLAGS: Final = ("-O3", "-std=c99", "-shared", "-fPIC", "-fvisibility=hidden", "-ffp-contract=off")
FOUND: Final = 1
PAUSED: Final = 2

_WHERE: Final = ctypes.c_char * 0


class _Array:
    """An argument that is an array without gaps; NumPy's own `ndpointer` takes nine times as long to see that it is."""

    def __init__(self, kind: type[np.generic]) -> None:
        self._kind = np.dtype(kind)

    def from_param(self, array: npt.NDArray[Any]) -> ctypes.Array[ctypes.c_char]:
        """See ctypes; raises TypeError for any other array."""
        if array.dtype != self._kind or not array.flags.c_contiguous:
            raise TypeError(self._kind)
        return _WHERE.from_buffer(array.data)


_FLOATS: Final = _Array(np.float32)
_NUMBERS: Final = _Array(np.int64)
_FLAGS: Final = _Array(np.bool_)

_FUNCTIONS: Final[dict[str, tuple[Any, list[Any]]]] = {
    "least_of_lists": (None, [c_int64, c_int64, _NUMBERS, _NUMBERS, _FLOATS, _FLOATS]),
    "sweep_words": (
        None,
        [*[c_int64] * 4, *[_NUMBERS] * 3, _FLAGS, _FLOATS, _NUMBERS, _FLOATS, _FLOATS, c_float, *[_FLOATS] * 3],
    ),
    "sweep_phones": (None, [*[c_int64] * 3, *[_NUMBERS] * 5, *[_FLOATS] * 5]),
    "phone_path": (c_int64, [c_void_p, *[c_int64] * 4]),
    "phone_distances": (
        None,
        [
            *[c_int64] * 2, _NUMBERS, _NUMBERS, _FLOATS, _NUMBERS, _NUMBERS, _FLOATS, _FLOATS, c_int64, _FLOATS,
            c_float, c_float, _FLOATS, _FLOATS,
        ],
    ),
    "readings_begin": (c_void_p, [c_void_p]),
    "readings_next": (c_int, [c_void_p, c_int64, c_void_p]),
    "readings_end": (None, [c_void_p]),
}  # fmt: skip


class Problem(ctypes.Structure):
    """``problem`` of ``readings.c``."""

    _fields_: ClassVar[list[tuple[str, Any]]] = [
        *((name, c_int64) for name in ("states", "width", "passes", "blocks", "parts")),
        *((name, c_void_p) for name in ("into", "source", "label", "says_start", "says", "says_middle", "deletion")),
        *((name, c_void_p) for name in ("substitution", "joined", "insertion", "priors", "joins", "tables")),
        *((name, c_double) for name in ("next_sentence", "any_words", "any_word", "bound")),
    ]


class Found(ctypes.Structure):
    """``reading`` of ``readings.c``."""

    _fields_: ClassVar[list[tuple[str, Any]]] = [
        *((name, c_int64) for name in ("opened", "parts", "said")),
        ("spent", c_double),
        ("numbers", ctypes.POINTER(c_int64)),
    ]


class PhonePaths(ctypes.Structure):
    """``phone_paths`` of ``paths.c``."""

    _fields_: ClassVar[list[tuple[str, Any]]] = [
        *((name, c_int64) for name in ("begin", "positions", "heard")),
        *((name, c_void_p) for name in ("into", "by_end", "source", "starts", "phones")),
        *((name, c_void_p) for name in ("replace", "left_out", "states", "ends", "price", "rows")),
    ]


def pointer(array: npt.NDArray[Any] | None) -> int | None:
    """Where the numbers of an array without gaps are; the array has to be kept as long as they are read."""
    return None if array is None else ctypes.addressof(_WHERE.from_buffer(array.data))


def digest() -> str:
    """What tells a library made from these very sources, with these flags."""
    sources = (path.read_bytes() for path in sorted(FOLDER.glob("*.[ch]")))
    return hashlib.sha256(b"".join((*sources, " ".join(FLAGS).encode()))).hexdigest()


@cache
def library() -> ctypes.CDLL | None:
    """The functions of the sources; None where they are not compiled."""
    return load(LIBRARY)


def load(path: Path) -> ctypes.CDLL | None:
    """The library at `path`; None where there is none, or none that was made from these sources.

    Its numbers are of 64 bits, as NumPy's are only where pointers are.
    """
    if np.intp is not np.int64:
        return None
    try:
        loaded = ctypes.CDLL(str(path))
        loaded.native_digest.restype = ctypes.c_char_p
        if loaded.native_digest() != digest().encode():
            return None
    except (OSError, AttributeError):
        return None
    for name, (result, arguments) in _FUNCTIONS.items():
        function = getattr(loaded, name)
        function.restype, function.argtypes = result, arguments
    return loaded
