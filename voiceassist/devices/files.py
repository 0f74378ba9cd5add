"""Audio files in the microphone's place."""

from __future__ import annotations

import itertools
import time
from typing import TYPE_CHECKING, Any, Final, Self

from voiceassist.devices.conversion import Converter
from voiceassist.devices.source import Frame, Report
from voiceassist.errors import VoiceAssistError
from voiceassist.values import FRAME, SAMPLE_RATE, Samples

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

SILENCE_AFTER: Final = SAMPLE_RATE
"""Samples of silence after each file: one second, long enough for every way of ending a turn."""

_BLOCK_S: Final = 0.25
_RIFF_HEADER: Final = 12
_UNKNOWN_SIZES: Final = (0, 0xFFFF_FFFF)
_FRAME_S: Final = FRAME / SAMPLE_RATE


class Files:
    """One conversation's recordings, one after the other, each followed by a second of silence.

    The next file begins when the next frame is asked for, so a loop that speaks its reply between two frames
    has always finished before.  Files are decoded in blocks: an hour needs no more memory than a second.
    """

    def __init__(self, paths: Sequence[Path], *, realtime: bool = False, report: Report = lambda _: None) -> None:
        """Check every file's header now, so that a bad one is known before anything is loaded.

        With `realtime` each frame comes when a microphone would have delivered it, else as fast as it is asked for.
        Raises `VoiceAssistError` for a file that is missing, empty or not audio.
        """
        self._paths = list(paths)
        self._realtime = realtime
        self._report = report
        self._begun = 0.0
        self._muted_at: float | None = None
        for path in self._paths:
            _open(path).close()

    @property
    def name(self) -> str:
        """The files' names."""
        return ", ".join(path.name for path in self._paths)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *exc_info: object) -> None:
        """Nothing stays open between two frames but the file being read, which its iterator closes."""

    def __iter__(self) -> Iterator[Frame]:
        """The frames of all files.  Raises `VoiceAssistError` for a file that went away since it was checked."""
        self._begun = time.monotonic()
        number = itertools.count()
        for path in self._paths:
            for samples, last in _mark_last(self._decode(path)):
                t = next(number) * _FRAME_S
                yield Frame(samples, t, self._pace(t + _FRAME_S), last)

    def mute(self) -> None:
        """The file stands still; with `realtime`, so does its clock."""
        self._muted_at = time.monotonic()

    def unmute(self) -> None:
        """The file goes on where it stood."""
        if self._muted_at is not None:
            self._begun += time.monotonic() - self._muted_at
            self._muted_at = None

    def _pace(self, end: float) -> float | None:
        if not self._realtime:
            return None
        due = self._begun + end
        # Late frames come at once, as they would out of a microphone's queue.
        time.sleep(max(0.0, due - time.monotonic()))
        return due

    def _decode(self, path: Path) -> Iterator[Samples]:
        with _open(path) as file:
            converter = Converter(file.samplerate)
            short = _is_cut_off(path)
            left = file.frames
            try:
                while len(block := file.read(int(file.samplerate * _BLOCK_S), dtype="float32", always_2d=True)):
                    left -= len(block)
                    yield from converter.feed(block)
            except RuntimeError:  # soundfile's LibsndfileError: damaged data from here on
                short = True
            if short or left > 0:
                self._report(f"{path} is cut off or damaged: heard only what is there.")
            yield from converter.finish(SILENCE_AFTER)


def _mark_last(frames: Iterator[Samples]) -> Iterator[tuple[Samples, bool]]:
    held = next(frames)
    for samples in frames:
        yield held, False
        held = samples
    yield held, True


def _open(path: Path) -> Any:
    """The open `soundfile.SoundFile`; raises `VoiceAssistError` with the file's name and what is the matter with it."""
    if not path.is_file():
        problem = "is not a file" if path.exists() else "does not exist"
        raise VoiceAssistError(f"{path} {problem}: give the path of a WAV or FLAC file.")
    import soundfile

    try:
        if not path.stat().st_size:
            raise VoiceAssistError(f"{path} is empty: give a WAV or FLAC file with sound in it.")
        file = soundfile.SoundFile(path)
    except PermissionError as error:
        raise VoiceAssistError(f"{path} may not be read: check its permissions.") from error
    except (OSError, RuntimeError, TypeError) as error:  # TypeError: the name ends as that of headerless sound does
        raise VoiceAssistError(f"{path} is not audio that can be read: give a WAV or FLAC file.") from error
    if not file.frames:
        file.close()
        raise VoiceAssistError(f"{path} holds no sound: give a WAV or FLAC file with sound in it.")
    return file


def _is_cut_off(path: Path) -> bool:
    """Whether a WAV file is shorter than its header says, which libsndfile quietly puts right by itself."""
    with path.open("rb") as file:
        header = file.read(_RIFF_HEADER)
    if header[:4] != b"RIFF":
        return False
    promised = int.from_bytes(header[4:8], "little")
    # A program that writes into a pipe cannot know the size and leaves one of these.
    return promised not in _UNKNOWN_SIZES and promised + 8 > path.stat().st_size + 1
