"""Conversations of several turns, as new users hold them: each turn is understood by what was said before it."""

from __future__ import annotations

import pytest

from voiceassist.skills import FORMS
from voiceassist.skills.log_note import NoteForm


def questions(talk):
    return [entry["text"] for entry in talk.entries("note") if entry["topic"] == "question"]


class TestSkipping:
    def test_a_skipped_question_ends_no_others(self, talk):
        talk.answer("do the checklist", "no", "no")
        assert talk.say("my hand feels weak when I open jars").startswith("Did that start suddenly")
        reply = talk.say("okay next")
        assert reply.startswith("If it did come on within minutes or hours, call")
        assert "spread to several" in reply
        talk.answer("no", "no", "no")
        assert [entry["level"] for entry in talk.entries("assessment")] == ["neurologist"]


class TestJokes:
    def test_in_the_checklist_it_is_a_no_that_is_read_back(self, talk):
        talk.answer("do the checklist", "no", "no", "my hand feels weak when I open jars")
        assert talk.say("no that was a joke").startswith("Weakness: no. Has it spread")
        assert not talk.entries("sign")

    def test_elsewhere_it_is_asked_once_whether_there_is_anything(self, talk):
        assert talk.say("my foot has been numb").startswith("Did that start suddenly")
        assert talk.say("that was a joke") == "Is something numb?"
        assert talk.say("no that was a joke") == "Okay."
        assert not talk.entries("sign")

    def test_without_a_no_it_stays_asked_about(self, talk):
        talk.answer("my foot has been numb", "that was a joke", "I was only kidding")
        assert talk.say("where were we") == "Is something numb?"

    def test_no_word_of_harming_oneself_is_one(self, talk):
        assert talk.say("I took thirty of my tablets") == "Are you thinking of harming yourself?"
        assert "Are you thinking of harming yourself?" in talk.answer("that was a joke", "where were we")


class TestNotes:
    def test_the_words_of_a_question_are_asked_for(self, talk):
        assert talk.say("add a question for the doctor") == "What is the question?"
        assert talk.say("whether I need an EMG") == "A question for the doctor: whether I need an EMG. Noted."
        talk.say("and ask him if it could be the new tablets")
        assert questions(talk) == ["whether I need an EMG", "it could be the new tablets"]
        assert talk.say("what questions do I have so far").startswith("Two questions for the doctor")

    def test_danger_in_it_is_weighed_beside_it(self, talk):
        talk.say("add a question for the doctor")
        reply = talk.say("why is my foot numb")
        assert reply.endswith("About the numbness. Did that start suddenly, within minutes or hours?")
        assert questions(talk) == ["why is my foot numb"]

    def test_an_emergency_comes_before_it(self, talk):
        talk.say("add a question for the doctor")
        assert talk.say("my face is drooping").startswith("Call your local emergency number now")
        assert not questions(talk)

    @pytest.mark.parametrize("said", ["never mind", "skip it", "no"])
    def test_none_is_noted_after_all(self, talk, said):
        talk.say("add a question for the doctor")
        assert talk.say(said) == "Okay, I note nothing."
        assert not talk.entries("note")

    def test_a_twitch_told_instead_is_logged(self, talk):
        assert talk.answer("take a note", "twitch in my left calf") == "Left calf. Logged."
        assert not talk.entries("note")

    def test_the_question_outlives_the_program(self, talk):
        form = NoteForm("question")
        assert FORMS[form.kind].from_dict(form.to_dict()) == form


class TestGoingOn:
    def test_an_empty_journal_is_asked_of_another_time(self, talk):
        empty = talk.say("how many twitches yesterday")
        assert talk.say("and the day before") == empty

    def test_whether_it_is_much_ends_no_question_to_the_journal(self, talk):
        talk.answer("two coffees", "three coffees yesterday", "how much coffee did I have today")
        assert talk.say("is that too much").startswith("I know no amount of caffeine")
        assert talk.say("what about yesterday").startswith("Three cups")

    def test_what_sets_twitches_off_has_a_reason(self, talk):
        talk.say("why do muscles twitch")
        assert talk.say("why is that").startswith("They make nerves easier to set off")

    def test_where_no_reason_is_known_the_rest_can_still_be_asked_for(self, talk):
        assert talk.say("is it als").endswith("Shall I go on?")
        assert talk.say("why is that").startswith("I know no more about that")
        assert talk.say("tell me more") != "That was all."


