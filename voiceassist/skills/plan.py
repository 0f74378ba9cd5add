"""Starting the plan: what is usual now, then the taper and the daily aims, read back in one breath."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import timedelta
from statistics import fmean
from typing import ClassVar, Final

from voiceassist.errors import VoiceAssistError
from voiceassist.journal import Plan, queries
from voiceassist.journal.answers import Filter
from voiceassist.journal.measures import in_unit
from voiceassist.skills import day_values
from voiceassist.skills.aims import PlanFacts
from voiceassist.skills.cautions import cautions
from voiceassist.skills.correction import named
from voiceassist.skills.course import Course, course
from voiceassist.skills.entries import stamp
from voiceassist.skills.intents import DECLINES
from voiceassist.skills.knowledge import Knowledge
from voiceassist.skills.skill import Amends, Answer, Desk, Form, Line
from voiceassist.skills.taper import taper
from voiceassist.values import Interpretation

BASELINE: Final = ("caffeine", "water", "sleep", "stress")
"""What is usual now, in the order it is asked."""

_HOUR: Final = 3600
_SHOWN_OVER: Final = timedelta(days=14)
_SHOWN_BY: Final = 3
"""Days within `_SHOWN_OVER` that have to have a value for the journal to show what is usual."""


@dataclass(frozen=True)
class BaselineForm(Amends):
    """Asks what is usual a day, one question a measure; what was told comes in the journal's units."""

    given: Mapping[str, float | None] = field(default_factory=dict)
    """By measure; None where the person would not or could not say."""
    kind: ClassVar[str] = "baseline"
    asks: ClassVar[str] = day_values.ASKED
    favours: ClassVar[tuple[str, ...]] = day_values.FAVOURS

    @property
    def open(self) -> tuple[str, ...]:
        """Measures still to be asked; never empty while the form is."""
        return tuple(measure for measure in BASELINE if measure not in self.given)

    def question(self, desk: Desk) -> Line:
        """How much of the first that is open?"""
        return Line("StartPlan.question", {"measure": self.open[0]})

    def read(self, meanings: Sequence[Interpretation], desk: Desk) -> tuple[Interpretation, ...]:
        """`meanings` as answers to how much it was."""
        return day_values.in_words(meanings, self.open[0])

    def answer(self, meaning: Interpretation, desk: Desk) -> Answer | None:
        """One amount or several; "none" is 0, "skip" and "not sure" leave it open.  What is of one day is none."""
        if meaning.intent in ("Skip", "NotSure"):
            return self._with({self.open[0]: None}, desk)
        if meaning.intent == "Deny":
            return self._with({self.open[0]: 0.0}, desk)
        usual = [one for one in desk.group_of(meaning) if "at" not in one.slots]
        values = day_values.told(usual, self.open)
        amounts = {name: in_unit(name, one.amount, one.unit) for name, one in values.items() if name in BASELINE}
        return self._with(amounts, desk) if amounts else None

    def amend(self, meaning: Interpretation, desk: Desk) -> Answer | None:
        """Ask for the amount before once more ("go back"), or take it anew ("no wait, four")."""
        last = next(reversed(tuple(self.given)), None)
        if last is None or meaning.intent not in ("Undo", "Correct"):
            return None
        back = BaselineForm({name: amount for name, amount in self.given.items() if name != last})
        if meaning.intent == "Undo":
            return Answer(opens=(back,))
        said = named(meaning)
        if "duration_s" in said:
            said |= {"amount": said["duration_s"] / _HOUR, "unit": "h"}
        anew = day_values.told([Interpretation("LogDay", said)], (last, *back.open)).get(last)
        if anew is None:
            return None
        told = Line("StartPlan.changed", {"value": {"measure": last, "amount": anew.amount, "unit": anew.unit}})
        answer = back._with({last: in_unit(last, anew.amount, anew.unit)}, desk)
        return replace(answer, lines=(told, *answer.lines))

    def leave(self, desk: Desk) -> Answer:
        """Nothing is set."""
        return Answer((Line("StartPlan.left"),))

    def _with(self, amounts: Mapping[str, float | None], desk: Desk) -> Answer:
        form = BaselineForm({**self.given, **amounts})
        return Answer(opens=(form,)) if form.open else begin(form.given, desk)


