"""Loads what one language says, ``intents/LANG/quantities.yaml``, as a grammar."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from voiceassist.documents import read_yaml
from voiceassist.errors import VoiceAssistError
from voiceassist.understanding.quantities.calendar import Part
from voiceassist.understanding.quantities.leaves import NumberWords, table
from voiceassist.understanding.quantities.spans import span_unit
from voiceassist.understanding.quantities.template import Grammar, Leaf, Rule, parse_template

_VALUES: Mapping[str, Callable[[Any], Any]] = {
    "time_unit": span_unit,
    "part": lambda value: Part(*value),
    "meal": lambda value: Part(*value),
    "tonight": lambda value: Part(*value),
    "unit": tuple,
    "half_of_day": tuple,
}
"""How the value of a word table becomes what its meanings take; others are taken as they are."""


@dataclass(frozen=True)
class Language:
    """One language's way of saying quantities."""

    name: str
    grammar: Grammar
    spelling: Mapping[str, Any]


def load(path: Path) -> Language:
    """Reads the language file.  Raises VoiceAssistError, naming the file, where it cannot be used."""
    try:
        data = read_yaml(path)
        return _language(data)
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        reason = " ".join(str(error).split())
        raise VoiceAssistError(f"{path}: not usable as quantities ({type(error).__name__}: {reason})") from error


def _language(data: Mapping[str, Any]) -> Language:
    words = data["words"]
    number_words = NumberWords(
        small=_single(words["ones"]) | _single(words["teens"]),
        tens=_single(words["tens"]),
        scales=_single(words["scales"]),
        articles=frozenset(words["articles"]),
        joins=frozenset(words["joins"]),
    )
    leaves: dict[str, Leaf] = {"cardinal": number_words.cardinal, "digits": number_words.digits}
    for name, entries in words.items():
        leaves[name] = table(dict(_phrases(entries, _VALUES.get(name, lambda value: value))))
    symbols = {
        symbol: tuple(Rule(meaning, parse_template(text)) for meaning, texts in rules.items() for text in texts)
        for symbol, rules in data["grammar"].items()
    }
    rules = {name: parse_template(text) for name, text in data["rules"].items()}
    return Language(data["language"], Grammar(symbols, rules, leaves), data["spelling"])


def _phrases(entries: Any, value_of: Callable[[Any], Any]) -> Iterable[tuple[tuple[str, ...], Any]]:
    """A table's phrases as words, with their values: ``{value: phrases}``, a list of both, or bare words."""
    if isinstance(entries, Mapping):
        entries = [{"value": value, "words": phrases} for value, phrases in entries.items()]
    for item in entries:
        entry = {"value": item, "words": item} if isinstance(item, str) else item
        phrases = entry["words"]
        for phrase in [phrases] if isinstance(phrases, str) else phrases:
            yield tuple(phrase.split()), value_of(entry["value"])


def _single(entries: Any) -> dict[str, int]:
    return {phrase[0]: value for phrase, value in _phrases(entries, int)}
