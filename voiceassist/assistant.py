"""The one place that knows the whole way: from what was heard to what is said, one turn at a time.

`Assistant.turn` is the same for typed and for spoken words; `voiceassist.listening` puts sound before and behind it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, time
from functools import partial
from pathlib import Path
from typing import Any

from voiceassist import events, reporting, triage
from voiceassist.by_ear import ByEar
from voiceassist.config import Settings
from voiceassist.continuation import Exchange, WholeHeard, joined
from voiceassist.dialogue import Dialogue, Heard, Outcome, Responses, State
from voiceassist.errors import VoiceAssistError
from voiceassist.journal import Journal, backup
from voiceassist.misses import Misses
from voiceassist.recognition import models
from voiceassist.resources import shipped
from voiceassist.semantics import MODEL, TWITCH, Proposal, Witness
from voiceassist.skills import SKILLS
from voiceassist.skills.daily import Daily
from voiceassist.skills.knowledge import Knowledge
from voiceassist.skills.make_report import make_report
from voiceassist.skills.signs import EMERGENCY, is_answered
from voiceassist.skills.skill import Line
from voiceassist.skills.speech import Forms
from voiceassist.skills.tips import daily_tip
from voiceassist.skills.told import FILE as TOLD
from voiceassist.skills.told import Told
from voiceassist.spoken import NAMES, keep_spoken
from voiceassist.triage import HeardSign
from voiceassist.understanding import Understanding
from voiceassist.understanding.templates import PROPOSAL
from voiceassist.understanding.understanding import TYPED
from voiceassist.values import Completeness, Decision, Hypothesis, Interpretation, Reply, SpeechContext


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
        by_ear: ByEar | None = None,
    ) -> None:
        """`daily` lets it speak first; `keep_voice` is given what a turn changed of the voice ("slower")."""
        self._understanding = understanding
        self._knowledge = knowledge
        self._dialogue = dialogue
        self._misses = misses
        self._emit = listener
        self._witness = witness
        self._daily = daily
        self._keep_voice = keep_voice
        self._by_ear = by_ear
        self._last: Exchange | None = None

    @classmethod
    def open(cls, settings: Settings, listener: events.Listener, state: State | None = None) -> Assistant:
        """An assistant on the journal and the language that `settings` name.

        A journal that cannot be used is told about when it is needed.

        Raises VoiceAssistError where a file of the language folder cannot be used.
        """
        language = settings.intents / settings.language
        knowledge = Knowledge.load(language)
        shipped_language = shipped("intents") / settings.language
        journal = Journal(settings.data_dir / "journal.sqlite3")
        try:
            backup.daily(journal, settings.data_dir / "backups", settings.now().date())
        except VoiceAssistError as problem:
            listener(events.Error(0.0, str(problem), recovered=True))
        forms = Forms.load(language if (language / "responses" / "_forms.yaml").exists() else shipped_language)
        told = Told(settings.data_dir / TOLD)
        understanding = Understanding.load(language, cache=settings.data_dir / "cache")
        state = state or State(rate=settings.rate, volume=settings.volume, verbosity=settings.verbosity)
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
            Daily(time.fromisoformat(settings.tip_at), told) if settings.tip_at else None,
            partial(keep_spoken, settings.data_dir),
            by_ear(language, understanding, knowledge),
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
        if self._by_ear:
            self._by_ear.prepare()

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

    def is_sure(self, hypotheses: Sequence[Hypothesis], *, now: datetime) -> bool:
        """Whether words make sense by themselves: they tell of danger, or would be taken as they are."""
        alone = self._understanding.interpret(hypotheses, self._dialogue.expectation, now)
        sure, others = self._signs(hypotheses)
        return bool(sure) or any(self._believable(sign, alone) for sign in others) or _all_sure(alone)

    def foresee(self, hypotheses: Sequence[Hypothesis], *, now: datetime) -> Completeness:
        """How complete the words of an unfinished turn are; what they mean is worked out now, so `turn` need not.

        A sign of danger needs no sentence around it to be a whole thought.
        """
        expected = self._dialogue.expectation
        meanings = self._understanding.interpret(hypotheses, expected, now)
        settled = _all_sure(meanings)
        completeness = self._understanding.completeness(hypotheses, expected, settled=settled)
        sure, others = self._signs(hypotheses)
        self._interpret(hypotheses, (*sure, *others), now)  # whose judgements `turn` finds kept
        if completeness is Completeness.HESITATION or any(meaning.intent for meaning in meanings):
            return completeness
        if sure or others:
            return Completeness.EXTENDABLE
        return Completeness.UNREAD if completeness is Completeness.UNKNOWN else completeness

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
        signs = self._signs(hypotheses)
        if first:
            weighed = {(one.sign, one.about): one.certain for heard in self._signs(first.hypotheses) for one in heard}
            sure, others = self._signs(both)
            signs = (_beyond(sure, weighed), _beyond(others, weighed))
        outcome, meanings = self._respond(hypotheses, signs, unsaid, now=now, t=t, source=source)
        self._last = Exchange(before, tuple(hypotheses), meanings, spans, bool(outcome.changes))
        if first and not first.wrote and _none(meanings):
            self._last = replace(first, hypotheses=both, spans=first.spans + 1)
        return outcome

    def _is_one(
        self, first: Exchange, second: Sequence[Hypothesis], whole: Sequence[Hypothesis], now: datetime
    ) -> bool:
        """Whether `second` ends what `first` began: together they tell of danger, or make more sense."""
        if any(self._signs(whole)):
            return True
        alone = self._understanding.interpret(second, self._dialogue.expectation, now)
        together = self._understanding.interpret(whole, first.before.expectation, now)
        if _same(together, first.meanings):
            return False
        return _all_sure(together) or (_none(alone) and not _none(together))

    def _respond(
        self,
        hypotheses: Sequence[Hypothesis],
        heard: tuple[Sequence[HeardSign], Sequence[HeardSign]],
        unsaid: str,
        *,
        now: datetime,
        t: float,
        source: str,
    ) -> tuple[Outcome, tuple[Interpretation, ...]]:
        """Answer words in which the signs `heard` are: sure ones, and those that only lesser hypotheses hold."""
        sure, others = heard
        meanings = self._interpret(hypotheses, (*sure, *others), now)
        signs = (*sure, *(sign for sign in others if self._believable(sign, meanings)))
        signs = (*signs, *self._near(hypotheses, signs, meanings))
        unforeseen = _none(meanings) and not any(sign.certain and self._is_emergency(sign) for sign in signs)
        if unforeseen:
            # Of a sign that the dialogue lets pass the witness may speak.
            answered = tuple(s for s in signs if self._knowledge.ladder and is_answered(s, self._knowledge.ladder))
            meanings = self._guessed(hypotheses, answered, now, t) or meanings
        words, voice = _best_words(hypotheses), _voice(self.state)
        outcome = self._dialogue.take(Heard(now, words, tuple(meanings), signs, source, unsaid))
        self._tell(outcome, meanings, t)
        changed = dict(_voice(self.state).items() - voice.items())
        if changed:
            self._keep_voice(changed)
        if ((unforeseen and not signs) or not outcome.understood) and self._misses and words:
            self._misses.keep(now, [hypothesis.text for hypothesis in hypotheses])
        return outcome, tuple(meanings)

    def typed_turn(self, text: str, *, now: datetime) -> Reply | None:
        """Answer typed words."""
        self._emit(events.Utterance(0.0, text, None, 0.0, None))
        return self.turn(typed(text), now=now, t=0.0, source="text")

    def command(self, intent: str, slots: Mapping[str, Any], *, now: datetime) -> Reply | None:
        """Do what saying `intent` would do."""
        self._last = None
        meaning = Interpretation(intent, slots, 1.0, Decision.ACCEPT)
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

    def _interpret(
        self, hypotheses: Sequence[Hypothesis], signs: Sequence[HeardSign], now: datetime
    ) -> tuple[Interpretation, ...]:
        """What the words mean; where a sign made them strange, what the words around the sign mean.

        "Weak for weeks" says nothing about the twitch that is logged in the same breath.
        """
        expected = self._dialogue.expectation
        meanings = self._understanding.interpret(hypotheses, expected, now, gaps=False)
        understood = not _none(meanings)
        dated = any(_SINCE in meaning.slots for meaning in meanings) and any(sign.when for sign in signs)
        sure = understood and _all_sure(meanings)
        told = [meaning for meaning in meanings if _is_of(signs, meaning)]
        if not signs or (sure and not dated and not told):
            return meanings
        around = self._understanding.interpret(self._beside(hypotheses, signs), expected, now, gaps=False)
        if not sure and not _none(around) and (not understood or _all_sure(around)):
            return around
        if told and not self._twitches(hypotheses, around):
            kept = tuple(meaning for meaning in meanings if meaning not in told)
            return kept or (Interpretation(None),)
        return tuple(_undated(meaning, around) for meaning in meanings) if dated else meanings

    def _twitches(self, hypotheses: Sequence[Hypothesis], around: Sequence[Interpretation]) -> bool:
        """Whether a twitch is told of beside a sign, of which `around` is left: "my hand is numb after coffee" is no
        twitch with numbness."""
        ladder = self._knowledge.ladder
        if ladder is None or any(meaning.intent == TWITCH for meaning in around):
            return True
        return any(triage.tells_of_twitching(one.text, ladder) for one in hypotheses)

    def _signs(self, hypotheses: Sequence[Hypothesis]) -> tuple[tuple[HeardSign, ...], tuple[HeardSign, ...]]:
        """Signs in any hypothesis: first what the best one of any free recogniser says, then what only others say.

        A recogniser that is held to the grammar makes words of any noise, so what it alone heard is uncertain, unless
        a lesser hypothesis of the free one says the same.
        """
        ladder = self._knowledge.ladder
        if ladder is None:
            return (), ()
        freely_heard = [hypothesis for hypothesis in hypotheses if not hypothesis.held and hypothesis.text]
        free = [hypothesis.text for hypothesis in freely_heard]
        held = [hypothesis.text for hypothesis in hypotheses if hypothesis.held]
        best: dict[str, str] = {}
        for hypothesis in freely_heard:
            best.setdefault(hypothesis.recognizer, hypothesis.text)
        sure = tuple(self._begun(sign, free, ladder) for sign in triage.hear(list(best.values()) or held, ladder))
        known = {(sign.sign, sign.about) for sign in sure}
        freely, heldly = (triage.hear(texts, ladder) if free else () for texts in (free, held))
        agreed = {(sign.sign, sign.about) for sign in freely} & {(sign.sign, sign.about) for sign in heldly}
        others = (sign for sign in triage.merge((*freely, *heldly), ladder) if (sign.sign, sign.about) not in known)
        return sure, tuple(replace(sign, certain=sign.certain and (sign.sign, sign.about) in agreed) for sign in others)

    def _begun(self, sign: HeardSign, free: Sequence[str], ladder: triage.Ladder) -> HeardSign:
        """The sign, without the slow beginning that the best hypothesis gave it where others doubt that.

        "Within minutes" heard as "within days" must not keep it from being asked about.
        """
        if sign.sign not in ladder.asked_onset or sign.onset in (None, "sudden"):
            return sign
        onsets = [
            other.onset
            for text in free
            for other in triage.hear([text], ladder)
            if (other.sign, other.about) == (sign.sign, sign.about)
        ]
        doubted = "sudden" in onsets or onsets.count(None) * 2 > len(onsets)
        return replace(sign, onset=None, when="") if doubted else sign

    def _near(
        self, hypotheses: Sequence[Hypothesis], signs: Sequence[HeardSign], meanings: Sequence[Interpretation]
    ) -> tuple[HeardSign, ...]:
        """What only sounds like danger, where no danger was heard and nothing was surely understood."""
        ladder = self._knowledge.ladder
        spoken = [one for one in hypotheses if one.recognizer != TYPED]
        if self._by_ear is None or ladder is None or not spoken:
            return ()
        if any(self._is_emergency(sign) for sign in signs):
            return ()
        if any(meaning.decision is Decision.ACCEPT for meaning in meanings):
            return ()
        near = self._by_ear.hear(spoken)
        return (near,) if near and near.sign not in {sign.sign for sign in signs} else ()

    def is_alarmed(self, hypotheses: Sequence[Hypothesis]) -> bool:
        """Whether some hypothesis tells of an emergency."""
        sure, others = self._signs(hypotheses)
        return any(self._is_emergency(sign) for sign in (*sure, *others))

    def _is_emergency(self, sign: HeardSign) -> bool:
        """Whether `sign`, if it is true, is an emergency by itself."""
        if self._knowledge.ladder is None:
            return False
        alone = triage.Facts(signs=(replace(sign, certain=True),), about=sign.about)
        return triage.assess(alone, self._knowledge.ladder).level == EMERGENCY

    def _believable(self, sign: HeardSign, meanings: Sequence[Interpretation]) -> bool:
        """Whether a sign that the best hypothesis does not hold is worth a question: no emergency is ever dropped."""
        reported = any(meaning.slots.get("sign") == sign.sign for meaning in meanings if meaning.intent)
        return sign.certain or reported or self._is_emergency(sign)

    def _guessed(
        self, hypotheses: Sequence[Hypothesis], signs: Sequence[HeardSign], now: datetime, t: float
    ) -> tuple[Interpretation, ...]:
        """What may have been meant by words that no sentence fits: danger first, then what they are about.

        `signs` were heard in them; the rest may hold a graver one ("for months the bread won't go down").  A twitch
        that is only proposed needs a place to be asked about.
        """
        rest, expected = self._beside(hypotheses, signs), self._dialogue.expectation
        about = self._understanding.about(rest, expected, now)
        if signs and not about:
            about = self._understanding.about(hypotheses, expected, now)
        proposed = self._proposed(rest, signs, t, read=bool(about))
        danger = tuple(meaning for meaning in proposed if meaning.intent == "ReportSign")
        others = tuple(meaning for meaning in proposed if meaning.intent not in ("ReportSign", TWITCH))
        if not about and any(meaning.intent == TWITCH for meaning in proposed):
            about = self._understanding.about(rest, expected, now, after=PROPOSAL)
        return (*danger, *about) or others

    def _proposed(
        self, hypotheses: Sequence[Hypothesis], signs: Sequence[HeardSign], t: float, *, read: bool
    ) -> tuple[Interpretation, ...]:
        """What the witness makes of freely heard words beside `signs` that nothing else understood.

        While a question is open, or a sign was heard, only signs count: an answer in odd words shall not turn the
        talk to another subject.
        """
        words = next((hypothesis.text for hypothesis in hypotheses if hypothesis.text and not hypothesis.held), "")
        if self._witness is None or not words:
            return ()
        try:
            proposals = self._witness.propose(words, read=read, heard=[sign.sign for sign in signs])
        except VoiceAssistError as problem:
            self._emit(events.Error(t, str(problem), recovered=True))
            self._witness = None
            return ()
        asked = self._dialogue.expectation.asks is not None
        found: list[Interpretation] = []
        for proposal in proposals:
            if proposal.kind != "sign":
                if not asked and (not signs or proposal.value == TWITCH):
                    found.append(self._meant(proposal, words))
            elif graver := [sign for sign in (proposal.value, *proposal.others) if self._is_graver(sign, words, signs)]:
                found.append(self._meant(replace(proposal, value=graver[0], others=tuple(graver[1:])), words))
        return tuple(found)

    def _beside(self, hypotheses: Sequence[Hypothesis], signs: Sequence[HeardSign]) -> list[Hypothesis]:
        """The hypotheses without the words that `signs` were read from."""
        ladder = self._knowledge.ladder
        if not signs or ladder is None:
            return list(hypotheses)
        rest = [replace(one, text=_without(one.text, signs, ladder), words=()) for one in hypotheses]
        return [one for one in rest if one.text]

    def _is_graver(self, sign: str, words: str, heard: Sequence[HeardSign]) -> bool:
        """Whether `sign`, if it is meant and began as badly as it may have, calls for more than what was `heard` of the
        same person."""
        ladder = self._knowledge.ladder
        if ladder is None or not heard:
            return True
        about = triage.about_whom(words, ladder)
        return triage.raises(sign, [one for one in heard if one.about == about], about, ladder)

    def _meant(self, proposal: Proposal, words: str) -> Interpretation:
        """A proposal leads to a question, except for a topic that is sure: nothing is lost by answering that."""
        if proposal.kind == "sign":
            ladder = self._knowledge.ladder
            about = triage.about_whom(words, ladder) if ladder else "self"
            slots = {"sign": proposal.value, "about": about, "others": list(proposal.others)}
            return Interpretation("ReportSign", slots, proposal.score, Decision.ASK, words)
        decision = Decision.ACCEPT if proposal.sure else Decision.CONFIRM
        if proposal.kind == "topic":
            return Interpretation("AskFaq", {"topic": proposal.value}, proposal.score, decision, words)
        return Interpretation(proposal.value, {}, proposal.score, decision, words)

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


def _voice(state: State) -> dict[str, Any]:
    """What can be set by voice, as it is now."""
    return {name: getattr(state, name) for name in NAMES}


def _best_words(hypotheses: Sequence[Hypothesis]) -> str:
    """The words to keep: the first free hypothesis, since the held one has only the grammar's words to choose from."""
    return next((h.text for held in (False, True) for h in hypotheses if h.held is held and h.text), "")


