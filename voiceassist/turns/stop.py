"""When a turn is over."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Protocol

from voiceassist.values import Completeness


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
    """The speaker has been silent for long enough, in seconds, given what was said (docs/conversation.md)."""

    unknown: float = 0.5
    unread: float = 1.1
    complete: float = 0.2
    extendable: float = 0.28
    open: float = 1.5
    hesitation: float = 2.0

    def is_over(self, progress: Progress) -> bool:
        """See `StopStrategy`."""
        waited: float = getattr(self, progress.completeness.value)
        return progress.silent >= waited


PATIENT: Final = PauseStop(unknown=0.7, extendable=0.5)
"""For ears that are deaf while a reply is spoken: whoever was cut off there cannot go on."""


@dataclass(frozen=True)
class LengthStop:
    """The turn has become longer than anybody speaks to an assistant: a television, a running engine."""

    seconds: float = 30.0

    def is_over(self, progress: Progress) -> bool:
        """See `StopStrategy`."""
        return progress.spoken >= self.seconds
