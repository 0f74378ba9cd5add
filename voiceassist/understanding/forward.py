"""The least cost of reaching every state of the grammar graph with every beginning of what was heard.

    E[t, j] = min over arcs s → t with word w of  D[s, j-1] + sub(w, hⱼ),  D[s, j-2] + sub(w, hⱼ₋₁hⱼ),  D[s, j] + del(w)
    D[t, j] = min over k ≤ j of  E[t, k] + I[j] - I[k]          (I: prefix sums of the insertion costs)

Layer by layer, all arcs into a layer and all that was heard at once, and nothing twice:

* hypotheses of one utterance begin alike, and D knows nothing of what follows: they are swept as a tree of their
  beginnings (`_Beginnings`), half as many as there are positions;
* arcs between the same two states differ only in their words, often all values of a list: the least price of the list
  is found once, and the arcs are one (`_Lists`);
* D - I is kept, for which the second line is a running minimum, found in as many steps as the positions have doublings.

A state is a row of numbers that lie side by side.  For NumPy rows are ordered so that the least of all that lead to a
state is found by halving (`Halving`), since its own running and segmented minima go number by number; where the loops
are compiled (`native`), they go state by state.
"""

from __future__ import annotations

import ctypes
import itertools
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol, TypeAlias

import numpy as np
import numpy.typing as npt

from voiceassist.understanding.costs import ANY_WORD, ANY_WORDS_START, Floats, Prices
from voiceassist.understanding.graph import ANY_WORDS, START, GrammarGraph

Numbers: TypeAlias = npt.NDArray[np.intp]


@dataclass(frozen=True, eq=False)
class Halving:
    """The least row of each of several groups, found by comparing the halves of all groups at once, again and again.

    Groups are filled up to a power of two by rows that they have, which changes no minimum.
    """

    order: Numbers
    """The groups, as their least rows come out."""
    rows: Numbers
    """Which row goes where."""
    steps: tuple[int, ...]
    """In each step so many first rows are compared with as many that follow, and then done with."""

    @classmethod
    def of(cls, starts: Numbers, members: Numbers | None = None) -> Halving:
        """Group g holds the rows ``starts[g]:starts[g + 1]``, at least one, or those `members`."""
        sizes = np.diff(starts)
        halvings = np.ceil(np.log2(sizes)).astype(np.intp)
        order = group = np.argsort(-halvings, kind="stable")
        nth = np.zeros_like(group)
        steps: list[int] = []
        for step in range(int(halvings.max(initial=0)), 0, -1):
            count = int((halvings[group] >= step).sum())
            halves = group[:count]
            nth = np.concatenate([nth[:count] + (1 << (halvings[halves] - step)), nth])
            group = np.concatenate([halves, group])
            steps.insert(0, count)
        rows = starts[group] + np.minimum(nth, sizes[group] - 1)
        return cls(order, rows if members is None else members[rows], tuple(steps))

    def least(self, rows: Floats) -> Floats:
        """The least of each group, in `order`; `rows` are in place and are spent."""
        done = 0
        for count in self.steps:
            upto = done + count
            following = rows[upto : upto + count]
            np.minimum(rows[done:upto], following, out=following)
            done = upto
        return rows[done:]


class Forward:
    """Sweeps one graph."""

    def __init__(self, graph: GrammarGraph, native: ctypes.CDLL | None = None) -> None:
        """With the compiled loops of `native`, or without any."""
        self._states = graph.final + 1
        self._lists = _Lists.of(graph, native)
        self._ways: _Ways = _Layers(graph, self._lists) if native is None else _Loops(graph, self._lists, native)

    def priced(self, several: Sequence[Prices]) -> Priced:
        """What `tables` takes of several utterances, however many sentences they are read as."""
        begun = _Beginnings.of(several)
        count, least = len(begun.inserted), self._lists.least
        # The columns of a row: each beginning, the same without its last word, and without its last two where some two
        # may be one.  So all that arcs begin from is copied at once, and priced at once.
        deletion = np.repeat(self._lists.deletion(several[0].deletion)[:, None], count, axis=1)
        prices = np.concatenate([deletion, *map(least, begun.readings)], axis=1)
        return Priced(begun, prices, np.concatenate([np.arange(count), *begun.older[: len(begun.readings)]]))

    def tables(self, priced: Priced, priors: Floats, starts: Mapping[int, Floats]) -> list[Floats]:
        """(S, J + 1): D of those utterances, by number, that `starts` gives D[start, ·] of.

        `priors` is (B,): the cost of each block.
        """
        begun, columns = priced.begun, priced.columns
        start = begun.gathered(starts) - begun.inserted
        table = np.empty((self._states, len(columns)), dtype=np.float32)
        table[START] = start[columns]
        table[1 : 1 + len(priors)] = table[START] + priors[:, None]
        table = self._ways.filled(table, priced.prices, columns, begun) + begun.inserted
        return [table.take(begun.ends[number], axis=1) for number in starts]


