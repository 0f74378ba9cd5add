"""The grammar graph: every sentence that the templates allow, as one acyclic word graph in arrays.

A path from `START` through a block's entry state to `final` is one sentence.  States are numbered along a topological
order by layers: a state's layer is the length of the longest path to it, so every arc leads to a later layer and a
whole layer can be computed at once.  Arcs carry a label (a word and the place it has in its sentence) and, before and
after the word, the operations that build its meaning.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import IntEnum
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
    pairs: Mapping[str, str] = field(default_factory=dict)
    """Two words that follow each other, by their joined spelling: ``coldbrew`` → ``cold brew``."""

    @property
    def final(self) -> int:
        """The state after a whole sentence."""
        return len(self.into) - 2

    @property
    def intents(self) -> tuple[str, ...]:
        """Every intent, in order of first appearance."""
        return tuple(dict.fromkeys(block.intent for block in self.blocks))