class TestSaidOnceMore:
    def test_a_side_after_words_that_were_not_understood_mends_the_entry(self, talk):
        talk.say("log a twitch in my thumb")
        assert talk.say("which one hm that of my other").startswith("Sorry")
        assert talk.say("left") == "Left thumb. Changed."

    def test_a_bare_no_takes_nothing_back_then(self, talk):
        talk.answer("log a twitch in my thumb", "the one the cat loves so dearly", "no")
        assert len(talk.entries("twitch")) == 1


class TestAnswers:
    def test_more_is_told_in_place_of_a_yes(self, talk):
        assert talk.say("it's my, my left, no my right eyelid") == "Right eyelid. Shall I log that?"
        reply = talk.say("yeah for like, I don't know, ten minutes maybe")
        assert reply == "Right eyelid, ten minutes. Shall I log that?"
        talk.say("yes")
        assert [entry["duration_s"] for entry in talk.entries("twitch")] == [600]

    def test_an_age_is_no_value_of_the_day(self, talk):
        talk.say("is it serious")
        assert "log that" not in talk.say("she's seventy three")

    @pytest.mark.parametrize("said", ["I don't have any of that", "not that I can see", "not that I can feel"])
    def test_none_of_it_is_a_no(self, talk, said):
        talk.say("do the checklist")
        assert talk.say(said) == "Has the muscle that twitches really become smaller?"

    @pytest.mark.parametrize("said", ["yes, a month at least", "since about a month, on and off"])
    def test_how_long_answers_with_more_words_beside_it(self, talk, said):
        talk.say("do the checklist")
        assert talk.say(said) == "Has the muscle that twitches really become smaller?"

    def test_an_amount_in_ones_own_words_is_asked_about(self, talk):
        talk.answer("start the plan", "two cups", "a liter", "seven hours")
        assert talk.say("pretty stressed to be honest, like a seven") == "Stress seven out of ten. Is that right?"
        assert talk.say("yes").startswith("From two cups")

    def test_other_talk_while_an_amount_is_asked_for_is_none(self, talk):
        talk.say("start the plan")
        assert talk.say("my neighbour's dog chases our cat round the garden").startswith("Sorry")

    def test_hours_that_are_likened_are_hours(self, talk):
        assert talk.answer("I slept badly", "like four hours") == "Four hours of sleep. Logged."

    @pytest.mark.parametrize("said", ["no not mine", "his not mine", "it's hers"])
    def test_somebody_elses_is_not_logged(self, talk, said):
        talk.say("my husband's eyelid twitches all the time")
        assert talk.say(said).startswith("Okay")
        assert not talk.entries()

    def test_a_tip_that_is_known_leads_to_another(self, talk):
        first = talk.say("give me a tip")
        assert talk.say("I already do that") not in (first, "I am glad. If it comes back, tell me.")


class TestOnceMore:
    @pytest.mark.parametrize(("drink", "told"), [("log a coffee", "caffeine"), ("I had a beer", "alcohol")])
    def test_another_one_is_another_drink(self, talk, drink, told):
        talk.answer(drink, "another one")
        assert [(entry["measure"], entry["amount"]) for entry in talk.entries("day")] == [(told, 1), (told, 1)]

    def test_after_a_twitch_it_is_another_twitch(self, talk):
        assert talk.answer("twitch in my left calf", "another one") == "Left calf. Logged."


class TestTakingBack:
    def test_what_was_logged_can_be_mended_after_it_is_said_to_go_on(self, talk):
        talk.answer("my left calf is twitching", "it's still going")
        assert talk.say("you misheard, right calf") == "Change it to right calf?"

    def test_an_hour_that_it_is_put_down_for_is_not_lost(self, talk):
        talk.say("twitch in my right hand")
        assert talk.say("put it down for eight this morning instead") == "Change it to eight?"

    def test_taken_off_and_put_back(self, talk):
        talk.say("twitch in my calf")
        assert talk.say("ok take it off again") == "Taken back: calf."
        assert talk.say("and put it back") == "Back again: calf."

    def test_the_last_one_is_the_last_twitch(self, talk):
        talk.answer("twitch in my left calf", "and in the right thigh")
        assert talk.say("the last one lasted about five minutes").startswith("Right thigh, five minutes")

    def test_a_side_that_is_only_likely_is_asked_about(self, talk):
        talk.say("my thumb twitched")
        assert talk.say("probably the right one, I'm not certain") == "Change it to right thumb?"

    def test_both_were_on_one_side(self, talk):
        talk.say("a twitch in my calf and a twitch in my foot")
        talk.say("both left")
        assert [(entry["place"], entry["side"]) for entry in talk.entries("twitch")] == [
            ("calf", "left"),
            ("foot", "left"),
        ]


