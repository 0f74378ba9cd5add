"""The clock on the person's wall."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, tzinfo
from zoneinfo import ZoneInfoNotFoundError

from tzlocal import get_localzone


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
