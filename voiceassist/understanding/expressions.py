"""What a template says, word by word: six kinds of node that know nothing of files, graphs or recognisers.

hassil parses the syntax into chunks of characters; a recogniser needs whole words.  `from_hassil` finds where words
begin and end: characters that touch make one word, so ``twitch[es|ing]`` stands for three words, while lists and
rules always stand for whole words.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Final, TypeAlias

from hassil import expression as hassil

MOST_GLUED: Final = 1000
"""Most spellings that groups which touch may stand for: they are written out one by one, all else is not."""

MOST_PERMUTED: Final = 6
"""Most parts of one permutation: n parts need n·2ⁿ⁻¹ copies in the graph."""


@dataclass(frozen=True)
class Word:
    """One word to be said."""

    text: str


@dataclass(frozen=True)
class Sequence:
    """All the items one after another; none at all says nothing."""

    items: tuple[Node, ...] = ()


@dataclass(frozen=True)
class Choice:
    """One of the items."""

    items: tuple[Node, ...]


@dataclass(frozen=True)
class Permutation:
    """All the items, in any order."""

    items: tuple[Node, ...]


@dataclass(frozen=True)
class RuleReference:
    """The expansion rule of that name."""

    name: str


@dataclass(frozen=True)
class ListReference:
    """One value of the list of that name, kept in `slot`."""

    name: str
    slot: str


Node: TypeAlias = Word | Sequence | Choice | Permutation | RuleReference | ListReference

NOTHING: Final = Sequence()


class ExpressionError(ValueError):
    """A template that is well-formed but cannot be used."""


def wordings(node: Node) -> Iterator[tuple[str, ...]]:
    """Every sequence of words that a node says.  Raises ExpressionError where it names a list or a rule."""
    if isinstance(node, Word):
        yield (node.text,)
    elif isinstance(node, Choice):
        for item in node.items:
            yield from wordings(item)
    elif isinstance(node, Sequence | Permutation):
        orders = itertools.permutations(node.items) if isinstance(node, Permutation) else (node.items,)
        for order in orders:
            for said in itertools.product(*(tuple(wordings(item)) for item in order)):
                yield tuple(itertools.chain.from_iterable(said))
    else:
        raise ExpressionError(f"{node.name} is no words: lists and rules have no place here")


def from_hassil(expression: hassil.Expression, words: Callable[[str], list[str]]) -> Node:
    """The node for a parsed template; `words` splits text into normalised words."""
    if isinstance(expression, hassil.TextChunk):
        return _text(expression.text, words)
    if isinstance(expression, hassil.ListReference):
        return ListReference(expression.list_name.strip(), expression.slot_name.strip())
    if isinstance(expression, hassil.RuleReference):
        return RuleReference(expression.rule_name.strip())
    if isinstance(expression, hassil.Alternative):
        return _choice(tuple(from_hassil(item, words) for item in expression.items))
    if isinstance(expression, hassil.Permutation):
        if len(expression.items) > MOST_PERMUTED:
            raise ExpressionError(f"a permutation of {len(expression.items)} parts; at most {MOST_PERMUTED}")
        return Permutation(tuple(from_hassil(item, words) for item in expression.items))
    if not isinstance(expression, hassil.Sequence):
        raise ExpressionError(f"unknown syntax {type(expression).__name__}")
    return _sequence(tuple(_runs(expression, words)))


def _runs(sequence: hassil.Sequence, words: Callable[[str], list[str]]) -> Iterator[Node]:
    """The nodes of the stretches between spaces."""
    plain = ""  # text without groups is kept together, so that "12 ounce" is spelled out as one
    run: list[hassil.Expression] = []

    def flush() -> Iterator[Node]:
        nonlocal plain, run
        if all(isinstance(piece, hassil.TextChunk) for piece in run):
            plain += "".join(piece.text for piece in run)  # type: ignore[attr-defined]
        else:
            yield _text(plain, words)
            plain = ""
            yield from_hassil(run[0], words) if len(run) == 1 else _glued(run, words)
        run = []

    for item in sequence.items:
        if isinstance(item, hassil.TextChunk):
            for piece in re.split(r"(\s+)", item.text):
                if piece.isspace():
                    yield from flush()
                    plain += " "
                elif piece:
                    run.append(hassil.TextChunk(piece))
        elif _is_plain(item):
            run.append(item)
        else:
            yield from flush()
            yield _text(plain, words)
            plain = ""
            yield from_hassil(item, words)
    yield from flush()
    yield _text(plain, words)


def _is_plain(expression: hassil.Expression) -> bool:
    """Whether it is a group of text without lists, rules and permutations."""
    if isinstance(expression, hassil.Alternative | hassil.Sequence):
        return all(_is_plain(item) for item in expression.items)
    return isinstance(expression, hassil.TextChunk)


def _glued(run: list[hassil.Expression], words: Callable[[str], list[str]]) -> Node:
    spellings = {"": None}
    for piece in run:
        spellings = {a + b: None for a, b in itertools.product(spellings, _spellings(piece))}
        if len(spellings) > MOST_GLUED:
            raise ExpressionError(f"groups that touch stand for over {MOST_GLUED} spellings; put spaces between them")
    return _choice(tuple(_text(spelling, words) for spelling in spellings))


def _spellings(expression: hassil.Expression) -> list[str]:
    if isinstance(expression, hassil.TextChunk):
        return [expression.text]
    if not isinstance(expression, hassil.Group):
        raise ExpressionError(f"unknown syntax {type(expression).__name__}")
    parts = [_spellings(item) for item in expression.items]
    if isinstance(expression, hassil.Alternative):
        return [spelling for part in parts for spelling in part]
    return ["".join(choice) for choice in itertools.islice(itertools.product(*parts), MOST_GLUED + 1)]


def _text(text: str, words: Callable[[str], list[str]]) -> Node:
    return _sequence(tuple(Word(word) for word in words(text)))


def _sequence(items: tuple[Node, ...]) -> Node:
    flat = tuple(inner for item in items for inner in (item.items if isinstance(item, Sequence) else (item,)))
    return flat[0] if len(flat) == 1 else Sequence(flat)


def _choice(items: tuple[Node, ...]) -> Node:
    flat = tuple(
        dict.fromkeys(inner for item in items for inner in (item.items if isinstance(item, Choice) else (item,)))
    )
    return flat[0] if len(flat) == 1 else Choice(flat)
