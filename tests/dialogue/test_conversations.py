"""Typed conversations: what is said, what is written, what is expected next."""

from __future__ import annotations

import json
from datetime import timedelta
from itertools import pairwise

import pytest

from tests.conftest import LANGUAGE
from voiceassist.dialogue import State
from voiceassist.journal.vocabulary import PLACES
from voiceassist.sessions import Session, forget_stale
from voiceassist.skills.spoken_forms import SpokenForms
from voiceassist.values import Hypothesis

SIX = ("no", "no", "no", "no", "no", "no")


class TestLogging:
    def test_one_breath_holds_place_side_duration_beginning_and_trigger(self, talk):
        reply = talk.say(
            "twitching in my left eyelid since this morning, about two minutes each time, maybe too much coffee"
        )
        (entry,) = talk.entries("twitch")
        assert (entry["place"], entry["side"], entry["duration_s"]) == ("eyelid", "left", 120)
        assert entry["since"] == "2026-11-22T09:00:00+01:00"
        assert entry["triggers"] == ["caffeine"]
        assert reply == "Left eyelid, two minutes, since this morning, after caffeine. Logged."

    @pytest.mark.parametrize(
        ("said", "heard"),
        [
            ("I drank eight glasses of water yesterday", "Eight glasses of water, yesterday. Logged."),
            ("I had two coffees today", "Two cups with caffeine. Logged."),
            ("slept six hours last night", "Six hours of sleep, last night. Logged."),
            ("twitch in my left calf at half past eight", "Left calf, at half past eight. Logged."),
            ("twitch in my left calf just now", "Left calf. Logged."),
            ("twitch in my left calf yesterday evening", "Left calf, yesterday evening. Logged."),
        ],
    )
    def test_the_day_and_the_time_that_are_written_down_are_heard(self, talk, said, heard):
        assert talk.say(said) == heard

    def test_a_question_says_since_when(self, talk):
        asked = talk.say("you won't believe it, this calf has been hopping about since Tuesday, love")
        assert asked == "Calf, since Tuesday. Shall I log that?"

    def test_without_a_place_it_asks_for_the_place_and_keeps_the_rest(self, talk):
        assert talk.say("log a twitch for ten minutes") == "Where was it?"
        assert not talk.entries()
        talk.say("right calf")
        (entry,) = talk.entries("twitch")
        assert (entry["place"], entry["side"], entry["duration_s"]) == ("calf", "right", 600)

    def test_two_places_are_two_entries_and_one_undo(self, talk):
        talk.say("twitch in my left eyelid and right calf")
        assert {(e["side"], e["place"]) for e in talk.entries("twitch")} == {("left", "eyelid"), ("right", "calf")}
        talk.say("undo")
        assert not talk.entries()

    def test_several_things_in_one_utterance_are_one_undo(self, talk):
        talk.say("slept five hours and I had two coffees")
        assert {e["measure"] for e in talk.entries("day")} == {"sleep", "caffeine"}
        talk.say("undo")
        assert not talk.entries()

    def test_undo_goes_further_back_each_time(self, talk):
        talk.answer("I had two coffees", "slept five hours", "undo", "undo")
        assert not talk.entries()
        assert talk.say("undo") == "There is nothing to take back."

    def test_a_bare_no_after_a_log_takes_it_back(self, talk):
        talk.answer("twitch in my left calf", "no")
        assert not talk.entries()

    def test_a_correction_changes_the_last_entry_and_says_what_it_is_now(self, talk):
        talk.say("twitch in my left calf for ten minutes")
        reply = talk.say("no, the right one")
        (entry,) = talk.entries("twitch")
        assert (entry["side"], entry["duration_s"]) == ("right", 600)
        assert "right calf" in reply.lower()

    def test_a_no_beside_something_else_takes_nothing_back(self, talk):
        talk.answer("I had two coffees", "oh no my left eyelid is twitching again")
        assert len(talk.entries("day")) == 1

    def test_nothing_is_read_back_that_is_not_on_disk(self, talk):
        talk.journal.close()
        assert "could not save" in talk.say("twitch in my left calf").lower()


