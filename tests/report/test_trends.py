"""What is computed about a period, and what is not computed because too little was logged."""

from __future__ import annotations

from datetime import timedelta

import pytest

from voiceassist.report.period import Period
from voiceassist.report.report import make
from voiceassist.report.series import bars
from voiceassist.report.trends import trends


@pytest.fixture
def show(journal, now, weigh):
    return lambda text="90d": trends(journal, Period.parse(text, now), now, weigh)


def test_a_day_without_entries_is_a_gap_and_a_free_day_a_zero(log, show):
    log("twitch", 3, place="calf")
    log("day", 1, measure="twitch_free")
    assert [day.n for day in show("4d").days] == [1, None, 0, None]


def test_a_rate_is_that_of_logged_days(log, show):
    for _ in range(3):
        log("twitch", 3, place="calf")
    log("day", 1, measure="twitch_free")
    found = show("4d")
    assert [(week.n, week.logged, week.rate) for week in found.weeks] == [(3, 2, 1.5)]
    assert (found.n, found.logged, found.twitch_days) == (3, 2, 1)


def test_a_week_that_nothing_was_logged_in_has_no_rate(log, show):
    log("twitch", 20)
    rates = [week.rate for week in show("30d").weeks]
    assert rates.count(None) == len(rates) - 1


@pytest.mark.parametrize(("period", "apart"), [("30d", 1), ("2y", 7), ("10y", 31)])
def test_a_chart_has_days_weeks_or_months(show, period, apart):
    shown = bars(show(period).days)
    assert (shown[2].first - shown[1].first).days in (apart, apart - 1 if apart > 7 else apart, 28)


def test_places_are_counted_by_side(log, show):
    for side in ("left", "left", "right", None):
        log("twitch", 1, place="calf", side=side)
    log("twitch", 1)
    found = show()
    first = found.places[0]
    assert (first.place, first.side, first.n) == ("calf", "left", 2)
    assert sum(place.n for place in found.places) == 4
    assert found.unplaced == 1


def test_a_region_is_new_only_after_two_weeks_of_entries_without_it(log, show):
    for ago in range(40, 20, -1):
        log("twitch", ago, place="calf")
    log("twitch", 36, place="eyelid")
    log("twitch", 10, place="forearm")
    found = {track.region: track for track in show().regions}
    assert {region for region, track in found.items() if track.new} == {"arm"}
    assert sum(found["leg"].weeks) == 20
    assert len(found["leg"].weeks) == len(show().weeks)


def test_a_region_known_before_the_period_is_not_new_in_it(log, show):
    for ago in range(60, 30, -1):
        log("twitch", ago, place="calf")
    log("twitch", 35, place="forearm")
    log("twitch", 2, place="forearm")
    assert not any(track.new for track in show("30d").regions)


def diary(log, days, with_coffee, twitches):
    for ago in range(days, 0, -1):
        log("day", ago, measure="caffeine", amount=5 if with_coffee(ago) else 1, unit="cup")
        if twitches(ago):
            log("twitch", ago, place="calf")


def caffeine(found):
    return next(link for link in found.links if link.factor == "caffeine")


def test_what_went_together_comes_with_its_days_and_an_interval(log, show):
    diary(log, 30, lambda ago: ago % 3 == 0, lambda ago: ago % 3 == 0 or ago == 1)
    link = caffeine(show())
    assert link.limit == 1
    assert (link.with_.twitch_days, link.with_.days) == (10, 10)
    assert (link.without.twitch_days, link.without.days) == (1, 20)
    assert link.contrast.low < link.contrast.difference < link.contrast.high
    assert link.together


def test_nothing_is_compared_before_fourteen_days(log, show):
    diary(log, 13, lambda ago: ago % 2 == 0, lambda ago: ago % 2 == 0)
    link = caffeine(show())
    assert link.contrast is None
    assert link.p_adjusted is None
    assert not link.together


def test_nothing_is_compared_with_few_days_of_one_kind(log, show):
    diary(log, 30, lambda ago: ago in (3, 9), lambda ago: ago in (3, 9))
    assert caffeine(show()).contrast is None


def test_p_values_account_for_all_comparisons_that_were_made(log, show):
    for ago in range(30, 0, -1):
        log("day", ago, measure="caffeine", amount=5 if ago % 3 == 0 else 1, unit="cup")
        log("day", ago, measure="sleep", amount=6 if ago % 2 else 8, unit="h")
        log("day", ago, measure="stress", amount=8 if ago % 5 < 2 else 2)
        if ago % 3 == 0 and ago % 9:
            log("twitch", ago)
    compared = [link for link in show().links if link.contrast]
    assert [link.factor for link in compared] == ["caffeine", "sleep", "stress"]
    least = min(compared, key=lambda link: link.contrast.p)
    assert least.p_adjusted == pytest.approx(3 * least.contrast.p)


