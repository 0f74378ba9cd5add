"""How far sounds are from each other: prices for hearing one phone as another.

Where the numbers come from: no recogniser's errors were counted.  Each phone stands where phonetics puts it (the vowels
by height, backness, rounding and length on the International Phonetic Association's chart; the consonants by place,
manner and voice), and the price of a confusion is the distance, scaled so that one unit is one unrelated consonant.
Vowels are cheap for each other, since accents differ in little else.
"""

from __future__ import annotations

import ctypes
import itertools
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from typing import Final, TypeAlias

import numpy as np
import numpy.typing as npt

Floats: TypeAlias = npt.NDArray[np.float32]
Numbers: TypeAlias = npt.NDArray[np.int64]

# height (1 close, 0 open), backness (0 front, 1 back), rounding, length; of a diphthong, its beginning and its end
_VOWELS: Final = {
    "IY": ((1.0, 0.0, 0, 1.0),), "IH": ((0.8, 0.2, 0, 0.3),), "EH": ((0.45, 0.1, 0, 0.5),),
    "AE": ((0.2, 0.15, 0, 0.7),),
    "AA": ((0.0, 0.8, 0, 1.0),), "AO": ((0.3, 1.0, 1, 1.0),), "AH": ((0.4, 0.6, 0, 0.2),), "ER": ((0.5, 0.5, 0, 0.8),),
    "UH": ((0.8, 0.8, 1, 0.3),), "UW": ((1.0, 1.0, 1, 1.0),),
    "EY": ((0.6, 0.1, 0, 1.0), (0.85, 0.1, 0, 1.0)), "AY": ((0.0, 0.5, 0, 1.0), (0.8, 0.2, 0, 1.0)),
    "OY": ((0.4, 1.0, 1, 1.0), (0.8, 0.2, 0, 1.0)), "AW": ((0.0, 0.5, 0, 1.0), (0.8, 0.9, 1, 1.0)),
    "OW": ((0.55, 0.8, 1, 1.0), (0.85, 0.95, 1, 1.0)),
}  # fmt: skip

# place (0 lips to 1 glottis), manner, voice
_CONSONANTS: Final = {
    "P": (0.0, "stop", 0), "B": (0.0, "stop", 1), "T": (0.35, "stop", 0), "D": (0.35, "stop", 1),
    "K": (0.8, "stop", 0), "G": (0.8, "stop", 1), "CH": (0.5, "affricate", 0), "JH": (0.5, "affricate", 1),
    "F": (0.1, "fricative", 0), "V": (0.1, "fricative", 1), "TH": (0.25, "fricative", 0), "DH": (0.25, "fricative", 1),
    "S": (0.35, "fricative", 0), "Z": (0.35, "fricative", 1), "SH": (0.5, "fricative", 0), "ZH": (0.5, "fricative", 1),
    "HH": (1.0, "fricative", 0), "M": (0.0, "nasal", 1), "N": (0.35, "nasal", 1), "NG": (0.8, "nasal", 1),
    "L": (0.35, "liquid", 1), "R": (0.5, "liquid", 1), "W": (0.1, "glide", 1), "Y": (0.65, "glide", 1),
}  # fmt: skip

_SONORITY: Final = {"stop": 0.0, "affricate": 0.2, "fricative": 0.4, "nasal": 0.7, "liquid": 0.85, "glide": 1.0}
_RELATED: Final = {
    ("ER", "R"): 0.3, ("AH", "ER"): 0.3, ("UW", "W"): 0.5, ("OW", "W"): 0.6, ("AO", "L"): 0.8, ("IY", "Y"): 0.5,
    ("IH", "Y"): 0.6, ("OW", "L"): 0.8, ("D", "DH"): 0.3, ("T", "D"): 0.2, ("V", "B"): 0.4,
}  # fmt: skip
"""Pairs the features put too far apart: the r-coloured vowel and r, vowels and their glides, dark l, soft stops."""

PHONES: Final = (*_VOWELS, *_CONSONANTS)
"""The 39 phones of CMUdict."""

_UNALIKE: Final = 1.2
"""A vowel for a consonant: dearer than leaving one out, cheaper than leaving one out and putting one in."""
_VOWEL_SCALE: Final = 0.45
_VOWEL_LEAST: Final = 0.12
_PLACE: Final = 0.5
_MANNER: Final = 0.6
_VOICE: Final = 0.2
_CONSONANT_LEAST: Final = 0.1
_LOST: Final = {"AH": 0.35, "IH": 0.4, "HH": 0.35, "T": 0.5, "D": 0.5, "R": 0.5, "L": 0.6, "ER": 0.6, "Y": 0.4}
"""Weak phones that quick speech drops; any other costs `_LOST_ELSE`."""
_LOST_ELSE: Final = 0.7


@cache
def substitution() -> Floats:
    """(39, 39), symmetric, 0 on the diagonal: the price of hearing one phone of `PHONES` as another."""
    table = np.zeros((len(PHONES), len(PHONES)), dtype=np.float32)
    for i, first in enumerate(PHONES):
        for j, second in enumerate(PHONES[:i]):
            table[i, j] = table[j, i] = _between(first, second)
    return table


@cache
def instead() -> Floats:
    """(39, 39): the price of hearing one phone, the row, as another, less what leaving the heard one out costs."""
    return substitution() - lost()[:, None]


@cache
def lost() -> Floats:
    """(39,): the price of a phone that only one side has."""
    return np.array([_LOST.get(phone, _LOST_ELSE) for phone in PHONES], dtype=np.float32)


_ROUNDING: Final = 1e-3
_FEW: Final = 64
"""Up to so many numbers side by side NumPy's own running minimum is quicker."""

_NUMBER: Final = {phone: number for number, phone in enumerate(PHONES)}


