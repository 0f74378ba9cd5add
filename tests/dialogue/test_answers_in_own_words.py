"""What is open is answered in one's own words: a place, an amount, yes and no, the checklist."""

from __future__ import annotations

import pytest


@pytest.mark.parametrize(
    ("said", "logged"),
    [
        ("down in the left calf", "Left calf. Logged."),
        ("sort of the outside of my right thigh", "Right thigh. Logged."),
    ],
)
def test_a_place_that_was_asked_for_is_taken_out_of_any_words(talk, said, logged):
    assert talk.say("log a twitch") == "Where was it?"
    assert talk.say(said) == logged


def test_a_place_beside_a_sign_of_danger_is_no_place_of_a_twitch(talk):
    talk.say("log a twitch")
    assert talk.say("my arm just hangs there like a dead fish") == "Did that start suddenly, within minutes or hours?"
    assert not talk.entries("twitch")


@pytest.mark.parametrize(
    ("told", "said", "asked"),
    [
        ("i've had a lot of coffee", "oh, four i should think", "Four. Is that right?"),
        ("i feel stressed", "it's been one of those days, eight", "Eight. Is that right?"),
    ],
)
def test_a_number_in_odd_words_is_asked_about_as_the_amount_that_was_asked_for(talk, told, said, asked):
    talk.say(told)
    assert talk.say(said) == asked
    assert talk.say("yes").endswith("Logged.")


@pytest.mark.parametrize(
    ("told", "said", "logged"),
    [
        ("i couldn't sleep", "i slept like four hours", "Four hours of sleep. Logged."),
        ("i feel stressed", "pretty high, eight", "Stress eight out of ten. Logged."),
        ("i feel stressed", "about an eight", "Stress eight out of ten. Logged."),
    ],
)
def test_an_amount_may_be_led_in_by_words_that_say_nothing(talk, told, said, logged):
    talk.say(told)
    assert talk.say(said) == logged


DOUBTED = "my calf was jumping about something terrible"


@pytest.mark.parametrize("said", ["if you would", "yeah put it in", "that's the one"])
def test_a_yes_to_what_is_to_be_logged_has_many_words(talk, said):
    assert talk.say(DOUBTED) == "Calf. Shall I log that?"
    assert talk.say(said) == "Calf. Logged."


def test_what_it_came_without_leaves_the_question_open(talk):
    talk.say(DOUBTED)
    assert talk.say("no pain or anything") == "Calf. Shall I log that?"


def test_a_place_told_more_closely_is_the_place_that_was_asked_about(talk):
    assert talk.say("i keep getting these little jumps under my skin on my back") == "Back. Shall I log that?"
    assert talk.say("lower back") == "Lower back. Logged."


def test_another_place_is_not_agreed_to(talk):
    talk.say(DOUBTED)
    assert talk.say("lower back") == "Sorry? Yes or no?"


@pytest.mark.parametrize(
    "said", ["no, just tired from the gym", "no i'm just exhausted", "no, it's just sore from training"]
)
def test_a_no_with_an_everyday_reason_is_a_no_to_danger(talk, said):
    assert talk.say("my face is dripping") == "Is the face drooping on one side?"
    assert talk.say(said) == "Okay."


@pytest.mark.parametrize(
    "said", ["no, just sore", "no, just numb", "no, just can't lift it", "no, just tired and i drop everything"]
)
def test_a_no_that_may_tell_of_danger_is_none(talk, said):
    talk.say("my face is dripping")
    assert talk.say(said) != "Okay."


@pytest.mark.parametrize(
    ("before", "said", "then"),
    [
        (["no"], "it looks normal", "Is there weakness"),
        (["no"], "not that i've seen", "Is there weakness"),
        (["no"], "no it looks normal", "Is there weakness"),
        (["no", "no"], "not weak", "Has it spread"),
        (["no", "no", "no"], "only there", "Is your speech slurred"),
        (["no", "no", "no", "no"], "no, i talk fine", "Does a muscle or nerve disease"),
    ],
)
def test_the_checklist_is_answered_in_passing(talk, before, said, then):
    talk.answer("run the checklist", *before)
    assert talk.say(said).startswith(then)


