"""What an utterance takes from the one before it: its place, its entry, its alarm, or the question that it answers."""

from __future__ import annotations

import pytest

from voiceassist import events

BREATHLESS = "my chest hurts and I can't breathe"
UNSURE = "my left calf twitches in a funny pattern maybe"
"""Something that is asked about before it is logged."""


def places(talk):
    return [(entry["side"], entry["place"]) for entry in talk.entries("twitch")]


class TestAgain:
    @pytest.mark.parametrize(
        ("said", "side"),
        [
            ("and my right one", "right"),
            ("the right one too", "right"),
            ("the other one too", "right"),
            ("now the other side", "right"),
            ("another one", "left"),
            ("it twitched again", "left"),
            ("same place again", "left"),
        ],
    )
    def test_adds_a_twitch_where_the_last_one_was(self, talk, said, side):
        talk.answer("my left calf twitched", said)
        assert places(talk) == [("left", "calf"), (side, "calf")]

    def test_a_side_goes_to_the_entry_that_has_none(self, talk):
        assert talk.answer("my eyelid twitched", "and the left one") == "Left eyelid. Changed."
        assert places(talk) == [("left", "eyelid")]

    def test_without_a_twitch_before_it_means_nothing(self, talk):
        assert talk.say("another one") == "Sorry?"

    def test_whether_that_was_logged_is_answered_with_what_was(self, talk):
        assert talk.answer("two coffees", "did you get that?") == "I said: Two cups with caffeine. Logged."

    def test_a_repeated_read_back_says_that_it_is_one(self, talk):
        assert talk.answer("my left calf twitched", "repeat that") == "I said: Left calf. Logged."
        assert talk.say("no") == "Taken back: left calf."


class TestACorrectionInTheSameBreath:
    @pytest.mark.parametrize(
        "said",
        [
            "my left calf twitched, no, the right one",
            "my left calf twitched I mean the right one",
        ],
    )
    def test_of_a_twitch(self, talk, said):
        talk.say("my left thumb twitched")
        assert talk.say(said) == "Right calf. Logged."
        assert places(talk) == [("left", "thumb"), ("right", "calf")]

    def test_of_a_value(self, talk):
        assert talk.say("I had a coffee, no, two coffees") == "Two cups with caffeine. Logged."

    def test_a_time_after_a_note_is_not_about_the_entry_before(self, talk):
        talk.answer("I stopped taking the magnesium", "I started sertraline last week")
        at = {entry["text"]: entry["at"][:10] for entry in talk.entries("note")}
        assert at == {"I stopped taking the magnesium": "2026-11-22", "sertraline": "2026-11-15"}

    def test_what_does_not_fit_makes_it_ask(self, talk):
        assert talk.say("my calf twitched in 1995") == "Calf. Shall I log that?"
        assert not talk.entries()

    @pytest.mark.parametrize("said", ["no, the right one", "yes, the right one"])
    def test_of_what_was_asked_about(self, talk, said):
        assert talk.say(UNSURE) == "Left calf. Shall I log that?"
        assert talk.say(said) == "Right calf. Logged."


class TestOfTwoTheNamedOneIsCorrected:
    def test_by_its_place(self, talk):
        talk.answer("my right eyelid twitched", "my left calf twitched", "no the calf was the right one")
        assert places(talk) == [("right", "eyelid"), ("right", "calf")]


class TestTheEntryThatWasToldOf:
    def test_is_the_one_that_is_deleted(self, talk):
        talk.answer("my left calf twitched", "I had three coffees", "what was my last entry")
        assert talk.say("delete it") == "Taken back: left calf."
        assert not places(talk)
        assert talk.say("undo") == "Back again: left calf."
        assert len(talk.entries("day")) == 1

    def test_is_the_one_that_is_corrected(self, talk):
        talk.answer("my left calf twitched", "I had three coffees", "what was my last entry", "no, the right one")
        assert places(talk) == [("right", "calf")]