@dataclass(frozen=True, eq=False)
class Priced:
    """Several utterances, of C beginnings."""

    begun: _Beginnings
    prices: Floats
    """(N, W): those of each list for each column."""
    columns: Numbers
    """(W,): the beginning that each column is, or comes from."""


class _Ways(Protocol):
    """The ways through a graph, and how they are gone."""

    def filled(self, table: Floats, prices: Floats, columns: Numbers, begun: _Beginnings) -> Floats:
        """(S, C): D less what insertions cost.

        `table`, (S, W), holds those of the start and the entries, and is spent; `prices` are those of each list,
        (N, W); each of `columns`, (W,), is a copy of one of the first C.
        """


class _Layers:
    """All ways into one layer at once, with NumPy."""

    def __init__(self, graph: GrammarGraph, lists: _Lists) -> None:
        into = np.searchsorted(lists.target, np.arange(graph.final + 2))
        bounds = list(itertools.pairwise(graph.layers[1:].tolist()))
        halvings = [Halving.of(into[first : last + 1]) for first, last in bounds]
        rows = [first + halving.order for (first, _), halving in zip(bounds, halvings, strict=True)]
        self._row = np.argsort(np.concatenate([np.arange(graph.layers[1]), *rows]))
        self._layers: list[_Layer] = []
        for (first, last), halving in zip(bounds, halvings, strict=True):
            listed = lists.listed[halving.rows]
            wild = np.flatnonzero(lists.wild[listed]).tolist()
            self._layers.append(_Layer(first, last, self._row[lists.source[halving.rows]], listed, wild, halving))

    def filled(self, table: Floats, prices: Floats, columns: Numbers, begun: _Beginnings) -> Floats:
        """See `_Ways`."""
        count = len(begun.inserted)
        for layer in self._layers:
            ways = table.take(layer.source, axis=0)
            ways += prices.take(layer.listed, axis=0)
            reached = np.minimum(ways[:, :count], ways[:, count : 2 * count])
            if len(begun.readings) > 1:
                np.minimum(reached, ways[:, 2 * count :], out=reached)
            for way in layer.wild:
                reached[way] = begun.any_words(table[layer.source[way], :count])
            best = begun.least_before(layer.halving.least(reached))
            table[layer.first : layer.last] = best.take(columns, axis=1)
        return table[:, :count].take(self._row, axis=0)


class _Loops:
    """State by state, compiled."""

    def __init__(self, graph: GrammarGraph, lists: _Lists, native: ctypes.CDLL) -> None:
        self._entries = int(graph.layers[1])
        self._into = np.searchsorted(lists.target, np.arange(graph.final + 2))
        self._lists, self._native = lists, native

    def filled(self, table: Floats, prices: Floats, columns: Numbers, begun: _Beginnings) -> Floats:
        """See `_Ways`."""
        lists, count = self._lists, len(begun.inserted)
        spare, reached = np.empty(count, dtype=np.float32), np.empty(len(columns), dtype=np.float32)
        self._native.sweep_words(
            self._entries, *table.shape, count, self._into, lists.source, lists.listed, lists.wild, prices, columns,
            ANY_WORD * begun.length, begun.inserted, ANY_WORDS_START, spare, reached, table,
        )  # fmt: skip
        return table[:, :count]


@dataclass(frozen=True, eq=False)
class _Layer:
    """The rows ``first:last`` of states, and the ways into them."""

    first: int
    last: int
    source: Numbers
    """The row that each way comes from."""
    listed: Numbers
    """The number of each way's list."""
    wild: list[int]
    """The ways of wildcards."""
    halving: Halving


