"""The best readings of heard words over the grammar graph, exactly.

**Forward.**  D[t, j] is the least cost of any path from the start to state t that reads the first j heard words:

    E[t, j] = min over arcs s → t with word w of  D[s, j-1] + sub(w, hⱼ),  D[s, j-2] + sub(w, hⱼ₋₁hⱼ),  D[s, j] + del(w)
    D[t, j] = min over k ≤ j of  E[t, k] + I[j] - I[k]          (I: prefix sums of the insertion costs)

Layer by layer, all arcs into a layer, all positions and all hypotheses at once; the second line is a running minimum of
E - I.

**Several sentences.**  D[final, j] is the cost of every prefix at once, so a second pass starts with
D₂[start, j] = D₁[final, j] + `NEXT_SENTENCE`, and a third from that.  A pass is made only where it can pay.

**Backward.**  With D as heuristic (it is the exact cost of the best rest) A* from the end finds readings in order of
cost.  A node is (pass, state, position, meaning of what follows); each is opened once, since the first way to it is the
cheapest, so readings come out with distinct meanings and without storing any backpointer.  Work is bounded by
`MOST_OPENED` whatever the templates are.

Cost: O(arcs · words) for each pass in vectorised steps of one layer each.
"""

from __future__ import annotations

import heapq
import itertools
from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np

from voiceassist.understanding.costs import ANY_WORD, ANY_WORDS_START, Floats, Prices
from voiceassist.understanding.graph import ANY_WORDS, EPSILON, START, GrammarGraph, Operation, Place

NEXT_SENTENCE: Final = 0.5
MOST_SENTENCES: Final = 4
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
        self._layers = [
            (int(first), int(last), int(graph.into[first]), int(graph.into[last]))
            for first, last in itertools.pairwise(graph.layers[1:])
        ]
        self._starts = [
            (graph.into[first:last] - graph.into[first]).astype(np.intp) for first, last, _, _ in self._layers
        ]
        self._any = [np.flatnonzero(graph.label[low:high] == ANY_WORDS) + low for _, _, low, high in self._layers]
        self._steps = _Steps.of(graph)
        self._source = graph.source.astype(np.intp)
        self._label = graph.label.astype(np.intp)

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
        """For each of several utterances the (S, J + 1) tables D of one to four sentences.

        All are swept at once: most of a sweep's time is the overhead of its many small steps.
        """
        passes: list[list[Floats]] = [[] for _ in several]
        begun = [(number, np.cumsum(one.insertion, dtype=np.float32)) for number, one in enumerate(several)]
        for _ in range(MOST_SENTENCES):
            made = self._tables([several[number] for number, _ in begun], priors, [start for _, start in begun])
            for (number, _), table in zip(begun, made, strict=True):
                passes[number].append(table)
            starts = [(number, self._next_start(several[number], priors, passes[number][-1])) for number, _ in begun]
            begun = [(number, start) for number, start in starts if start is not None]
            if not begun:
                break
        return passes

    def _next_start(self, prices: Prices, priors: Floats, table: Floats) -> Floats | None:
        """D[start, ·] of one more sentence; None where none can pay."""
        ends = table[self._graph.final]
        if not float(ends[1:-1].min(initial=np.inf)) + NEXT_SENTENCE + float(priors.min()) < float(ends[-1]):
            return None
        inserted = np.cumsum(prices.insertion, dtype=np.float32)
        return np.asarray(np.minimum.accumulate(ends + np.float32(NEXT_SENTENCE) - inserted) + inserted)

    def _tables(self, several: Sequence[Prices], priors: Floats, starts: Sequence[Floats]) -> list[Floats]:
        """D of each utterance from its start, (J + 1,): computed as D - I, for which insertions are a bare running
        minimum.

        Positions come first in memory and arcs last, so that the inner loops run over the arcs of a layer.  Shorter
        utterances are filled up at their ends, which what comes before does not see.
        """
        graph = self._graph
        insertion = _filled([one.insertion for one in several], 0.0)
        inserted = np.cumsum(insertion, axis=0, dtype=np.float32)
        table = np.empty((*inserted.shape, graph.final + 1), dtype=np.float32)
        table[:, :, START] = _filled(starts, np.inf) - inserted
        table[:, :, 1 : 1 + len(priors)] = table[:, :, :1] + priors
        substitution = _filled([(one.substitution - one.insertion).T[1:] for one in several], np.inf)
        deletion = several[0].deletion[self._label]
        joined = None
        if any(one.joined is not None for one in several):
            joined = _filled([_joined(one) for one in several], np.inf)
        for (first, last, low, high), ends, wild in zip(self._layers, self._starts, self._any, strict=True):
            before = table.take(self._source[low:high], axis=2)
            reached = before + deletion[low:high]
            labels = self._label[low:high]
            read = substitution.take(labels, axis=2)
            read += before[:-1]
            np.minimum(reached[1:], read, out=reached[1:])
            if joined is not None:
                read = joined.take(labels, axis=2)
                read += before[:-2]
                np.minimum(reached[2:], read, out=reached[2:])
            for arc in wild:
                reached[:, :, arc - low] = _any_words(before[:, :, arc - low] + inserted) - inserted
            best = np.minimum.reduceat(reached, ends, axis=2)
            np.minimum.accumulate(best, axis=0, out=table[:, :, first:last])
        table += inserted[:, :, None]
        return [table[: len(one.insertion), number].T for number, one in enumerate(several)]


