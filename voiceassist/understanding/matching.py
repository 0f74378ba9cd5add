"""The best readings of heard words over the grammar graph, exactly.

**Forward.**  D[t, j] is the least cost of any path from the start to state t that reads the first j heard words
(`forward`).

**Several sentences.**  D[final, j] is the cost of every prefix at once, so a second pass starts with
D₂[start, j] = D₁[final, j] + `NEXT_SENTENCE`, and a third from that; words that join two ("and then") cost nothing
between them.  A pass is made only where it can pay.

**Backward.**  With D as heuristic (it is the exact cost of the best rest) A* from the end finds readings in order of
cost.  A node is (pass, state, position, meaning of what follows); each is opened once, since the first way to it is the
cheapest, so readings come out with distinct meanings and without storing any backpointer.  Work is bounded by
`MOST_OPENED` whatever the templates are.

Cost: O(arcs · words) for each pass in vectorised steps of one layer each.
"""

from __future__ import annotations

import heapq
from collections.abc import Callable, Hashable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Final, TypeAlias

import numpy as np

from voiceassist.understanding.costs import ANY_WORD, ANY_WORDS_START, Floats, Prices
from voiceassist.understanding.forward import Forward
from voiceassist.understanding.graph import ANY_WORDS, EPSILON, START, GrammarGraph, Operation, Place

NEXT_SENTENCE: Final = 0.5
MOST_SENTENCES: Final = 8
"""Who tells of a whole day says as many things in one breath."""
_TRIED: Final = 4
"""So many are tried wherever one more can pay; beyond that, as long as each one more did."""
MOST_OPENED: Final = 500
"""Nodes opened in search of rivals, and ten times as many for the best reading itself."""
WINDOW: Final = 1.2
"""Readings that cost more than the best by so much are no rivals."""
_ROUNDING: Final = 1e-3
_FEW_ARCS: Final = 6
"""Up to so many arcs plain Python is faster than NumPy."""


@dataclass(frozen=True)
class Sentence:
    """One sentence of a reading: its block and, in order, its operations and the words they read.

    A part is an operation of the graph, a ``str`` (a word of a span), or a ``tuple[int, int]`` (the heard positions
    that a wildcard took).
    """

    block: int
    parts: tuple[Operation | str | tuple[int, int], ...]
    start: int
    """It reads the heard words ``start:end``."""
    end: int


@dataclass(frozen=True)
class Reading:
    """What heard words may mean, and what it costs to believe it."""

    cost: float
    """All together: what readings are compared by."""
    prior: float
    """The part of `cost` that does not come from words misread: priors, further sentences, wildcards."""
    sentences: tuple[Sentence, ...]
    taken: float = 0.0
    """What the words that wildcards took weigh: they explain themselves, so they explain nothing."""
    said: tuple[str | tuple[int, int], ...] = ()
    """The sentences as the templates word them; where a wildcard took words, their heard positions."""


class Matcher:
    """Searches one graph."""

    def __init__(self, graph: GrammarGraph) -> None:
        self._graph = graph

    def prepare(self) -> None:
        """Make now what is otherwise made when something is first read."""
        _ = self._forward, self._steps

    @cached_property
    def _forward(self) -> Forward:
        return Forward(self._graph)

    @cached_property
    def _steps(self) -> _Steps:
        return _Steps.of(self._graph)

    def read(
        self,
        prices: Prices,
        priors: Floats,
        tables: list[Floats],
        meaning: Callable[[tuple[Sentence, ...]], Hashable | None],
        most: int = 5,
        window: float = WINDOW,
    ) -> tuple[Reading, ...]:
        """Up to `most` readings that differ in `meaning`, the cheapest first, none dearer than the best by `window`.

        `priors` is (B,): the cost of each block, infinite where it is not active.  `tables` are those of the same
        prices and priors.  `meaning` maps sentences to whatever makes two readings the same, or to None where they mean
        nothing.
        """
        return _Backward(self._graph, self._steps, prices, priors, tables).search(meaning, most, window)

    def tables(self, several: Sequence[Prices], priors: Floats) -> list[list[Floats]]:
        """For each of several utterances the (S, J + 1) tables D of one to `MOST_SENTENCES` sentences.

        All are swept at once: most of a sweep's time is the overhead of its many small steps.
        """
        passes: list[list[Floats]] = [[] for _ in several]
        begun = [(number, np.cumsum(one.insertion, dtype=np.float32)) for number, one in enumerate(several)]
        for count in range(1, MOST_SENTENCES + 1):
            made = self._forward.tables([several[number] for number, _ in begun], priors, [start for _, start in begun])
            for (number, _), table in zip(begun, made, strict=True):
                passes[number].append(table)
            if count >= _TRIED:
                begun = [(number, start) for number, start in begun if self._paid(passes[number])]
            starts = [(number, self._next_start(several[number], priors, passes[number][-1])) for number, _ in begun]
            begun = [(number, start) for number, start in starts if start is not None]
            if not begun:
                break
        return passes

    def _paid(self, passes: Sequence[Floats]) -> bool:
        """Whether the last sentence made the whole cheaper."""
        before, now = (table.item(self._graph.final, -1) for table in passes[-2:])
        return bool(now < before)

    def _next_start(self, prices: Prices, priors: Floats, table: Floats) -> Floats | None:
        """D[start, ·] of one more sentence; None where none can pay."""
        ends = table[self._graph.final]
        if not float(ends[1:-1].min(initial=np.inf)) + NEXT_SENTENCE + float(priors.min()) < float(ends[-1]):
            return None
        begun = ends.copy()
        for end in np.flatnonzero(prices.joins[2:]).tolist():
            begun[end + 2] = min(begun[end + 2], begun[end + 1])
        inserted = np.cumsum(prices.insertion, dtype=np.float32)
        return np.asarray(np.minimum.accumulate(begun + np.float32(NEXT_SENTENCE) - inserted) + inserted)


