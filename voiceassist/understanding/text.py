"""From written text to the words that templates and recognisers have in common."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable

_NOT_SPOKEN: Final = re.compile(r"[^\w'\s]|_")


def words_of(text: str, spell_out: Callable[[str], str]) -> list[str]:
    """Lower-case words without punctuation; digits become words through `spell_out`."""
    plain = text.replace("’", "'").lower()
    if any(character.isdigit() for character in plain):
        plain = spell_out(plain).lower()
    return [word for word in (piece.strip("'") for piece in _NOT_SPOKEN.sub(" ", plain).split()) if word]
