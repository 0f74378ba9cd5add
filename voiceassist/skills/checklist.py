"""The checklist: six questions one by one, read back, then the rung of the ladder and its reasons."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any, ClassVar

from voiceassist.errors import VoiceAssistError
from voiceassist.journal import Answer as AnswerEntry
from voiceassist.journal import Assessment as AssessmentEntry
from voiceassist.journal import Entry
from voiceassist.skills import signs
from voiceassist.skills.entries import stamp
from voiceassist.skills.skill import ANSWERED, Answer, Desk, Line, Weighed
from voiceassist.triage import HeardSign
from voiceassist.values import Interpretation

_ANSWERS = {intent: answer for answer, intent in ANSWERED.items()}


@dataclass(frozen=True)
class Given:
    """An answer and where it came from (``said`` or ``journal``)."""

    answer: str
    origin: str = "said"


@dataclass(frozen=True)
class ChecklistForm:
    """The checklist at one of its questions."""

    given: tuple[Given | None, ...]
    at: int
    shown: tuple[HeardSign, ...] = ()
    """Signs that the journal holds, weighed beside the answers."""
    kind: ClassVar[str] = "checklist"
    asks: ClassVar[str] = "yes_no"

    @classmethod
    def start(cls, desk: Desk, known: Mapping[str, Given], shown: tuple[HeardSign, ...] = ()) -> ChecklistForm:
        """A fresh checklist in which the questions in `known` need not be asked."""
        given = tuple(known.get(question.id) for question in desk.knowledge.checklist)
        return cls(given, _next(given, 0), shown)

    def question(self, desk: Desk) -> Line:
        """The question the form stands at."""
        question = desk.knowledge.checklist[self.at]
        return Line("RunChecklist.question", {"ask": question.ask, "again": question.again})

    @property
    def favours(self) -> tuple[str, ...]:
        """Intents that answer."""
        return tuple(_ANSWERS)

    def claims(self, desk: Desk) -> frozenset[str]:
        """Signs that answer the present question with yes, except where they must be answered by themselves."""
        question = desk.knowledge.checklist[self.at]
        return frozenset(
            sign.sign
            for sign in desk.signs
            if sign.sign in question.signs
            and sign.about == "self"
            and sign.certain
            and signs.assess(desk, (sign,)).level != signs.EMERGENCY
        )

    def answer(self, meaning: Interpretation, desk: Desk) -> Answer | None:
        """Yes, no or not sure; "skip" leaves the question open, and whether it is serious is what the answers tell."""
        if meaning.intent == "CheckSeriousness":
            return Answer((Line("RunChecklist.on_the_way"),), opens=(self,))
        if meaning.intent == "Skip":
            return self._advance(None, desk)
        answer = _ANSWERS.get(meaning.intent or "")
        if answer is None:
            return None
        question = desk.knowledge.checklist[self.at]
        claimed = self.claims(desk)
        told = tuple(sign for sign in desk.signs if sign.sign in claimed) or (HeardSign(question.id),)
        following = _next(self.given, self.at + 1)
        unstated = question.asks_onset and all(sign.onset is None for sign in told)
        if answer == "yes" and unstated and following < len(self.given):
            filled = replace(self, given=_set(self.given, self.at, Given("yes")), at=following)
            return Answer(opens=(filled, signs.OnsetForm(told, part_of_checklist=True)))
        return self._advance(Given(answer), desk)

    def amend(self, meaning: Interpretation, desk: Desk) -> Answer | None:
        """Ask the question before once more ("go back"), or take its answer anew; never one that the journal gave."""
        to = meaning.slots.get("value") if meaning.slots.get("slot") == "answer" else None
        if to is None and meaning.intent != "Undo":
            return None
        last = max(
            (i for i, given in enumerate(self.given[: self.at]) if given and given.origin == "said"), default=None
        )
        if last is None:
            return Answer((Line("RunChecklist.first"),), opens=(self,)) if to is None else None
        back = replace(self, given=_set(self.given, last, None), at=last)
        if to is None:
            return Answer(opens=(back,))
        told = Line("RunChecklist.changed", {"name": desk.knowledge.checklist[last].name, "answer": to})
        anew = back.answer(Interpretation(ANSWERED[to]), replace(desk, signs=())) or Answer(opens=(back,))
        return replace(anew, lines=(told, *anew.lines))

    def leave(self, desk: Desk) -> Answer:
        """The result so far."""
        if not any(self.given):
            return Answer((Line("RunChecklist.left"),))
        return self._result(desk, "RunChecklist.so_far")

    def _advance(self, given: Given | None, desk: Desk) -> Answer:
        filled = _set(self.given, self.at, given)
        following = _next(filled, self.at + 1)
        form = replace(self, given=filled, at=following)
        return Answer(opens=(form,)) if following < len(filled) else form._result(desk, "RunChecklist.readback")

    def _result(self, desk: Desk, readback: str) -> Answer:
        names: dict[str, list[str]] = {"journal": [], "yes": [], "not_sure": [], "no": []}
        answers: dict[str, str] = {}
        for question, given in zip(desk.knowledge.checklist, self.given, strict=True):
            if given:
                names["journal" if given.origin == "journal" else given.answer].append(question.name)
                answers[question.id] = given.answer
        assessment = signs.assess(desk, self.shown, answers)
        before = next(desk.journal.entries(["assessment"], limit=1, newest_first=True), None)
        entry = AssessmentEntry(
            **stamp(desk),
            answers=tuple(AnswerEntry(given.answer, given.origin) if given else None for given in self.given),
            level=assessment.level,
            reasons=assessment.rules,
        )
        return Answer(
            lines=(Line(readback, names), signs.result_line(assessment), *_compared(before, entry)),
            inserts=(entry,),
            assessed=(Weighed(assessment, tuple(dict.fromkeys(sign.sign for sign in self.shown))),),
            final=assessment.level == signs.EMERGENCY,
        )

    def to_dict(self) -> dict[str, Any]:
        """The form as JSON-ready plain values."""
        given = [[g.answer, g.origin] if g else None for g in self.given]
        return {"given": given, "at": self.at, "shown": [asdict(sign) for sign in self.shown]}

    @classmethod
    def from_dict(cls, plain: Mapping[str, Any]) -> ChecklistForm:
        """The form that `to_dict` wrote."""
        given = tuple(Given(*g) if g else None for g in plain["given"])
        return cls(given, plain["at"], tuple(HeardSign(**sign) for sign in plain["shown"]))


def run_checklist(_meanings: Sequence[Interpretation], desk: Desk) -> Answer:
    """All six questions from the start.  Raises VoiceAssistError where the language folder has no questions."""
    if not desk.knowledge.checklist:
        raise VoiceAssistError("this subject has no checklist (knowledge/checklist.yaml): leave out --intents")
    return Answer((Line("RunChecklist.intro"),), opens=(ChecklistForm.start(desk, {}),))


def _compared(before: Entry | None, now: AssessmentEntry) -> tuple[Line, ...]:
    """What it was the last time, where there was one and nothing more urgent is to be said."""
    if not isinstance(before, AssessmentEntry) or now.level == signs.EMERGENCY:
        return ()
    return (Line("RunChecklist.before", {"at": before.at, "level": before.level, "same": before.level == now.level}),)


def _set(given: tuple[Given | None, ...], at: int, value: Given | None) -> tuple[Given | None, ...]:
    return (*given[:at], value, *given[at + 1 :])


def _next(given: tuple[Given | None, ...], start: int) -> int:
    return next((i for i in range(start, len(given)) if given[i] is None), len(given))
