"""What the journal answers: each question is one function of a journal and a filter, and gives one small value.

Every answer says how many days it rests on.  A day is logged where it has a twitch, a value of the day (``twitch_free``
among them) or a sign; any other day is a gap and never counts as a day without twitches.
"""

# ruff: noqa: S608 - what is put into the text of a query are constants of this package; every value is bound

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from typing import Any, Final

from voiceassist.clock import DAY
from voiceassist.journal.answers import (
    Comparison,
    Count,
    Coverage,
    Filter,
    Found,
    FreeDays,
    Group,
    Ranked,
    Ranking,
    Strength,
    Stretch,
    Trend,
)
from voiceassist.journal.entry import Entry
from voiceassist.journal.measures import UNIT_OF, of_a_day_sql
from voiceassist.journal.store import Journal, second_of
from voiceassist.journal.vocabulary import LIES_IN

LOGGING_KINDS: Final = ("twitch", "day", "sign")
"""The kinds of entry that make a day a logged one."""

_PARTS: Final = ((5, "night"), (11, "morning"), (14, "noon"), (18, "afternoon"), (22, "evening"), (24, "night"))
_STRENGTH_SAID: Final = """instr(body, '"intensity":null') = 0"""
"""Most bodies are passed over as text, which is much faster than reading them."""
_STRENGTHS: Final[Mapping[Strength, str]] = {
    Strength.STRONG: f"{_STRENGTH_SAID} AND json_extract(body, '$.intensity') >= 6",
    Strength.WEAK: f"{_STRENGTH_SAID} AND json_extract(body, '$.intensity') <= 4",
}


def count(journal: Journal, asked: Filter) -> Count:
    """How many twitches, or how much of a measure."""
    if asked.measure is None:
        entries, values = _from(asked)
        n, days = journal.rows(f"SELECT count(*), count(DISTINCT day) {entries}", values)[0]
        return Count(n, days, coverage(journal, asked))
    by_day = amounts_by_day(journal, asked.measure, asked)
    entries, values = _from(asked)
    (n,) = journal.rows(f"SELECT count(*) {entries}", values)[0]
    total = sum(by_day.values())
    per_day = total / len(by_day) if by_day else None
    return Count(n, len(by_day), coverage(journal, asked), total, UNIT_OF.get(asked.measure), per_day)


def free_days(journal: Journal, asked: Filter) -> FreeDays:
    """Logged days without a twitch; one that was said to be free and had a twitch after all is none."""
    twitches = twitches_by_day(journal, replace(asked, measure=None))
    return FreeDays(tuple(day for day, n in reversed(list(twitches.items())) if not n), coverage(journal, asked))


def last(journal: Journal, asked: Filter) -> Found:
    """The latest entry."""
    return listing(journal, asked, limit=1)


def logged(journal: Journal, kinds: Sequence[str], asked: Filter) -> int:
    """How many entries of `kinds` there are in the period."""
    limits, values = _period(asked)
    kind = f"kind IN ({', '.join('?' * len(kinds))})"
    return int(journal.rows(f"SELECT count(*) FROM entries WHERE {kind}{limits}", (*kinds, *values))[0][0])


def first(journal: Journal, asked: Filter) -> Found:
    """The earliest entry."""
    return _found(journal, asked, "instant, id", 1)


def longest(journal: Journal, asked: Filter) -> Found:
    """The twitch that lasted longest, the latest of those that tie; none where no duration was said."""
    return _found(journal, replace(asked, measure=None), "duration_s DESC, instant DESC", 1, "by_duration")


def strongest(journal: Journal, asked: Filter) -> Found:
    """The twitch that was strongest, the latest of those that tie; none where no strength was said."""
    entries, values = _from(replace(asked, measure=None))
    # The strength is in no index, and of a bare column SQLite gives the row of the maximum, so that one look is enough.
    strength = "json_extract(body, '$.intensity')"
    top = f"max({strength} * 1e11 + instant)"
    [(n, _, body)] = journal.rows(f"SELECT count({strength}), {top}, body {entries} AND {_STRENGTH_SAID}", values)
    return Found(n, (Entry.from_dict(json.loads(body)),) if n else (), coverage(journal, asked))


def listing(journal: Journal, asked: Filter, limit: int = 20) -> Found:
    """The latest entries, newest first."""
    return _found(journal, asked, "instant DESC, id DESC", limit)


def most_common_place(journal: Journal, asked: Filter) -> Ranking:
    """Where the twitches were; the sides of the body count apart."""
    rows = _groups(journal, asked, "place, side", "by_place")
    known = Counter({(place, side): n for place, side, n in rows if place is not None})
    items = [Ranked(place, n, side) for (place, side), n in known.most_common()]
    return _ranking(journal, asked, items, sum(row[-1] for row in rows), sum(known.values()))


