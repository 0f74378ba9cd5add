"""Values of the day that lean on one told before: "yesterday it was eight", "that makes three", "no coffee after all".

Each reader takes what was meant and gives what that is here: a value of its own, a correction, or a question.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from voiceassist.clock import DAY, interval, midnight
from voiceassist.journal import Day
from voiceassist.journal.measures import UNIT_OF, fits
from voiceassist.skills.correction import named, recently_logged, told_of
from voiceassist.skills.entry_change import DRINKS
from voiceassist.skills.skill import Desk
from voiceassist.values import Decision, Interpretation


def restated(meaning: Interpretation, desk: Desk) -> bool:
    """Whether `meaning`, said after a "no", says a value anew that was just logged ("no, I had three coffees")."""
    measures = {entry.measure for entry in recently_logged(desk) if isinstance(entry, Day)}
    return meaning.intent == "LogDay" and meaning.slots.get("measure") in measures


def first_told(meaning: Interpretation, desk: Desk) -> Interpretation:
    """`meaning`, as a value to be logged where it corrects one that nobody told: "the coffees were three"."""
    given = named(meaning)
    measure, amount = str(given.get("measure")), given.get("amount")
    if given.get("of_kind") != "day" or amount is None or measure not in UNIT_OF:
        return meaning
    if any(isinstance(entry, Day) and entry.measure == measure for entry in told_of(dict(given), desk)):
        return meaning
    unit = DRINKS.get(measure, UNIT_OF[measure])
    return replace(meaning, intent="LogDay", slots={"measure": measure, "amount": amount, "unit": unit})


def of_last(meaning: Interpretation, desk: Desk) -> Interpretation:
    """`meaning`, an amount of another time ("yesterday it was eight"), of the value that was logged last; said of the
    same day it corrects that, but for stress, which is felt several times a day."""
    if meaning.intent != "LogDay" or meaning.slots.get("like") != "last":
        return meaning
    last = next((entry for entry in recently_logged(desk) if isinstance(entry, Day)), None)
    if last is None or last.amount is None:
        return replace(meaning, intent=None, slots={})
    slots = {name: value for name, value in meaning.slots.items() if name != "like"}
    if datetime.fromisoformat(slots["at"]).date() == last.at.date() and last.measure != "stress":
        return replace(meaning, intent="Correct", slots={"slot": "amount", "value": slots["amount"]})
    return replace(meaning, slots={**slots, "measure": last.measure, "unit": last.unit})


def in_all(meaning: Interpretation, desk: Desk) -> Interpretation:
    """`meaning`, a total ("that makes three coffees"), as what makes the day come to it.

    The one value that was told is corrected to it; to several what is missing is added.  Where nothing is missing the
    journal tells what it has: of several none is known to be wrong.
    """
    if meaning.intent != "LogDay" or meaning.slots.get("like") != "total":
        return meaning
    slots = {name: value for name, value in meaning.slots.items() if name != "like"}
    begun = midnight(desk.now)
    today = desk.journal.entries(("day",), start=begun, end=begun + DAY)
    told = [one for one in today if isinstance(one, Day) and one.measure == slots["measure"] and one.amount is not None]
    if any(one.unit != slots["unit"] for one in told):
        return replace(meaning, slots=slots, decision=Decision.CONFIRM)
    if len(told) == 1 and told[0] in recently_logged(desk):
        amended = {"slot": "amount", "value": slots["amount"], "measure": slots["measure"]}
        return replace(meaning, intent="Correct", slots=amended)
    missing = slots["amount"] - sum(one.amount or 0 for one in told)
    if missing <= 0:
        asked = {"query": "count", "measure": slots["measure"], "period": interval(begun, desk.now)}
        return replace(meaning, intent="AskJournal", slots=asked)
    return replace(meaning, slots={**slots, "amount": missing})


def beside(meanings: Sequence[Interpretation], *, asked: bool) -> tuple[Interpretation, ...]:
    """`meanings`, with an amount of another day ("slept eight hours yesterday and six today") being of the value told
    just before it in the same breath; else it answers what is `asked` ("three today"), or means nothing."""
    kept: list[Interpretation] = []
    for meaning in meanings:
        if meaning.slots.get("like") == "beside":
            told = kept[-1].slots if kept and kept[-1].intent == "LogDay" else {}
            slots = {name: value for name, value in meaning.slots.items() if name != "like"}
            measure, unit = str(told.get("measure")), slots.get("unit", told.get("unit"))
            if told.get("amount") is not None and fits(measure, str(unit)):
                kept.append(replace(meaning, slots={**slots, "measure": measure, "unit": unit}))
            elif asked and not told:
                kept.append(replace(meaning, slots=slots))
            else:
                kept.append(replace(meaning, intent=None, slots={}))
        else:
            kept.append(meaning)
    return tuple(kept)


def none_after_all(meaning: Interpretation, desk: Desk) -> Interpretation:
    """`meaning`, as a correction where it says none of what was just logged for the same day: "no alcohol" after a
    glass of wine is no second value, a decaf beside a coffee is; "no coffee" after two teas is asked about."""
    slots = meaning.slots
    if meaning.intent != "LogDay" or slots.get("amount") != 0 or slots.get("beside"):
        return meaning
    day = datetime.fromisoformat(slots["at"]).date() if "at" in slots else None
    days = [entry for entry in recently_logged(desk) if isinstance(entry, Day) and day in (None, entry.at.date())]
    for entry in days:
        if entry.measure == slots.get("measure"):
            given = {name: slots[name] for name in ("measure", "amount", "unit") if name in slots}
            decision = meaning.decision if slots.get("drink", "") in (entry.words or "").lower() else Decision.CONFIRM
            return replace(meaning, intent="Correct", slots=given, decision=decision)
    # "No, water" after a beer may be what was had instead of it.
    instead = slots.get("measure") in DRINKS and any(entry.measure in DRINKS for entry in days)
    return replace(meaning, decision=Decision.CONFIRM) if instead and day is None else meaning