class TestChecklist:
    def test_six_no_are_self_care(self, talk):
        talk.say("run the checklist")
        reply = talk.answer(*SIX)
        assert talk.levels() == ["self_care"]
        assert reply.startswith("You said no to all six.")

    def test_the_answers_are_kept_with_where_they_came_from(self, talk):
        talk.say("run the checklist")
        talk.answer("yes", "no", "no", "i'm not sure", "no", "no")
        (entry,) = talk.entries("assessment")
        assert [a["answer"] for a in entry["answers"]] == ["yes", "no", "no", "not_sure", "no", "no"]
        assert {a["from"] for a in entry["answers"]} == {"said"}
        assert entry["level"] == "neurologist"

    def test_a_yes_to_weakness_asks_how_suddenly_and_sudden_is_an_emergency(self, talk):
        talk.answer("run the checklist", "no", "no")
        assert "suddenly" in talk.say("yes")
        assert talk.say("yes").startswith("Call your local emergency number now")
        assert talk.levels()[-1] == "emergency"

    def test_slow_weakness_goes_on_with_the_next_question(self, talk):
        talk.answer("run the checklist", "no", "no", "yes")
        assert "spread" in talk.say("no")

    def test_a_sign_in_words_answers_its_question(self, talk):
        talk.answer("run the checklist", "no", "no")
        talk.say("yes my grip has been getting weaker for weeks")
        talk.answer("no", "no", "no")
        (entry,) = talk.entries("assessment")
        assert entry["answers"][2]["answer"] == "yes"

    def test_starting_over_asks_all_six_again(self, talk):
        talk.answer("run the checklist", "yes", "no", "no")
        assert "more than two weeks" in talk.say("can we start over")
        talk.answer(*SIX)
        (entry,) = talk.entries("assessment")
        assert {answer["answer"] for answer in entry["answers"]} == {"no"}

    def test_leaving_midway_gives_the_result_so_far(self, talk):
        talk.answer("run the checklist", "yes", "yes")
        reply = talk.say("stop")
        assert "so far" in reply.lower()
        assert "doctor this week" in reply

    def test_a_question_in_between_is_answered_and_the_checklist_goes_on(self, talk):
        talk.answer("run the checklist", "no")
        reply = talk.say("can stress cause twitching")
        assert "stress" in reply.lower()
        assert reply.endswith("become smaller?")

    def test_a_log_in_between_is_kept(self, talk):
        talk.answer("run the checklist", "no", "log a twitch in my left thumb")
        assert len(talk.entries("twitch")) == 1

    def test_silence_is_no_answer(self, talk):
        talk.say("run the checklist")
        again = talk.assistant.silence(now=talk.now, t=0.0)
        assert again.text.endswith("lifestyle changes?")
        talk.assistant.silence(now=talk.now, t=0.0)
        assert not talk.assistant.state.forms

    def test_the_journal_answers_with_yes_and_never_with_no(self, talk):
        for days in range(20, 0, -2):
            talk.say(f"twitch in my left calf {days} days ago")
        reply = talk.say("is this serious")
        assert "left calf" in reply
        assert "smaller" in reply, "the first question is answered by the journal"


class TestDanger:
    @pytest.mark.parametrize("state", ["", "run the checklist", "log a twitch", "is this serious"])
    @pytest.mark.parametrize(
        "words", ["my face is drooping on one side", "I can't breathe", "I have chest pain", "I want to kill myself"]
    )
    def test_an_emergency_is_answered_first_in_every_state(self, talk, state, words):
        if state:
            talk.say(state)
        reply = talk.say(words)
        assert talk.levels()[-1] == "emergency"
        assert "emergency number" in reply.split("?")[0]

    def test_nothing_follows_words_of_self_harm(self, talk):
        talk.say("run the checklist")
        assert talk.say("I want to end my life").endswith("a crisis line now.")
        assert not talk.entries()

    def test_an_emergency_of_somebody_else_is_not_written_down(self, talk):
        assert "for them" in talk.say("my mother's face is drooping")
        assert not talk.entries()

    def test_an_unstated_onset_is_asked_once(self, talk):
        assert "suddenly" in talk.say("my arm is weak")
        assert "emergency number" in talk.say("i'm not sure")

    def test_a_sign_in_passing_is_weighed_and_the_twitch_still_logged(self, talk):
        talk.say("my hand has been getting weak for weeks, log a twitch in my left thumb")
        assert len(talk.entries("twitch")) == 1
        assert "neurologist" in talk.levels()

    def test_what_comes_with_a_twitch_goes_through_the_ladder(self, talk):
        reply = talk.say("twitch in my hand with numbness")
        assert len(talk.entries("twitch")) == 1
        assert "suddenly" in reply

    def test_no_score_silences_a_sign_that_no_template_foresaw(self, talk):
        reply = talk.say("bananas seventeen my face is drooping purple elephants tomorrow")
        assert reply.startswith("Call your local emergency number now")


