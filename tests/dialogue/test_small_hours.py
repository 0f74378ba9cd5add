"""Talks as people type them when they cannot sleep: each line as it should be answered."""

from __future__ import annotations

import pytest


def told(talk, *fields):
    return [tuple(entry[field] for field in fields) for entry in talk.entries("twitch")]


class TestWhoeverTellsMoreBeforeAYes:
    """A question about what was perhaps meant holds nobody to a yes or no."""

    def test_each_of_several_is_asked_about_in_turn(self, talk):
        talk.answer(
            "log my left eyelid, it went off during a meeting with my boss",
            "then on the train home my right calf started jumping for maybe five minutes",
        )
        reply = talk.say("and just now in bed my thumb, the left one, pretty mild")
        assert reply == "Left thumb, two out of ten. Shall I log that?"
        assert talk.say("yes").endswith("Right calf, five minutes. Shall I log that?")
        assert talk.say("yes").endswith("Left eyelid. Shall I log that?")
        talk.say("yes")
        assert set(told(talk, "side", "place")) == {("left", "thumb"), ("right", "calf"), ("left", "eyelid")}

    def test_another_question_is_heard_in_any_words(self, talk):
        talk.say("twitch in my left calf")
        assert talk.say("is that more than last week") == "Shall I look in your journal?"
        assert talk.say("which spot gets it most") == "Shall I look in your journal?"
        assert talk.say("yes").startswith("Most often your left calf")

    def test_what_is_asked_about_is_taken_back_by_its_place(self, talk):
        talk.say("and just now in bed my thumb, the left one, pretty mild")
        assert talk.say("can you delete the thumb one, it was nothing") == "Okay, I leave it."
        assert not talk.entries()

    def test_what_else_is_said_of_it_comes_to_it(self, talk):
        talk.answer("my fingers twitched when I was holding my phone", "the index finger I think, right hand")
        assert told(talk, "side", "place", "triggers") == [("right", "finger", ["screen"])]

    def test_a_no_with_the_right_place_is_a_yes_to_that(self, talk):
        assert talk.say("I said my left foot twitched, not my left hand") == "Foot. Shall I log that?"
        talk.say("no, just write down left foot")
        assert told(talk, "side", "place") == [("left", "foot")]


class TestWhatIsAddedToAnEntry:
    def test_a_likeness_to_yesterday_is_no_twitch_of_yesterday(self, talk):
        talk.answer("twitching in my thigh again", "same place as yesterday", "yes")
        assert told(talk, "place", "at_precision") == [("thigh", "minute")]

    @pytest.mark.parametrize("remark", ["it woke me up", "it kept me awake"])
    def test_a_remark_is_noted_and_the_twitch_stays_open(self, talk, remark):
        talk.say("twitching in my thigh again")
        assert talk.say(remark) == f"A note: {remark}. Noted."
        assert talk.say("strength about six") == "Thigh, six out of ten. Changed."

    def test_a_doubtful_length_is_its_length(self, talk):
        talk.say("twitch in my left thumb")
        reply = talk.say("I don't know how long it lasted, maybe half an hour on and off")
        assert reply == "Change it to half an hour?"

    def test_a_twitch_that_only_started_is_one(self, talk):
        assert talk.say("my calf began to twitch after the gym") == "Calf, after exercise. Logged."


class TestDays:
    def test_why_it_was_drunk_is_no_part_of_how_much(self, talk):
        talk.say("two red bulls and a coffee to stay awake")
        assert [entry["amount"] for entry in talk.entries("day")] == [2, 1]

    def test_a_night_awake_is_a_night_and_no_collapse(self, talk):
        assert talk.say("woke up at four and couldn't get back to sleep") == "Sleep. Logged. How many hours?"


class TestDanger:
    def test_who_shakes_and_says_so_is_asked_once(self, talk):
        assert talk.say("I'm shaking all over").endswith("Has there been a seizure?")
        assert not talk.entries("sign")
        assert talk.say("yes").startswith("Call your local emergency number now.")

    @pytest.mark.parametrize("answer", ["no no I'm just cold and nervous", "no, just freezing"])
    def test_a_harmless_reason_is_a_no(self, talk, answer):
        talk.answer("I'm shaking all over", answer)
        assert not talk.entries("sign")

    @pytest.mark.parametrize("more", ["my wife is shaking all over", "I'm shaking all over and my eyes rolled back"])
    def test_of_others_or_with_more_it_is_told_at_once(self, talk, more):
        assert talk.say(more).startswith("Call your local emergency number")

    def test_a_question_about_months_reports_nothing(self, talk):
        talk.say("how many times did my calf twitch since October")
        assert not talk.entries("sign")


class TestLookingBack:
    @pytest.fixture
    def week(self, talk):
        """A journal with a strong twitch yesterday, two coffees the day before, four hours of sleep and one coffee."""
        talk.answer(
            "I had two coffees the day before yesterday",
            "twitch in my left calf yesterday at noon, seven out of ten",
            "one coffee yesterday",
            "I slept four hours yesterday",
        )
        return talk

    def test_that_day_is_the_day_of_what_was_told_of(self, week):
        week.say("what was the worst one")
        reply = week.say("what did I have to drink that day")
        assert "one cup with caffeine" in reply
        assert "two cups" not in reply

    def test_the_day_before_is_the_one_before_it(self, week):
        week.say("what was the worst one")
        assert week.say("how much coffee did I have the day before") == "Two cups with caffeine, on Friday."

    def test_those_nights_are_those_that_were_asked_about(self, week):
        week.say("what did I log yesterday")
        assert week.say("how did I sleep that night") == "Four hours of sleep, logged on one day."

    def test_which_day_is_asked_where_none_was_told_of(self, week):
        week.say("which spot most?")
        assert week.say("what did I do the day before?").startswith("I do not know which day you mean.")

    def test_how_much_is_of_what_is_talked_of(self, week):
        week.say("how much caffeine is too much")
        assert week.say("how much did I have yesterday") == "One cup with caffeine, yesterday."

    def test_since_then_is_since_what_was_noted(self, week):
        week.say("I started taking magnesium last Monday")
        assert not week.say("has it been any better since then").startswith("Sorry")

    def test_without_a_plan_the_weeks_are_compared(self, talk):
        talk.answer("twitch in my calf nine days ago", "twitch in my calf ten days ago", "twitch in my calf yesterday")
        reply = talk.say("how am I doing")
        assert reply.startswith("Over the last seven days")
        assert reply.endswith("There is no plan yet. Say, start the plan.")


def test_a_lost_word_makes_no_question_of_i_am(talk):
    """ "So I'm fine then" asks whether it is serious; what is left of "I'm itching all over" does not."""
    assert "two weeks" not in talk.say("I'm itching all over")
