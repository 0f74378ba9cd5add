"""The way from the loudspeaker to the microphone as a filter that learns: a partitioned-block Kalman filter.

G. Enzner, P. Vary, "Frequency-domain adaptive Kalman filter for acoustic echo control in hands-free telephones",
Signal Processing 86 (2006); in partitions after F. Kuech, E. Mabande, G. Enzner, "State-space architecture of the
partitioned-block-based acoustic echo controller", ICASSP 2014.  The step of each frequency follows from how uncertain
the filter still is there and how much else is heard, so that it learns fast and holds still while a person speaks.
"""

from __future__ import annotations

from typing import Final

import numpy as np

from voiceassist.devices.echo.signal import Signal

BLOCK: Final = 256
"""Samples taken at once, 16 ms."""
PARTITIONS: Final = 16
"""The filter is so many blocks long: 256 ms."""
KEEPS: Final = 0.9995
"""How much of the room is the same a block later (the transition factor A of the papers)."""
FIRST_UNCERTAINTY: Final = 0.3
"""Expected power of the direct sound in the filter before anything is known."""
DECAY: Final = 0.6
"""How much less power is expected in each later block of an unknown room: 60 dB in about 0.4 s."""
FOLLOWS: Final = 0.5
"""Share of the latest block in the running spectrum of what is not echo."""
_FLOOR: Final = 1e-8
"""Power of a spectrum below which there is nothing to learn: about that of one step of 16 bits."""


class EchoPath:
    """Learns how what is played comes back, and foretells it."""

    def __init__(self) -> None:
        self._spectra = np.zeros((PARTITIONS, BLOCK + 1), np.complex128)
        self._last = np.zeros(BLOCK)
        self._rest = np.zeros(BLOCK + 1)
        self._filter = np.zeros((PARTITIONS, BLOCK + 1), np.complex128)
        self._uncertainty = FIRST_UNCERTAINTY * DECAY ** np.arange(PARTITIONS)[:, np.newaxis] * np.ones(BLOCK + 1)

    def prime(self, before: Signal) -> None:
        """Take `before`, ``(4352,)``, for what was played until now."""
        blocks = before.reshape(PARTITIONS + 1, BLOCK)[::-1]
        self._spectra = np.fft.rfft(np.concatenate([blocks[1:], blocks[:-1]], axis=1), axis=1)
        self._last = blocks[0]

    def foretell(self, played: Signal) -> Signal:
        """The echo, ``(256,)``, in the block that is heard while `played`, ``(256,)``, is."""
        self._spectra = np.roll(self._spectra, 1, axis=0)
        self._spectra[0] = np.fft.rfft(np.concatenate([self._last, played]))
        self._last = played
        echo: Signal = np.fft.irfft(np.sum(self._spectra * self._filter, axis=0))[BLOCK:]
        return echo

    def learn(self, rest: Signal) -> None:
        """Take in what was left, ``(256,)``, once the echo last foretold was taken from what was heard."""
        error = np.fft.rfft(np.concatenate([np.zeros(BLOCK), rest]))
        self._rest += FOLLOWS * (np.abs(error) ** 2 - self._rest)
        power = self._spectra.real**2 + self._spectra.imag**2
        # Half of each block of 2 x 256 is overlap, so half of the power of the reference stands behind the error.
        step = self._uncertainty / (0.5 * np.sum(power * self._uncertainty, axis=0) + self._rest + _FLOOR)
        change = np.fft.irfft(step * np.conj(self._spectra) * error, axis=1)
        # Only a filter of 256 samples a partition is free of the circular wrap of the transform.
        change[:, BLOCK:] = 0
        self._filter += np.fft.rfft(change, axis=1)
        certain = KEEPS**2 * (1 - 0.5 * step * power) * self._uncertainty
        self._uncertainty = certain + (1 - KEEPS**2) * np.abs(self._filter) ** 2
