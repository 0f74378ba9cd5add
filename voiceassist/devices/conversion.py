"""Any rate, any number of channels, any sample format → 16 kHz mono int16, a block at a time."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from voiceassist.values import FRAME, SAMPLE_RATE, Samples

if TYPE_CHECKING:
    import numpy.typing as npt

FULL_SCALE = 32_768.0


class Converter:
    """Turns a stream of blocks from a device or a file into frames of the program's own format."""

    def __init__(self, rate: int) -> None:
        """`rate` is the sample rate of the blocks, in Hz."""
        self._stream = None
        if rate != SAMPLE_RATE:
            import soxr

            self._stream = soxr.ResampleStream(rate, SAMPLE_RATE, 1, dtype="float32")
        self._rest = np.empty(0, np.int16)

    @property
    def pending(self) -> float:
        """How much of what was fed has not come out yet, in samples at 16 kHz."""
        return len(self._rest) + (self._stream.delay() if self._stream is not None else 0.0)

    def feed(self, block: npt.NDArray[np.float32]) -> list[Samples]:
        """The frames, each ``(512,) int16``, that `block`, ``(n, channels) float32`` in [-1, 1], completes."""
        return self._cut(self._resample(block, last=False))

    def finish(self, silence: int = 0) -> list[Samples]:
        """The frames still due at the end of the stream and `silence` samples more, the last frame padded."""
        tail = self._resample(np.zeros((0, 1), np.float32), last=True)
        filled = len(self._rest) + len(tail) + silence
        return self._cut(np.concatenate([tail, np.zeros(silence + -filled % FRAME, np.int16)]))

    def _resample(self, block: npt.NDArray[np.float32], *, last: bool) -> Samples:
        # A float file may hold anything, even no number at all.
        mono = np.nan_to_num(block, nan=0.0, posinf=1.0, neginf=-1.0).mean(axis=1, dtype=np.float32)
        if self._stream is not None:
            mono = self._stream.resample_chunk(mono, last=last)
        samples: Samples = np.clip(np.rint(mono * FULL_SCALE), -FULL_SCALE, FULL_SCALE - 1).astype(np.int16)
        return samples

    def _cut(self, samples: Samples) -> list[Samples]:
        joined = np.concatenate([self._rest, samples])
        whole = len(joined) // FRAME * FRAME
        self._rest = joined[whole:].copy()
        return [joined[at : at + FRAME] for at in range(0, whole, FRAME)]
