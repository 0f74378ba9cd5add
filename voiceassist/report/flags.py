"""What the ladder of urgency makes of the period, each rule with the entries that show it.

The rules are not known here: whoever makes a report hands in `Weigh`, which asks `triage`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final, TypeAlias

from voiceassist.journal import Assessment, Entry, Journal
from voiceassist.journal.history import History, SignSeen, history
from voiceassist.journal.queries import count
from voiceassist.report.period import Period
from voiceassist.report.places import first_on

PERSISTENT: Final = 1
SPREADING: Final = 4
"""The checklist's questions that weeks of entries can answer with yes."""

_SHOWN: Final = 6


@dataclass(frozen=True)
class Evidence:
    """What the journal holds that the ladder can judge."""

    signs: tuple[SignSeen, ...]
    answers: tuple[str | None, ...]
    """The latest answer to each of the checklist's six questions, those the journal itself gives included."""


@dataclass(frozen=True)
class Raised:
    """A rule that holds, with what may fulfil it."""

    rule: str
    rung: str
    reason: str
    signs: frozenset[str]
    """Signs that fulfil the rule, by the names that entries use, companions of twitches included."""
    questions: frozenset[int]


Weigh: TypeAlias = Callable[[Evidence], tuple[Raised, ...]]
"""Every rule that holds, the most urgent first."""


@dataclass(frozen=True)
class Flag:
    """A rule of the ladder that the period fulfils."""

    rule: str
    rung: str
    reason: str
    entries: tuple[str, ...]
    """Ids of entries that show it, oldest first; where there are many, the first and the last of them."""
    n: int
    """How many entries show it."""
    first: date | None
    last: date | None


def flags(journal: Journal, period: Period, now: datetime, weigh: Weigh) -> tuple[Flag, ...]:
    """The rules that hold for the period, the most urgent first."""
    shown = history(journal, min(now, period.end - timedelta(seconds=1)))
    signs = tuple(sign for sign in shown.signs if period.first <= sign.day <= period.last)
    runs = [
        entry
        for entry in journal.entries(["assessment"], start=period.start, end=period.end)
        if isinstance(entry, Assessment)
    ]
    answers = list(_latest(runs))
    holds = {PERSISTENT: shown.persistent, SPREADING: shown.spread}
    twitched = bool(count(journal, period.filter).n) if any(holds.values()) else False
    by_journal = {number for number, held in holds.items() if held and twitched}
    for number in by_journal:
        answers[number - 1] = "yes"
    raised = weigh(Evidence(signs, tuple(answers)))
    return tuple(_flag(rule, journal, shown, signs, runs, by_journal) for rule in raised)


def _latest(runs: Iterable[Assessment]) -> tuple[str | None, ...]:
    answers: list[str | None] = [None] * 6
    for run in runs:
        for number, answer in enumerate(run.answers):
            answers[number] = answer.answer if answer else answers[number]
    return tuple(answers)


def _flag(
    raised: Raised,
    journal: Journal,
    shown: History,
    signs: Iterable[SignSeen],
    runs: Iterable[Assessment],
    by_journal: set[int],
) -> Flag:
    found = {(sign.day, sign.entry_id) for sign in signs if sign.sign in raised.signs}
    for run in runs:
        said = {
            number for number, answer in enumerate(run.answers, 1) if answer and answer.answer in ("yes", "not_sure")
        }
        if said & raised.questions:
            found.add((run.at.date(), run.id))
    firsts: list[Entry | None] = []
    if PERSISTENT in raised.questions & by_journal and shown.spell:
        firsts += [first_on(journal, day) for day in (shown.spell.first, shown.spell.last)]
    if SPREADING in raised.questions & by_journal:
        firsts += [first_on(journal, region.first, region.name) for region in shown.regions]
    found |= {(twitch.at.date(), twitch.id) for twitch in firsts if twitch}
    ordered = sorted(found)
    kept = ordered if len(ordered) <= _SHOWN else [*ordered[: _SHOWN // 2], *ordered[-_SHOWN // 2 :]]
    return Flag(
        raised.rule,
        raised.rung,
        raised.reason,
        tuple(entry_id for _, entry_id in kept),
        len(ordered),
        ordered[0][0] if ordered else None,
        ordered[-1][0] if ordered else None,
    )
