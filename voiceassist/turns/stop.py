"""When a turn is over."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol


class Completeness(StrEnum):
    """Whether what has been heard of a turn could be all of it."""

    UNKNOWN = "unknown"
    COMPLETE = "complete"
    """A whole thought."""
    OPEN = "open"
    """More must follow: "my left …"."""
    HESITATION = "hesitation"
    """The speaker is looking for words: "um …"."""


@dataclass(frozen=True)
class Progress:
    """A turn so far, in seconds."""

    spoken: float
    """From the first sample to now."""
    silent: float
    """From the end of the last voiced frame to now."""
    completeness: Completeness


class StopStrategy(Protocol):
    """One reason to end a turn."""

    def is_over(self, progress: Progress) -> bool:
        """Whether the turn ends now."""


@dataclass(frozen=True)
class PauseStop:
    """The speaker has been silent for long enough, given what was said."""

    unknown: float = 0.7
    complete: float = 0.7
    open: float = 0.7
    hesitation: float = 0.7

    def is_over(self, progress: Progress) -> bool:
        """See `StopStrategy`."""
        waited: float = getattr(self, progress.completeness.value)
        return progress.silent >= waited


@dataclass(frozen=True)
class LengthStop:
    """The turn has become longer than anybody speaks to an assistant: a television, a running engine."""

    seconds: float = 30.0

    def is_over(self, progress: Progress) -> bool:
        """See `StopStrategy`."""
        return progress.spoken >= self.seconds
