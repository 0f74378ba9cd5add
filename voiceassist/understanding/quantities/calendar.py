"""Days, clocks and lengths of time on the wall clock.

"Yesterday at nine" is nine on the wall whether or not the clocks changed in between, so days, weeks and months are
counted on the calendar of `now`'s time zone; hours and less are counted in elapsed time.
"""

from __future__ import annotations

import calendar
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from voiceassist.clock import AWAKE, DAY, elapsed

NEW_DAY = 5
"""The hour before which people who say "tonight" or "this evening" still mean the day before."""

STILL_UP = 3
"""The hour before which "this morning" is that of the day before: whoever speaks has not slept yet."""

DAYS_A_MONTH = 30
"""Where a month has to be a number of days: a duration, or half a month."""


@dataclass(frozen=True)
class Span:
    """A length of time: calendar months and days, and elapsed seconds."""

    months: float = 0
    days: float = 0
    seconds: float = 0

    def __add__(self, other: Span) -> Span:
        return Span(self.months + other.months, self.days + other.days, self.seconds + other.seconds)

    def times(self, factor: float) -> Span:
        """This length `factor` times."""
        return Span(self.months * factor, self.days * factor, self.seconds * factor)

    @property
    def total_seconds(self) -> float:
        """The length in seconds, a month taken as 30 days and a day as 24 hours."""
        return (self.months * DAYS_A_MONTH + self.days) * 86_400 + self.seconds

    @property
    def in_days(self) -> bool:
        """True where it was said in days or longer units."""
        return bool(self.months or self.days)


@dataclass(frozen=True)
class Part:
    """A part of the day: the hour that stands for it, and where it begins and ends (above 24: the next day)."""

    hour: int
    begins: int
    ends: int


@dataclass(frozen=True)
class Clock:
    """What was said of the time of day: the hours it may be (0–29, above 23 the next morning), and the minute."""

    hours: tuple[int, ...]
    minute: int


def on(day: date, hour: float, now: datetime) -> datetime:
    """`hour` o'clock of a day on the wall clock; hours above 24 are the next day's."""
    minutes = round(hour * 60)
    whole = day + timedelta(days=minutes // 1440)
    wall = datetime.combine(whole, time(minutes % 1440 // 60, minutes % 60), now.tzinfo)
    # A wall time that the change of the clocks skipped becomes the one an hour later, as clocks show it.
    return elapsed(wall, timedelta())


def before(now: datetime, span: Span) -> datetime:
    """The time one span before `now`."""
    whole_months, whole_days = int(span.months), int(span.days)
    part_days = (span.months - whole_months) * DAYS_A_MONTH + span.days - whole_days
    day = months_before(now.date(), whole_months) - timedelta(days=whole_days + int(part_days))
    wall = datetime.combine(day, now.time(), now.tzinfo)
    seconds = span.seconds + (part_days - int(part_days)) * 86_400
    return elapsed(wall, timedelta(seconds=-seconds))


def months_before(day: date, months: int) -> date:
    """The same day of an earlier month, or that month's last day."""
    month = day.year * 12 + day.month - 1 - months
    year, index = divmod(month, 12)
    return date(year, index + 1, min(day.day, calendar.monthrange(year, index + 1)[1]))


def last_weekday(today: date, weekday: int) -> date:
    """The latest such day before today (Monday is 0)."""
    return today - timedelta(days=(today.weekday() - weekday - 1) % 7 + 1)


def last_date(today: date, day: int, month: int | None) -> date | None:
    """The latest such day of the month that is not in the future; None where there is none in the last years."""
    for back in range(12 * 5):
        first = months_before(today.replace(day=1), back)
        if month in (None, first.month) and day <= calendar.monthrange(first.year, first.month)[1]:
            found = first.replace(day=day)
            if found <= today:
                return found
    return None


def unit_start(today: date, unit: str, back: int = 0) -> date:
    """The first day of this day, week (from Monday), month or year, or of the one `back` before it."""
    match unit:
        case "day":
            return today - timedelta(days=back)
        case "week":
            return today - timedelta(days=today.weekday() + 7 * back)
        case "month":
            return months_before(today.replace(day=1), back)
        case "year":
            return today.replace(year=today.year - back, month=1, day=1)
    raise ValueError(f"no unit of the calendar: {unit}")


def day_of_part(part: Part, now: datetime, *, this: bool) -> date:
    """The day of the latest such part of the day.

    Said with "this" it is today's, even where its hour is still to come; else ("in the evening") it is yesterday's
    where today's has not begun.
    """
    today = now.date()
    small_hours = now.hour < (NEW_DAY if part.begins > NEW_DAY else STILL_UP)
    if small_hours or (not this and on(today, part.begins, now) > now):
        return today - DAY
    return today


def resolve(clock: Clock, now: datetime, day: date | None = None, near: datetime | None = None) -> datetime | None:
    """The time a clock shows: on `day`, or nearest to `near`, or else the latest that is not in the future.

    On a given day an hour that could be two is the one people are awake for: seven to twelve, or one to six in the
    afternoon.  None where it could only be in the future.
    """
    if near is not None:
        days = [near.date() + timedelta(days=offset) for offset in (-1, 0, 1)]
    elif day is not None:
        days = [day]
    else:
        days = [now.date() - timedelta(days=offset) for offset in (-1, 0, 1, 2)]
    times = [on(d, hour + clock.minute / 60, now) for d in days for hour in clock.hours]
    past = [moment for moment in times if moment <= now]
    if not past:
        return None
    if near is not None:
        best = min(past, key=lambda moment: abs(moment - near))
        return best if abs(best - near) <= timedelta(hours=9) else None
    if day is not None:
        return next((moment for moment in past if moment.hour in AWAKE), past[0])
    return max(past)


def clock_of(hour: int, minute: int, half: tuple[int, int] | None) -> Clock | None:
    """A clock of the words, or None where there is no such hour.

    Twelve-hour numbers may be two hours of the day; `half` says between which hours the right one lies.
    """
    if not (0 <= hour <= 24 and 0 <= minute < 60):
        return None
    return _in_half((hour % 12, hour % 12 + 12) if 1 <= hour <= 12 else (hour % 24,), minute, half)


def earlier(clock: Clock, minutes: int, half: tuple[int, int] | None) -> Clock | None:
    """The clock so many minutes before a full hour."""
    return _in_half(tuple((hour - 1) % 24 for hour in clock.hours), 60 - minutes, half)


def _in_half(hours: tuple[int, ...], minute: int, half: tuple[int, int] | None) -> Clock | None:
    if half:
        hours = tuple(hour for hour in (*hours, *(hour + 24 for hour in hours)) if half[0] <= hour < half[1])
    return Clock(hours, minute) if hours else None