def test_not_weak_answers_no_other_question_of_the_checklist(talk):
    talk.answer("run the checklist", "no")
    assert talk.say("not weak").startswith("Sorry?")


def test_what_is_logged_meanwhile_leads_back_to_the_checklist(talk):
    talk.answer("run the checklist", "no")
    said = talk.say("i had about three espressos")
    assert said == "Three cups with caffeine. Logged. Has the muscle that twitches really become smaller?"


def test_and_again_is_one_more_at_the_same_place(talk):
    talk.say("twitch in my right calf")
    assert talk.answer("same again just now", "and again") == "Right calf. Logged."
    assert len(talk.entries("twitch")) == 3


class TestHowMuchInOwnWords:
    @pytest.mark.parametrize(
        "said", ["seven ish", "well, seven or so", "dunno maybe seven", "seven and a bit", "seven i'd say"]
    )
    def test_a_number_with_a_hedge_is_that_number(self, talk, said):
        talk.say("i slept badly")
        assert talk.say(said) == "Seven hours of sleep. Logged."

    @pytest.mark.parametrize("said", ["too many to count", "lots", "i lost count"])
    def test_no_number_leaves_the_value_without_one(self, talk, said):
        talk.say("i had a lot of coffee")
        talk.say(said)
        assert not talk.assistant.state.forms
        [day] = talk.entries("day")
        assert day["amount"] is None

    def test_a_number_beside_it_is_the_number(self, talk):
        talk.say("i had a lot of coffee")
        assert talk.say("lots, like six") == "Six cups with caffeine. Logged."
        talk.say("i slept badly")
        assert talk.say("not much, four or five") == "Four hours of sleep. Logged."

    def test_off_the_scale_is_the_end_of_a_scale(self, talk):
        talk.say("my stress is off the scale")
        assert talk.say("off the charts") == "Stress ten out of ten. Logged."

    def test_off_the_scale_is_no_number_of_cups(self, talk):
        talk.answer("let's do the check-in", "off the charts", "one litre", "seven", "off the scale")
        assert [(day["measure"], day["amount"]) for day in talk.entries("day")] == [
            ("water", 1),
            ("sleep", 7),
            ("stress", 10),
        ]

    def test_what_was_not_done_is_none_of_it_but_no_strength(self, talk):
        late = "didn't get round to it"
        talk.answer("let's do the check-in", "two", "a litre", "seven", late, late)
        assert [(day["measure"], day["amount"]) for day in talk.entries("day")][3:] == [("relaxation", 0)]


@pytest.mark.parametrize(
    "said",
    ["no drink for two days and i still twitch", "i stopped drinking coffee and the twitching got worse"],
)
def test_what_became_of_it_without_something_is_asked_about_as_a_note(talk, said):
    assert talk.say(said) == f"A note, in your words: {said}. Shall I note that?"


def test_since_one_quit_coffee_is_not_after_coffee(talk):
    assert talk.say("my eyelid twitches since i quit coffee") == "Eyelid. Shall I log that?"


@pytest.mark.parametrize(
    ("said", "asked"),
    [
        ("had a cheeky half", "One glass of alcohol. Shall I log that?"),
        ("split a bottle of wine with my wife", "Alcohol. Shall I log that?"),
        ("work has been a nightmare this week", "Stress. Shall I log that?"),
        ("hardly touched any water today", "Water. Logged. How many glasses, or liters?"),
        ("drank a couple of litres i reckon", "Of what? Water, or something with alcohol?"),
        ("i'm ready for my questions", "Caffeine today?"),
        ("what's left to do today", "There is no plan yet. Say, start the plan."),
    ],
)
def test_the_day_is_told_in_own_words(talk, said, asked):
    assert talk.say(said) == asked


