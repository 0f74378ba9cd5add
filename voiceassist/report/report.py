"""The report as one plain value: what a doctor is shown, before any words or layout."""

# ruff: noqa: S608 - what is put into the text of a query are constants of this file; every value is bound

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import islice
from statistics import fmean
from typing import Final

from voiceassist.journal import Assessment, Entry, Journal, Plan, Twitch, queries
from voiceassist.journal.measures import UNIT_OF
from voiceassist.journal.store import second_of
from voiceassist.report.course import begun
from voiceassist.report.flags import Weigh
from voiceassist.report.links import ENOUGH_A_SIDE
from voiceassist.report.period import Period
from voiceassist.report.person import Person
from voiceassist.report.places import first_on
from voiceassist.report.series import Span, bars
from voiceassist.report.trends import Trends, trends

BESIDE: Final = ("caffeine", "sleep", "stress", "exercise", "alcohol", "water")
"""Measures that are shown beside the twitches where they were logged."""

_TELLING: Final = 6
_RUNS: Final = 3
_SPOKEN: Final = 84
_SPOKEN_KINDS: Final = (("sign", "note"), ("twitch",))
"""Whose words are shown, those that say most first."""


@dataclass(frozen=True)
class Telling:
    """A twitch worth reading.  `why` is first, with_sign, new_region, longest, strongest or last."""

    why: str
    twitch: Twitch


@dataclass(frozen=True)
class Reported:
    """Entries about one sign of the person's own: reported by itself or logged with a twitch."""

    sign: str
    place: str | None
    side: str | None
    onset: str | None
    first: date
    last: date
    n: int
    with_twitch: bool


@dataclass(frozen=True)
class Noted:
    """Notes that say the same, whatever their capitals, as the latest is written."""

    text: str
    first: date
    last: date
    n: int


@dataclass(frozen=True)
class Beside:
    """A measure in each bar of the timeline, and over the period."""

    measure: str
    unit: str
    means: tuple[float | None, ...]
    days: int
    """Days with a value."""
    mean: float
    mean_twitch_days: float | None
    mean_other_days: float | None


@dataclass(frozen=True)
class Report:
    """Everything on the page."""

    person: Person
    made: datetime
    trends: Trends
    bars: tuple[Span, ...]
    telling: tuple[Telling, ...]
    runs: tuple[Assessment, ...]
    """The latest runs of the checklist, newest first."""
    signs: tuple[Reported, ...]
    """All of them, in the order they first came."""
    beside: tuple[Beside, ...]
    medicines: tuple[Noted, ...]
    """All of them, in the order they were last noted; questions too."""
    questions: tuple[Noted, ...]
    plan: Plan | None
    """The start of the plan that `trends.plan` is about."""
    spoken: tuple[Entry, ...]
    """The latest signs, notes and twitches with words of the person's own, newest first."""
    spoken_of: int
    """How many signs, notes and twitches there are in the period."""


def make(journal: Journal, period: Period, now: datetime, weigh: Weigh, person: Person | None = None) -> Report:
    """The report on `period` as the journal stands at `now`."""
    found = trends(journal, period, now, weigh)
    shown = bars(found.days)
    spoken, spoken_of = _spoken(journal, period)
    return Report(
        person=person or Person(),
        made=now,
        trends=found,
        bars=shown,
        telling=_telling(journal, period, found),
        runs=_runs(journal, period),
        signs=_signs(journal, period),
        beside=tuple(_beside(journal, period, found, shown)),
        medicines=_noted(journal, period, "medicine"),
        questions=_noted(journal, period, "question"),
        plan=begun(journal, period),
        spoken=spoken,
        spoken_of=spoken_of,
    )


def _runs(journal: Journal, period: Period) -> tuple[Assessment, ...]:
    found = journal.entries([Assessment.kind], start=period.start, end=period.end, newest_first=True, limit=_RUNS)
    return tuple(run for run in found if isinstance(run, Assessment))


def _telling(journal: Journal, period: Period, found: Trends) -> tuple[Telling, ...]:
    """At most six twitches, oldest first, each for one reason."""
    asked = period.filter
    inside = (second_of(period.start), second_of(period.end))
    chosen: dict[str, Telling] = {}

    def choose(why: str, entries: Iterable[Entry | None]) -> None:
        for entry in entries:
            if isinstance(entry, Twitch) and entry.id not in chosen and len(chosen) < _TELLING:
                chosen[entry.id] = Telling(why, entry)
                return

    def select(condition: str, order: str) -> list[Entry]:
        rows = journal.rows(
            "SELECT body FROM entries WHERE kind = 'twitch' AND instant >= ? AND instant < ?"
            f" AND {condition} ORDER BY {order} LIMIT 3",
            inside,
        )
        return [Entry.from_dict(json.loads(body)) for (body,) in rows]

    choose("first", queries.first(journal, asked).entries)
    choose("with_sign", select("companions <> '[]'", "instant"))
    choose("with_sign", select("companions <> '[]'", "instant DESC"))
    for track in found.regions:
        if track.new:
            choose("new_region", [first_on(journal, track.first, track.region)])
    choose("longest", queries.longest(journal, asked).entries)
    choose("strongest", select("json_extract(body, '$.intensity') >= 5", "json_extract(body, '$.intensity') DESC"))
    choose("last", queries.last(journal, asked).entries)
    return tuple(sorted(chosen.values(), key=lambda one: one.twitch.at))


