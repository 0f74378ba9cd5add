"""Where sound comes from: the one shape that the microphone and audio files share."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Protocol, Self, TypeAlias

from voiceassist.values import FRAME, SAMPLE_RATE, Samples

Report: TypeAlias = Callable[[str], None]
"""Takes one line about trouble that the source got over by itself; called in the thread that iterates."""


@dataclass(frozen=True, eq=False)
class Frame:
    """32 ms of input."""

    samples: Samples
    """``(512,) int16`` at 16 kHz."""
    t: float
    """Where the first sample stands in the input audio, in seconds."""
    heard_at: float | None = None
    """`time.monotonic()` when the last sample arrived; None unless the input runs in real time."""
    last: bool = False
    """True where the input breaks off after this frame (the end of a file, a lost microphone): nobody goes on
    speaking across it."""

    @property
    def end(self) -> float:
        """Where the frame ends in the input audio, in seconds."""
        return self.t + FRAME / SAMPLE_RATE


class Source(Protocol):
    """Sound coming in.  Used as a context manager; iterating gives its frames in order.

    The loop pulls: it speaks a reply between two frames, with the source muted meanwhile.
    """

    @property
    def name(self) -> str:
        """What the input is called."""

    def __enter__(self) -> Self:
        """Open it.  Raises `voiceassist.errors.VoiceAssistError` where that cannot be done."""

    def __exit__(self, *exc_info: object) -> None:
        """Close it."""

    def __iter__(self) -> Iterator[Frame]:
        """The frames until the input ends."""

    def mute(self) -> None:
        """Hear nothing from now on, because the assistant speaks."""

    def unmute(self) -> None:
        """Hear again.  What a microphone picked up in between is gone; a file stood still."""
