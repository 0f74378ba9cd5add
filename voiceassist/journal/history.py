"""What weeks of entries show: the facts that “is this serious?” looks at before it asks anything."""

# ruff: noqa: S608 - what is put into the text of a query are constants of this package; every value is bound

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final

from voiceassist.journal.queries import LOGGING_KINDS
from voiceassist.journal.store import Journal, second_of
from voiceassist.journal.vocabulary import REGIONS, regions_of

WINDOW_DAYS: Final = 90
"""How far back places, regions and signs are looked at: long enough for months of spread, short enough that an eyelid
years ago and a calf today are two stories."""

_YEAR_DAYS: Final = 366

PERSISTENT_AFTER_DAYS: Final = 14
"""“More than two weeks” [the checklist's first question]."""

_SPELL_GAP_DAYS: Final = 7
_SPELL_DAYS: Final = 5
_RELIEF_DAYS: Final = 3

SPREAD_REGIONS: Final = 3
"""“Several unrelated muscle groups (face, arms, legs)” [the checklist's fourth question]."""


_OFTEN_DAYS: Final = 2
_LATELY_DAYS: Final = 14


@dataclass(frozen=True)
class Seen:
    """A place or a region of the body with its twitches in the window."""

    name: str
    side: str | None
    first: date
    last: date
    n: int
    days: int


@dataclass(frozen=True)
class SignSeen:
    """A sign that came with a twitch or was reported by itself."""

    sign: str
    day: date
    entry_id: str
    place: str | None
    side: str | None
    onset: str | None
    came_with_twitch: bool


@dataclass(frozen=True)
class Spell:
    """Twitch days that belong together: neighbours at most a week apart, without three days logged free in a row."""

    first: date
    last: date
    days: int

    @property
    def span(self) -> int:
        """Days from its first to its last, both counted."""
        return (self.last - self.first).days + 1


@dataclass(frozen=True)
class History:
    """What the journal shows at one moment.  Days are the person's own calendar days."""

    today: date | None = None
    twitched: frozenset[date] = frozenset()
    """Days with twitches in the last year."""
    logged: frozenset[date] = frozenset()
    """Days with any entry in the last 90 days."""
    first_day: date | None = None
    """The first twitch ever logged."""
    places: tuple[Seen, ...] = ()
    """Place and side, the most frequent first, in the last 90 days."""
    regions: tuple[Seen, ...] = ()
    """Face, arm, trunk, leg in the order they first twitched in the last 90 days."""
    signs: tuple[SignSeen, ...] = ()
    """Signs about the person in the last 90 days, oldest first."""
    spell: Spell | None = None
    """The spell that is going on: its last twitch is at most a week ago.  Looked at for a year back."""

    @property
    def persistent(self) -> bool:
        """Twitches on at least five days of a spell that is going on and spans more than two weeks."""
        return self.spell is not None and self.spell.span > PERSISTENT_AFTER_DAYS and self.spell.days >= _SPELL_DAYS

    @property
    def spread(self) -> bool:
        """Twitches in at least three unrelated regions of the body within the last 90 days."""
        return len(self.regions) >= SPREAD_REGIONS

    @property
    def established(self) -> bool:
        """A spread that needs no asking: three regions on two days each, or three within the last two weeks.

        One twitch each in three regions over months is what most people have, so there the person is asked.
        """
        often = [region for region in self.regions if region.days >= _OFTEN_DAYS]
        lately = [region for region in self.regions if self.today and (self.today - region.last).days < _LATELY_DAYS]
        return max(len(often), len(lately)) >= SPREAD_REGIONS

    def days_within(self, window: int) -> int:
        """Days with twitches among the last `window` days, today included; at most a year back."""
        return self._within(self.twitched, window)

    def logged_within(self, window: int) -> int:
        """Days with any entry among the last `window` days, today included; at most 90 days back."""
        return self._within(self.logged, window)

    def _within(self, days: Iterable[date], window: int) -> int:
        return sum((self.today - day).days < window for day in days) if self.today else 0


