"""The program's ears and understanding on one recording at a time: nothing here is known of any suite."""

from __future__ import annotations

import time
import zlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Final

import numpy as np

from voiceassist.bench.answer import Answer, judged
from voiceassist.bench.mixing import in_noise
from voiceassist.bench.spoken_suite import Recording, samples_of
from voiceassist.pronunciation import Lexicon
from voiceassist.recognition.choose import Recognizers, open_recognizers
from voiceassist.recognition.ensemble import surest_first
from voiceassist.recognition.models import models_folder
from voiceassist.recognition.protocol import Recognizer
from voiceassist.recognition.reserve import is_wanted
from voiceassist.turns.activity import SileroVoice
from voiceassist.turns.taker import TurnEnded, TurnTaker
from voiceassist.understanding import Understanding
from voiceassist.understanding.decision import settled
from voiceassist.values import (
    FRAME,
    SAMPLE_RATE,
    Completeness,
    Expectation,
    Foreseen,
    Hypothesis,
    Interpretation,
    Samples,
    SpeechContext,
)

PARTS: Final = ("held", "free", "fused")
_PIECE: Final = SAMPLE_RATE // 10
_FRAME_S: Final = FRAME / SAMPLE_RATE
_SILENCE: Final = SAMPLE_RATE
"""Put after each recording, as the program does with files, so that turns end."""


@dataclass(frozen=True)
class Listeners:
    """What a process needs to listen."""

    intents: Path
    language: str
    recognizer: str
    free: str
    noises: tuple[Path, ...]
    now: datetime
    fusion: bool = True
    cache: Path | None = None
    """Where what was compiled of the language is kept."""


@dataclass(frozen=True)
class Heard:
    """What was made of one recording."""

    recording: Recording
    held: str
    """The words of the recogniser held to the grammar."""
    free: str | None
    """The best words of the free one; None where there is none."""
    answers: dict[str, Answer]
    """What each part of the program makes of it, by its name in `PARTS`."""
    seconds: float
    """How long the sound is that was decoded."""
    took: float
    """How long decoding and understanding took, in seconds: all but cutting out the turn."""


