"""Readings of heard words in order of cost: A* from the end of the last word to the beginning of the first.

The heuristic is D (`forward`), the exact cost of the best rest.  Passes, states and positions make a cell; a node is a
cell and the meaning of what follows it.  Each node is opened once, since the first way to it is the cheapest, so
complete readings come out in order of cost and with distinct meanings, without any backpointer.  A meaning is a list of
parts, of which equal ones are one number; parts are numbers as well:

    an operation of the graph, or a word of a span       its number in `Steps.parts`, of which there are N
    the heard words i to j that a wildcard took          N + i·W + j,  W being one more than there are words
    a sentence of block b that begins at i, ends at j    N + W² + (b·W + i)·W + j

It is done in Python, or where it was compiled by `native`, which visits the same nodes in the same order.
"""

from __future__ import annotations

import ctypes
import heapq
from collections.abc import Callable, Hashable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final, TypeAlias

import numpy as np

from voiceassist.understanding.costs import ANY_WORD, ANY_WORDS_START, Floats, Prices
from voiceassist.understanding.graph import ANY_WORDS, EPSILON, START, GrammarGraph, Place
from voiceassist.understanding.native import FOUND, PAUSED, Found, Problem, pointer
from voiceassist.understanding.readings import Reading, Sentence

NEXT_SENTENCE: Final = 0.5
"""One more sentence."""
MOST_OPENED: Final = 500
"""Nodes opened in search of rivals, and ten times as many for the best reading itself."""
_ROUNDING: Final = 1e-3
_FEW_ARCS: Final = 6
"""Up to so many arcs plain Python is faster than NumPy."""

Said: TypeAlias = int | tuple[int, int]
"""A label, or the heard positions that a wildcard took."""


@dataclass(frozen=True)
class _Complete:
    """A complete reading."""

    opened: int
    """How many nodes were opened until it was found."""
    cost: float
    parts: tuple[int, ...]
    said: tuple[Said, ...]


@dataclass(frozen=True, eq=False)
class Steps:
    """The graph as plain lists, which are several times faster than arrays where one arc is looked at."""

    source: list[int]
    label: list[int]
    into: list[int]
    wild: dict[int, list[int]]
    """The arcs of wildcards by the state that they lead to."""
    parts: list[Any]
    """What sentences are made of: operations, and words that are part of a span; equal ones are one."""
    after: list[tuple[int, ...]]
    """For each arc what it does after its word, last first, as indices into `parts`."""
    before: list[tuple[int, ...]]
    says: list[tuple[int, ...]]
    """For each arc all that it adds to the meaning, last first."""

    @classmethod
    def of(cls, graph: GrammarGraph) -> Steps:
        """Those of a graph."""
        parts: list[Any] = []
        numbers: dict[str, int] = {}

        def number(part: Any) -> int:
            key = repr(part)
            if key not in numbers:
                numbers[key] = len(parts)
                parts.append(part)
            return numbers[key]

        done = [tuple(map(number, reversed(operations))) for operations in graph.operations]
        spoken = [
            (number(graph.words[word]),) if place == Place.SPAN else ()
            for word, place in zip(graph.label_word.tolist(), graph.label_place.tolist(), strict=True)
        ]
        wild: dict[int, list[int]] = {}
        arcs = np.flatnonzero(graph.label == ANY_WORDS)
        for arc, state in zip(arcs.tolist(), graph.target[arcs].tolist(), strict=True):
            wild.setdefault(state, []).append(arc)
        label = graph.label.tolist()
        after, before = [done[i] for i in graph.after.tolist()], [done[i] for i in graph.before.tolist()]
        says = [last + spoken[said] + first for last, said, first in zip(after, label, before, strict=True)]
        return cls(graph.source.tolist(), label, graph.into.tolist(), wild, parts, after, before, says)


@dataclass(frozen=True, eq=False)
class Swept:
    """What is searched: D of one, two, three … sentences, and the prices that it was made from."""

    prices: Prices
    priors: Floats
    """(B,)"""
    passes: Sequence[Floats]
    """(S, J + 1) each"""

    @property
    def width(self) -> int:
        """J + 1."""
        return len(self.prices.insertion)


