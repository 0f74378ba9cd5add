"""The process that owns pyttsx3: reads requests on standard input, answers with samples on standard output.

    python -m voiceassist.synthesis.pyttsx3_worker FOLDER VOICE LANGUAGE

It exists so that the engine can be killed when it hangs, is touched by one thread only (from two it is known to write
empty files), and cannot print into the program's own output.  Messages are those of `voiceassist.synthesis.pipe`:
``{"voice": …, "voices": […]}`` or ``{"error": …}`` once at the start, then for every ``{"text": …, "rate": …}`` either
``{"rate": …}`` with little-endian int16 samples as body, or ``{"error": …}``.
"""

from __future__ import annotations

import os
import signal
import sys
from pathlib import Path
from typing import IO, Any, Final

from voiceassist.synthesis.pipe import receive, send

WORDS_PER_MINUTE: Final = 170
"""The speed at rate 1: between espeak's own 175 and the 150 to 160 of audio books, for answers heard once."""

ESPEAK_ENGLISH: Final = "gmw/en-us"
"""Preferred among espeak's many English voices; the other platforms' first English voice is a good one."""


class Renderer:
    """One pyttsx3 engine and the file it writes into."""

    def __init__(self, folder: Path, voice: str, language: str) -> None:
        import pyttsx3
        import soundfile

        self._read, self._unreadable = soundfile.read, (OSError, soundfile.LibsndfileError)
        self._engine = pyttsx3.init()
        self._file = folder / "sentence.wav"
        listed = self._engine.getProperty("voices") or []
        self.voices = [(str(one.id), str(one.name), _languages(one)) for one in listed]
        self.voice = voice or self._voice_for(language)
        if voice and voice not in [one for one, _, _ in self.voices]:
            # pyttsx3 itself would go on silently with another voice.
            raise ValueError(f"this computer has no voice called {voice}")
        if self.voice:
            self._set("voice", self.voice)

    def _voice_for(self, language: str) -> str:
        """The system's own voice if it speaks `language`, else the first that does, else the system's own."""
        usual = str(self._engine.getProperty("voice") or "")
        fitting = [name for name, _, spoken in self.voices if any(one.startswith(language) for one in spoken)]
        if language == "en" and ESPEAK_ENGLISH in fitting:
            return ESPEAK_ENGLISH
        return fitting[0] if fitting and usual not in fitting else usual

    def _set(self, name: str, value: str | int) -> None:
        self._engine.setProperty(name, value)
        _settle()

    def render(self, text: str, rate: float) -> tuple[bytes, int]:
        """`text` as little-endian mono int16 samples, and how many a second; no bytes where nothing was written."""
        self._file.unlink(missing_ok=True)
        self._set("rate", round(WORDS_PER_MINUTE * rate))
        self._engine.save_to_file(text, str(self._file))
        self._engine.runAndWait()
        _settle()
        try:
            samples, samples_a_second = self._read(self._file, dtype="int16", always_2d=True)
        except self._unreadable:
            return b"", 1
        finally:
            self._file.unlink(missing_ok=True)
        return samples[:, 0].astype("<i2").tobytes(), int(samples_a_second)


def _settle() -> None:
    """Wait until espeak has done what it was told; the other engines do not return before.

    pyttsx3 2.99 lets espeak work in a thread of its own, never waits for it, and cancels what is unfinished when the
    next sentence begins: without this, settings get lost and a file may be read before it is written
    (docs/decisions/0030-pyttsx3-in-a-worker-process.md has the figures).
    """
    espeak = sys.modules.get("pyttsx3.drivers._espeak")
    if espeak is not None:
        espeak.Synchronize()


def _languages(voice: Any) -> list[str]:
    return [str(one).replace("_", "-").lower() for one in voice.languages or []]


def serve(requests: IO[bytes], answers: IO[bytes], folder: Path, voice: str, language: str) -> None:
    """Answer requests until the other side goes away."""
    try:
        renderer = Renderer(folder, voice, language)
    except Exception as problem:
        send(answers, {"error": f"{problem or type(problem).__name__}"})
        return
    send(answers, {"voice": renderer.voice, "voices": renderer.voices})
    while True:
        try:
            request, _ = receive(requests)
        except EOFError:
            return
        try:
            body, samples_a_second = renderer.render(request["text"], request["rate"])
        except Exception as problem:
            send(answers, {"error": f"{type(problem).__name__}: {problem}"})
        else:
            send(answers, {"rate": samples_a_second}, body)


def main() -> None:
    """Keep standard output for answers alone, then serve."""
    os.umask(0o077)
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the program's to handle; it closes our input.
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    folder, voice, language = sys.argv[1:]
    serve(sys.stdin.buffer, answers, Path(folder), voice, language)


if __name__ == "__main__":
    main()