def _filled(several: Sequence[Floats], value: float) -> Floats:
    """(J, H, …): arrays of (j, …) side by side, filled up with `value`."""
    longest = max(map(len, several))
    filled = np.full((longest, len(several), *several[0].shape[1:]), value, dtype=np.float32)
    for number, one in enumerate(several):
        filled[: len(one), number] = one
    return filled


def _joined(prices: Prices) -> Floats:
    """(J - 1, L): what two words read as one cost, less what leaving both out would."""
    if prices.joined is None:
        return np.full((max(len(prices.insertion) - 2, 0), len(prices.deletion)), np.inf, dtype=np.float32)
    return np.asarray((prices.joined[:, 2:] - (prices.insertion[2:] + prices.insertion[1:-1])).T)


def _any_words(before: Floats) -> Floats:
    """A wildcard arc: at least one word, each at `ANY_WORD`; a running minimum like that of insertions."""
    spent = ANY_WORD * np.arange(len(before), dtype=np.float32)[:, None]
    reached = np.full_like(before, np.inf)
    reached[1:] = np.minimum.accumulate(before - spent, axis=0)[:-1] + spent[1:] + ANY_WORDS_START
    return reached


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
    said: list[str | None]
    """For each label its word where that is part of a span, which is read as words."""
    after: list[tuple[tuple[Hashable, Operation], ...]]
    """For each arc what it does after its word, last first; each operation with a key that equal ones share."""
    before: list[tuple[tuple[Hashable, Operation], ...]]

    @classmethod
    def of(cls, graph: GrammarGraph) -> _Steps:
        done = [tuple((repr(one), one) for one in reversed(operations)) for operations in graph.operations]
        span = int(Place.SPAN)
        wild: dict[int, list[int]] = {}
        arcs = np.flatnonzero(graph.label == ANY_WORDS)
        for arc, state in zip(arcs.tolist(), graph.target[arcs].tolist(), strict=True):
            wild.setdefault(state, []).append(arc)
        return cls(
            graph.source.tolist(),
            graph.label.tolist(),
            graph.into.tolist(),
            wild,
            [
                graph.words[word] if place == span else None
                for word, place in zip(graph.label_word.tolist(), graph.label_place.tolist(), strict=True)
            ],
            [done[i] for i in graph.after.tolist()],
            [done[i] for i in graph.before.tolist()],
        )


