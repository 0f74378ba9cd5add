"""A room made of numbers: what is played comes back later, quieter and with reverberation."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from voiceassist.devices.echo.protocol import EchoCanceller, Residue
from voiceassist.devices.levels import dbfs
from voiceassist.values import FRAME, SAMPLE_RATE

LEVEL_DB = -26.0
"""Of speech as it is played and as a person is heard, in dBFS."""
NOISE_DB = -65.0
"""Of the microphone's own noise."""
DIRECT_DB = -3.0
"""The direct sound against all of the reverberation, as beside a loudspeaker on the same table."""


@dataclass(frozen=True)
class Room:
    """How the loudspeaker is heard by the microphone."""

    rt60: float = 0.3
    """Seconds until the reverberation has lost 60 dB."""
    delay: float = 0.05
    """Seconds until the direct sound comes back."""
    gain_db: float = -6.0
    drift: float = 0.0
    """How much faster the microphone's clock runs than the loudspeaker's, as a share."""
    seed: int = 0

    def response(self):
        """The impulse response: an impulse, then noise that decays exponentially."""
        count = int(self.rt60 * SAMPLE_RATE)
        tail = np.random.default_rng(self.seed).standard_normal(count) * 10 ** (-3 * np.arange(count) / count)
        tail[0] = np.sqrt(np.sum(tail[1:] ** 2)) * 10 ** (DIRECT_DB / 20)
        tail *= 10 ** (self.gain_db / 20) / np.sqrt(np.sum(tail**2))
        return np.concatenate([np.zeros(int(self.delay * SAMPLE_RATE)), tail])

    def echo(self, played):
        """What the microphone hears of `played`, as long as that."""
        from scipy.signal import fftconvolve

        heard = fftconvolve(played, self.response())[: len(played)]
        if self.drift:
            at = np.arange(len(heard)) * (1 + self.drift)
            heard = np.interp(at, np.arange(len(heard)), heard)
        return heard


def at_level(samples, db=LEVEL_DB):
    """Speech, ``(n,) int16``, as numbers in [-1, 1] with its loud parts at `db` dBFS."""
    sound = samples / 32_768
    loud = sound[np.abs(sound) > 0.02 * np.abs(sound).max()]
    return sound * 10 ** (db / 20) / np.sqrt(np.mean(loud**2))


@dataclass(frozen=True)
class Heard:
    """What became of a recording."""

    cleaned: np.ndarray
    """``(n,)`` in [-1, 1]."""
    residues: list[Residue]
    """One a frame."""
    levels: list[float]
    """Of each frame before anything was taken out, in dBFS."""

    def erle(self, echo, begin, end):
        """Echo return loss enhancement from `begin` to `end` seconds where nobody else speaks, in dB."""
        part = slice(int(begin * SAMPLE_RATE), int(end * SAMPLE_RATE))
        return 10 * np.log10(np.mean(echo[part] ** 2) / np.mean(self.cleaned[part] ** 2))


def converse(canceller: EchoCanceller, replies, echo, person=None, *, jitter=0.004, ahead=0.1, seed=0) -> Heard:
    """Run `canceller` as the program does.

    `replies` are pairs of the second at which a reply is said to begin and its samples; `echo` is what comes back of
    them, ``(n,)``, and `person` what else is heard.  Callbacks come up to about 3 × `jitter` seconds late; the
    loudspeaker is handed its sound `ahead` seconds before.
    """
    chance = np.random.default_rng(seed)
    noise = chance.standard_normal(len(echo)) * 10 ** (NOISE_DB / 20)
    heard = echo + noise + (0 if person is None else person)
    microphone = np.clip(heard * 32_768, -32_768, 32_767).astype(np.int16)
    block = SAMPLE_RATE // 50
    handed = []
    for begin, samples in replies:
        for start in range(0, len(samples), block):
            at = begin + start / SAMPLE_RATE
            handed.append((at - ahead, at + abs(chance.normal(0, jitter)), samples[start : start + block]))
        handed.append((begin + len(samples) / SAMPLE_RATE, begin + len(samples) / SAMPLE_RATE, None))
    handed.sort(key=lambda one: one[0], reverse=True)
    cleaned, residues, levels = [], [], []
    for start in range(0, len(microphone) - FRAME + 1, FRAME):
        now = (start + FRAME) / SAMPLE_RATE
        while handed and handed[-1][0] <= now:
            _, at, samples = handed.pop()
            if samples is None:
                canceller.cut(1000 + at)
            else:
                canceller.played(samples, 1000 + at)
        late = abs(chance.normal(0, jitter))
        frame = microphone[start : start + FRAME]
        cleaned.append(canceller.clean(frame, 1000 + now + late))
        residues.append(canceller.residue)
        levels.append(dbfs(frame))
    return Heard(np.concatenate(cleaned) / 32_768, residues, levels)