def _wildcards(sentences: tuple[Sentence, ...]) -> Iterator[tuple[int, int]]:
    """The heard positions that wildcards took."""
    for sentence in sentences:
        for part in sentence.parts:
            if isinstance(part, tuple) and isinstance(part[0], int):
                yield part[0], part[1]


@dataclass(frozen=True, eq=False)
class _Steps:
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
    def of(cls, graph: GrammarGraph) -> _Steps:
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


_Way: TypeAlias = tuple[float, float, float, int, tuple[int, ...], int | tuple[int, int]]
"""One step backwards: its price with what the best beginning costs, both apart, the cell it leads to, what it adds to
the meaning, and how it is worded (`EPSILON` where it is not)."""
_Trail: TypeAlias = tuple[Any, "_Trail"] | None
"""How the templates word what follows: a label, or the heard positions that a wildcard took, and the rest."""


class _Backward:
    """A* from the end of the last word to the beginning of the first, with the exact cost of the rest as heuristic.

    Passes, states and positions make a cell, which is one number: the ways that lead from it are found when it is first
    opened, and serve whatever follows it.
    """

    def __init__(
        self, graph: GrammarGraph, steps: _Steps, prices: Prices, priors: Floats, passes: list[Floats]
    ) -> None:
        self._graph, self._steps, self._prices, self._priors, self._passes = graph, steps, prices, priors, passes
        self._insertion: list[float] = prices.insertion.tolist()
        self._width, self._states = len(self._insertion), graph.final + 1
        self._heap: list[tuple[float, int, float, int, int, int, _Trail]] = []
        self._ways: dict[int, list[_Way]] = {}
        self._numbers: dict[tuple[Any, ...], int] = {}
        self._lists: list[tuple[int, int]] = [(-1, -1)]
        self._longer: list[dict[int, int]] = [{}]
        self._count = 0
        self._bound = np.inf

    def search(
        self, meaning: Callable[[tuple[Sentence, ...]], Hashable | None], most: int, window: float
    ) -> tuple[Reading, ...]:
        """See `Matcher.read`."""
        final, words = self._graph.final, self._width - 1
        total = min(float(table[final, words]) for table in self._passes)
        if not np.isfinite(total):
            return ()
        self._bound = total + window + _ROUNDING
        for number in range(len(self._passes)):
            self._push(number, final, words, 0, 0.0, words, None)
        seen: set[tuple[int, int]] = set()
        found: dict[Hashable, Reading] = {}
        heap = self._heap
        for opened in range(10 * MOST_OPENED):
            if not heap or len(found) == most or (found and opened >= MOST_OPENED):
                break
            _, _, spent, cell, rest, end, trail = heapq.heappop(heap)
            node = (cell, rest)
            if node in seen:
                continue
            seen.add(node)
            level, position = divmod(cell, self._width)
            number, state = divmod(level, self._states)
            if cell == 0:
                sentences = self._sentences(rest)
                silent = any(sentence.start == sentence.end for sentence in sentences[1:])
                key = None if silent else meaning(sentences)
                if key is not None and key not in found:
                    taken = self._taken(sentences)
                    found[key] = Reading(spent, self._not_words(sentences), sentences, taken, self._said(trail))
            elif state == START:
                self._open_start(number, position, rest, spent, trail)
            elif state <= len(self._priors):
                self._open_entry(number, state, position, rest, spent, end, trail)
            else:
                self._open(cell, rest, spent, end, trail)
        return tuple(found.values())

    def _not_words(self, sentences: tuple[Sentence, ...]) -> float:
        """See `Reading.prior`."""
        cost = NEXT_SENTENCE * (len(sentences) - 1) + sum(float(self._priors[s.block]) for s in sentences)
        return cost + sum(ANY_WORDS_START + ANY_WORD * (end - start) for start, end in _wildcards(sentences))

    def _taken(self, sentences: tuple[Sentence, ...]) -> float:
        """See `Reading.taken`."""
        insertion = self._prices.insertion
        return sum(float(insertion[start + 1 : end + 1].sum()) for start, end in _wildcards(sentences))

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
        here = self._with(self._number(("sentence", block, position, end)), rest)
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
                says = (*steps.after[arc], self._number(taken), *steps.before[arc])
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
            near = ((priced + table[source, origin] <= limit) & (chosen != ANY_WORDS)).nonzero()[0]
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

    def _number(self, part: tuple[Any, ...]) -> int:
        """The number of a part that depends on what was heard."""
        return self._numbers.setdefault(part, len(self._steps.parts) + len(self._numbers))

    def _said(self, trail: _Trail) -> tuple[str | tuple[int, int], ...]:
        """See `Reading.said`."""
        said: list[str | tuple[int, int]] = []
        while trail:
            step, trail = trail
            said.append(step if isinstance(step, tuple) else self._graph.words[self._graph.label_word[step]])
        return tuple(said)

    def _sentences(self, rest: int) -> tuple[Sentence, ...]:
        parts_of, made = self._steps.parts, list(self._numbers)
        sentences: list[Sentence] = []
        parts: list[Any] = []
        head: tuple[int, int, int] | None = None
        while rest:
            part, rest = self._lists[rest]
            item = parts_of[part] if part < len(parts_of) else made[part - len(parts_of)]
            if isinstance(item, tuple) and item[0] == "sentence":
                if head is not None:
                    sentences.append(Sentence(head[0], tuple(parts), head[1], head[2]))
                head, parts = item[1:], []
            else:
                parts.append(item)
        return (*sentences, Sentence(head[0], tuple(parts), head[1], head[2])) if head else ()
