"""The stretch of days that trends and reports are about."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Final

from voiceassist.clock import DAY
from voiceassist.errors import VoiceAssistError
from voiceassist.journal.answers import Filter

_DAYS_OF: Final = {"d": 1, "w": 7, "m": 30, "y": 365}
_LENGTH: Final = re.compile(r"(?:P)?(\d{1,4})([dwmy])", re.IGNORECASE)
_LONGEST: Final = 36_500


@dataclass(frozen=True)
class Period:
    """Whole calendar days where the person is, `first` and `last` included."""

    first: date
    last: date
    start: datetime
    """The midnight that `first` begins with."""
    end: datetime
    """The midnight that `last` ends with."""

    @property
    def length(self) -> int:
        """Days in it."""
        return (self.last - self.first).days + 1

    @property
    def filter(self) -> Filter:
        """What asks the journal about it."""
        return Filter(start=self.start, end=self.end)

    def days(self) -> tuple[date, ...]:
        """Each of its days in order."""
        return tuple(self.first + timedelta(days=number) for number in range(self.length))

    @classmethod
    def of(cls, first: date, last: date, now: datetime) -> Period:
        """From one day to another in the time zone of `now`.  Raises VoiceAssistError where nothing lies between."""
        if last < first:
            raise VoiceAssistError(f"the period ends on {last}, before it starts on {first}; turn the two round")
        start = datetime.combine(first, time(), now.tzinfo)
        return cls(first, last, start, datetime.combine(last + DAY, time(), now.tzinfo))

    @classmethod
    def parse(cls, text: str, now: datetime) -> Period:
        """``30d``, ``12w``, ``P3M``, or an ISO 8601 interval: ``2026-10-01/2026-10-31``, ``P30D/2026-11-22``.

        A length alone ends today.  Both days of an interval belong to it; where an end is a moment, midnight belongs
        to the day before.  Raises VoiceAssistError where it is neither.
        """
        start, slash, end = text.strip().partition("/")
        try:
            if not slash:
                return cls.last_days(_length(start), now)
            if start[:1] in "Pp":
                last = _day(end, now, ends=True)
                return cls.of(last - timedelta(days=_length(start) - 1), last, now)
            first = _day(start, now)
            if end[:1] in "Pp":
                return cls.of(first, first + timedelta(days=_length(end) - 1), now)
            return cls.of(first, _day(end, now, ends=True), now)
        except (ValueError, OverflowError):
            raise VoiceAssistError(f"{text!r} is not a period; write it as 30d or 2026-10-01/2026-10-31") from None

    @classmethod
    def last_days(cls, days: int, now: datetime) -> Period:
        """So many days of which today is the last."""
        return cls.of(now.date() - timedelta(days=days - 1), now.date(), now)


def _length(text: str) -> int:
    found = _LENGTH.fullmatch(text)
    days = int(found[1]) * _DAYS_OF[found[2].lower()] if found else 0
    if not 0 < days <= _LONGEST:
        raise ValueError(text)
    return days


def _day(text: str, now: datetime, *, ends: bool = False) -> date:
    if len(text) == len("2026-11-22"):
        return date.fromisoformat(text)
    moment = datetime.fromisoformat(text)
    moment = moment.astimezone(now.tzinfo) if moment.tzinfo else moment
    if ends and moment.time() == time():
        moment -= timedelta(microseconds=1)
    return moment.date()
