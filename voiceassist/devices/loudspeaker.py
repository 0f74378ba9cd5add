"""The loudspeaker, at its own rate, silent at once when told."""

from __future__ import annotations

import time
from typing import Any, Final

import numpy as np

from voiceassist.devices import portaudio
from voiceassist.devices.echo.protocol import Tap
from voiceassist.devices.sink import FirstAudio, Sound, Stop, never, unnoticed
from voiceassist.errors import VoiceAssistError
from voiceassist.values import SAMPLE_RATE

STUCK_AFTER_S: Final = 2.0
"""A loudspeaker that asks for no more sound for so long is taken as gone."""
_POLL_S: Final = 0.01
_BUFFER_S: Final = 0.1
"""Held ahead by the device, so that a busy machine does not stutter; stopping throws it away."""


class NoLoudspeaker(VoiceAssistError):  # noqa: N818
    """There is no loudspeaker, or it went away.  Replies can still be shown."""


class Loudspeaker:
    """A PortAudio output, the system's default unless named; opened for each reply, so that a change is noticed."""

    def __init__(self, device: str | int | None = None, *, tap: Tap | None = None) -> None:
        """`device` is part of a name, or a number, as `voiceassist devices` lists them; `tap` is told what is played.

        Raises `NoLoudspeaker` where there is none, or `portaudio.NoPortAudio` without the library.
        """
        self._device = device
        self._tap = tap
        self._describe()

    @property
    def name(self) -> str:
        """The device's name."""
        return str(self._describe()["name"])

    def play(self, samples: Sound, rate: int, should_stop: Stop = never, first_audio: FirstAudio = unnoticed) -> bool:
        """See `Sink.play`.  Raises `NoLoudspeaker` where the device cannot be opened or stops taking sound."""
        if not len(samples):
            return True
        sounddevice = portaudio.load()
        info = self._describe()
        own_rate = int(info["default_samplerate"])
        channels = min(2, info["max_output_channels"])
        playback = _Playback(_at_rate(samples, rate, own_rate))
        if self._tap:
            playback.tap(self._tap, _at_rate(samples, rate, SAMPLE_RATE), own_rate)
        try:
            with sounddevice.OutputStream(
                samplerate=own_rate,
                device=self._device,
                channels=channels,
                dtype="int16",
                latency=_BUFFER_S,
                callback=playback.fill,
            ) as stream:
                return _follow(stream, playback, should_stop, first_audio)
        except (sounddevice.PortAudioError, _StuckError) as error:
            raise _missing(self._device) from error
        finally:
            if self._tap:
                self._tap.cut(time.monotonic())

    def close(self) -> None:
        """Nothing is open between two replies."""

    def _describe(self) -> Any:
        sounddevice = portaudio.load()
        try:
            return sounddevice.query_devices(self._device, "output")
        except (sounddevice.PortAudioError, ValueError) as error:
            raise _missing(self._device) from error


class _StuckError(Exception):
    """The device takes no more sound."""


class _Playback:
    """The sound, silence after it, and how far the device has taken them."""

    def __init__(self, samples: Sound) -> None:
        self._samples = samples
        self._tap: Tap | None = None
        self.position = 0
        self.first_at: float | None = None

    def __len__(self) -> int:
        return len(self._samples)

    def tap(self, tap: Tap, samples: Sound, rate: int) -> None:
        """Tell `tap`, too, what is played: `samples` at 16 kHz while the device takes the sound at `rate` Hz."""
        self._tap, self._tapped, self._scale = tap, samples, SAMPLE_RATE / rate

    def fill(self, out: Sound, count: int, times: Any, _status: Any) -> None:
        """PortAudio's callback, on its own thread."""
        now = time.monotonic()
        part = self._samples[self.position : self.position + count]
        out[: len(part)] = part[:, np.newaxis]
        out[len(part) :] = 0
        if self.first_at is None:
            self.first_at = now
        if self._tap and len(part):
            begin, end = round(self.position * self._scale), round((self.position + count) * self._scale)
            # Only the difference counts: which clock PortAudio's times are on depends on the system.
            self._tap.played(self._tapped[begin:end], now + max(0.0, times.outputBufferDacTime - times.currentTime))
        self.position += count


def _at_rate(samples: Sound, rate: int, wanted: int) -> Sound:
    if rate == wanted:
        return samples
    import soxr

    resampled: Sound = soxr.resample(samples, rate, wanted)
    return resampled


def _follow(stream: Any, playback: _Playback, should_stop: Stop, first_audio: FirstAudio) -> bool:
    noticed = False
    moved, moved_at = 0, time.monotonic()
    # Ending a stream may throw away what the device still holds (ALSA over PulseAudio does), so silence pushes it out.
    whole = len(playback) + int(stream.latency * stream.samplerate)
    while playback.position < whole:
        if should_stop():
            stream.abort()
            return False
        if playback.first_at is not None and not noticed:
            noticed = True
            first_audio(playback.first_at)
        if playback.position > moved:
            moved, moved_at = playback.position, time.monotonic()
        elif time.monotonic() - moved_at > STUCK_AFTER_S:
            stream.abort(ignore_errors=True)
            raise _StuckError
        time.sleep(_POLL_S)
    return True


def _missing(device: str | int | None) -> NoLoudspeaker:
    what = f"The loudspeaker {device!r} cannot be opened" if device else "No loudspeaker found"
    return NoLoudspeaker(f"{what}: connect one (`voiceassist devices` lists them)")
