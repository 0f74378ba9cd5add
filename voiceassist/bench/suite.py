"""Measuring ears and understanding on a spoken suite, in several processes."""

from __future__ import annotations

import functools
import multiprocessing
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from typing import Final, TypeVar

from voiceassist.bench.hearing import Heard, Hearing, Listeners
from voiceassist.bench.spoken_suite import Recording, Suite
from voiceassist.errors import VoiceAssistError

Found = TypeVar("Found")

_TOGETHER: Final = 20
"""Recordings heard one after the other by recognisers that begin anew: the same whatever the number of processes."""


@dataclass(frozen=True)
class Condition:
    """One noise level."""

    name: str
    """``clean`` or decibels, as given."""
    snr: float | None


def conditions(text: str, suite: Suite) -> tuple[Condition, ...]:
    """The noise levels of ``clean,24,6``.  Raises VoiceAssistError for what is none, or where noise is missing."""
    found = []
    for name in filter(None, (part.strip() for part in text.split(","))):
        try:
            found.append(Condition(name, None if name == "clean" else float(name)))
        except ValueError:
            raise VoiceAssistError(f"--snr knows no {name}: give clean or decibels, for example clean,12,6") from None
    if not found:
        raise VoiceAssistError("--snr names no condition: give clean or decibels, for example clean,12,6")
    if any(condition.snr is not None for condition in found) and not suite.noises:
        raise VoiceAssistError(f"{suite.folder / 'noise'} holds no FLAC or WAV: measure --snr clean only")
    return tuple(found)


def measure(
    suite: Suite,
    wanted: Sequence[Condition],
    listeners: Listeners,
    jobs: int,
    advanced: Callable[[int], None],
    hear: Callable[[Listeners, Sequence[Recording], float | None], list[Found]],
) -> Iterator[tuple[Condition, list[Found]]]:
    """Hear all of the suite in each condition with `hear`, a function of a module; `advanced` is told of every few
    recordings done."""
    pieces = [suite.recordings[i : i + _TOGETHER] for i in range(0, len(suite.recordings), _TOGETHER)]
    with ProcessPoolExecutor(jobs, mp_context=multiprocessing.get_context("spawn")) as pool:
        try:
            work = [[pool.submit(hear, listeners, piece, condition.snr) for piece in pieces] for condition in wanted]
            for condition, futures in zip(wanted, work, strict=True):
                heard: list[Found] = []
                for future in futures:
                    done = future.result()
                    heard += done
                    advanced(len(done))
                yield condition, heard
        except BaseException:
            pool.shutdown(wait=False, cancel_futures=True)
            raise


@functools.cache
def _hearing(listeners: Listeners) -> Hearing:
    """One for each process, made at the first piece so that its errors come back like any other."""
    return Hearing(listeners)


def understand(listeners: Listeners, piece: Sequence[Recording], snr: float | None) -> list[Heard]:
    """Hear a piece of a suite in this process, by recognisers that begin anew."""
    hearing = _hearing(listeners)
    hearing.begin()
    return [hearing.hear(recording, snr) for recording in piece]
