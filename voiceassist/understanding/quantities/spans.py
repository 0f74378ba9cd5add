"""Lengths of time and clocks: what their templates mean."""

# Methods are documented by the templates they give a meaning to, in intents/LANG/quantities.yaml.
# ruff: noqa: D102

from __future__ import annotations

from typing import Any, TypeAlias

from voiceassist.understanding.quantities.calendar import Clock, Span, clock_of, earlier
from voiceassist.understanding.quantities.numbers import Number

Half: TypeAlias = tuple[int, int]


class SpanMeanings:
    """``symbol_meaning`` for span, duration, minute and clock."""

    def span_count(self, number: Number, time_unit: Span) -> Span | None:
        return time_unit.times(number) if number else None

    def span_range(self, low: Number, high: Number, time_unit: Span) -> Span | None:
        # The lower of the two numbers said: a middle that nobody said would be an invention.
        return time_unit.times(min(low, high)) if low and high else None

    def span_range_fraction(self, low: Number, high: Number, time_unit: Span, fraction: float) -> Span | None:
        return self.span_range(low, high + fraction, time_unit)

    def span_fraction_more(self, number: Number, time_unit: Span, fraction: float) -> Span:
        return time_unit.times(number + fraction)

    def span_sum(self, number: Number, time_unit: Span, rest: Span) -> Span | None:
        return time_unit.times(number) + rest if number and rest.total_seconds < time_unit.total_seconds else None

    def span_bare_rest(self, number: Number, time_unit: Span, rest: int) -> Span | None:
        if time_unit.seconds <= 1 or not 0 < rest < 60:
            return None
        return time_unit.times(number) + Span(seconds=rest * time_unit.seconds / 60)

    def span_named(self, named_length: int) -> Span:
        return Span(seconds=named_length)

    def duration_of(self, span: Span) -> dict[str, int]:
        return {"duration_s": max(1, round(span.total_seconds))}

    def minute_of(self, cardinal: int) -> int | None:
        return cardinal if 10 <= cardinal < 60 else None

    def minute_below_ten(self, cardinal: int) -> int | None:
        return cardinal if cardinal < 10 else None

    def clock_of(self, hour: int, minute: int = 0, half: Half | None = None) -> Clock | None:
        return clock_of(hour, minute, half)

    def clock_half_hour(self, hour: int, half: Half | None = None) -> Clock | None:
        return clock_of(hour, 30, half) if hour <= 12 else None

    def clock_past(self, minutes: int, hour: int, half: Half | None = None) -> Clock | None:
        return clock_of(hour, minutes, half)

    def clock_before(self, minutes: int, hour: int, half: Half | None = None) -> Clock | None:
        if not 0 < minutes < 60:
            return None
        clock = clock_of(hour, 0, None)
        return earlier(clock, minutes, half) if clock else None

    def clock_named(self, named_hour: int) -> Clock:
        return Clock((named_hour,), 0)

    def clock_past_named(self, minutes: int, named_hour: int) -> Clock | None:
        return Clock((named_hour,), minutes) if minutes < 60 else None

    def clock_before_named(self, minutes: int, named_hour: int) -> Clock | None:
        return earlier(Clock((named_hour,), 0), minutes, None) if 0 < minutes < 60 else None

    def amount_clocks(self, first: Clock, last: Clock) -> dict[str, Any]:
        return {"amount": round(minutes_between(first, last) / 60, 2), "unit": "h"}


def minutes_between(first: Clock, last: Clock) -> int:
    """How long it is from one clock to the other: of all the hours that the words may mean, those that lie nearest to
    each other."""
    return min(
        (60 * (until - since) + last.minute - first.minute) % _DAY or _DAY
        for since in first.hours
        for until in last.hours
    )


_DAY = 24 * 60


def span_unit(value: Any) -> Span:
    """A unit of time as the language file writes it: ``[seconds, 60]``."""
    name, size = value
    return Span(**{name: size})