class Backward:
    """Searches one graph."""

    def __init__(self, graph: GrammarGraph, native: ctypes.CDLL | None = None) -> None:
        """With the compiled loops of `native`, or without any."""
        self._graph = graph
        self._steps = Steps.of(graph)
        self._loops = None if native is None else _Loops(graph, self._steps, native)

    def search(
        self, swept: Swept, meaning: Callable[[tuple[Sentence, ...]], Hashable | None], most: int, window: float
    ) -> tuple[Reading, ...]:
        """See `Matcher.read`."""
        total = min(float(table[self._graph.final, -1]) for table in swept.passes)
        if not np.isfinite(total):
            return ()
        bound = total + window + _ROUNDING
        found: dict[Hashable, Reading] = {}
        loops = self._loops
        opening = _Opening(self._graph, self._steps, swept, bound) if loops is None else loops.opening(swept, bound)
        for one in opening:
            if one is not None:
                sentences = self._sentences(one.parts, swept.width)
                silent = any(sentence.start == sentence.end for sentence in sentences[1:])
                key = None if silent else meaning(sentences)
                if key is not None and key not in found:
                    prior, taken = _not_words(sentences, swept), _taken(sentences, swept)
                    found[key] = Reading(one.cost, prior, sentences, taken, self._worded(one.said))
            if len(found) == most or (found and (one is None or one.opened >= MOST_OPENED)):
                break
        return tuple(found.values())

    def _sentences(self, numbers: Sequence[int], width: int) -> tuple[Sentence, ...]:
        sentences: list[Sentence] = []
        parts: list[Any] = []
        head: tuple[int, int, int] | None = None
        count = len(self._steps.parts)
        for number in numbers:
            if number < count:
                parts.append(self._steps.parts[number])
            elif number < count + width * width:
                parts.append(divmod(number - count, width))
            else:
                if head is not None:
                    sentences.append(Sentence(head[0], tuple(parts), head[1], head[2]))
                which, end = divmod(number - count - width * width, width)
                head, parts = (*divmod(which, width), end), []
        return (*sentences, Sentence(head[0], tuple(parts), head[1], head[2])) if head else ()

    def _worded(self, said: Sequence[Said]) -> tuple[str | tuple[int, int], ...]:
        """See `Reading.said`."""
        graph = self._graph
        return tuple(one if isinstance(one, tuple) else graph.words[graph.label_word[one]] for one in said)


def _wildcards(sentences: tuple[Sentence, ...]) -> Iterator[tuple[int, int]]:
    """The heard positions that wildcards took."""
    for sentence in sentences:
        for part in sentence.parts:
            if isinstance(part, tuple) and isinstance(part[0], int):
                yield part[0], part[1]


def _not_words(sentences: tuple[Sentence, ...], swept: Swept) -> float:
    """See `Reading.prior`."""
    cost = NEXT_SENTENCE * (len(sentences) - 1) + sum(float(swept.priors[s.block]) for s in sentences)
    return cost + sum(ANY_WORDS_START + ANY_WORD * (end - start) for start, end in _wildcards(sentences))


def _taken(sentences: tuple[Sentence, ...], swept: Swept) -> float:
    """See `Reading.taken`."""
    insertion = swept.prices.insertion
    return sum(float(insertion[start + 1 : end + 1].sum()) for start, end in _wildcards(sentences))


_Way: TypeAlias = tuple[float, float, float, int, tuple[int, ...], Said]
"""One step backwards: its price with what the best beginning costs, both apart, the cell it leads to, what it adds to
the meaning, and how it is worded (`EPSILON` where it is not)."""
_Trail: TypeAlias = tuple[Said, "_Trail"] | None
"""How the templates word what follows: one step, and the rest."""


