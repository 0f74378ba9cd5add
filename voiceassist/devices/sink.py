"""Where the assistant's voice goes: the one shape that loudspeaker, WAV file and silence share."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol, TypeAlias

import numpy as np
import numpy.typing as npt

Sound: TypeAlias = npt.NDArray[np.int16]
"""Mono sound at a rate stated beside it, ``(n,) int16``."""

Stop: TypeAlias = Callable[[], bool]
"""Asked every few milliseconds; True ends the sound at once."""

FirstAudio: TypeAlias = Callable[[float], None]
"""Called once with `time.monotonic()` of the moment the first sample was handed on."""


def never() -> bool:
    """The `Stop` of a sound that is played to its end."""
    return False


def unnoticed(_: float) -> None:
    """The `FirstAudio` where nobody watches."""


class Sink(Protocol):
    """Plays replies, one after the other."""

    def play(self, samples: Sound, rate: int, should_stop: Stop = never, first_audio: FirstAudio = unnoticed) -> bool:
        """Play `samples`, ``(n,) int16`` at `rate` Hz, and return when they have been heard.

        Returns True if they were played to the end, False if `should_stop` ended them (within 50 ms).
        Raises `voiceassist.errors.VoiceAssistError` where nothing can be played; a reply can then still be shown.
        """

    def close(self) -> None:
        """Play no more."""
