"""Turns down, frequency by frequency, what the filter has left of the echo."""

from __future__ import annotations

from typing import Final

import numpy as np
import numpy.typing as npt

from voiceassist.devices.echo.path import BLOCK
from voiceassist.devices.echo.signal import Signal

BANDS: Final = 20
"""Bands of equal width on the mel scale, from 0 to 8 kHz."""
FOLLOWS_DB: Final = 0.15
"""So much a block the leak of a band is raised where more was left than expected, or lowered where less: it settles at
the median, and a person who speaks for half a second raises it by 5 dB."""
MARGIN_DB: Final = 4.0
"""What is left of an echo scatters around its median; so much more counts as echo."""
DEEPEST_DB: Final = -15.0
"""The most that is taken away: at -30 dB whisper misheard half of the words spoken over a reply, at -15 dB none more
than without."""
FADES: Final = 0.7
"""A room rings on: of the echo a block ago so much may still be heard, about 60 dB in 0.6 s."""
_UNKNOWN_DB: Final = 0.0
_FLOOR: Final = 1e-9
"""Power a sample of about one step of 16 bits: a weaker echo teaches nothing."""


class Suppressor:
    """Knows how much of a foretold echo is usually left, and takes that much off the spectrum.

    Spectral subtraction with a learnt leakage, after J.-M. Valin, "On adjusting the learning rate in frequency domain
    echo cancellation with double-talk", IEEE Transactions on Audio, Speech, and Language Processing 15 (2007); as a
    minimum-phase filter, so that nothing is delayed.
    """

    def __init__(self) -> None:
        self._window = np.hanning(2 * BLOCK + 1)[:-1]
        self._weights = _bands()
        self._leak_db = np.full(BANDS, _UNKNOWN_DB)
        self._ringing = np.zeros(BANDS)
        self._rest = np.zeros(BLOCK)
        self._echo = np.zeros(BLOCK)
        self._gain = np.ones(BANDS)
        self._response = np.ones(BLOCK + 1, np.complex128)

    def feed(self, rest: Signal, echo: Signal, *, known: bool) -> Signal:
        """`rest`, ``(256,)``, without what is likely left in it of the foretold `echo`, ``(256,)``.

        Without the delay being `known`, all of an echo may be left.
        """
        sound = np.concatenate([self._rest, rest])
        heard, foretold = self._power(sound), self._power(np.concatenate([self._echo, echo]))
        self._rest, self._echo = rest, echo
        self._ringing = np.maximum(foretold, FADES * self._ringing)
        if known:
            more = heard > self._ringing * 10 ** (self._leak_db / 10)
            self._leak_db += np.where(self._ringing > _FLOOR, np.where(more, FOLLOWS_DB, -FOLLOWS_DB), 0.0)
            self._leak_db = np.minimum(self._leak_db, _UNKNOWN_DB)
        left_db = self._leak_db if known else np.full(BANDS, _UNKNOWN_DB)
        leaked = self._ringing * 10 ** ((left_db + MARGIN_DB) / 10)
        gain = np.sqrt(np.clip(1 - leaked / (heard + 1e-15), 10 ** (DEEPEST_DB / 10), 1.0))
        self._gain += 0.6 * (gain - self._gain)
        before, self._response = self._response, _minimum_phase(self._gain @ self._weights)
        spectrum = np.fft.rfft(sound)
        faded = np.linspace(0, 1, BLOCK, endpoint=False)
        was, now = (np.fft.irfft(spectrum * response)[BLOCK:] for response in (before, self._response))
        suppressed: Signal = (1 - faded) * was + faded * now
        return suppressed

    def _power(self, sound: Signal) -> Signal:
        """Mean power a sample in each band of ``(512,)``."""
        spectrum = np.fft.rfft(sound * self._window)
        power: Signal = self._weights @ (spectrum.real**2 + spectrum.imag**2) / (BLOCK * BLOCK)
        return power


def _bands() -> Signal:
    """Overlapping triangles, ``(20, 257)``, that sum to one at every frequency."""
    frequencies = np.linspace(0, 8_000, BLOCK + 1)
    place = 2595 * np.log10(1 + frequencies / 700)
    place *= (BANDS - 1) / place[-1]
    weights: Signal = np.maximum(0.0, 1 - np.abs(place - np.arange(BANDS)[:, np.newaxis]))
    return weights


def _minimum_phase(gain: Signal) -> npt.NDArray[np.complex128]:
    """The causal filter of 256 samples with the amplitudes `gain`, ``(257,)``, and the least delay.

    By the folded cepstrum: A. Oppenheim, R. Schafer, "Discrete-Time Signal Processing", chapter on the cepstrum.
    """
    cepstrum = np.fft.irfft(np.log(np.maximum(gain, 1e-4)))
    cepstrum[1:BLOCK] *= 2
    cepstrum[BLOCK + 1 :] = 0
    response = np.fft.irfft(np.exp(np.fft.rfft(cepstrum)))
    response[BLOCK:] = 0
    return np.fft.rfft(response)
