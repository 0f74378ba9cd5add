"""A reply on its way through the voice, sentence by sentence."""

from __future__ import annotations

import queue
from collections.abc import Iterator
from dataclasses import dataclass
from threading import Event, Thread
from typing import TypeAlias

from voiceassist.listening.parts import Mouth
from voiceassist.synthesis.protocol import Synthesizer
from voiceassist.synthesis.sentences import split


@dataclass(frozen=True)
class FirstSound:
    """The first sample has been handed to the loudspeaker."""

    at: float
    """`time.monotonic()`"""


@dataclass(frozen=True)
class Said:
    """Everything has been said."""


@dataclass(frozen=True)
class CutShort:
    """It was stopped before its end."""


@dataclass(frozen=True)
class Silent:
    """Nothing could be said."""

    problem: str


Happening: TypeAlias = FirstSound | Said | CutShort | Silent


class Talk:
    """Speaks one text once; `run` may be another thread's business, everything else is the loop's."""

    def __init__(
        self, voice: Synthesizer, mouth: Mouth, text: str, *, rate: float, volume: float, speech_end: float | None
    ) -> None:
        """`speech_end` is when the person stopped speaking, by `time.monotonic`; None where that is not known."""
        self.text = text
        self.speech_end = speech_end
        self._voice = voice
        self._mouth = mouth
        self._rate, self._volume = rate, volume
        self._sentences = split(text)
        self._said = 0
        self._stop = Event()
        self._happened: queue.SimpleQueue[Happening] = queue.SimpleQueue()
        self._thread: Thread | None = None

    @property
    def unsaid(self) -> str:
        """What has not been said to its end."""
        return " ".join(self._sentences[self._said :])

    def start(self) -> None:
        """Speak beside the loop."""
        self._thread = Thread(target=self.run, name="voice", daemon=True)
        self._thread.start()

    def run(self) -> None:
        """Speak, and return when it is over."""
        try:
            self._happened.put(self._spoken())
        except Exception as problem:  # whatever a voice or a driver raises: the loop waits to be told
            self._happened.put(Silent(str(problem)))

    def stop(self) -> None:
        """Fall silent within 50 ms, and return when it is so."""
        self._stop.set()
        self.join()

    def join(self) -> None:
        """Return when it is over."""
        if self._thread:
            self._thread.join()

    def happenings(self) -> Iterator[Happening]:
        """What has happened since this was last asked."""
        while not self._happened.empty():
            yield self._happened.get()

    def _spoken(self) -> Happening:
        first = True

        def started(at: float) -> None:
            nonlocal first
            if first:
                first = False
                self._happened.put(FirstSound(at))

        for number, sentence in enumerate(self._sentences):
            speech = self._voice.render(sentence, rate=self._rate, volume=self._volume)
            if not self._mouth.sink.play(speech.samples, speech.rate, self._over, started):
                return CutShort()
            self._said = number + 1
        return Said()

    def _over(self) -> bool:
        return self._stop.is_set() or self._mouth.interrupted()
