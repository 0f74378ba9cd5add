"""The plan from its first word to the journal: baseline, check-in, how it goes."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from voiceassist.dialogue import Heard
from voiceassist.skills import FORMS
from voiceassist.skills.check_in import CheckInForm
from voiceassist.values import Decision, Interpretation


def tomorrow(talk, days: int = 1) -> None:
    talk.now = (talk.now + timedelta(days=days)).replace(hour=20, minute=0)


class TestBaseline:
    def test_each_thing_is_asked_then_the_plan_is_written_and_read_back(self, talk):
        assert "caffeine" in talk.say("start the plan")
        assert "water" in talk.say("three cups")
        assert "sleep" in talk.say("one and a half litres")
        assert "stressed" in talk.say("six hours")
        assert not talk.entries()
        reply = talk.say("seven")
        (entry,) = talk.entries("plan")
        assert entry["step"] == "start"
        assert entry["baseline"] == {"caffeine": 3, "water": 1500, "sleep": 6, "stress": 7}
        assert entry["aims"]["caffeine"] == [2.5, 2, 1.5, 1.5, 1, 0.5, 0]
        assert (entry["aims"]["water"], entry["aims"]["sleep"], entry["aims"]["relaxation"]) == ([2000], [7], [10])
        assert reply.startswith(
            "From three cups with caffeine down to none in seven days, two and a half cups at most today. "
            "Each day two liters of water, seven to nine hours of sleep and ten minutes to relax. Your plan is set."
        )

    @pytest.mark.parametrize(
        "breath",
        [
            "three coffees, two litres of water and seven hours of sleep",
            "seven hours, two litres, three cups",
        ],
    )
    def test_several_answers_in_one_breath_are_taken_in_any_order(self, talk, breath):
        talk.say("start the plan")
        assert "stressed" in talk.say(breath)
        talk.say("four out of ten")
        (entry,) = talk.entries()
        assert entry["baseline"] == {"caffeine": 3, "water": 2000, "sleep": 7, "stress": 4}

    def test_all_four_in_one_breath_begin_the_plan(self, talk):
        talk.say("start the plan")
        assert "set" in talk.say("three coffees, two litres of water, slept six hours, stress four")
        assert talk.entries()[0]["baseline"] == {"caffeine": 3, "water": 2000, "sleep": 6, "stress": 4}

    @pytest.mark.parametrize("answer", ["skip", "i'm not sure", "i don't know"])
    def test_what_is_not_known_is_left_out(self, talk, answer):
        talk.answer("start the plan", answer, answer, answer, answer)
        (entry,) = talk.entries()
        assert entry["baseline"] == {}

    @pytest.mark.parametrize("answer", ["none", "no", "no coffee", "zero"])
    def test_without_caffeine_there_is_no_taper(self, talk, answer):
        reply = talk.answer("start the plan", answer, "skip", "skip", "skip")
        (entry,) = talk.entries()
        assert entry["baseline"] == {"caffeine": 0}
        assert "caffeine" not in entry["aims"]
        assert "caffeine" not in reply
        assert "medicine" not in reply, "the caution about stimulants goes with the taper"

    def test_milligrams_become_cups(self, talk):
        talk.answer("start the plan", "four hundred and fifty milligrams", "skip", "skip", "skip")
        (entry,) = talk.entries()
        assert entry["baseline"] == {"caffeine": 5}

    def test_what_the_journal_shows_is_not_asked(self, talk):
        for _ in range(3):
            talk.answer("I had four coffees", "stress six")
            tomorrow(talk)
        assert "water" in talk.say("start the plan")
        talk.answer("skip", "skip")
        (entry,) = talk.entries("plan")
        assert entry["baseline"] == {"caffeine": 4, "stress": 6}

    def test_two_days_show_nothing_yet(self, talk):
        for _ in range(2):
            talk.say("I had four coffees")
            tomorrow(talk)
        assert "caffeine" in talk.say("start the plan")

    def test_what_was_had_today_is_logged_and_the_question_asked_again(self, talk):
        talk.say("start the plan")
        reply = talk.say("I had two coffees this morning")
        assert reply.endswith("How many cups with caffeine do you have a day?")
        assert [entry["kind"] for entry in talk.entries()] == ["day"]

    def test_cautions_are_said_once_in_a_conversation(self, talk):
        first = talk.answer("start the plan", "three", "skip", "skip", "skip")
        for caution in ("limit fluids", "prescribed medicine", "adults"):
            assert caution in first
        again = talk.answer("undo", "start the plan", "three", "skip", "skip", "skip")
        assert "set" in again
        assert "limit fluids" not in again

    def test_stop_sets_nothing(self, talk):
        assert "No plan" in talk.answer("start the plan", "three cups", "stop")
        assert not talk.entries()

    def test_undo_takes_the_plan_back(self, talk):
        talk.answer("start the plan", "three", "skip", "skip", "skip")
        assert talk.say("undo") == "Taken back: the plan."
        assert "no plan" in talk.say("how am I doing")

    def test_a_plan_that_runs_is_not_replaced_unasked(self, talk):
        talk.answer("start the plan", "three", "skip", "skip", "skip")
        tomorrow(talk)
        assert talk.say("start the plan") == "You are on day two of a plan. Shall I start it over?"
        talk.say("no")
        assert len(talk.entries("plan")) == 1
        talk.answer("start the plan", "yes", "two", "skip", "skip", "skip")
        assert talk.say("how am I doing").startswith("Day one")


@pytest.mark.parametrize("opening", [("start the plan",), ("start the plan", "three cups"), ("check in",)])
@pytest.mark.parametrize("words", ["my face is drooping on one side", "I can't breathe"])
def test_an_emergency_in_the_middle_of_a_question_comes_first(talk, opening, words):
    talk.answer(*opening)
    reply = talk.say(words)
    assert reply.startswith("Call your local emergency number now")
    assert talk.levels() == ["emergency"]
    assert not talk.entries("plan")


def test_a_question_in_between_is_answered_and_the_form_goes_on(talk):
    talk.answer("start the plan", "three cups")
    reply = talk.say("can stress cause twitching")
    assert reply.startswith("Stress")
    assert reply.endswith("How many liters of water a day?")
    assert "hours do you sleep" in talk.say("two litres")


class TestCheckIn:
    def test_it_asks_six_things_logs_each_and_compares(self, talk):
        talk.answer("start the plan", "three", "skip", "skip", "skip")
        assert talk.say("check in") == "Caffeine today?"
        assert talk.say("two cups") == "Two cups. Water?"
        assert talk.say("one and a half litres") == "One and a half liters. Sleep?"
        talk.answer("eight hours", "four")
        assert talk.say("ten minutes") == "Ten minutes. Any twitches?"
        reply = talk.say("no")
        assert reply == "No twitches. Checked in. Aims met but for water."
        logged = {entry["measure"]: (entry["amount"], entry["unit"]) for entry in talk.entries("day")}
        assert logged == {
            "caffeine": (2, "cup"),
            "water": (1.5, "l"),
            "sleep": (8, "h"),
            "stress": (4, "point"),
            "relaxation": (10, "min"),
            "twitch_free": (None, None),
        }
        assert [entry["step"] for entry in talk.entries("plan")] == ["start", "check_in"]

    def test_it_is_said_in_under_thirty_seconds(self, talk):
        """At 150 words a minute, a slow voice, with the answers and half a second before and after each."""
        talk.answer("start the plan", "three", "skip", "skip", "skip")
        answers = ("two cups", "one and a half litres", "eight hours", "four", "ten minutes", "no")
        replies = [talk.say("check in"), *(talk.say(answer) for answer in answers)]
        words = sum(len(text.split()) for text in (*replies, *answers))
        assert words / 150 * 60 + len(answers) * 1.0 < 30

    def test_only_what_is_not_logged_yet_is_asked(self, talk):
        talk.answer("I had two coffees", "slept seven hours", "twitch in my left calf")
        assert talk.say("check in") == "Water?"
        assert talk.say("two litres") == "Two liters. Stress, zero to ten?"
        assert talk.say("three") == "Three. Minutes relaxed?"
        assert "That is all for today" in talk.say("skip")

    def test_yesterdays_values_do_not_count_for_today(self, talk):
        talk.say("I had two coffees")
        tomorrow(talk)
        assert talk.say("check in") == "Caffeine today?"

    def test_several_values_in_one_breath(self, talk):
        talk.say("check in")
        assert "Stress" in talk.say("slept six hours, two coffees and two litres of water")
        assert {entry["measure"] for entry in talk.entries()} == {"sleep", "caffeine", "water"}

    def test_it_can_be_left_and_what_was_told_stays(self, talk):
        talk.answer("check in", "two cups")
        assert "logged" in talk.say("stop")
        assert len(talk.entries()) == 1

    def test_undo_opens_the_question_again(self, talk):
        talk.answer("check in", "two cups", "undo", "one litre")
        assert not talk.assistant.state.forms[-1].passed
        assert talk.assistant.state.forms[-1].at == "caffeine"

    @pytest.mark.parametrize("answer", ["yes in my left calf", "left calf twitched", "twitch in my left calf"])
    def test_a_twitch_answers_the_question_about_twitches(self, talk, answer):
        talk.answer("check in", "skip", "skip", "skip", "skip", "skip")
        talk.say(answer)
        (entry,) = talk.entries()
        assert (entry["kind"], entry["place"]) == ("twitch", "calf")
        assert not talk.assistant.state.forms

    def test_a_bare_yes_to_twitches_asks_where(self, talk):
        talk.answer("check in", "skip", "skip", "skip", "skip", "skip")
        assert "Where was it?" in talk.say("yes")
        talk.say("right thumb")
        assert [entry["place"] for entry in talk.entries("twitch")] == ["thumb"]

    def test_a_plan_two_days_on_has_another_target(self, talk):
        talk.answer("start the plan", "three", "skip", "skip", "skip")
        tomorrow(talk, 2)
        reply = talk.answer("check in", "two cups", "skip", "skip", "skip", "skip", "no")
        assert reply.endswith("No aim is met yet. The aim was one and a half cups with caffeine.")

    def test_silence_is_no_answer(self, talk):
        talk.say("check in")
        assert talk.assistant.silence(now=talk.now, t=0.0).text == "Caffeine today?"
        talk.assistant.silence(now=talk.now, t=0.0)
        assert not talk.assistant.state.forms
        assert not talk.entries()


class TestHowItGoes:
    def test_without_a_plan_it_says_how_to_begin(self, talk):
        assert talk.say("how am I doing") == "There is no plan yet. Say, start the plan."

    @pytest.mark.parametrize("words", ["how am I doing", "what is my aim for today", "what's my coffee limit today"])
    def test_it_tells_the_day_and_the_target(self, talk, words):
        talk.answer("start the plan", "three", "skip", "skip", "skip")
        tomorrow(talk)
        assert talk.say(words) == "Day two of twenty eight. Today at most two cups with caffeine."

    def test_without_a_taper_it_tells_the_other_aims(self, talk):
        talk.answer("start the plan", "none", "skip", "skip", "skip")
        assert "two liters of water" in talk.say("how am I doing")

    def test_it_counts_the_days_that_were_met(self, talk):
        talk.answer("start the plan", "three", "skip", "skip", "skip")
        talk.say("I had two coffees")
        tomorrow(talk)
        talk.say("I had four coffees")
        tomorrow(talk)
        assert "You met your aims on one of the last two days you told me of." in talk.say("how am I doing")

    def test_after_three_weeks_without_change_it_says_see_a_professional(self, talk):
        for day in range(8, 0, -1):
            talk.say(f"twitch in my left calf {day} days ago")
        talk.answer("start the plan", "three", "skip", "skip", "skip")
        for _ in range(21):
            tomorrow(talk)
            talk.say("twitch in my left calf")
        reply = talk.say("how am I doing")
        assert reply.startswith("It has not got better. Please get a professional evaluation")

    def test_with_fewer_twitches_it_says_keep_on(self, talk):
        for day in range(8, 0, -1):
            talk.say(f"twitch in my left calf and my right thumb {day} days ago")
        talk.answer("start the plan", "three", "skip", "skip", "skip")
        for _ in range(21):
            tomorrow(talk)
            talk.say("no twitches today")
        assert talk.say("how am I doing").startswith("It is getting better. Keep on")


def test_the_journal_answers_since_the_plan_began(talk):
    talk.answer("twitch in my left calf", "twitch in my left calf")
    tomorrow(talk)
    talk.answer("start the plan", "three", "skip", "skip", "skip")
    talk.say("twitch in my right thumb")
    assert talk.say("how many twitches since i cut coffee") == "Once."
    assert talk.say("how many twitches did I have").startswith("Three times")


def test_without_a_plan_there_is_nothing_to_count_from(talk):
    talk.say("twitch in my left calf")
    assert talk.say("how many twitches since the plan started") == "There is no plan yet. Say, start the plan."


@pytest.mark.parametrize("opening", [("start the plan", "three cups"), ("check in", "two cups")])
def test_forms_survive_being_put_away(talk, opening):
    talk.answer(*opening)
    (form,) = talk.assistant.state.forms
    assert FORMS[form.kind].from_dict(form.to_dict()) == form


def test_a_check_in_knows_what_it_passed_over():
    form = CheckInForm("sleep", ("water",))
    assert CheckInForm.from_dict(form.to_dict()) == form


def test_an_amount_that_may_be_misheard_is_asked_about_before_it_is_written(talk):
    talk.say("check in")
    meaning = Interpretation("LogDay", {"amount": 5, "unit": None}, 0.6, Decision.CONFIRM, "five")
    outcome = talk.assistant._dialogue.take(Heard(talk.now, "five five", (meaning,)))
    assert outcome.reply.text == "Five. Is that right?"
    assert not talk.entries()
    assert talk.say("yes") == "Five cups. Water?"
    talk.assistant._dialogue.take(Heard(talk.now, "two two", (replace(meaning, slots={"amount": 2}),)))
    assert talk.say("no") == "Okay, I leave it. Water?"
    assert [entry["amount"] for entry in talk.entries()] == [5]


def test_what_is_usual_is_no_log_of_today(talk):
    talk.say("make a plan")
    said = "well I usually have three cups of coffee and drink about a liter of water"
    assert talk.say(said) == "How many hours do you sleep?"
    assert not talk.entries("day")


def test_whoever_ends_the_plan_is_not_asked_whether_to_start_it_over(talk):
    talk.answer("start the plan", "three cups", "two liters", "seven", "three")
    assert talk.say("start the plan") == "You are on day one of a plan. Shall I start it over?"
    assert talk.say("stop the plan") == "Your plan is stopped. Say undo to go on with it."
    assert not talk.assistant.state.waiting


def test_the_pace_of_the_plan_is_not_that_of_the_voice(talk):
    talk.answer("start the plan", "three cups", "two liters", "seven", "three")
    assert talk.say("can I go faster").startswith("Seven to ten days, no faster")
    assert talk.assistant.state.rate == 1


def test_the_plan_tells_what_is_ahead(talk):
    talk.answer("start the plan", "three cups", "two liters", "seven", "three")
    assert talk.say("and tomorrow") == "Tomorrow at most two cups with caffeine."
    assert talk.say("when am I at zero") == "In six days you are at none."
    talk.now += timedelta(days=7)
    assert talk.say("when am I at zero") == "You are at no caffeine now."
