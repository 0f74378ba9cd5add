"""The ladder of urgency: every rule that holds is kept, the highest rung wins."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

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


@dataclass(frozen=True)
class Assessment:
    """A rung, with every rule that holds, the most urgent first."""

    level: str
    rules: tuple[str, ...]
    reasons: tuple[str, ...]
    """Spoken, one for each rule."""
    next_step: str
    """Spoken, said before the reasons."""
    alone: bool = False
    """True where the reason is said by itself: nothing before it, nothing after it."""
    about: str = "self"
    cautions: frozenset[str] = frozenset()
    """Names of the cautions that the reasons hold."""

    @property
    def spoken(self) -> str:
        """The next step and the reasons as one short text."""
        return self.reasons[0] if self.alone else " ".join((self.next_step, *self.reasons))


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
    return Assessment(
        level=level,
        rules=tuple(rule.name for rule in rules),
        reasons=tuple(rule.reason_other if other else rule.reason for rule in rules),
        next_step=rung.next_step_other if other else rung.next_step,
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
