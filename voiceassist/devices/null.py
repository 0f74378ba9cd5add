"""No sound at all: replies are shown only."""

from __future__ import annotations

import time

from voiceassist.devices.sink import FirstAudio, Sound, Stop, never, unnoticed


class Null:
    """A sink that swallows everything at once."""

    def play(self, samples: Sound, rate: int, should_stop: Stop = never, first_audio: FirstAudio = unnoticed) -> bool:
        """Take the sound as played, unless it is to stop at once."""
        if should_stop():
            return False
        if len(samples):
            first_audio(time.monotonic())
        return True

    def close(self) -> None:
        """Nothing is open."""