class _Backward:
    """A* from the end of the last word to the beginning of the first, with the exact cost of the rest as heuristic."""

    def __init__(
        self, graph: GrammarGraph, steps: _Steps, prices: Prices, priors: Floats, passes: list[Floats]
    ) -> None:
        self._graph, self._steps, self._prices, self._priors, self._passes = graph, steps, prices, priors, passes
        self._heap: list[tuple[float, int, float, int, int, int, int, int, int]] = []
        self._cells: dict[tuple[Hashable, int], int] = {}
        self._items: list[tuple[Any, int]] = [(None, -1)]
        self._trails: list[tuple[int | tuple[int, int], int]] = [(EPSILON, -1)]
        self._count = 0
        self._bound = np.inf

    def search(
        self, meaning: Callable[[tuple[Sentence, ...]], Hashable | None], most: int, window: float
    ) -> tuple[Reading, ...]:
        """See `Matcher.read`."""
        graph, words = self._graph, len(self._prices.insertion) - 1
        total = min(float(table[graph.final, words]) for table in self._passes)
        if not np.isfinite(total):
            return ()
        self._bound = total + window
        for number, table in enumerate(self._passes):
            self._push(number, graph.final, words, 0, 0.0, float(table[graph.final, words]), words, 0)
        seen: set[tuple[int, int, int, int]] = set()
        found: dict[Hashable, Reading] = {}
        for opened in range(10 * MOST_OPENED):
            if not self._heap or len(found) == most or (found and opened >= MOST_OPENED):
                break
            _, _, spent, number, state, position, rest, end, trail = heapq.heappop(self._heap)
            node = (number, state, position, rest)
            if node in seen:
                continue
            seen.add(node)
            if state == START and number == 0 and position == 0:
                sentences = self._sentences(rest)
                silent = any(sentence.start == sentence.end for sentence in sentences[1:])
                key = None if silent else meaning(sentences)
                if key is not None and key not in found:
                    taken = self._taken(sentences)
                    found[key] = Reading(spent, self._not_words(sentences), sentences, taken, self._said(trail))
            elif state == START:
                self._open_start(number, position, rest, spent, trail)
            else:
                self._open(number, state, position, rest, spent, end, trail)
        return tuple(found.values())

    def _not_words(self, sentences: tuple[Sentence, ...]) -> float:
        """See `Reading.prior`."""
        cost = NEXT_SENTENCE * (len(sentences) - 1) + sum(float(self._priors[s.block]) for s in sentences)
        return cost + sum(ANY_WORDS_START + ANY_WORD * (end - start) for start, end in _wildcards(sentences))

    def _taken(self, sentences: tuple[Sentence, ...]) -> float:
        """See `Reading.taken`."""
        insertion = self._prices.insertion
        return sum(float(insertion[start + 1 : end + 1].sum()) for start, end in _wildcards(sentences))

    def _open_start(self, number: int, position: int, rest: int, spent: float, trail: int) -> None:
        table = self._passes[number]
        if position:
            cost = spent + float(self._prices.insertion[position])
            self._push(number, START, position - 1, rest, cost, float(table[START, position - 1]), position, trail)
        if number:
            final = self._graph.final
            cost = spent + NEXT_SENTENCE
            best = float(self._passes[number - 1][final, position])
            self._push(number - 1, final, position, rest, cost, best, position, trail)

    def _open(self, number: int, state: int, position: int, rest: int, spent: float, end: int, trail: int) -> None:
        prices, table = self._prices, self._passes[number]
        if position:
            cost = spent + float(prices.insertion[position])
            self._push(number, state, position - 1, rest, cost, float(table[state, position - 1]), end, trail)
        if state <= len(self._priors):
            block = state - 1
            head = ("sentence", block, position, end)
            here = self._cell(head, head, rest)
            cost = spent + float(self._priors[block])
            self._push(number, START, position, here, cost, float(table[START, position]), position, trail)
            return
        low, high = self._steps.into[state], self._steps.into[state + 1]
        ways: list[tuple[int, Floats, int | None]] = [(position, prices.deletion, None)]
        if position > 0:
            ways.append((position - 1, prices.substitution, position))
        if position > 1 and prices.joined is not None:
            ways.append((position - 2, prices.joined, position))
        for origin, table_of, column in ways:
            for arc, price, best in self._ways(table, low, high, origin, table_of, column, spent):
                source, label = self._steps.source[arc], self._steps.label[arc]
                after = self._meaning(arc, rest)
                way = self._follow(label, trail) if label != EPSILON else trail
                self._push(number, source, origin, after, spent + price, best, end, way)
        for arc in self._steps.wild.get(state, ()):
            source = self._steps.source[arc]
            for origin in range(position):
                cost = spent + ANY_WORDS_START + ANY_WORD * (position - origin)
                after = self._meaning(arc, rest, (origin, position))
                way = self._follow((origin, position), trail)
                self._push(number, source, origin, after, cost, float(table[source, origin]), end, way)

    def _ways(
        self, table: Floats, low: int, high: int, origin: int, prices: Floats, column: int | None, spent: float
    ) -> Iterable[tuple[int, float, float]]:
        """Arc, price and cost of the best beginning, of the arcs ``low:high`` that stay within the bound."""
        limit = self._bound - spent
        if high - low <= _FEW_ARCS:
            sources, labels = self._steps.source, self._steps.label
            near = []
            for arc in range(low, high):
                label = labels[arc]
                price = prices.item(label) if column is None else prices.item(label, column)
                best = table.item(sources[arc], origin)
                if price + best <= limit and label != ANY_WORDS:
                    near.append((arc, price, best))
            return near
        chosen = self._graph.label[low:high]
        priced = prices[chosen] if column is None else prices[chosen, column]
        bests = table[self._graph.source[low:high], origin]
        (within,) = ((priced + bests <= limit) & (chosen != ANY_WORDS)).nonzero()
        return zip((within + low).tolist(), priced[within].tolist(), bests[within].tolist(), strict=True)

    def _meaning(self, arc: int, rest: int, taken: tuple[int, int] | None = None) -> int:
        """What follows, with what the arc says put before it."""
        steps = self._steps
        for key, operation in steps.after[arc]:
            rest = self._cell(key, operation, rest)
        said = steps.said[steps.label[arc]]
        if taken is not None:
            rest = self._cell(taken, taken, rest)
        elif said is not None:
            rest = self._cell(said, said, rest)
        for key, operation in steps.before[arc]:
            rest = self._cell(key, operation, rest)
        return rest

    def _cell(self, key: Hashable, item: Any, rest: int) -> int:
        """The number of the list that begins with `item` and goes on with `rest`; the same for equal keys."""
        cell = self._cells.get((key, rest))
        if cell is None:
            cell = self._cells[key, rest] = len(self._items)
            self._items.append((item, rest))
        return cell

    def _follow(self, step: int | tuple[int, int], trail: int) -> int:
        """The number of the way that begins with a label, or with what a wildcard took, and goes on with `trail`."""
        self._trails.append((step, trail))
        return len(self._trails) - 1

    def _said(self, trail: int) -> tuple[str | tuple[int, int], ...]:
        """See `Reading.said`."""
        said: list[str | tuple[int, int]] = []
        while trail:
            step, trail = self._trails[trail]
            said.append(step if isinstance(step, tuple) else self._graph.words[self._graph.label_word[step]])
        return tuple(said)

    def _push(
        self, number: int, state: int, position: int, rest: int, spent: float, best: float, end: int, trail: int
    ) -> None:
        total = spent + best
        if total <= self._bound + _ROUNDING:
            self._count += 1  # newest first among equals: follow one path down before opening its twins
            heapq.heappush(self._heap, (total, -self._count, spent, number, state, position, rest, end, trail))

    def _sentences(self, rest: int) -> tuple[Sentence, ...]:
        sentences: list[Sentence] = []
        parts: list[Any] = []
        head: tuple[int, int, int] | None = None
        while rest:
            item, rest = self._items[rest]
            if isinstance(item, tuple) and item[0] == "sentence":
                if head is not None:
                    sentences.append(Sentence(head[0], tuple(parts), head[1], head[2]))
                head, parts = item[1:], []
            else:
                parts.append(item)
        return (*sentences, Sentence(head[0], tuple(parts), head[1], head[2])) if head else ()
