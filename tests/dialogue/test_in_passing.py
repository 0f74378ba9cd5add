"""A sign said in passing is weighed, the twitch beside it is logged, and neither takes anything from the other."""

from __future__ import annotations

import pytest


@pytest.mark.parametrize(
    "words",
    [
        "my hand has been getting weak for weeks, log a twitch in my left thumb",
        "my hand has been getting weak for weeks log a twitch in my left thumb",
    ],
)
def test_how_long_a_sign_has_lasted_is_not_how_long_the_twitch_has(talk, words):
    talk.say(words)
    (twitch,) = talk.entries("twitch")
    assert (twitch["place"], twitch["side"], twitch["since"]) == ("thumb", "left", None)
    weakness = next(entry for entry in talk.entries("sign") if entry["sign"] == "weakness")
    assert weakness["onset"] == "gradual"


def test_a_twitch_keeps_its_own_beginning_beside_a_sign_with_another(talk):
    talk.say("twitch in my thumb since yesterday and my leg has been numb for days")
    (twitch,) = talk.entries("twitch")
    assert twitch["since"] == "2026-11-21T00:00:00+01:00"
    assert talk.entries("sign")[0]["onset"] == "days"


def test_what_is_asked_back_says_what_it_is_about_and_loses_neither(talk):
    reply = talk.say("my hand has got weak, log a twitch in my thumb")
    assert reply == "Thumb. Logged. About the weakness. Did that start suddenly, within minutes or hours?"
    talk.say("can stress cause twitching")
    assert talk.say("slowly").startswith("See a neurologist")
    assert [entry["kind"] for entry in talk.entries()] == ["twitch", "sign"]


def test_a_place_still_to_be_asked_for_is_asked_after_the_sign_is_answered(talk):
    reply = talk.say("log a twitch and my arm has been weak for months")
    assert reply.startswith("See a neurologist")
    assert reply.endswith("Where was it?")
    talk.say("left thumb")
    assert len(talk.entries("twitch")) == 1


def test_an_emergency_beside_a_log_comes_first_and_alone(talk):
    reply = talk.say("log a twitch in my thumb and my face is drooping")
    assert reply.startswith("Call your local emergency number now.")
    assert "Logged" not in reply


@pytest.mark.parametrize(
    ("words", "with_", "since"),
    [
        ("my left shoulder was jumping like a jackrabbit with pins and needles in it", ["tingling"], None),
        ("well that jaw of mine has been ticking away for a fortnight like an old clock", [], "2026-11-08"),
    ],
)
def test_a_sign_that_is_told_of_a_twitch_in_words_of_ones_own_stays_with_it(talk, words, with_, since):
    assert talk.say(words).endswith("log that?")
    talk.say("yes")
    (twitch,) = talk.entries("twitch")
    assert (twitch["with"], (twitch["since"] or "")[:10]) == (with_, since or "")


def test_how_long_a_sign_has_lasted_is_not_how_long_a_twitch_in_words_of_ones_own_has(talk):
    talk.say("i've been dropping things for weeks and my left calf is hopping about like a mad thing")
    assert all(twitch["since"] is None for twitch in talk.entries("twitch"))


@pytest.mark.parametrize(
    "habit",
    [
        "my eyelid always twitches at night",
        "my thumb keeps twitching at night",
        "my foot twitches in the mornings",
        "my left eyelid twitches whenever I drink coffee",
    ],
)
def test_what_happens_again_and_again_is_no_twitch_that_just_was(talk, habit):
    assert talk.say(habit).endswith("Shall I log that?")
    assert not talk.entries()


def test_coffee_that_is_drunk_is_no_alcohol(talk):
    assert talk.say("my thumb twitches when I drink coffee") == "Thumb, after caffeine. Shall I log that?"