@dataclass(frozen=True)
class RestartForm(Form):
    """Asks whether a plan that is running shall begin anew."""

    kind: ClassVar[str] = "restart"
    asks: ClassVar[str] = "yes_no"
    after: ClassVar[str] = "offer"
    favours: ClassVar[tuple[str, ...]] = ("Confirm", "Deny")

    def question(self, desk: Desk) -> Line:
        """Start over?"""
        return Line("StartPlan.again")

    def answer(self, meaning: Interpretation, desk: Desk) -> Answer | None:
        """Yes begins anew, anything like no leaves the plan as it is; whoever ends the plan is asked no more."""
        if meaning.intent == "Confirm":
            return ask_baseline(desk)
        if meaning.intent == "StopPlan":
            return stop_plan([meaning], desk)
        return self.leave(desk) if meaning.intent in DECLINES else None

    def leave(self, desk: Desk) -> Answer:
        """The plan goes on."""
        return Answer((Line("StartPlan.kept"),))


def start_plan(_meanings: Sequence[Interpretation], desk: Desk) -> Answer:
    """Ask what the journal does not show, then begin.  A plan that is running is not replaced unasked."""
    running = running_plan(desk)
    if running is None:
        return ask_baseline(desk)
    return Answer((Line("StartPlan.running", {"day": running.day}),), opens=(RestartForm(),))


def stop_plan(_meanings: Sequence[Interpretation], desk: Desk) -> Answer:
    """End the plan that is running; "undo" goes on with it."""
    if running_plan(desk) is None:
        return Answer((Line("AskPlan.none"),))
    return Answer((Line("StopPlan.done"),), inserts=(Plan(**stamp(desk), step="stop"),))


def running_plan(desk: Desk) -> Course | None:
    """The plan that is on today."""
    found = course(desk.journal, facts_of(desk.knowledge), desk.now)
    return None if found is None or found.over else found


def facts_of(knowledge: Knowledge) -> PlanFacts:
    """What the language folder knows about the plan.  Raises VoiceAssistError where it has none."""
    if knowledge.plan is None:
        raise VoiceAssistError("this subject has no plan (knowledge/plan.yaml): leave out --intents")
    return knowledge.plan


def ask_baseline(desk: Desk) -> Answer:
    """Begin with the first question that the journal leaves open; with none, begin the plan."""
    form = BaselineForm(_shown(desk))
    if not form.open:
        return begin(form.given, desk)
    return Answer((Line("StartPlan.intro", {"questions": len(form.open)}),), opens=(form,))


def begin(given: Mapping[str, float | None], desk: Desk) -> Answer:
    """The plan that follows from what is usual: written, read back, with its cautions."""
    facts = facts_of(desk.knowledge)
    baseline = {measure: amount for measure, amount in given.items() if amount is not None}
    targets = taper(baseline.get("caffeine", 0.0))
    entry = Plan(
        **stamp(desk),
        step="start",
        baseline=baseline,
        aims=aims_for(targets, facts),
        days=facts.days,
    )
    set_ = {"usual": baseline.get("caffeine"), "targets": targets, "aims": facts.aims}
    caveats = [*(aim.caveat for aim in facts.aims.values()), facts.taper_caveat if targets else None, facts.caveat]
    cautioned = cautions(caveats, desk)
    lines = (Line("StartPlan.set", set_), *cautioned.lines)
    return Answer(lines, inserts=(entry,), cautioned=cautioned.cautioned, whole=True)


def aims_for(targets: tuple[float, ...], facts: PlanFacts) -> dict[str, tuple[float, ...]]:
    """The aims as an entry keeps them: caffeine's targets, where there are any, and the least of everything else."""
    daily: dict[str, tuple[float, ...]] = {measure: (aim.least,) for measure, aim in facts.aims.items()}
    return {**({"caffeine": targets} if targets else {}), **daily}


def _shown(desk: Desk) -> dict[str, float | None]:
    """What the journal shows to be usual: the mean of the days that have a value, today left out as not over."""
    today = desk.now.date()
    around = Filter(start=desk.now - _SHOWN_OVER, end=desk.now)
    shown: dict[str, float | None] = {}
    for measure in BASELINE:
        amounts = queries.amounts_by_day(desk.journal, measure, around)
        past = [amount for day, amount in amounts.items() if day < today]
        if len(past) >= _SHOWN_BY:
            shown[measure] = round(fmean(past), 2)
    return shown
