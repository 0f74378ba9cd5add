"""Sentences that never change, kept on disk once rendered."""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import wave
from typing import TYPE_CHECKING, Final

import numpy as np

from voiceassist.private import make_private_folder, replacing
from voiceassist.synthesis.protocol import Speech, Synthesizer, join
from voiceassist.synthesis.sentences import split

if TYPE_CHECKING:
    from collections.abc import Container
    from pathlib import Path

LARGEST: Final = 50_000_000
"""Bytes the cache may take: about twenty minutes of speech at 22 kHz."""


class CachedSynthesizer:
    """A voice that remembers the sentences it was told are fixed.

    Anything else may hold personal data (a place, a day, a number out of the journal) and is never written down.
    """

    def __init__(self, voice: Synthesizer, folder: Path, fixed: Container[str], *, largest: int = LARGEST) -> None:
        """Keep the sentences in `fixed` (see `fixed_sentences`) under `folder`, `largest` bytes at most."""
        self._voice = voice
        self._folder = folder
        self._fixed = fixed
        self._largest = largest

    @property
    def name(self) -> str:
        """The name of the voice behind."""
        return self._voice.name

    def render(self, text: str, *, rate: float = 1.0, volume: float = 1.0) -> Speech:
        """`text` as sound, sentence by sentence from the cache where possible; see `Synthesizer.render`."""
        sentences = split(text)
        if not sentences:
            return self._voice.render(text, rate=rate)
        speeches = [self._sentence(one, rate) for one in sentences]
        return join(speeches, speeches[0].rate).amplified(volume)

    def close(self) -> None:
        """Close the voice behind; what was kept stays."""
        self._voice.close()

    def _sentence(self, text: str, rate: float) -> Speech:
        if text not in self._fixed:
            return self._voice.render(text, rate=rate)
        file = self._folder / f"{_key(self._voice.name, rate, text)}.wav"
        with contextlib.suppress(OSError, EOFError, ValueError, wave.Error):  # absent or damaged: render it (again)
            kept = _read(file)
            os.utime(file)
            return kept
        speech = self._voice.render(text, rate=rate)
        with contextlib.suppress(OSError):  # a full or read-only disk costs time, not the answer
            make_private_folder(self._folder)
            _write(file, speech)
            self._make_room()
        return speech

    def _make_room(self) -> None:
        kept = sorted((file.stat().st_mtime_ns, file.stat().st_size, file) for file in self._folder.glob("*.wav"))
        total = sum(size for _, size, _ in kept)
        for _, size, file in kept:
            if total <= self._largest:
                return
            file.unlink(missing_ok=True)
            total -= size


def _key(voice: str, rate: float, text: str) -> str:
    return hashlib.sha256(json.dumps([voice, round(rate, 3), text]).encode()).hexdigest()


def _read(file: Path) -> Speech:
    with wave.open(str(file), "rb") as sound:
        samples = np.frombuffer(sound.readframes(sound.getnframes()), "<i2")
        if len(samples) == 0 or len(samples) != sound.getnframes():
            raise EOFError
        return Speech(samples, sound.getframerate())


def _write(file: Path, speech: Speech) -> None:
    with replacing(file) as fresh, wave.open(str(fresh), "wb") as sound:
        sound.setnchannels(1)
        sound.setsampwidth(2)
        sound.setframerate(speech.rate)
        sound.writeframes(speech.samples.astype("<i2").tobytes())