def test_how_much_of_a_medicine_it_was_is_a_note(talk):
    said = "the magnesium was two hundred milligrams"
    assert talk.say(said) == f"A medicine, in your words: {said}. Shall I note that?"


@pytest.mark.parametrize(
    ("said", "place", "side"),
    [
        ("my thumb, no, the index finger", "finger", None),
        ("my thumb, no sorry, my index finger on the right", "finger", "right"),
        ("right under my left eye", "eyelid", "left"),
        ("my forearm, just below the elbow", "forearm", None),
        ("the back of my leg, below the knee", "leg", None),
        ("the usual spot, my left eyelid", "eyelid", "left"),
        ("on the right under my eye", "eyelid", "right"),
        ("hard to say really, kind of all over the place", "everywhere", None),
        ("not sure really, my left calf", "calf", "left"),
    ],
)
def test_a_place_may_be_taken_back_or_hedged_before_it_is_told(talk, said, place, side):
    talk.say("log a twitch")
    talk.say(said)
    [twitch] = talk.entries("twitch")
    assert (twitch["place"], twitch["side"]) == (place, side)


def test_what_may_have_been_misheard_beside_a_place_that_was_asked_for_is_asked_about(talk):
    talk.say("log a twitch")
    assert talk.say("thumb, left, two minutes, pretty strong").endswith("seven out of ten. Shall I log that?")
    assert not talk.entries("twitch")


@pytest.mark.parametrize(
    ("told", "said", "asked"),
    [
        ("i slept badly", "dreadful, three hours if that", "Three hours. Is that right?"),
        ("i slept badly", "same as always, five or six hours", "Five hours. Is that right?"),
        ("i slept badly", "from eleven till about two", "Three hours. Is that right?"),
        ("i'm stressed", "about a six, no, call it a seven", "Seven. Is that right?"),
        ("i'm stressed", "pretty stressed", "Stress seven out of ten. Is that right?"),
        ("i'm stressed", "medium", "Stress five out of ten. Is that right?"),
        ("i'm stressed", "nothing too bad, three", "Three. Is that right?"),
        ("i slept badly", "pretty stressed", "Stress seven out of ten. Shall I log that?"),
    ],
)
def test_how_much_it_was_is_found_among_other_words_and_asked_about(talk, told, said, asked):
    talk.say(told)
    assert talk.say(said) == asked


@pytest.mark.parametrize("said", ["dreadful", "hardly a wink", "pretty awful"])
def test_how_bad_the_night_was_is_no_number_of_hours(talk, said):
    assert talk.say("i slept badly") == "Sleep. Logged. How many hours?"
    assert talk.say(said) == "Okay."


def test_an_amount_may_come_with_another_value_of_the_day(talk):
    talk.say("i slept badly")
    assert talk.say("four hours, and i'm pretty stressed") == "Four hours of sleep. Stress seven out of ten. Logged."
    assert [(one["measure"], one["amount"]) for one in talk.entries("day")] == [("sleep", 4), ("stress", 7)]


def test_two_amounts_in_one_breath_are_asked_for_again_and_are_no_drink(talk):
    talk.say("i slept badly")
    assert talk.say("about 5 hours 20") == "How many hours?"


def test_an_amount_before_something_else_is_no_hour_of_the_clock(talk):
    talk.say("i'm stressed")
    assert talk.say("six, and i only slept four hours") == "Four hours of sleep. Shall I log that?"
    talk.say("yes")
    assert talk.entries("day")[-1]["at_precision"] == "day"


@pytest.mark.parametrize(
    ("said", "amount", "unit"),
    [("hardly any, maybe a glass", 1, "glass"), ("about four pints", 1893, "ml"), ("two bottles or so", 1, "l")],
)
def test_how_much_it_was_is_asked_about_with_what_is_asked_about(talk, said, amount, unit):
    assert talk.say("i drank water") == "Water. Shall I log that?"
    assert talk.say(said).endswith("of water. Shall I log that?")
    talk.say("yes")
    [water] = talk.entries("day")
    assert (water["amount"], water["unit"]) == (amount, unit)


