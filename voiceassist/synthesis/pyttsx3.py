"""The voice every computer has: pyttsx3 (espeak-ng, SAPI 5, macOS), held in a worker process."""

from __future__ import annotations

import contextlib
import os
import subprocess
import sys
import tempfile
import threading
from typing import Any, Final

import numpy as np

from voiceassist.synthesis import pipe
from voiceassist.synthesis.protocol import NoVoice, Speech, join
from voiceassist.synthesis.sentences import split

START_TIMEOUT: Final = 20.0
"""Seconds for Python, pyttsx3 and the system's voices to start, on a slow and busy machine."""

SENTENCE_TIMEOUT: Final = 3.0
CHARACTER_TIMEOUT: Final = 0.03
"""Seconds for a sentence and for each of its characters; measured on two busy cores: 0.01 to 0.03 s a sentence."""

SHORTEST: Final = 0.015
"""Seconds of sound for each ASCII letter at rate 1 below which part of a sentence is missing.  Speech at 170 words a
minute has about 0.07 s a letter; shouted abbreviations and digits take longer, never less."""

ATTEMPTS: Final = 3
"""Once as usual, once again, once in a fresh process."""

_INSTALL = "on Debian and Ubuntu: apt install espeak-ng; check with: voiceassist doctor"


class Pyttsx3Synthesizer:
    """Renders through one worker process, which is replaced when it hangs, dies or returns rubbish."""

    def __init__(self, voice: str = "", language: str = "en") -> None:
        """Start the worker; `voice` is an identifier out of `voices`, by default the system's for `language`.

        Raises `NoVoice` where pyttsx3 finds no engine or no such voice.
        """
        self._wanted = (voice, language)
        self._lock = threading.Lock()
        self._folder = tempfile.TemporaryDirectory(prefix="voiceassist-")  # made 0700
        self._worker: subprocess.Popen[bytes] | None = None
        self._closed = False
        self._voice = voice
        self._rate = 22_050
        self.voices: tuple[tuple[str, str, tuple[str, ...]], ...] = ()
        """Every voice of this computer: identifier, name, languages."""
        try:
            self._start()
        except NoVoice:
            self.close()
            raise

    @property
    def name(self) -> str:
        """Engine and voice."""
        return f"pyttsx3:{self._voice}"

    def render(self, text: str, *, rate: float = 1.0, volume: float = 1.0) -> Speech:
        """`text` as sound; see `Synthesizer.render`."""
        with self._lock:
            return join([self._sentence(one, rate) for one in split(text)], self._rate).amplified(volume)

    def close(self) -> None:
        """End the worker, in the middle of a sentence too, and remove its folder."""
        self._closed = True
        self._stop()
        self._folder.cleanup()

    def _sentence(self, text: str, rate: float) -> Speech:
        letters = sum(character.isascii() and character.isalnum() for character in text)
        problem = ""
        for attempt in range(ATTEMPTS):
            if attempt == ATTEMPTS - 1:
                self._stop()
            if self._worker is None:
                self._start()
            try:
                timeout = SENTENCE_TIMEOUT + CHARACTER_TIMEOUT * len(text)
                header, body = self._exchange({"text": text, "rate": rate}, timeout)
            except (OSError, EOFError):
                problem = "it hung or died"
                self._stop()
                continue
            if "error" in header:
                problem = header["error"]
                continue
            speech = Speech(np.frombuffer(body, "<i2"), header["rate"])
            if speech.duration >= SHORTEST * letters / rate:
                self._rate = speech.rate
                return speech
            problem = "it gave too little sound"
        raise NoVoice(f"the voice {self.name} failed ({problem}); {_INSTALL}")

    def _start(self) -> None:
        if self._closed:
            raise NoVoice("the voice has been closed; open another one")
        command = [sys.executable, "-m", "voiceassist.synthesis.pyttsx3_worker", self._folder.name, *self._wanted]
        # The same packages as here, wherever they were found; -P and no empty entry: nothing from the current folder.
        path = os.pathsep.join(entry for entry in sys.path if entry)
        self._worker = subprocess.Popen(
            [command[0], "-P", *command[1:]],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env={**os.environ, "PYTHONPATH": path},
        )
        try:
            header, _ = self._exchange(None, START_TIMEOUT)
        except (OSError, EOFError):
            header = {"error": "it does not start"}
        if "error" in header:
            self._stop()
            way_on = "`voiceassist voices` lists them" if self._wanted[0] else _INSTALL
            raise NoVoice(f"no voice to speak with ({header['error']}); {way_on}")
        self._voice = str(header["voice"])
        self.voices = tuple((one, title, tuple(languages)) for one, title, languages in header["voices"])

    def _exchange(self, request: dict[str, Any] | None, timeout: float) -> tuple[dict[str, Any], bytes]:
        """The worker's next message; a worker that takes longer than `timeout` is killed, which ends the wait."""
        worker = self._worker
        assert worker is not None and worker.stdin is not None and worker.stdout is not None  # noqa: S101
        watch = threading.Timer(timeout, worker.kill)
        watch.daemon = True
        watch.start()
        try:
            if request is not None:
                pipe.send(worker.stdin, request)
            return pipe.receive(worker.stdout)
        finally:
            watch.cancel()

    def _stop(self) -> None:
        worker, self._worker = self._worker, None
        if worker is None:
            return
        worker.kill()
        worker.wait()
        for stream in (worker.stdin, worker.stdout):
            if stream is not None:
                with contextlib.suppress(OSError):  # half a request may still be waiting for the dead worker
                    stream.close()