def test_exercise_that_was_not_logged_did_not_happen(log, show):
    for ago in range(30, 0, -1):
        log("twitch" if ago % 2 else "day", ago, **({} if ago % 2 else {"measure": "twitch_free"}))
        if ago % 3 == 0:
            log("day", ago, measure="exercise", amount=30, unit="min")
    link = next(link for link in show().links if link.factor == "exercise")
    assert (link.with_.days, link.without.days) == (10, 20)


def test_a_journal_that_never_mentions_exercise_knows_nothing_of_it(log, show):
    for ago in range(30, 0, -1):
        log("twitch", ago)
    link = next(link for link in show().links if link.factor == "exercise")
    assert link.with_.days == link.without.days == 0


def test_before_and_after_the_plan(log, show):
    for ago in range(30, 0, -1):
        for _ in range(4 if ago > 14 else 1):
            log("twitch", ago)
    log("plan", 14, step="start")
    plan = show().plan
    assert plan.direction == "fewer"
    assert (plan.earlier.per_day, plan.later.per_day) == (4, 1)


def test_a_plan_that_has_just_begun_is_not_judged(log, show):
    for ago in range(30, 0, -1):
        log("twitch", ago)
    log("plan", 3, step="start")
    assert show().plan is None


def test_the_latest_plan_is_compared_and_marked_however_many_check_ins_followed(log, show, journal, now, weigh):
    for ago in range(60, 0, -1):
        log("twitch", ago)
    log("plan", 40, step="start")
    latest = log("plan", 30, step="start")
    for ago in range(60):
        log("plan", ago // 2, step="check_in")
    assert show().plan.later.first == latest.at.date()
    assert make(journal, Period.parse("90d", now), now, weigh).plan == latest


def test_growth_is_told_only_where_chance_does_not_explain_it(log, show):
    for ago in range(30, 0, -1):
        for _ in range(1 + ago % 3):
            log("twitch", ago)
    assert show().course.direction == "same"
    for ago in range(12, 0, -1):
        for _ in range(4):
            log("twitch", ago)
    assert show().course.direction == "more"


def flag(found, rule):
    return next((flag for flag in found.flags if flag.rule == rule), None)


def test_lasting_twitches_are_flagged_with_the_first_and_the_last_entry(log, show, journal):
    entries = [log("twitch", ago, place="calf") for ago in range(20, -1, -4)]
    assert flag(show(), "persistent").entries == (entries[0].id, entries[-1].id)
    assert flag(show(), "persistent").rung == "doctor"


def test_spread_is_flagged_with_the_first_entry_of_each_region(log, show):
    entries = [log("twitch", 9 - n, place=place) for n, place in enumerate(("eyelid", "forearm", "calf"))]
    log("twitch", 1, place="calf")
    assert flag(show(), "spreading").entries == tuple(entry.id for entry in entries)


def test_the_first_entry_of_a_region_is_the_first_that_happened_not_the_first_that_was_logged(log, show, now):
    for n, place in enumerate(("eyelid", "forearm")):
        log("twitch", 9 - n, place=place)
    log("twitch", 1, place="calf")
    said_late = log("twitch", 1, place="thigh", at=(now - timedelta(days=1)).replace(hour=6))
    assert flag(show(), "spreading").entries[-1] == said_late.id


def test_a_sign_with_a_twitch_is_flagged_by_the_ladders_rule(log, show):
    entry = log("twitch", 2, place="calf", with_=("numbness",))
    assert flag(show(), "numbness").entries == (entry.id,)
    assert flag(show(), "numbness").rung == "urgent"


def test_the_onset_decides_the_rung(log, show):
    log("sign", 2, sign="weakness", onset="gradual")
    assert [flag.rule for flag in show().flags] == ["slow_weakness"]
    log("sign", 1, sign="weakness", onset="sudden")
    assert show().flags[0].rule == "sudden_weakness"


def test_the_latest_answers_of_the_checklist_count(log, show):
    log("assessment", 9, answers=[{"answer": "yes", "from": "said"}] * 2, level="neurologist")
    run = log(
        "assessment", 2, answers=[{"answer": "no", "from": "said"}, {"answer": "yes", "from": "said"}], level="urgent"
    )
    assert [flag.rule for flag in show().flags] == ["wasting"]
    assert run.id in flag(show(), "wasting").entries


def test_somebody_elses_sign_is_no_flag(log, show):
    log("sign", 2, sign="face_droop", about="other")
    assert show().flags == ()


def test_what_lies_outside_the_period_is_no_flag_in_it(log, show):
    log("sign", 40, sign="wasting")
    log("twitch", 2)
    assert show("30d").flags == ()


def test_an_empty_journal_has_trends_that_say_nothing(show):
    found = show()
    assert (found.n, found.logged, found.places, found.regions, found.flags) == (0, 0, (), (), ())
    assert found.course is found.plan is None


def test_trends_are_plain_json(log, show, now):
    import json

    log("twitch", 2, place="calf", side="left")
    plain = json.loads(json.dumps(show("7d").to_dict()))
    assert plain["n"] == plain["twitch_days"] == 1
    assert plain["period"]["last"] == now.date().isoformat()
    assert plain["days"][4] == {"day": (now - timedelta(days=2)).date().isoformat(), "n": 1}