class TestTalk:
    def test_a_long_answer_stops_for_breath_and_goes_on(self, talk):
        first = talk.say("what are the red flags")
        assert first.endswith("Shall I go on?")
        assert len(first.split()) <= 40
        assert talk.say("more") != first

    def test_chatter_is_not_logged_and_sorry_is_never_said_twice_alike(self, talk):
        said = (Hypothesis("is this seat taken", "whisper", held=False),)
        replies = [talk.assistant.turn(said, now=talk.now, t=0.0, source="voice") for _ in range(5)]
        assert len({reply.text for reply in replies if reply}) == 3
        assert replies[-1] is None
        assert not talk.entries()

    def test_who_types_is_never_left_without_a_word(self, talk):
        replies = [talk.say("is this seat taken") for _ in range(5)]
        assert all(replies)
        assert all(reply != after for reply, after in pairwise(replies))

    def test_repeat_says_the_last_reply(self, talk):
        reply = talk.say("today's tip")
        assert talk.say("say that again") == reply

    def test_the_tip_stays_the_same_all_day_and_none_repeats_until_all_were_heard(self, talk, language):
        tips = len(language.knowledge.tips)
        heard = []
        for _ in range(tips):
            heard.append(talk.say("today's tip"))
            talk.now = talk.now.replace(hour=9) + __import__("datetime").timedelta(days=1)
        assert len(set(heard)) == tips

    def test_a_goodbye_in_two_halves_ends_too(self, talk):
        assert talk.assistant.typed_turn("that's all for today, bye", now=talk.now).ends

    def test_one_utterance_leads_to_one_question(self, talk):
        reply = talk.say("do I need to worry about these twitches")
        assert reply.count("?") == 1
        assert "two weeks" in reply

    def test_goodbye_ends(self, talk):
        assert talk.assistant.typed_turn("goodbye", now=talk.now).ends

    def test_a_conversation_survives_being_put_away(self, talk, tmp_path):
        talk.answer("run the checklist", "no", "no", "yes")
        session = Session(tmp_path, "evening")
        session.save(talk.assistant.state, talk.now)
        assert session.load(talk.now) == talk.assistant.state
        assert json.loads((tmp_path / "sessions" / "evening.json").read_text())["state"]["forms"]
        assert isinstance(session.load(talk.now), State)

    def test_a_conversation_that_is_over_is_forgotten_when_the_program_is_next_used(self, talk, tmp_path):
        talk.say("my hand is numb")
        for name, ago in (("old", timedelta(hours=30)), ("fresh", timedelta(minutes=30))):
            Session(tmp_path, name).save(talk.assistant.state, talk.now - ago)
        (tmp_path / "sessions" / "mine.json").write_text("{}")
        forget_stale(tmp_path, talk.now)
        assert sorted(file.name for file in (tmp_path / "sessions").iterdir()) == ["fresh.json", "mine.json"]


class TestWhatWasLogged:
    def test_it_tells_all_that_was_logged_and_the_twitches_of_a_place_alone(self, talk):
        talk.answer("twitch in my left calf", "I slept five hours", "I had two coffees")
        told = talk.say("what did I log today")
        assert "One twitch. Left calf" in told
        assert "Besides, two cups with caffeine and five hours of sleep." in told
        assert "sleep" not in talk.say("list my twitches in my left calf")

    def test_a_day_without_twitches_is_not_an_empty_one(self, talk):
        talk.say("I had two coffees")
        assert talk.say("what did I log today") == "No twitches, but two cups with caffeine."

    def test_what_is_logged_in_the_same_breath_as_the_question_is_not_denied(self, talk):
        told = talk.say("my eyelid has been twitching for three days, is this serious")
        assert "It is the first in your journal." in told


def test_a_day_told_in_one_breath_is_logged_whole(talk):
    talk.say(
        "I slept six hours, had three coffees, two glasses of water, walked half an hour, stress was five"
        " and I took magnesium"
    )
    measures = [(entry["measure"], entry["amount"]) for entry in talk.entries("day")]
    assert measures == [("sleep", 6), ("caffeine", 3), ("water", 2), ("exercise", 0.5), ("stress", 5)]
    assert [entry["text"] for entry in talk.entries("note")] == ["magnesium"]


def test_a_no_in_the_check_in_is_no_stress_of_zero(talk):
    talk.answer("check in", "two coffees", "a litre", "no", "no")
    assert [entry["measure"] for entry in talk.entries("day")] == ["caffeine", "water"]


@pytest.mark.parametrize("place", PLACES)
def test_what_is_called_a_place_when_read_back_is_taken_as_that_place(talk, place):
    name = SpokenForms.load(LANGUAGE).whereabouts({"place": place, "side": None})
    talk.say(f"log a twitch in my {name}")
    assert [entry["place"] for entry in talk.entries("twitch")] == [place]


def test_a_bare_place_is_offered_to_be_logged(talk):
    assert talk.say("left eyelid").endswith("Shall I log that?")
    talk.say("yes")
    assert [(entry["place"], entry["side"]) for entry in talk.entries("twitch")] == [("eyelid", "left")]
