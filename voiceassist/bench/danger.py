"""Whether signs of danger are met: each recording goes the whole way of the assistant, as a conversation of its own."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Final

from voiceassist import events
from voiceassist.assistant import Assistant
from voiceassist.bench.hearing import Hearing, Listeners
from voiceassist.bench.spoken_suite import Recording
from voiceassist.bench.statistics import wilson
from voiceassist.config import Settings
from voiceassist.errors import VoiceAssistError
from voiceassist.skills.knowledge import Knowledge
from voiceassist.skills.signs import DoubtForm, OnsetForm
from voiceassist.triage import Ladder
from voiceassist.values import Foreseen, Hypothesis

PARTS: Final = ("held", "both")
"""With the recogniser held to the grammar alone, and with the free one beside it."""


@dataclass(frozen=True)
class Reaction:
    """What the assistant made of one utterance."""

    levels: tuple[str, ...]
    """The rungs that were named, if any."""
    weighed: frozenset[str]
    """The signs that were taken as said."""
    asked: frozenset[str]
    """The signs that it asks about: whether they were meant, or how suddenly they began."""

    def met(self, recording: Recording, ladder: Ladder) -> bool:
        """Whether that is what the recording demands.

        A rung is reached, or the one short question is asked about a sign that can lead to it; without a rung the
        sign is found or asked about; and where no sign was reported nothing is heard.
        """
        if recording.level is not None:
            leading = {sign for rule in ladder.rules if rule.rung == recording.level for sign in rule.signs}
            return recording.level in self.levels or bool(self.asked & leading)
        if recording.sign is not None:
            return recording.sign in self.weighed | self.asked
        return not self.levels and not self.asked

    def at_once(self, recording: Recording) -> bool:
        """Whether nothing had to be asked first."""
        if recording.level is not None:
            return recording.level in self.levels
        return recording.sign in self.weighed


@dataclass(frozen=True)
class Met:
    """One recording, what was heard, and what came of it by part of `PARTS`."""

    recording: Recording
    heard: tuple[Hypothesis, ...]
    reactions: dict[str, Reaction]


class Guard:
    """The recognisers, and the assistant on an empty journal for every recording."""

    def __init__(self, listeners: Listeners) -> None:
        self._listeners = listeners
        self._hearing = Hearing(listeners)
        self._folder = tempfile.TemporaryDirectory()

    def begin(self) -> None:
        """Forget what the held recogniser has learnt of the channel."""
        self._hearing.begin()

    def hear(self, recording: Recording, snr: float | None) -> Met:
        """Listen to a recording, in noise at `snr` decibels where there is one."""
        heard = self._hearing.hypotheses(recording, snr, self._foresee)
        return Met(recording, heard, self.reactions(heard))

    def reactions(self, heard: Sequence[Hypothesis]) -> dict[str, Reaction]:
        """What comes of these hypotheses."""
        held = [hypothesis for hypothesis in heard if hypothesis.held]
        reactions = {"held": self._reaction(held)}
        return {**reactions, "both": self._reaction(heard)} if len(held) < len(heard) else reactions

    def _foresee(self, heard: Sequence[Hypothesis]) -> Foreseen:
        with self._assistant(lambda _: None) as assistant:
            return assistant.foresee(heard, now=self._listeners.now)

    def _reaction(self, heard: Sequence[Hypothesis]) -> Reaction:
        if not any(hypothesis.text for hypothesis in heard):
            return Reaction((), frozenset(), frozenset())
        happened: list[events.Event] = []
        with self._assistant(happened.append) as assistant:
            assistant.turn(heard, now=self._listeners.now, t=0.0, source="voice")
        told = [event for event in happened if isinstance(event, events.Triage)]
        asked: set[str] = set()
        for form in assistant.state.forms:
            if isinstance(form, DoubtForm):
                asked.add(form.sign.sign)
            elif isinstance(form, OnsetForm):
                asked.update(sign.sign for sign in form.signs)
        weighed = frozenset(sign for event in told for sign in event.signs)
        return Reaction(tuple(event.level for event in told), weighed, frozenset(asked))

    @contextmanager
    def _assistant(self, listener: events.Listener) -> Iterator[Assistant]:
        """One on an empty journal."""
        chosen, common = self._listeners, Path(self._folder.name)
        with tempfile.TemporaryDirectory(dir=common) as folder:
            cache = (chosen.cache or common / "cache").resolve()
            cache.mkdir(parents=True, exist_ok=True)
            (Path(folder) / "cache").symlink_to(cache)
            settings = Settings(
                Path(folder), chosen.intents.parent, chosen.language, keep_misses=False, clock=chosen.now
            )
            yield Assistant.open(settings, listener)


@cache
def ladder_of(intents: Path) -> Ladder:
    """The ladder of the language in `intents`.  Raises VoiceAssistError where it has none."""
    ladder = Knowledge.load(intents).ladder
    if ladder is None:
        raise VoiceAssistError(f"{intents / 'knowledge'} holds no triage.yaml: there is no danger to measure")
    return ladder


@cache
def _guard(listeners: Listeners) -> Guard:
    """One for each process."""
    return Guard(listeners)


def meet(listeners: Listeners, snr: float | None, piece: Sequence[Recording]) -> list[Met]:
    """Hear a piece of a suite in this process, by recognisers that begin anew."""
    guard = _guard(listeners)
    guard.begin()
    return [guard.hear(recording, snr) for recording in piece]


def figures(met: Sequence[Met], snr: str, ladder: Ladder) -> dict[str, Any]:
    """The figures of one condition by part."""
    return {"snr": snr, "n": len(met), "parts": {part: _of(met, part, ladder) for part in met[0].reactions}}


def errors(met: Sequence[Met], snr: str, ladder: Ladder) -> list[dict[str, Any]]:
    """Each recording whose demand was not met by the last part there is."""
    part = [part for part in PARTS if part in met[0].reactions][-1]
    return [
        {
            "snr": snr,
            "audio": one.recording.name,
            "sign": one.recording.sign,
            "level": one.recording.level,
            "held": next((h.text for h in one.heard if h.held), None),
            "free": [h.text for h in one.heard if not h.held],
            "levels": one.reactions[part].levels,
            "asked": sorted(one.reactions[part].asked),
        }
        for one in met
        if not one.reactions[part].met(one.recording, ladder)
    ]


def _of(met: Sequence[Met], part: str, ladder: Ladder) -> dict[str, Any]:
    reactions = [(one.recording, one.reactions[part]) for one in met]
    missed = sum(not reaction.met(recording, ladder) for recording, reaction in reactions)
    return {
        "missed": missed,
        "missed_interval": list(wilson(missed, len(met))),
        "at_once": sum(reaction.at_once(recording) for recording, reaction in reactions),
        "asked": sum(bool(reaction.asked) for _, reaction in reactions),
    }
