"""Speech with pauses of a known length inside: ``my left <pause 0.6> calf``."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

import numpy as np
from voices import RATE, speak

MARK = re.compile(r"\s*<pause(?:\s+([\d.]+))?>\s*")
"""A pause, with its seconds or without."""

_FRAME = RATE // 100
_SILENT_DB = -40.0
"""Frames of 10 ms that are quieter than the loudest by more than this hold no speech."""


@dataclass(frozen=True, eq=False)
class Paused:
    """What was said, without the silence that engines put around it."""

    samples: Any
    """``(n,) float64`` on the engine's scale."""
    pauses: tuple[tuple[float, float], ...]
    """From the end of the word before to the beginning of the next, in seconds from the first sample."""


def words(text: str) -> str:
    """`text` without its pauses."""
    return MARK.sub(" ", text).strip()


def lengths(text: str) -> tuple[float | None, ...]:
    """The seconds of each pause in `text`, None where none are given."""
    return tuple(float(given) if given else None for given in MARK.findall(text))


def speak_with_pauses(text: str, voice: str, seconds: tuple[float, ...], *, speed: float = 1.0) -> Paused:
    """Speak `text`, its pauses as long as `seconds` says.

    Each part is spoken by itself, all but the last with the voice held up as before a comma, which is how a speaker
    sounds who has not finished.
    """
    parts = MARK.sub("\n", text).strip().split("\n")
    if len(parts) != len(seconds) + 1 or not all(parts):
        raise ValueError(f"{text!r} needs speech around each of its {len(seconds)} pauses")
    pieces: list[Any] = []
    pauses: list[tuple[float, float]] = []
    for number, part in enumerate(parts):
        last = number == len(parts) - 1
        pieces.append(_without_silence(speak(part if last else part.rstrip(",") + ",", voice, speed=speed)))
        if not last:
            begin = sum(map(len, pieces))
            pieces.append(np.zeros(round(seconds[number] * RATE)))
            pauses.append((begin / RATE, (begin + len(pieces[-1])) / RATE))
    return Paused(np.concatenate(pieces), tuple(pauses))


def _without_silence(samples: Any) -> Any:
    sound = samples.astype(np.float64)
    frames = np.pad(sound, (0, -len(sound) % _FRAME)).reshape(-1, _FRAME)
    power = np.mean(frames**2, axis=1)
    (loud,) = np.nonzero(power > power.max() * 10 ** (_SILENT_DB / 10))
    return sound[loud[0] * _FRAME : (loud[-1] + 1) * _FRAME]
