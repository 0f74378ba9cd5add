"""What the journal is asked is answered as asked, or not at all."""

from __future__ import annotations

from datetime import datetime

import pytest


def test_a_twitch_on_both_sides_is_one_of_the_left_and_of_the_right(talk):
    talk.say("twitch in both calves")
    assert talk.say("how often did my left calf twitch today").startswith("Once in your left calf")
    assert talk.say("how often did my right calf twitch today").startswith("Once in your right calf")


@pytest.mark.parametrize("question", ["how many twitches with cramps", "how often do I twitch at night"])
def test_a_condition_that_is_not_understood_is_not_left_out(talk, question):
    talk.say("twitch in my left calf")
    assert "nce" not in talk.say(question)
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


def test_what_is_asked_about_twitches_names_what_is_counted(talk):
    talk.say("twitch in my left calf")
    assert talk.say("how many strong twitches this week") == "Shall I count all twitches?"


def test_a_question_goes_on_with_another_measure_or_side(talk):
    talk.answer(
        "two coffees", "three glasses of water", "my left calf twitched", "how much coffee did I have this week"
    )
    assert talk.say("and water") == "Seven hundred fifty milliliters of water, on one day."
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
