"""What a voice is, whichever engine speaks."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

import numpy as np

from voiceassist.errors import VoiceAssistError

if TYPE_CHECKING:
    from collections.abc import Iterable

    from voiceassist.values import Samples


class NoVoice(VoiceAssistError):  # noqa: N818
    """Nothing can be spoken: no engine, no voice, or an engine that gives no sound even after a restart."""


@dataclass(frozen=True, eq=False)
class Speech:
    """Rendered speech."""

    samples: Samples
    """Mono sound, ``(n,) int16``; empty where the text held nothing to say."""
    rate: int
    """Samples a second, as the engine made them: not necessarily `voiceassist.values.SAMPLE_RATE`."""

    @property
    def duration(self) -> float:
        """Length in seconds."""
        return len(self.samples) / self.rate

    def amplified(self, volume: float) -> Speech:
        """The same speech `volume` times as loud, clipped rather than wrapped at full scale."""
        if volume == 1.0:
            return self
        louder = np.clip(np.rint(self.samples * float(volume)), -32768, 32767)  # float: int16 by int would wrap
        return Speech(louder.astype(np.int16), self.rate)


class Synthesizer(Protocol):
    """A voice.  One sentence at a time; safe to call from several threads."""

    @property
    def name(self) -> str:
        """Engine and voice, for example ``pyttsx3:gmw/en-us``; equal names sound alike."""

    def render(self, text: str, *, rate: float = 1.0, volume: float = 1.0) -> Speech:
        """`text` as sound, `rate` times the usual speed and `volume` times the usual loudness.

        Raises `NoVoice` where no sound can be made.
        """

    def close(self) -> None:
        """Give back processes, memory and temporary files; more calls do nothing."""


def join(pieces: Iterable[Speech], rate: int) -> Speech:
    """One speech out of `pieces` in order; all have the same rate, which is `rate` where there are none."""
    made = list(pieces)
    if not made:
        return Speech(np.zeros(0, np.int16), rate)
    return Speech(np.concatenate([piece.samples for piece in made]), made[0].rate)
