"""What the journal is asked is answered as asked, or not at all."""

from __future__ import annotations

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
        ("how many twitches with cramps", "Once with cramps, on one day."),
        ("how many twitches in my calf with cramps", "Once in your calf with cramps, on one day."),
        ("how often do I twitch at night", "Once at night, on one day."),
        ("how many strong twitches this week", "Once with six or more out of ten, on one day."),
        ("how many of my twitches were mild", "Once with four or less out of ten, on one day."),
        ("how many twitches did I have after coffee", "Once with caffeine as a possible trigger, on one day."),
        ("did it twitch with pain", "No twitches with pain are logged in that time."),
        ("list my strong twitches", "One twitch. Left calf, last night."),
        ("what was the last twitch with cramps", "The last one: left calf, last night."),
        ("how many twitches a day on average", "Twice, on two days, one on a logged day."),
    ],
)
def test_what_tells_some_twitches_from_others_counts(talk, question, answer):
    talk.answer("my left calf twitched last night, strength eight, with cramps")
    talk.answer("my right eyelid twitched this morning after coffee, strength three")
    assert talk.say(question) == answer


def test_another_kind_can_be_asked_for(talk):
    talk.answer("my left calf twitched last night, strength eight, with cramps")
    talk.answer("how many twitches with cramps")
    assert talk.say("and in the morning") == "No twitches in the morning are logged in that time."
    assert talk.say("and the strong ones") == "Once with six or more out of ten, on one day."


def test_what_is_asked_about_twitches_names_what_is_counted(talk):
    talk.say("twitch in my left calf")
    assert talk.say("how many twitches when it rains") == "Shall I count all twitches, whenever they were?"
