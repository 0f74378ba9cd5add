"""What was played, found again by the time it sounded at."""

from __future__ import annotations

import threading
from typing import Final

import numpy as np

from voiceassist.devices.echo.signal import FULL_SCALE, Signal
from voiceassist.values import SAMPLE_RATE, Samples

KEPT: Final = 4 * SAMPLE_RATE
"""Samples behind the latest that are kept."""
JITTER_S: Final = 0.05
"""Parts whose times differ by no more from where the part before ended were played without a gap: a callback is
called when the system gets round to it, the device's clock runs evenly."""

_TAPS: Final = 8
"""Samples on each side from which one in between is computed."""


class Reference:
    """Sound on the clock of `time.monotonic()`, counted in samples at 16 kHz; silence wherever nothing was played.

    Written by the loudspeaker's thread, read by the listening one.
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._sound = np.zeros(2 * KEPT)
        self._start = 0
        """Sample number of the buffer's first."""
        self._end = 0
        """Sample number behind the last that was played."""
        self.runs = 0
        """How many unbroken stretches were begun."""

    def put(self, samples: Samples, at: float) -> None:
        """Append `samples`, ``(n,) int16``, the first of which sounds at `at`."""
        begin = round(at * SAMPLE_RATE)
        with self._lock:
            if self._end and abs(begin - self._end) <= JITTER_S * SAMPLE_RATE:
                begin = self._end
            else:
                self.runs += 1
            self._make_room(begin, len(samples))
            at_index = begin - self._start
            self._sound[at_index : at_index + len(samples)] = samples / FULL_SCALE
            self._end = begin + len(samples)

    def cut(self, at: float) -> None:
        """Silence from `at` on; what is put next begins a stretch of its own."""
        begin = round(at * SAMPLE_RATE)
        with self._lock:
            if begin < self._end:
                self._sound[max(0, begin - self._start) : self._end - self._start] = 0
            # The next sound, however soon, comes out of a newly started device.
            self._end = 0

    def clear(self) -> None:
        """Nothing was played."""
        with self._lock:
            self._sound[:] = 0
            self._end = 0

    def get(self, begin: float, count: int) -> Signal:
        """`count` samples from number `begin` on, which may lie between two samples."""
        whole = int(np.floor(begin))
        if whole == begin:
            return self._get(whole, count)
        at = np.arange(1 - _TAPS, _TAPS + 1) - (begin - whole)
        between = np.sinc(at) * np.cos(np.pi * at / (2 * _TAPS + 2)) ** 2
        return np.convolve(self._get(whole + 1 - _TAPS, count + 2 * _TAPS - 1), between[::-1], "valid")

    def _get(self, begin: int, count: int) -> Signal:
        found = np.zeros(count)
        with self._lock:
            first = max(begin, self._start)
            last = min(begin + count, self._start + len(self._sound))
            if first < last:
                found[first - begin : last - begin] = self._sound[first - self._start : last - self._start]
        return found

    def _make_room(self, begin: int, count: int) -> None:
        if self._start <= begin and begin + count <= self._start + len(self._sound):
            return
        moved = np.zeros(max(len(self._sound), KEPT + count))
        start = begin - KEPT
        shift = start - self._start
        if 0 <= shift < len(self._sound):
            kept = self._sound[shift : shift + len(moved)]
            moved[: len(kept)] = kept
        self._sound, self._start = moved, start
