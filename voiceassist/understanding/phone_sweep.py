"""The least cost of hearing so what leads to every state of a network, whose arcs are spelled out as phones.

For heard phones h₁…h_P and every state t

    D[t, j] = the least cost of any path from the start to t that sounds like h₁…h_j

is computed exactly, arc by arc: the row of an arc's source is taken through each phone p of the arc's word by

    row'[j] = min(row[j] + lost(p), row[j-1] + substitution(p, h_j), row'[j-1] + lost(h_j)).

All costs are less what h₁…h_j would cost if left out, for which leaving them out is a running minimum.  Arcs, positions
and hypotheses are swept in arrays, or in compiled loops (`native`).  In memory each state and each arc is a row of all
positions of all hypotheses, hypotheses innermost: the position before is as many numbers back as there are hypotheses,
and in arrays a running minimum takes as many steps as the positions have doublings.
"""

from __future__ import annotations

import ctypes
import itertools
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np

from voiceassist.understanding.forward import Halving, Numbers
from voiceassist.understanding.phonetic import Floats, lost, substitution


@dataclass(frozen=True, eq=False)
class Heard:
    """Hypotheses as arrays; shorter ones are filled up at the end, which the result of a prefix does not see."""

    replace: Floats
    """(P, H, phones): hearing the phone at p as another, less what leaving it out costs."""

    @classmethod
    def of(cls, heard: Sequence[Sequence[int]]) -> Heard:
        """At least one hypothesis."""
        longest = max(map(len, heard))
        filled = np.zeros((longest, len(heard)), dtype=np.intp)
        for number, phones in enumerate(heard):
            filled[: len(phones), number] = phones
        return cls(substitution()[filled] - lost()[filled][:, :, None])


@dataclass(frozen=True, eq=False)
class Tables:
    """Costs less what the heard phones up to the position would cost if left out, for which leaving them out is a
    running minimum."""

    states: Floats
    """(P + 1, H, S)"""
    rows: Floats
    """(P + 1, H, R): at the end of each row, an arc in one pronunciation."""


class Sweep:
    """One direction through a network, of which each row is an arc in one pronunciation."""

    def __init__(
        self,
        source: Numbers,
        target: Numbers,
        phones: Sequence[tuple[int, ...]],
        states: int,
        native: ctypes.CDLL | None = None,
    ) -> None:
        """`source`, `target` and `phones` are those of each row; with the compiled loops of `native`, or without."""
        self.source, self.phones = source, phones
        by_end = np.argsort(target, kind="stable")
        self.into = np.split(by_end, np.searchsorted(target[by_end], np.arange(1, states)))
        level = _levels(source, target, states)[target]
        self._states, self._rows = states, len(phones)
        self._ways: _Ways = (
            _Layers(source, target, phones, level) if native is None else _Loops(source, target, phones, level, native)
        )

    def run(self, heard: Heard, entries: dict[int, float]) -> Tables:
        """The tables when a path may begin in `entries` at their costs."""
        moves, count, phones = heard.replace.shape
        replace = np.ascontiguousarray(heard.replace.reshape(-1, phones).T)
        states = np.full((self._states, (moves + 1) * count), np.inf, dtype=np.float32)
        ends = np.empty((self._rows, states.shape[1]), dtype=np.float32)
        for state, cost in entries.items():
            states[state] = cost
        self._ways.fill(states, ends, replace, count)
        shape = (-1, moves + 1, count)
        return Tables(states.reshape(shape).transpose(1, 2, 0), ends.reshape(shape).transpose(1, 2, 0))


class _Ways(Protocol):
    """How the rows are gone."""

    def fill(self, states: Floats, ends: Floats, replace: Floats, count: int) -> None:
        """Lower `states`, (S, (P + 1) · H), to what the rows lead to, and write the `ends` of the rows, (R, …).

        `replace`, (39, P · H), is what a phone costs in the place of each heard one; `count` is H.
        """


class _Layers:
    """All rows into the states of one level at once, with NumPy."""

    def __init__(self, source: Numbers, target: Numbers, phones: Sequence[tuple[int, ...]], level: Numbers) -> None:
        length = np.array([len(one) for one in phones], dtype=np.intp)
        order = np.lexsort((-length, level))
        self._layers: list[_Layer] = []
        bounds = np.flatnonzero(np.diff(level[order], prepend=-1, append=-1))
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

    def fill(self, states: Floats, ends: Floats, replace: Floats, count: int) -> None:
        """See `_Ways`."""
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


class _Loops:
    """Row by row, compiled."""

    def __init__(
        self,
        source: Numbers,
        target: Numbers,
        phones: Sequence[tuple[int, ...]],
        level: Numbers,
        native: ctypes.CDLL,
    ) -> None:
        self._order = np.argsort(level, kind="stable")
        starts = np.cumsum([0, *map(len, phones)], dtype=np.intp)
        said = np.fromiter(itertools.chain.from_iterable(phones), dtype=np.intp, count=int(starts[-1]))
        self._network = source, target, starts, said
        self._native = native

    def fill(self, states: Floats, ends: Floats, replace: Floats, count: int) -> None:
        """See `_Ways`."""
        spare = np.empty(count, dtype=np.float32)
        self._native.sweep_phones(
            len(ends), states.shape[1] // count, count, self._order, *self._network, replace, lost(), spare, states,
            ends,
        )  # fmt: skip


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


def _levels(source: Numbers, target: Numbers, states: int) -> Numbers:
    """(S,): the longest path to each state, in rows."""
    level = np.zeros(states, dtype=np.intp)
    while True:
        longer = level.copy()
        np.maximum.at(longer, target, level[source] + 1)
        if (longer == level).all():
            return level
        level = longer
