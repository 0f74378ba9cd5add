"""“How am I doing?”: the plan's day and its aims, how they were kept, whether the twitches changed, what follows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import timedelta
from typing import Any, Final

from voiceassist.clock import DAY, interval, just_after, midnight
from voiceassist.journal import queries
from voiceassist.journal.answers import Direction, Filter
from voiceassist.skills.aims import Aim
from voiceassist.skills.ask_journal import ask_journal
from voiceassist.skills.course import Course, aims_of, course
from voiceassist.skills.plan import facts_of
from voiceassist.skills.skill import Answer, Desk, Line
from voiceassist.values import Interpretation

_WEEK: Final = timedelta(days=7)


def ask_plan(meanings: Sequence[Interpretation], desk: Desk) -> Answer:
    """Where the plan stands; what is advised comes first, and only once it can be judged.  Or what it aims at
    tomorrow, or in how many days at no caffeine.  Of today, without a plan, what the journal has."""
    facts = facts_of(desk.knowledge)
    found = course(desk.journal, facts, desk.now)
    of = meanings[0].slots.get("of") if meanings else None
    if found is None and of == "today":
        period = interval(midnight(desk.now), desk.now)
        listing = replace(meanings[0], intent="AskJournal", slots={"query": "list", "period": period})
        return ask_journal((listing,), desk)
    if found is None:
        return Answer((*_lately(desk), Line("AskPlan.none")), whole=True)
    if of not in (None, "today") and not found.over:
        return _ahead(of, found, desk)
    advice = [Line("AskFaq.fact", {"say": facts.verdicts[found.verdict].say})] if found.verdict else []
    where = Line("AskPlan.over", {"days": found.days}) if found.over else Line("AskPlan.day", _today(found))
    kept = [Line("AskPlan.kept", {"met": found.met, "known": found.known})] if found.known else []
    before, lately = found.trend.before.rate, found.trend.now.rate
    told = before is not None and lately is not None
    twitches = [Line("AskPlan.twitches", {"before": before, "lately": lately})] if told else []
    return Answer((*advice, where, *kept, *twitches), whole=True)


def _lately(desk: Desk) -> Sequence[Line]:
    """What the journal has to tell of the last week against the week before; nothing where it cannot compare them."""
    found = queries.trend(desk.journal, Filter(start=desk.now - _WEEK, end=just_after(desk.now)))
    if found.direction is Direction.UNKNOWN:
        return ()
    return ask_journal((Interpretation.certain("AskJournal", {"query": "trend"}),), desk).lines


def _ahead(of: str, found: Course, desk: Desk) -> Answer:
    if of == "none":
        taper = found.plan.aims.get("caffeine", ())
        return Answer((Line("AskPlan.ahead", {"left": max(len(taper) - found.day, 0) if taper else None}),))
    tomorrow = aims_of(found.plan, facts_of(desk.knowledge), desk.now.date() + DAY)
    return Answer((Line("AskPlan.tomorrow", _aimed(tomorrow)),), whole=True)


def _today(found: Course) -> dict[str, Any]:
    return {"day": found.day, "days": found.days, **_aimed(found.aims)}


def _aimed(aims: Mapping[str, Aim]) -> dict[str, Any]:
    caffeine = aims.get("caffeine")
    return {
        "caffeine": caffeine.most if caffeine else None,
        "aims": {measure: aim for measure, aim in aims.items() if measure != "caffeine"},
    }