@pytest.mark.parametrize(
    ("said", "logged"),
    [
        ("yeah it was driving me mad", 1),
        ("no i was just thinking out loud", 0),
        ("no, and stop asking me", 0),
        ("yes, no, sorry, no", 0),
        ("no, wait, yes", 1),
    ],
)
def test_a_yes_or_no_may_come_with_a_reason(talk, said, logged):
    assert talk.say("left knee") == "Left knee. Shall I log that?"
    talk.say(said)
    assert len(talk.entries("twitch")) == logged


@pytest.mark.parametrize(
    ("answers", "said", "asked"),
    [
        ((), "it comes and goes, but yeah", "Was that a yes?"),
        (("no",), "hard to tell, i've never measured it", "Did you say, not sure?"),
        (("no", "no"), "not really, no weaker than anyone my age", "Was that a no?"),
    ],
)
def test_a_reason_beside_an_answer_to_the_checklist_is_asked_about(talk, answers, said, asked):
    talk.say("run the checklist")
    for answer in answers:
        talk.say(answer)
    assert talk.say(said) == asked


@pytest.mark.parametrize(
    ("wrong", "said", "changed"),
    [
        ("the length is wrong", "i wasn't looking at the clock, five minutes maybe", "Five minutes. Changed."),
        ("the strength is wrong", "stronger, seven i'd say", "Seven out of ten. Changed."),
    ],
)
def test_what_is_right_is_found_among_other_words(talk, wrong, said, changed):
    talk.say("twitch in my left calf for two minutes strength three")
    talk.say(wrong)
    assert talk.say(said) == changed


def test_none_may_be_told_with_relief(talk):
    talk.say("let's check in")
    assert talk.say("none yet") == "No caffeine. Water?"
    assert talk.say("no thank god") == "No water. Sleep?"


def test_never_mind_is_no_note(talk):
    talk.say("take a note")
    assert talk.say("actually never mind") == "Okay, I note nothing."


def test_the_right_one_is_taken_back_by_its_side(talk):
    for said in ("twitch in my right eyelid", "twitch in my left eyelid"):
        talk.say(said)
    assert talk.say("delete the right one") == "Taken back: right eyelid."


def test_the_last_one_may_be_left_out(talk):
    for said in ("twitch in my left eyelid", "twitch in my right thumb"):
        talk.say(said)
    assert talk.say("leave out the last one") == "Taken back: right thumb."


def test_something_else_than_a_tip_is_another_tip(talk):
    first = talk.say("give me a tip")
    second = talk.say("something else then")
    assert second != first
    assert not second.startswith("Sorry")


def test_the_usual_spot_with_its_name_is_one_place(talk):
    talk.say("twitch in my left eyelid")
    talk.say("log a twitch")
    assert talk.say("the usual spot, my left eyelid") == "Left eyelid. Logged."


def test_the_same_place_as_this_morning_is_that_of_the_last_twitch(talk):
    talk.say("twitch in my left eyelid")
    talk.say("log a twitch")
    assert talk.say("same place as this morning") == "Left eyelid. Logged."


def test_where_it_was_rather_is_asked_about(talk):
    talk.say("left knee")
    assert talk.say("well it was more the shin") == "Left shin. Shall I log that?"


def test_the_left_tells_the_side_of_what_was_just_logged(talk):
    talk.say("twitch in my eye")
    assert talk.say("the left") == "Left eyelid. Changed."


@pytest.mark.parametrize(
    ("said", "answer"), [("about four", "Stress four out of ten. Logged."), ("a litre", "Sorry? Yes or no?")]
)
def test_another_amount_takes_the_place_of_the_one_asked_about_where_it_is_of_the_same_kind(talk, said, answer):
    talk.say("i'm stressed")
    assert talk.say("it's been one of those days, eight") == "Eight. Is that right?"
    assert talk.say(said) == answer