def most_common_side(journal: Journal, asked: Filter) -> Ranking:
    """On which side; of a twitch on both sides none is said."""
    rows = _groups(journal, asked, "side", "by_place")
    known = Counter({side: n for side, n in rows if side in ("left", "right")})
    items = [Ranked(asked.place or "", n, side) for side, n in known.most_common()]
    return _ranking(journal, asked, items, sum(n for _, n in rows), known.total())


def most_common_time(journal: Journal, asked: Filter) -> Ranking:
    """In which part of the day: morning from 5, noon from 11, afternoon from 14, evening from 18, night from 22."""
    rows = _groups(journal, asked, "hour", "by_hour")
    parts: Counter[str] = Counter()
    for hour, n in rows:
        if hour is not None:
            parts[_part(hour)] += n
    items = [Ranked(part, n) for part, n in parts.most_common()]
    return _ranking(journal, asked, items, sum(n for _, n in rows), parts.total())


def _part(hour: int) -> str:
    return next(part for until, part in _PARTS if hour < until)


def most_common_trigger(journal: Journal, asked: Filter) -> Ranking:
    """Which trigger was suspected; a twitch may name several."""
    rows = _groups(journal, asked, "triggers", "by_triggers")
    triggers: Counter[str] = Counter()
    known = 0
    for named, n in rows:
        each = json.loads(named)
        known += n if each else 0
        for trigger in each:
            triggers[trigger] += n
    items = [Ranked(trigger, n) for trigger, n in triggers.most_common()]
    return _ranking(journal, asked, items, sum(n for _, n in rows), known)


def trend(journal: Journal, asked: Filter) -> Trend:
    """The period against the one of equal length before it.  Raises ValueError for an open period.

    Both are whole calendar days: a day that was cut would count as a logged one for the hours that are left of it.
    """
    if asked.start is None or asked.end is None:
        raise ValueError("a trend needs a period with a start and an end")
    first, last = asked.start.date(), _last_day(asked.end)
    before = first - (last - first) - DAY
    now = _stretch(journal, _whole_days(asked, first, last))
    return Trend(now, _stretch(journal, _whole_days(asked, before, first - DAY)), first, last)


def compare(journal: Journal, asked: Filter) -> Comparison:
    """A measure on days with twitches and on logged days without.  Raises ValueError where no measure is given."""
    if asked.measure is None:
        raise ValueError("a comparison needs a measure")
    twitches = twitches_by_day(journal, asked)
    amounts = amounts_by_day(journal, asked.measure, asked)
    more = [amount for day, amount in amounts.items() if twitches.get(day)]
    fewer = [amount for day, amount in amounts.items() if not twitches.get(day)]
    return Comparison(asked.measure, UNIT_OF.get(asked.measure), Group.of(more), Group.of(fewer))


def first_day(journal: Journal) -> date | None:
    """The first day with a twitch, a value of the day or a sign."""
    ((day,),) = journal.rows(f"SELECT min(day) FROM entries INDEXED BY by_day WHERE kind IN {LOGGING_KINDS}")
    return day and date.fromisoformat(day)


def coverage(journal: Journal, asked: Filter) -> Coverage:
    """How many days of the period were logged, whatever place or measure the question is about."""
    limits, values = _period(asked)
    logged, earliest, latest = journal.rows(
        "SELECT count(DISTINCT day), min(day), max(day) FROM entries INDEXED BY by_day"
        f" WHERE kind IN {LOGGING_KINDS}{limits}",
        values,
    )[0]
    start = asked.start.date() if asked.start else earliest and date.fromisoformat(earliest)
    end = _last_day(asked.end) if asked.end else latest and date.fromisoformat(latest)
    return Coverage(logged, max((end - start).days + 1, 0) if start and end else 0)


def most_common_day(journal: Journal, asked: Filter) -> Ranking:
    """On which days; of days with equally many the latest first."""
    counted = {day: n for day, n in twitches_by_day(journal, asked).items() if n}
    items = [Ranked(day.isoformat(), n) for day, n in Counter(dict(reversed(counted.items()))).most_common()]
    n = sum(counted.values())
    return _ranking(journal, asked, items, n, n)


def twitches_by_day(journal: Journal, asked: Filter) -> Mapping[date, int]:
    """Twitches of each logged day in order; a gap is not in it, a logged day without twitches is there with 0."""
    limits, values = _period(asked)
    days = journal.rows(
        f"SELECT DISTINCT day FROM entries INDEXED BY by_day WHERE kind IN {LOGGING_KINDS}{limits} ORDER BY day", values
    )
    entries, values = _from(replace(asked, measure=None))
    counted = dict(journal.rows(f"SELECT day, count(*) {entries} GROUP BY day", values))
    return {date.fromisoformat(day): counted.get(day, 0) for (day,) in days}


