"""The conversation: what one utterance means here, what is done about it, what is said and what is expected next.

Danger is answered first.  Then whatever the utterance means is shared out: an answer to the open question goes to its
form, words that steer the conversation ("more", "stop") to `control`, everything else to its skill.  What the skills
log is written to the journal in one step before the reply is made, so nothing is ever read back that is not on disk.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from voiceassist.dialogue import control, danger, missed, questions, reading
from voiceassist.dialogue.confirm import ConfirmForm
from voiceassist.dialogue.portions import portions
from voiceassist.dialogue.responses import Responses
from voiceassist.dialogue.state import State
from voiceassist.journal import Assessment, Entry, Journal, JournalError, Note, Sign, queries
from voiceassist.skills import signs
from voiceassist.skills.correction import recently_logged
from voiceassist.skills.faq import NO_MORE
from voiceassist.skills.intents import ANSWERED, OBSERVES, YES_NO
from voiceassist.skills.knowledge import Knowledge
from voiceassist.skills.skill import (
    Amends,
    Answer,
    Change,
    Desk,
    Form,
    Line,
    Skill,
    Weighed,
)
from voiceassist.skills.whose import of_another
from voiceassist.triage import HeardSign
from voiceassist.values import Decision, Expectation, Interpretation, Reply

PORTION_WORDS = {"brief": 14, "normal": 24, "full": 60}
"""Words in one portion of a reply: a voice speaks about three a second, and eight seconds is what the ear bears."""

_DOUBTED = YES_NO | {"LogDay"}
"""Answers that are asked about where they may have been misheard."""


def _agrees(meaning: Interpretation, form: ConfirmForm) -> bool:
    """Whether it says yes to what was asked to be done: "go on" does, where it was heard well.

    A bare "okay" agrees to be helped; that a doubtful answer was meant it does not say.
    """
    if form.answers and "assent" in meaning.slots:
        return False
    return meaning.intent == "Confirm" or (meaning.intent == "More" and meaning.decision is Decision.ACCEPT)


def _was_misheard(meaning: Interpretation) -> bool:
    """Whether what is told of a twitch beside its place may be in none of the words: in a sentence with gaps it was
    said."""
    details = meaning.slots.keys() - {"place", "side"}
    return meaning.intent == "LogTwitch" and "place" in meaning.slots and bool(details) and not meaning.guessed


def _is_of_another(answer: Answer) -> bool:
    """Whether it says what the ladder says of somebody else, and nothing of the speaker."""
    return bool(answer.assessed) and all(weighed.assessment.about == "other" for weighed in answer.assessed)


@dataclass(frozen=True)
class Heard:
    """One utterance with what triage and understanding made of it."""

    now: datetime
    words: str
    meanings: tuple[Interpretation, ...] = ()
    signs: tuple[HeardSign, ...] = ()
    source: str = "voice"
    unsaid: str = ""
    """What is left of the reply that these words interrupted."""


@dataclass(frozen=True)
class Outcome:
    """What came of a turn."""

    reply: Reply | None
    """None where it is best to say nothing."""
    changes: tuple[Change, ...] = ()
    assessed: tuple[Weighed, ...] = ()
    understood: bool = True
    problem: str = ""
    """Why what was said could not be kept."""


class Dialogue:
    """One conversation.  `state` is all it remembers; everything else stays the same from turn to turn."""

    def __init__(
        self, journal: Journal, knowledge: Knowledge, responses: Responses, skills: Mapping[str, Skill], state: State
    ) -> None:
        self._journal = journal
        self._knowledge = knowledge
        self._responses = responses
        self._skills = skills
        self._tried: tuple[Interpretation, Answer] | None = None
        self.state = state

    @property
    def fixed_texts(self) -> tuple[str, ...]:
        """Replies without anything to fill in."""
        return self._responses.fixed

    @property
    def expectation(self) -> Expectation:
        """What is likely to be said next."""
        try:
            since = queries.first_day(self._journal)
        except JournalError:
            since = None
        return replace(self.state.expectation, since=since)

    def take(self, heard: Heard) -> Outcome:
        """Answer one utterance.  A journal that fails is told about, and never keeps danger from being answered."""
        desk = self._desk(heard)
        try:
            return self._take(heard, desk)
        except JournalError as problem:
            return self._unsaved(problem, desk, signs.verdicts(desk))

    def _take(self, heard: Heard, desk: Desk) -> Outcome:
        self._tried = None
        another = of_another(self.state.another, heard.meanings, desk)
        anew = not another or any(meaning.intent == "SpeakFor" for meaning in heard.meanings)
        self.state = replace(self.state, another=another, verdict="" if anew else self.state.verdict)
        desk = replace(desk, another=another > 0, verdict=self.state.verdict)
        if danger.is_told_anyway(self._form, desk):
            self._close()
        desk = replace(desk, signs=danger.told(heard.meanings, desk))
        asked = self._form
        claimed = danger.claimed(asked, desk, heard.meanings)
        reported = signs.respond(desk, claimed)
        if reported.final:
            return self._conclude([reported], desk, asks=False)
        if (back := self._taken_back(heard.meanings, desk)) is not None:
            return self._conclude([back], desk, asks=not back.final)
        if danger.clings(self.state, heard.meanings, reported, desk.now):
            misses = self.state.misses + 1 if danger.is_nothing(heard.meanings) else 0
            turns = self.state.turns + 1
            self.state = replace(self.state, misses=misses, turns=turns, just_logged=False)
            return Outcome(Reply(self._again(desk)))
        return self._go_on(heard, desk, reported, claimed=bool(claimed))

    def _again(self, desk: Desk) -> str:
        """The alarm once more; to whoever denies it, with the way to take it back."""
        if not danger.is_denied(desk):
            return self.state.alarm
        return f"{self.state.alarm} {self._text([Line('Triage.misheard')], desk)}"

    def _go_on(self, heard: Heard, desk: Desk, reported: Answer, *, claimed: bool) -> Outcome:
        """Answer what was meant besides danger, which `reported` answers; `claimed`, a sign answers what was asked."""
        asked = self._form
        if asked and (written := self._written(asked, heard.meanings, desk)) is not None:
            self._close()
            return self._conclude([signs.aside(reported), written], desk, lets_go=False)
        meanings, self.state = reading.read(heard.meanings, self.state, desk, reported, claimed=claimed)
        desk = replace(desk, meant=meanings, cautioned=desk.cautioned | reported.cautioned)
        if heard.unsaid and not reported.lines and {meaning.intent for meaning in meanings} == {"Stop"}:
            self.hushed(heard.unsaid)
            return Outcome(None)
        steering = [meaning for meaning in meanings if meaning.intent in control.INTENTS]
        if meanings and len(steering) == len(meanings) and reported == Answer() and self._steers(meanings[-1], desk):
            return self._steer(meanings[-1], desk)
        groups = [tuple(group) for _, group in itertools.groupby(meanings, key=lambda meaning: meaning.intent)]
        meant = [answer for group in groups if (answer := self._meant(group, desk)) is not None]
        if meant and not asked and all(one == Answer() for one in (reported, *meant)) and danger.is_denied(desk):
            return self._conclude([Answer((Line("Deny.idle"),))], desk)
        if not meant and reported == Answer():
            return Outcome(None, understood=False) if heard.unsaid else self._missed(desk)
        if any(answer.lines for answer in meant):
            reported = signs.aside(reported)
        if meant:
            reported = signs.unless_light(reported, desk)
        # A question that was answered has uncovered the one below it, which is asked now.
        unsaid = self.state.rest if meant and all(one.lines == (NO_MORE,) for one in meant) else ()
        outcome = self._conclude([reported, *questions.one_of(meant)], desk, lets_go=self._form is asked)
        if unsaid:
            # That no more is known of the reason ends no answer that has a rest: "tell me more" still says it.
            self.state = replace(self.state, rest=unsaid)
        if asked and danger.is_asked(asked) and any(meaning.intent == "Deny" for meaning in meanings):
            self.state = replace(self.state, denied=(asked,))
        return outcome

    def _written(self, form: Form, meanings: Sequence[Interpretation], desk: Desk) -> Answer | None:
        """What the very words answer; None for words that steer the conversation, take something back or log something,
        and where there are none."""
        other = {*control.INTENTS, *OBSERVES, "Undo", "Correct"}
        if not desk.words.strip() or any(danger.is_sure(one) and one.intent in other for one in meanings):
            return None
        return form.written(desk)

    def hushed(self, unsaid: str) -> None:
        """A reply was stopped by hand, `unsaid` is left of it."""
        pieces = portions(unsaid, PORTION_WORDS[self.state.verbosity])
        self.state = replace(self.state, rest=(*pieces, *self.state.rest))

    def silence(self, now: datetime) -> Outcome:
        """An open question was met with silence: it is asked once more, then its form is given up."""
        desk = self._desk(Heard(now, ""))
        if not self._form:
            return Outcome(None)
        if not self.state.silences:
            outcome = self._conclude([], desk)
            self.state = replace(self.state, silences=1)
            return outcome
        form = self._close()
        return self._conclude([form.leave(desk)], desk, asks=False)

    def volunteer(self, speak: Callable[[Desk], Answer], now: datetime) -> Outcome:
        """Say something unasked."""
        desk = self._desk(Heard(now, ""))
        try:
            return self._conclude([speak(desk)], desk)
        except JournalError as problem:
            return self._unsaved(problem, desk, ())

    def say(self, line: Line) -> Reply:
        """A reply outside any turn, for example a greeting."""
        text = self._responses.render(line, self.state.turns)
        self.state = replace(self.state, last=text)
        return Reply(text, self.expectation.favours)

    @property
    def _form(self) -> Form | None:
        return self.state.form

    def _close(self) -> Form:
        form = self.state.forms[-1]
        self.state = questions.closed(self.state)
        return form

    def _desk(self, heard: Heard) -> Desk:
        return Desk(
            journal=self._journal,
            knowledge=self._knowledge,
            now=heard.now,
            source=heard.source,
            words=heard.words,
            turn=f"{heard.now.isoformat()} {self.state.turns}",
            recent=self.state.recent,
            signs=heard.signs,
            cautioned=frozenset(self.state.cautioned),
            asked=self.state.asked,
            topic=self.state.topic,
            undone=tuple(Change(one["op"], Entry.from_dict(one["entry"])) for one in next(iter(self.state.undone), ())),
            busy=bool(self.state.forms),
        )

    def _taken_back(self, meanings: Sequence[Interpretation], desk: Desk) -> Answer | None:
        """The answer to a question about danger whose no is taken back."""
        [form] = self.state.denied or (None,)
        if form is None or (onset := danger.taken_back(form, meanings, desk)) is None:
            return None
        if self._form and not any(meaning.slots.get("slot") == "answer" for meaning in meanings):
            return None  # "yes" answers what is open now
        return form.answer(Interpretation.certain("Confirm", {"onset": onset}, desk.words), desk)

    def _steers(self, meaning: Interpretation, desk: Desk) -> bool:
        if meaning.intent not in control.INTENTS or meaning.decision is Decision.REJECT:
            return False
        if self._takes_back(meaning, desk) and not self._form and not self.state.rest:
            return False
        if "denied" in meaning.slots or (isinstance(self._form, ConfirmForm) and _agrees(meaning, self._form)):
            return False  # to try what was confirmed or denied would be to do it, and it is done once
        asked = self.state
        answer = self._answer(self._form, meaning, desk) if self._form else None
        self.state = asked
        self._tried = None if answer is None else (meaning, answer)
        return answer is None

    def _takes_back(self, meaning: Interpretation, desk: Desk) -> bool:
        """A bare "no" to what was just read back; "no twitch in my thumb" is no word about the calf.

        To what the checklist found, a no is fright: only "undo" takes that back.
        """
        if meaning.intent != "Deny" or not self.state.just_logged or meaning.slots:
            return False
        return not any(isinstance(entry, Assessment) for entry in recently_logged(desk))

    def _take_back(self, group: Sequence[Interpretation], desk: Desk) -> Answer:
        """Undo what was read back; a sign was perhaps misheard and is perhaps feared, so that is asked about."""
        if any(isinstance(entry, Sign) for entry in recently_logged(desk)):
            return Answer(opens=(ConfirmForm("Undo", ({},), group[0].words),))
        return self._skills["Undo"](group, desk)

    def _steer(self, meaning: Interpretation, desk: Desk) -> Outcome:
        alarm = self.state.alarm
        outcome = self._steered(meaning, desk)
        self.state = replace(self.state, alarm=alarm)
        return outcome

    def _steered(self, meaning: Interpretation, desk: Desk) -> Outcome:
        if meaning.intent == "Goodbye" and self._form:
            left = self._close().leave(desk)
            self.state = replace(self.state, forms=(), waiting=(), rest=())
            outcome = self._conclude([left, Answer((Line("Goodbye.done"),))], desk, asks=False, lets_go=False)
            return replace(outcome, reply=outcome.reply and replace(outcome.reply, ends=True))
        self.state, said = control.steer(self.state, meaning, desk, self._responses)
        if isinstance(said, Answer):
            before = self.state
            outcome = self._conclude([said], desk, lets_go=False)
            if meaning.intent in control.CHANGES and before.last:
                self.state = replace(self.state, last=before.last)
            if meaning.intent == "Acknowledge":
                # Nothing else was talked about: what is told next is still told of what was logged.
                self.state = replace(self.state, just_logged=before.just_logged, told=before.told)
            return outcome
        logged = self.state.just_logged and meaning.intent == "Repeat"
        self.state = replace(self.state, turns=self.state.turns + 1, misses=0, just_logged=logged)
        return Outcome(said)

    def _meant(self, group: Sequence[Interpretation], desk: Desk) -> Answer | None:
        """The answer to all interpretations of one intent; None where nothing was understood."""
        meaning = group[0]
        if meaning.intent is None or meaning.decision is Decision.REJECT:
            return None
        if (answered := self._answered(group, desk)) is not None:
            return answered
        if self._takes_back(meaning, desk):
            return self._take_back(group, desk)
        if meaning.decision is Decision.CONFIRM and f"Confirm.{meaning.intent}" in self._responses:
            return Answer(opens=(ConfirmForm.of(group),))
        if meaning.intent in self._skills:
            return self._skills[meaning.intent](group, desk)
        key = f"{meaning.intent}.default"
        return Answer(tuple(Line(key, dict(m.slots)) for m in group)) if key in self._responses else None

    def _answered(self, group: Sequence[Interpretation], desk: Desk) -> Answer | None:
        """What the open forms make of it: the answer before taken back, or an answer to the question that is open."""
        if (amended := self._amended(group[0], desk)) is not None:
            return amended
        # What was tried may be on disk: it is done once.
        tried, self._tried = self._tried, None
        known = tried[1] if tried and any(one is tried[0] for one in group) else None
        if not self._form or not (answer := known or self._answer(self._form, group[0], desk)):
            return None
        self._close()
        return answer

    def _amended(self, meaning: Interpretation, desk: Desk) -> Answer | None:
        """The nearest open form that can take back the answer before ("I meant yes", "go back") does so.

        What was perhaps meant goes back nowhere, and "undo" drops what is asked to be logged before that.
        """
        if meaning.intent == "Undo" and (self.state.just_logged or meaning.decision is not Decision.ACCEPT):
            return None
        for i in reversed(range(len(self.state.forms))):
            form = self.state.forms[i]
            if isinstance(form, ConfirmForm) and meaning.intent == "Undo" and form.logs:
                return None
            if meaning.slots.get("of") == "this" and form is not self._form:
                return None
            if isinstance(form, Amends) and (answer := form.amend(meaning, desk)) is not None:
                self.state = replace(self.state, forms=self.state.forms[:i])
                return answer
        return None

    def _answer(self, form: Form, meaning: Interpretation, desk: Desk) -> Answer | None:
        """What the open question makes of `meaning`; an answer that may have been misheard is asked about."""
        if isinstance(form, ConfirmForm) and _agrees(meaning, form):
            asked = self.state
            self.state = replace(asked, forms=asked.forms[:-1])
            meant = form.meanings
            words = form.words or desk.words
            answer = self._meant(meant, replace(desk, meant=meant, words=words, busy=bool(self.state.forms)))
            # What was confirmed may have answered the question below: only this form is left to be closed.
            self.state = replace(asked, forms=(*self.state.forms, form))
            return answer
        if meaning.slots.get("slot") == "answer":
            meaning = replace(meaning, intent=ANSWERED[meaning.slots["value"]], slots={})
        answer = form.answer(meaning, desk)
        doubtful = meaning.decision is Decision.CONFIRM and (meaning.intent in _DOUBTED or _was_misheard(meaning))
        if isinstance(form, signs.DoubtForm | signs.OnsetForm) and meaning.intent != "Deny":
            doubtful = False  # danger is asked about once: a likely yes is one
        if answer and doubtful and not isinstance(form, ConfirmForm):
            return Answer(opens=(form, ConfirmForm.of(desk.group_of(meaning), answers=True)))
        return answer

    def _missed(self, desk: Desk) -> Outcome:
        """Nothing was understood: say so kindly, each time in another way, then leave the room in peace."""
        misses = self.state.misses
        lines = missed.reply(self._form, misses, desk, self._responses)
        if lines is None and self._form:
            left = self._close().leave(desk)
            return replace(self._conclude([left], desk, asks=bool(self._form), lets_go=False), understood=False)
        self.state = replace(self.state, misses=misses + 1, turns=self.state.turns + 1, just_logged=False)
        if lines is None:
            return Outcome(None, understood=False)
        text = self._text(lines, desk)
        return Outcome(Reply(text, self.expectation.favours), understood=False)

    def _conclude(self, answers: Sequence[Answer], desk: Desk, *, asks: bool = True, lets_go: bool = True) -> Outcome:
        """Write what is to be written, then make the reply.

        With `lets_go` something else was said than an answer, and some questions end by that.
        """
        if lets_go and asks and answers:
            answers, self.state = questions.let_go(answers, self.state, desk)
        if any(answer.final for answer in answers):
            # Nothing may follow danger, and a "yes" after it shall not answer a question from before it.
            asks = False
            self.state = replace(self.state, forms=(), waiting=self.state.forms or self.state.waiting)
        lines = [line for answer in answers for line in answer.lines]
        entries = [entry for answer in answers for entry in answer.inserts]
        changes = [change for answer in answers for change in answer.changes]
        if entries:
            self._journal.add(entries, desk.turn)
            changes.extend(Change("insert", entry) for entry in entries)
        self._remember(answers, changes, opens=asks)
        if told := [line for answer in answers if _is_of_another(answer) for line in answer.lines]:
            self.state = replace(self.state, verdict=self._text(told, desk))
        if any(answer.final for answer in answers):
            self.state = replace(self.state, alarm=self._text(lines, desk), alarmed=desk.now.isoformat())
        question = self._text([self._form.question(desk)], desk) if asks and self._form else ""
        whole = not asks or any(answer.assessed or answer.whole for answer in answers)
        reply = self._reply(self._text(lines, desk), question, whole=whole)
        assessed = tuple(assessment for answer in answers for assessment in answer.assessed)
        return Outcome(reply, tuple(changes), assessed)

    def _unsaved(self, problem: JournalError, desk: Desk, verdicts: Sequence[Answer]) -> Outcome:
        """What the ladder says comes first, then that nothing could be written."""
        lines = [line for answer in verdicts for line in answer.lines]
        lines.append(Line("Journal.unsaved", {"reason": problem.reason}))
        text = self._text(lines, desk)
        self.state = replace(self.state, last=text, turns=self.state.turns + 1, just_logged=False)
        assessed = tuple(weighed for answer in verdicts for weighed in answer.assessed)
        return Outcome(Reply(text, self.expectation.favours), (), assessed, problem=str(problem))

    def _remember(self, answers: Sequence[Answer], changes: Sequence[Change], *, opens: bool) -> None:
        kept = tuple(change.entry.id for change in changes if change.op != "delete")
        if kept and set(kept) < set(self.state.recent):
            # What was logged together stays open to correction together; what was changed last goes last.
            kept = (*(id_ for id_ in self.state.recent if id_ not in kept), *kept)
        elif kept and self.state.just_logged and all(isinstance(change.entry, Note) for change in changes):
            # A note that nobody can correct ("it woke me up") leaves what it was noted of open to correction.
            kept = (*self.state.recent, *kept)
        told = next((answer.told for answer in answers if answer.told), ())
        self.state = replace(
            self.state,
            forms=questions.asked(answers, self.state) if opens else self.state.forms,
            recent=kept or told or self.state.recent,
            just_logged=bool(kept),
            told=(bool(told) and not kept) or [change.op for change in changes] == ["update"],
            asked=next((answer.asked for answer in answers if answer.asked), {}),
            topic=next((answer.topic for answer in answers if answer.topic), ""),
            tip=any(answer.tip or self._is_of_tip(answer) for answer in answers),
            undone=self._undone(answers) if changes else self.state.undone,
            alarm="",
            another=0 if kept else self.state.another,
            denied=(),
            misses=0,
            turns=self.state.turns + 1,
            cautioned=tuple(sorted({*self.state.cautioned, *(n for answer in answers for n in answer.cautioned)})),
        )

    def _is_of_tip(self, answer: Answer) -> bool:
        """Whether it says more of the tip that was just told, so that "another one" still means a tip."""
        return self.state.tip and bool(answer.topic) and answer.topic == self.state.topic

    def _undone(self, answers: Sequence[Answer]) -> tuple[Sequence[Mapping[str, Any]], ...]:
        """What can be done again after `answers` that changed the journal: nothing, where they did anything else."""
        steps = [[{"op": one.op, "entry": one.entry.to_dict()} for one in answer.undone] for answer in answers]
        taken_back = list(filter(None, steps))
        if any(answer.again for answer in answers):
            return (*reversed(taken_back), *self.state.undone[1:])
        return (*reversed(taken_back), *self.state.undone) if taken_back else ()

    def _reply(self, text: str, question: str, *, whole: bool) -> Reply | None:
        """`text`, or its first portion and the offer to go on; an open `question` stands in the offer's place."""
        pieces = portions(text, PORTION_WORDS[self.state.verbosity])
        if not whole and not self._form and len(pieces) > 1:
            self.state = replace(self.state, rest=pieces)
            self.state, reply = control.portion(self.state, self._responses)
            return reply
        text = f"{text} {question}".strip()
        self.state = replace(self.state, rest=(), last=text or self.state.last)
        return Reply(text, self.expectation.favours) if text else None

    def _text(self, lines: Sequence[Line], desk: Desk) -> str:
        return " ".join(self._responses.render(line, self.state.turns, desk.now) for line in lines)
