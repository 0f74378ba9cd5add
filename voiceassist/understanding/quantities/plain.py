"""Numbers for a subject that describes no quantities."""

from __future__ import annotations

import re
from datetime import datetime
from functools import cached_property
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from unicode_rbnf import RbnfEngine


class PlainNumbers:
    """For a subject without ``quantities.yaml``: whole numbers are spelled out by the rules of Unicode's CLDR."""

    def __init__(self, language: str) -> None:
        self._language = language

    def normalise(self, kind: str, words: str, now: datetime) -> Any:
        """Always ValueError: no kind is known."""
        raise ValueError(f"cannot read {words!r} as {kind} at {now}: there is no quantities.yaml")

    def spell_out(self, text: str) -> str:
        """The text with whole numbers as words."""
        if not re.search(r"\d", text):
            return text
        return re.sub(r"\d+", lambda found: self._engine.format_number(int(found.group())).text.replace("-", " "), text)

    @cached_property
    def _engine(self) -> RbnfEngine:
        from unicode_rbnf import RbnfEngine

        return RbnfEngine.for_language(self._language)
