"""The loop around the assistant: frames in, turns, recognisers, the assistant's turn, the reply spoken.

The loop pulls frames.  Where it may hear while it speaks (`Mouth.duplex`), a reply is spoken beside it, and somebody
who speaks meanwhile makes the voice stop at once; if nothing was meant by it, the voice goes on with the sentence it
was in.  Elsewhere the source is muted until the reply is over.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

import numpy as np

from voiceassist import events
from voiceassist.assistant import GOES_ON, Assistant
from voiceassist.devices.levels import DeadInput, LevelMeter
from voiceassist.devices.source import Frame
from voiceassist.listening.decoding import TurnDecoding
from voiceassist.listening.near_end import NearEnd
from voiceassist.listening.own_voice import is_own_voice
from voiceassist.listening.parts import Ears, Mouth
from voiceassist.listening.talk import CutShort, FirstSound, Said, Silent, Talk
from voiceassist.listening.time_of_day import TimeOfDay
from voiceassist.turns.taker import TurnAudio, TurnEnded, TurnEvent, TurnStarted
from voiceassist.values import Foreseen, Hypothesis, Reply, Samples, Utterance

PATIENCE = 12.0
"""Seconds of silence after an open question before it is asked again."""


class Listening:
    """A spoken conversation, from the first frame of the source to its last."""

    def __init__(self, assistant: Assistant, ears: Ears, mouth: Mouth, time: TimeOfDay, emit: events.Listener) -> None:
        """Begin with the first frame of the source."""
        self._assistant = assistant
        self._ears = ears
        self._mouth = mouth
        self._time = time
        self._emit = emit
        self._decoding = TurnDecoding(ears.recognizers, self._foresee, beside=ears.live)
        self._t = 0.0
        """Where the input has got to, in seconds."""
        self._partial = ""
        self._spoke_until: float | None = None
        """Where in the input the last utterance ended; None where the input broke off after it."""
        self._parts: list[Samples] = []
        """The sound of the present turn and of those before it that it may be the rest of."""
        self._quiet_since: float | None = None
        self._near_end = NearEnd(mouth.echo)
        self._levels = LevelMeter()
        self._dead = DeadInput()
        self._talk: Talk | None = None
        """The reply that is being spoken."""
        self._cut: Talk | None = None
        """The reply that the present turn has interrupted."""
        self._cry = False
        """Whether only danger is answered, because a cry for help opened the gate and nobody called by name."""
        self._said = self._parting = False
        """Whether something was said since the gate was told, and whether that was a goodbye."""

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
                greeting = self._assistant.greet()
                for reply in greeting:
                    self._emit(events.Replied.of(0.0, reply))
                self._say(" ".join(reply.text for reply in greeting), 0.0, None)
            elif self._ears.gate:
                self._emit(events.Asleep(0.0, self._ears.gate.hint))
            over = False
            try:
                for frame in source:
                    self._t = frame.end
                    self._time.follow(frame)
                    self._follow_talk(frame.end)
                    self._notice(frame)
                    replies = list(self._listened_to(replace(frame, samples=self._near_end.feed(frame))))
                    if not (replies or self._ears.turns.speaking or self._talk):
                        self._volunteer(frame)
                    over = over or any(self._is_over(reply, once=once) for reply in replies)
                    if over and not self._talk:
                        return
                self._finish_talk()
            finally:
                if self._talk:
                    self._talk.stop()
                self._decoding.close()

    def _is_over(self, reply: Reply, *, once: bool) -> bool:
        """Whether nothing comes after `reply`: who can be called again only goes to sleep for a goodbye."""
        if reply.ends and self._ears.gate:
            self._parting = True
            return once
        return reply.ends or (once and not self._assistant.state.forms)

    def _notice(self, frame: Frame) -> None:
        """Watch the level of the input, whether it is listened to or not."""
        level = self._levels.feed(frame.samples)
        if level is not None:
            self._emit(events.Level(frame.end, level))
        if self._dead.feed(frame.samples):
            self._emit(events.Error(frame.end, "I am listening but hear nothing; is the microphone muted?", True))

    def _listened_to(self, frame: Frame) -> Iterator[Reply]:
        """Take one frame as far as the gate lets it through; the replies it leads to."""
        gate = self._ears.gate
        if gate is None:
            yield from self._hear(frame)
            return
        if self._said and not self._talk:
            # Only now is it known where in the input the reply ended.
            if self._parting:
                gate.dismissed()
            else:
                gate.replied(frame.t, question=bool(self._assistant.state.forms))
            self._said = self._parting = False
        admitted = gate.admit(frame, busy=self._ears.turns.speaking or self._talk is not None)
        if admitted.closed:
            yield from self._take(self._ears.turns.flush(), frame)
            self._emit(events.Asleep(frame.end, gate.hint))
        if admitted.opened_by:
            self._cry = admitted.cry
            self._quiet_since = frame.end
            self._emit(events.Awake(frame.end, admitted.opened_by))
        for heard in admitted.frames:
            yield from self._hear(heard)

    def _hear(self, frame: Frame) -> Iterator[Reply]:
        """Take one frame that is listened to; the replies it leads to."""
        turns = self._ears.turns
        happened = turns.feed(frame.samples, frame.t, self._decoding.completeness, over_voice=self._talk is not None)
        if frame.last:
            happened += turns.flush()
        yield from self._take(happened, frame)
        if frame.last:
            self._spoke_until = None
        if turns.speaking:
            self._decoding.pause(turns.silent, frame.end - turns.silent)
        asked_again = self._wait(frame)
        if asked_again:
            yield asked_again

    def _take(self, happened: Sequence[TurnEvent], frame: Frame) -> Iterator[Reply]:
        for event in happened:
            if isinstance(event, TurnStarted):
                self._begin(event.t, frame)
            elif isinstance(event, TurnAudio):
                self._decode(event, frame.end)
            elif isinstance(event, TurnEnded):
                reply = self._answer(event.utterance, frame)
                if reply:
                    yield reply

    def _expect(self) -> None:
        """Tell the decoders what may be said next, while nobody speaks: a new grammar takes them a moment."""
        self._ears.recognizers.expect(self._assistant.context)

    def _foresee(self, hypotheses: Sequence[Hypothesis], speech_end: float) -> Foreseen:
        return self._assistant.foresee(hypotheses, now=self._time.at(speech_end))

    def _begin(self, t: float, frame: Frame) -> None:
        self._quiet_since = None
        self._partial = ""
        if self._spoke_until is None or t - self._spoke_until > GOES_ON:
            self._parts = []
        self._emit(events.SpeechStart(t))
        if self._talk:
            self._talk.stop()
            self._cut, self._talk = self._talk if self._talk.unsaid else None, None
            self._emit(events.Interrupted(frame.end) if self._cut else events.Spoken(frame.end))
        self._decoding.begin()

    def _decode(self, audio: TurnAudio, t: float) -> None:
        self._decoding.feed(audio.samples)
        partial = self._decoding.partial
        if partial and partial != self._partial:
            self._partial = partial
            self._emit(events.Partial(t, partial))

    def _answer(self, utterance: Utterance, frame: Frame) -> Reply | None:
        held, free = self._decoding.finish(utterance.speech_end)
        cut, self._cut = self._cut, None
        hypotheses: list[Hypothesis] = [*held[:1], *free]
        self._quiet_since = frame.end
        self._spoke_until = utterance.speech_end
        heard = [hypothesis.text for hypothesis in hypotheses if hypothesis.text]
        if not heard:
            self._resume(cut, frame.end)
            return None
        if self._cry and self._ears.gate and not self._assistant.is_alarmed(hypotheses):
            self._ears.gate.dismissed()
            return None
        self._cry = False
        self._emit(
            events.Utterance(
                utterance.end,
                held[0].text if held else "",
                free[0].text if free else None,
                round(utterance.speech_end, 3),
                self._ears.recognizers.held.name,
            )
        )
        now = self._time.at(utterance.speech_end)
        best = [hypothesis.text for hypothesis in free[:1] or held[:1]]
        if cut and is_own_voice(best, cut.text, makes_sense=self._assistant.is_sure(hypotheses, now=now)):
            self._resume(cut, frame.end)
            return None
        self._parts.append(utterance.samples)
        whole = self._whole if len(self._parts) > 1 else None
        if cut:
            outcome = self._assistant.interruption(hypotheses, cut.unsaid, now=now, t=utterance.end, whole=whole)
            reply = outcome.reply
            if not outcome.understood:
                self._resume(cut, frame.end)
        else:
            reply = self._assistant.turn(hypotheses, now=now, t=utterance.end, source="voice", whole=whole)
        if reply:
            stopped = None if frame.heard_at is None else frame.heard_at - (frame.end - utterance.speech_end)
            self._say(reply.text, utterance.end, stopped)
        self._expect()
        return reply

    def _whole(self, spans: int) -> tuple[Hypothesis, ...]:
        return self._decoding.hear(np.concatenate(self._parts[-spans - 1 :]))

    def _wait(self, frame: Frame) -> Reply | None:
        """Ask an open question again when nobody answers it."""
        if not self._assistant.state.forms or self._ears.turns.speaking or self._talk:
            return None
        if self._quiet_since is None or frame.end - self._quiet_since < PATIENCE:
            return None
        self._quiet_since = frame.end
        reply = self._assistant.silence(now=self._time.at(frame.end), t=frame.end)
        if reply:
            self._say(reply.text, frame.end, None)
        self._expect()
        return reply

    def _volunteer(self, frame: Frame) -> None:
        """Speak first where it is time to, once a day; that is no exchange, so `run` is not told."""
        reply = self._assistant.daily(now=self._time.at(frame.end), t=frame.end)
        if reply:
            self._quiet_since = frame.end
            self._say(reply.text, frame.end, None)
            self._expect()

    def _resume(self, cut: Talk | None, t: float) -> None:
        """Nothing was meant by what stopped the voice: it goes on."""
        if cut and cut.unsaid:
            self._say(cut.unsaid, t, None)

    def _say(self, text: str, t: float, speech_end: float | None) -> None:
        """Speak `text`; `speech_end` is when the person stopped speaking, by `time.monotonic`."""
        self._said = True
        if self._ears.gate:
            self._ears.gate.replied(t, question=False)
        voice = self._mouth.voice
        if voice is None:
            return
        self._finish_talk()
        state = self._assistant.state
        self._talk = Talk(voice, self._mouth, text, rate=state.rate, volume=state.volume, speech_end=speech_end)
        if self._mouth.duplex:
            self._talk.start()
            return
        self._ears.source.mute()
        try:
            self._talk.run()
        finally:
            self._ears.source.unmute()
        self._follow_talk(t)

    def _follow_talk(self, t: float) -> None:
        """Tell what has become of the reply that is being spoken."""
        talk = self._talk
        if talk is None:
            return
        for happened in talk.happenings():
            if isinstance(happened, FirstSound):
                waited = None if talk.speech_end is None else round((happened.at - talk.speech_end) * 1000)
                self._emit(events.Speaking(t, waited))
                continue
            self._talk = None
            self._quiet_since = t
            if isinstance(happened, Said):
                self._emit(events.Spoken(t))
            elif isinstance(happened, CutShort):
                self._assistant.hushed(talk.unsaid)
                self._emit(events.Interrupted(t))
            elif isinstance(happened, Silent):
                self._emit(events.Error(t, happened.problem, recovered=True))

    def _finish_talk(self) -> None:
        """Wait until what is being said has been said."""
        if self._talk:
            self._talk.join()
            self._follow_talk(self._t)
