"""Which frames are listened to: the one shape that being called and holding a key share."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Generic, Protocol, TypeVar

from voiceassist.values import Samples


class Heard(Protocol):
    """A frame of `voiceassist.devices`, as far as it matters here."""

    @property
    def samples(self) -> Samples:
        """``(512,) int16`` at 16 kHz."""

    @property
    def end(self) -> float:
        """Where it ends in the input, in seconds."""


F = TypeVar("F", bound=Heard)


@dataclass(frozen=True)
class Admitted(Generic[F]):
    """What the arrival of one frame lets through."""

    frames: Sequence[F] = ()
    """In order; after a call, also those before that belong to what is said in the same breath."""
    opened_by: str | None = None
    """What opened the gate with this frame: the phrase that was said, or the key."""
    cry: bool = False
    """Whether it was opened by a cry for help, and so only for that."""
    closed: bool = False
    """Whether the gate has shut again: a turn under way ends here."""


class Gate(Protocol[F]):
    """Takes every frame of the input, in order."""

    @property
    def hint(self) -> str:
        """What opens it."""

    def admit(self, frame: F, *, busy: bool) -> Admitted[F]:
        """Take the next frame; `busy` tells whether a turn is under way or the assistant speaks."""

    def replied(self, t: float, *, question: bool) -> None:
        """The assistant has spoken until `t`; with `question`, it waits for an answer."""

    def dismissed(self) -> None:
        """Nothing more is wanted of what opened it."""

    def close(self) -> None:
        """Free what it holds."""
