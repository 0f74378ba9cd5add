"""The few questions an engine asks about a JSGF grammar (W3C note, 2000) without parsing it."""

from __future__ import annotations

import re

_NOT_WORDS = re.compile(
    r"""/\*.*?\*/ | //[^\n]*        # comments
      | \#JSGF[^;]*; | \bgrammar\b[^;]*; | \bimport\b[^;]*;
      | <[^>]*>                     # rule names
      | \{[^}]*\}                   # tags
      | /[\d.eE+-]+/                # weights
      | \bpublic\b(?=\s*<|\s*=|\s+)
    """,
    re.VERBOSE | re.DOTALL,
)
_OPERATORS = re.compile(r"[\s()\[\]|=;*+\"]+")


def words_of(grammar: str) -> frozenset[str]:
    """Every word that the grammar's rules mention."""
    return frozenset(word for word in _OPERATORS.split(_NOT_WORDS.sub(" ", grammar)) if word)
