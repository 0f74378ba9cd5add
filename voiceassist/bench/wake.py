"""How often a wake word is missed, and how often it is heard where nobody said it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any, Final

import numpy as np

from voiceassist.bench.mixing import in_noise
from voiceassist.bench.spoken_suite import samples_of
from voiceassist.bench.statistics import most_events, wilson
from voiceassist.errors import VoiceAssistError
from voiceassist.values import FRAME, SAMPLE_RATE, Samples
from voiceassist.wake.protocol import Caller

_PAUSE: Final = SAMPLE_RATE
"""Samples of a quiet room before each recording and after it."""
_ROOM: Final = 10.0
"""Their standard deviation; about -70 dB of full scale."""


def recordings_in(folders: Sequence[Path]) -> list[Path]:
    """Every WAV and FLAC file in `folders`, in order.  Raises VoiceAssistError for a folder without any."""
    found: list[Path] = []
    for folder in folders:
        files = sorted(path for path in folder.rglob("*") if path.suffix in {".flac", ".wav"})
        if not files:
            raise VoiceAssistError(f"{folder} holds no recordings: scripts/make-wake-audio makes some")
        found += files
    return found


def calls(
    callers: Sequence[Caller],
    files: Sequence[Path],
    noise: Samples | None,
    snr_db: float | None,
    done: Callable[[], None],
) -> dict[str, Any]:
    """How many of `files`, each one call, wake; with `noise` at `snr_db` decibels, if that is given."""
    missed = []
    for number, path in enumerate(files):
        samples = samples_of(path) if noise is None or snr_db is None else in_noise(path, noise, snr_db, number)
        if not list(_woken(callers, _in_a_room(samples, number))):
            missed.append(path.name)
        done()
    low, high = wilson(len(missed), len(files))
    return {"n": len(files), "missed": len(missed), "interval": [round(low, 3), round(high, 3)], "which": missed}


def background(callers: Sequence[Caller], files: Sequence[Path], done: Callable[[], None]) -> dict[str, Any]:
    """How often `files`, in which nobody calls, wake it: in an hour, and at most (95 %, Poisson)."""
    seconds = 0.0
    woken = []
    for number, path in enumerate(files):
        samples = _in_a_room(samples_of(path), number)
        seconds += len(samples) / SAMPLE_RATE
        woken += [{"file": path.name, "t": round(t, 1), "by": who} for t, who in _woken(callers, samples)]
        done()
    hours = seconds / 3600
    return {
        "hours": round(hours, 2),
        "wakes": len(woken),
        "per_hour": round(len(woken) / hours, 2),
        "per_hour_at_most": round(most_events(len(woken)) / hours, 2),
        "which": woken,
    }


def _woken(callers: Sequence[Caller], samples: Samples) -> Iterator[tuple[float, str]]:
    """When, in seconds, and by which kind of caller; callers are not reset before, as a microphone never is."""
    for start in range(0, len(samples) - FRAME + 1, FRAME):
        frame = samples[start : start + FRAME]
        fired = [caller for caller in callers if caller.feed(frame) is not None]
        if fired:
            yield (start + FRAME) / SAMPLE_RATE, type(fired[0]).__name__
            for caller in callers:
                caller.reset()


def _in_a_room(samples: Samples, seed: int) -> Samples:
    room = np.random.default_rng(seed)
    pause = room.normal(0.0, _ROOM, _PAUSE).astype(np.int16)
    return np.concatenate([pause, samples, pause])
