"""What people say, read at ten past nine on Sunday the 22nd of November 2026 in Berlin."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from voiceassist.errors import VoiceAssistError
from voiceassist.understanding.quantities import Quantities, QuantityError

ENGLISH = Path(__file__).parents[3] / "intents/en/quantities.yaml"
QUANTITIES = Quantities.load(ENGLISH)
NOW = datetime(2026, 11, 22, 9, 10, tzinfo=ZoneInfo("Europe/Berlin"))


def rows(table: str) -> list[tuple[str, str]]:
    pairs = (line.split("|") for line in table.strip().splitlines())
    return [(words.strip(), value.strip()) for words, value in pairs]


NUMBERS = """
zero | 0
seven | 7
seventeen | 17
forty two | 42
a hundred | 100
one hundred and fifty | 150
a hundred and five | 105
two hundred twenty | 220
fifteen hundred | 1500
two thousand | 2000
two thousand five hundred | 2500
ten thousand three hundred and twelve | 10312
half | 0.5
a half | 0.5
two and a half | 2.5
a hundred and a half | 100.5
three quarters | 0.75
one and three quarters | 1.75
two and a quarter | 2.25
one point five | 1.5
two point two five | 2.25
a couple | 2
a couple of | 2
a few | 3
half a dozen | 6
a dozen | 12
an | 1
2.5 | 2.5
1,500 | 1500
"""


@pytest.mark.parametrize(("words", "value"), rows(NUMBERS))
def test_numbers(words: str, value: str) -> None:
    assert QUANTITIES.normalise("number", words, NOW) == float(value)


SCALES = """
seven | 7
seven out of ten | 7
a seven out of ten | 7
about three | 3
six and a half | 6.5
ten of ten | 10
zero out of ten | 0
three out of five | 6
8/10 | 8
"""


@pytest.mark.parametrize(("words", "value"), rows(SCALES))
def test_strengths_from_nought_to_ten(words: str, value: str) -> None:
    assert QUANTITIES.normalise("scale", words, NOW) == float(value)


DURATIONS = """
two minutes | 120
about two minutes each time | 120
maybe around ten seconds or so | 10
for twenty minutes | 1200
half a minute | 30
half an hour | 1800
a quarter of an hour | 900
three quarters of an hour | 2700
an hour | 3600
an hour and a half | 5400
one and a half hours | 5400
two hours and a half | 9000
two and a half minutes | 150
a minute and a half | 90
one minute and thirty seconds | 90
two minutes thirty | 150
one hour twenty | 4800
an hour and ten minutes | 4200
one hour, one minute and one second | 3661
a couple of minutes | 120
a couple of seconds | 2
a few seconds | 3
several minutes | 240
less than a minute | 60
a minute or two | 60
ten to fifteen minutes | 600
ten or fifteen minutes | 600
ten minutes maybe fifteen | 600
ten minutes or perhaps fifteen | 600
between five and ten seconds | 5
a split second | 1
all day | 43200
all night | 28800
all morning | 14400
two days | 172800
three weeks | 1814400
a month | 2592000
20 min | 1200
90s | 90
"""


@pytest.mark.parametrize(("words", "value"), rows(DURATIONS))
def test_durations(words: str, value: str) -> None:
    assert QUANTITIES.normalise("duration", words, NOW) == {"duration_s": int(value)}


TIMES = """
just now | 2026-11-22T09:10:00+01:00 minute
ten minutes ago | 2026-11-22T09:00:00+01:00 minute
about ten minutes ago | 2026-11-22T09:00:00+01:00 minute
half an hour ago | 2026-11-22T08:40:00+01:00 minute
an hour ago | 2026-11-22T08:10:00+01:00 minute
an hour and a half ago | 2026-11-22T07:40:00+01:00 minute
two and a half hours ago | 2026-11-22T06:40:00+01:00 minute
ten hours ago | 2026-11-21T23:10:00+01:00 minute
this morning | 2026-11-22T09:00:00+01:00 part_of_day
early this morning | 2026-11-22T09:00:00+01:00 part_of_day
in the morning | 2026-11-22T09:00:00+01:00 part_of_day
when i woke up | 2026-11-22T09:00:00+01:00 part_of_day
in the evening | 2026-11-21T19:00:00+01:00 part_of_day
at night | 2026-11-21T23:00:00+01:00 part_of_day
last night | 2026-11-21T23:00:00+01:00 part_of_day
yesterday evening | 2026-11-21T19:00:00+01:00 part_of_day
yesterday morning | 2026-11-21T09:00:00+01:00 part_of_day
yesterday in the afternoon | 2026-11-21T15:00:00+01:00 part_of_day
yesterday at noon | 2026-11-21T12:00:00+01:00 part_of_day
at lunchtime | 2026-11-21T12:00:00+01:00 part_of_day
on tuesday evening | 2026-11-17T19:00:00+01:00 part_of_day
on the evening of the third of october | 2026-10-03T19:00:00+02:00 part_of_day
today | 2026-11-22T09:10:00+01:00 day
yesterday | 2026-11-21T12:00:00+01:00 day
the day before yesterday | 2026-11-20T12:00:00+01:00 day
three days ago | 2026-11-19T12:00:00+01:00 day
a week ago | 2026-11-15T12:00:00+01:00 day
on tuesday | 2026-11-17T12:00:00+01:00 day
last friday | 2026-11-20T12:00:00+01:00 day
on sunday | 2026-11-15T12:00:00+01:00 day
tuesday last week | 2026-11-10T12:00:00+01:00 day
last week | 2026-11-15T12:00:00+01:00 day
last month | 2026-10-22T12:00:00+02:00 day
on the third of october | 2026-10-03T12:00:00+02:00 day
october third | 2026-10-03T12:00:00+02:00 day
october the 3rd | 2026-10-03T12:00:00+02:00 day
on the third | 2026-11-03T12:00:00+01:00 day
on the thirtieth | 2026-10-30T12:00:00+01:00 day
on the third of october two thousand twenty five | 2025-10-03T12:00:00+02:00 day
on the first of december | 2025-12-01T12:00:00+01:00 day
at half past seven | 2026-11-22T07:30:00+01:00 minute
at a quarter to eight | 2026-11-22T07:45:00+01:00 minute
at ten past nine | 2026-11-22T09:10:00+01:00 minute
at eleven minutes past nine | 2026-11-21T21:11:00+01:00 minute
at ten thirty | 2026-11-21T22:30:00+01:00 minute
at seven oh five | 2026-11-22T07:05:00+01:00 minute
at seven o'clock | 2026-11-22T07:00:00+01:00 minute
at seven p m | 2026-11-21T19:00:00+01:00 minute
at 7pm | 2026-11-21T19:00:00+01:00 minute
at 8:45 am | 2026-11-22T08:45:00+01:00 minute
at six in the morning | 2026-11-22T06:00:00+01:00 minute
at ten to one in the afternoon | 2026-11-21T12:50:00+01:00 minute
at ten to twelve at night | 2026-11-21T23:50:00+01:00 minute
at two at night | 2026-11-22T02:00:00+01:00 minute
at noon | 2026-11-21T12:00:00+01:00 part_of_day
at midnight | 2026-11-22T00:00:00+01:00 minute
at fifteen thirty | 2026-11-21T15:30:00+01:00 minute
yesterday at seven | 2026-11-21T07:00:00+01:00 minute
yesterday at three | 2026-11-21T15:00:00+01:00 minute
at half past seven yesterday | 2026-11-21T07:30:00+01:00 minute
on tuesday at eight p m | 2026-11-17T20:00:00+01:00 minute
at seven this morning | 2026-11-22T07:00:00+01:00 minute
this morning at seven | 2026-11-22T07:00:00+01:00 minute
last night at ten | 2026-11-21T22:00:00+01:00 minute
last night at two | 2026-11-22T02:00:00+01:00 minute
yesterday evening around eight | 2026-11-21T20:00:00+01:00 minute
"""


@pytest.mark.parametrize(("words", "value"), rows(TIMES))
def test_times(words: str, value: str) -> None:
    at, precision = value.split()
    assert QUANTITIES.normalise("time", words, NOW) == {"at": at, "at_precision": precision}


STARTS = """
since this morning | 2026-11-22T09:00:00+01:00
since i woke up | 2026-11-22T09:00:00+01:00
since half past seven | 2026-11-22T07:30:00+01:00
since about six this morning | 2026-11-22T06:00:00+01:00
since last night | 2026-11-21T23:00:00+01:00
since yesterday | 2026-11-21T00:00:00+01:00
since yesterday evening | 2026-11-21T19:00:00+01:00
since tuesday | 2026-11-17T00:00:00+01:00
since the third of october | 2026-10-03T00:00:00+02:00
since october | 2026-10-01T00:00:00+02:00
since last week | 2026-11-09T00:00:00+01:00
since last month | 2026-10-01T00:00:00+02:00
since the beginning of the week | 2026-11-16T00:00:00+01:00
for three days | 2026-11-19T09:10:00+01:00
for about two weeks | 2026-11-08T09:10:00+01:00
for two weeks now | 2026-11-08T09:10:00+01:00
for the last ten days | 2026-11-12T09:10:00+01:00
for the past week | 2026-11-15T09:10:00+01:00
for an hour | 2026-11-22T08:10:00+01:00
for a month | 2026-10-22T09:10:00+02:00
for a couple of days | 2026-11-20T09:10:00+01:00
since an hour ago | 2026-11-22T08:10:00+01:00
all day | 2026-11-22T00:00:00+01:00
all week | 2026-11-16T00:00:00+01:00
all night | 2026-11-21T23:00:00+01:00
"""


@pytest.mark.parametrize(("words", "value"), rows(STARTS))
def test_since_when(words: str, value: str) -> None:
    assert QUANTITIES.normalise("since", words, NOW) == {"since": value}


DAYTIMES = """
at eight | 2026-11-22T08:00:00+01:00 minute hour
eight in the evening | 2026-11-21T20:00:00+01:00 minute part
in the evening at eight | 2026-11-21T20:00:00+01:00 minute part
in the evening | 2026-11-21T19:00:00+01:00 part_of_day part
at eight this morning | 2026-11-22T08:00:00+01:00 minute
yesterday at eight | 2026-11-21T08:00:00+01:00 minute
yesterday evening | 2026-11-21T19:00:00+01:00 part_of_day
"""


@pytest.mark.parametrize(("words", "value"), rows(DAYTIMES))
def test_whether_a_time_names_its_day(words: str, value: str) -> None:
    at, precision, *undated = value.split()
    told = {"undated": undated[0]} if undated else {}
    assert QUANTITIES.normalise("daytime", words, NOW) == {"at": at, "at_precision": precision, **told}


@pytest.mark.parametrize(
    ("words", "at", "seconds"),
    [
        ("from eight to half past eight", "2026-11-22T08:00:00+01:00", 1800),
        ("from ten to eleven", "2026-11-21T22:00:00+01:00", 3600),
        ("from eleven until one at night", "2026-11-21T23:00:00+01:00", 7200),
    ],
)
def test_from_one_hour_to_another(words: str, at: str, seconds: int) -> None:
    value = {"at": at, "at_precision": "minute", "duration_s": seconds}
    assert QUANTITIES.normalise("stretch", words, NOW) == value


@pytest.mark.parametrize(
    ("hour", "at"),
    [(0, "2026-11-21T09:00:00+01:00"), (2, "2026-11-21T09:00:00+01:00"), (4, "2026-11-22T04:10:00+01:00")],
)
def test_this_morning_of_whoever_is_still_up_is_that_of_the_day_before(hour: int, at: str) -> None:
    assert QUANTITIES.normalise("time", "this morning", NOW.replace(hour=hour))["at"] == at


PERIODS = """
today | 2026-11-22T00:00:00+01:00/2026-11-22T09:10:00+01:00
yesterday | 2026-11-21T00:00:00+01:00/2026-11-22T00:00:00+01:00
on tuesday | 2026-11-17T00:00:00+01:00/2026-11-18T00:00:00+01:00
this morning | 2026-11-22T05:00:00+01:00/2026-11-22T09:10:00+01:00
last night | 2026-11-21T20:00:00+01:00/2026-11-22T05:00:00+01:00
this week | 2026-11-16T00:00:00+01:00/2026-11-22T09:10:00+01:00
so far this week | 2026-11-16T00:00:00+01:00/2026-11-22T09:10:00+01:00
last week | 2026-11-09T00:00:00+01:00/2026-11-16T00:00:00+01:00
the week before last | 2026-11-02T00:00:00+01:00/2026-11-09T00:00:00+01:00
this month | 2026-11-01T00:00:00+01:00/2026-11-22T09:10:00+01:00
last month | 2026-10-01T00:00:00+02:00/2026-11-01T00:00:00+01:00
this year | 2026-01-01T00:00:00+01:00/2026-11-22T09:10:00+01:00
last year | 2025-01-01T00:00:00+01:00/2026-01-01T00:00:00+01:00
in october | 2026-10-01T00:00:00+02:00/2026-11-01T00:00:00+01:00
in december | 2025-12-01T00:00:00+01:00/2026-01-01T00:00:00+01:00
the last ten days | 2026-11-12T09:10:00+01:00/2026-11-22T09:10:00+01:00
in the last 24 hours | 2026-11-21T09:10:00+01:00/2026-11-22T09:10:00+01:00
the past month | 2026-10-22T09:10:00+02:00/2026-11-22T09:10:00+01:00
the last week | 2026-11-15T09:10:00+01:00/2026-11-22T09:10:00+01:00
over the last couple of weeks | 2026-11-08T09:10:00+01:00/2026-11-22T09:10:00+01:00
since monday | 2026-11-16T00:00:00+01:00/2026-11-22T09:10:00+01:00
since october | 2026-10-01T00:00:00+02:00/2026-11-22T09:10:00+01:00
from monday to friday | 2026-11-16T00:00:00+01:00/2026-11-21T00:00:00+01:00
from friday to tuesday | 2026-11-13T00:00:00+01:00/2026-11-18T00:00:00+01:00
over the weekend | 2026-11-21T00:00:00+01:00/2026-11-22T09:10:00+01:00
last weekend | 2026-11-14T00:00:00+01:00/2026-11-16T00:00:00+01:00
ever | 1970-01-01T00:00:00+01:00/2026-11-22T09:10:00+01:00
"""


@pytest.mark.parametrize(("words", "value"), rows(PERIODS))
def test_periods(words: str, value: str) -> None:
    assert QUANTITIES.normalise("period", words, NOW) == {"period": value}


AMOUNTS = """
two cups | 2 cup
two cups of coffee | 2 cup
a mug | 1 cup
half a litre | 0.5 l
a liter and a half | 1.5 l
two hundred milligrams | 200 mg
150mg | 150 mg
five hundred milliliters of water | 500 ml
12 ounces | 355 ml
three glasses | 3 glass
five and a half hours | 5.5 h
seven hours and thirty minutes | 7.5 h
twenty minutes | 20 min
seven out of ten | 7 point
two coffees | 2
six to eight cups | 6 cup
about five or six hours | 5 h
from eleven to six | 7 h
from 11 pm until 5.30 | 6.5 h
from nine in the evening to ten in the morning | 13 h
quarter to twelve till half five | 5.75 h
between two and three | 1 h
from twelve to twelve | 12 h
at midnight and woke up at six | 6 h
"""


@pytest.mark.parametrize(("words", "value"), rows(AMOUNTS))
def test_amounts(words: str, value: str) -> None:
    number, *unit = value.split()
    assert QUANTITIES.normalise("amount", words, NOW) == {
        "amount": float(number),
        **({"unit": unit[0]} if unit else {}),
    }


@pytest.mark.parametrize(
    ("kind", "words"),
    [
        ("number", ""),
        ("number", "several of them"),
        ("number", "twenty fifteen"),
        ("scale", "eleven out of ten"),
        ("scale", "twelve"),
        ("duration", "zero minutes"),
        ("duration", "this morning"),
        ("time", "on the thirty first of june"),
        ("time", "at twenty six thirty"),
        ("time", "the weather is nice"),
        ("since", "since coffee"),
        ("period", "in the kitchen"),
        ("amount", "milligrams of nothing"),
    ],
)
def test_words_that_say_nothing_of_the_kind(kind: str, words: str) -> None:
    with pytest.raises(QuantityError):
        QUANTITIES.normalise(kind, words, NOW)


def test_a_naive_now_is_refused() -> None:
    with pytest.raises(ValueError, match="time zone"):
        QUANTITIES.normalise("time", "this morning", NOW.replace(tzinfo=None))


@pytest.mark.parametrize("text", ["words: [", "language: en", "words: {}\ngrammar: {}"])
def test_a_broken_language_file_is_named(tmp_path: Path, text: str) -> None:
    path = tmp_path / "quantities.yaml"
    path.write_text(text)
    with pytest.raises(VoiceAssistError, match=str(path)):
        Quantities.load(path)
