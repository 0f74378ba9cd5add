"""What a field of an entry may hold: each kind of value takes itself in, checked, and describes itself as JSON Schema.

`take` accepts a value in its Python form and in its JSON form alike and returns the Python form, so that an entry
made by the program and one read from a file pass the same gate.
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone
from difflib import get_close_matches
from typing import Any, Final, Protocol

from voiceassist.journal.ids import is_id

Schema = dict[str, Any]

_FEW: Final = 12


class Field(Protocol):
    """A kind of value."""

    def take(self, value: Any) -> Any:
        """The value in its Python form; raises ValueError with what was expected."""

    def schema(self) -> Schema:
        """What the value looks like in JSON, as JSON Schema."""


@dataclass(frozen=True)
class OneOf:
    """One of a few canonical words."""

    options: tuple[str, ...]

    def take(self, value: Any) -> str:
        """The word itself."""
        if not isinstance(value, str) or value not in self.options:
            raise ValueError(f"{_shown(value)} is none of {self._hint(value)}")
        return value

    def _hint(self, value: Any) -> str:
        few = get_close_matches(str(value), self.options, n=3) if len(self.options) > _FEW else self.options
        return ", ".join(few or self.options[:3]) + (" …" if len(few) != len(self.options) else "")

    def schema(self) -> Schema:
        """An enumeration."""
        return {"enum": list(self.options)}


@dataclass(frozen=True)
class SomeOf:
    """Any number of canonical words, each at most once, in the order they were said."""

    options: tuple[str, ...]

    def take(self, value: Any) -> tuple[str, ...]:
        """The words, repetitions dropped."""
        if not isinstance(value, list | tuple):
            raise ValueError(f"{_shown(value)} is not a list")
        return tuple(dict.fromkeys(OneOf(self.options).take(word) for word in value))

    def schema(self) -> Schema:
        """An array without repetitions."""
        return {"type": "array", "items": {"enum": list(self.options)}, "uniqueItems": True}


@dataclass(frozen=True)
class Text:
    """Free text."""

    def take(self, value: Any) -> str:
        """The text, as it was said; lone surrogates cannot be written to any file and are refused."""
        if not isinstance(value, str):
            raise ValueError(f"{_shown(value)} is not text")
        if not value:
            raise ValueError("the text is empty")
        try:
            value.encode()
        except UnicodeEncodeError:
            raise ValueError("the text holds a broken character") from None
        return value

    def schema(self) -> Schema:
        """A string."""
        return {"type": "string", "minLength": 1}


@dataclass(frozen=True)
class Texts:
    """Any number of free texts."""

    def take(self, value: Any) -> tuple[str, ...]:
        """The texts in order."""
        if not isinstance(value, list | tuple):
            raise ValueError(f"{_shown(value)} is not a list")
        return tuple(Text().take(item) for item in value)

    def schema(self) -> Schema:
        """An array of strings."""
        return {"type": "array", "items": Text().schema()}


@dataclass(frozen=True)
class Word:
    """A lower-case identifier."""

    pattern = "^[a-z][a-z0-9_]{0,39}$"

    def take(self, value: Any) -> str:
        """The word itself."""
        if not isinstance(value, str) or not re.fullmatch(self.pattern, value):
            raise ValueError(f"{_shown(value)} is not a lower-case word")
        return value

    def schema(self) -> Schema:
        """A string with a pattern."""
        return {"type": "string", "pattern": self.pattern}


@dataclass(frozen=True)
class Number:
    """A finite number between `low` and `high`, both allowed."""

    low: float
    high: float

    def take(self, value: Any) -> float:
        """The number; a whole one is whole in JSON too."""
        if isinstance(value, bool) or not isinstance(value, int | float):
            raise ValueError(f"{_shown(value)} is not a number")
        if isinstance(value, float) and not math.isfinite(value):  # a whole number may be too large to be asked
            raise ValueError(f"{value} is not a number")
        if not self.low <= value <= self.high:
            raise ValueError(f"{_shown(value)} is not between {self.low:g} and {self.high:g}")
        return int(value) if value == int(value) else value

    def schema(self) -> Schema:
        """A number with its limits."""
        return {"type": "number", "minimum": self.low, "maximum": self.high}


@dataclass(frozen=True)
class Identifier:
    """A ULID."""

    def take(self, value: Any) -> str:
        """The identifier itself."""
        if not isinstance(value, str) or not is_id(value):
            raise ValueError(f"{_shown(value)} is not an identifier (26 letters and digits, a ULID)")
        return value

    def schema(self) -> Schema:
        """A string with a pattern."""
        return {"type": "string", "pattern": "^[0-7][0-9A-HJKMNP-TV-Z]{25}$"}


@dataclass(frozen=True)
class Moment:
    """A date and time together with its offset from UTC, within what SQLite's date functions read."""

    first_year = 1900
    last_year = 2999
    widest_offset = timedelta(hours=14)

    def take(self, value: Any) -> datetime:
        """The moment with a fixed offset, since that is all that ISO 8601 can carry."""
        if isinstance(value, str):
            try:
                value = datetime.fromisoformat(value)
            except ValueError:
                raise ValueError(f"{_shown(value)} is not a date and time in ISO 8601") from None
        if not isinstance(value, datetime):
            raise ValueError(f"{_shown(value)} is not a date and time in ISO 8601")
        offset = value.utcoffset()
        if offset is None:
            raise ValueError(f"{value.isoformat()} has no offset from UTC (write it as +01:00)")
        if offset % timedelta(minutes=1) or abs(offset) > self.widest_offset:
            raise ValueError(f"{value.isoformat()} has an offset that no place on earth has")
        if not self.first_year <= value.year <= self.last_year:
            raise ValueError(f"{value.isoformat()} is not between {self.first_year} and {self.last_year}")
        return value.replace(tzinfo=timezone(offset), fold=0)

    def schema(self) -> Schema:
        """A string in ISO 8601."""
        return {"type": "string", "format": "date-time"}


@dataclass(frozen=True)
class NumbersBy:
    """Numbers by canonical word; with `several`, a list of numbers by word."""

    options: tuple[str, ...]
    number: Number
    several: bool = False

    def take(self, value: Any) -> Mapping[str, Any]:
        """A new mapping."""
        if not isinstance(value, Mapping):
            raise ValueError(f"{_shown(value)} is not an object")
        return {OneOf(self.options).take(word): self._amount(amount) for word, amount in value.items()}

    def _amount(self, value: Any) -> Any:
        if not self.several:
            return self.number.take(value)
        if not isinstance(value, list | tuple):
            raise ValueError(f"{_shown(value)} is not a list")
        return tuple(self.number.take(item) for item in value)

    def schema(self) -> Schema:
        """An object whose keys are enumerated."""
        item = self.number.schema()
        return {
            "type": "object",
            "propertyNames": {"enum": list(self.options)},
            "additionalProperties": {"type": "array", "items": item} if self.several else item,
        }


_SHOWN: Final = 40


def _shown(value: Any) -> str:
    text = repr(value)
    return text if len(text) <= _SHOWN else f"{text[:_SHOWN]}…"