def numbered(phones: Sequence[str]) -> tuple[int, ...]:
    """Phones as indices into `PHONES`; those that are none are left out."""
    return tuple(_NUMBER[phone] for phone in phones if phone in _NUMBER)


def _between(first: str, second: str) -> float:
    related = _RELATED.get((first, second), _RELATED.get((second, first)))
    if related is not None:
        return related
    if first in _VOWELS and second in _VOWELS:
        return _VOWEL_LEAST + _VOWEL_SCALE * _vowels_apart(first, second)
    if first in _CONSONANTS and second in _CONSONANTS:
        place, manner, voice = _CONSONANTS[first]
        other_place, other_manner, other_voice = _CONSONANTS[second]
        apart = _PLACE * abs(place - other_place) + _MANNER * abs(_SONORITY[manner] - _SONORITY[other_manner])
        return min(1.0, _CONSONANT_LEAST + apart + _VOICE * (voice != other_voice) + 0.15 * (place != other_place))
    return _UNALIKE


def _vowels_apart(first: str, second: str) -> float:
    """Mean distance of the beginnings and of the ends."""
    a, b = np.array(_VOWELS[first]), np.array(_VOWELS[second])
    return float((np.linalg.norm(a[0] - b[0]) + np.linalg.norm(a[-1] - b[-1])) / 2)


def weight(phones: Sequence[int]) -> float:
    """What all of `phones` would cost."""
    return float(lost()[list(phones)].sum())


@dataclass(frozen=True, eq=False)
class Rows:
    """N rows of phones."""

    starts: Numbers
    """(N + 1,): row n is ``phones[starts[n]:starts[n + 1]]``."""
    phones: Numbers
    weights: Floats
    """(N,): what all phones of each would cost."""

    @classmethod
    def of(cls, rows: Sequence[Sequence[int]]) -> Rows:
        """Rows one by one."""
        starts = np.cumsum([0, *map(len, rows)], dtype=np.int64)
        phones = np.fromiter(itertools.chain.from_iterable(rows), dtype=np.int64, count=int(starts[-1]))
        costs = lost()[phones]
        weights = [costs[first:last].sum() for first, last in itertools.pairwise(starts.tolist())]
        return cls(starts, phones, np.array(weights, dtype=np.float32))

    def after(self, first: int) -> Rows:
        """Those from row `first` on."""
        return Rows(self.starts[first:], self.phones, self.weights[first:])

    @cached_property
    def lengths(self) -> Numbers:
        """(N,)"""
        return np.diff(self.starts)

    @cached_property
    def order(self) -> Numbers:
        """(N,): their numbers, the longest first."""
        return np.argsort(-self.lengths, kind="stable")

    @cached_property
    def steps(self) -> tuple[Numbers, ...]:
        """The k-th phone of each row that has one, in that order."""
        starts = self.starts[:-1][self.order]
        counts = [int((self.lengths > k).sum()) for k in range(int(self.lengths.max(initial=0)))]
        return tuple(self.phones[starts[:count] + k] for k, count in enumerate(counts))


def side_by_side(rows: Sequence[Sequence[int] | Numbers]) -> Numbers:
    """(P, N): the p-th phone of each of N rows; the shorter ones are filled up at the end."""
    filled = np.zeros((max(map(len, rows), default=0), len(rows)), dtype=np.intp)
    for number, row in enumerate(rows):
        filled[: len(row), number] = row
    return filled


def running_minimum(table: Floats) -> None:
    """The least so far along the first axis, in place.

    NumPy's own goes number by number, which is quicker only where few numbers stand side by side.
    """
    if table[0].size <= _FEW:
        np.minimum.accumulate(table, axis=0, out=table)
    else:
        for before, here in itertools.pairwise(table):
            np.minimum(before, here, out=here)


def distances(said: Rows, heard: Rows, broken_off: float = np.inf, native: ctypes.CDLL | None = None) -> Floats:
    """(N, H): the least total price of turning each of N rows of phones into each of H others.

    What is missing at the end of the heard ones costs no more than `broken_off`.  With the compiled loops of `native`,
    or without any.
    """
    if native is not None:
        apart = np.empty((len(said.weights), len(heard.weights)), dtype=np.float32)
        spare = np.empty(int(heard.lengths.max(initial=0)) + 1, dtype=np.float32)
        native.phone_distances(
            *apart.shape, said.starts, said.phones, said.weights, heard.starts, heard.phones, heard.weights, instead(),
            len(lost()), lost(), broken_off, _ROUNDING, spare, apart,
        )  # fmt: skip
        return apart
    ends, hypotheses = heard.lengths, np.arange(len(heard.weights))
    rows = [heard.phones[first:last] for first, last in itertools.pairwise(heard.starts)]
    replace = instead()[side_by_side(rows)]
    missing = said.weights[said.order]
    # Positions come first; all is reckoned less what heard phones cost that are left out (as in `phone_sweep`).
    table = np.zeros((len(replace) + 1, len(ends), len(missing)), dtype=np.float32)
    best = np.minimum(missing, broken_off) + np.zeros((len(ends), 1), dtype=np.float32)
    for now in said.steps:
        part = table[:, :, : len(now)]
        moved = replace.take(now, axis=2)
        moved += part[:-1]
        part += lost()[now]
        np.minimum(part[1:], moved, out=part[1:])
        running_minimum(part)
        missing[: len(now)] -= lost()[now]
        tail = np.minimum(missing[: len(now)], broken_off)
        tail[missing[: len(now)] < _ROUNDING] = 0.0
        best[:, : len(now)] = np.minimum(best[:, : len(now)], part[ends, hypotheses] + tail)
    result = np.empty((len(missing), len(ends)), dtype=np.float32)
    result[said.order] = (best + heard.weights[:, None]).T
    return result
