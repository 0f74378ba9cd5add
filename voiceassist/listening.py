"""The loop around the assistant: frames in, turns, recognisers, the assistant's turn, the reply spoken."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from voiceassist import events
from voiceassist.assistant import Assistant
from voiceassist.devices.levels import DeadInput, LevelMeter
from voiceassist.devices.sink import Sink
from voiceassist.devices.source import Frame, Source
from voiceassist.errors import VoiceAssistError
from voiceassist.recognition.choose import Recognizers
from voiceassist.recognition.protocol import Recognizer
from voiceassist.synthesis.protocol import Synthesizer
from voiceassist.synthesis.sentences import render_pieces
from voiceassist.turns.taker import TurnAudio, TurnEnded, TurnStarted, TurnTaker
from voiceassist.values import Hypothesis, Reply, Utterance

PATIENCE = 12.0
"""Seconds of silence after an open question before it is asked again."""


@dataclass(frozen=True)
class Ears:
    """Everything that hears."""

    source: Source
    turns: TurnTaker
    recognizers: Recognizers

    def close(self) -> None:
        """Let go of the recognisers' memory."""
        self.recognizers.close()


@dataclass(frozen=True)
class Mouth:
    """Everything that speaks.  Without a voice, replies are only shown."""

    voice: Synthesizer | None
    sink: Sink
    interrupted: Callable[[], bool] = lambda: False
    """Asked while a reply is being spoken; True stops it."""

    def close(self) -> None:
        """Say no more."""
        self.sink.close()
        if self.voice:
            self.voice.close()


class Listening:
    """A spoken conversation, from the first frame of the source to its last."""

    def __init__(self, assistant: Assistant, ears: Ears, mouth: Mouth, start: datetime, emit: events.Listener) -> None:
        """`start` is the time of day at the first frame; the clock advances with the audio."""
        self._assistant = assistant
        self._ears = ears
        self._mouth = mouth
        self._start = start
        self._emit = emit
        self._partial = ""
        self._quiet_since: float | None = None
        self._levels = LevelMeter()
        self._dead = DeadInput()

    def run(self, *, greet: bool = False, once: bool = False) -> None:
        """Listen until the source ends, somebody says goodbye, or, with `once`, one exchange is complete.

        With `greet` it first says what can be said to it.

        Raises VoiceAssistError where the source fails for good.
        """
        with self._ears.source as source:
            decoders = self._ears.recognizers
            self._expect()
            self._emit(
                events.Listening(0.0, source.name, decoders.held.name, decoders.free.name if decoders.free else None)
            )
            if greet:
                for reply in self._assistant.greet():
                    self._emit(events.Replied.of(0.0, reply))
                    self._speak(reply, 0.0, None)
            for frame in source:
                replied = self._hear(frame)
                if replied and (replied.ends or (once and not self._assistant.state.forms)):
                    return

    @property
    def _decoders(self) -> tuple[Recognizer, ...]:
        decoders = self._ears.recognizers
        return (decoders.held, decoders.free) if decoders.free else (decoders.held,)

    def _hear(self, frame: Frame) -> Reply | None:
        """Take one frame; the reply if it ended a turn and there was one."""
        level = self._levels.feed(frame.samples)
        if level is not None:
            self._emit(events.Level(frame.end, level))
        if self._dead.feed(frame.samples):
            self._emit(events.Error(frame.end, "I am listening but hear nothing; is the microphone muted?", True))
        happened = self._ears.turns.feed(frame.samples, frame.t)
        if frame.last:
            happened += self._ears.turns.flush()
        replied = None
        for event in happened:
            if isinstance(event, TurnStarted):
                self._begin(event.t)
            elif isinstance(event, TurnAudio):
                self._decode(event, frame.end)
            elif isinstance(event, TurnEnded):
                replied = self._answer(event.utterance, frame) or replied
        return replied or self._wait(frame)

    def _expect(self) -> None:
        """Tell the decoders what may be said next, while nobody speaks: a new grammar takes them a moment."""
        context = self._assistant.context
        for decoder in self._decoders:
            decoder.expect(context)

    def _begin(self, t: float) -> None:
        self._quiet_since = None
        self._partial = ""
        self._emit(events.SpeechStart(t))
        for decoder in self._decoders:
            decoder.start()

    def _decode(self, audio: TurnAudio, t: float) -> None:
        partial = ""
        for decoder in self._decoders:
            partial = decoder.feed(audio.samples) or partial
        if partial and partial != self._partial:
            self._partial = partial
            self._emit(events.Partial(t, partial))

    def _answer(self, utterance: Utterance, frame: Frame) -> Reply | None:
        held = self._ears.recognizers.held.finish()
        free = self._ears.recognizers.free.finish() if self._ears.recognizers.free else ()
        hypotheses: list[Hypothesis] = [*held[:1], *free]
        now = self._start + timedelta(seconds=utterance.end)
        if not any(hypothesis.text for hypothesis in hypotheses):
            return None
        self._emit(
            events.Utterance(
                utterance.end,
                held[0].text if held else "",
                free[0].text if free else None,
                round(utterance.speech_end, 3),
                self._ears.recognizers.held.name,
            )
        )
        reply = self._assistant.turn(hypotheses, now=now, t=utterance.end, source="voice")
        spoken_at = None if frame.heard_at is None else frame.heard_at - (utterance.end - utterance.speech_end)
        if reply:
            self._speak(reply, utterance.end, spoken_at)
        self._expect()
        self._quiet_since = frame.end
        return reply

    def _wait(self, frame: Frame) -> Reply | None:
        """Ask an open question again when nobody answers it."""
        if not self._assistant.state.forms or self._ears.turns.speaking:
            return None
        if self._quiet_since is None or frame.end - self._quiet_since < PATIENCE:
            return None
        self._quiet_since = frame.end
        reply = self._assistant.silence(now=self._start + timedelta(seconds=frame.end), t=frame.end)
        if reply:
            self._speak(reply, frame.end, None)
        self._expect()
        return reply

    def _speak(self, reply: Reply, t: float, speech_end: float | None) -> None:
        """Speak `reply` piece by piece; `speech_end` is when the person stopped speaking, by `time.monotonic`."""
        voice, state = self._mouth.voice, self._assistant.state
        if voice is None:
            return
        first = True

        def started(at: float) -> None:
            nonlocal first
            if first:
                first = False
                waited = None if speech_end is None else round((at - speech_end) * 1000)
                self._emit(events.Speaking(t, waited))

        self._ears.source.mute()
        try:
            for piece in render_pieces(voice, reply.text, rate=state.rate, volume=state.volume):
                if not self._mouth.sink.play(piece.samples, piece.rate, self._mouth.interrupted, started):
                    self._emit(events.Interrupted(t))
                    return
            self._emit(events.Spoken(t))
        except VoiceAssistError as problem:
            self._emit(events.Error(t, str(problem), recovered=True))
        finally:
            self._ears.source.unmute()
