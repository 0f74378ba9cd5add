"""The log-mel spectrogram that whisper was trained on.

Source: openai/whisper, ``audio.py`` (MIT): short-time Fourier transform of 25 ms Hann windows every 10 ms, 80 mel
bands on
Slaney's scale with area normalisation (librosa's ``filters.mel``), ``log10`` clipped 8 below its maximum, then (x +
4) / 4.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Final

import numpy as np
import numpy.typing as npt

from voiceassist.values import SAMPLE_RATE, Samples

WINDOW: Final = 400
HOP: Final = 160
BANDS: Final = 80

_LINEAR: Final = 200 / 3
"""Hertz a mel below 1 kHz (Slaney, Auditory Toolbox, 1998)."""
_BREAK: Final = 1000.0
_LOG_STEP: Final = np.log(6.4) / 27
"""Natural logarithm of the ratio of neighbouring mels above 1 kHz."""


def log_mel(samples: Samples, frames: int) -> npt.NDArray[np.float32]:
    """Whisper's features of a clip, followed by silence or cut to `frames`: ``(80, frames) float32``."""
    sound = np.zeros(frames * HOP, np.float32)
    heard = min(len(samples), len(sound))
    sound[:heard] = samples[:heard].astype(np.float32) / 32768
    padded = np.pad(sound, WINDOW // 2, mode="reflect")
    windows = np.lib.stride_tricks.sliding_window_view(padded, WINDOW)[::HOP][:frames]
    power = np.abs(np.fft.rfft(windows * _hann(), axis=1)) ** 2
    logs = np.log10(np.maximum(_filters() @ power.T, 1e-10))
    features: npt.NDArray[np.float32] = ((np.maximum(logs, logs.max() - 8) + 4) / 4).astype(np.float32)
    return features


@lru_cache(1)
def _hann() -> npt.NDArray[np.float32]:
    return np.hanning(WINDOW + 1)[:-1].astype(np.float32)


@lru_cache(1)
def _filters() -> npt.NDArray[np.float32]:
    """Triangular filters, ``(80, 201)``."""
    mels = np.linspace(0.0, _BREAK / _LINEAR + np.log(SAMPLE_RATE / 2 / _BREAK) / _LOG_STEP, BANDS + 2)
    edges = np.where(mels < _BREAK / _LINEAR, mels * _LINEAR, _BREAK * np.exp(_LOG_STEP * (mels - _BREAK / _LINEAR)))
    bins = np.fft.rfftfreq(WINDOW, 1 / SAMPLE_RATE)
    low, middle, high = edges[:-2, None], edges[1:-1, None], edges[2:, None]
    rising, falling = (bins - low) / (middle - low), (high - bins) / (high - middle)
    triangles: npt.NDArray[np.float64] = np.maximum(0.0, np.minimum(rising, falling)) * 2 / (high - low)
    return triangles.astype(np.float32)
