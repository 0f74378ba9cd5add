"""The paths that the tables of a sweep came from.

D[t, j] of `phone_sweep` is the least over the rows into t of what stands at their ends, and each of these the least
over all beginnings i ≤ j of D[source, i] and the price of hearing hᵢ₊₁ … h_j as the row's word.  Both minima are found
again, the last row first; of equal ones the first is taken.
"""

from __future__ import annotations

import ctypes
from typing import Protocol

import numpy as np

from voiceassist.understanding.native import PhonePaths, pointer
from voiceassist.understanding.phone_sweep import Heard, Network, Tables
from voiceassist.understanding.phonetic import Floats, lost


class WayBack(Protocol):
    """Follows tables back to where their paths begin; `number` is that of the hypothesis."""

    tables: Tables

    def to(self, number: int, state: int, position: int) -> list[int]:
        """The rows of the best path to `state` at `position`, the last one first."""

    def through(self, number: int, row: int, position: int) -> list[int]:
        """The rows before `row`, which ends at `position`, on the best path that it ends, the last one first."""


def way_back(network: Network, tables: Tables, heard: Heard, begin: int, native: ctypes.CDLL | None = None) -> WayBack:
    """The way back to the state `begin`; `tables` were made from `heard`.

    With the compiled loops of `native`, or without any.
    """
    if native is None:
        return _Steps(network, tables, heard, begin)
    return _Loops(network, tables, heard, begin, native)


class _Steps:
    """Row by row, with NumPy; paths share most of their steps."""

    def __init__(self, network: Network, tables: Tables, heard: Heard, begin: int) -> None:
        self.tables = tables
        self._network, self._replace, self._begin = network, heard.replace, begin
        self._words: dict[tuple[int, tuple[int, ...], int], Floats] = {}
        self._last: dict[tuple[int, int, int], tuple[int, int]] = {}

    def to(self, number: int, state: int, position: int) -> list[int]:
        """See `WayBack`."""
        rows: list[int] = []
        while state != self._begin:
            row, position = self._step(number, state, position)
            rows.append(row)
            state = int(self._network.source[row])
        return rows

    def through(self, number: int, row: int, position: int) -> list[int]:
        """See `WayBack`."""
        return self.to(number, int(self._network.source[row]), self._before(number, row, position))

    def _step(self, number: int, state: int, position: int) -> tuple[int, int]:
        """The last row of the best path to `state` at `position`, and where its word begins."""
        key = (number, state, position)
        if key not in self._last:
            network = self._network
            rows = network.by_end[network.into[state] : network.into[state + 1]]
            row = int(rows[self.tables.rows[rows, position, number].argmin()])
            self._last[key] = row, self._before(number, row, position)
        return self._last[key]

    def _before(self, number: int, row: int, position: int) -> int:
        """Where the word of `row`, which ends at `position`, begins."""
        begun = self.tables.states[self._network.source[row], : position + 1, number]
        return int((begun + self._word(number, row, position)).argmin())

    def _word(self, number: int, row: int, position: int) -> Floats:
        """(position + 1,): the price of the row's word from each beginning."""
        phones = self._network.phones[row]
        key = (number, phones, position)
        if key not in self._words:
            price = np.zeros(position + 1, dtype=np.float32)
            for phone in reversed(phones):
                moved = price[1:] + self._replace[phone, :position, number]
                price[:-1] = np.minimum(price[:-1] + lost()[phone], moved)
                price[-1] += lost()[phone]
                price = np.minimum.accumulate(price[::-1])[::-1]
            self._words[key] = price
        return self._words[key]


class _Loops:
    """The same, compiled."""

    def __init__(self, network: Network, tables: Tables, heard: Heard, begin: int, native: ctypes.CDLL) -> None:
        self.tables = tables
        states, positions, count = tables.states.shape
        self._price, self._rows = np.empty(positions, dtype=np.float32), np.empty(states, dtype=np.int64)
        arrays = (
            *(network.into, network.by_end, network.source, network.starts, network.said),
            *(heard.replace, lost(), tables.states, tables.rows, self._price, self._rows),
        )
        self._kept, self._native = arrays, native
        self._its = ctypes.byref(PhonePaths(begin, positions, count, *(pointer(array) for array in arrays)))

    def to(self, number: int, state: int, position: int) -> list[int]:
        """See `WayBack`."""
        return self._followed(number, -1, state, position)

    def through(self, number: int, row: int, position: int) -> list[int]:
        """See `WayBack`."""
        return self._followed(number, row, -1, position)

    def _followed(self, number: int, row: int, state: int, position: int) -> list[int]:
        count = self._native.phone_path(self._its, number, row, state, position)
        rows: list[int] = self._rows[:count].tolist()
        return rows
