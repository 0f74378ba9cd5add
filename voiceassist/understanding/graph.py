"""The grammar graph: every sentence that the templates allow, as one acyclic word graph in arrays.

A path from `START` through a block's entry state to `final` is one sentence.  States are numbered along a topological
order by layers: a state's layer is the length of the longest path to it, so every arc leads to a later layer and a
whole layer can be computed at once.  Arcs carry a label (a word and the place it has in its sentence) and, before and
after the word, the operations that build its meaning.
"""

from __future__ import annotations

import itertools
from collections.abc import Mapping
from dataclasses import dataclass
from enum import IntEnum
from functools import cached_property
from typing import Any, Final, TypeAlias

import numpy as np
import numpy.typing as npt

Ints: TypeAlias = npt.NDArray[np.int32]

START: Final = 0
"""The state before any block; block b begins in state 1 + b."""

EPSILON: Final = 0
"""The label of arcs that say nothing."""

ANY_WORDS: Final = 1
"""The label of arcs that take one or more words of any kind."""

_LEAST_OF_PAIR: Final = 2
"""Letters of each of two words that may be heard as one: "c at" is not how a cat is spelled."""


class Place(IntEnum):
    """What part a word has in its sentence, which decides what it costs not to hear it."""

    CARRIER = 0
    """Outside every slot."""
    VALUE = 1
    """Part of the fixed wording of a slot value."""
    SPAN = 2
    """Part of a slot whose value is read from the words themselves."""


Operation: TypeAlias = tuple[Any, ...]
"""``("value", slot, value)``, ``("as", slot, kind)`` (reads the span words since the last such), ``("heard", slot)``,
``("group",)`` and ``("end",)``."""


@dataclass(frozen=True)
class GraphBlock:
    """What a block of sentences adds to the meaning of each."""

    intent: str
    slots: Mapping[str, Any]
    asks: tuple[str, ...]
    after: tuple[str, ...] = ()
    examples: tuple[str, ...] = ()
    """What people say, as they would say it."""
    doubtful: bool = False
    """Whether its sentences may be meant otherwise, so that they are asked about even where every word is sure."""

    def is_open(self, asks: str | None, after: str | None) -> bool:
        """Whether it can be said while `asks` is the open question and `after` was just done."""
        return (not self.asks or asks in self.asks) and (not self.after or after in self.after)


@dataclass(frozen=True, eq=False)
class GrammarGraph:
    """See the module.  S states, A arcs, L labels."""

    words: tuple[str, ...]
    """The vocabulary; the first two stand for `EPSILON` and `ANY_WORDS`."""
    label_word: Ints
    """(L,) index into `words`."""
    label_place: Ints
    """(L,) a `Place`."""
    label_intents: Ints
    """(L,) how many intents use the word outside slots."""
    source: Ints
    """(A,) ordered by target."""
    label: Ints
    """(A,)"""
    before: Ints
    """(A,) index into `operations`: what happens before the word."""
    after: Ints
    """(A,) likewise, after the word."""
    into: Ints
    """(S + 1,) arcs ``into[s]:into[s + 1]`` lead to state s."""
    layers: Ints
    """(K + 1,) states ``layers[k]:layers[k + 1]`` form layer k; the first holds `START` and the entries."""
    operations: tuple[tuple[Operation, ...], ...]
    blocks: tuple[GraphBlock, ...]

    @property
    def final(self) -> int:
        """The state after a whole sentence."""
        return len(self.into) - 2

    def as_two(self, spelling: str) -> tuple[str, ...]:
        """The words that `spelling` is made of: itself where it is one, or else two that may follow each other.

        ``coldbrew`` is ``cold brew``; an unknown word that is no two stays as it is.
        """
        if spelling not in self._numbers:
            for end in range(_LEAST_OF_PAIR, len(spelling) - _LEAST_OF_PAIR + 1):
                first, second = spelling[:end], spelling[end:]
                if first in self._numbers and second in self._numbers and self._follow(first, second):
                    return first, second
        return (spelling,)

    def _follow(self, first: str, second: str) -> bool:
        says = self.label_word[self.label]
        ends = self.target[says == self._numbers[first]]
        return bool(np.isin(self.source[says == self._numbers[second]], ends).any())

    @cached_property
    def target(self) -> Ints:
        """(A,) the state that each arc leads to."""
        return np.repeat(np.arange(len(self.into) - 1, dtype=np.int32), np.diff(self.into))

    @cached_property
    def takes_any_words(self) -> npt.NDArray[np.bool_]:
        """(B,) the blocks of which some sentence has a wildcard."""
        reaches = np.zeros(self.final + 1, dtype=np.bool_)
        for first, last in itertools.pairwise(self.into[self.layers[:0:-1]].tolist()):
            arcs = slice(last, first)
            np.logical_or.at(reaches, self.source[arcs], reaches[self.target[arcs]] | (self.label[arcs] == ANY_WORDS))
        return reaches[1 : 1 + len(self.blocks)]

    @cached_property
    def _numbers(self) -> dict[str, int]:
        return {word: number for number, word in enumerate(self.words) if number > ANY_WORDS}

    @property
    def intents(self) -> tuple[str, ...]:
        """Every intent, in order of first appearance."""
        return tuple(dict.fromkeys(block.intent for block in self.blocks))
