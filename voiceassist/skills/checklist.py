"""The checklist: six questions one by one, read back, then the rung of the ladder and its reasons."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import ClassVar

from voiceassist.errors import VoiceAssistError
from voiceassist.journal import Answer as AnswerEntry
from voiceassist.journal import Assessment as AssessmentEntry
from voiceassist.journal import Entry
from voiceassist.skills import signs
from voiceassist.skills.entries import stamp
from voiceassist.skills.findings import Findings, findings
from voiceassist.skills.intents import ANSWER_OF, ANSWERED, YES_NO
from voiceassist.skills.skill import Amends, Answer, Desk, Line, Weighed
from voiceassist.skills.whose import ANOTHER, asks_of_another, talks_of_another
from voiceassist.triage import HeardSign
from voiceassist.values import Interpretation


@dataclass(frozen=True)
class ChecklistForm(Amends):
    """The checklist at one of its questions.

    What the journal shows answers with yes, and it is looked at each time: a sign told meanwhile is not lost.
    """

    given: tuple[str | None, ...]
    """What was said to each question; None where nothing was."""
    at: int
    again: bool = False
    """Whether this question was gone back to, so that "I meant yes" is its answer."""
    kind: ClassVar[str] = "checklist"
    asks: ClassVar[str] = "yes_no"
    after: ClassVar[str] = "checklist"

    def question(self, desk: Desk) -> Line:
        """The question the form stands at."""
        question = desk.knowledge.checklist[self._now(desk).at]
        return Line("RunChecklist.question", {"ask": question.ask, "again": question.again})

    @property
    def favours(self) -> tuple[str, ...]:
        """Intents that answer."""
        return tuple(ANSWER_OF)

    def claims(self, desk: Desk) -> frozenset[str]:
        """Signs that answer the present question with yes, except those that call for more than a yes does."""
        return frozenset(sign.sign for sign in self._now(desk)._told(desk) if not signs.began_badly(sign, desk))

    def answer(self, meaning: Interpretation, desk: Desk) -> Answer | None:
        """Yes, no or not sure; "skip" leaves the question open, and whether it is serious is what the answers tell."""
        if meaning.intent == "CheckSeriousness":
            return Answer((Line("RunChecklist.on_the_way"),), opens=(self,))
        if meaning.intent == "WhereWereWe" and meaning.slots.get("from") == "start":
            return Answer(opens=(ChecklistForm((None,) * len(self.given), 0),))
        now = self._now(desk)
        if meaning.intent == "Repeat" and meaning.slots.get("of") == "answers":
            names = _named(_settled(self.given, findings(desk), desk), desk)
            return Answer((Line("RunChecklist.so_far", {**names, "stopped": False}),), opens=(self,))
        if meaning.intent == "ReportSign" and now._asks_for(meaning, desk):
            return Answer(opens=(self,))  # what the question asks for is not asked in another way first
        if meaning.intent == "Skip":
            return now._advance(None, desk)
        answer = ANSWER_OF.get(meaning.intent or "")
        return None if answer is None else now._take(answer, desk)

    def amend(self, meaning: Interpretation, desk: Desk) -> Answer | None:
        """Ask the question before once more ("go back"), or take its answer anew."""
        to = meaning.slots.get("value") if meaning.slots.get("slot") == "answer" else None
        if to is None and meaning.intent != "Undo":
            return None
        now = self._now(desk)
        last = max((i for i, given in enumerate(now.given[: now.at]) if given), default=None)
        if to is not None and (now.again or meaning.slots.get("of") == "this"):
            last = now.at
        if last is None:
            return Answer((Line("RunChecklist.first"),), opens=(self,)) if to is None else None
        back = replace(now, given=_set(now.given, last, None), at=last, again=True)
        if to is None:
            return Answer(opens=(back,))
        told = Line("RunChecklist.changed", {"name": desk.knowledge.checklist[last].name, "answer": to})
        anew = back.answer(Interpretation(ANSWERED[to]), replace(desk, signs=())) or Answer(opens=(back,))
        return replace(anew, lines=(told, *anew.lines))

    def read(self, meanings: Sequence[Interpretation], desk: Desk) -> tuple[Interpretation, ...]:
        """`meanings`, with a time or a place taken for the answer that it is here ("since August", "only in my calf",
        "it looks the same").

        Where it is none it is nothing: least of all does it correct an entry.
        """
        question = desk.knowledge.checklist[self._now(desk).at]
        if question.more_than_days is not None and (answer := _lasted(meanings, question.more_than_days, desk)):
            return (answer,)
        answers = {
            "one_place": question.one_place,
            # Whoever sees it wander has not said that it spread, nor that it did not.
            "moving": "not_sure" if question.one_place == "no" else None,
            "lately": "no" if question.more_than_days is not None else None,
            "same_size": question.same_size,
            "strong": question.strong,
            "course": None,
        }
        told = [(meaning, meaning.slots.get("of")) for meaning in meanings]
        return tuple(
            replace(meaning, intent=ANSWERED.get(answers[of] or ""), slots={}) if of in answers else meaning
            for meaning, of in told
        )

    def leave(self, desk: Desk) -> Answer:
        """The result so far."""
        shown = findings(desk)
        if not any(_settled(self.given, shown, desk)):
            return Answer((Line("RunChecklist.left"),))
        return self._result(shown, "RunChecklist.so_far", desk, stopped=True)

    def _now(self, desk: Desk) -> ChecklistForm:
        """The form at the first question that the journal leaves open by now; where it leaves none, where it stood."""
        at = _next(self.given, self.at, findings(desk), desk)
        return self if at in (self.at, len(self.given)) else replace(self, at=at, again=False)

    def _told(self, desk: Desk) -> tuple[HeardSign, ...]:
        """The speaker's own signs among those just heard that the question asks for: what may be meant otherwise
        elsewhere ("a bit weak") is an answer there."""
        asked = desk.knowledge.checklist[self.at].signs
        own = (sign for sign in desk.signs if sign.sign in asked and sign.about == "self")
        return tuple(replace(sign, certain=True) for sign in own)

    def _asks_for(self, meaning: Interpretation, desk: Desk) -> bool:
        """Whether the sign that was perhaps told is all that the question asks for."""
        told = {meaning.slots.get("sign"), *meaning.slots.get("others", ())}
        own = meaning.slots.get("about", "self") == "self"
        return own and told <= set(desk.knowledge.checklist[self.at].signs)

    def _take(self, answer: str, desk: Desk) -> Answer:
        question = desk.knowledge.checklist[self.at]
        told = self._told(desk) or (HeardSign(question.id),)
        if answer == "yes" and question.asks_onset and all(sign.onset is None for sign in told):
            given = _set(self.given, self.at, answer)
            # Where the journal answers all that is left, the last question is asked all the same: the result needs one.
            at = min(_next(given, self.at + 1, findings(desk), desk), len(given) - 1)
            return Answer(opens=(ChecklistForm(given, at), signs.OnsetForm(told, part_of_checklist=True)))
        return self._advance(answer, desk)

    def _advance(self, answer: str | None, desk: Desk) -> Answer:
        shown = findings(desk)
        given = _set(self.given, self.at, answer)
        form = ChecklistForm(given, _next(given, self.at + 1, shown, desk))
        return Answer(opens=(form,)) if form.at < len(given) else form._result(shown, "RunChecklist.readback", desk)

    def _result(self, shown: Findings, readback: str, desk: Desk, *, stopped: bool = False) -> Answer:
        settled = _settled(self.given, shown, desk)
        if not any(settled) and not shown.signs:
            return Answer((Line("RunChecklist.nothing"),))
        asked = zip(desk.knowledge.checklist, settled, strict=True)
        answers = {question.id: given.answer for question, given in asked if given}
        assessment = signs.assess(desk, shown.signs, answers)
        before = next(desk.journal.entries(["assessment"], limit=1, newest_first=True), None)
        entry = AssessmentEntry(**stamp(desk), answers=settled, level=assessment.level, reasons=assessment.rules)
        return Answer(
            lines=(
                Line(readback, {**_named(settled, desk), "stopped": stopped}),
                signs.result_line(assessment),
                *_compared(before, entry),
            ),
            inserts=(entry,),
            assessed=(Weighed(assessment, tuple(dict.fromkeys(sign.sign for sign in shown.signs))),),
            final=assessment.level == signs.EMERGENCY,
        )


def run_checklist(_meanings: Sequence[Interpretation], desk: Desk) -> Answer:
    """The questions that the journal does not answer.  Raises VoiceAssistError where the language folder has none."""
    if not desk.knowledge.checklist:
        raise VoiceAssistError("this subject has no checklist (knowledge/checklist.yaml): leave out --intents")
    shown = findings(desk)
    known = [question.name for question in desk.knowledge.checklist if question.id in shown.answers]
    left = len(desk.knowledge.checklist) - len(known)
    return begin(shown, Line("RunChecklist.intro", {"journal": known, "left": left}), desk)


def speak_for(_meanings: Sequence[Interpretation], desk: Desk) -> Answer:
    """What can be said of somebody else: what the ladder just said of them, else how to tell of what is seen."""
    return Answer((Line("RunChecklist.another", {"verdict": desk.verdict}),), topic=ANOTHER, whole=True)


def begin(shown: Findings, intro: Line, desk: Desk) -> Answer:
    """`intro` and the first question; the result at once where the journal answers all of them, and an emergency that
    was told of today instead of any question.  Whoever asks about somebody else, or was just talking of them, is asked
    what they see."""
    if asks_of_another(desk.words, desk):
        return speak_for((), desk)
    so_far = signs.assess(desk, shown.signs)
    if so_far.level == signs.EMERGENCY:
        names = tuple(dict.fromkeys(sign.sign for sign in shown.signs))
        return Answer((signs.result_line(so_far),), assessed=(Weighed(so_far, names),), final=True)
    if talks_of_another(desk):
        return speak_for((), desk)
    given = (None,) * len(desk.knowledge.checklist)
    form = ChecklistForm(given, _next(given, 0, shown, desk))
    if form.at == len(given):
        return form._result(shown, "RunChecklist.readback", desk)
    return Answer((intro,), opens=(form,), whole=True)


def _compared(before: Entry | None, now: AssessmentEntry) -> tuple[Line, ...]:
    """What it was the last time, where there was one and nothing more urgent is to be said."""
    if not isinstance(before, AssessmentEntry) or now.level == signs.EMERGENCY:
        return ()
    return (Line("RunChecklist.before", {"at": before.at, "level": before.level, "same": before.level == now.level}),)


def _named(settled: Sequence[AnswerEntry | None], desk: Desk) -> dict[str, list[str]]:
    """The questions by how they were answered, for reading them back."""
    names: dict[str, list[str]] = {"journal": [], "yes": [], "not_sure": [], "no": [], "skipped": []}
    for question, given in zip(desk.knowledge.checklist, settled, strict=True):
        how = "skipped" if given is None else "journal" if given.from_ == "journal" else given.answer
        names[how].append(question.name)
    return names


def _lasted(meanings: Sequence[Interpretation], days: int, desk: Desk) -> Interpretation | None:
    """Whether it has lasted longer than `days`, where nothing is told but since when or how long: to the day it is not
    sure, and a yes beside it stays one.  None where something else is told, or no time."""
    told = [meaning for meaning in meanings if meaning.intent not in YES_NO]
    if len(told) != 1 or (began := _began(told[0], desk)) is None:
        return None
    lasted = desk.now.date() - began.date()
    sure = "yes" if lasted > timedelta(days=days) else "no" if lasted < timedelta(days=days) else "not_sure"
    if any(meaning.intent == "Confirm" for meaning in meanings):
        sure = "yes"
    return Interpretation(ANSWERED[sure], {}, told[0].confidence, told[0].decision, told[0].words)


def _began(meaning: Interpretation, desk: Desk) -> datetime | None:
    """When it began, where `meaning` tells that, which reads as a correction."""
    name, told = meaning.slots.get("slot"), meaning.slots.get("value")
    if meaning.intent != "Correct" or told is None or name not in ("since", "at", "duration_s"):
        return None
    return desk.now - timedelta(seconds=told) if name == "duration_s" else datetime.fromisoformat(told)


def _set(given: tuple[str | None, ...], at: int, value: str | None) -> tuple[str | None, ...]:
    return (*given[:at], value, *given[at + 1 :])


def _next(given: Sequence[str | None], start: int, shown: Findings, desk: Desk) -> int:
    """The first question from `start` on that neither the speaker nor the journal has answered; else how many there
    are."""
    settled = _settled(given, shown, desk)
    return next((i for i in range(start, len(given)) if settled[i] is None), len(given))


def _settled(given: Sequence[str | None], shown: Findings, desk: Desk) -> tuple[AnswerEntry | None, ...]:
    """Each answer and where it came from: what was told as a sign is no no."""
    return tuple(
        AnswerEntry("yes", "journal")
        if question.id in shown.answers and said != "yes"
        else AnswerEntry(said, "said")
        if said
        else None
        for question, said in zip(desk.knowledge.checklist, given, strict=True)
    )
