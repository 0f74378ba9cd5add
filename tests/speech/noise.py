"""Noises made by our own code: ``(n,) int16`` at 16 kHz, peak at half of full scale, the same for the same seed."""

from __future__ import annotations

import numpy as np
from voices import RATE, VOICES, speak

from voiceassist.bench.mixing import at_peak

CHATTER = (
    "Did you see the match last night? It went on until eleven.",
    "We should paint the kitchen before the summer, I think yellow would be nice.",
    "The train was late again, so I walked the last part along the river.",
    "She told me that the new bakery closes at five on Saturdays.",
)


def kettle(seconds: float, seed: int):
    """Water coming to the boil: hiss around 1 to 4 kHz that swells and bubbles."""
    n, rng = round(seconds * RATE), np.random.default_rng(seed)
    hiss = _filtered(rng.standard_normal(n), lambda f: np.exp(-(np.log2(np.maximum(f, 1) / 2000) ** 2)))
    bubbling = 1 + 0.5 * _filtered(rng.standard_normal(n), lambda f: (f > 2) & (f < 12), unit=True)
    return at_peak(hiss * np.linspace(0.7, 1.0, n) * np.abs(bubbling))


def hum(seconds: float, seed: int, mains: float = 50.0):
    """A refrigerator: the mains frequency and its overtones over a low rumble."""
    n, rng = round(seconds * RATE), np.random.default_rng(seed)
    t = np.arange(n) / RATE
    tones = sum(np.sin(2 * np.pi * (k * mains * t + rng.random())) / k for k in range(1, 8))
    return at_peak(tones + 0.3 * _filtered(rng.standard_normal(n), lambda f: f < 300, unit=True))


def room(seconds: float, seed: int):
    """A quiet room: noise that falls off towards high frequencies, as microphones and ventilation make it."""
    n, rng = round(seconds * RATE), np.random.default_rng(seed)
    return at_peak(_filtered(rng.standard_normal(n), lambda f: 1 / np.sqrt(np.maximum(f, 50))))


def babble(seconds: float, seed: int, voices: tuple[str, ...] = ("rms", "slt", "kal16", "us-m3", "us-f4")):
    """Several people talking at once about nothing of ours, each repeating himself from another point on."""
    n, rng = round(seconds * RATE), np.random.default_rng(seed)
    crowd = np.zeros(n)
    for voice in voices:
        said = np.concatenate([speak(CHATTER[k], VOICES[voice]) for k in rng.permutation(len(CHATTER))])
        crowd += np.resize(np.roll(said, -int(rng.integers(len(said)))), n) / np.std(said)
    return at_peak(crowd)


def _filtered(white, gain, *, unit: bool = False):
    """`white` with its spectrum multiplied by ``gain(frequency in Hz)``, on request at standard deviation 1."""
    n = len(white)
    shaped = np.fft.irfft(np.fft.rfft(white) * gain(np.fft.rfftfreq(n, 1 / RATE)), n)
    return shaped / np.std(shaped) if unit else shaped
