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
from voiceassist.understanding.phonetic import Floats, instead, lost, side_by_side


@dataclass(frozen=True, eq=False)
class Heard:
    """Hypotheses as arrays; shorter ones are filled up at the end, which the result of a prefix does not see."""

    replace: Floats
    """(39, P, H): hearing the phone at p as another, less what leaving it out costs."""

    @classmethod
    def of(cls, heard: Sequence[Sequence[int]]) -> Heard:
        """At least one hypothesis."""
        return cls(np.ascontiguousarray(instead()[side_by_side(heard)].transpose(2, 0, 1)))


@dataclass(frozen=True, eq=False)
class Tables:
    """Costs less what the heard phones up to the position would cost if left out, for which leaving them out is a
    running minimum."""

    states: Floats
    """(S, P + 1, H)"""
    rows: Floats
    """(R, P + 1, H): at the end of each row."""


@dataclass(frozen=True, eq=False)
class Network:
    """R rows, each an arc in one pronunciation, between S states, in one direction."""

    source: Numbers
    target: Numbers
    phones: Sequence[tuple[int, ...]]
    """Those of each row."""
    starts: Numbers
    """(R + 1,): the phones of row r are ``said[starts[r]:starts[r + 1]]``."""
    said: Numbers
    into: Numbers
    """(S + 1,): the rows ``by_end[into[s]:into[s + 1]]`` lead to state s."""
    by_end: Numbers

    @classmethod
    def of(cls, source: Numbers, target: Numbers, phones: Sequence[tuple[int, ...]], states: int) -> Network:
        """Of rows as given."""
        by_end = np.argsort(target, kind="stable")
        starts = np.cumsum([0, *map(len, phones)], dtype=np.intp)
        said = np.fromiter(itertools.chain.from_iterable(phones), dtype=np.intp, count=int(starts[-1]))
        into = np.searchsorted(target[by_end], np.arange(states + 1))
        return cls(source, target, phones, starts, said, into, by_end)


class Sweep:
    """Sweeps one network."""

    def __init__(self, network: Network, native: ctypes.CDLL | None = None) -> None:
        """With the compiled loops of `native`, or without any."""
        self.network = network
        self._shape = len(network.into) - 1, len(network.phones)
        self._ways: _Ways = _Layers(network) if native is None else _Loops(network, native)

    def run(self, heard: Heard, begin: int, cost: float) -> Tables:
        """The tables of paths that begin in the state `begin`, which costs something."""
        _, moves, count = heard.replace.shape
        states, ends = (np.full((rows, (moves + 1) * count), np.inf, dtype=np.float32) for rows in self._shape)
        states[begin] = cost
        self._ways.fill(states, ends, heard.replace.reshape(len(heard.replace), -1), count)
        shape = (-1, moves + 1, count)
        return Tables(states.reshape(shape), ends.reshape(shape))


class _Ways(Protocol):
    """How the rows are gone."""

    def fill(self, states: Floats, ends: Floats, replace: Floats, count: int) -> None:
        """Lower `states`, (S, (P + 1) · H), to what the rows lead to, and write the `ends` of the rows, (R, …).

        `replace`, (39, P · H), is what a phone costs in the place of each heard one; `count` is H.
        """


class _Layers:
    """All rows into the states of one level at once, with NumPy."""

    def __init__(self, network: Network) -> None:
        source, target, phones = network.source, network.target, network.phones
        level, length = _levels(network), np.diff(network.starts)
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

    def __init__(self, network: Network, native: ctypes.CDLL) -> None:
        self._order = np.argsort(_levels(network), kind="stable")
        self._network, self._native = network, native

    def fill(self, states: Floats, ends: Floats, replace: Floats, count: int) -> None:
        """See `_Ways`."""
        network, spare = self._network, np.empty(count, dtype=np.float32)
        self._native.sweep_phones(
            len(ends), states.shape[1] // count, count, self._order, network.source, network.target, network.starts,
            network.said, replace, lost(), spare, states, ends,
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


def _levels(network: Network) -> Numbers:
    """(R,): the longest path to where each row leads, in rows."""
    level = np.zeros(len(network.into) - 1, dtype=np.intp)
    while True:
        longer = level.copy()
        np.maximum.at(longer, network.target, level[network.source] + 1)
        if (longer == level).all():
            return level[network.target]
        level = longer
