"""`trends(journal, period, …)`: everything that is computed about a period, as one plain value."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from voiceassist.journal import Journal, queries
from voiceassist.journal.answers import Ranking
from voiceassist.report.course import Change, begun, halves, since
from voiceassist.report.flags import Flag, Weigh, flags
from voiceassist.report.links import Link, links
from voiceassist.report.period import Period
from voiceassist.report.places import PlaceCount, RegionTrack, places, regions
from voiceassist.report.series import DayCount, Span, daily, weekly


@dataclass(frozen=True)
class Trends:
    """What weeks of entries show.  Says what went together, never what causes what."""

    period: Period
    days: tuple[DayCount, ...]
    weeks: tuple[Span, ...]
    places: tuple[PlaceCount, ...]
    unplaced: int
    """Twitches that named no place."""
    regions: tuple[RegionTrack, ...]
    times: Ranking
    named_triggers: Ranking
    """What the person suspected."""
    links: tuple[Link, ...]
    course: Change | None
    """The second half of the logged time beside the first."""
    plan: Change | None
    """The days since the start of the period's latest plan beside those before."""
    flags: tuple[Flag, ...]

    @property
    def n(self) -> int:
        """Twitches logged."""
        return sum(day.n or 0 for day in self.days)

    @property
    def logged(self) -> int:
        """Days with an entry."""
        return sum(day.n is not None for day in self.days)

    @property
    def twitch_days(self) -> int:
        """Days with a twitch."""
        return sum(bool(day.n) for day in self.days)

    def to_dict(self) -> dict[str, Any]:
        """The same as JSON-ready plain values."""
        plain: dict[str, Any] = _plain(self)
        return {**plain, "n": self.n, "logged_days": self.logged, "twitch_days": self.twitch_days}


def trends(journal: Journal, period: Period, now: datetime, weigh: Weigh) -> Trends:
    """What the journal shows about `period`, as far as it was known at `now`."""
    counts = queries.twitches_by_day(journal, period.filter)
    days = daily(counts, period)
    weeks = weekly(days)
    where, unplaced = places(journal, period)
    plan = begun(journal, period)
    return Trends(
        period=period,
        days=days,
        weeks=weeks,
        places=where,
        unplaced=unplaced,
        regions=regions(journal, period),
        times=queries.most_common_time(journal, period.filter),
        named_triggers=queries.most_common_trigger(journal, period.filter),
        links=links(journal, period, counts),
        course=halves(days),
        plan=since(days, plan.at.date()) if plan else None,
        flags=flags(journal, period, now, weigh),
    )


def _plain(value: Any) -> Any:
    match value:
        case date():
            return value.isoformat()
        case tuple() | list():
            return [_plain(item) for item in value]
        case Mapping():
            return {key: _plain(item) for key, item in value.items()}
        case float():
            return round(value, 4)
    if dataclasses.is_dataclass(value):
        names = (field.name for field in dataclasses.fields(value))
        return {name.rstrip("_"): _plain(getattr(value, name)) for name in names}
    return value
