"""“How am I doing?”: the plan's day and its aims, how they were kept, whether the twitches changed, what follows."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from voiceassist.skills.course import Course, course
from voiceassist.skills.plan import facts_of
from voiceassist.skills.skill import Answer, Desk, Line
from voiceassist.values import Interpretation


def ask_plan(_meanings: Sequence[Interpretation], desk: Desk) -> Answer:
    """Where the plan stands; what is advised comes first, and only once it can be judged."""
    facts = facts_of(desk.knowledge)
    found = course(desk.journal, facts, desk.now)
    if found is None:
        return Answer((Line("AskPlan.none"),))
    advice = [Line("AskFaq.fact", {"say": facts.verdicts[found.verdict].say})] if found.verdict else []
    where = Line("AskPlan.over", {"days": found.days}) if found.over else Line("AskPlan.day", _today(found))
    kept = [Line("AskPlan.kept", {"met": found.met, "known": found.known})] if found.known else []
    before, lately = found.trend.before.rate, found.trend.now.rate
    told = before is not None and lately is not None
    twitches = [Line("AskPlan.twitches", {"before": before, "lately": lately})] if told else []
    return Answer((*advice, where, *kept, *twitches), whole=True)


def _today(found: Course) -> dict[str, Any]:
    caffeine = found.aims.get("caffeine")
    return {
        "day": found.day,
        "days": found.days,
        "caffeine": caffeine.most if caffeine else None,
        "aims": {measure: aim for measure, aim in found.aims.items() if measure != "caffeine"},
    }
