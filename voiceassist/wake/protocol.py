"""What listens for a call while nothing else is listened to."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from voiceassist.values import Samples


@dataclass(frozen=True)
class Call:
    """A phrase that was just said."""

    phrase: str
    worth: float
    """Seconds of sound, up to now, that are worth listening to: what came after the phrase, if anything did."""


class Caller(Protocol):
    """Waits for a phrase in a stream of sound."""

    @property
    def phrase(self) -> str:
        """What has to be said."""

    def feed(self, samples: Samples) -> Call | None:
        """The call that the next frame, ``(512,) int16`` at 16 kHz, completes, if it does."""

    def reset(self) -> None:
        """Forget the frames before: the next one may stand anywhere."""

    def close(self) -> None:
        """Free the model."""