@dataclass(frozen=True, eq=False)
class _Lists:
    """The ways from state to state, and the lists of labels that they read one of."""

    source: Numbers
    """(W,) ordered by target"""
    target: Numbers
    listed: Numbers
    """(W,): the number of its list"""
    wild: npt.NDArray[np.bool_]
    """(N,): whether the list is that of a wildcard, which takes any words."""
    starts: Numbers
    """(N + 1,): the labels of list n are ``labels[starts[n]:starts[n + 1]]``, at least one."""
    labels: Numbers
    halving: Halving
    native: ctypes.CDLL | None

    @classmethod
    def of(cls, graph: GrammarGraph, native: ctypes.CDLL | None) -> _Lists:
        """Those of a graph."""
        states, kinds = graph.final + 1, len(graph.label_word)
        between = (graph.target.astype(np.int64) * states + graph.source) * 2 + (graph.label == ANY_WORDS)
        arcs = np.unique(between * kinds + graph.label)
        between, firsts = np.unique(arcs // kinds, return_index=True)
        labels = (arcs % kinds).astype(np.int32)
        numbers: dict[bytes, int] = {}
        listed = [
            numbers.setdefault(labels[first:last].tobytes(), len(numbers))
            for first, last in itertools.pairwise([*firsts.tolist(), len(labels)])
        ]
        lists = [np.frombuffer(one, dtype=np.int32) for one in numbers]
        starts = np.cumsum([0, *map(len, lists)], dtype=np.intp)
        said = np.concatenate(lists).astype(np.intp)
        return cls(
            between // 2 % states,
            between // 2 // states,
            np.array(listed, dtype=np.intp),
            said[starts[:-1]] == ANY_WORDS,
            starts,
            said,
            Halving.of(starts),
            native,
        )

    def least(self, prices: Floats) -> Floats:
        """(N, K): the least price of each list, of those of each label, (L, K)."""
        least = np.empty((len(self.starts) - 1, prices.shape[1]), dtype=np.float32)
        if self.native is not None:
            self.native.least_of_lists(*least.shape, self.starts, self.labels, np.ascontiguousarray(prices), least)
        else:
            least[self.halving.order] = self.halving.least(prices.take(self.labels[self.halving.rows], axis=0))
        return least

    def deletion(self, prices: Floats) -> Floats:
        """(N,): the price of not hearing any of a list."""
        return np.where(self.wild, np.float32(np.inf), self.least(prices[:, None])[:, 0])


@dataclass(frozen=True, eq=False)
class _Beginnings:
    """The beginnings of several utterances, C in all, the shorter ones first; equal ones are one."""

    ends: tuple[Numbers, ...]
    """For each utterance its beginnings of 0 to J words."""
    older: tuple[Numbers, ...]
    """(C,) each: the beginnings without the last one, two, four … words, the empty one where there are fewer."""
    length: Floats
    """(C,): how many words they have."""
    inserted: Floats
    """(C,): what leaving all of them out costs."""
    readings: tuple[Floats, ...]
    """(L, C) each: reading the last word, and where any two may be one the last two as one, less what leaving them out
    would cost."""

    @classmethod
    def of(cls, several: Sequence[Prices]) -> _Beginnings:
        """Of all that `several` are the prices of."""
        numbers: dict[tuple[int, str, float], int] = {}
        ends = [[0] for _ in several]
        parent, column = [0], [0]
        for position in range(1, max(len(one.insertion) for one in several)):
            first = 0
            for one, its in zip(several, ends, strict=True):
                if position < len(one.insertion):
                    key = (its[-1], one.heard[position - 1], one.insertion.item(position))
                    if key not in numbers:
                        numbers[key] = len(parent)
                        parent.append(its[-1])
                        column.append(first + position)
                    its.append(numbers[key])
                first += len(one.insertion)
        older = [np.array(parent, dtype=np.intp)]
        while 1 << len(older) < max(3, *map(len, ends)):
            older.append(older[-1][older[-1]])
        insertion = np.concatenate([one.insertion for one in several])[column]
        readings = [np.concatenate([one.substitution for one in several], axis=1).take(column, axis=1) - insertion]
        if any(one.joined is not None for one in several):
            joined = [np.full_like(i.substitution, np.inf) if i.joined is None else i.joined for i in several]
            left_out = insertion + insertion[older[0]]
            readings.append(np.concatenate(joined, axis=1).take(column, axis=1) - left_out)
        places = tuple(np.array(its, dtype=np.intp) for its in ends)
        length, inserted = np.empty_like(insertion), np.empty_like(insertion)
        for one, place in zip(several, places, strict=True):
            length[place] = np.arange(len(place))
            inserted[place] = np.cumsum(one.insertion, dtype=np.float32)
        return cls(places, tuple(older), length, inserted, tuple(readings))

    def gathered(self, several: Mapping[int, Floats]) -> Floats:
        """(C,): what `several`, by number, hold of each utterance's beginnings, the same wherever one is shared;
        infinite elsewhere."""
        gathered = np.full_like(self.inserted, np.inf)
        for number, values in several.items():
            gathered[self.ends[number]] = values
        return gathered

    def least_before(self, rows: Floats) -> Floats:
        """(…, C): the least of each beginning and of all its own beginnings; `rows` are spent."""
        for older in self.older:
            np.minimum(rows, rows.take(older, axis=-1), out=rows)
        return rows

    def any_words(self, before: Floats) -> Floats:
        """(C,): a wildcard after `before`: at least one word, each at `ANY_WORD`; both less what insertions cost."""
        spent = ANY_WORD * self.length
        reached = self.least_before(before + self.inserted - spent)[self.older[0]] + spent + ANY_WORDS_START
        reached[0] = np.inf
        return np.asarray(reached - self.inserted)
