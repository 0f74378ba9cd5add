"""What is said leans on a question to the journal, on the entry just logged or on the one before."""

from __future__ import annotations

from datetime import timedelta

import pytest

DOUBTED = "my calf was jumping about something terrible"
UNKNOWN = "Those twitches I cannot tell apart."


class TestAfterAQuestionToTheJournal:
    @pytest.fixture
    def asked(self, talk):
        talk.say("my left calf twitched for ten seconds")
        talk.now += timedelta(hours=1)
        talk.say("my left calf twitched for two minutes")
        assert talk.say("how many twitches did I have this week") == "Twice, on one day."
        return talk

    @pytest.mark.parametrize(
        "said",
        [
            "and without coffee",
            "without coffee",
            "and without stress",
            "what about with no alcohol",
            "and when I slept badly",
            "and on days when I slept badly",
        ],
    )
    def test_a_condition_that_the_journal_cannot_tell_is_neither_logged_nor_left_out(self, asked, said):
        assert asked.say(said).startswith(UNKNOWN)
        assert not asked.entries("day")

    def test_a_drink_beside_it_is_asked_about_before_it_is_logged(self, asked):
        assert asked.say("and two glasses of wine").endswith("Shall I log that?")

    def test_a_drink_that_somebody_says_they_had_is_logged(self, asked):
        assert asked.say("and I had a coffee") == "One cup with caffeine. Logged."

    def test_a_twitch_told_with_a_when_is_no_condition(self, asked):
        assert "Right calf" in asked.say("and when I went to bed my right calf twitched")

    def test_how_long_it_was_is_told_of_the_latest(self, asked):
        assert asked.say("how long was it") == "Left calf, two minutes, at ten past ten."

    def test_how_long_it_was_is_told_of_the_last_one_where_there_was_none(self, asked):
        asked.say("and last week")
        assert asked.say("how long was it") == "Left calf, two minutes, at ten past ten."

    def test_whether_it_was_more_on_another_day_is_counted(self, asked):
        assert asked.say("was it more yesterday") == "No twitches are logged in that time."


def test_a_week_asked_about_is_no_time_of_what_is_asked_about(talk):
    talk.say(DOUBTED)
    assert "on the fifteenth" not in talk.say("and last week")
    assert not talk.entries()


def test_a_week_asked_about_is_no_correction_of_what_was_logged(talk):
    talk.say("my left calf twitched")
    assert talk.say("and last week") == "No twitches are logged in that time."


class TestTwoThingsPerhapsMeant:
    def test_the_twitch_is_asked_about_first(self, talk):
        assert talk.say("can't sleep, my calf's going again") == "Calf. Shall I log that?"
        assert talk.say("it's been twenty minutes").startswith("Calf, twenty minutes. Logged.")


