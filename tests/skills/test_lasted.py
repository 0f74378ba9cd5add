"""A twitch that was told of as it went on gets its length from the moment it is said to have stopped."""

from __future__ import annotations

from datetime import timedelta

import pytest

from voiceassist.skills.lasted import rounded


def only(talk):
    (entry,) = talk.entries("twitch")
    return entry


def wait(talk, **time):
    talk.now += timedelta(**time)


@pytest.mark.parametrize(
    "said", ["it stopped", "it's over now", "okay, the twitching's stopped", "it has finally stopped"]
)
def test_the_time_between_is_offered_and_noted_after_a_yes(talk, said):
    talk.say("my left calf is twitching")
    wait(talk, minutes=7)
    assert talk.say(said) == "I am glad. Shall I note that it lasted seven minutes?"
    assert only(talk)["duration_s"] is None
    assert talk.say("yes") == "Seven minutes. Changed."
    assert only(talk)["duration_s"] == 420
    talk.say("undo")
    assert only(talk)["duration_s"] is None


def test_it_may_be_told_in_between_that_it_goes_on(talk):
    talk.say("my left calf is twitching")
    assert talk.say("it's still going") == "Okay. Tell me when it stops."
    wait(talk, minutes=3)
    assert talk.say("it stopped").endswith("it lasted three minutes?")


@pytest.mark.parametrize(
    "said", ["no, ten minutes", "make it ten minutes", "more like ten minutes", "no, more like ten"]
)
def test_another_length_is_noted_instead(talk, said):
    talk.say("my left calf is twitching")
    wait(talk, minutes=7)
    assert talk.answer("it stopped", said) == "Ten minutes. Changed."
    assert only(talk)["duration_s"] == 600


def test_a_no_leaves_it_without_one(talk):
    talk.say("my left calf is twitching")
    wait(talk, minutes=7)
    assert talk.answer("it stopped", "no") == "Okay. It stays as it is."
    assert only(talk)["duration_s"] is None


@pytest.mark.parametrize(
    ("before", "minutes"),
    [
        ("my left calf twitched yesterday", 5),
        ("my left calf twitched for two minutes", 5),
        ("my left calf has been twitching since this morning", 5),
        ("my left calf is twitching", 0),
        ("my left calf is twitching", 300),
        ("I had two coffees", 5),
    ],
)
def test_nothing_is_offered_where_nobody_knows_how_long_it_was(talk, before, minutes):
    talk.say(before)
    wait(talk, minutes=minutes)
    assert talk.say("it stopped") == "I am glad. If it comes back, tell me."


def test_danger_comes_before_the_answer(talk):
    talk.say("my left calf is twitching")
    wait(talk, minutes=7)
    assert talk.answer("it stopped", "I can't breathe").startswith("Call your local emergency number")


@pytest.mark.parametrize(
    ("seconds", "noted"), [(50, 60), (89, 60), (400, 420), (1190, 1200), (1500, 1500), (1600, 1500)]
)
def test_it_is_as_exact_as_anybody_can_tell(seconds, noted):
    assert rounded(seconds) == noted


def test_what_has_not_stopped_is_no_relief(talk):
    assert talk.say("my calf hasn't stopped twitching") == "Calf. Logged."


@pytest.mark.parametrize(
    "said", ["it hasn't stopped yet", "it's been twitching non stop", "constant twitching in my calf"]
)
def test_that_it_goes_on_alone_is_not_two_weeks(talk, said):
    assert talk.say(said).endswith("Has it lasted more than two weeks?")
    assert not talk.entries("sign")
