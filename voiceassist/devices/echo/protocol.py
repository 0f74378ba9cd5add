"""The shape of an echo canceller, and what it knows about the frame it cleaned last."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from voiceassist.devices.levels import SILENCE_DBFS
from voiceassist.values import Samples


class Tap(Protocol):
    """Is told what a loudspeaker plays, from any thread and without delay."""

    def played(self, samples: Samples, at: float) -> None:
        """`samples`, ``(n,) int16`` at 16 kHz, sound from `at` on, in `time.monotonic()`; it may lie ahead."""

    def cut(self, at: float) -> None:
        """Nothing handed over before sounds from `at` on: the reply was stopped."""


@dataclass(frozen=True)
class Residue:
    """What became of one frame, in dBFS."""

    sounding: bool = False
    """Whether the frame may hold an echo of what was played at all."""
    known: bool = False
    """Whether the way from loudspeaker to microphone is known, so that the frame could be cleaned."""
    settled: bool = False
    """Whether it has been known for long enough that an echo alone leaves next to nothing."""
    echo: float = SILENCE_DBFS
    """The echo that was foretold."""
    left: float = SILENCE_DBFS
    """The frame once cleaned."""


class EchoCanceller(Tap, Protocol):
    """Frames of the microphone in, the same without the loudspeaker's voice out."""

    @property
    def residue(self) -> Residue:
        """What became of the frame cleaned last."""

    def clean(self, frame: Samples, heard_at: float) -> Samples:
        """`frame`, ``(512,) int16`` at 16 kHz, without echo; its last sample was heard at `heard_at`, by
        `time.monotonic()`.  Frames come in order; while nothing is played they pass unchanged."""

    def reset(self) -> None:
        """Forget the room and what was played: another microphone or loudspeaker is in use."""