class TestTheEntryJustLogged:
    @pytest.mark.parametrize(
        ("told", "closer", "asked"),
        [
            ("my back twitched", "lower back", "Change it to lower back?"),
            ("my back twitched", "in the lower back", "Change it to lower back?"),
            ("my left leg twitched", "the calf", "Change it to left calf?"),
            ("my right hand twitched", "the thumb", "Change it to right thumb?"),
        ],
    )
    def test_has_its_place_told_more_closely(self, talk, told, closer, asked):
        talk.say(told)
        assert talk.say(closer) == asked
        talk.say("yes")
        assert len(talk.entries("twitch")) == 1

    def test_has_no_other_place(self, talk):
        talk.say("my left calf twitched")
        assert talk.say("thigh") == "Sorry?"

    @pytest.mark.parametrize("said", ["it was worse on the left", "but the left was stronger"])
    def test_was_worse_on_one_of_its_sides_which_is_noted(self, talk, said):
        talk.say("both my calves twitched")
        assert talk.say(said) == f"A note: {said}. Noted."
        assert [entry["side"] for entry in talk.entries("twitch")] == ["both"]

    def test_was_worse_on_one_side_beside_a_yes(self, talk):
        talk.say("both my calves were jumping about something terrible")
        said = talk.say("yes but it was worse on the left")
        assert said.startswith("Both calves. Logged.") and said.endswith("Noted.")
        assert [entry["side"] for entry in talk.entries("twitch")] == ["both"]

    @pytest.mark.parametrize(
        "said", ["that's the third today", "that makes it the fourth time this morning", "it's the fifth one tonight"]
    )
    def test_is_the_third_of_the_day_which_is_noted(self, talk, said):
        talk.say("my left calf twitched")
        assert talk.say(said) == f"A note: {said}. Noted."

    @pytest.mark.parametrize("said", ["two more since then", "three more", "a few more of them just now"])
    def test_was_followed_by_more_which_are_one_entry(self, talk, said):
        talk.say("my left calf twitched")
        assert talk.say(said) == "Left calf. Logged as one entry, with how often in your words."
        assert [entry["place"] for entry in talk.entries("twitch")] == ["calf", "calf"]

    def test_was_followed_by_two_more_of_the_drink(self, talk):
        talk.say("I had a coffee")
        assert talk.say("two more since then") == "Two cups with caffeine. Logged."

    @pytest.mark.parametrize(
        "said", ["there it goes again, in the right one this time", "same again, this time on the right"]
    )
    def test_comes_again_on_another_side(self, talk, said):
        talk.say("my left calf twitched")
        assert talk.say(said) == "Right calf. Logged."


def test_a_number_taken_back_for_another_denies_no_twitch(talk):
    said = talk.say("I think I had three, no, four twitches in the calf last night")
    assert said == "Calf, last night. Shall I log that?"


class TestThePlaceOfTheOneBefore:
    @pytest.mark.parametrize(
        "said",
        [
            "same place as before",
            "about the same as yesterday",
            "the same place",
            "the usual spot",
            "same as last time",
        ],
    )
    def test_answers_where_it_was_however_long_ago_that_is(self, talk, said):
        talk.say("my left calf twitched")
        talk.now += timedelta(days=2)
        assert talk.answer("I had a twitch", said) == "Left calf. Logged."

    def test_is_still_asked_for_after_another_point_of_it(self, talk):
        talk.say("my left calf twitched")
        assert talk.answer("log a twitch", "strength three") == "Where was it?"
        assert talk.say("right thumb") == "Right thumb, three out of ten. Logged."

    def test_is_asked_for_where_there_is_none(self, talk):
        assert talk.answer("I had a twitch", "same place as before") == "Where was it?"

    @pytest.mark.parametrize(
        "said",
        [
            "it twitched again same place as before",
            "log another twitch in the same place",
            "a twitch in the usual place",
        ],
    )
    def test_is_told_with_the_twitch(self, talk, said):
        talk.say("my left calf twitched")
        talk.now += timedelta(hours=3)
        talk.say("give me a tip")
        assert talk.say(said).startswith("Left calf. Shall I log that?")


class TestWriteThatDown:
    def test_after_words_that_were_not_understood_asks_for_them(self, talk):
        assert talk.answer("my hosta fnords a gribble", "write that down") == "What shall I note?"

    def test_before_what_is_logged_asks_for_no_note(self, talk):
        assert talk.say("write this down, right calf, half an hour") == "Right calf, half an hour. Logged."

    def test_of_an_answer_asks_what(self, talk):
        assert talk.answer("what causes twitching", "write it down") == "What shall I note?"

    def test_of_what_was_logged_says_that_it_was(self, talk):
        talk.say("my left calf twitched")
        assert talk.say("write that down") == "I said: Left calf. Logged."


def test_a_time_after_a_question_is_no_length_of_a_twitch(talk):
    talk.answer("twitch in my left calf", "show me my twitches")
    assert talk.say("for two weeks") == "Shall I look in your journal?"
    assert talk.levels() == []