class TestAfterAnAlarm:
    @pytest.mark.parametrize(
        "said", ["what should I do", "are you sure", "who do I call", "it's gone now", "can't it wait until tomorrow"]
    )
    def test_whoever_doubts_it_hears_it_again(self, talk, said):
        alarm = talk.say(BREATHLESS)
        assert talk.say(said) == alarm
        assert talk.say("are you sure") == alarm

    def test_until_something_else_is_talked_about(self, talk):
        talk.answer(BREATHLESS, "my left calf twitched")
        assert not talk.say("what should I do").startswith("Call")


class TestAnAmountThatWasNotTold:
    def test_is_asked_for_once(self, talk):
        assert talk.say("I slept badly") == "Sleep. Logged. How many hours?"
        assert talk.say("five hours") == "Five hours of sleep. Logged."
        (night,) = talk.entries("day")
        assert (night["measure"], night["amount"], night["unit"]) == ("sleep", 5, "h")
        assert talk.say("undo") == "Taken back: five hours of sleep."

    @pytest.mark.parametrize("said", ["no", "skip", "I don't know"])
    def test_may_stay_untold(self, talk, said):
        assert talk.answer("I drank a lot of coffee today", said) == "Okay."
        assert [entry["amount"] for entry in talk.entries("day")] == [None]

    def test_is_not_asked_for_again(self, talk):
        assert talk.answer("I'm stressed", "my left calf twitched") == "Left calf. Logged."
        assert not talk.assistant.state.forms


class TestThanks:
    def test_are_for_an_answer(self, talk):
        talk.say("can stress cause twitching")
        assert talk.say("thank you") == "You are welcome."

    def test_of_nothing_are_not_understood(self, talk):
        talk.say("thank you")
        assert not [one for one in talk.events if isinstance(one, events.Interpreted) and one.intent]


def test_a_plan_is_stopped_by_voice_and_gone_on_with(talk):
    talk.answer("start the plan", "four", "one", "seven", "five")
    assert talk.say("stop the plan").startswith("Your plan is stopped.")
    assert talk.say("how is the plan going").startswith("There is no plan")
    talk.say("undo")
    assert talk.say("how is the plan going").startswith("Day one")


def test_not_sure_is_said_to_count_as_yes(talk):
    reply = talk.answer("run the checklist", "no", "no", "no", "not sure", "no", "no")
    assert "Not sure counts as yes." in reply


@pytest.mark.parametrize(
    ("asked", "answered"),
    [
        ("how much water should I drink", "At least two liters of water a day."),
        ("how much coffee can I drink", "I know no amount of caffeine that is right for everyone."),
        ("how much sleep do I need", "Seven to nine hours"),
        ("can dehydration cause twitching", "Too little water"),
    ],
)
def test_how_much_is_answered_with_an_amount(talk, asked, answered):
    assert talk.say(asked).startswith(answered)


class TestDangerOfYearsAgo:
    """Nobody is sent to hospital for it, and nothing is missed: whether it has come back is asked."""

    def test_is_asked_about_and_let_go(self, talk):
        reply = talk.say("I fainted once at school about forty years ago and never since")
        assert reply == "Is that happening again now, or did it in the last few days?"
        assert talk.say("no") == "Okay."
        assert not talk.entries()

    def test_that_has_come_back_is_an_emergency(self, talk):
        reply = talk.answer("I had a stroke in the nineties", "yes")
        assert reply.startswith("Call your local emergency number now.")

    def test_beside_what_is_happening_now_hides_nothing(self, talk):
        reply = talk.say("I had a stroke ten years ago and now my chest hurts")
        assert reply.startswith("Call your local emergency number now.")


class TestTheLastEntry:
    def test_is_the_last_twitch_and_what_was_logged_after_it(self, talk):
        reply = talk.answer("my left calf twitched", "I slept six hours", "what was my last entry")
        assert reply.startswith("The last one: left calf")
        assert reply.endswith("After it you logged six hours of sleep.")

    def test_need_be_no_twitch(self, talk):
        talk.say("I had two coffees")
        assert talk.say("what was my last entry") == "No twitches, but two cups with caffeine."
        assert talk.say("delete it") == "Taken back: two cups with caffeine."
