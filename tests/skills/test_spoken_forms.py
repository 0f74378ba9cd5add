"""Replies say values the way people say them, and what they say of times is understood again."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import jinja2
import pytest
import yaml
from hypothesis import assume, given
from hypothesis import strategies as st

from voiceassist.clock import PART_HOURS
from voiceassist.errors import VoiceAssistError
from voiceassist.journal import vocabulary
from voiceassist.skills.spoken_forms import SpokenForms, capitalized
from voiceassist.understanding.quantities import Quantities

ENGLISH = Path(__file__).parents[2] / "intents/en"
FORMS = SpokenForms.load(ENGLISH)
QUANTITIES = Quantities.load(ENGLISH / "quantities.yaml")
NOW = datetime(2026, 11, 22, 9, 10, tzinfo=ZoneInfo("Europe/Berlin"))


@pytest.mark.parametrize(
    ("seconds", "said"),
    [
        (0.4, "one second"),
        (30, "half a minute"),
        (45, "forty five seconds"),
        (60, "one minute"),
        (90, "a minute and a half"),
        (120, "two minutes"),
        (150, "two and a half minutes"),
        (1800, "half an hour"),
        (4800, "one hour and twenty minutes"),
        (5400, "an hour and a half"),
        (9000, "two and a half hours"),
        (3661, "one hour, one minute and one second"),
        (86400, "one day"),
        (1209600, "two weeks"),
    ],
)
def test_durations(seconds: float, said: str) -> None:
    assert FORMS.duration(seconds) == said


@pytest.mark.parametrize(
    ("at", "precision", "said"),
    [
        ("2026-11-22T07:10", "minute", "at ten past seven"),
        ("2026-11-22T07:45", "minute", "at a quarter to eight"),
        ("2026-11-22T07:30", "minute", "at half past seven"),
        ("2026-11-22T07:00", "minute", "at seven"),
        ("2026-11-22T07:03", "minute", "at seven oh three"),
        ("2026-11-22T00:00", "minute", "at midnight"),
        ("2026-11-21T07:10", "minute", "yesterday at ten past seven"),
        ("2026-11-21T19:10", "minute", "yesterday at ten past seven in the evening"),
        ("2026-11-21T12:00", "minute", "yesterday at noon"),
        ("2026-11-17T15:30", "minute", "on Tuesday at half past three"),
        ("2026-10-03T10:00", "minute", "on the third of October at ten"),
        ("2026-11-22T09:00", "part_of_day", "this morning"),
        ("2026-11-21T19:00", "part_of_day", "yesterday evening"),
        ("2026-11-21T23:00", "part_of_day", "last night"),
        ("2026-11-17T19:00", "part_of_day", "on Tuesday evening"),
        ("2026-10-03T19:00", "part_of_day", "on the evening of the third of October"),
        ("2026-11-22T09:10", "day", "today"),
        ("2026-11-21T12:00", "day", "yesterday"),
        ("2026-11-17T12:00", "day", "on Tuesday"),
        ("2026-11-15T12:00", "day", "on the fifteenth of November"),
        ("2025-10-03T12:00", "day", "on the third of October two thousand twenty five"),
    ],
)
def test_times(at: str, precision: str, said: str) -> None:
    assert FORMS.moment(datetime.fromisoformat(at).replace(tzinfo=NOW.tzinfo), precision, NOW) == said


@pytest.mark.parametrize(
    ("at", "said"),
    [
        ("2026-11-22T09:00", "since this morning"),
        ("2026-11-22T07:30", "since half past seven"),
        ("2026-11-21T23:00", "since last night"),
        ("2026-11-21T00:00", "since yesterday"),
        ("2026-11-17T00:00", "since Tuesday"),
        ("2026-11-08T09:10", "since the eighth of November"),
    ],
)
def test_since_when(at: str, said: str) -> None:
    assert FORMS.since(datetime.fromisoformat(at).replace(tzinfo=NOW.tzinfo), NOW) == said


@pytest.mark.parametrize(
    ("start", "end", "said"),
    [
        ("2026-11-22T00:00", "2026-11-22T09:10", "today"),
        ("2026-11-21T00:00", "2026-11-22T00:00", "yesterday"),
        ("2026-11-22T05:00", "2026-11-22T09:10", "this morning"),
        ("2026-11-21T17:00", "2026-11-21T21:00", "yesterday evening"),
        ("2026-11-21T20:00", "2026-11-22T05:00", "last night"),
        ("2026-11-22T08:10", "2026-11-22T09:10", "since ten past eight"),
        ("2026-11-17T00:00", "2026-11-18T00:00", "on Tuesday"),
        ("2026-11-16T00:00", "2026-11-22T09:10", "since Monday"),
        ("2026-11-09T00:00", "2026-11-16T00:00", "from the ninth of November to the fifteenth of November"),
        ("2026-05-01T00:00", "2026-06-01T00:00", "from the first of May to the thirty first of May"),
    ],
)
def test_a_period_by_its_days(start: str, end: str, said: str) -> None:
    asked = f"{start}:00+01:00/{end}:00+01:00"
    environment = jinja2.Environment(autoescape=False)
    environment.filters.update(FORMS.filters())
    assert environment.from_string("{{ asked | period }}").render(asked=asked, now=NOW) == said


@given(st.integers(1, 60 * 86_400))
def test_any_duration_said_is_understood(seconds: int) -> None:
    assert QUANTITIES.normalise("duration", FORMS.duration(seconds), NOW) == {"duration_s": seconds}


@given(st.integers(0, 800 * 24 * 60), st.integers(0, 366 * 24 * 60))
def test_any_minute_said_is_understood(back: int, later: int) -> None:
    now = NOW + timedelta(minutes=later)
    at = now - timedelta(minutes=back)
    # An hour that passes twice, or not at all, has no words of its own.
    assume((at - timedelta(hours=2)).utcoffset() == (at + timedelta(hours=2)).utcoffset())
    assume((at.month, at.day) != (2, 29))
    value = QUANTITIES.normalise("time", FORMS.moment(at, "minute", now), now)
    precision = "part_of_day" if (at.hour, at.minute) == (12, 0) else "minute"  # noon is both
    assert (datetime.fromisoformat(value["at"]), value["at_precision"]) == (at, precision)


@given(st.integers(0, 800), st.sampled_from(sorted(PART_HOURS)), st.integers(0, 366 * 24))
def test_any_part_of_a_day_said_is_understood(back: int, hour: int, later: int) -> None:
    now = NOW + timedelta(hours=later)
    at = (now - timedelta(days=back)).replace(hour=hour, minute=0)
    assume(at <= now and (at.month, at.day) != (2, 29))
    said = FORMS.moment(at, "part_of_day", now)
    assert datetime.fromisoformat(QUANTITIES.normalise("time", said, now)["at"]) == at


@given(st.integers(0, 800))
def test_any_day_said_is_understood(back: int) -> None:
    at = NOW - timedelta(days=back)
    value = QUANTITIES.normalise("time", FORMS.moment(at, "day", NOW), NOW)
    assert (datetime.fromisoformat(value["at"]).date(), value["at_precision"]) == (at.date(), "day")


@given(st.integers(0, 2000))
def test_any_number_said_is_understood(halves: int) -> None:
    assert QUANTITIES.normalise("number", FORMS.number(halves / 2), NOW) == halves / 2


@given(st.integers(1, 4000), st.sampled_from(["cup", "mg", "ml", "l", "glass", "h", "min"]))
def test_any_amount_said_is_understood(halves: int, unit: str) -> None:
    said = FORMS.amount(halves / 2, unit)
    assert QUANTITIES.normalise("amount", said, NOW) == {"amount": halves / 2, "unit": unit}


def test_counts_and_lists() -> None:
    assert [FORMS.times(n) for n in (1, 2, 3)] == ["once", "twice", "three times"]
    assert FORMS.listed([]) == ""
    assert FORMS.listed(["left calf"]) == "left calf"
    assert FORMS.listed(["left calf", "right calf", "eyelid"]) == "left calf, right calf and eyelid"
    assert FORMS.listed(["poor_sleep", "caffeine"], "trigger") == "poor sleep and caffeine"


@pytest.mark.parametrize(
    ("place", "side", "said"),
    [
        ("eyelid", "left", "left eyelid"),
        ("upper_arm", "right", "right upper arm"),
        ("calf", "both", "both calves"),
        ("foot", "both", "both feet"),
        ("thumb", None, "thumb"),
        ("chest", "left", "left side of the chest"),
        ("back", "both", "both sides of the back"),
        ("everywhere", None, "all over"),
    ],
)
def test_places(place: str, side: str | None, said: str) -> None:
    assert FORMS.whereabouts({"place": place, "side": side}) == said


@pytest.mark.parametrize(
    ("measure", "amount", "unit", "said"),
    [
        ("caffeine", 2, "cup", "two cups with caffeine"),
        ("caffeine", 200, "mg", "two hundred milligrams of caffeine"),
        ("water", 0.5, "l", "half a liter of water"),
        ("sleep", 5.5, "h", "five and a half hours of sleep"),
        ("sleep", 8.25, "h", "eight and a quarter hours of sleep"),
        ("sleep", 6.75, "h", "six and three quarters hours of sleep"),
        ("stress", 7, "point", "stress seven out of ten"),
        ("alcohol", 0, "glass", "no alcohol"),
        ("exercise", None, None, "exercise"),
        ("twitch_free", None, None, "no twitches"),
    ],
)
def test_values_of_a_day(measure: str, amount: float | None, unit: str | None, said: str) -> None:
    assert FORMS.day_value({"measure": measure, "amount": amount, "unit": unit}) == said


def test_everything_canonical_has_a_spoken_name() -> None:
    named = {
        "place": vocabulary.PLACES,
        "side": vocabulary.SIDES,
        "trigger": vocabulary.TRIGGERS,
        "with": vocabulary.COMPANIONS,
        "sign": vocabulary.SIGNS,
        "measure": vocabulary.MEASURES,
        "onset": vocabulary.ONSETS,
    }
    for kind, values in named.items():
        assert all(FORMS.named(value, kind) for value in values)
    for unit in vocabulary.UNITS:
        assert FORMS.amount(3, unit).startswith("three")
    for place in vocabulary.PLACES:
        for side in vocabulary.SIDES:
            assert FORMS.whereabouts({"place": place, "side": side})


def test_no_spoken_name_is_for_something_that_does_not_exist() -> None:
    forms = yaml.safe_load((ENGLISH / "responses/_forms.yaml").read_text())
    assert set(forms["places"]) == set(vocabulary.PLACES)
    assert set(forms["measures"]) == set(vocabulary.MEASURES)
    assert set(forms["units"]) == set(vocabulary.UNITS)
    assert set(forms["names"]["sign"]) == set(vocabulary.SIGNS)


def test_entries_are_named_while_the_ear_can_hold_them() -> None:
    twitch = {"kind": "twitch", "place": "eyelid", "side": "left", "duration_s": 120}
    sleep = {"kind": "day", "measure": "sleep", "amount": 5, "unit": "h"}
    sign = {"kind": "sign", "sign": "weakness"}
    note = {"kind": "note", "topic": "medicine", "text": "started magnesium"}
    assert FORMS.entries_in_words([twitch, sleep]) == "left eyelid, two minutes and five hours of sleep"
    assert FORMS.entries_in_words([sign, note]) == "weakness and the note, started magnesium"
    assert (
        FORMS.entries_in_words([{"kind": "plan", "step": "start"}, {"kind": "assessment"}])
        == "the plan and the checklist"
    )
    assert FORMS.entries_in_words([twitch] * 4) == "four entries"


def test_filters_see_times_from_the_template_s_now() -> None:
    environment = jinja2.Environment(autoescape=False)
    environment.filters.update(FORMS.filters())
    template = environment.from_string("{{ at | moment('day') | capitalized }}, {{ at | since }}")
    assert template.render(at="2026-11-21T00:00:00+01:00", now=NOW) == "Yesterday, since yesterday"
    assert template.render(at="2026-11-21T00:00:00+01:00", now=NOW + timedelta(days=1)) == (
        "On Saturday, since Saturday"
    )


def test_capitalizing_leaves_the_rest_alone() -> None:
    assert capitalized("left, on Tuesday") == "Left, on Tuesday"
    assert capitalized("") == ""


def test_broken_forms_are_named(tmp_path: Path) -> None:
    (tmp_path / "responses").mkdir()
    path = tmp_path / "responses" / "_forms.yaml"
    path.write_text("language: en")
    with pytest.raises(VoiceAssistError, match=str(path)):
        SpokenForms.load(tmp_path)
