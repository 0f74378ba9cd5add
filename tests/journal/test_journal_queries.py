"""What the journal answers, held to small diaries that can be counted by hand."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta

import pytest

from voiceassist.journal import Day, Journal, Sign, Twitch, queries
from voiceassist.journal.answers import Coverage, Direction, Filter, Ranked, Strength
from voiceassist.journal.history import history

Make = Callable[..., Twitch]
MakeDay = Callable[..., Day]


def at(text: str) -> datetime:
    return datetime.fromisoformat(f"2026-11-{text}+01:00")


def november(day: int, clock: str = "09:00") -> str:
    return f"2026-11-{day:02}T{clock}:00+01:00"


WEEK = Filter(start=at("16T00:00"), end=at("23T00:00"))


def test_an_empty_journal_answers_with_nothing_and_says_it_knows_no_day(journal: Journal) -> None:
    nothing = Coverage(0, 0)
    everything = Filter()
    assert queries.count(journal, everything) == queries.Count(0, 0, nothing)
    assert queries.last(journal, everything).entries == ()
    assert queries.longest(journal, everything).entries == ()
    assert queries.most_common_place(journal, everything).top == ()
    assert queries.most_common_time(journal, everything).items == ()
    assert queries.most_common_trigger(journal, everything).items == ()
    assert queries.trend(journal, WEEK).direction is Direction.UNKNOWN
    assert queries.compare(journal, Filter(measure="caffeine")).more.mean is None
    assert queries.count(journal, Filter(measure="caffeine")).per_day is None
    assert queries.count(journal, WEEK).coverage == Coverage(0, 7)


def test_a_period_begins_with_its_first_moment_and_ends_before_its_last(journal: Journal, twitch: Make) -> None:
    inside = [twitch(at("16T00:00")), twitch(at("22T23:59"))]
    outside = [twitch(at("15T23:59")), twitch(at("23T00:00"))]
    journal.add([*outside, *inside], "t")
    assert queries.count(journal, WEEK).n == 2
    assert queries.first(journal, WEEK).entries == (inside[0],)
    assert queries.last(journal, WEEK).entries == (inside[1],)
    assert queries.listing(journal, WEEK).entries == tuple(reversed(inside))
    assert queries.count(journal, Filter()).n == 4


def test_days_are_the_persons_own_wherever_they_were(journal: Journal, twitch: Make) -> None:
    journal.add([twitch("2026-11-20T23:30:00-05:00"), twitch("2026-11-20T01:00:00+09:00")], "t")
    assert queries.count(journal, Filter()).days == 1


def test_a_day_without_entries_is_a_gap_and_a_checked_in_one_is_a_zero(
    journal: Journal, twitch: Make, day: MakeDay
) -> None:
    journal.add([twitch(november(16)), twitch(november(16)), day(november(18), "twitch_free")], "t")
    journal.add([day(november(20), "caffeine", 1, "cup")], "t")
    assert queries.twitches_by_day(journal, WEEK) == {
        date(2026, 11, 16): 2,
        date(2026, 11, 18): 0,
        date(2026, 11, 20): 0,
    }
    assert queries.coverage(journal, WEEK) == Coverage(logged=3, days=7)


def test_place_and_side_narrow_every_question_about_twitches(journal: Journal, twitch: Make) -> None:
    calf = twitch(november(17), place="calf", side="right", duration_s=60, triggers=("stress",))
    journal.add([calf, twitch(november(18), duration_s=600, triggers=("caffeine",))], "t")
    right_calf = Filter(place="calf", side="right")
    assert queries.count(journal, right_calf).n == 1
    assert queries.longest(journal, right_calf).entries == (calf,)
    assert queries.last(journal, Filter(side="right")).entries == (calf,)
    assert queries.most_common_trigger(journal, right_calf).items == (Ranked("stress", 1),)
    assert queries.most_common_time(journal, right_calf).n == 1


def test_what_tells_some_twitches_from_others_narrows_every_question(journal: Journal, twitch: Make) -> None:
    late = twitch(november(17, "23:30"), intensity=8, triggers=("stress", "caffeine"), with_=("cramp",), place="calf")
    early = twitch(november(18, "07:00"), intensity=4, triggers=("caffeine",))
    journal.add([late, early, twitch(november(19, "12:00"), intensity=5)], "t")
    for asked, expected in (
        (Filter(cause="stress"), (late,)),
        (Filter(cause="caffeine"), (early, late)),
        (Filter(companion="cramp"), (late,)),
        (Filter(part="night"), (late,)),
        (Filter(part="morning", strength=Strength.WEAK), (early,)),
        (Filter(strength=Strength.STRONG, place="leg"), (late,)),
        (Filter(strength=Strength.STRONG, part="morning"), ()),
    ):
        assert queries.listing(journal, asked).entries == expected
        assert queries.most_common_time(journal, asked).n == len(expected)


def test_longest_looks_only_where_a_duration_was_said(journal: Journal, twitch: Make) -> None:
    longest = twitch(november(17), duration_s=600)
    journal.add([twitch(november(16)), longest, twitch(november(18), duration_s=5)], "t")
    found = queries.longest(journal, Filter())
    assert found.entries == (longest,)
    assert found.n == 2


def test_strongest_looks_only_where_a_strength_was_said_and_takes_the_latest(journal: Journal, twitch: Make) -> None:
    strongest = twitch(november(18), intensity=7)
    journal.add([twitch(november(16)), twitch(november(17), intensity=7), strongest], "t")
    journal.add([twitch(november(19), intensity=6.5), twitch(november(20))], "t")
    found = queries.strongest(journal, Filter())
    assert found.entries == (strongest,)
    assert found.n == 3
    assert queries.strongest(journal, Filter(start=at("20T00:00"))).entries == ()


def test_a_place_is_asked_about_with_what_lies_in_it(journal: Journal, twitch: Make) -> None:
    journal.add([twitch(november(16), place=place, side="left") for place in ("leg", "calf", "toe", "hip")], "t")
    assert queries.count(journal, Filter(place="leg")).n == 3
    assert queries.count(journal, Filter(place="leg", side="right")).n == 0
    assert queries.count(journal, Filter(place="calf")).n == 1
    assert queries.most_common_side(journal, Filter(place="leg")).items == (Ranked("leg", 3, "left"),)


def test_the_most_common_place_counts_sides_apart_and_ties_share_the_top(journal: Journal, twitch: Make) -> None:
    journal.add(
        [
            *(twitch(november(day)) for day in (16, 17)),
            *(twitch(november(day), side="right") for day in (16, 17)),
            twitch(november(18), place="calf"),
            twitch(november(19), place=None, side=None),
        ],
        "t",
    )
    ranking = queries.most_common_place(journal, Filter())
    assert set(ranking.top) == {Ranked("eyelid", 2, "left"), Ranked("eyelid", 2, "right")}
    assert (ranking.n, ranking.unknown) == (6, 1)


@pytest.mark.parametrize(
    ("clock", "part"),
    [
        ("04:59", "night"),
        ("05:00", "morning"),
        ("09:00", "morning"),
        ("12:00", "noon"),
        ("15:00", "afternoon"),
        ("19:00", "evening"),
        ("23:00", "night"),
    ],
)
def test_a_time_belongs_to_its_part_of_the_day(journal: Journal, twitch: Make, clock: str, part: str) -> None:
    journal.add([twitch(november(16, clock)), twitch(november(17), at_precision="day")], "t")
    ranking = queries.most_common_time(journal, Filter())
    assert ranking.items == (Ranked(part, 1),)
    assert ranking.unknown == 1


def test_a_twitch_may_name_several_triggers(journal: Journal, twitch: Make) -> None:
    journal.add(
        [
            twitch(november(16), triggers=("caffeine", "stress")),
            twitch(november(17), triggers=("stress",)),
            twitch(november(18)),
        ],
        "t",
    )
    ranking = queries.most_common_trigger(journal, Filter())
    assert ranking.items == (Ranked("stress", 2), Ranked("caffeine", 1))
    assert ranking.unknown == 1


def test_a_trend_compares_logged_days_so_that_a_gap_does_not_pass_for_calm(journal: Journal, twitch: Make) -> None:
    before = [twitch(november(day)) for day in (9, 10, 11, 12, 13, 14, 15)]
    now = [twitch(november(day)) for day in (16, 16, 17, 17)]
    journal.add([*before, *now], "t")
    trend = queries.trend(journal, WEEK)
    assert (trend.before.total, trend.now.total) == (7, 4)
    assert (trend.before.rate, trend.now.rate) == (1, 2)
    assert trend.direction is Direction.MORE
    with pytest.raises(ValueError, match="start and an end"):
        queries.trend(journal, Filter())


def test_a_measure_is_summed_in_one_unit_and_by_day(journal: Journal, day: MakeDay) -> None:
    journal.add(
        [
            day(november(16), "water", 1, "l"),
            day(november(16), "water", 500, "ml"),
            day(november(17), "water", 2, "glass"),
            day(november(17), "sleep", 5, "h"),
            day(november(17, "10:00"), "sleep", 360, "min"),
            day(november(17), "stress", 4, "point"),
            day(november(17), "stress", 8, "point"),
            day(november(18), "exercise"),
        ],
        "t",
    )
    water = queries.count(journal, Filter(measure="water"))
    assert (water.n, water.days, water.total, water.unit, water.per_day) == (3, 2, 2000, "ml", 1000)
    assert queries.amounts_by_day(journal, "sleep", Filter()) == {date(2026, 11, 17): 6}
    assert queries.amounts_by_day(journal, "stress", Filter()) == {date(2026, 11, 17): 6}
    assert queries.amounts_by_day(journal, "exercise", Filter()) == {}


def test_the_first_day_is_that_of_a_twitch_or_a_value_of_a_day(journal: Journal, twitch: Make, day: MakeDay) -> None:
    assert queries.first_day(journal) is None
    journal.add([twitch(november(17)), day(november(16), "caffeine", 2, "cup")], "t")
    assert queries.first_day(journal) == date(2026, 11, 16)


def test_a_comparison_sets_bad_days_beside_the_others(journal: Journal, twitch: Make, day: MakeDay) -> None:
    coffees = {16: 5, 17: 4, 18: 1, 19: 2}
    journal.add([day(november(d), "caffeine", cups, "cup") for d, cups in coffees.items()], "t")
    journal.add([twitch(november(d)) for d in (16, 16, 16, 17, 18)], "t")
    asked = Filter(measure="caffeine")
    any_twitch = queries.compare(journal, asked)
    assert (any_twitch.more.days, any_twitch.fewer.days) == (3, 1)
    assert (any_twitch.more.mean, any_twitch.fewer.mean) == (pytest.approx(10 / 3), 2)
    with pytest.raises(ValueError, match="measure"):
        queries.compare(journal, Filter())


NOW = at("22T09:10")


def days_ago(days: int) -> datetime:
    return NOW - timedelta(days=days)


def test_history_tells_the_design_examples_story(journal: Journal, twitch: Make) -> None:
    journal.add([twitch(days_ago(d), place="calf") for d in range(20) if d not in (3, 7, 11, 15)], "t")
    seen = history(journal, NOW)
    assert [seen.days_within(window) for window in (14, 20, 30)] == [11, 16, 16]
    assert [(place.side, place.name, place.days) for place in seen.places] == [("left", "calf", 16)]
    assert seen.persistent
    assert not seen.spread
    assert seen.first_day == days_ago(19).date()


@pytest.mark.parametrize(
    ("twitch_ages", "free_ages", "persistent"),
    [
        pytest.param([0, 3, 6, 9, 12], [], False, id="thirteen days"),
        pytest.param([0, 3, 6, 9, 13], [], False, id="exactly two weeks"),
        pytest.param([0, 3, 6, 9, 14], [], True, id="a day more than two weeks"),
        pytest.param([0, 7, 14, 21], [], False, id="too few days to tell"),
        pytest.param([0, 7, 14, 21, 28], [], True, id="once a week for a month"),
        pytest.param([0, 1, 9, 12, 15, 18, 21], [], False, id="more than a week apart"),
        pytest.param([0, 1, 5, 9, 13, 16], [2, 3, 4], False, id="three days free in between"),
        pytest.param([0, 1, 5, 9, 13, 16], [2, 4], True, id="single free days are no relief"),
        pytest.param([8, 10, 12, 15, 20, 25], [], False, id="over for more than a week"),
        pytest.param([3, 6, 9, 12, 15, 18], [0, 1, 2], False, id="free for three days now"),
    ],
)
def test_persistent_means_a_spell_of_more_than_two_weeks_that_goes_on(
    journal: Journal,
    twitch: Make,
    day: MakeDay,
    twitch_ages: list[int],
    free_ages: list[int],
    persistent: bool,
) -> None:
    journal.add([twitch(days_ago(age)) for age in twitch_ages], "t")
    journal.add([day(days_ago(age).isoformat(), "twitch_free") for age in free_ages], "t")
    assert history(journal, NOW).persistent is persistent


@pytest.mark.parametrize(
    ("places", "spread"),
    [
        (["eyelid", "cheek", "lip", "chin"], False),
        (["calf", "thumb"], False),
        (["calf", "thumb", "eyelid"], True),
        (["calf", "hand", "lower_back"], True),
        (["everywhere"], True),
        ([None, "calf", "thumb"], False),
    ],
)
def test_spread_means_three_unrelated_regions(
    journal: Journal, twitch: Make, places: list[str | None], spread: bool
) -> None:
    journal.add([twitch(days_ago(n), place=place) for n, place in enumerate(places)], "t")
    assert history(journal, NOW).spread is spread


def test_spread_does_not_add_up_over_years(journal: Journal, twitch: Make) -> None:
    journal.add([twitch(days_ago(800)), twitch(days_ago(400), place="calf"), twitch(place="thumb", at=NOW)], "t")
    seen = history(journal, NOW)
    assert [region.name for region in seen.regions] == ["arm"]
    assert seen.first_day == days_ago(800).date()


def test_regions_come_in_the_order_they_began_with_their_dates(journal: Journal, twitch: Make) -> None:
    journal.add([twitch(days_ago(n), place=place) for n, place in ((30, "calf"), (2, "shin"), (20, "thumb"))], "t")
    assert [(r.name, r.first, r.last, r.n, r.days) for r in history(journal, NOW).regions] == [
        ("leg", days_ago(30).date(), days_ago(2).date(), 2, 2),
        ("arm", days_ago(20).date(), days_ago(20).date(), 1, 1),
    ]


def test_signs_are_those_of_the_person_with_twitches_or_alone(journal: Journal, twitch: Make) -> None:
    def sign(name: str, about: str, age: int) -> Sign:
        moment = days_ago(age)
        return Sign(
            id=journal.new_id(moment),
            at=moment,
            created_at=moment,
            source="voice",
            sign=name,
            about=about,
            onset="gradual",
        )

    journal.add([twitch(days_ago(5), with_=("cramp", "tingling"))], "t")
    journal.add([sign("weakness", "self", 2), sign("face_droop", "other", 1), sign("fever", "self", 200)], "t")
    signs = history(journal, NOW).signs
    assert [(seen.sign, seen.onset, seen.came_with_twitch) for seen in signs] == [
        ("cramp", None, True),
        ("tingling", None, True),
        ("weakness", "gradual", False),
    ]


def test_history_does_not_look_into_the_future(journal: Journal, twitch: Make) -> None:
    journal.add([twitch(NOW + timedelta(hours=1))], "t")
    seen = history(journal, NOW)
    assert (seen.first_day, seen.days_within(14), seen.places) == (None, 0, ())


@pytest.mark.parametrize(
    ("days", "established"),
    [
        (((1, "calf"), (50, "thumb"), (80, "eyelid")), False),
        (((1, "calf"), (5, "thumb"), (9, "eyelid")), True),
        (((40, "calf"), (41, "calf"), (50, "thumb"), (51, "hand"), (80, "eyelid"), (81, "lip")), True),
        (((2, "everywhere"),), True),
    ],
)
def test_a_spread_is_established_by_two_days_each_or_within_two_weeks(
    journal: Journal, twitch: Make, days: tuple[tuple[int, str], ...], established: bool
) -> None:
    journal.add([twitch(days_ago(n), place=place) for n, place in days], "t")
    seen = history(journal, NOW)
    assert seen.spread
    assert seen.established is established
