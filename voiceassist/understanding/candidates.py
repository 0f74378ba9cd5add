"""The sentences of a grammar that sound most like what was heard.

Words are spelled out as phones and heard words run together into one row of them, so word boundaries are free:
"eye smokeo" and "iced mocha" differ by two phones.  For heard phones h₁…h_P and every state t

    D[t, j] = the least cost of any path from the start to t that sounds like h₁…h_j

is computed exactly, arc by arc: the row of an arc's source is taken through each phone p of the arc's word by

    row'[j] = min(row[j] + lost(p), row[j-1] + substitution(p, h_j), row'[j-1] + lost(h_j)).

The same from the end backwards gives the cost of the best rest.  Their sum over an arc is the cost of the best sentence
through that arc; so one sweep each way finds the nearest sentence and, for every arc, the nearest that uses it.  The
second best sentence uses an arc that the best does not and is therefore among them, like every sentence that differs
in one place from a better one.

Layers, arcs, positions and hypotheses are swept in arrays.  In memory each state and each arc is a row of all positions
of all hypotheses, hypotheses innermost: the position before is as many numbers back as there are hypotheses, and a
running minimum takes as many steps as the positions have doublings.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, TypeAlias

import numpy as np
import numpy.typing as npt

from voiceassist.understanding.forward import Halving
from voiceassist.understanding.graph import ANY_WORDS, EPSILON, GrammarGraph, Operation, Place
from voiceassist.understanding.matching import Sentence
from voiceassist.understanding.phonetic import Floats, lost, numbered, substitution

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

    def __init__(self, graph: GrammarGraph, block: int, pronunciations: Pronunciations) -> None:
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
        self._row_phones = [phones for _, phones in rows]
        self._forward = _Sweep(self._source[self._row_arc], self._target[self._row_arc], self._row_phones, len(states))
        self._backward = _Sweep(
            self._target[self._row_arc],
            self._source[self._row_arc],
            [phones[::-1] for phones in self._row_phones],
            len(states),
        )

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
        forward = self._forward.run(_Heard.of(heard), entries)
        backward = self._backward.run(_Heard.of([phones[::-1] for phones in heard]), {self._final: 0.0})
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
        forward: _Tables,
        backward: _Tables,
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


@dataclass(frozen=True, eq=False)
class _Heard:
    """Hypotheses as arrays; shorter ones are filled up at the end, which the result of a prefix does not see."""

    replace: Floats
    """(P, H, phones): hearing the phone at p as another, less what leaving it out costs."""

    @classmethod
    def of(cls, heard: Sequence[Sequence[int]]) -> _Heard:
        longest = max(map(len, heard))
        filled = np.zeros((longest, len(heard)), dtype=np.intp)
        for number, phones in enumerate(heard):
            filled[: len(phones), number] = phones
        return cls(substitution()[filled] - lost()[filled][:, :, None])


@dataclass(frozen=True, eq=False)
class _Tables:
    """Costs less what the heard phones up to the position would cost if left out, for which leaving them out is a
    running minimum."""

    states: Floats
    """(P + 1, H, S)"""
    rows: Floats
    """(P + 1, H, R): at the end of each row, an arc in one pronunciation."""


class _Sweep:
    """One direction through the network."""

    def __init__(self, source: Numbers, target: Numbers, phones: Sequence[tuple[int, ...]], states: int) -> None:
        self.source, self.phones = source, phones
        by_end = np.argsort(target, kind="stable")
        self.into = np.split(by_end, np.searchsorted(target[by_end], np.arange(1, states)))
        level = _levels(source, target, states)
        length = np.array([len(one) for one in phones], dtype=np.intp)
        order = np.lexsort((-length, level[target]))
        self._states, self._rows = states, len(phones)
        self._layers: list[_Layer] = []
        bounds = np.flatnonzero(np.diff(level[target][order], prepend=-1, append=-1))
        for low, high in itertools.pairwise(bounds.tolist()):
            rows = order[low:high]
            steps = []
            for k in range(int(length[rows[0]])):
                upto = int((length[rows] > k).sum())
                steps.append(np.array([phones[row][k] for row in rows[:upto]], dtype=np.intp))
            by_target = np.argsort(target[rows], kind="stable")
            ends, starts = np.unique(target[rows][by_target], return_index=True)
            halving = Halving.of(np.append(starts, len(rows)), by_target)
            self._layers.append(_Layer(rows, source[rows], steps, halving, ends[halving.order]))

    def run(self, heard: _Heard, entries: dict[int, float]) -> _Tables:
        """The tables when a path may begin in `entries` at their costs."""
        moves, count, phones = heard.replace.shape
        replace = np.ascontiguousarray(heard.replace.reshape(-1, phones).T)
        states = np.full((self._states, (moves + 1) * count), np.inf, dtype=np.float32)
        ends = np.empty((self._rows, states.shape[1]), dtype=np.float32)
        for state, cost in entries.items():
            states[state] = cost
        left_out = lost()[:, None]
        for layer in self._layers:
            row = states.take(layer.source, axis=0)
            for said in layer.steps:
                part = row[: len(said)]
                moved = replace.take(said, axis=0)
                moved += part[:, :-count]
                part += left_out[said]
                np.minimum(part[:, count:], moved, out=part[:, count:])
                back = count
                while back < part.shape[1]:
                    np.minimum(part[:, back:], part[:, :-back], out=part[:, back:])
                    back *= 2
            ends[layer.rows] = row
            best = layer.halving.least(row.take(layer.halving.rows, axis=0))
            states[layer.ends] = np.minimum(best, states[layer.ends])
        shape = (-1, moves + 1, count)
        return _Tables(states.reshape(shape).transpose(1, 2, 0), ends.reshape(shape).transpose(1, 2, 0))


@dataclass(frozen=True, eq=False)
class _Layer:
    """The rows into states of one level, longest words first."""

    rows: Numbers
    source: Numbers
    steps: list[Numbers]
    """The k-th phone of each row that has one."""
    halving: Halving
    """Of the rows into each state."""
    ends: Numbers
    """The states, in the order of the halving."""


class _Tracer:
    """Follows tables back to the path that made them."""

    def __init__(
        self,
        search: PhoneSearch,
        number: int,
        phones: Sequence[int],
        forward: _Tables,
        backward: _Tables,
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

    def __init__(self, sweep: _Sweep, tables: _Tables, number: int, phones: Sequence[int]) -> None:
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


def _levels(source: Numbers, target: Numbers, states: int) -> Numbers:
    """(S,): the longest path to each state, in rows."""
    level = np.zeros(states, dtype=np.intp)
    while True:
        longer = level.copy()
        np.maximum.at(longer, target, level[source] + 1)
        if (longer == level).all():
            return level
        level = longer
