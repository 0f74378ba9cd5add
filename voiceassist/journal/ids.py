"""Identifiers that sort in the order they were given out.

They are ULIDs (https://github.com/ulid/spec): 48 bits of milliseconds since 1970 and 80 random bits, written as 26
letters of Crockford's base 32.
"""

from __future__ import annotations

import secrets
from datetime import UTC, datetime, timedelta
from typing import Final

_ALPHABET: Final = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_VALUE: Final = {letter: value for value, letter in enumerate(_ALPHABET)}
_LENGTH: Final = 26
_RANDOM_BITS: Final = 80
_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
_LAST_MS: Final = (datetime(9999, 12, 31, tzinfo=UTC) - _EPOCH) // timedelta(milliseconds=1)


def new_id(now: datetime, after: str | None = None) -> str:
    """A fresh identifier that sorts behind `after`, even where the clock stood still or ran back since.

    A random step, not a step of one, keeps two processes that both continue the same journal from meeting.
    """
    value = _milliseconds(now) << _RANDOM_BITS | secrets.randbits(_RANDOM_BITS)
    if after is not None and (last := _decode(after)) >= value:
        value = last + 1 + secrets.randbits(_RANDOM_BITS // 2)
    return _encode(value)


def id_of(moment: datetime, seed: bytes) -> str:
    """The identifier that a moment and the first ten bytes of `seed` always give."""
    return _encode(_milliseconds(moment) << _RANDOM_BITS | int.from_bytes(seed[: _RANDOM_BITS // 8]))


def is_id(text: str) -> bool:
    """Whether `text` is an identifier of a moment before the year 10000, which leaves room for those that follow."""
    return (
        len(text) == _LENGTH and all(letter in _VALUE for letter in text) and _decode(text) >> _RANDOM_BITS <= _LAST_MS
    )


def _milliseconds(moment: datetime) -> int:
    return max(0, (moment - _EPOCH) // timedelta(milliseconds=1))


def _encode(value: int) -> str:
    return "".join(_ALPHABET[value >> 5 * place & 31] for place in reversed(range(_LENGTH)))


def _decode(text: str) -> int:
    value = 0
    for letter in text:
        value = value << 5 | _VALUE[letter]
    return value