class TestAppointments:
    @pytest.mark.parametrize(
        "said",
        [
            "I'm seeing the neurologist on Thursday, can you make me a report",
            "can you make me a report, I'm seeing the neurologist on Thursday",
        ],
    )
    def test_the_day_of_the_visit_is_no_day_of_the_report(self, talk, said):
        talk.say(said)
        last = [event for event in talk.events if event.__class__.__name__ == "Interpreted"][-1]
        assert (last.intent, dict(last.slots)) == ("MakeReport", {})


UNSURE = "my left calf twitches in a funny pattern maybe"


class TestLoggingOn:
    """Whoever goes on logging has not said that the first is no entry."""

    def test_what_was_asked_about_is_asked_again(self, talk):
        talk.say("I slept, well, I would call it four hours")
        reply = talk.say("and three coffees already")
        assert reply == "Three cups with caffeine. Logged. Four hours of sleep. Shall I log that?"
        talk.say("yes")
        assert [entry["measure"] for entry in talk.entries("day")] == ["caffeine", "sleep"]

    def test_two_that_are_asked_about_are_asked_one_after_the_other(self, talk):
        talk.say(UNSURE)
        assert talk.say("by my right thumb twitched") == "Right thumb. Shall I log that?"
        assert talk.say("no") == "Okay, I leave it. Left calf. Shall I log that?"
        talk.say("yes")
        assert [entry["place"] for entry in talk.entries("twitch")] == ["calf"]

    def test_another_subject_ends_it(self, talk):
        talk.answer(UNSURE, "my right thumb twitched")
        assert talk.say("what is a twitch").startswith("I did not log the left calf.")


@pytest.mark.parametrize(("said", "logged"), [("calf", (None, "calf")), ("left calf", ("left", "calf"))])
def test_the_place_of_a_twitch_that_is_asked_about_agrees_to_it(talk, said, logged):
    assert talk.say("had another twitch") == "A twitch. Shall I log that?"
    talk.say(said)
    assert [(entry["side"], entry["place"]) for entry in talk.entries("twitch")] == [logged]


def test_whether_it_is_too_much_is_asked_of_what_was_just_told(talk):
    talk.answer("I had three coffees", "a beer last night", "how much coffee did I have today")
    assert "caffeine" in talk.say("is that too much")


@pytest.mark.parametrize("said", ["do I need to see someone", "should I talk to somebody"])
def test_whoever_asks_about_seeing_someone_asks_about_themselves(talk, said):
    assert "somebody else" not in talk.say(said)


class TestAnswersThatNameTheSign:
    """Whoever is asked about weakness and says "a bit weak" has said yes."""

    @pytest.mark.parametrize("said", ["a bit weak maybe", "slightly weaker", "actually a little weak sometimes"])
    def test_to_its_own_question_it_is_a_yes(self, talk, said):
        talk.answer("run the checklist", "no", "no")
        assert talk.say(said) == "Did that start suddenly, within minutes or hours?"

    def test_what_is_smaller_needs_no_name(self, talk):
        talk.answer("run the checklist", "no")
        assert talk.say("a little smaller maybe").startswith("Is there weakness")
        talk.answer("no", "no", "no", "no")
        assert talk.entries("assessment")[0]["level"] == "urgent"

    @pytest.mark.parametrize("said", ["a bit weak maybe", "actually a bit weak"])
    def test_elsewhere_it_is_asked_about(self, talk, said):
        assert talk.say(said) == "Is something weak?"
        talk.answer("no", "run the checklist", "no", "no", "no")
        assert talk.say(said) == "Is something weak?"

    @pytest.mark.parametrize("said", ["not weak", "no, not weaker", "nothing weak"])
    def test_a_denial_is_no_yes(self, talk, said):
        talk.answer("run the checklist", "no", "no")
        assert not talk.say(said).startswith("Did that start suddenly")


def test_log_it_agrees_to_what_is_asked_about(talk):
    talk.say(UNSURE)
    assert talk.say("log it please") == "Left calf. Logged."


def test_a_place_alone_is_asked_about(talk):
    assert talk.say("my shoulder") == "Shoulder. Shall I log that?"
