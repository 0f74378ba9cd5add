"""What listens for a call while nothing else is listened to."""

from __future__ import annotations

from typing import Protocol

from voiceassist.values import Samples


class Caller(Protocol):
    """Waits for a phrase in a stream of sound."""

    @property
    def phrase(self) -> str:
        """What has to be said."""

    def feed(self, samples: Samples) -> float | None:
        """Whether the next frame, ``(512,) int16`` at 16 kHz, completes the phrase.

        If it does: how many seconds of sound, up to the end of this frame, are worth listening to, because they come
        after the phrase (0.0 where the phrase ends with this frame).  Else None.
        """

    def reset(self) -> None:
        """Forget the frames before: the next one may stand anywhere."""

    def close(self) -> None:
        """Free the model."""
