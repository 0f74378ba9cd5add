"""What is said after an answer, and leans on it: about the entry just told of, about "that", or in thanks."""

from __future__ import annotations

from datetime import timedelta

import pytest

UNSURE = "my left calf twitches in a funny pattern maybe"
"""Something that is asked about before it is logged."""


class TestTheEntryThatWasJustToldOf:
    @pytest.fixture
    def told(self, talk):
        talk.say("my right eyelid twitched")
        talk.now += timedelta(hours=2)
        talk.say("my left calf twitched")
        talk.now += timedelta(hours=2)
        talk.say("my left eye twitched for ten minutes after coffee")
        talk.now += timedelta(hours=2)
        assert talk.say("when did my eye last twitch") == "The last one: left eyelid, ten minutes, at ten past one."
        return talk

    @pytest.mark.parametrize(
        ("asked", "answer"),
        [
            ("was it the left or the right", "Left eyelid, ten minutes, at ten past one."),
            ("and how long did it go on", "Left eyelid, ten minutes, at ten past one."),
            ("where was it", "Left eyelid, ten minutes, at ten past one."),
            ("when was that", "Left eyelid, ten minutes, at ten past one."),
            ("was it after coffee too", "After caffeine. Left eyelid, ten minutes, at ten past one."),
            ("how strong was it", "How strong it was is not noted. Left eyelid, ten minutes, at ten past one."),
        ],
    )
    def test_answers_what_is_asked_about_it(self, told, asked, answer):
        assert told.say(asked) == answer

    def test_leads_to_the_one_before_it(self, told):
        assert told.answer("how long was it", "and the time before that") == (
            "The one before: right eyelid, at ten past nine."
        )
        assert told.say("was it the left or the right") == "Right eyelid, at ten past nine."
        assert told.say("and the one before that") == "Before that, none is logged."

    def test_is_what_delete_it_is_about_even_then(self, told):
        told.answer("and the time before that", "how long was it", "delete it")
        assert [entry["place"] for entry in told.entries("twitch")] == ["calf", "eyelid"]

    def test_may_be_the_one_that_was_just_logged(self, talk):
        talk.say("my left calf twitched for a minute")
        talk.now += timedelta(hours=1)
        talk.say("my right thumb twitched")
        assert talk.say("when was the one before that") == "The one before: left calf, one minute, at ten past nine."


class TestANoteOfThat:
    def test_is_of_what_is_asked_about_which_stays_asked(self, talk):
        talk.say("started taking magnesium today, 300 milligrams")
        assert talk.say("remind me to ask the doctor about it") == (
            "A question for the doctor: started taking magnesium today, 300 milligrams. Noted. "
            "A medicine, in your words: started taking magnesium today, 300 milligrams. Shall I note that?"
        )

    @pytest.mark.parametrize("said", ["ask the doctor about that", "note that for the doctor"])
    def test_is_of_what_was_just_logged_in_its_words(self, talk, said):
        assert talk.answer("my left calf twitched", said) == "A question for the doctor: my left calf twitched. Noted."

    def test_is_asked_for_where_something_else_was_told_of_since(self, talk):
        talk.answer("my left calf twitched", "can coffee cause twitching")
        assert talk.say("ask the doctor about that") == "What is the question?"

    def test_goes_back_to_a_medicine_that_was_told_of(self, talk):
        talk.answer("I started magnesium", "could that be why")
        assert talk.say("ask the doctor about that") == "A question for the doctor: magnesium. Noted."

    @pytest.mark.parametrize("said", ["remind me to ask the doctor about that", "ask my doctor about it"])
    def test_is_asked_for_where_nothing_was_talked_about(self, talk, said):
        assert talk.say(said) == "What is the question?"
        assert not talk.entries()


class TestThanks:
    @pytest.mark.parametrize("said", ["thanks that helps", "thank you", "that helped thanks"])
    def test_leave_what_is_asked_about_asked(self, talk, said):
        assert talk.answer(UNSURE, said) == "You are welcome. Left calf. Shall I log that?"
        assert talk.say("yes") == "Left calf. Logged."

    @pytest.mark.parametrize("asked", ["run the checklist", "log a twitch"])
    def test_are_answered_beside_any_question(self, talk, asked):
        question = talk.say(asked)
        assert talk.say("thanks that helps").startswith("You are welcome. ")
        assert talk.say("where were we") in question

    def test_said_once_more_are_no_yes(self, talk):
        assert talk.answer(UNSURE, "thanks that helps", "thank you") == "I did not log the left calf. You are welcome."


class TestATip:
    @pytest.mark.parametrize("said", ["give me a different one", "I don't drink coffee", "I never drink alcohol"])
    def test_that_does_not_fit_is_followed_by_another(self, talk, said):
        tip = talk.say("give me a tip")
        assert talk.say(said) not in (tip, "Sorry?")
        assert not talk.entries()

    def test_is_still_followed_by_another_after_its_reason(self, talk):
        tip, reason = talk.say("give me a tip"), talk.say("does that really work")
        assert reason == "Poor sleep is one of the everyday causes of twitching."
        assert talk.say("another one") not in (tip, reason, "Sorry?")

    def test_is_what_might_help(self, talk):
        assert talk.say("tell me something that might help") == talk.say("give me a tip")

    def test_that_will_be_tried_is_answered_shortly(self, talk):
        assert talk.answer("give me a tip", "okay I'll try that") == "Okay."


class TestTheDay:
    def test_is_what_is_logged_of_it_where_there_is_no_plan(self, talk):
        talk.answer("I had a coffee", "I drank a glass of water")
        assert talk.say("how did I do today") == "No twitches, but one glass of water and one cup with caffeine."

    def test_is_the_plans_where_there_is_one(self, talk):
        talk.answer("start the plan", "three", "skip", "skip", "skip")
        assert talk.say("how did I do today") == talk.say("how am I doing today")

    def test_is_listed_where_somebody_asks_what_was_written_down(self, talk):
        talk.answer("I had a coffee", "my left calf twitched")
        assert talk.say("what have you got down") == (
            "One twitch. Left calf, at ten past nine. Besides, one cup with caffeine."
        )

    def test_has_another_cup_of_a_while_ago(self, talk):
        talk.answer("I had two cups of tea this morning", "and another one just now")
        assert [(entry["measure"], entry["amount"]) for entry in talk.entries("day")] == [
            ("caffeine", 2),
            ("caffeine", 1),
        ]


def test_whether_a_new_medicine_is_the_reason_is_answered_of_medicines(talk):
    talk.say("my doctor put me on sertraline last week")
    assert talk.say("could that be it").startswith("Some medicines can cause twitching.")


def test_what_was_taken_back_is_kept_after_all(talk):
    assert talk.answer("left foot twitched", "delete that", "actually keep it") == "Back again: left foot."


def test_what_usually_sets_it_off_is_told_where_the_journal_has_no_trigger(talk):
    talk.say("left foot twitched")
    assert talk.say("what usually sets it off") == (
        "Twitches are logged for that time, but not what may have set them off. "
        "Mostly everyday things: stress, tiredness, and caffeine."
    )


def test_a_time_that_somebody_only_thinks_it_was_is_kept(talk):
    assert talk.answer(UNSURE, "around three I think") == "Left calf, at three. Logged."


def test_nobody_is_asked_about_twenty_minutes_of_a_drink(talk):
    assert talk.say("it's been about twenty minutes now") == "Sorry?"
