"""The clock on the person's wall, what people mean by its hours, and how moments that it shows are written."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, tzinfo
from typing import Final
from zoneinfo import ZoneInfoNotFoundError

from tzlocal import get_localzone

DAY: Final = timedelta(days=1)
"""From an hour of the wall to the same one of the next day, whether or not the clocks change in between."""

AWAKE: Final = range(7, 19)
"""The hours that are meant where nobody says which half of another day: those that people are awake for."""

MORNING, NOON, AFTERNOON, EVENING, NIGHT = 9, 12, 15, 19, 23
"""The hours that stand for parts of the day where no other was said."""
PART_HOURS: Final = frozenset({MORNING, NOON, AFTERNOON, EVENING, NIGHT})
"""A time at exactly one of them was probably told as that part; one at three, in the small hours, by the clock."""


def local_zone() -> tzinfo | None:
    """The system's time zone, which knows when its clocks change; of one without a name, the offset it has now."""
    try:
        return get_localzone()
    except ZoneInfoNotFoundError:
        return datetime.now().astimezone().tzinfo


def elapsed(moment: datetime, by: timedelta) -> datetime:
    """`moment` so much time later, as the same wall shows it: `+` would turn the hands, although the clocks change."""
    return (moment.astimezone(UTC) + by).astimezone(moment.tzinfo)


def just_after(moment: datetime) -> datetime:
    """The end of a period that holds what was logged at `moment`, to the second."""
    return elapsed(moment, timedelta(seconds=1))


def midnight(moment: datetime) -> datetime:
    """The beginning of the day of `moment`."""
    return moment.replace(hour=0, minute=0, second=0, microsecond=0)


def interval(start: datetime, end: datetime) -> str:
    """From one moment to another, as periods are written in slots: an ISO 8601 interval."""
    return f"{start.isoformat()}/{end.isoformat()}"


def ends(period: str) -> tuple[datetime, datetime]:
    """The two moments of a period that `interval` wrote."""
    start, end = period.split("/")
    return datetime.fromisoformat(start), datetime.fromisoformat(end)
