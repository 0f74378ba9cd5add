"""What the journal is asked is answered as asked, or not at all."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest


def test_a_twitch_on_both_sides_is_one_of_the_left_and_of_the_right(talk):
    talk.say("twitch in both calves")
    assert talk.say("how often did my left calf twitch today").startswith("Once in your left calf")
    assert talk.say("how often did my right calf twitch today").startswith("Once in your right calf")


def test_a_condition_that_is_not_understood_is_not_left_out(talk):
    talk.say("twitch in my left calf")
    assert "nce" not in talk.say("how many twitches while driving")
    assert not talk.assistant.state.forms


def test_last_nights_sleep_is_found_however_it_was_told(talk):
    talk.say("slept five hours")
    assert talk.say("how much did I sleep last night").startswith("Five hours of sleep")


def test_all_that_was_logged_is_told_or_counted(talk):
    talk.answer("two coffees", "three glasses of water", "stress four", "slept six hours", "I had a beer")
    reply = talk.say("what did I log today")
    assert reply == (
        "No twitches, but one glass of alcohol, six hours of sleep and stress four out of ten, and two more."
    )


@pytest.mark.parametrize(
    ("question", "answer"),
    [
        ("how many twitches with cramps", "Once with cramps."),
        ("how many twitches in my calf with cramps", "Once in your calf with cramps."),
        ("how often do I twitch at night", "Once at night."),
        ("how many strong twitches this week", "Once with six or more out of ten."),
        ("how many of my twitches were mild", "Once with four or less out of ten."),
        ("how many twitches did I have after coffee", "Once with caffeine as a possible trigger."),
        ("did it twitch with pain", "No twitches with pain are logged in that time."),
        ("list my strong twitches", "One twitch with six or more out of ten. Left calf, last night."),
        ("where do I twitch most at night", "Most often your left calf, once of one at night."),
        ("how many times a day does my calf twitch", "Once in your calf, half on a logged day."),
        ("what was the last twitch with cramps", "The last one: left calf, last night."),
        ("how many twitches a day on average", "Twice, on two days, one on a logged day."),
    ],
)
def test_what_tells_some_twitches_from_others_counts(talk, question, answer):
    talk.answer("my left calf twitched last night, strength eight, with cramps")
    talk.answer("my right eyelid twitched this morning after coffee, strength three")
    assert talk.say(question) == answer


@pytest.mark.parametrize("question", ["how many twitches at eight", "how many twitches after driving"])
def test_what_the_journal_cannot_tell_apart_it_says_so(talk, question):
    talk.answer("my left calf twitched at eight after kneeling")
    assert talk.say(question).startswith("Those twitches I cannot tell apart.")


def test_an_hour_that_was_misheard_is_asked_about(talk):
    talk.answer("my left calf twitched")
    assert (
        talk.say("how many twitchings around ten ish") == "Shall I count all twitches at that hour, whenever they were?"
    )
    assert talk.say("yes").startswith("Those twitches I cannot tell apart.")


@pytest.mark.parametrize(
    "question", ["have i been twitching more than last week", "was i twitching less than yesterday"]
)
def test_now_is_compared_with_what_was_before(talk, question):
    talk.answer("my left calf twitched")
    assert "too few logged days to compare" in talk.say(question)


def test_another_kind_can_be_asked_for(talk):
    talk.answer("my left calf twitched last night, strength eight, with cramps")
    talk.answer("how many twitches with cramps")
    assert talk.say("and in the morning") == "No twitches in the morning are logged in that time."
    assert talk.say("and the strong ones") == "Once with six or more out of ten."


@pytest.mark.parametrize(
    ("said", "asked"),
    [
        (
            "how many twitchings in may ish",
            "Shall I count all twitches from the first of May to the thirty first of May?",
        ),
        ("how many twitchin this here week", "Shall I count all twitches since Monday?"),
    ],
)
def test_a_time_that_may_be_misheard_is_named(talk, said, asked):
    talk.say("twitch in my left calf")
    assert talk.say(said) == asked


def test_what_is_asked_about_twitches_names_what_is_counted(talk):
    talk.say("twitch in my left calf")
    assert talk.say("how many twitches when it rains") == "Shall I count all twitches, whenever they were?"


def test_a_question_goes_on_with_another_measure_or_side(talk):
    talk.answer(
        "two coffees", "three glasses of water", "my left calf twitched", "how much coffee did I have this week"
    )
    assert talk.say("and water") == "Seven hundred fifty milliliters of water, logged on one day."
    talk.say("how often did my left calf twitch this week")
    assert talk.say("and the right one") == "No twitches are logged in that time for your right calf."


def test_where_all_are_alike_none_stands_out(talk):
    talk.answer("my left calf twitched", "my right thumb twitched")
    assert talk.say("where do I twitch most") == "No place stands out yet."
    talk.say("my left calf twitched again")
    assert talk.say("where do I twitch most").startswith("Most often your left calf")


def test_what_is_told_by_the_clock_of_another_season_keeps_its_time(talk):
    now = talk.now
    talk.now = datetime.fromisoformat("2026-10-12T00:30:00+02:00")
    talk.say("my left calf twitched")
    talk.now = now
    assert talk.say("when was my last twitch").endswith("on the twelfth of October at half past twelve in the morning.")


class TestSeveralDays:
    @pytest.fixture
    def talk(self, talk):
        talk.answer("my left calf twitched for two minutes after coffee", "strength eight", "my right thumb twitched")
        talk.now += timedelta(days=1)
        talk.answer("no twitches today", "a coffee", "a coffee")
        talk.now += timedelta(days=1)
        talk.answer("my left calf twitched for ten seconds with cramps after stress")
        talk.now += timedelta(days=1)
        return talk

    @pytest.mark.parametrize(
        ("question", "answer"),
        [
            ("which days did I not twitch", "On one of three logged days, no twitch was logged: on Monday."),
            ("which days did I twitch", "It twitched on two days: yesterday and on Sunday."),
            ("which day was the worst", "Most on Sunday, twice of three."),
            ("how many were longer than a minute", "Once for more than one minute."),
            ("did I have cramps yesterday", "Once with cramps yesterday."),
            ("how many yesterday", "Once yesterday."),
            ("did I twitch on Sunday", "Twice on Sunday."),
            ("was yesterday's longer", "The longest: left calf, ten seconds, yesterday at nine eleven."),
            ("anything on Monday", "No twitches, but two cups with caffeine."),
            (
                "what sets it off",
                "You named caffeine and stress equally often. Going together does not make it the cause.",
            ),
            ("when do I twitch, mornings or evenings", "Most often in the morning, three times of three."),
        ],
    )
    def test_is_answered(self, talk, question, answer):
        assert talk.say(question) == answer

    def test_the_same_can_be_narrowed(self, talk):
        assert talk.say("list everything").startswith("Three twitches.")
        assert talk.say("how many of those were in the calf") == "Twice in your calf, on two days."
        assert len(talk.entries("twitch")) == 3

    def test_a_range_of_days_is_asked_about_and_logs_nothing(self, talk):
        assert talk.say("twitches between Monday and Tuesday").startswith("One twitch. Left calf, ten seconds")
        assert len(talk.entries("twitch")) == 3


def test_pain_that_is_danger_is_no_question_to_the_journal(talk):
    assert talk.say("did I have chest pain yesterday").startswith("Call your local emergency number now.")


def test_what_sets_it_off_is_told_of_twitching_where_no_trigger_was_named(talk):
    assert talk.say("what sets it off").startswith("Mostly everyday things: stress, tiredness, and caffeine.")


def test_the_time_before_is_asked_about_in_few_words(talk):
    talk.say("twitch in my left calf")
    talk.now += timedelta(days=14)
    assert talk.say("how many twitches this week").startswith("No twitches")
    assert talk.say("and the week before").startswith("No twitches")
    assert talk.say("and the one before that") == "Once."
