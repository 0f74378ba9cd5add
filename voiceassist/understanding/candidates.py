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
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, TypeAlias

import numpy as np
import numpy.typing as npt

from voiceassist.understanding.graph import ANY_WORDS, EPSILON, GrammarGraph, Operation, Place
from voiceassist.understanding.phone_sweep import Heard, Sweep, Tables
from voiceassist.understanding.phonetic import Floats, lost, numbered, substitution
from voiceassist.understanding.readings import Sentence

Pronounce: TypeAlias = Callable[[str], Sequence[Sequence[str]]]
"""The pronunciations of a word, each a sequence of ARPAbet phones."""
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

    def __init__(self, pronounce: Pronounce, learn: Callable[[Iterable[str]], object] = tuple) -> None:
        """`learn` is told of many words at once, before they are asked for one by one."""
        self._pronounce = pronounce
        self._learn = learn
        self._known: dict[str, tuple[tuple[int, ...], ...]] = {}

    def __call__(self, word: str) -> tuple[tuple[int, ...], ...]:
        """The variants that are tried; one of no phones for a word that cannot be pronounced."""
        if word not in self._known:
            variants = [numbered(phones) for phones in self._pronounce(word)[:_VARIANTS]]
            self._known[word] = tuple(dict.fromkeys(filter(None, variants))) or ((),)
        return self._known[word]

    def learn(self, words: Iterable[str]) -> None:
        """Find out how words are said: for many together it takes as long as for one."""
        self._learn([word for word in dict.fromkeys(words) if word not in self._known])

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
        self._arcs = arcs
        self._source, self._target = ends[: len(arcs)], ends[len(arcs) : -1]
        self._final = int(ends[-1])
        self._entry, self._block = int(np.searchsorted(states, 1 + block)), block
        said = {label: self._variants(label) for label in dict.fromkeys(graph.label[arcs].tolist())}
        rows = [(i, phones) for i, label in enumerate(graph.label[arcs].tolist()) for phones in said[label]]
        self._row_arc = np.array([i for i, _ in rows], dtype=np.intp)
        source, target = self._source[self._row_arc], self._target[self._row_arc]
        phones, reverse = [phones for _, phones in rows], [phones[::-1] for _, phones in rows]
        self._forward = Sweep(source, target, phones, len(states), native)
        self._backward = Sweep(target, source, reverse, len(states), native)

    @property
    def size(self) -> int:
        """How many arcs it searches."""
        return len(self._arcs)

    def nearest(
        self, heard: Sequence[Sequence[int]], priors: Floats, most: int, window: float
    ) -> list[list[PhonePath]]:
        """For each row of heard phones the nearest sentences, at most `most` that differ in a word or in meaning,
        none further than the nearest by `window`.  `priors` is (B,): the cost of each block,
        infinite where it is not active."""
        if not self._arcs.size or not heard:
            return [[] for _ in heard]
        entries = {self._entry: float(priors[self._block])}
        forward = self._forward.run(Heard.of(heard), entries)
        backward = self._backward.run(Heard.of([phones[::-1] for phones in heard]), {self._final: 0.0})
        return [
            self._paths(number, phones, forward, backward, entries, most, window) for number, phones in enumerate(heard)
        ]

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

    def _paths(
        self,
        number: int,
        phones: Sequence[int],
        forward: Tables,
        backward: Tables,
        entries: dict[int, float],
        most: int,
        window: float,
    ) -> list[PhonePath]:
        length = len(phones)
        inserted = float(lost()[list(phones)].sum())
        # The rest of row r from position j is what the backward sweep found after length - j phones.
        rest = backward.states[length::-1, number][:, self._target[self._row_arc]]
        through = forward.rows[: length + 1, number] + rest
        least = through.min(axis=0) + inserted
        tracer = _Tracer(self, number, phones, forward, backward, entries)
        found: dict[tuple[tuple[int, int, int], ...], PhonePath] = {}
        bound = float(least.min()) + window
        used: set[int] = set()
        for row in np.argsort(least, kind="stable")[: 40 * most].tolist():
            if len(found) == most or not least[row] <= bound:
                break
            if row in used:
                continue
            rows = tracer.through(row, int(through[:, row].argmin()))
            used.update(rows)
            arcs = tuple(int(self._arcs[self._row_arc[r]]) for r in rows)
            graph = self._graph
            said = tuple((int(graph.label[a]), int(graph.before[a]), int(graph.after[a])) for a in arcs)
            found.setdefault(said, PhonePath(arcs, float(least[row])))
        return list(found.values())

    def _variants(self, label: int) -> tuple[tuple[int, ...], ...]:
        return ((),) if label == EPSILON else self._say(self._graph.words[self._graph.label_word[label]])


class _Tracer:
    """Follows tables back to the path that made them."""

    def __init__(
        self,
        search: PhoneSearch,
        number: int,
        phones: Sequence[int],
        forward: Tables,
        backward: Tables,
        entries: dict[int, float],
    ) -> None:
        self._search, self._length, self._entries = search, len(phones), entries
        self._to_start = _Half(search._forward, forward, number, phones)
        self._to_end = _Half(search._backward, backward, number, phones[::-1])

    def through(self, row: int, position: int) -> list[int]:
        """The rows of the best path through `row`, which ends at `position`, in order."""
        search = self._search
        arc = search._row_arc[row]
        before = self._to_start.before(row, position)
        begun = self._to_start.back(int(search._source[arc]), before, self._entries)
        rest = self._to_end.back(int(search._target[arc]), self._length - position, {search._final: 0.0})
        return [*begun[::-1], row, *rest]


class _Half:
    """One direction's tables for one hypothesis."""

    def __init__(self, sweep: Sweep, tables: Tables, number: int, phones: Sequence[int]) -> None:
        self._sweep = sweep
        self._states, self._rows = tables.states[:, number], tables.rows[:, number]
        heard = np.array(phones, dtype=np.intp)
        self._replace = substitution()[heard] - lost()[heard][:, None]
        self._taken: dict[tuple[tuple[int, ...], int], Floats] = {}
        self._steps: dict[tuple[int, int], tuple[int, int]] = {}

    def back(self, state: int, position: int, until: Mapping[int, float]) -> list[int]:
        """The rows of the best path to `state` at `position`, the last one first."""
        rows: list[int] = []
        while state not in until:
            row, position = self._step(state, position)
            rows.append(row)
            state = int(self._sweep.source[row])
        return rows

    def _step(self, state: int, position: int) -> tuple[int, int]:
        """The last row of the best path to `state` at `position`, and where its word begins; paths share most."""
        if (state, position) not in self._steps:
            into = self._sweep.into[state]
            row = int(into[self._rows[position, into].argmin()])
            self._steps[state, position] = row, self.before(row, position)
        return self._steps[state, position]

    def before(self, row: int, position: int) -> int:
        """Where the word of `row`, which ends at `position`, begins."""
        return int((self._states[: position + 1, self._sweep.source[row]] + self._word(row, position)).argmin())

    def _word(self, row: int, position: int) -> Floats:
        """(position + 1,): the cost of the row's word from each beginning."""
        phones = self._sweep.phones[row]
        key = (phones, position)
        if key not in self._taken:
            cost = np.zeros(position + 1, dtype=np.float32)
            for phone in reversed(phones):
                cost[:-1] = np.minimum(cost[:-1] + lost()[phone], cost[1:] + self._replace[:position, phone])
                cost[-1] += lost()[phone]
                cost = np.minimum.accumulate(cost[::-1])[::-1]
            self._taken[key] = cost
        return self._taken[key]


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