class _Opening:
    """The search, in Python.

    The ways that lead from a cell are found when it is first opened, and serve whatever follows it.
    """

    def __init__(self, graph: GrammarGraph, steps: Steps, swept: Swept, bound: float) -> None:
        self._graph, self._steps, self._prices, self._passes = graph, steps, swept.prices, swept.passes
        self._priors, self._bound = swept.priors, bound
        self._insertion: list[float] = swept.prices.insertion.tolist()
        self._width, self._states = swept.width, graph.final + 1
        self._heap: list[tuple[float, int, float, int, int, int, _Trail]] = []
        self._ways: dict[int, list[_Way]] = {}
        self._lists: list[tuple[int, int]] = [(-1, -1)]
        self._longer: list[dict[int, int]] = [{}]
        self._count = 0

    def __iter__(self) -> Iterator[_Complete | None]:
        """Every complete reading in order of cost; None where `MOST_OPENED` nodes were opened."""
        words = self._width - 1
        for number in range(len(self._passes)):
            self._push(number, self._graph.final, words, 0, 0.0, words, None)
        seen: set[tuple[int, int]] = set()
        for opened in range(10 * MOST_OPENED):
            if opened == MOST_OPENED:
                yield None
            if not self._heap:
                return
            _, _, spent, cell, rest, end, trail = heapq.heappop(self._heap)
            node = (cell, rest)
            if node in seen:
                continue
            seen.add(node)
            level, position = divmod(cell, self._width)
            number, state = divmod(level, self._states)
            if cell == 0:
                yield _Complete(opened + 1, spent, tuple(self._parts(rest)), tuple(_said(trail)))
            elif state == START:
                self._open_start(number, position, rest, spent, trail)
            elif state <= len(self._priors):
                self._open_entry(number, state, position, rest, spent, end, trail)
            else:
                self._open(cell, rest, spent, end, trail)

    def _open_start(self, number: int, position: int, rest: int, spent: float, trail: _Trail) -> None:
        if position:
            self._push(number, START, position - 1, rest, spent + self._insertion[position], position, trail)
        if number:
            end = position
            self._push(number - 1, self._graph.final, end, rest, spent + NEXT_SENTENCE, end, trail)
            while end > 1 and self._prices.joins.item(end):
                end -= 1
                self._push(number - 1, self._graph.final, end, rest, spent + NEXT_SENTENCE, end, trail)

    def _open_entry(
        self, number: int, state: int, position: int, rest: int, spent: float, end: int, trail: _Trail
    ) -> None:
        if position:
            self._push(number, state, position - 1, rest, spent + self._insertion[position], end, trail)
        block = state - 1
        width = self._width
        said = len(self._steps.parts) + width * width + (block * width + position) * width + end
        here = self._with(said, rest)
        self._push(number, START, position, here, spent + float(self._priors[block]), position, trail)

    def _push(self, number: int, state: int, position: int, rest: int, spent: float, end: int, trail: _Trail) -> None:
        total = spent + self._passes[number].item(state, position)
        if total <= self._bound:
            self._count -= 1
            cell = (number * self._states + state) * self._width + position
            heapq.heappush(self._heap, (total, self._count, spent, cell, rest, end, trail))

    def _open(self, cell: int, rest: int, spent: float, end: int, trail: _Trail) -> None:
        limit = self._bound - spent
        ways = self._ways.get(cell)
        if ways is None:
            ways = self._ways[cell] = self._from(cell, limit)
        for ahead, price, best, there, says, worded in ways:
            if ahead <= limit:
                after = rest
                for part in says:
                    after = self._with(part, after)
                way = (worded, trail) if worded else trail
                cost = spent + price
                self._count -= 1  # newest first among equals: follow one path down before opening its twins
                heapq.heappush(self._heap, (cost + best, self._count, cost, there, after, end, way))

    def _from(self, cell: int, limit: float) -> list[_Way]:
        """The ways from a cell inside a sentence; none whose best whole is beyond `limit`.

        What is spent when a cell is first opened is the least of all that will be, so no way is missed.
        """
        steps = self._steps
        level, position = divmod(cell, self._width)
        number, state = divmod(level, self._states)
        table, lowest = self._passes[number], number * self._states
        found: list[tuple[float, int, int, tuple[int, ...], int | tuple[int, int]]] = []
        if position:
            found.append((self._insertion[position], state, position - 1, (), EPSILON))
        found += self._arcs(state, position, table, limit)
        for arc in steps.wild.get(state, ()):
            for origin in range(position):
                taken = (origin, position)
                number_taken = len(steps.parts) + origin * self._width + position
                says = (*steps.after[arc], number_taken, *steps.before[arc])
                price = ANY_WORDS_START + ANY_WORD * (position - origin)
                found.append((price, steps.source[arc], origin, says, taken))
        ways: list[_Way] = []
        for price, source, origin, says, worded in found:
            best = table.item(source, origin)
            if price + best <= limit:
                ways.append((price + best, price, best, (lowest + source) * self._width + origin, says, worded))
        return ways

    def _arcs(
        self, state: int, position: int, table: Floats, limit: float
    ) -> Iterator[tuple[float, int, int, tuple[int, ...], int]]:
        """Price, source, where its word begins, what it says and its label, of each arc into `state` that may do."""
        steps, prices = self._steps, self._prices
        low, high = steps.into[state], steps.into[state + 1]
        ways: list[tuple[int, Floats, int | None]] = [(position, prices.deletion, None)]
        if position > 0:
            ways.append((position - 1, prices.substitution, position))
        if position > 1 and prices.joined is not None:
            ways.append((position - 2, prices.joined, position))
        if high - low <= _FEW_ARCS:
            sources, labels, says = steps.source, steps.label, steps.says
            for origin, price_of, column in ways:
                for arc in range(low, high):
                    label = labels[arc]
                    price = price_of.item(label) if column is None else price_of.item(label, column)
                    if price <= limit and label != ANY_WORDS:
                        yield price, sources[arc], origin, says[arc], label
            return
        chosen, source = self._graph.label[low:high], self._graph.source[low:high]
        for origin, price_of, column in ways:
            priced = price_of[chosen] if column is None else price_of[chosen, column]
            near = ((priced.astype(np.float64) + table[source, origin] <= limit) & (chosen != ANY_WORDS)).nonzero()[0]
            for arc, price in zip((near + low).tolist(), priced[near].tolist(), strict=True):
                yield price, steps.source[arc], origin, steps.says[arc], steps.label[arc]

    def _with(self, part: int, rest: int) -> int:
        """The number of the list that begins with `part` and goes on with `rest`; the same for equal ones."""
        longer = self._longer[rest]
        if part not in longer:
            longer[part] = len(self._lists)
            self._lists.append((part, rest))
            self._longer.append({})
        return longer[part]

    def _parts(self, rest: int) -> Iterator[int]:
        while rest:
            part, rest = self._lists[rest]
            yield part