def _all_sure(meanings: Sequence[Interpretation]) -> bool:
    return all(meaning.decision is Decision.ACCEPT for meaning in meanings)


def _none(meanings: Sequence[Interpretation]) -> bool:
    return all(meaning.decision is Decision.REJECT for meaning in meanings)


def _same(some: Sequence[Interpretation], others: Sequence[Interpretation]) -> bool:
    return [(one.intent, dict(one.slots)) for one in some] == [(one.intent, dict(one.slots)) for one in others]


def _witness(readout: Path) -> Witness | None:
    """The witness of meaning, where its model is installed and was trained for this language."""
    folder = models.models_folder()
    return Witness(folder / MODEL, readout) if readout.exists() and MODEL in models.installed(folder) else None


def by_ear(language: Path, understanding: Understanding, knowledge: Knowledge) -> ByEar | None:
    """The witness of sound for a language folder; None where it has no ladder of urgency."""
    phrases = understanding.phrases(language / "knowledge" / "by_ear.yaml")
    return ByEar(phrases, knowledge.ladder) if knowledge.ladder else None


_SINCE = "since"


def _is_of(signs: Sequence[HeardSign], meaning: Interpretation) -> bool:
    """Whether it is a twitch to be logged with one of `signs`."""
    with_ = meaning.slots.get("with", ()) if meaning.intent == TWITCH else ()
    known = {sign.sign for sign in signs}
    return any(sign.sign in known for sign in triage.signs_of_twitch(with_, meaning.slots.get("place")))


