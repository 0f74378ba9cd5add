"""Whether what was heard is the assistant's own voice, come back through the microphone."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from rapidfuzz import fuzz

LEAST_WORDS: Final = 3
"""Fewer words prove nothing where they make sense: "stop" and "yes" also stand in replies, and must be obeyed."""
LEAST_LETTERS: Final = 4
"""Shorter pieces stand in any text."""
ALIKE: Final = 80.0
"""Of 100 (`rapidfuzz.fuzz.partial_ratio`), from which words count as a piece of what was being said.  Echo that got
past the canceller is heard with some words wrong; a person who quotes three words of a reply in a row is rare."""


def is_own_voice(heard: Sequence[str], being_said: str, *, makes_sense: bool = True) -> bool:
    """Whether all of `heard`, the best hypothesis of each recogniser, stand in `being_said`.

    `makes_sense` says that a person may well have meant it; else one word ("today") is enough.
    """
    said = _plain(being_said)
    texts = [_plain(text) for text in heard if text]
    return bool(texts) and all(
        len(text.split()) >= (LEAST_WORDS if makes_sense else 1)
        and len(text) >= LEAST_LETTERS
        and fuzz.partial_ratio(text, said) >= ALIKE
        for text in texts
    )


def _plain(text: str) -> str:
    return " ".join("".join(c if c.isalnum() or c == "'" else " " for c in text.lower()).split())
