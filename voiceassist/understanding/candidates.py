"""The sentences of a grammar that sound most like what was heard.

Words are spelled out as phones and heard words run together into one row of them, so word boundaries are free:
"eye smokeo" and "iced mocha" differ by two phones.  `phone_sweep` finds the least cost of any path from the start to
every state, and of any from it to the end.  Their sum over an arc is the cost of the best sentence through that arc; so
one sweep each way finds the nearest sentence and, for every arc, the nearest that uses it.  The second best sentence
uses an arc that the best does not and is therefore among them, like every sentence that differs in one place from a
better one.
"""

from __future__ import annotations

import ctypes
import itertools
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Final, TypeAlias

import numpy as np
import numpy.typing as npt

from voiceassist.understanding.graph import ANY_WORDS, EPSILON, GrammarGraph, Operation, Place
from voiceassist.understanding.phone_back import WayBack, way_back
from voiceassist.understanding.phone_sweep import Heard, Network, Sweep
from voiceassist.understanding.phonetic import Floats, numbered, weight
from voiceassist.understanding.readings import Sentence

Pronounce: TypeAlias = Callable[[str], Sequence[Sequence[str]]]
"""The pronunciations of a word, each a sequence of ARPAbet phones."""
Learn: TypeAlias = Callable[[Iterable[str]], object]
Numbers: TypeAlias = npt.NDArray[np.intp]

_SPAN: Final = int(Place.SPAN)
_VARIANTS: Final = 2
"""Pronunciations of a word that are tried."""


@dataclass(frozen=True)
class PhonePath:
    """One sentence of the grammar."""

    arcs: tuple[int, ...]
    """Arcs of the graph, in order."""
    cost: float
    """Its phones' distance from the hypothesis it was found for."""


class Pronunciations:
    """Words as phone numbers, each looked up once."""

    def __init__(self, pronounce: Pronounce, learn: Learn = tuple, keep: Learn = tuple) -> None:
        """`learn` is told of many words at once, before they are asked for one by one; `keep`, of those of the
        language, which are worth remembering for good."""
        self._pronounce = pronounce
        self._learn = learn
        self._keep = keep
        self._known: dict[str, tuple[tuple[int, ...], ...]] = {}

    def __call__(self, word: str) -> tuple[tuple[int, ...], ...]:
        """The variants that are tried; one of no phones for a word that cannot be pronounced."""
        if word not in self._known:
            variants = [numbered(phones) for phones in self._pronounce(word)[:_VARIANTS]]
            self._known[word] = tuple(dict.fromkeys(filter(None, variants))) or ((),)
        return self._known[word]

    def learn(self, words: Iterable[str]) -> None:
        """Find out how words that were heard are said: for many together it takes as long as for one."""
        self._learn([word for word in dict.fromkeys(words) if word not in self._known])

    def keep(self, words: Iterable[str]) -> None:
        """Find out, for good, how words of the language are said."""
        self._keep([word for word in dict.fromkeys(words) if word not in self._known])

    def of(self, words: Sequence[str]) -> tuple[int, ...]:
        """The phones of words said one after the other, each as it is usually said."""
        return tuple(phone for word in words for phone in self(word)[0])


