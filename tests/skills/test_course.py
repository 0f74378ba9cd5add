"""Where a plan stands: its day, today's aims, what was met, what changed; over midnight and time zones too."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from voiceassist.journal import Day, Journal, Plan, Twitch
from voiceassist.skills.aims import Aim
from voiceassist.skills.course import Course, amounts_of, course
from voiceassist.skills.plan import aims_for
from voiceassist.skills.taper import taper

BERLIN = ZoneInfo("Europe/Berlin")
START = datetime(2026, 10, 12, 9, tzinfo=BERLIN)


class Diary:
    """A journal with a plan that begins on the twelfth of October."""

    def __init__(self, journal: Journal, facts: Any) -> None:
        self.journal, self.facts = journal, facts

    def add(self, kind: type[Any], at: datetime, **fields: Any) -> None:
        stamp = {"id": self.journal.new_id(at), "at": at, "source": "text", "created_at": at}
        self.journal.add([kind(**stamp, **fields)], "turn")

    def plan(self, at: datetime = START, cups: float = 3) -> None:
        self.add(Plan, at, step="start", aims=aims_for(taper(cups), self.facts), days=28)

    def value(self, day: int, measure: str, amount: float | None, unit: str | None = None, hour: int = 20) -> None:
        at = (START + timedelta(days=day - 1)).replace(hour=hour)
        self.add(Day, at, at_precision="day", measure=measure, amount=amount, unit=unit)

    def twitches(self, day: int, count: int) -> None:
        """A day on which so many were logged; with none, that there were none."""
        if not count:
            self.value(day, "twitch_free", None)
        for _ in range(count):
            self.add(Twitch, START + timedelta(days=day - 1), place="calf", side="left")

    def on(self, day: int) -> Course:
        found = course(self.journal, self.facts, START + timedelta(days=day - 1))
        assert found
        return found


@pytest.fixture
def diary(tmp_path, language) -> Diary:
    return Diary(Journal.open(tmp_path / "journal.sqlite3"), language.knowledge.plan)


def test_without_a_plan_there_is_nothing(diary) -> None:
    assert course(diary.journal, diary.facts, START) is None


def test_the_last_plan_counts_and_one_that_was_stopped_does_not(diary) -> None:
    diary.plan()
    diary.plan(START + timedelta(days=3))
    assert diary.on(4).day == 1
    diary.add(Plan, START + timedelta(days=4), step="stop")
    assert course(diary.journal, diary.facts, START + timedelta(days=5)) is None


def test_targets_fall_day_by_day_and_the_last_one_stays(diary) -> None:
    diary.plan()
    assert [diary.on(day).aims["caffeine"].most for day in (1, 2, 7, 8, 20)] == [2.5, 2, 0, 0, 0]
    assert diary.on(1).aims["sleep"] == Aim(7, 9)
    assert diary.on(1).aims["water"].least == 2000


def test_a_day_is_met_when_every_aim_it_tells_of_is(diary) -> None:
    diary.plan()
    diary.value(1, "caffeine", 2, "cup")
    diary.value(1, "water", 2, "l")
    diary.value(2, "caffeine", 2, "cup")
    diary.value(2, "sleep", 6, "h")
    diary.value(4, "stress", 3, "point")
    found = diary.on(5)
    assert (found.met, found.known) == (1, 2), "a day that tells of no aim counts neither way"


def test_days_before_the_plan_and_today_do_not_count_as_met(diary) -> None:
    diary.plan()
    diary.value(0, "water", 2, "l")
    diary.value(1, "water", 2, "l")
    assert diary.on(1).known == 0


class TestMidnightAndTravel:
    def test_a_plan_begun_before_midnight_has_its_second_day_after_it(self, diary) -> None:
        late = START.replace(hour=23, minute=59)
        diary.plan(late)
        assert course(diary.journal, diary.facts, late).day == 1
        assert course(diary.journal, diary.facts, late + timedelta(minutes=2)).day == 2

    def test_the_night_the_clocks_change_is_one_day(self, diary) -> None:
        saturday = datetime(2026, 10, 24, 23, tzinfo=BERLIN)
        diary.plan(saturday)
        assert course(diary.journal, diary.facts, datetime(2026, 10, 25, 23, tzinfo=BERLIN)).day == 2

    def test_who_flies_west_over_the_date_line_stays_on_the_first_day(self, diary) -> None:
        diary.plan(datetime(2026, 10, 12, 8, tzinfo=ZoneInfo("Pacific/Auckland")))
        there = datetime(2026, 10, 11, 20, tzinfo=ZoneInfo("America/Los_Angeles"))
        found = course(diary.journal, diary.facts, there)
        assert (found.day, found.aims["caffeine"].most) == (1, 2.5)

    def test_values_belong_to_the_day_on_which_they_were_said(self, diary) -> None:
        tokyo = datetime(2026, 10, 13, 1, tzinfo=ZoneInfo("Asia/Tokyo"))  # the twelfth, 18:00, in Berlin
        diary.add(Day, tokyo, at_precision="day", measure="water", amount=2, unit="l")
        assert amounts_of(diary.journal, tokyo.date(), START) == {"water": 2000}
        assert amounts_of(diary.journal, START.date(), START) == {}

    def test_last_nights_sleep_counts_for_the_day_it_ends_on(self, diary) -> None:
        night = START.replace(hour=23) - timedelta(days=1)
        diary.add(Day, night, at_precision="part_of_day", measure="sleep", amount=450, unit="min")
        assert amounts_of(diary.journal, START.date(), START) == {"sleep": 7.5}

    def test_what_was_said_of_the_evening_before_does_not(self, diary) -> None:
        diary.value(0, "sleep", 5, "h", hour=22)
        assert amounts_of(diary.journal, START.date(), START) == {}


class TestVerdict:
    def log(self, diary: Diary, before: int, during: int) -> None:
        diary.plan()
        for day in range(-13, 1):
            diary.twitches(day, before)
        for day in range(1, 28):
            diary.twitches(day, during)

    def test_there_is_none_before_three_weeks(self, diary) -> None:
        self.log(diary, 2, 2)
        assert diary.on(20).verdict is None
        assert diary.on(21).verdict == "unchanged"

    @pytest.mark.parametrize(
        ("before", "during", "verdict"),
        [(3, 1, "better"), (2, 2, "unchanged"), (1, 3, "unchanged"), (2, 0, "better"), (0, 0, "better")],
    )
    def test_the_last_two_weeks_are_set_against_those_before_the_plan(self, diary, before, during, verdict) -> None:
        self.log(diary, before, during)
        assert diary.on(28).verdict == verdict

    def test_a_bad_first_week_does_not_hide_that_it_helped(self, diary) -> None:
        diary.plan()
        for day in range(-6, 8):
            diary.twitches(day, 4)
        for day in range(8, 25):
            diary.twitches(day, 1)
        assert diary.on(24).verdict == "better"

    def test_who_began_to_log_with_the_plan_is_compared_with_the_first_week(self, diary) -> None:
        diary.plan()
        for day in range(1, 25):
            diary.twitches(day, 3 if day <= 7 else 1)
        assert diary.on(24).verdict == "better"

    def test_an_empty_journal_shows_nothing(self, diary) -> None:
        diary.plan()
        assert diary.on(28).verdict == "unknown"

    def test_after_the_last_day_it_is_over_and_what_follows_changes_nothing(self, diary) -> None:
        self.log(diary, 3, 1)
        for day in range(29, 40):
            diary.twitches(day, 9)
        found = diary.on(40)
        assert (found.over, found.verdict) == (True, "better")