def amounts_by_day(journal: Journal, measure: str, asked: Filter) -> Mapping[date, float]:
    """What a measure came to on each day that has a value, in the unit that `measures.UNIT_OF` names."""
    entries, values = _from(replace(asked, measure=measure))
    rows = journal.rows(
        f"SELECT day, {of_a_day_sql(measure)} {entries} AND amount IS NOT NULL GROUP BY day ORDER BY day",
        values,
    )
    return {date.fromisoformat(day): amount for day, amount in rows}


def _last_day(end: datetime) -> date:
    """The last day of a period that ends before `end`."""
    return (end - timedelta(microseconds=1)).date()


def _whole_days(asked: Filter, first: date, last: date) -> Filter:
    zone = asked.start.tzinfo if asked.start else None
    start, end = (datetime.combine(day, time(), zone) for day in (first, last + DAY))
    return replace(asked, start=start, end=end)


def _stretch(journal: Journal, asked: Filter) -> Stretch:
    known = coverage(journal, asked)
    if asked.measure is None:
        return Stretch(count(journal, asked).n, known)
    amounts = amounts_by_day(journal, asked.measure, asked)
    return Stretch(sum(amounts.values()), replace(known, logged=len(amounts)))


def _found(journal: Journal, asked: Filter, order: str, limit: int, index: str | None = None) -> Found:
    entries, values = _from(asked, index)
    only = "duration_s IS NOT NULL" if index == "by_duration" else "1"
    (n,) = journal.rows(f"SELECT count(*) {entries} AND {only}", values)[0]
    rows = journal.rows(f"SELECT body {entries} AND {only} ORDER BY {order} LIMIT ?", (*values, limit))
    return Found(n, tuple(Entry.from_dict(json.loads(body)) for (body,) in rows), coverage(journal, asked))


def _groups(journal: Journal, asked: Filter, columns: str, index: str) -> list[tuple[Any, ...]]:
    entries, values = _from(replace(asked, measure=None), index)
    return journal.rows(f"SELECT {columns}, count(*) {entries} GROUP BY {columns}", values)


def _ranking(journal: Journal, asked: Filter, items: list[Ranked], n: int, known: int) -> Ranking:
    return Ranking(tuple(items), n, n - known, coverage(journal, asked))


def _from(asked: Filter, index: str | None = None) -> tuple[str, tuple[object, ...]]:
    """The entries that are asked about, with the values to bind.

    The index is named since SQLite, which has no statistics here, would look every row up through ``by_kind``:
    135 ms instead of 4 for the triggers of 100,000 entries.
    """
    limits, values = _period(asked)
    if asked.measure is not None:
        values = (asked.measure, *values)
        return f"FROM entries INDEXED BY by_measure WHERE kind = 'day' AND measure = ?{limits}", values
    places = (asked.place, *LIES_IN.get(asked.place, ())) if asked.place else ()
    sides = (asked.side, "both") if asked.side in ("left", "right") else (asked.side,) if asked.side else ()
    for column, wanted in (("place", places), ("side", sides)):
        if wanted:
            index = "by_place"
            limits += f" AND {column} IN ({', '.join('?' * len(wanted))})"
            values = (*values, *wanted)
    index = index or ("by_triggers" if asked.cause else "by_hour" if asked.part else None)
    if asked.part is not None:
        hours = [hour for hour in range(24) if _part(hour) == asked.part]
        limits += f" AND hour IN ({', '.join('?' * len(hours))})"
        values = (*values, *hours)
    for column, named in (("triggers", asked.cause), ("companions", asked.companion)):
        if named is not None:
            limits += f" AND instr({column}, ?)"
            values = (*values, json.dumps(named))
    for comparison, length in ((">", asked.longer_s), ("<", asked.shorter_s)):
        if length is not None:
            limits += f" AND duration_s {comparison} ?"
            values = (*values, length)
    if asked.strength is not None:
        limits += f" AND {_STRENGTHS[asked.strength]}"
    return f"FROM entries {f'INDEXED BY {index}' if index else ''} WHERE kind = 'twitch'{limits}", values


def _period(asked: Filter) -> tuple[str, tuple[object, ...]]:
    """Conditions on the time and their values."""
    limits, values = "", tuple[object, ...]()
    for comparison, moment in ((">=", asked.start), ("<", asked.end)):
        if moment is not None:
            limits += f" AND instant {comparison} ?"
            values = (*values, second_of(moment))
    return limits, values
