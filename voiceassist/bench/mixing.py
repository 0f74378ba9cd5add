"""Speech in noise at a stated signal-to-noise ratio."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from voiceassist.bench.spoken_suite import samples_of
from voiceassist.errors import VoiceAssistError

if TYPE_CHECKING:
    from pathlib import Path

    import numpy.typing as npt

    from voiceassist.values import Samples

ENERGY_FRAME: Final = 2048
"""Samples in the frames whose energies are compared (128 ms)."""

PEAK: Final = 0.5
"""Where the loudest sample of a mixture lies, as a part of full scale."""


def mix(speech: Samples, noise: Samples, snr_db: float, seed: int) -> Samples:
    """`speech` with an excerpt of `noise`, ``(n,) int16`` like the speech, its peak at `PEAK`.

    The ratio is that of the largest frame energies, as in Picovoice's speech-to-intent benchmark (its ``mixer.py``), so
    that pauses in the speech do not count.  The excerpt begins at a place drawn with `seed`; a noise shorter than the
    speech is repeated.  Raises ValueError where one of the two is silent: no ratio is defined then.
    """
    start = int(np.random.default_rng(seed).integers(max(1, len(noise) - len(speech) + 1)))
    excerpt = np.resize(noise[start:], len(speech)).astype(np.float64)
    signal = speech.astype(np.float64)
    loudest_signal, loudest_noise = loudest_energy(signal), loudest_energy(excerpt)
    if loudest_signal == 0 or loudest_noise == 0:
        raise ValueError(f"the {'noise' if loudest_signal else 'speech'} is silent")
    wanted = loudest_signal / 10 ** (snr_db / 10)
    return at_peak(signal + excerpt * np.sqrt(wanted / loudest_noise))


def in_noise(path: Path, noise: Samples, snr_db: float, seed: int) -> Samples:
    """The speech in a file, mixed as `mix` does.

    Raises VoiceAssistError naming the file where it or the noise is silent, or it cannot be read.
    """
    try:
        return mix(samples_of(path), noise, snr_db, seed)
    except ValueError as problem:
        raise VoiceAssistError(
            f"{path} cannot be mixed with noise ({problem}): leave the silent one out, nothing was measured"
        ) from None


def loudest_energy(samples: npt.NDArray[np.float64]) -> float:
    """The largest mean square over frames of `ENERGY_FRAME` samples; the last frame counts as filled with silence."""
    padded = np.pad(samples, (0, -len(samples) % ENERGY_FRAME)).reshape(-1, ENERGY_FRAME)
    return float(np.mean(padded**2, axis=1).max(initial=0.0))


def at_peak(samples: npt.NDArray[np.float64], peak: float = PEAK) -> Samples:
    """`samples` on any scale as int16 whose loudest is `peak` of full scale; silence stays silence."""
    loudest = np.abs(samples).max(initial=0.0)
    return np.rint(samples * (peak * 32767 / loudest if loudest else 0.0)).astype(np.int16)
