"""The best readings of heard words over the grammar graph, exactly.

**Forward.**  D[t, j] is the least cost of any path from the start to state t that reads the first j heard words
(`forward`).

**Several sentences.**  D[final, j] is the cost of every prefix at once, so a second pass starts with
D₂[start, j] = D₁[final, j] + `NEXT_SENTENCE`, and a third from that; words that join two ("and then") cost nothing
between them.  A pass is made only where it can pay.

**Backward.**  With D as heuristic (it is the exact cost of the best rest) A* from the end finds readings in order of
cost, each meaning once (`backward`).  Work is bounded whatever the templates are.

Cost: O(arcs · words) for each pass.
"""

from __future__ import annotations

import ctypes
from collections.abc import Callable, Hashable, Sequence
from functools import cached_property
from typing import Final

import numpy as np

from voiceassist.understanding.backward import NEXT_SENTENCE, Backward, Swept
from voiceassist.understanding.costs import Floats, Prices
from voiceassist.understanding.forward import Forward
from voiceassist.understanding.graph import GrammarGraph
from voiceassist.understanding.readings import Reading, Sentence

MOST_SENTENCES: Final = 8
"""Who tells of a whole day says as many things in one breath."""
_TRIED: Final = 4
"""So many are tried wherever one more can pay; beyond that, as long as each one more did."""
WINDOW: Final = 1.2
"""Readings that cost more than the best by so much are no rivals."""


class Matcher:
    """Searches one graph."""

    def __init__(self, graph: GrammarGraph, native: ctypes.CDLL | None = None) -> None:
        """With the compiled loops of `native`, or without any."""
        self._graph, self._native = graph, native

    def prepare(self) -> None:
        """Make now what is otherwise made when something is first read."""
        _ = self._forward, self._backward

    @cached_property
    def _forward(self) -> Forward:
        return Forward(self._graph, self._native)

    @cached_property
    def _backward(self) -> Backward:
        return Backward(self._graph, self._native)

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
        return self._backward.search(Swept(prices, priors, tables), meaning, most, window)

    def tables(self, several: Sequence[Prices], priors: Floats) -> list[list[Floats]]:
        """For each of several utterances the (S, J + 1) tables D of one to `MOST_SENTENCES` sentences.

        All are swept at once, and to the end: most of a sweep's time is the overhead of its many small steps, and of
        pricing what is swept.
        """
        passes: list[list[Floats]] = [[] for _ in several]
        priced = self._forward.priced(several)
        starts = {number: np.cumsum(one.insertion, dtype=np.float32) for number, one in enumerate(several)}
        for count in range(1, MOST_SENTENCES + 1):
            for number, table in zip(starts, self._forward.tables(priced, priors, starts), strict=True):
                passes[number].append(table)
            going_on = [number for number in starts if count < _TRIED or self._paid(passes[number])]
            begun = ((number, self._next_start(several[number], priors, passes[number][-1])) for number in going_on)
            starts = {number: start for number, start in begun if start is not None}
            if not starts:
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
