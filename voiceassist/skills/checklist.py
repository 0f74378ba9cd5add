"""The checklist: six questions one by one, read back, then the rung of the ladder and its reasons."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, ClassVar

from voiceassist.journal import Assessment as AssessmentEntry
from voiceassist.skills import signs
from voiceassist.skills.skill import Answer, Desk, Line
from voiceassist.values import Interpretation

_ANSWERS = {"Confirm": "yes", "Deny": "no", "NotSure": "not_sure"}


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
    kind: ClassVar[str] = "checklist"
    asks: ClassVar[str] = "yes_no"

    @classmethod
    def start(cls, desk: Desk, known: Mapping[str, Given]) -> ChecklistForm:
        """A fresh checklist in which the questions in `known` need not be asked."""
        given = tuple(known.get(question.id) for question in desk.knowledge.checklist)
        return cls(given, _next(given, 0))

    def question(self, desk: Desk) -> Line:
        """The question the form stands at."""
        return Line("RunChecklist.question", {"ask": desk.knowledge.checklist[self.at].ask, "number": self.at + 1})

    def answer(self, meaning: Interpretation, desk: Desk) -> Answer | None:
        """Yes, no or not sure; "skip" leaves the question open."""
        question = desk.knowledge.checklist[self.at]
        told = any(sign.sign in question.signs and sign.about == "self" for sign in desk.signs)
        if meaning.intent == "Skip":
            return self._advance(None, desk)
        answer = _ANSWERS.get(meaning.intent or "")
        if answer is None and not told:
            return None
        if told and answer != "no":
            answer = "yes"
        onset_known = any(sign.sign in question.signs for sign in desk.signs)
        if answer in ("yes", "not_sure") and question.asks_onset and not onset_known and answer == "yes":
            following = self._advance(Given("yes"), desk)
            onset = signs.OnsetForm(sign=question.id, words=desk.words)
            return replace(following, opens=(*following.opens, onset)) if following.opens else self._ask_last(onset)
        return self._advance(Given(answer or "yes"), desk)

    def leave(self, desk: Desk) -> Answer:
        """The result so far."""
        if not any(self.given):
            return Answer((Line("RunChecklist.left"),))
        return self._result(desk, "RunChecklist.so_far")

    def _ask_last(self, onset: signs.OnsetForm) -> Answer:
        return Answer(opens=(replace(self, given=_set(self.given, self.at, Given("yes")), at=len(self.given)), onset))

    def _advance(self, given: Given | None, desk: Desk) -> Answer:
        filled = _set(self.given, self.at, given)
        following = _next(filled, self.at + 1)
        form = replace(self, given=filled, at=following)
        return Answer(opens=(form,)) if following < len(filled) else form._result(desk, "RunChecklist.readback")

    def _result(self, desk: Desk, readback: str) -> Answer:
        names: dict[str, list[str]] = {"yes": [], "not_sure": [], "no": []}
        answers: dict[str, str] = {}
        for question, given in zip(desk.knowledge.checklist, self.given, strict=True):
            if given:
                names[given.answer].append(question.name)
                answers[question.id] = given.answer
        assessment = signs.assess(desk, answers=answers)
        entry = AssessmentEntry(
            **signs.stamp(desk),
            answers=tuple({"answer": given.answer, "from": given.origin} if given else None for given in self.given),
            level=assessment.level,
            reasons=assessment.rules,
        )
        return Answer(
            lines=(Line(readback, {**names, "complete": all(self.given)}), *signs.result_lines(assessment, desk)),
            inserts=(entry,),
            assessed=(assessment,),
        )

    def to_dict(self) -> dict[str, Any]:
        """The form as JSON-ready plain values."""
        return {"given": [[g.answer, g.origin] if g else None for g in self.given], "at": self.at}

    @classmethod
    def from_dict(cls, plain: Mapping[str, Any]) -> ChecklistForm:
        """The form that `to_dict` wrote."""
        return cls(tuple(Given(*g) if g else None for g in plain["given"]), plain["at"])


def run_checklist(_meanings: Sequence[Interpretation], desk: Desk) -> Answer:
    """All six questions from the start."""
    return Answer((Line("RunChecklist.intro"),), opens=(ChecklistForm.start(desk, {}),))


def _set(given: tuple[Given | None, ...], at: int, value: Given | None) -> tuple[Given | None, ...]:
    return (*given[:at], value, *given[at + 1 :])


def _next(given: tuple[Given | None, ...], start: int) -> int:
    return next((i for i in range(start, len(given)) if given[i] is None), len(given))