def _said(trail: _Trail) -> Iterator[Said]:
    while trail:
        step, trail = trail
        yield step


class _Loops:
    """The search, compiled."""

    def __init__(self, graph: GrammarGraph, steps: Steps, native: ctypes.CDLL) -> None:
        self._native = native
        self._blocks, self._parts = len(graph.blocks), len(steps.parts)
        starts = np.cumsum([0, *map(len, steps.says)], dtype=np.int64)
        self._arrays = (
            *(np.ascontiguousarray(one, dtype=np.int64) for one in (graph.into, graph.source, graph.label)),
            starts,
            np.array([part for says in steps.says for part in says], dtype=np.int64),
            starts[:-1] + np.array([len(after) for after in steps.after], dtype=np.int64),
        )
        self._graph = [pointer(array) for array in self._arrays]
        self._states = graph.final + 1

    def opening(self, swept: Swept, bound: float) -> Iterator[_Complete | None]:
        """What iterating over an `_Opening` gives."""
        native, prices, width = self._native, swept.prices, swept.width
        tables = [np.ascontiguousarray(table, dtype=np.float32) for table in swept.passes]
        priced = (prices.deletion, prices.substitution, prices.joined)
        kept = [
            *(None if one is None else np.ascontiguousarray(one, dtype=np.float32) for one in priced),
            *(np.ascontiguousarray(one, dtype=np.float64) for one in (prices.insertion, swept.priors)),
            np.ascontiguousarray(prices.joins, dtype=np.bool_),
            np.array([pointer(table) for table in tables], dtype=np.uintp),
        ]
        problem = Problem(
            self._states, width, len(swept.passes), self._blocks, self._parts, *self._graph,
            *map(pointer, kept), NEXT_SENTENCE, ANY_WORDS_START, ANY_WORD, bound,
        )  # fmt: skip
        search = native.readings_begin(ctypes.byref(problem))
        if not search:
            raise MemoryError
        try:
            most = MOST_OPENED
            reading = Found()
            its = ctypes.byref(reading)
            while (found := native.readings_next(search, most, its)) in {FOUND, PAUSED}:
                if found == FOUND:
                    numbers = reading.numbers[: reading.parts + reading.said]
                    parts, said = tuple(numbers[: reading.parts]), numbers[reading.parts :]
                    worded = tuple(one if one >= 0 else divmod(-1 - one, width) for one in said)
                    yield _Complete(reading.opened, reading.spent, parts, worded)
                elif most > MOST_OPENED:
                    return
                else:
                    yield None
                    most = 10 * MOST_OPENED
            if found < 0:
                raise MemoryError
        finally:
            native.readings_end(search)
