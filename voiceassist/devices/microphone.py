"""The microphone, at whatever rate and with however many channels it has."""

from __future__ import annotations

import queue
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, Self

import numpy as np

from voiceassist.devices import portaudio
from voiceassist.devices.conversion import Converter
from voiceassist.devices.source import Frame, Report
from voiceassist.errors import VoiceAssistError
from voiceassist.values import FRAME, SAMPLE_RATE

if TYPE_CHECKING:
    from collections.abc import Iterator

    import numpy.typing as npt

QUEUE_S: Final = 30.0
"""Seconds of sound that may wait for the loop before more of it is dropped."""
LOST_AFTER_S: Final = 1.0
"""After so long without a block the microphone counts as gone."""
START_S: Final = 5.0
"""The first block may take so long: a wireless headset, or a sound server, wakes up for it."""
RETRY_S: Final = 1.0
_BLOCK_S: Final = 0.02
_POLL_S: Final = 0.1


class NoMicrophone(VoiceAssistError):  # noqa: N818
    """There is no microphone, or it cannot be opened."""


@dataclass(frozen=True, eq=False)
class _Block:
    samples: npt.NDArray[np.float32]
    end: int
    """Device samples since the stream was opened, dropped ones included."""
    heard_at: float


class Microphone:
    """A PortAudio input, the system's default unless named."""

    def __init__(self, device: str | int | None = None, *, report: Report = lambda _: None) -> None:
        """`device` is part of a name, or a number, as `voiceassist devices` lists them."""
        self._device = device
        self._report = report
        self._blocks: queue.Queue[_Block] = queue.Queue(int(QUEUE_S / _BLOCK_S))
        self._muted = False
        self._stream: Any = None
        self._opened_at = 0.0
        """Where the present stream's first sample stands in the input, in seconds."""
        self._end = 0.0
        self._position = 0
        self._name = ""
        self.overflows = 0
        """How often sound was lost because the device or the queue ran over."""

    @property
    def name(self) -> str:
        """The device's name, once it is open."""
        return self._name

    def __enter__(self) -> Self:
        """Start to listen.  Raises `NoMicrophone`, or `portaudio.NoPortAudio` without the library."""
        self._open()
        return self

    def __exit__(self, *exc_info: object) -> None:
        self._close()

    def __iter__(self) -> Iterator[Frame]:
        """The frames, for ever.  While the microphone is gone this says so and tries again each second."""
        reported = 0
        seen, alive_at = self._position, time.monotonic()
        while True:
            try:
                block = self._blocks.get(timeout=_POLL_S)
            except queue.Empty:
                if self._position != seen:
                    # Muted, it lives on.
                    seen, alive_at = self._position, time.monotonic()
                elif time.monotonic() - alive_at > (LOST_AFTER_S if self._position else START_S):
                    self._end += FRAME / SAMPLE_RATE
                    silence = np.zeros(FRAME, np.int16)
                    yield Frame(silence, self._end - FRAME / SAMPLE_RATE, time.monotonic(), last=True)
                    self._wait_until_back()
                    seen, alive_at = self._position, time.monotonic()
                continue
            if self.overflows > reported:
                reported = self.overflows
                self._report(f"Sound from {self.name} was lost because it came too fast ({reported} times so far).")
            yield from self._frames(block)
            seen, alive_at = self._position, time.monotonic()

    def mute(self) -> None:
        """Drop what comes in from now on."""
        self._muted = True

    def unmute(self) -> None:
        """Hear again, from this moment; the position in the input has moved on."""
        self._forget()
        self._muted = False

    def _frames(self, block: _Block) -> Iterator[Frame]:
        converter = self._converter
        frames = converter.feed(block.samples)
        for number, samples in enumerate(frames, 1):
            waiting = ((len(frames) - number) * FRAME + converter.pending) / SAMPLE_RATE
            self._end = self._opened_at + block.end / self._rate - waiting
            yield Frame(samples, self._end - FRAME / SAMPLE_RATE, block.heard_at - waiting)
            if converter is not self._converter:
                # Muted and unmuted meanwhile: the rest of this block belongs to before.
                return

    def _forget(self) -> None:
        while not self._blocks.empty():
            self._blocks.get_nowait()
        self._converter = Converter(self._rate)

    def _open(self) -> None:
        sounddevice = portaudio.load()
        try:
            info = sounddevice.query_devices(self._device, "input")
            self._rate = int(info["default_samplerate"])
            self._stream = self._start(sounddevice, info["max_input_channels"])
        except (sounddevice.PortAudioError, ValueError) as error:
            wanted = f"The microphone {self._device!r} cannot be opened" if self._device else "No microphone found"
            raise NoMicrophone(
                f"{wanted}: connect one (`voiceassist devices` lists them), "
                "or try `voiceassist demo` (recorded speech) or `voiceassist chat` (typing)."
            ) from error
        self._name = info["name"]

    def _start(self, sounddevice: Any, most_channels: int) -> Any:
        # Virtual devices offer dozens of channels that carry nothing; some hardware opens with all of its own only.
        for channels in (min(2, most_channels), most_channels):
            self._opened_at = self._end
            self._position = 0
            self._forget()
            stream = None
            try:
                stream = sounddevice.InputStream(
                    samplerate=self._rate,
                    blocksize=int(self._rate * _BLOCK_S),
                    device=self._device,
                    channels=channels,
                    dtype="float32",
                    callback=self._copy,
                )
                stream.start()
            except sounddevice.PortAudioError:
                if stream is not None:
                    stream.close(ignore_errors=True)
                if channels == most_channels:
                    raise
            else:
                return stream
        raise AssertionError("unreachable: the last attempt returns or raises")

    def _copy(self, samples: npt.NDArray[np.float32], count: int, _time: Any, status: Any) -> None:
        """PortAudio's callback, on its own thread: copies, nothing else."""
        self._position += count
        if status.input_overflow:
            self.overflows += 1
        if self._muted:
            return
        try:
            self._blocks.put_nowait(_Block(samples.copy(), self._position, time.monotonic()))
        except queue.Full:
            self.overflows += 1

    def _wait_until_back(self) -> None:
        self._report(f"The microphone ({self.name}) is gone: waiting for it.")
        while not self._reopen():
            time.sleep(RETRY_S)
        self._report(f"The microphone ({self.name}) is back.")

    def _reopen(self) -> bool:
        self._close()
        portaudio.rescan()
        try:
            self._open()
        except NoMicrophone:
            return False
        until = time.monotonic() + START_S
        while not self._position and time.monotonic() < until:
            time.sleep(_POLL_S)
        return self._position > 0

    def _close(self) -> None:
        if self._stream is not None:
            stream, self._stream = self._stream, None
            stream.close(ignore_errors=True)
