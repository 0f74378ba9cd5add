"""All replies in one WAV file, in the loudspeaker's place."""

from __future__ import annotations

import contextlib
import errno
import os
import time
import wave
from typing import TYPE_CHECKING, Final

import numpy as np

from voiceassist.devices.sink import FirstAudio, Sound, Stop, never, unnoticed
from voiceassist.errors import VoiceAssistError
from voiceassist.private import begun_anew

if TYPE_CHECKING:
    from pathlib import Path

PAUSE_S: Final = 0.3
"""Silence after each reply."""
RATE: Final = 22_050
"""Sample rate of the file in Hz: that of espeak-ng and of Piper's medium voices, so that theirs pass unchanged."""


class WaveFile:
    """A sink that appends to a WAV file; the file is complete after every reply, whatever happens next."""

    def __init__(self, path: Path) -> None:
        """Begin the file anew, readable by its owner only.  Raises `VoiceAssistError` where that cannot be done."""
        self._path = path
        try:
            descriptor = begun_anew(path)
        except OSError as error:
            raise self._unwritable(error) from error
        self._file = os.fdopen(descriptor, "wb")
        self._wave = wave.open(self._file, "wb")  # noqa: SIM115 - closed in `close`
        self._wave.setnchannels(1)
        self._wave.setsampwidth(2)
        self._wave.setframerate(RATE)
        self._append(np.empty(0, np.int16))

    def play(self, samples: Sound, rate: int, should_stop: Stop = never, first_audio: FirstAudio = unnoticed) -> bool:
        """Append the reply and a pause.  Takes no longer than writing, so it is whole or, if stopped, absent."""
        if should_stop():
            return False
        if rate != RATE:
            import soxr

            samples = soxr.resample(samples, rate, RATE)
        first_audio(time.monotonic())
        self._append(np.concatenate([samples, np.zeros(int(RATE * PAUSE_S), np.int16)]))
        return True

    def close(self) -> None:
        """Close the file."""
        # Everything was flushed before; what could not be was told then.
        with contextlib.suppress(OSError):
            self._wave.close()
        with contextlib.suppress(OSError):
            self._file.close()

    def _append(self, samples: Sound) -> None:
        if self._file.closed:
            raise self._unwritable(OSError(errno.EBADF, "closed after an error"))
        try:
            # `writeframes` also brings the sizes in the header up to date.
            self._wave.writeframes(samples.astype("<i2").tobytes())
            self._file.flush()
        except OSError as error:
            self.close()
            raise self._unwritable(error) from error

    def _unwritable(self, error: OSError) -> VoiceAssistError:
        return VoiceAssistError(f"{self._path} cannot be written ({error.strerror}): give another --output.")
