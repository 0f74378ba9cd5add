"""The quantities of one language: from words to values."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Any, Final

from voiceassist.errors import VoiceAssistError
from voiceassist.understanding.quantities.language import Language, load
from voiceassist.understanding.quantities.numbers import NumberMeanings
from voiceassist.understanding.quantities.periods import PeriodMeanings
from voiceassist.understanding.quantities.spans import SpanMeanings
from voiceassist.understanding.quantities.spelling import Spelling
from voiceassist.understanding.quantities.template import Reader

KINDS: Final = ("number", "scale", "duration", "time", "daytime", "stretch", "since", "period", "amount")

MOST_WORDS: Final = 30
"""Nobody says a quantity in more words; the bound keeps reading quick and shallow whatever is heard."""


class QuantityError(ValueError):
    """The words do not say what was expected of them."""


class Meanings(NumberMeanings, SpanMeanings, PeriodMeanings):
    """Every meaning a template may name, seen from one `now`."""


class Quantities:
    """Reads what people say of quantities.  Stateless after loading; safe to share between threads."""

    def __init__(self, language: Language) -> None:
        self._grammar = language.grammar
        self._spelling = Spelling(language.name, language.spelling)

    @classmethod
    def load(cls, path: Path) -> Quantities:
        """The quantities of ``intents/LANG/quantities.yaml``.  Raises VoiceAssistError where it cannot be used."""
        language = load(path)
        if unknown := {name for name in language.grammar.meanings if not hasattr(Meanings, name)}:
            raise VoiceAssistError(f"{path}: no meaning is called {', '.join(sorted(unknown))}")
        return cls(language)

    def normalise(self, kind: str, words: str, now: datetime) -> Any:
        """The value of the words, JSON-ready.

        ======== =====================================================================================
        number   int or float
        scale    int or float, 0 to 10
        duration ``{"duration_s": int}``
        time     ``{"at": ISO 8601 with offset, "at_precision": "minute"|"part_of_day"|"day"}``
        daytime  as time; ``"undated": "hour"|"part"`` too where no day was named, ``hour`` for an hour of either half
        stretch  ``{"at": …, "at_precision": "minute", "duration_s": int}``, from one hour of the clock to another
        since    ``{"since": ISO 8601 with offset}``
        period   ``{"period": "start/end"}``, both ISO 8601 with offset
        amount   ``{"amount": int or float, "unit": str}``, without ``unit`` where no unit was said
        ======== =====================================================================================

        No value lies after `now`, which must be aware; its time zone is the speaker's.  Raises QuantityError where
        the words are no such quantity, ValueError for an unknown kind or a naive `now`.
        """
        if kind not in KINDS:
            raise ValueError(f"no kind of quantity: {kind}")
        if now.tzinfo is None:
            raise ValueError("now must carry a time zone")
        tokens = self._spelling.words(words)
        if len(tokens) > MOST_WORDS:
            raise QuantityError(f"too many words for a {kind}")
        value = Reader(self._grammar, tokens, Meanings(now.replace(microsecond=0))).whole(kind)
        if value is None:
            raise QuantityError(f"not a {kind}: {words!r}")
        return value

    def spell_out(self, text: str) -> str:
        """The text with digits as they are spoken: "10:30" is "ten thirty", "7pm" is "seven p m", "8th" is "eighth"."""
        return self._spelling.spell_out(text)
