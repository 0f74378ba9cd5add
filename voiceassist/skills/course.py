"""How the plan goes, read from the journal: which day it is, what it aims at, what was reached, what it changed.

A day is the calendar day that an entry carries, wherever it was written, so that travelling and midnight move nothing.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final

from voiceassist.clock import DAY
from voiceassist.journal import Day, Journal, Plan, queries
from voiceassist.journal.answers import Coverage, Direction, Filter, Stretch, Trend
from voiceassist.journal.measures import UNIT_OF
from voiceassist.skills.aims import Aim, PlanFacts

LATELY: Final = 7
"""Days before today that are looked at for "how am I doing"."""
_BEFORE: Final = 28
_COMPARED: Final = 14
"""Twitches of the four weeks before the plan are set against those of its last two: at first much is still changing."""
_EVENING: Final = 20
"""The hour from which a night's sleep counts for the day after it."""


@dataclass(frozen=True)
class Course:
    """Where a plan stands."""

    plan: Plan
    day: int
    """The plan's day that today is; its first is 1."""
    days: int
    """How many it has."""
    aims: Mapping[str, Aim]
    """Today's, by measure."""
    met: int
    """Days of the last week, before today, on which every aim that is known of was met."""
    known: int
    """Days of the last week on which any is known of."""
    trend: Trend
    """Twitches of the plan's last two weeks, against those before it."""
    verdict: str | None
    """``better``, ``unchanged`` or ``unknown`` once it can be judged."""

    @property
    def over(self) -> bool:
        """Whether its last day has passed."""
        return self.day > self.days

    def to_dict(self) -> dict[str, Any]:
        """JSON-ready plain values; amounts in the units of the journal, an open end is null."""
        return {
            "started": self.plan.at.isoformat(),
            "day": self.day,
            "days": self.days,
            "over": self.over,
            "baseline": dict(self.plan.baseline),
            "taper": list(self.plan.aims.get("caffeine", ())),
            "aims": {
                measure: {
                    "least": aim.least or None,
                    "most": None if aim.most == float("inf") else aim.most,
                    "unit": UNIT_OF[measure],
                }
                for measure, aim in self.aims.items()
            },
            "met": self.met,
            "known": self.known,
            "twitches_a_day": {"before": self.trend.before.rate, "lately": self.trend.now.rate},
            "verdict": self.verdict,
        }


def course(journal: Journal, facts: PlanFacts, now: datetime) -> Course | None:
    """The plan that was begun last and not ended; None where there is none."""
    plan = begun(journal, now)
    if plan is None:
        return None
    today, first = now.date(), plan.at.date()
    day = max((today - first).days + 1, 1)
    week = [today - back * DAY for back in range(1, LATELY + 1) if today - back * DAY >= first]
    kept = [kept for one in week if (kept := _kept(journal, plan, facts, one, now)) is not None]
    trend = _trend(queries.twitches_by_day(journal, Filter()), first, min(today, first + (facts.days - 1) * DAY))
    return Course(
        plan=plan,
        day=day,
        days=facts.days,
        aims=aims_of(plan, facts, today),
        met=sum(kept),
        known=len(kept),
        trend=trend,
        verdict=_verdict(trend) if day >= facts.judged_from else None,
    )


def aims_of(plan: Plan, facts: PlanFacts, day: date) -> Mapping[str, Aim]:
    """What the plan aims at on a day, the taper's target first."""
    number = max((day - plan.at.date()).days, 0)
    found: dict[str, Aim] = {}
    for measure, amounts in plan.aims.items():
        amount = amounts[min(number, len(amounts) - 1)] if amounts else 0.0
        known = facts.aims.get(measure)
        found[measure] = Aim(amount, known.most) if known else Aim(most=amount)
    return found


def amounts_of(journal: Journal, day: date, now: datetime) -> Mapping[str, float]:
    """What each measure came to on a day, in the journal's units; a night's sleep counts for the day it ends on."""
    start = datetime.combine(day, datetime.min.time(), now.tzinfo)
    around = Filter(start=start - DAY, end=start + 2 * DAY)
    by_measure = {measure: queries.amounts_by_day(journal, measure, around) for measure in UNIT_OF}
    found = {measure: amounts[day] for measure, amounts in by_measure.items() if day in amounts}
    if "sleep" not in found and (slept := _last_night(journal, day, around)) is not None:
        found["sleep"] = slept
    return found


def twitches_known(journal: Journal, day: date, now: datetime) -> bool:
    """Whether the journal knows if there were twitches on a day."""
    start = datetime.combine(day, datetime.min.time(), now.tzinfo)
    entries = journal.entries(["twitch", "day"], start=start - DAY, end=start + 2 * DAY)
    return any(
        entry.at.date() == day and (not isinstance(entry, Day) or entry.measure == "twitch_free") for entry in entries
    )


def begun(journal: Journal, now: datetime) -> Plan | None:
    """The entry that the last plan begins with; None where there is none or it was ended."""
    for entry in journal.entries(["plan"], end=now + DAY, newest_first=True):
        if isinstance(entry, Plan) and entry.step == "stop":
            return None
        if isinstance(entry, Plan) and entry.step == "start":
            return entry
    return None


def _last_night(journal: Journal, day: date, around: Filter) -> float | None:
    """Hours slept that were logged as last night's, in the evening before `day`."""
    hours = [
        (entry.amount or 0) / (60 if entry.unit == "min" else 1)
        for entry in journal.entries(["day"], start=around.start, end=around.end)
        if isinstance(entry, Day)
        and (entry.measure, entry.at_precision) == ("sleep", "part_of_day")
        and entry.amount is not None
        and (entry.at.date(), entry.at.hour >= _EVENING) == (day - DAY, True)
    ]
    return max(hours, default=None)


def _kept(journal: Journal, plan: Plan, facts: PlanFacts, day: date, now: datetime) -> bool | None:
    """Whether every aim was met that the day's entries tell of; None where they tell of none."""
    amounts = amounts_of(journal, day, now)
    told = [aim.met(amounts[measure]) for measure, aim in aims_of(plan, facts, day).items() if measure in amounts]
    return all(told) if told else None


def _trend(twitches: Mapping[date, int], first: date, last: date) -> Trend:
    before = _stretch(twitches, [first - back * DAY for back in range(1, _BEFORE + 1)])
    compared = min((last - first).days + 1, _COMPARED)
    if not before.coverage.logged:
        # Who began to log with the plan has its first week to compare with.
        before = _stretch(twitches, [first + ahead * DAY for ahead in range(LATELY)])
        compared = min(max((last - first).days + 1 - LATELY, 0), _COMPARED)
    return Trend(_stretch(twitches, [last - back * DAY for back in range(compared)]), before)


def _stretch(twitches: Mapping[date, int], days: Sequence[date]) -> Stretch:
    logged = [twitches[day] for day in days if day in twitches]
    return Stretch(sum(logged), Coverage(len(logged), len(days)))


def _verdict(trend: Trend) -> str:
    if trend.direction is Direction.UNKNOWN:
        return "unknown"
    quiet = trend.now.rate == 0
    return "better" if quiet or trend.direction is Direction.FEWER else "unchanged"
