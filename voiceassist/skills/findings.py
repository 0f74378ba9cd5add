"""What the journal shows before “is this serious?” asks anything: how long, where, what came with it, what was done.

Signs count from the day they were told.  A sign that began suddenly is an emergency that day and the next; later it
counts as the slow sign that it has become, and one that is nothing but an emergency is told, not called again.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any, Final

from voiceassist import triage
from voiceassist.clock import just_after
from voiceassist.journal import queries
from voiceassist.journal.answers import Filter
from voiceassist.journal.history import History, SignSeen, history
from voiceassist.skills import signs
from voiceassist.skills.skill import Desk
from voiceassist.triage import HeardSign

WINDOW_DAYS: Final = 20
"""Days that are counted aloud; fewer where the journal is younger."""

_FRESH: Final = {"sudden": 1, "days": 7}
"""Days for which an onset stays what it was told as."""

_LATELY_DAYS: Final = 14
_MOST_DAYS: Final = 10
_HALF: Final = 7
"""A step is kept up where its aim was reached on half of the last two weeks' days; tracking, on ten of them."""

_STEP_OF: Final[Mapping[str, str]] = {"water": "water", "sleep": "sleep", "relaxation": "stress"}


@dataclass(frozen=True)
class Findings:
    """What there is to say, and what it answers."""

    said: Mapping[str, Any]
    """What the response fills in."""
    answers: frozenset[str]
    """Questions of the checklist, by the sign a yes stands for, that the journal answers with yes; never with no."""
    signs: tuple[HeardSign, ...]
    """What the ladder weighs beside the answers."""


def findings(desk: Desk) -> Findings:
    """What the journal shows now."""
    seen = history(desk.journal, desk.now)
    told = [one for sign in seen.signs for one in _heard(sign)]
    weighed = tuple(_today(sign, age, desk) for sign, age in _aged(told, seen, desk))
    counted = tuple(sign for sign in weighed if sign is not None)
    names = {sign.sign for sign in counted}
    answered = {question.id for question in desk.knowledge.checklist if names & set(question.signs)}
    answered |= {name for name, holds in (("persistent", seen.persistent), ("spreading", seen.established)) if holds}
    return Findings(_said(seen, [sign.sign for sign in told], desk), frozenset(answered), counted)


def _heard(seen: SignSeen) -> tuple[HeardSign, ...]:
    if seen.came_with_twitch:
        return triage.signs_of_twitch((seen.sign,), seen.place, seen.side)
    return (HeardSign(seen.sign, onset=seen.onset, place=seen.place, side=seen.side),)


def _aged(told: Iterable[HeardSign], seen: History, desk: Desk) -> list[tuple[HeardSign, int]]:
    ages = [(desk.now.date() - sign.day).days for sign in seen.signs for _ in _heard(sign)]
    return list(zip(told, ages, strict=True))


def _today(sign: HeardSign, age: int, desk: Desk) -> HeardSign | None:
    """The sign as it counts `age` days later; None where it was an emergency of its day."""
    if sign.onset in _FRESH and age > _FRESH[sign.onset]:
        sign = replace(sign, onset="gradual")
    past = age > _FRESH["sudden"] and signs.assess(desk, (sign,)).level == signs.EMERGENCY
    return None if past else sign


def _said(seen: History, told: Iterable[str], desk: Desk) -> dict[str, Any]:
    today = desk.now.date()
    window = min(WINDOW_DAYS, (today - seen.first_day).days + 1) if seen.first_day else 0
    # One twitch somewhere is no course; where the spread itself is plain, each region counts.
    regions = [region for region in seen.regions if seen.established or region.days > 1]
    began = [region.name for region in regions if region.first == regions[0].first]
    return {
        "window": window,
        "days": seen.days_within(window),
        "places": [{"place": place.name, "side": place.side} for place in seen.places],
        "span": seen.spell.span if seen.persistent and seen.spell else None,
        "began": began,
        "reached": [region.name for region in regions if region.name not in began],
        "signs": list(dict.fromkeys(told)),
        "steps": _steps(seen, desk),
    }


def _steps(seen: History, desk: Desk) -> list[str]:
    """Those of the five steps that were kept up in the last two weeks, as far as the journal shows."""
    start = desk.now - timedelta(days=_LATELY_DAYS)
    half = (desk.now - timedelta(days=_HALF)).date()
    kept = []
    lately = Filter(start=start, end=just_after(desk.now))
    cups = queries.amounts_by_day(desk.journal, "caffeine", lately)
    before = [amount for day, amount in cups.items() if day <= half]
    since = [amount for day, amount in cups.items() if day > half]
    if since and len(cups) >= _HALF and (not any(since) or (before and _mean(since) < _mean(before))):
        kept.append("caffeine")
    for measure, step in _STEP_OF.items():
        aim = desk.knowledge.plan.aims.get(measure) if desk.knowledge.plan else None
        amounts = queries.amounts_by_day(desk.journal, measure, Filter(start=start))
        if aim and sum(aim.met(amount) for amount in amounts.values()) >= _HALF:
            kept.append(step)
    if seen.logged_within(_LATELY_DAYS) >= _MOST_DAYS:
        kept.append("track")
    return kept


def _mean(amounts: list[float]) -> float:
    return sum(amounts) / len(amounts)
