"""Reads a row of words by templates: every way a symbol of the grammar can begin at a place, best first.

A template is hassil's own notation.  ``{symbol:name}`` is a symbol whose value is bound to `name`; ``<rule>`` is a
phrase without a value.  Symbols may refer to each other, but never to themselves before consuming a word.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Any, TypeAlias

from hassil.expression import (
    Alternative,
    Expression,
    Group,
    ListReference,
    RuleReference,
    TextChunk,
)
from hassil.parse_expression import parse_sentence
from hassil.parser import ParseError

Reading: TypeAlias = tuple[Any, int]
"""A value and the place after its last word."""
Leaf: TypeAlias = Callable[[Sequence[str], int], Sequence[Reading]]
"""Reads a symbol that is not made of templates, for example a word table; best reading first."""
Meaning: TypeAlias = Callable[..., Any]
"""Makes a value of the bound ones, or None where they make no sense together."""
Bindings: TypeAlias = tuple[tuple[str, Any], ...]


@dataclass(frozen=True)
class Rule:
    """One template of a symbol and the name of what it means."""

    meaning: str
    template: Expression

    def of(self, symbol: str) -> str:
        """What its meaning is called where it is a template of `symbol`."""
        return f"{symbol}_{self.meaning}"


@dataclass(frozen=True)
class Grammar:
    """Symbols with their templates, phrases without a value, and leaves.

    Raises ValueError where a template refers to something that is not there.
    """

    symbols: Mapping[str, tuple[Rule, ...]]
    rules: Mapping[str, Expression]
    leaves: Mapping[str, Leaf]

    def __post_init__(self) -> None:
        templates = [*self.rules.values(), *(rule.template for rules in self.symbols.values() for rule in rules)]
        for reference in chain.from_iterable(map(_references, templates)):
            match reference:
                case ListReference(list_name=name) if name not in self.symbols.keys() | self.leaves.keys():
                    raise ValueError(f"no symbol is called {{{name}}}")
                case RuleReference(rule_name=name) if name not in self.rules:
                    raise ValueError(f"no phrase is called <{name}>")

    @property
    def meanings(self) -> frozenset[str]:
        """The name of every meaning that its templates ask for."""
        return frozenset(rule.of(symbol) for symbol, rules in self.symbols.items() for rule in rules)


def parse_template(text: str) -> Expression:
    """The expression of a template.  Raises ValueError where its brackets do not match."""
    try:
        return parse_sentence(text).expression
    except ParseError as error:
        raise ValueError(f"bad template {text!r}: {error}") from error


def _references(template: Expression) -> Iterator[ListReference | RuleReference]:
    match template:
        case ListReference() | RuleReference():
            yield template
        case Alternative(items=items) | Group(items=items):
            yield from chain.from_iterable(map(_references, items))


class Reader:
    """Reads one row of words; remembers what it found at each place, so that reading stays polynomial."""

    def __init__(self, grammar: Grammar, words: Sequence[str], meanings: object) -> None:
        self._grammar = grammar
        self._words = words
        self._meanings = meanings
        self._found: dict[tuple[str, int], list[Reading]] = {}

    def whole(self, symbol: str) -> Any:
        """The value of the first reading of `symbol` that uses every word, or None."""
        return next((value for value, end in self.read(symbol, 0) if end == len(self._words)), None)

    def read(self, symbol: str, start: int) -> list[Reading]:
        """Every reading of `symbol` from `start` on, best first."""
        key = (symbol, start)
        if key not in self._found:
            self._found[key] = []  # what a left recursion would see
            self._found[key] = self._read(symbol, start)
        return self._found[key]

    def _read(self, symbol: str, start: int) -> list[Reading]:
        if leaf := self._grammar.leaves.get(symbol):
            return list(leaf(self._words, start))
        found: list[Reading] = []
        for rule in self._grammar.symbols[symbol]:
            meaning: Meaning = getattr(self._meanings, rule.of(symbol))
            for bindings, end in self._match(rule.template, start):
                value = meaning(**dict(bindings))
                if value is not None and (value, end) not in found:
                    found.append((value, end))
        return found

    def _match(self, template: Expression, start: int) -> Iterator[tuple[Bindings, int]]:
        match template:
            case TextChunk(text=text):
                expected = text.split()
                end = start + len(expected)
                if self._words[start:end] == expected:
                    yield (), end
            case ListReference(list_name=symbol, slot_name=name):
                for value, end in self.read(symbol, start):
                    yield ((name, value),), end
            case RuleReference(rule_name=rule):
                yield from self._match(self._grammar.rules[rule], start)
            case Alternative(items=items):
                for item in items:
                    yield from self._match(item, start)
            case Group(items=items):
                yield from self._sequence(items, start)
            case _:
                raise ValueError(f"not usable here: {template}")

    def _sequence(self, items: Sequence[Expression], start: int) -> Iterator[tuple[Bindings, int]]:
        if not items:
            yield (), start
            return
        for first, middle in self._match(items[0], start):
            for rest, end in self._sequence(items[1:], middle):
                yield first + rest, end