def _undated(meaning: Interpretation, around: Iterable[Interpretation]) -> Interpretation:
    """`meaning` without the beginning that only words about a sign gave it, as its reading `around` them shows."""
    slots = {name: value for name, value in meaning.slots.items() if name != _SINCE}
    alike = any(other.intent == meaning.intent and dict(other.slots) == slots for other in around)
    return replace(meaning, slots=slots) if alike else meaning


def _beyond(signs: Sequence[HeardSign], weighed: Mapping[tuple[str, str], bool]) -> tuple[HeardSign, ...]:
    """What `signs` add to those of the first part, which are told with whether they were certain."""
    return tuple(
        one for one in signs if (known := weighed.get((one.sign, one.about))) is None or (one.certain and not known)
    )


def _without(text: str, signs: Sequence[HeardSign], ladder: triage.Ladder) -> str:
    """`text` without the words that the signs were read from.

    They stand there as triage's reader writes them ("can't" is "cannot"); where they do not, the whole is read so.
    """
    left = text.lower()
    for sign in signs:
        if sign.evidence and sign.evidence not in left:
            left = " ".join(ladder.reader.read(left).words)
        for words in (f"{sign.evidence} {sign.when}".strip(), sign.evidence):
            left = re.sub(rf"\b{re.escape(words)}\b", " ", left) if words else left
    return " ".join(left.split())


def typed(text: str) -> list[Hypothesis]:
    """Typed words in the shape of a hypothesis that is free of doubt."""
    return [Hypothesis(text, recognizer=TYPED, held=False, confidence=1.0)]
