"""Periods as flags give them: a day or a moment."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta, tzinfo

from voiceassist.clock import DAY
from voiceassist.errors import VoiceAssistError


def first_moment(text: str | None, zone: tzinfo | None) -> datetime | None:
    """The moment a period starts at: the midnight of a day, or the moment itself."""
    return _moment(text, zone, timedelta())


def moment_after(text: str | None, zone: tzinfo | None) -> datetime | None:
    """The moment a period ends before: the midnight after a day, or the moment itself."""
    return _moment(text, zone, DAY)


def is_day(text: str) -> bool:
    """Whether it has the length of a day, so that no time of day was given."""
    return len(text) == len("2026-11-22")


def _moment(text: str | None, zone: tzinfo | None, later: timedelta) -> datetime | None:
    if text is None:
        return None
    try:
        if is_day(text):
            return datetime.combine(date.fromisoformat(text) + later, time(), zone)
        moment = datetime.fromisoformat(text)
    except ValueError:
        raise VoiceAssistError(f"{text!r} is not a day or a moment; write it as 2026-11-22") from None
    return moment if moment.tzinfo else moment.replace(tzinfo=zone)
