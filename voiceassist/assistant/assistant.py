"""The one place that knows the whole way: from what was heard to what is said, one turn at a time.

`Assistant.turn` is the same for typed and for spoken words; `voiceassist.listening` puts sound before and behind it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, time
from functools import partial
from pathlib import Path
from typing import Any

from voiceassist import events, reporting, sessions
from voiceassist.assistant import by_ear
from voiceassist.assistant.around_signs import all_sure, interpret
from voiceassist.assistant.by_ear import ByEar
from voiceassist.assistant.continuation import Exchange, WholeHeard, joined
from voiceassist.assistant.signs_heard import Signs, SignsHeard, beyond
from voiceassist.assistant.unforeseen import Unforeseen
from voiceassist.config import Settings
from voiceassist.dialogue import Dialogue, Heard, Outcome, Responses, State
from voiceassist.dialogue.danger import is_nothing
from voiceassist.errors import VoiceAssistError
from voiceassist.journal import Journal, backup
from voiceassist.misses import Misses
from voiceassist.recognition import models
from voiceassist.resources import shipped
from voiceassist.semantics import MODEL, Witness
from voiceassist.skills import SKILLS
from voiceassist.skills.daily import Daily
from voiceassist.skills.knowledge import Knowledge
from voiceassist.skills.make_report import make_report
from voiceassist.skills.skill import Line
from voiceassist.skills.spoken_forms import SpokenForms
from voiceassist.skills.tips import daily_tip
from voiceassist.skills.told import FILE as TOLD
from voiceassist.skills.told import Told
from voiceassist.spoken import NAMES, keep_spoken
from voiceassist.triage import HeardSign
from voiceassist.understanding import Understanding
from voiceassist.understanding.decision import settled
from voiceassist.understanding.judging import TYPED
from voiceassist.values import Completeness, Foreseen, Hypothesis, Interpretation, Reply, SpeechContext


class Assistant:
    """One conversation of one person with their journal."""

    def __init__(
        self,
        understanding: Understanding,
        knowledge: Knowledge,
        dialogue: Dialogue,
        misses: Misses | None,
        listener: events.Listener,
        witness: Witness | None = None,
        daily: Daily | None = None,
        keep_voice: Callable[[Mapping[str, Any]], None] = lambda _: None,
        ear: ByEar | None = None,
    ) -> None:
        """`daily` lets it speak first; `keep_voice` is given what a turn changed by voice ("slower")."""
        self._understanding = understanding
        self._knowledge = knowledge
        self._dialogue = dialogue
        self._misses = misses
        self._emit = listener
        self._ears = SignsHeard(knowledge.ladder, ear)
        self._unforeseen = Unforeseen(understanding, self._ears, witness)
        self._daily = daily
        self._keep_voice = keep_voice
        self._last: Exchange | None = None

    @classmethod
    def open(cls, settings: Settings, listener: events.Listener, state: State | None = None) -> Assistant:
        """An assistant on the journal and the language that `settings` name.

        A journal that cannot be used is told about when it is needed.  Conversations put away too long ago are
        forgotten.

        Raises VoiceAssistError where a file of the language folder cannot be used.
        """
        language = settings.language_folder
        knowledge = Knowledge.load(language)
        shipped_language = shipped("intents") / settings.language
        journal = Journal(settings.data_dir / "journal.sqlite3")
        try:
            backup.daily(journal, settings.data_dir / "backups", settings.now().date())
        except VoiceAssistError as problem:
            listener(events.Error(0.0, str(problem), recovered=True))
        sessions.forget_stale(settings.data_dir, settings.now())
        forms = SpokenForms.load(language if (language / "responses" / "_forms.yaml").exists() else shipped_language)
        told = Told(settings.data_dir / TOLD)
        understanding = Understanding.load(language, cache=settings.data_dir / "cache")
        state = state or State(rate=settings.rate, volume=settings.volume, verbosity=settings.verbosity)
        state = replace(state, tip_at=settings.tip_at)
        return cls(
            understanding,
            knowledge,
            Dialogue(
                journal,
                knowledge,
                Responses.load([language, shipped_language], forms),
                {
                    **SKILLS,
                    "DailyTip": daily_tip(told),
                    "MakeReport": make_report(partial(reporting.for_doctor, language, settings.data_dir)),
                },
                state,
            ),
            Misses(settings.data_dir) if settings.keep_misses else None,
            listener,
            _witness(language / "knowledge" / "witness.npz"),
            Daily(_time(settings.tip_at), told),
            partial(keep_spoken, settings.data_dir),
            by_ear.load(language, understanding, knowledge.ladder),
        )

    @property
    def state(self) -> State:
        """What the conversation remembers."""
        return self._dialogue.state

    @property
    def fixed_texts(self) -> tuple[str, ...]:
        """Everything it says that never changes and tells nothing about anybody."""
        return (*self._dialogue.fixed_texts, *self._knowledge.texts)

    @property
    def context(self) -> SpeechContext:
        """What may be said next, for the recognisers."""
        return self._understanding.context(self._dialogue.expectation)

    def prepare(self) -> None:
        """Do, in half a second, what the first turns would otherwise have to wait for."""
        self._understanding.prepare()
        self._ears.prepare()

    def turn(
        self, hypotheses: Sequence[Hypothesis], *, now: datetime, t: float, source: str, whole: WholeHeard | None = None
    ) -> Reply | None:
        """Answer one utterance, given what each recogniser heard; None where it is best to say nothing.

        With `whole` it came so soon after the last that both may be one; see `continuation`.  Whatever the reply says
        was logged is on disk when this returns.
        """
        return self._take(hypotheses, "", now=now, t=t, source=source, whole=whole).reply

    def interruption(
        self,
        hypotheses: Sequence[Hypothesis],
        unsaid: str,
        *,
        now: datetime,
        t: float,
        whole: WholeHeard | None = None,
    ) -> Outcome:
        """Answer words that were spoken into a reply of which `unsaid` is left.

        "Stop" is answered with silence.  What was not understood was perhaps not meant for the assistant: nothing is
        said about it, and `Outcome.understood` tells that the reply may go on.
        """
        return self._take(hypotheses, unsaid, now=now, t=t, source="voice", whole=whole)

    def hushed(self, unsaid: str) -> None:
        """A reply was stopped by hand, `unsaid` is left of it: "go on" says it."""
        self._dialogue.hushed(unsaid)

    def is_alarmed(self, hypotheses: Sequence[Hypothesis]) -> bool:
        """Whether some hypothesis tells of an emergency."""
        return self._ears.is_alarmed(hypotheses)

    def is_sure(self, hypotheses: Sequence[Hypothesis], *, now: datetime) -> bool:
        """Whether words make sense by themselves: they tell of danger, or would be taken as they are."""
        alone = self._understanding.interpret(hypotheses, self._dialogue.expectation, now)
        sure, others = self._ears.hear(hypotheses)
        return bool(sure) or any(self._ears.is_believable(sign, alone) for sign in others) or all_sure(alone)

    def foresee(self, hypotheses: Sequence[Hypothesis], *, now: datetime) -> Foreseen:
        """How complete the words of an unfinished turn are; what they mean is worked out now, so `turn` need not.

        A sign of danger needs no sentence around it to be a whole thought.  What would be asked about, or not be
        understood, leaves doubt.
        """
        expected = self._dialogue.expectation
        meanings = self._understanding.interpret(hypotheses, expected, now)
        completeness = self._understanding.completeness(hypotheses, expected, settled=all_sure(meanings))
        sure, others = self._ears.hear(hypotheses)
        meant = self._meant(hypotheses, (*sure, *others), now)  # whose judgements `turn` finds kept
        certain = any(sign.certain for sign in sure)
        alarming = not certain and bool(sure or others)
        doubtful = not certain and not settled(meant)
        if completeness is not Completeness.HESITATION and not any(meaning.intent for meaning in meanings):
            if sure or others:
                completeness = Completeness.EXTENDABLE
            elif completeness is Completeness.UNKNOWN:
                completeness = Completeness.UNREAD
        return Foreseen(completeness, doubtful, alarming)

    def _take(
        self,
        hypotheses: Sequence[Hypothesis],
        unsaid: str,
        *,
        now: datetime,
        t: float,
        source: str,
        whole: WholeHeard | None,
    ) -> Outcome:
        first = self._last if whole and not self.is_sure(hypotheses, now=now) else None
        both = (*whole(first.spans), *joined(first.hypotheses, hypotheses)) if first and whole else ()
        spans = 1
        if first and not first.wrote and self._is_one(first, hypotheses, both, now):
            self._emit(events.Continued(t, _best_words(both)))
            self._dialogue.state = first.before
            hypotheses, unsaid, spans, first = both, "", first.spans + 1, None
        before = self.state
        signs = self._ears.hear(hypotheses)
        if first:
            weighed = {one.key: one.certain for heard in self._ears.hear(first.hypotheses) for one in heard}
            sure, others = self._ears.hear(both)
            signs = (beyond(sure, weighed), beyond(others, weighed))
        outcome, meanings = self._respond(hypotheses, signs, unsaid, now=now, t=t, source=source)
        self._last = Exchange(before, tuple(hypotheses), meanings, spans, bool(outcome.changes))
        if first and not first.wrote and is_nothing(meanings):
            self._last = replace(first, hypotheses=both, spans=first.spans + 1)
        return outcome

    def _is_one(
        self, first: Exchange, second: Sequence[Hypothesis], whole: Sequence[Hypothesis], now: datetime
    ) -> bool:
        """Whether `second` ends what `first` began: together they tell of danger, or make more sense."""
        if any(self._ears.hear(whole)):
            return True
        alone = self._understanding.interpret(second, self._dialogue.expectation, now)
        together = self._understanding.interpret(whole, first.before.expectation, now)
        surer = all_sure(together) and not all_sure(first.meanings)
        if _same(together, first.meanings) and not surer:
            return False
        return all_sure(together) or (is_nothing(alone) and not is_nothing(together))

    def _respond(
        self,
        hypotheses: Sequence[Hypothesis],
        heard: tuple[Signs, Signs],
        unsaid: str,
        *,
        now: datetime,
        t: float,
        source: str,
    ) -> tuple[Outcome, tuple[Interpretation, ...]]:
        """Answer words in which the signs `heard` are: sure ones, and those that only lesser hypotheses hold."""
        sure, others = heard
        meanings = self._meant(hypotheses, (*sure, *others), now)
        signs = (*sure, *(sign for sign in others if self._ears.is_believable(sign, meanings)))
        signs = (*signs, *self._ears.near(hypotheses, signs, meanings))
        unforeseen = is_nothing(meanings) and not any(sign.certain and self._ears.is_emergency(sign) for sign in signs)
        if unforeseen:
            # Of a sign that the dialogue lets pass the witness may speak.
            meanings = self._guessed(hypotheses, self._ears.answered(signs), now, t) or meanings
        words, voice = _best_words(hypotheses), _voice(self.state)
        outcome = self._dialogue.take(Heard(now, words, tuple(meanings), signs, source, unsaid))
        self._tell(outcome, meanings, t)
        changed = dict(_voice(self.state).items() - voice.items())
        if changed:
            self._keep_voice(changed)
        if self._daily and "tip_at" in changed:
            self._daily.move(_time(changed["tip_at"]))
        if ((unforeseen and not signs) or not outcome.understood) and self._misses and words:
            self._misses.keep(now, [hypothesis.text for hypothesis in hypotheses])
        return outcome, tuple(meanings)

    def _meant(
        self, hypotheses: Sequence[Hypothesis], signs: Sequence[HeardSign], now: datetime
    ) -> tuple[Interpretation, ...]:
        return interpret(hypotheses, signs, self._understanding, self._ears, self._dialogue.expectation, now)

    def _guessed(
        self, hypotheses: Sequence[Hypothesis], signs: Sequence[HeardSign], now: datetime, t: float
    ) -> tuple[Interpretation, ...]:
        def fails(problem: VoiceAssistError) -> None:
            self._emit(events.Error(t, str(problem), recovered=True))

        return self._unforeseen.guess(hypotheses, signs, self._dialogue.expectation, now, fails)

    def typed_turn(self, text: str, *, now: datetime) -> Reply | None:
        """Answer typed words."""
        self._emit(events.Utterance(0.0, text, None, 0.0, None))
        return self.turn(typed(text), now=now, t=0.0, source="text")

    def command(self, intent: str, slots: Mapping[str, Any], *, now: datetime) -> Reply | None:
        """Do what saying `intent` would do."""
        self._last = None
        meaning = Interpretation.certain(intent, slots)
        outcome = self._dialogue.take(Heard(now, "", (meaning,), (), "command"))
        self._tell(outcome, (meaning,), 0.0)
        return outcome.reply

    def silence(self, *, now: datetime, t: float) -> Reply | None:
        """Nobody answered an open question for a while."""
        self._last = None
        outcome = self._dialogue.silence(now)
        self._tell(outcome, (), t)
        return outcome.reply

    def daily(self, *, now: datetime, t: float) -> Reply | None:
        """What is said unasked, once a day at `Settings.tip_at`; None at other times and while a question is open."""
        if self._daily is None or self.state.forms or not self._daily.due(now):
            return None
        self._last = None
        outcome = self._dialogue.volunteer(self._daily.speak, now)
        self._tell(outcome, (), t)
        return outcome.reply

    def greet(self) -> tuple[Reply, Reply]:
        """Three examples of what can be said, and one line on what the assistant is not."""
        examples = self._dialogue.say(Line("Greeting.examples"))
        limits = self._dialogue.say(Line("Greeting.limits"))
        return examples, limits

    def _tell(self, outcome: Outcome, meanings: Iterable[Interpretation], t: float) -> None:
        for weighed in outcome.assessed:
            verdict = weighed.assessment
            self._emit(events.Triage(t, verdict.level, weighed.signs, verdict.rules, verdict.about))
        for meaning in meanings:
            self._emit(events.Interpreted.of(t, meaning))
        for change in outcome.changes:
            self._emit(events.Journal(t, change.op, change.entry.to_dict()))
        if outcome.problem:
            self._emit(events.Error(t, outcome.problem, recovered=False))
        if outcome.reply:
            self._emit(events.Replied.of(t, outcome.reply))


def _time(clock: str) -> time | None:
    """What is told as HH:MM; None for nothing."""
    return time.fromisoformat(clock) if clock else None


def _voice(state: State) -> dict[str, Any]:
    """What can be set by voice, as it is now."""
    return {name: getattr(state, name) for name in NAMES}


def _best_words(hypotheses: Sequence[Hypothesis]) -> str:
    """The words to keep: the first free hypothesis, since the held one has only the grammar's words to choose from."""
    return next((h.text for held in (False, True) for h in hypotheses if h.held is held and h.text), "")


def _same(some: Sequence[Interpretation], others: Sequence[Interpretation]) -> bool:
    return [(one.intent, dict(one.slots)) for one in some] == [(one.intent, dict(one.slots)) for one in others]


def _witness(readout: Path) -> Witness | None:
    """The witness of meaning, where its model is installed and was trained for this language."""
    folder = models.models_folder()
    return Witness(folder / MODEL, readout) if readout.exists() and MODEL in models.installed(folder) else None


def typed(text: str) -> list[Hypothesis]:
    """Typed words in the shape of a hypothesis that is free of doubt."""
    return [Hypothesis(text, recognizer=TYPED, held=False, confidence=1.0)]