class PhoneSearch:
    """Searches what one block of a graph can say, wildcards left out."""

    def __init__(
        self, graph: GrammarGraph, block: int, pronunciations: Pronunciations, native: ctypes.CDLL | None = None
    ) -> None:
        """With the compiled loops of `native`, or without any."""
        self._graph = graph
        self._say = pronunciations
        arcs, target = _reachable(graph, block)
        source = graph.source[arcs].astype(np.intp)
        states, ends = np.unique(np.concatenate([source, target, [graph.final]]), return_inverse=True)
        starts, targets = ends[: len(arcs)].tolist(), ends[len(arcs) : -1].tolist()
        self._final = int(ends[-1])
        self._entry, self._block = int(np.searchsorted(states, 1 + block)), block
        labels = graph.label[arcs].tolist()
        variants = {label: self._variants(label) for label in dict.fromkeys(labels)}
        rows = [(i, phones) for i, label in enumerate(labels) for phones in variants[label]]
        phones, reverse = [phones for _, phones in rows], [phones[::-1] for _, phones in rows]
        source, target = (np.array([one[i] for i, _ in rows], dtype=np.intp) for one in (starts, targets))
        self._forward = Sweep(Network.of(source, target, phones, len(states)), native)
        self._backward = Sweep(Network.of(target, source, reverse, len(states)), native)
        self._native = native
        self._arcs = [int(arcs[i]) for i, _ in rows]
        says = list(zip(labels, graph.before[arcs].tolist(), graph.after[arcs].tolist(), strict=True))
        self._says: list[tuple[int, int, int]] = [says[i] for i, _ in rows]
        self.size = len(arcs)
        """How many arcs it searches."""

    def nearest(
        self, heard: Sequence[Sequence[int]], priors: Floats, most: int, window: float
    ) -> list[list[PhonePath]]:
        """For each row of heard phones the nearest sentences, at most `most` that differ in a word or in meaning,
        none further than the nearest by `window`.  `priors` is (B,): the cost of each block,
        infinite where it is not active."""
        if not self._arcs or not heard:
            return [[] for _ in heard]
        forward = self._swept(self._forward, heard, self._entry, float(priors[self._block]))
        backward = self._swept(self._backward, [phones[::-1] for phones in heard], self._final, 0.0)
        return [self._paths(number, phones, forward, backward, most, window) for number, phones in enumerate(heard)]

    def words(self, path: PhonePath) -> tuple[str, ...]:
        """What the path says."""
        graph = self._graph
        return tuple(graph.words[word] for word in graph.label_word[graph.label[list(path.arcs)]] if word)

    def sentence(self, path: PhonePath, end: int) -> Sentence:
        """The path as a sentence that was read from `end` heard words."""
        graph = self._graph
        parts: list[Operation | str | tuple[int, int]] = []
        for arc in path.arcs:
            label = graph.label[arc]
            parts += graph.operations[graph.before[arc]]
            if label != EPSILON and graph.label_place[label] == _SPAN:
                parts.append(graph.words[graph.label_word[label]])
            parts += graph.operations[graph.after[arc]]
        return Sentence(int(graph.source[path.arcs[0]]) - 1, tuple(parts), 0, end)

    def _swept(self, sweep: Sweep, heard: Sequence[Sequence[int]], begin: int, cost: float) -> WayBack:
        phones = Heard.of(heard)
        return way_back(sweep.network, sweep.run(phones, begin, cost), phones, begin, self._native)

    def _paths(
        self,
        number: int,
        phones: Sequence[int],
        forward: WayBack,
        backward: WayBack,
        most: int,
        window: float,
    ) -> list[PhonePath]:
        length = len(phones)
        inserted = weight(phones)
        # The rest of row r from position j is what the backward sweep found after length - j phones.
        target = self._forward.network.target
        rest = backward.tables.states[:, length::-1, number][target]
        through = forward.tables.rows[:, : length + 1, number] + rest
        least = through.min(axis=1) + inserted
        found: dict[tuple[tuple[int, int, int], ...], PhonePath] = {}
        bound = float(least.min()) + window
        used: set[int] = set()
        for row in np.argsort(least, kind="stable")[: 40 * most].tolist():
            if len(found) == most or not least[row] <= bound:
                break
            if row in used:
                continue
            position = int(through[row].argmin())
            before = forward.through(number, row, position)[::-1]
            after = backward.to(number, int(target[row]), length - position)
            rows = [*before, row, *after]
            used.update(rows)
            said = tuple(map(self._says.__getitem__, rows))
            if said not in found:
                found[said] = PhonePath(tuple(map(self._arcs.__getitem__, rows)), float(least[row]))
        return list(found.values())

    def _variants(self, label: int) -> tuple[tuple[int, ...], ...]:
        return ((),) if label == EPSILON else self._say(self._graph.words[self._graph.label_word[label]])


def _reachable(graph: GrammarGraph, block: int) -> tuple[Numbers, Numbers]:
    """The arcs that sentences of a block may take, and where each leads; none of a wildcard."""
    target = graph.target.astype(np.intp)
    said = graph.label != ANY_WORDS
    reached = np.zeros(graph.final + 1, dtype=bool)
    reached[1 + block] = True
    layers = [(int(graph.into[a]), int(graph.into[b])) for a, b in itertools.pairwise(graph.layers[1:])]
    for low, high in layers:
        arcs = slice(low, high)
        reached[target[arcs][reached[graph.source[arcs]] & said[arcs]]] = True
    chosen = reached[graph.source] & said
    finishes = np.zeros(graph.final + 1, dtype=bool)
    finishes[graph.final] = True
    for low, high in reversed(layers):
        arcs = slice(low, high)
        finishes[graph.source[arcs][finishes[target[arcs]] & chosen[arcs]]] = True
    chosen &= finishes[target]
    return np.flatnonzero(chosen), target[chosen]
