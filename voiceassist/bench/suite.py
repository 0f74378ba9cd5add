"""Measuring ears and understanding on a spoken suite, in several processes."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache, partial
from typing import Final

from voiceassist.bench.hearing import Heard, Hearing, Listeners
from voiceassist.bench.processes import Found, in_processes
from voiceassist.bench.spoken_suite import Recording, Suite
from voiceassist.errors import VoiceAssistError

_TOGETHER: Final = 20
"""Recordings heard one after the other by recognisers that begin anew."""


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
    hear: Callable[[Listeners, float | None, Sequence[Recording]], list[Found]],
) -> Iterator[tuple[Condition, list[Found]]]:
    """Hear all of the suite in each condition with `hear`, a function of a module; `advanced` is told of every few
    recordings done."""
    works = [partial(hear, listeners, condition.snr) for condition in wanted]
    return zip(wanted, in_processes(works, suite.recordings, _TOGETHER, jobs, advanced), strict=True)


@cache
def _hearing(listeners: Listeners) -> Hearing:
    """One for each process, made at the first piece so that its errors come back like any other."""
    return Hearing(listeners)


def understand(listeners: Listeners, snr: float | None, piece: Sequence[Recording]) -> list[Heard]:
    """Hear a piece of a suite in this process, by recognisers that begin anew."""
    hearing = _hearing(listeners)
    hearing.begin()
    return [hearing.hear(recording, snr) for recording in piece]
