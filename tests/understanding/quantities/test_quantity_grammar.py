"""The language file and the code fit together: every template has a meaning that takes exactly what it binds."""

from __future__ import annotations

import inspect
import itertools
from collections.abc import Iterator
from pathlib import Path

import pytest
from hassil.expression import Alternative, Expression, Group, ListReference, RuleReference

from voiceassist.errors import VoiceAssistError
from voiceassist.understanding.quantities.language import load
from voiceassist.understanding.quantities.quantities import KINDS, Meanings, Quantities
from voiceassist.understanding.quantities.template import Grammar, Reader, Rule, parse_template

ENGLISH = Path(__file__).parents[3] / "intents/en/quantities.yaml"
GRAMMAR = load(ENGLISH).grammar
RULES = [(symbol, rule) for symbol, rules in GRAMMAR.symbols.items() for rule in rules]


def bound(template: Expression) -> Iterator[tuple[str, ...]]:
    """The names a template binds, once for each way through it."""
    match template:
        case ListReference(slot_name=name):
            yield (name,)
        case Alternative(items=items):
            for item in items:
                yield from bound(item)
        case Group(items=items):
            for ways in itertools.product(*(set(bound(item)) for item in items)):
                yield tuple(itertools.chain.from_iterable(ways))
        case _:
            yield ()


def references(template: Expression) -> Iterator[tuple[type[Expression], str]]:
    match template:
        case ListReference(list_name=name):
            yield ListReference, name
        case RuleReference(rule_name=name):
            yield RuleReference, name
        case Group(items=items):
            for item in items:
                yield from references(item)


@pytest.mark.parametrize(("symbol", "rule"), RULES, ids=[f"{symbol}.{rule.meaning}" for symbol, rule in RULES])
def test_every_way_through_a_template_gives_its_meaning_what_it_takes(symbol: str, rule: Rule) -> None:
    meaning = inspect.signature(getattr(Meanings, f"{symbol}_{rule.meaning}"))
    for names in set(bound(rule.template)):
        assert len(names) == len(set(names))
        meaning.bind(None, **dict.fromkeys(names))


def test_every_meaning_is_said_by_a_template() -> None:
    said = {f"{symbol}_{rule.meaning}" for symbol, rule in RULES}
    meant = {name for name, member in inspect.getmembers(Meanings, inspect.isfunction) if not name.startswith("_")}
    assert meant == said


def test_everything_referred_to_exists_and_everything_that_exists_is_referred_to() -> None:
    templates = [*(rule.template for _, rule in RULES), *GRAMMAR.rules.values()]
    used = set(itertools.chain.from_iterable(references(template) for template in templates))
    symbols = {name for kind, name in used if kind is ListReference}
    assert symbols <= GRAMMAR.symbols.keys() | GRAMMAR.leaves.keys()
    assert GRAMMAR.symbols.keys() <= symbols | set(KINDS)
    assert GRAMMAR.rules.keys() == {name for kind, name in used if kind is RuleReference}


@pytest.mark.parametrize(
    ("right", "wrong", "named"),
    [
        ('    named: ["{named_length}', '    nameless: ["{named_length}', "span_nameless"),
        ("{half_of_day:half}", "{half_of_night:half}", "half_of_night"),
        ("<clock_minutes>", "<clock_hours>", "clock_hours"),
    ],
)
def test_a_name_that_nothing_has_is_told_before_anybody_speaks(
    tmp_path: Path, right: str, wrong: str, named: str
) -> None:
    text = ENGLISH.read_text(encoding="utf-8")
    assert right in text
    (tmp_path / "quantities.yaml").write_text(text.replace(right, wrong, 1), encoding="utf-8")
    with pytest.raises(VoiceAssistError, match=named):
        Quantities.load(tmp_path / "quantities.yaml")


class Pairs:
    """Meanings of a small grammar of the tests' own."""

    def pair_of(self, first: str, second: str | None = None) -> tuple[str, str | None]:
        return first, second

    def row_more(self, letter: str, row: str) -> str:
        return letter + row

    def row_one(self, letter: str) -> str:
        return letter

    def loop_of(self, loop: str) -> str:
        return loop


def reader(words: str) -> Reader:
    templates = {
        "pair": [("of", "{letter:first} [and {letter:second}]")],
        "row": [("more", "{letter} {row}"), ("one", "{letter}")],
        "loop": [("of", "{loop} and")],
    }
    symbols = {
        name: tuple(Rule(meaning, parse_template(text)) for meaning, text in rules) for name, rules in templates.items()
    }

    def letter(tokens: list[str], start: int) -> list[tuple[str, int]]:
        return [(tokens[start], start + 1)] if start < len(tokens) and len(tokens[start]) == 1 else []

    return Reader(Grammar(symbols, {}, {"letter": letter}), words.split(), Pairs())


def test_optional_parts_bind_nothing_where_they_are_left_out() -> None:
    assert reader("a and b").whole("pair") == ("a", "b")
    assert reader("a").whole("pair") == ("a", None)
    assert reader("a and").whole("pair") is None


def test_long_rows_are_read_once_and_not_once_a_way() -> None:
    assert reader("a " * 60).whole("row") == "a" * 60


def test_a_symbol_that_begins_with_itself_ends() -> None:
    assert reader("a and and").whole("loop") is None