def _signs(journal: Journal, period: Period) -> tuple[Reported, ...]:
    """Signs by kind, place and onset, in the order they first came."""
    inside = (second_of(period.start), second_of(period.end))
    rows = journal.rows(
        """
        SELECT sign, place, side, onset, min(day), max(day), count(*), came FROM (
            SELECT value AS sign, place, side, NULL AS onset, day, 1 AS came
            FROM entries, json_each(companions)
            WHERE kind = 'twitch' AND companions <> '[]' AND instant >= ?1 AND instant < ?2
            UNION ALL
            SELECT json_extract(body, '$.sign'), place, side, json_extract(body, '$.onset'), day, 0
            FROM entries
            WHERE kind = 'sign' AND json_extract(body, '$.about') = 'self' AND instant >= ?1 AND instant < ?2
        )
        GROUP BY sign, place, side, onset, came ORDER BY min(day), count(*) DESC
        """,
        inside,
    )
    found = [
        Reported(sign, place, side, onset, date.fromisoformat(first), date.fromisoformat(last), n, bool(came))
        for sign, place, side, onset, first, last, n, came in rows
    ]
    return tuple(found)


def _noted(journal: Journal, period: Period, topic: str) -> tuple[Noted, ...]:
    rows = journal.rows(
        """
        SELECT json_extract(body, '$.text'), day FROM entries
        WHERE kind = 'note' AND json_extract(body, '$.topic') = ? AND instant >= ? AND instant < ?
        ORDER BY instant, id
        """,
        (topic, second_of(period.start), second_of(period.end)),
    )
    found: dict[str, Noted] = {}
    for text, written in rows:
        day = date.fromisoformat(written)
        before = found.pop(text.casefold(), Noted(text, day, day, 0))
        found[text.casefold()] = Noted(text, min(before.first, day), max(before.last, day), before.n + 1)
    return tuple(found.values())


def _beside(journal: Journal, period: Period, found: Trends, shown: Sequence[Span]) -> Iterable[Beside]:
    counts = {day.day: day.n for day in found.days if day.n is not None}
    for measure in BESIDE:
        amounts = queries.amounts_by_day(journal, measure, period.filter)
        if not amounts:
            continue
        more = [amount for day, amount in amounts.items() if counts.get(day, 0) > 0]
        fewer = [amount for day, amount in amounts.items() if counts.get(day, 0) == 0]
        compared = min(len(more), len(fewer)) >= ENOUGH_A_SIDE
        yield Beside(
            measure,
            UNIT_OF[measure],
            _means(amounts, shown, period),
            len(amounts),
            fmean(amounts.values()),
            fmean(more) if compared else None,
            fmean(fewer) if compared else None,
        )


def _means(amounts: Mapping[date, float], shown: Sequence[Span], period: Period) -> tuple[float | None, ...]:
    ends = [*(span.first for span in shown[1:]), period.end.date()]
    values: list[list[float]] = [[] for _ in shown]
    number = 0
    for day, amount in amounts.items():
        while day >= ends[number] and number < len(ends) - 1:
            number += 1
        values[number].append(amount)
    return tuple(fmean(each) if each else None for each in values)


def _spoken(journal: Journal, period: Period) -> tuple[tuple[Entry, ...], int]:
    """The latest signs, notes and twitches in the person's own words, newest first; and how many there are at all."""
    kinds = tuple(kind for group in _SPOKEN_KINDS for kind in group)
    (total,) = journal.rows(
        f"SELECT count(*) FROM entries WHERE kind IN {kinds} AND instant >= ? AND instant < ?",
        (second_of(period.start), second_of(period.end)),
    )[0]
    found: list[Entry] = []
    for group in _SPOKEN_KINDS:
        entries = journal.entries(group, start=period.start, end=period.end, newest_first=True)
        found += islice((entry for entry in entries if entry.words), _SPOKEN - len(found))
    return tuple(sorted(found, key=lambda entry: (entry.at, entry.id), reverse=True)), total