class Hearing:
    """The recognisers and the understanding of one suite."""

    def __init__(self, listeners: Listeners) -> None:
        self._listeners = listeners
        self._understanding = Understanding.load(listeners.intents, cache=listeners.cache)
        self._contexts: dict[Expectation, SpeechContext] = {}
        self._lexicon = Lexicon(listeners.intents / "pronunciations.dict")
        self._noises = [samples_of(path) for path in listeners.noises]
        self._recognizers = self._open(listeners.free)

    def begin(self) -> None:
        """Forget what the held recogniser has learnt of the channel, so that results do not hang on the order of
        work."""
        self._recognizers.held.close()
        self._recognizers = replace(self._recognizers, held=self._open("none").held)

    def hear(self, recording: Recording, snr: float | None) -> Heard:
        """Listen to a recording, in noise at `snr` decibels where there is one."""
        turn, expected = self._turn(recording, snr), recording.expectation
        begun = time.perf_counter()
        held, free = self._decoded(turn, expected)
        fused = None
        if self._listeners.fusion:
            free = self._heard_better(turn, expected, held, free)
            fused = self._understood((*held, *free), expected)
        took = time.perf_counter() - begun
        parts = {"held": self._understood(held, expected)}
        if self._recognizers.free:
            parts["free"] = self._understood(free, expected)
        if fused:
            parts["fused"] = fused
        answers = {part: judged(recording, meanings) for part, meanings in parts.items()}
        free_words = _words(free) if self._recognizers.free else None
        return Heard(recording, _words(held), free_words, answers, len(turn) / SAMPLE_RATE, took)

    def hypotheses(
        self, recording: Recording, snr: float | None, foresee: Callable[[Sequence[Hypothesis]], Foreseen] | None = None
    ) -> tuple[Hypothesis, ...]:
        """What the recognisers make of a recording, as the program hands it to understanding.

        Where that leaves doubt, as `foresee` says or else the understanding, the one in reserve is heard, too.
        """
        turn, expected = self._turn(recording, snr), recording.expectation
        held, free = self._decoded(turn, expected)
        return (*held, *self._heard_better(turn, expected, held, free, foresee))

    def _turn(self, recording: Recording, snr: float | None) -> Samples:
        if snr is None:
            return turn_of(samples_of(recording.path))
        seed = zlib.crc32(recording.name.encode())
        return turn_of(in_noise(recording.path, self._noises[seed % len(self._noises)], snr, seed))

    def _decoded(self, turn: Samples, expected: Expectation) -> tuple[tuple[Hypothesis, ...], tuple[Hypothesis, ...]]:
        if expected not in self._contexts:
            self._contexts[expected] = self._understanding.context(expected)
        context = self._contexts[expected]
        held = self._decode(self._recognizers.held, turn, context)[:1]
        return held, self._decode(self._recognizers.free, turn, context) if self._recognizers.free else ()

    def _heard_better(
        self,
        turn: Samples,
        expected: Expectation,
        held: tuple[Hypothesis, ...],
        free: tuple[Hypothesis, ...],
        foresee: Callable[[Sequence[Hypothesis]], Foreseen] | None = None,
    ) -> tuple[Hypothesis, ...]:
        """What was heard freely, by the one in reserve, too, where that leaves doubt."""
        reserve, heard = self._recognizers.reserve, (*held, *free)
        if reserve is None or not any(one.text for one in heard):
            return free
        foreseen = foresee(heard) if foresee else self._foreseen(heard, expected)
        if not is_wanted(foreseen, heard):
            return free
        reserve.expect(self._contexts[expected])
        return surest_first((*free, *reserve.hear(turn)))

    def _foreseen(self, heard: Sequence[Hypothesis], expected: Expectation) -> Foreseen:
        """What is foreseen of `heard` as far as its meaning tells."""
        return Foreseen(Completeness.UNKNOWN, doubtful=not settled(self._understood(heard, expected)))

    def _understood(self, hypotheses: Sequence[Hypothesis], expected: Expectation) -> tuple[Interpretation, ...]:
        if not any(hypothesis.text for hypothesis in hypotheses):
            return (Interpretation(None),)
        return self._understanding.interpret(hypotheses, expected, self._listeners.now)

    def _decode(self, recognizer: Recognizer, sound: Samples, context: SpeechContext) -> tuple[Hypothesis, ...]:
        if not len(sound):
            return ()
        recognizer.expect(context)
        recognizer.start()
        for first in range(0, len(sound), _PIECE):
            recognizer.feed(sound[first : first + _PIECE])
        return recognizer.finish()

    def _open(self, free: str) -> Recognizers:
        chosen = self._listeners
        return open_recognizers(models_folder(), chosen.language, chosen.recognizer, free, lexicon=self._lexicon)


def _words(hypotheses: Sequence[Hypothesis]) -> str:
    return hypotheses[0].text if hypotheses else ""


def turn_of(sound: Samples) -> Samples:
    """The sound from where the program would have begun to listen to where it would have stopped.

    Somebody who pauses makes several turns of one command; what counts here are the ears, so they are one sound.
    Empty where nobody was heard to speak.
    """
    taker = TurnTaker(SileroVoice())
    padded = np.concatenate([sound, np.zeros(_SILENCE + -len(sound) % FRAME, np.int16)])
    turns = []
    for number, first in enumerate(range(0, len(padded) - FRAME + 1, FRAME)):
        happened = taker.feed(padded[first : first + FRAME], number * _FRAME_S)
        turns += [event.utterance for event in happened if isinstance(event, TurnEnded)]
    turns += [event.utterance for event in taker.flush() if isinstance(event, TurnEnded)]
    if not turns:
        return sound[:0]
    return padded[round(turns[0].start * SAMPLE_RATE) : round(turns[-1].end * SAMPLE_RATE)]
