"""Durations and points in time the way people say them, in the words of ``responses/_forms.yaml``."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, datetime, timedelta
from typing import Any

from unicode_rbnf import FormatPurpose, RbnfEngine

from voiceassist.clock import AWAKE, DAY, PART_HOURS, midnight

_INSTANT, _HOUR, _HALF_DAY = timedelta(seconds=1), timedelta(hours=1), timedelta(hours=12)

WEEK = 7
"""Days back from which a weekday's name no longer says which one."""

YEAR = 360
"""Days back from which a date needs its year."""


class SpokenTime:
    """Says durations and times.  `join` puts the parts of a list together."""

    def __init__(self, forms: Mapping[str, Any], engine: RbnfEngine, join: Callable[[list[str]], str]) -> None:
        self._durations = forms["durations"]
        self._clock = forms["clock"]
        self._days = forms["days"]
        self._parts = forms["parts"]
        self._engine = engine
        self._join = join

    def duration(self, seconds: float) -> str:
        """A length of time: "two minutes", "an hour and a half", "one hour and twenty minutes"."""
        left = max(1, round(seconds))
        said: list[str] = []
        for unit in self._durations:
            size = unit["seconds"]
            if not said and size <= left * 2 and "half" in unit and (left * 2) % size == 0 and (left * 2 // size) % 2:
                return self._halves(unit, left // size)
            count = left // size
            if count and not (unit.get("whole") and left % size):
                said.append(unit["one" if count == 1 else "many"].format(n=self.cardinal(count)))
                left -= count * size
        return self._join(said)

    def moment(self, at: datetime, precision: str | None, now: datetime) -> str:
        """When something happened: "this morning", "yesterday at ten past seven", "on Tuesday evening"."""
        match precision or self.precision(at, now):
            case "part_of_day":
                return self._part(at, now, adverb=True)
            case "day":
                return self._on(at.date(), now.date())
        clock, plain = self.clock(at), self.clock(at, half=False)
        if at.date() == now.date():
            return str(self._days["at_clock"].format(clock=plain if now - at < timedelta(hours=12) else clock))
        day = self._on(at.date(), now.date())
        return str(self._days["day_at_clock"].format(day=day, clock=plain if at.hour in AWAKE else clock))

    def since(self, at: datetime, now: datetime) -> str:
        """Since when something has been so: "since this morning", "since Tuesday"."""
        match self.precision(at, now):
            case "part_of_day":
                start = self._part(at, now, adverb=False)
            case "minute" if at.date() == now.date():
                start = self.clock(at, half=now - at >= timedelta(hours=12))
            case _:
                start = self._day(at.date(), now.date())
        return str(self._days["since"].format(start=start))

    def period(self, start: datetime, end: datetime, now: datetime) -> str:
        """The time from `start` until just before `end`: "today", "this morning", "since Tuesday", "from Tuesday to
        yesterday"."""
        last, today = (end - _INSTANT).date(), now.date()
        if start.date() == last and start == midnight(start):
            return self._on(last, today)
        if end - start <= _HALF_DAY:
            # A part of a day begins on the hour, and an hour later it is that part whatever its bounds are.
            return self.since(start, now) if start.minute else self._part(start + _HOUR, now, adverb=True)
        first = self._day(start.date(), today)
        if last >= today:
            return str(self._days["since"].format(start=first))
        return str(self._days["from_to"].format(start=first, end=self._day(last, today)))

    def ago(self, day: date, today: date) -> str:
        """How many days lie between: "earlier today", "yesterday", "three weeks ago"."""
        back = (today - day).days
        if back <= 1:
            return str(self._days["earlier" if back < 1 else "yesterday"])
        return str(self._days["ago"].format(duration=self.duration(timedelta(days=back).total_seconds())))

    def precision(self, at: datetime, now: datetime) -> str:
        """How exactly a time that carries no precision was probably said.

        Midnights are days, the hours that stand for a part of the day are that part, and nobody means the minute of
        a day before yesterday.
        """
        if at.hour == at.minute == 0:
            return "day"
        if at.minute == 0 and at.hour in PART_HOURS:
            return "part_of_day"
        return "minute" if now.date() - at.date() <= DAY else "day"

    def clock(self, at: datetime, *, half: bool = True) -> str:
        """A time of day: "ten past seven in the evening"; without `half` just "ten past seven"."""
        words, hour, minute = self._clock, at.hour, at.minute
        if minute == 0 and hour % 12 == 0:
            return str(words["midnight" if hour == 0 else "noon"])
        said = words[self._clock_form(minute)].format(
            hour=self.cardinal((hour - 1) % 12 + 1),
            next=self.cardinal(hour % 12 + 1),
            minute=self.cardinal(minute),
            minutes=words["minutes"].get(minute if minute <= 30 else 60 - minute, ""),
        )
        if not half:
            return str(said)
        name = next(name for start, name in reversed(words["halves"].items()) if hour >= start)
        return str(words["with_half"].format(clock=said, half=name))

    def cardinal(self, number: int) -> str:
        """A whole number in words."""
        return self._engine.format_number(number).text.replace("-", " ")

    def ordinal(self, number: int) -> str:
        """A place in a row in words: "third"."""
        return self._engine.format_number(number, FormatPurpose.ORDINAL).text.replace("-", " ")

    def _clock_form(self, minute: int) -> str:
        if minute % 5:
            return "oh" if minute < 10 else "exact"
        if minute == 0:
            return "full"
        return "past" if minute <= 30 else "before"

    def _halves(self, unit: Mapping[str, Any], count: int) -> str:
        form = "half" if count == 0 else "one_and_half" if count == 1 else "and_half"
        return str(unit[form].format(n=self.cardinal(count)))

    def _part(self, at: datetime, now: datetime, *, adverb: bool) -> str:
        # The hours before the first part belong to the night that began the evening before.
        night = at.hour < self._parts[0]["from"]
        day = at.date() - DAY if night else at.date()
        part = self._parts[-1]
        if not night:
            part = [part for part in self._parts if part["from"] <= at.hour < part.get("to", 24)][-1]
        back = (now.date() - day).days
        if back in (0, 1):
            return str(part["today" if back == 0 else "yesterday"])
        said = part["day" if 1 < back < WEEK else "of_date"].format(day=self._day(day, now.date()))
        return str(self._days["on_day"].format(day=said)) if adverb else str(said)

    def _on(self, day: date, today: date) -> str:
        """A day as an adverb: "yesterday", "on Tuesday"."""
        said = self._day(day, today)
        return said if (today - day).days in (0, 1) else str(self._days["on_day"].format(day=said))

    def _day(self, day: date, today: date) -> str:
        """A day as a noun: "yesterday", "Tuesday", "the third of October"."""
        back = (today - day).days
        if back in (0, 1):
            return str(self._days["today" if back == 0 else "yesterday"])
        if 1 < back < WEEK:
            return str(self._days["weekday"][day.weekday()])
        form = "date" if 0 <= back < YEAR else "date_of_year"
        return str(
            self._days[form].format(
                day=self.ordinal(day.day), month=self._days["month"][day.month - 1], year=self.cardinal(day.year)
            )
        )
