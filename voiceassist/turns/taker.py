"""Cuts the input into turns of speech."""

from __future__ import annotations

from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final, TypeAlias

import numpy as np

from voiceassist.turns.activity import Voice
from voiceassist.turns.start import VoicedStart
from voiceassist.turns.stop import LengthStop, PauseStop, Progress, StopStrategy
from voiceassist.values import FRAME, SAMPLE_RATE, Completeness, Samples, Utterance

STILL_VOICED: Final = 0.35
"""The probability from which a frame counts as voiced within a turn: 0.15 below the one that begins it, as in
Silero's own `get_speech_timestamps` (``neg_threshold``), so that soft ends of words are not taken for silence."""
PRE_ROLL: Final = 10
"""Frames kept from before the first voiced one (0.32 s): the detector is late on soft beginnings."""
OVER_VOICE: Final = (6, 10, 0.7)
"""While a reply is spoken, a turn begins with 192 ms of surer voice within 320 ms: what is left of an echo is weaker
and more broken than a person."""
_FRAME_S: Final = FRAME / SAMPLE_RATE


@dataclass(frozen=True)
class TurnStarted:
    """Somebody began to speak."""

    t: float
    """Where the first voiced frame begins, in seconds of the input."""


@dataclass(frozen=True, eq=False)
class TurnAudio:
    """Sound of the turn, for a recogniser that hears as it comes; the first holds the pre-roll."""

    samples: Samples


@dataclass(frozen=True)
class TurnEnded:
    """The turn is over."""

    utterance: Utterance


TurnEvent: TypeAlias = TurnStarted | TurnAudio | TurnEnded


@dataclass
class _Turn:
    start: float
    speech_end: float
    audio: list[Samples] = field(default_factory=list)


class TurnTaker:
    """Takes frames in order and tells what they mean for the conversation."""

    def __init__(
        self,
        voice: Voice,
        start: VoicedStart | None = None,
        stops: Sequence[StopStrategy] = (PauseStop(), LengthStop()),
        start_over_voice: VoicedStart | None = None,
    ) -> None:
        """A turn ends for the first of `stops` that says so; `start_over_voice` begins one while a reply is spoken."""
        self._voice = voice
        self._start = start or VoicedStart()
        self._over_voice = start_over_voice or VoicedStart(*OVER_VOICE)
        self._stops = stops
        self._before: deque[Samples] = deque(maxlen=max(self._start.within, self._over_voice.within) + PRE_ROLL)
        self._turn: _Turn | None = None
        self._end = 0.0

    @property
    def speaking(self) -> bool:
        """Whether a turn is under way."""
        return self._turn is not None

    @property
    def silent(self) -> float:
        """How long nobody has spoken within the present turn, in seconds; 0 between two turns."""
        return self._end - self._turn.speech_end if self._turn else 0.0

    def feed(
        self,
        samples: Samples,
        t: float,
        completeness: Completeness = Completeness.UNKNOWN,
        *,
        over_voice: bool = False,
    ) -> list[TurnEvent]:
        """What the frame `samples`, ``(512,) int16`` at `t` seconds of the input, brings about.

        `completeness` is how complete the present turn's words are so far; `over_voice` says that the assistant speaks.
        """
        self._end = t + _FRAME_S
        probability = self._voice(samples)
        if self._turn is None:
            return self._listen(samples, t, probability, over_voice=over_voice)
        self._turn.audio.append(samples)
        if probability >= STILL_VOICED:
            self._turn.speech_end = self._end
        progress = Progress(self._end - self._turn.start, self._end - self._turn.speech_end, completeness)
        events: list[TurnEvent] = [TurnAudio(samples)]
        if any(stop.is_over(progress) for stop in self._stops):
            events += self.flush()
        return events

    def flush(self) -> list[TurnEvent]:
        """End the present turn, if any, because the input breaks off here; the next frame may stand anywhere."""
        turn, self._turn = self._turn, None
        self._forget()
        if turn is None:
            return []
        return [TurnEnded(Utterance(np.concatenate(turn.audio), turn.start, turn.speech_end, self._end))]

    def _forget(self) -> None:
        self._before.clear()
        self._start.reset()
        self._over_voice.reset()

    def _listen(self, samples: Samples, t: float, probability: float, *, over_voice: bool) -> list[TurnEvent]:
        self._before.append(samples)
        # Both hear every frame: what one heard before a reply must not count after it.
        usual, over = self._start.feed(probability), self._over_voice.feed(probability)
        ago = over if over_voice else usual
        if ago is None:
            return []
        kept = list(self._before)[-(ago + 1 + PRE_ROLL) :]
        audio = np.concatenate(kept)
        self._turn = _Turn(self._end - len(kept) * _FRAME_S, self._end, [audio])
        self._forget()
        return [TurnStarted(t - ago * _FRAME_S), TurnAudio(audio)]