def history(journal: Journal, now: datetime) -> History:
    """What the journal shows at `now`; entries after it are not looked at."""
    until = second_of(now) + 1
    since = second_of(now - timedelta(days=WINDOW_DAYS))
    year = second_of(now - timedelta(days=_YEAR_DAYS))
    today = now.date()
    twitched = _days(journal, "kind = 'twitch'", year, until)
    free = _days(journal, "kind = 'day' AND measure = 'twitch_free'", year, until) - twitched
    logged = _days(journal, f"kind IN {LOGGING_KINDS}", since, until)
    ((first,),) = journal.rows("SELECT min(day) FROM entries WHERE kind = 'twitch' AND instant < ?", (until,))
    places = _places(journal, since, until)
    return History(
        today=today,
        twitched=frozenset(twitched),
        logged=frozenset(logged),
        first_day=first and date.fromisoformat(first),
        places=tuple(sorted((seen for seen, _ in places), key=lambda seen: (-seen.n, seen.first))),
        regions=_regions(places),
        signs=_signs(journal, since, until),
        spell=_spell(twitched, free, today),
    )


def _days(journal: Journal, condition: str, since: int, until: int) -> set[date]:
    rows = journal.rows(
        f"SELECT DISTINCT day FROM entries WHERE {condition} AND instant >= ? AND instant < ?", (since, until)
    )
    return {date.fromisoformat(day) for (day,) in rows}


def _places(journal: Journal, since: int, until: int) -> list[tuple[Seen, frozenset[date]]]:
    rows = journal.rows(
        "SELECT place, side, min(day), max(day), count(*), json_group_array(DISTINCT day) FROM entries"
        " WHERE kind = 'twitch' AND instant >= ? AND instant < ? AND place IS NOT NULL GROUP BY place, side",
        (since, until),
    )
    places = []
    for place, side, first, last, n, listed in rows:
        days = frozenset(map(date.fromisoformat, json.loads(listed)))
        places.append((Seen(place, side, date.fromisoformat(first), date.fromisoformat(last), n, len(days)), days))
    return places


def _regions(places: list[tuple[Seen, frozenset[date]]]) -> tuple[Seen, ...]:
    regions = []
    for region in REGIONS:
        inside = [(s, days) for s, days in places if region in regions_of(s.name)]
        if inside:
            days = frozenset[date]().union(*(days for _, days in inside))
            regions.append(Seen(region, None, min(days), max(days), sum(s.n for s, _ in inside), len(days)))
    return tuple(sorted(regions, key=lambda seen: seen.first))


def _signs(journal: Journal, since: int, until: int) -> tuple[SignSeen, ...]:
    with_twitches = journal.rows(
        "SELECT id, day, place, side, companions FROM entries WHERE kind = 'twitch' AND companions <> '[]'"
        " AND instant >= ? AND instant < ?",
        (since, until),
    )
    reported = journal.rows(
        "SELECT id, day, place, side, json_extract(body, '$.sign'), json_extract(body, '$.onset') FROM entries"
        " WHERE kind = 'sign' AND json_extract(body, '$.about') = 'self' AND instant >= ? AND instant < ?",
        (since, until),
    )
    signs = [
        SignSeen(sign, date.fromisoformat(day), entry_id, place, side, None, True)
        for entry_id, day, place, side, companions in with_twitches
        for sign in json.loads(companions)
    ]
    signs += [
        SignSeen(sign, date.fromisoformat(day), entry_id, place, side, onset, False)
        for entry_id, day, place, side, sign, onset in reported
    ]
    return tuple(sorted(signs, key=lambda seen: (seen.day, seen.entry_id, seen.sign)))


def _spell(twitched: set[date], free: set[date], today: date) -> Spell | None:
    if not twitched or (today - max(twitched)).days > _SPELL_GAP_DAYS or _relieved(max(twitched), today, free):
        return None
    latest_first = sorted(twitched, reverse=True)
    run = latest_first[:1]
    for day in latest_first[1:]:
        if (run[-1] - day).days > _SPELL_GAP_DAYS or _relieved(day, run[-1], free):
            break
        run.append(day)
    return Spell(run[-1], run[0], len(run))


def _relieved(earlier: date, later: date, free: set[date]) -> bool:
    """Whether three days in a row between the two were logged as free of twitches."""
    row = 0
    for age in range(1, (later - earlier).days + 1):
        row = row + 1 if earlier + timedelta(days=age) in free else 0
        if row == _RELIEF_DAYS:
            return True
    return False
