"""Where it twitched: places for the body map, regions week by week, and which regions are new."""

# ruff: noqa: S608 - what is put into the text of a query are constants of this file; every value is bound

from __future__ import annotations

import json
from collections import Counter
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from voiceassist.journal import Entry, Journal
from voiceassist.journal.queries import LOGGING_KINDS
from voiceassist.journal.store import second_of
from voiceassist.journal.vocabulary import REGIONS, regions_of
from voiceassist.report.period import Period

NEW_AFTER: Final = 14
"""A region is new where it first twitched after so many logged days without it; before, the journal was only getting to
know the body."""

_INSIDE: Final = "kind = 'twitch' AND instant >= ? AND instant < ?"


@dataclass(frozen=True)
class PlaceCount:
    """One place and side in the period."""

    place: str
    side: str | None
    n: int
    days: int
    first: date
    last: date


@dataclass(frozen=True)
class RegionTrack:
    """Face, arm, trunk or leg over the period."""

    region: str
    n: int
    first: date
    """The first twitch there that the whole journal knows."""
    weeks: tuple[int, ...]
    """Twitches in each week of the period, Monday to Sunday."""
    new: bool


def places(journal: Journal, period: Period) -> tuple[tuple[PlaceCount, ...], int]:
    """Places, the most frequent first, and how many twitches named none."""
    rows = journal.rows(
        "SELECT place, side, count(*), count(DISTINCT day), min(day), max(day) FROM entries INDEXED BY by_place"
        f" WHERE {_INSIDE} GROUP BY place, side ORDER BY count(*) DESC, max(day) DESC",
        (second_of(period.start), second_of(period.end)),
    )
    known = tuple(
        PlaceCount(place, side, n, days, date.fromisoformat(first), date.fromisoformat(last))
        for place, side, n, days, first, last in rows
        if place is not None
    )
    return known, sum(row[2] for row in rows if row[0] is None)


def regions(journal: Journal, period: Period) -> tuple[RegionTrack, ...]:
    """The regions that twitched in the period, in the order they first did."""
    monday = period.first - timedelta(days=period.first.weekday())
    weeks = (period.last - monday).days // 7 + 1
    firsts = journal.rows(
        "SELECT place, min(day) FROM entries INDEXED BY by_place WHERE kind = 'twitch' AND place IS NOT NULL"
        " AND instant < ? GROUP BY place",
        (second_of(period.end),),
    )
    rows = journal.rows(
        "SELECT place, CAST((julianday(day) - julianday(?)) / 7 AS INTEGER) AS week, count(*)"
        f" FROM entries INDEXED BY by_place WHERE {_INSIDE} AND place IS NOT NULL GROUP BY place, week",
        (monday.isoformat(), second_of(period.start), second_of(period.end)),
    )
    counted: dict[str, Counter[int]] = {region: Counter() for region in REGIONS}
    for place, week, n in rows:
        for region in regions_of(place):
            counted[region][week] += n
    first_of: dict[str, date] = {}
    for place, day in firsts:
        for region in regions_of(place):
            first_of[region] = min(date.fromisoformat(day), first_of.get(region, date.max))
    tracks = [
        RegionTrack(
            region,
            by_week.total(),
            first_of[region],
            tuple(by_week[week] for week in range(weeks)),
            new=first_of[region] >= period.first and _logged_before(journal, first_of[region]) >= NEW_AFTER,
        )
        for region, by_week in counted.items()
        if by_week
    ]
    return tuple(sorted(tracks, key=lambda track: track.first))


def first_on(journal: Journal, day: date, region: str | None = None) -> Entry | None:
    """The first twitch of a day, or of a region on it, by when it happened: the earlier of two may be logged later."""
    # The index holds only entries that make a day a logged one, which SQLite must see written out to use it.
    rows = journal.rows(
        f"SELECT place, body FROM entries INDEXED BY by_day WHERE kind IN {LOGGING_KINDS} AND kind = 'twitch'"
        " AND day = ? ORDER BY instant, id",
        (day.isoformat(),),
    )
    inside = (body for place, body in rows if region is None or (place and region in regions_of(place)))
    return next((Entry.from_dict(json.loads(body)) for body in inside), None)


def _logged_before(journal: Journal, day: date) -> int:
    rows = journal.rows(
        f"SELECT count(DISTINCT day) FROM entries INDEXED BY by_day WHERE kind IN {LOGGING_KINDS} AND day < ?",
        (day.isoformat(),),
    )
    return int(rows[0][0])
