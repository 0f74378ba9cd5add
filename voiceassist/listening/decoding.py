"""One turn through both recognisers, and what it may mean, worked out ahead while the speaker pauses."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor, wait
from dataclasses import dataclass
from typing import Final, TypeAlias

import numpy as np

from voiceassist.recognition.choose import Recognizers
from voiceassist.recognition.ensemble import surest_first
from voiceassist.recognition.protocol import DecodesAhead
from voiceassist.recognition.reserve import is_wanted
from voiceassist.values import Completeness, Foreseen, Hypothesis, Samples

AHEAD_AFTER: Final = 0.03
"""Seconds of silence after which the free recogniser starts on what was said so far: the first frame without a voice.
The voice activity model takes a voice to last 0.08 s too long, so that the closure of "t" and "k" is no silence to it:
one sentence in four has such a gap, and what was begun in it is thrown away."""

Foresee: TypeAlias = Callable[[Sequence[Hypothesis], float], Foreseen]
"""Works out what words mean, before the turn is over, and says how complete they are and whether they leave doubt.
Takes where in the input, in seconds, the speech ended."""


@dataclass(frozen=True)
class _Guess:
    """What the turn would be if nothing more were said."""

    completeness: Completeness
    free: tuple[Hypothesis, ...] | None
    """What the free recogniser heard; None where it streams, and so is ready at the end anyway."""
    reserve: tuple[Hypothesis, ...] | None = None
    """What the one in reserve heard; None where it was not asked."""


class TurnDecoding:
    """Feeds both recognisers, and asks the one in reserve where these leave doubt.

    With `beside`, working ahead happens in a thread of its own, else at once.  Whoever uses what `foresee` uses must
    call `finish` first: it waits for the work that is under way.
    """

    def __init__(self, recognizers: Recognizers, foresee: Foresee, *, beside: bool) -> None:
        self._held, self._free, self._reserve = recognizers.held, recognizers.free, recognizers.reserve
        self._foresee = foresee
        self._worker = ThreadPoolExecutor(1, "ahead") if beside else None
        self._guess: Future[_Guess] | None = None
        self._begun: Future[_Guess] | None = None
        """The last guess that was begun, also where the speaker went on."""
        self._pauses = 0
        """How often a pause turned out to be one inside the turn."""
        self._partials = {"held": "", "free": ""}
        self._sound: list[Samples] = []
        """All of the turn, for the recogniser in reserve."""

    @property
    def partial(self) -> str:
        """What has been heard of the turn so far, as far as a recogniser tells while it listens."""
        return self._partials["free"] or self._partials["held"]

    @property
    def completeness(self) -> Completeness:
        """How complete the turn is; known only while the speaker pauses."""
        done = self._guess is not None and self._guess.done()
        return self._guess.result().completeness if self._guess and done else Completeness.UNKNOWN

    def begin(self) -> None:
        """A turn begins."""
        self._guess = None
        self._partials = {"held": "", "free": ""}
        self._sound = []
        self._held.start()
        if self._free:
            self._free.start()

    def feed(self, samples: Samples) -> None:
        """Sound of the turn, ``(n,) int16`` at 16 kHz."""
        self._sound.append(samples)
        self._partials["held"] = self._held.feed(samples)
        if self._free:
            self._partials["free"] = self._free.feed(samples)

    def pause(self, silent: float, speech_end: float) -> None:
        """Nobody has spoken for `silent` seconds (0: somebody speaks); the speech so far ended at `speech_end`."""
        if not silent:
            self._pauses += self._guess is not None
            self._guess = None
        elif silent >= AHEAD_AFTER and self._guess is None:
            self._guess = self._begun = self._started(speech_end)

    def finish(self, speech_end: float) -> tuple[tuple[Hypothesis, ...], tuple[Hypothesis, ...]]:
        """The turn, whose speech ended at `speech_end`, is over: what was heard held to the grammar and freely, each
        best first."""
        if self._begun:
            wait([self._begun])
        guess, self._guess = self._guess.result() if self._guess else None, None
        held = self._held.finish()
        if self._free is None:
            return held, ()
        if guess is None or guess.free is None:
            free = self._free.finish()
        else:
            self._free.cancel()
            free = guess.free
        reserve = guess.reserve if guess else None
        heard = [one for one in (*held[:1], *free) if one.text]
        if self._reserve and reserve is None and heard and is_wanted(self._foresee(heard, speech_end), free):
            reserve = self._reserve.hear(np.concatenate(self._sound))
        return held, surest_first([*free, *reserve]) if reserve else free

    def hear(self, sound: Samples) -> tuple[Hypothesis, ...]:
        """What the free recogniser makes of `sound`, ``(n,) int16`` at 16 kHz, between two turns.

        Nothing where it decodes as it hears: that would take as long as a part of the sound lasts.
        """
        if self._free is None or not isinstance(self._free, DecodesAhead):
            return ()
        self._free.start()
        self._free.feed(sound)
        return self._free.finish()

    def close(self) -> None:
        """Wait for what is under way."""
        if self._worker:
            self._worker.shutdown()

    def _started(self, speech_end: float) -> Future[_Guess]:
        decode = self._free.ahead() if isinstance(self._free, DecodesAhead) else None
        partials, pauses, pieces = dict(self._partials), self._pauses, tuple(self._sound)

        def guess() -> _Guess:
            free = decode() if decode else None
            if pauses != self._pauses:
                return _Guess(Completeness.UNKNOWN, free)  # nobody will ask
            foreseen = self._foresee(self._hypotheses(partials, free), speech_end)
            # A gap between two sounds is over by now; where time does not pass meanwhile, that cannot be known.
            now = self._reserve if self._worker and pauses == self._pauses else None
            if now is None or free is None or not is_wanted(foreseen, free):
                return _Guess(foreseen.completeness, free)
            reserve = now.hear(np.concatenate(pieces))
            if pauses != self._pauses:
                return _Guess(Completeness.UNKNOWN, free)
            foreseen = self._foresee(self._hypotheses(partials, surest_first([*free, *reserve])), speech_end)
            return _Guess(foreseen.completeness, free, reserve)

        if self._worker:
            return self._worker.submit(guess)
        done: Future[_Guess] = Future()
        done.set_result(guess())
        return done

    def _hypotheses(self, partials: dict[str, str], free: tuple[Hypothesis, ...] | None) -> list[Hypothesis]:
        held = [Hypothesis(partials["held"], self._held.name, held=True)] if partials["held"] else []
        if free is None and self._free and partials["free"]:
            free = (Hypothesis(partials["free"], self._free.name, held=False),)
        return [*held, *(free or ())]
