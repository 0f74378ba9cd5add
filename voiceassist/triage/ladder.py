"""The ladder of urgency: every rule that holds is kept, the highest rung wins."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from types import MappingProxyType
from typing import Final, Literal

from voiceassist.triage.hearing import HeardSign
from voiceassist.triage.knowledge import Ladder, Rule

QUESTIONS: Final = 6
"""Questions of the checklist [A]."""

NO_ANSWERS: Final = (None,) * QUESTIONS


@dataclass(frozen=True)
class Facts:
    """What is known about one person.  Facts are only ever added, and no addition lowers the rung."""

    signs: tuple[HeardSign, ...] = ()
    answers: tuple[str | None, ...] = NO_ANSWERS
    """The checklist: ``yes``, ``no``, ``not_sure`` or None, said or found in the journal."""
    about: str = "self"
    dismissed: frozenset[str] = field(default_factory=frozenset)
    """Uncertain signs that were asked about and clearly denied."""


@dataclass(frozen=True)
class Question:
    """Something to ask before the rung is final; `text` is the spoken question."""

    kind: Literal["confirm", "onset"]
    sign: str
    text: str
    from_checklist: bool = False
    """True where the sign is only known from a yes on the checklist."""


@dataclass(frozen=True)
class Assessment:
    """A rung, with every rule that holds, the most urgent first."""

    level: str
    rules: tuple[str, ...]
    reasons: tuple[str, ...]
    """Spoken, one for each rule."""
    next_step: str
    """Spoken, said before the reasons."""
    ask: tuple[Question, ...] = ()
    """Open questions whose answer may raise the rung, the most urgent first; ask one at a time."""
    alone: bool = False
    """True where the reason is said by itself: nothing before it, nothing after it."""
    about: str = "self"
    cautions: frozenset[str] = frozenset()
    """Names of the cautions that the reasons hold."""

    @property
    def spoken(self) -> str:
        """The next step and the reasons as one short text."""
        return self.reasons[0] if self.alone else " ".join((self.next_step, *self.reasons))


def facts_of(heard: Iterable[HeardSign], base: Facts | None = None) -> tuple[Facts, ...]:
    """The facts about the speaker (with what `base` knew), then those about somebody else if anything was heard."""
    base = base or Facts()
    heard = tuple(heard)
    mine = tuple(sign for sign in heard if sign.about == "self")
    others = tuple(sign for sign in heard if sign.about != "self")
    own = (replace(base, signs=(*base.signs, *mine)),) if mine or not others else ()
    return (*own, *((Facts(signs=others, about="other"),) if others else ()))


def assess(facts: Facts, ladder: Ladder) -> Assessment:
    """Where `facts` stand on the ladder.

    An uncertain sign does not count until it was asked about; an unstated onset counts as slow until it was asked for.
    """
    signs = [sign for sign in facts.signs if sign.certain]
    known = _Known(signs, facts, ladder)
    rules = sorted(
        (rule for rule in ladder.rules if known.holds(rule)),
        key=lambda rule: (-ladder.height(rule.rung), not rule.alone),
    )
    level = rules[0].rung if rules else ladder.rungs[-1].name
    other = facts.about != "self"
    rung = ladder.rung(level)
    top = level == ladder.rungs[0].name
    return Assessment(
        level=level,
        rules=tuple(rule.name for rule in rules),
        reasons=tuple(rule.reason_other if other else rule.reason for rule in rules),
        next_step=rung.next_step_other if other else rung.next_step,
        ask=() if top else _questions(signs, facts, ladder),
        alone=bool(rules) and rules[0].alone,
        about=facts.about,
        cautions=frozenset(rule.caution for rule in rules if rule.caution),
    )


def raises(sign: str, beside: Iterable[HeardSign], about: str, ladder: Ladder) -> bool:
    """Whether `sign`, if it is meant and began as badly as it may have, calls for more than the signs `beside` it, all
    of the person `about`."""
    known = tuple(beside)
    worst = HeardSign(sign, onset="sudden", about=about)
    without, with_it = (assess(Facts(signs=signs, about=about), ladder).level for signs in (known, (*known, worst)))
    return ladder.height(with_it) > ladder.height(without)


def settle(question: Question, answer: str, facts: Facts, ladder: Ladder) -> Facts:
    """`facts` after `question` was answered with ``yes``, ``no`` or ``not_sure``.

    Only a clear no dismisses an uncertain sign; "not sure" counts as yes.
    """
    if question.kind == "onset":
        onset = ladder.slow[answer]
        asked = [sign for sign in facts.signs if sign.sign == question.sign]
        signs = tuple(
            replace(sign, onset=onset) if sign in asked and sign.onset is None else sign for sign in facts.signs
        )
        return replace(facts, signs=signs if asked else (*signs, HeardSign(question.sign, onset)))
    if answer == "no":
        kept = tuple(sign for sign in facts.signs if sign.sign != question.sign or sign.certain)
        return replace(facts, signs=kept, dismissed=facts.dismissed | {question.sign})
    return replace(
        facts,
        signs=tuple(replace(s, certain=True) if s.sign == question.sign else s for s in facts.signs),
    )


def signs_of_twitch(with_: Iterable[str], place: str | None = None, side: str | None = None) -> tuple[HeardSign, ...]:
    """The signs that came with a logged twitch; `with_` holds canonical values (numbness, pain, …)."""
    found = (_SIGN_WITH.get((item, place), _SIGN_WITH.get((item, None))) for item in with_)
    return tuple(HeardSign(sign, place=place, side=side) for sign in dict.fromkeys(found) if sign)


_SIGN_WITH: Final[Mapping[tuple[str, str | None], str]] = MappingProxyType(
    {
        ("tingling", None): "tingling",
        ("numbness", None): "numbness",
        ("numbness", "groin"): "saddle_numbness",
        ("weakness", None): "weakness",
        ("weakness", "face"): "face_droop",
        ("stiffness", None): "stiffness",
        ("pain", "chest"): "chest_pain",
    }
)


def _yes(signs: Iterable[HeardSign], facts: Facts, ladder: Ladder) -> frozenset[int]:
    """The checklist questions that count as yes: answered yes or not sure, or answered by a sign."""
    said = {number for number, answer in enumerate(facts.answers, 1) if answer in ("yes", "not_sure")}
    return frozenset(said | {ladder.questions[sign.sign] for sign in signs if sign.sign in ladder.questions})


class _Known:
    """The certain facts in the forms that rules ask for, made once for all rules."""

    def __init__(self, signs: list[HeardSign], facts: Facts, ladder: Ladder) -> None:
        self.signs = signs
        self.names = frozenset(sign.sign for sign in signs)
        self.contract = self.names - ladder.said_only
        self.yes = _yes(signs, facts, ladder)
        self.spoken = frozenset(ladder.questions[name] for name in self.names if name in ladder.questions)
        self._questions = ladder.questions

    def holds(self, rule: Rule) -> bool:
        """Whether every condition of `rule` is met."""
        if rule.two_yes:
            return len(self.yes) >= 2
        if not self.names.isdisjoint(rule.signs):
            meant = {
                sign.sign
                for sign in self.signs
                if sign.sign in rule.signs and (not rule.onsets or (sign.onset or "unstated") in rule.onsets)
            }
            if meant:
                return not rule.with_any or self._accompanied(meant, rule)
        return not (rule.yes & self.yes) <= self.spoken

    def _accompanied(self, meant: set[str], rule: Rule) -> bool:
        if self.names & rule.with_any:
            return True
        own = {self._questions.get(name) for name in meant}
        return "*" in rule.with_any and bool(self.contract - meant or self.yes - own)


def _questions(signs: list[HeardSign], facts: Facts, ladder: Ladder) -> tuple[Question, ...]:
    certain = {sign.sign for sign in signs}
    doubtful = {s.sign for s in facts.signs if not s.certain} - certain - facts.dismissed
    questions = [
        Question("confirm", sign.name, sign.asked_about(facts.about))
        for sign in sorted(ladder.signs, key=lambda sign: not sign.emergency)
        if sign.name in doubtful
    ]
    without = [s.sign for s in signs if s.sign in ladder.asked_onset and s.onset is None]
    questions += [Question("onset", name, ladder.onset_question) for name in dict.fromkeys(without)]
    for number, answer in enumerate(facts.answers, 1):
        asked = [n for n, q in ladder.questions.items() if q == number and n in ladder.asked_onset]
        if answer in ("yes", "not_sure") and asked and not certain & set(asked):
            questions.append(Question("onset", asked[0], ladder.onset_question, from_checklist=True))
    return tuple(questions)
