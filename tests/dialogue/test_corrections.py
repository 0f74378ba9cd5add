"""What was logged can be corrected at any time, and the read-back names what changed and nothing else."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest

from voiceassist.dialogue import State
from voiceassist.skills import FORMS

CALF = "twitch in my left calf for five minutes"


def only(talk, kind="twitch"):
    (entry,) = talk.entries(kind)
    return entry


@pytest.mark.parametrize(
    ("said", "changed", "reply"),
    [
        ("no, the right one", {"side": "right"}, "Right calf. Changed."),
        ("it was the right one", {"side": "right"}, "Right calf. Changed."),
        ("I said thigh", {"place": "thigh"}, "Left thigh. Changed."),
        ("actually my thigh", {"place": "thigh"}, "Left thigh. Changed."),
        ("no wait, right thigh", {"place": "thigh", "side": "right"}, "Right thigh. Changed."),
        ("make that ten minutes", {"duration_s": 600}, "Ten minutes. Changed."),
        ("no, seven", {"duration_s": 420}, "Seven minutes. Changed."),
        ("that was after coffee", {"triggers": ["caffeine"]}, "After caffeine. Changed."),
        ("that was with cramps", {"with": ["cramp"]}, "With cramps. Changed."),
        ("no, since yesterday", {"since": "2026-11-21T00:00:00+01:00"}, "Since yesterday. Changed."),
        (
            "not today, yesterday",
            {"at": "2026-11-21T12:00:00+01:00", "at_precision": "day"},
            "Yesterday. Changed.",
        ),
    ],
)
def test_one_point_changes_and_only_that_is_read_back(talk, said, changed, reply):
    talk.say(CALF)
    before = only(talk)
    assert talk.say(said) == reply
    assert only(talk) == {**before, **changed}
    talk.say("undo")
    assert only(talk) == before


@pytest.mark.parametrize(
    ("logged", "said", "amount", "unit"),
    [
        ("I had two coffees", "no, three coffees", 3, "cup"),
        ("I had two coffees", "make that three", 3, "cup"),
        ("I had two coffees", "no, I had three coffees", 3, "cup"),
        ("I slept five hours", "make that six hours", 6, "h"),
        ("I slept five hours", "no, six and a half", 6.5, "h"),
        ("stress seven", "no, five", 5, "point"),
        ("I drank two glasses of water", "no, two litres", 2, "l"),
    ],
)
def test_a_value_of_the_day_is_changed_and_not_added_to(talk, logged, said, amount, unit):
    talk.answer(logged, said)
    assert (only(talk, "day")["amount"], only(talk, "day")["unit"]) == (amount, unit)


def test_a_bare_number_keeps_the_unit_that_was_said(talk):
    talk.say("a pint of water")
    assert "Changed" not in talk.say("make that three")
    (entry,) = talk.entries()
    assert (round(entry["amount"]), entry["unit"]) == (473, "ml")


def test_a_correction_finds_the_entry_that_it_is_about(talk):
    talk.say("I had two coffees and slept five hours")
    assert talk.say("no, three coffees") == "Three cups with caffeine. Changed."
    assert talk.say("make that six hours") == "Six hours of sleep. Changed."
    talk.say("twitch in my left eyelid and left calf")
    assert talk.say("no, the right eyelid") == "Right eyelid. Changed."
    assert talk.say("make that ten minutes") == "Right eyelid, ten minutes. Changed."
    assert {(e["place"], e["side"]) for e in talk.entries("twitch")} == {("eyelid", "right"), ("calf", "left")}


def test_what_cannot_be_applied_says_so_with_an_example(talk):
    assert talk.say("no, the left one") == (
        "There is nothing I could change. Log it first, for example, twitch in my left calf."
    )
    talk.say("I had two coffees")
    assert talk.say("no, the left one").endswith("Say, for example, no, three coffees.")
    assert talk.say("no, four beers").endswith("Say, for example, no, three coffees.")
    talk.say(CALF)
    assert talk.say("no, three beers").endswith("Say, for example, no, the left one.")
    talk.say("I started magnesium")
    assert talk.say("no, the left one") == "I cannot change a note. Say undo, and then say it anew."


def test_what_is_so_already_is_said_and_writes_nothing(talk):
    talk.say(CALF)
    assert talk.say("no, left") == "That is what I have: left calf."
    talk.say("undo")
    assert not talk.entries()


def test_undo_names_only_what_it_changes_back(talk):
    talk.answer(CALF, "I said thigh", "that was with cramps")
    assert talk.say("undo") == "Taken back: with cramps."
    assert talk.say("undo that too") == "Left calf again."
    assert talk.say("undo that as well") == "Taken back: left calf, five minutes."


@pytest.mark.parametrize(
    ("said", "taken_back", "then"),
    [
        (["twitch in my left eyelid and right calf"], "undo", "Back again: left eyelid and right calf."),
        ([CALF, "I said thigh"], "undo that", "Left thigh again."),
        ([CALF, "delete the calf"], "undo that", "Taken back: left calf, five minutes."),
        ([CALF], "delete the calf", "Back again: left calf, five minutes."),
        (["two coffees", "slept six hours"], "undo both", "Back again: two cups with caffeine and six hours of sleep."),
    ],
    ids=["two-places", "a-change", "a-deletion", "what-was-named", "two-steps"],
)  # fmt: skip
def test_what_was_taken_back_is_put_back(talk, said, taken_back, then):
    talk.answer(*said)
    kept = talk.entries()
    talk.say(taken_back)
    assert talk.entries() != kept
    state = json.loads(json.dumps(talk.assistant.state.to_dict()))  # as it is kept between two commands
    talk.assistant._dialogue.state = State.from_dict(state, lambda form: form)
    assert talk.say("wait put that back") == then
    assert talk.entries() == kept


def test_what_was_taken_back_in_two_turns_is_put_back_in_two(talk):
    talk.answer("two coffees", "slept six hours", "undo", "undo")
    assert talk.say("put it back") == "Back again: two cups with caffeine."
    assert talk.say("put it back") == "Back again: six hours of sleep."
    assert talk.say("put it back") == "Nothing was taken back just now."


def test_only_what_was_just_taken_back_is_put_back(talk):
    talk.answer("I had two coffees", "undo", "I slept five hours")
    assert talk.say("put it back") == "Nothing was taken back just now."
    assert [entry["measure"] for entry in talk.entries()] == ["sleep"]


def test_two_drinks_told_just_after_a_twitch_are_no_correction_of_it(talk):
    talk.say(CALF)
    assert talk.say("two coffees") == "Two cups with caffeine. Logged."


def test_what_is_named_is_taken_back_whenever_it_was_logged_today(talk):
    talk.answer("twitch in my left calf", "twitch in my thumb", "I had two coffees")
    assert talk.say("delete the calf") == "Taken back: left calf."
    assert talk.say("undo") == "Back again: left calf."
    assert talk.say("take out the coffee") == "Taken back: two cups with caffeine."
    assert talk.say("delete the right calf") == (
        "No twitch of the right calf was logged in the last day, so I took nothing back."
    )
    assert len(talk.entries()) == 2


@pytest.mark.parametrize("verb", ["delete", "undo", "take back", "scrap"])
def test_whatever_the_verb_a_named_entry_is_taken_back_and_nothing_is_logged(talk, verb):
    talk.answer("twitch in my left calf", "no, the right one", "I had a coke", "make it two", "make it one")
    assert talk.say(f"{verb} the coke") == "Taken back: one cup with caffeine."
    assert talk.say(f"{verb} the twitch") == "Taken back: right calf."
    assert talk.say(f"{verb} the twitch") == "No twitch was logged in the last day, so I took nothing back."
    assert not talk.entries()


@pytest.mark.parametrize(
    ("said", "logged"),
    [
        ("I had four coffees no sorry three", "Three cups with caffeine. Logged."),
        ("twitch in my right, wait, left thumb", "Left thumb. Logged."),
        ("left, sorry, right calf twitching for two minutes", "Right calf, two minutes. Logged."),
    ],
)
def test_what_is_taken_back_in_the_same_breath_is_not_logged(talk, said, logged):
    assert talk.say(said) == logged


def test_a_leg_is_taken_back_where_only_its_calf_was_logged(talk):
    talk.answer("twitch in my left calf")
    assert talk.say("delete the leg") == "Taken back: left calf."


def test_the_other_side_beside_a_twitch_that_is_asked_about_is_a_yes_to_both(talk):
    assert talk.say("my left calf twitches in a funny pattern maybe") == "Left calf. Shall I log that?"
    assert talk.say("and my right one") == "Left calf. Right calf. Logged."
    assert {(entry["place"], entry["side"]) for entry in talk.entries()} == {("calf", "left"), ("calf", "right")}


def test_the_other_side_answers_no_other_question(talk):
    talk.say("is this serious")
    assert talk.say("and my right one").startswith("Sorry?")
    assert not talk.entries()


def test_undo_both_takes_back_two_steps_or_the_two_entries_of_one(talk):
    talk.answer("I had two coffees", "I slept five hours")
    assert talk.say("undo both") == "Taken back: five hours of sleep. Taken back: two cups with caffeine."
    talk.answer("I had two coffees", "twitch in my left eyelid and right calf")
    talk.say("undo both")
    assert [entry["kind"] for entry in talk.entries()] == ["day"]


def test_a_new_conversation_can_still_correct_what_was_logged_within_the_hour(talk):
    talk.say(CALF)
    talk.assistant._dialogue.state = type(talk.assistant.state)()
    assert talk.say("no, the right one") == "Right calf. Changed."
    talk.assistant._dialogue.state = type(talk.assistant.state)()
    talk.now += timedelta(hours=2)
    assert talk.say("no, the left one").startswith("There is nothing I could change.")


def test_a_correction_that_makes_a_sign_dangerous_is_answered_as_danger_first(talk):
    talk.answer("twitch in my leg with numbness", "no")
    reply = talk.say("no, my groin")
    assert reply.startswith("Call your local emergency number now.")
    assert reply.endswith("Groin. Changed.")
    assert talk.levels()[-1] == "emergency"


def test_an_emergency_in_the_shape_of_a_correction_changes_nothing(talk):
    talk.say(CALF)
    before = only(talk)
    assert talk.say("no, my face is drooping").startswith("Call your local emergency number now.")
    assert only(talk) == before


def test_a_side_said_after_the_read_back_belongs_to_what_was_read_back(talk):
    talk.answer("my thumb is twitching", "left", "for about ten minutes")
    (entry,) = talk.entries("twitch")
    assert (entry["place"], entry["side"], entry["duration_s"]) == ("thumb", "left", 600)


@pytest.mark.parametrize(
    "asked", ["what did I log at half past two", "what I said yesterday", "what did I say yesterday"]
)
def test_a_question_changes_nothing(talk, asked):
    talk.say("twitch in my left calf at half past six")
    before = only(talk)
    assert "Changed" not in talk.say(asked)
    assert only(talk) == before


@pytest.mark.parametrize("said", ["two minutes each", "all of them lasted two minutes"])
def test_each_means_all_that_was_logged_together_and_is_one_step(talk, said):
    talk.answer("log a twitch", "left calf and left hamstring and right deltoid")
    assert talk.say(said) == ("Left calf, two minutes. Left thigh, two minutes. Right shoulder, two minutes. Changed.")
    assert [entry["duration_s"] for entry in talk.entries("twitch")] == [120, 120, 120]
    talk.say("undo")
    assert [entry["duration_s"] for entry in talk.entries("twitch")] == [None, None, None]


@pytest.mark.parametrize(
    ("said", "changed", "reply"),
    [
        ("seven out of ten", {"intensity": 7}, "Seven out of ten. Changed."),
        ("it was a four", {"intensity": 4}, "Four out of ten. Changed."),
        ("strength seven", {"intensity": 7}, "Seven out of ten. Changed."),
        ("it stopped after two minutes", {"duration_s": 120}, "Two minutes. Changed."),
        ("at night", {"at": "2026-11-21T23:00:00+01:00", "at_precision": "part_of_day"}, "Last night. Changed."),
    ],
)
def test_bare_words_belong_to_the_entry_that_was_just_read_back(talk, said, changed, reply):
    talk.say("twitch in my left calf")
    before = only(talk)
    assert talk.say(said) == reply
    assert only(talk) == {**before, **changed}


def test_bare_words_minutes_later_are_asked_about(talk):
    talk.say("twitch in my left calf")
    talk.now += timedelta(minutes=3)
    assert talk.say("at night") == "Change it to last night?"
    assert only(talk)["at_precision"] == "minute"


def test_none_of_what_was_just_logged_changes_it(talk):
    talk.say("I had a glass of wine")
    assert talk.say("no alcohol") == "No alcohol. Changed."
    assert only(talk, "day")["amount"] == 0


def test_none_of_it_today_leaves_yesterday_as_it_was(talk):
    talk.answer("I had a glass of wine yesterday", "no alcohol today")
    assert [entry["amount"] for entry in talk.entries("day")] == [1, 0]


def test_a_correction_that_does_not_fit_what_is_asked_about_changes_nothing_older(talk):
    talk.say("I had two coffees")
    assert talk.say("my left calf twitches in a funny pattern maybe") == "Left calf. Shall I log that?"
    talk.answer("no, three", "no")
    assert [entry["amount"] for entry in talk.entries()] == [2]


def test_a_length_of_time_corrects_the_hours_that_are_asked_about(talk):
    talk.answer("I slept five hours", "plus a two hour nap")
    assert talk.say("no, an hour and a half") == "One and a half hours of sleep. Logged."
    assert sorted(entry["amount"] for entry in talk.entries()) == [1.5, 5]


def test_what_is_written_after_a_yes_keeps_the_words_that_told_of_it(talk):
    talk.answer("my left calf twitches in a funny pattern maybe", "yes", "I can't open jars", "no")
    assert {entry["words"] for entry in talk.entries()} == {
        "left calf twitches in a funny pattern maybe",
        "I can't open jars",
    }


def test_an_entry_is_named_by_its_place_or_measure_whatever_was_logged_since(talk):
    talk.answer("I had two coffees", "twitch in my right calf", "twitch in my left thumb")
    assert talk.say("the calf was ten minutes") == "Ten minutes. Changed."
    assert talk.say("the calf was the left one") == "Left calf. Changed."
    assert talk.say("the thumb one was yesterday") == "Yesterday. Changed."
    assert talk.say("no, three coffees") == "Three cups with caffeine. Changed."
    assert [(entry["place"], entry["side"]) for entry in talk.entries("twitch")] == [
        ("thumb", "left"),
        ("calf", "left"),
    ]
    assert talk.say("the shoulder was the left one").startswith("I did not get what to change.")


def test_in_a_check_in_a_no_before_a_correction_is_no_answer(talk):
    talk.answer("check in", "two coffees")
    assert talk.say("no sorry, three").startswith("Three cups with caffeine. Changed.")
    talk.say("a litre")
    talk.say("no, four coffees")
    assert [(entry["measure"], entry["amount"]) for entry in talk.entries("day")] == [("caffeine", 4), ("water", 1)]


def test_what_was_drunk_in_parts_adds_up(talk):
    assert talk.answer("check in", "I had two coffees and a tea") == "Three cups. Water?"


def test_a_beginning_after_the_twitch_itself_is_none(talk):
    talk.answer("on Friday my lower back twitched all afternoon", "yes")
    (entry,) = talk.entries("twitch")
    assert entry["at"].startswith("2026-11-20")
    assert entry["since"] is None


@pytest.mark.parametrize(
    ("logged", "mended", "value"),
    [
        ("log a coffee", "no wait it was tea", ("caffeine", 1, "cup")),
        ("log a coffee", "sorry that was a decaf", ("caffeine", 0, "cup")),
        ("I had two beers", "no wait it was water", ("water", 2, "glass")),
    ],
)
def test_another_drink_takes_the_place_of_the_one_logged(talk, logged, mended, value):
    talk.answer(logged, mended)
    assert [(entry["measure"], entry["amount"], entry["unit"]) for entry in talk.entries("day")] == [value]


@pytest.mark.parametrize(("told", "entry"), [("stress is five today", "stress"), ("slept five hours", "sleep")])
def test_the_value_of_another_day_is_an_entry_of_its_own(talk, told, entry):
    assert talk.answer(told, "yesterday it was eight").endswith("yesterday. Logged.")
    assert sorted((e["measure"], e["at"][:10], e["amount"]) for e in talk.entries("day")) == [
        (entry, "2026-11-21", 8),
        (entry, "2026-11-22", 5),
    ]


def test_an_amount_said_of_another_time_of_the_same_day_mends_all_but_stress(talk):
    talk.answer("slept five hours", "it was eight this morning")
    assert [e["amount"] for e in talk.entries("day")] == [8]
    talk.answer("stress about a three now", "it was eight this morning")
    assert sorted(e["amount"] for e in talk.entries("day") if e["measure"] == "stress") == [3, 8]


def test_an_amount_of_another_time_after_a_twitch_is_nothing(talk):
    talk.answer(CALF, "yesterday it was eight")
    assert only(talk)["intensity"] is None


def test_how_much_agrees_to_the_value_that_is_asked_about(talk):
    assert talk.say("would you believe it, I've been feeling stressed") == "Stress. Shall I log that?"
    assert talk.say("yes about seven") == "Stress seven out of ten. Logged."


@pytest.mark.parametrize(
    ("said", "logged"),
    [
        ("left. It's been going for hours", "Left calf. Logged."),
        ("ten seconds on, ten off", "Calf, ten seconds. Logged."),
        ("all week", "Calf, since Monday. Logged."),
        ("mostly at night", "Calf. Logged."),
        ("about a minute", "Calf, one minute. Logged."),
        ("around two", "Calf, at two. Logged."),
    ],
)
def test_what_is_said_of_a_twitch_that_is_asked_about_agrees_to_it(talk, said, logged):
    assert talk.say("I can't sleep, my calf keeps twitching").endswith("Calf. Shall I log that?")
    assert talk.say(said) == logged


def test_a_part_of_the_day_keeps_the_hour_that_was_said(talk):
    talk.answer("left calf", "around two")
    assert talk.say("in the morning") == "That is what I have: at two."
    assert talk.say("no, in the afternoon") == "Yesterday at two. Changed."
    assert talk.say("no, this morning") == "At two. Changed."
    assert talk.say("no, yesterday evening") == "Yesterday evening. Changed."


def test_a_unit_alone_keeps_the_number(talk):
    talk.say(CALF)
    assert talk.say("no, seconds") == "Five seconds. Changed."
    assert talk.say("no, minutes") == "Five minutes. Changed."


def test_the_day_before_is_counted_from_the_entry(talk):
    talk.answer("twitch left calf yesterday", "no, the day before")
    assert only(talk)["at"].startswith("2026-11-20")


def test_what_is_named_is_corrected_whatever_was_logged_since(talk):
    talk.answer("left calf twitching", "I had two coffees", "slept six hours")
    assert talk.say("the twitch was stronger than I said, an eight") == "Eight out of ten. Changed."
    assert talk.say("and the coffees were three") == "Three cups with caffeine. Changed."
    assert talk.say("and sleep was five") == "Five hours of sleep. Changed."
    assert talk.say("and the beers were two") == "Two glasses of alcohol. Logged."


def test_a_number_mends_the_correction_that_is_asked_about(talk):
    talk.say("twitch in my left calf")
    talk.now += timedelta(minutes=10)
    assert talk.say("it was about, ooh, ten seconds each time") == "Change it to ten seconds?"
    assert talk.say("no wait, fifteen") == "Fifteen seconds. Changed."


def test_a_place_told_again_is_no_second_twitch(talk):
    talk.say("twitch in my left thumb and the thumb is weak")
    assert (only(talk)["side"], only(talk)["with"]) == ("left", ["weakness"])


def test_that_nothing_came_with_it_changes_nothing(talk):
    assert talk.answer("twitch in my left calf", "no cramps or anything") == "Good. Nothing came with it."
    assert not talk.answer("twitch in my left calf with cramps", "no cramps").endswith("came with it.")


@pytest.mark.parametrize(
    ("told", "said", "at", "precision"),
    [
        ("twitch in my calf yesterday", "at eight", "2026-11-21T08:00:00+01:00", "minute"),
        ("twitch in my calf on friday", "around ten in the morning", "2026-11-20T10:00:00+01:00", "minute"),
        ("twitch in my calf on friday", "at five in the afternoon", "2026-11-20T17:00:00+01:00", "minute"),
        ("twitch in my calf on monday", "in the evening", "2026-11-16T19:00:00+01:00", "part_of_day"),
        ("twitch in my calf last monday", "it was in the morning", "2026-11-16T09:00:00+01:00", "part_of_day"),
        ("twitch in my calf yesterday evening", "at nine", "2026-11-21T21:00:00+01:00", "minute"),
        ("two coffees yesterday", "at nine in the morning", "2026-11-21T09:00:00+01:00", "minute"),
        ("twitch in my calf on friday", "this morning", "2026-11-22T09:00:00+01:00", "part_of_day"),
        ("twitch in my calf on friday", "at eight this morning", "2026-11-22T08:00:00+01:00", "minute"),
    ],
)
def test_a_time_of_day_is_of_the_day_of_its_entry(talk, told, said, at, precision):
    talk.answer(told, said)
    (entry,) = talk.entries()
    assert (entry["at"], entry["at_precision"]) == (at, precision)


def test_an_hour_told_anew_keeps_its_half_of_the_day(talk):
    talk.answer("twitch in my calf yesterday", "at eight in the evening")
    assert talk.say("actually at nine") == "Yesterday at nine in the evening. Changed."


def test_a_time_that_would_lie_in_the_future_is_of_the_day_before(talk):
    talk.answer("twitch in my calf at eight", "no, in the evening")
    assert only(talk)["at"] == "2026-11-21T20:00:00+01:00"


@pytest.mark.parametrize(
    "said", ["not after coffee", "it wasn't after coffee", "it wasn't the coffee", "remove the coffee"]
)
def test_a_cause_that_is_denied_is_taken_out(talk, said):
    talk.answer("I had two coffees", "twitch in my left calf after coffee with cramps")
    assert talk.say(said) == "Taken out: after caffeine."
    assert (only(talk)["triggers"], only(talk)["with"]) == ([], ["cramp"])
    talk.say("undo")
    assert only(talk)["triggers"] == ["caffeine"]
    assert [entry["amount"] for entry in talk.entries("day")] == [2]


def test_another_cause_takes_the_place_of_the_one_that_is_denied(talk):
    talk.say("left calf twitch after coffee")
    assert talk.say("it wasn't coffee, it was the beer") == "After alcohol. Changed."


def test_what_is_told_besides_comes_to_what_is_logged(talk):
    talk.say("left calf twitch after coffee, with cramps")
    assert talk.say("add stress to that") == "After caffeine and stress. Changed."
    talk.say("it was painful")
    [twitch] = talk.entries()
    assert (twitch["triggers"], twitch["with"]) == (["caffeine", "stress"], ["cramp", "pain"])


@pytest.mark.parametrize("said", ["it wasn't with cramps", "remove the cramps"])
def test_what_did_not_come_with_it_is_taken_out(talk, said):
    talk.say("twitch in my left calf with cramps")
    assert talk.say(said) == "Taken out: with cramps."


def test_a_cause_that_is_denied_leaves_what_is_asked_about(talk):
    asked = talk.say("my left calf twitches in a funny pattern after coffee")
    assert asked == "Left calf, after caffeine. Shall I log that?"
    assert talk.say("it wasn't after coffee") == "Left calf. Logged."


@pytest.mark.parametrize("said", ["delete this entry", "delete that entry please", "delete it", "no delete that"])
def test_to_delete_what_was_changed_is_no_undoing_of_the_change(talk, said):
    talk.answer("twitch in my left calf for two minutes", "make it three minutes")
    assert talk.say(said) == "Taken back: left calf, three minutes."
    assert talk.entries() == []


@pytest.mark.parametrize(("told", "said"), [("two teas", "I had no coffee"), ("two coffees", "I skipped tea")])
def test_none_of_another_drink_is_asked_about(talk, told, said):
    talk.say(told)
    assert talk.say(said) == "Change it to no caffeine?"
    talk.say("no")
    assert [entry["amount"] for entry in talk.entries()] == [2]


def test_none_of_a_drink_after_something_else_is_a_value_of_the_day(talk):
    talk.answer("slept eight hours", "I had no coffee")
    assert sorted((entry["measure"], entry["amount"]) for entry in talk.entries()) == [("caffeine", 0), ("sleep", 8)]
    assert talk.say("no water") in ("No water. Shall I log that?", "No water. Logged.")


@pytest.mark.parametrize(
    ("told", "measure", "amounts"),
    [
        ("slept eight hours yesterday and six today", "sleep", [8, 6]),
        ("two coffees yesterday and three today", "caffeine", [2, 3]),
        ("a litre of water yesterday and two litres today", "water", [1, 2]),
    ],
)
def test_two_days_in_one_breath_are_two_values(talk, told, measure, amounts):
    talk.say(told)
    assert sorted((e["at"][:10], e["measure"], e["amount"]) for e in talk.entries()) == [
        ("2026-11-21", measure, amounts[0]),
        ("2026-11-22", measure, amounts[1]),
    ]


def test_an_amount_of_another_day_after_nothing_is_nothing(talk):
    talk.answer("two coffees", "six today")
    assert [entry["amount"] for entry in talk.entries()] == [2]


def test_an_amount_of_a_day_answers_what_is_asked(talk):
    assert talk.answer("check in", "three today").startswith("Three cups. Water?")


def test_what_is_told_by_another_day_is_asked_for(talk):
    assert talk.say("one coffee less than yesterday") == "Caffeine. Logged. How many cups?"


@pytest.mark.parametrize(
    ("said", "logged"), [("calf", "Left calf. Logged."), ("at nine", "Left calf, at nine. Logged.")]
)
def test_the_place_once_more_is_a_yes(talk, said, logged):
    assert talk.say("left calf") == "Left calf. Shall I log that?"
    assert talk.say(said) == logged


def test_another_place_alone_is_no_yes(talk):
    talk.answer("left calf", "thumb")
    assert talk.entries() == []


@pytest.mark.parametrize(
    ("said", "reply"),
    [
        ("make that the ankle instead of the knee", "Left ankle. Changed."),
        ("no, the right calf instead of the left knee", "Right calf. Changed."),
        ("my mistake, it was the forearm", "Left forearm. Changed."),
        ("my mistake", "Taken back: left knee."),
    ],
)
def test_what_it_was_instead_is_one_correction(talk, said, reply):
    talk.say("log a twitch in my left knee")
    assert talk.say(said) == reply


class TestATotal:
    @pytest.mark.parametrize(
        "said", ["three coffees in all", "that makes three coffees", "so that's three coffees today"]
    )
    def test_corrects_the_one_value_that_was_told(self, talk, said):
        talk.say("I had two coffees")
        assert talk.say(said) == "Three cups with caffeine. Changed."
        assert [entry["amount"] for entry in talk.entries("day")] == [3]

    def test_adds_what_several_lack(self, talk):
        talk.answer("I had two coffees", "I had a coffee", "that makes four coffees")
        assert sum(entry["amount"] for entry in talk.entries("day")) == 4

    @pytest.mark.parametrize("said", ["that makes three coffees", "that makes two coffees"])
    def test_changes_nothing_where_nothing_is_missing(self, talk, said):
        talk.answer("I had two coffees", "I had a coffee")
        assert talk.say(said) == "Three cups with caffeine, today."
        assert [entry["amount"] for entry in talk.entries("day")] == [2, 1]

    def test_is_the_value_where_none_was_told(self, talk):
        talk.answer("twitch in my left calf", "three coffees in all")
        assert [entry["amount"] for entry in talk.entries("day")] == [3]


class TestWhatIsWrongWithoutWhatIsRight:
    @pytest.mark.parametrize(
        ("wrong", "asks", "right", "changed"),
        [
            (
                "it was longer than that",
                "Five minutes is what I have. How long was it?",
                "ten minutes",
                {"duration_s": 600},
            ),
            (
                "the time is wrong",
                "At ten past nine is what I have. When was it?",
                "at eight",
                {"at": "2026-11-22T08:00:00+01:00"},
            ),
            ("wrong place", "Left calf is what I have. Where was it?", "my thigh", {"place": "thigh"}),
            ("the strength is wrong", "How strong was it, from zero to ten?", "three", {"intensity": 3}),
        ],
    )
    def test_it_is_asked_and_the_answer_changes_the_entry(self, talk, wrong, asks, right, changed):
        talk.say(CALF)
        before = only(talk)
        assert talk.say(wrong) == asks
        assert talk.say(right).endswith("Changed.")
        assert only(talk) == {**before, **changed}
        assert talk.assistant.state.forms == ()

    @pytest.mark.parametrize(
        ("told", "wrong", "asks"),
        [
            ("twitch in both calves", "wrong side", "I have both calves. Left, right, or both?"),
            ("twitch in my calf", "wrong leg", "Left, right, or both?"),
            ("twitch in my calf", "the side is missing", "Left, right, or both?"),
        ],
    )
    @pytest.mark.parametrize(
        ("right", "side"), [("left", "left"), ("on the right", "right"), ("the left calf", "left")]
    )
    def test_the_other_side_of_both_or_of_none_is_asked_for(self, talk, told, wrong, asks, right, side):
        talk.say(told)
        assert talk.say(wrong) == asks
        if talk.say(right).endswith("?"):
            talk.say("yes")
        assert only(talk)["side"] == side
        assert only(talk)["place"] == "calf"

    def test_the_side_is_wrong_is_the_other_where_there_is_one(self, talk):
        talk.say(CALF)
        assert talk.say("the side is wrong") == "Right calf. Changed."

    def test_weeks_are_no_length_but_since_when_and_are_weighed(self, talk):
        talk.answer(CALF, "it was longer than that")
        assert talk.say("for a month").startswith("Since the twenty second of October. Changed. See your doctor")
        assert [entry["sign"] for entry in talk.entries("sign")] == ["persistent"]

    def test_so_is_the_amount_of_a_value_of_the_day(self, talk):
        talk.say("I had two coffees")
        assert talk.say("that's the wrong amount") == "Two cups with caffeine is what I have. How many cups?"
        talk.say("three")
        assert only(talk, "day")["amount"] == 3

    @pytest.mark.parametrize("said", ["I don't know", "skip", "no"])
    def test_nothing_changes_where_nobody_knows(self, talk, said):
        talk.say(CALF)
        before = only(talk)
        assert talk.answer("it was longer than that", said) == "Okay. It stays as it is."
        assert only(talk) == before

    def test_it_is_asked_once_and_danger_comes_first(self, talk):
        talk.answer(CALF, "it was longer than that", "how much water should I drink")
        assert talk.assistant.state.forms == ()
        talk.answer("it was longer than that", "I can't breathe")
        assert talk.levels()[-1:] == ["emergency"]

    def test_the_question_outlives_the_program(self, talk):
        talk.answer(CALF, "wrong place")
        plain = json.loads(json.dumps(talk.assistant.state.to_dict()))
        kept = State.from_dict(plain, lambda form: FORMS[form["kind"]].from_dict(form))
        assert kept.forms == talk.assistant.state.forms


@pytest.mark.parametrize(
    ("said", "changed", "asked"),
    [
        ("you misheard, right calf", {"side": "right"}, "Change it to right calf?"),
        ("change left to right", {"side": "right"}, "Change it to right calf?"),
        ("swap the side", {"side": "right"}, "Change it to right calf?"),
        ("replace calf with shin", {"place": "shin"}, "Change it to left shin?"),
        ("say ten minutes instead", {"duration_s": 600}, "Change it to ten minutes?"),
        ("it's more like ten to be honest", {"duration_s": 600}, "Change it to ten minutes?"),
        ("rate it four", {"intensity": 4}, "Change it to four out of ten?"),
        ("both calves actually", {"side": "both"}, "Change it to both calves?"),
        ("can you fix the length, it was half an hour", {"duration_s": 1800}, "Change it to half an hour?"),
        ("edit the last one to say ten minutes", {"duration_s": 600}, "Change it to ten minutes?"),
        ("you've got the wrong side there", {"side": "right"}, "Change it to right calf?"),
        ("I think the coffee set it off", {"triggers": ["caffeine"]}, "After caffeine. Shall I put that down?"),
        ("mention that it came with cramps", {"with": ["cramp"]}, "With cramps. Shall I put that down?"),
        (
            "move it to yesterday",
            {"at": "2026-11-21T12:00:00+01:00", "at_precision": "day"},
            "Change it to yesterday?",
        ),
    ],
)
def test_a_correction_in_words_of_ones_own_is_asked_about_with_what_it_would_change(talk, said, changed, asked):
    talk.say(CALF)
    before = only(talk)
    assert talk.say(said) == asked
    assert only(talk) == before
    talk.say("yes")
    assert only(talk) == {**before, **changed}


@pytest.mark.parametrize(
    ("logged", "said", "asked"),
    [
        ("I had two coffees", "it was only one actually", "Change it to one cup with caffeine?"),
        ("I slept five hours", "more like six to be honest", "Change it to six hours of sleep?"),
        ("I slept five hours", "no wait, that was the night before", "Change it to yesterday?"),
        ("I drank a litre of water", "actually a litre and a half", "Change it to one and a half liters of water?"),
    ],
)
def test_a_value_of_the_day_is_corrected_in_words_of_ones_own(talk, logged, said, asked):
    talk.say(logged)
    assert talk.say(said) == asked


@pytest.mark.parametrize(
    ("said", "asked"),
    [
        ("you misheard, the right calf", "Right calf. Shall I log that?"),
        ("almost, the other calf", "Right calf. Shall I log that?"),
        ("yes and add stress to that", "Left calf, after stress. Shall I log that?"),
        ("it also hurts", "Left calf, with pain. Shall I log that?"),
    ],
)
def test_what_is_told_beside_a_question_in_words_of_ones_own_is_asked_about_with_it(talk, said, asked):
    talk.say("my left calf twitches in a funny pattern maybe")
    assert talk.say(said) == asked
    assert not talk.entries()


def test_another_subject_in_odd_words_answers_nothing_that_is_asked(talk):
    talk.say("my left calf twitches in a funny pattern maybe")
    assert talk.say("the gym was full of people from work") == "Sorry? Yes or no?"


@pytest.mark.parametrize(
    ("said", "taken_out"),
    [
        ("take out the five minutes", "duration_s"),
        ("scrap the duration", "duration_s"),
        ("take the length off", "duration_s"),
        ("drop the side", "side"),
    ],
)
def test_a_point_that_shall_not_be_kept_is_taken_out(talk, said, taken_out):
    talk.say(CALF)
    before = only(talk)
    assert talk.say(said).startswith("Taken out: ")
    assert only(talk) == {**before, taken_out: None}
    talk.say("undo")
    assert only(talk) == before


@pytest.mark.parametrize(
    ("said", "changed"),
    [
        ("other leg", {"side": "right"}),
        ("both of them really", {"side": "both"}),
        ("add that I was stressed", {"triggers": ["stress"]}),
        ("not five, ten", {"duration_s": 600}),
        ("ten, not five", {"duration_s": 600}),
        ("it was a weak one", {"intensity": 2}),
        ("it was a strong one", {"intensity": 7}),
        ("it wasn't five minutes, it was two hours", {"duration_s": 7200}),
        ("also after coffee", {"triggers": ["caffeine"]}),
        ("that one came after my run", {"triggers": ["exercise"]}),
    ],
)
def test_bare_words_straight_after_an_entry_mend_it(talk, said, changed):
    talk.say(CALF)
    before = only(talk)
    assert talk.say(said).endswith("Changed.")
    assert only(talk) == {**before, **changed}


def test_another_cause_told_after_the_entry_leaves_the_first(talk):
    talk.say("twitch in my left calf after coffee")
    talk.say("and because of stress")
    assert only(talk)["triggers"] == ["caffeine", "stress"]


@pytest.mark.parametrize(
    "said",
    [
        "sorry, ignore that",
        "the last one was a mistake",
        "please remove the last entry",
        "nope, delete",
        "not that one",
        "sorry, wrong entry",
        "don't save that",
    ],
)
def test_what_was_just_logged_is_taken_back_in_few_words(talk, said):
    talk.say(CALF)
    assert talk.say(said) == "Taken back: left calf, five minutes."
    assert not talk.entries()


def test_stronger_than_usual_asks_how_strong(talk):
    talk.say(CALF)
    assert talk.say("it was worse than usual") == "How strong was it, from zero to ten?"
    talk.say("seven")
    assert only(talk)["intensity"] == 7


def test_about_a_five_says_how_strong_what_is_asked_about_was(talk):
    talk.say("my left calf twitches in a funny pattern maybe")
    talk.say("yes, about a five")
    assert only(talk)["intensity"] == 5


def test_where_only_something_is_wrong_it_says_what_can_be_said(talk):
    talk.say(CALF)
    assert "Say, for example" in talk.say("can you change that please")
    assert talk.say("no it's not the calf at all").endswith("Where was it?")


def test_an_oops_is_asked_about(talk):
    talk.say(CALF)
    assert talk.say("oops") == "Shall I take back the last entry?"
    assert talk.entries()


def test_what_turns_out_to_be_somebody_elses_is_taken_back(talk):
    talk.say(CALF)
    assert talk.say("sorry, I meant to say that was my husband's") == "Taken back: left calf, five minutes."
