"""How a period is written, and which days it holds."""

from __future__ import annotations

from datetime import date, datetime

import pytest

from voiceassist.errors import VoiceAssistError
from voiceassist.report.period import Period

TODAY = date(2026, 11, 22)


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("30d", date(2026, 10, 24), TODAY),
        ("1d", TODAY, TODAY),
        ("2w", date(2026, 11, 9), TODAY),
        ("P90D", date(2026, 8, 25), TODAY),
        ("2026-10-01/2026-10-31", date(2026, 10, 1), date(2026, 10, 31)),
        ("P10D/2026-10-31", date(2026, 10, 22), date(2026, 10, 31)),
        ("2026-10-01/P10D", date(2026, 10, 1), date(2026, 10, 10)),
        # As conversations give it: moments with offsets, the end not included.
        ("2026-10-01T00:00:00+01:00/2026-11-01T00:00:00+01:00", date(2026, 10, 1), date(2026, 10, 31)),
        ("2026-11-12T09:10:00+01:00/2026-11-22T09:10:00+01:00", date(2026, 11, 12), TODAY),
    ],
)
def test_a_period_is_whole_days(text, first, last, now):
    period = Period.parse(text, now)
    assert (period.first, period.last) == (first, last)
    assert period.length == len(period.days()) == (last - first).days + 1


def test_it_runs_from_midnight_to_midnight_where_the_person_is(now):
    period = Period.parse("2d", now)
    assert period.start == datetime.fromisoformat("2026-11-21T00:00:00+01:00")
    assert period.end == datetime.fromisoformat("2026-11-23T00:00:00+01:00")


@pytest.mark.parametrize(
    "text", ["", "soon", "0d", "99999y", "2026-13-01/2026-10-31", "/", "30d/", "2026-10-31/2026-10-01"]
)
def test_anything_else_is_refused_in_one_line(text, now):
    with pytest.raises(VoiceAssistError) as problem:
        Period.parse(text, now)
    assert "\n" not in str(problem.value)
