"""What was confirmed is done once, and danger is asked about once."""

from __future__ import annotations

from dataclasses import replace

from voiceassist.dialogue import ConfirmForm
from voiceassist.skills.signs import DoubtForm
from voiceassist.triage import HeardSign
from voiceassist.values import Decision, Hypothesis, Interpretation


def asked(talk, form):
    """The conversation with `form` open, as it is after an utterance that was not heard well."""
    dialogue = talk.assistant._dialogue
    dialogue.state = replace(dialogue.state, forms=(form,))


def test_a_confirmed_undo_takes_back_one_step(talk):
    talk.answer("twitch in my left thigh for one minute", "make that ten minutes")
    asked(talk, ConfirmForm("Undo", ({},)))
    talk.say("yes")
    (entry,) = talk.entries("twitch")
    assert entry["duration_s"] == 60


def test_a_confirmed_correction_is_one_step(talk):
    talk.say("twitch in my left thigh for one minute")
    asked(talk, ConfirmForm("Correct", ({"slot": "duration_s", "value": 600},)))
    talk.answer("yes", "undo")
    (entry,) = talk.entries("twitch")
    assert entry["duration_s"] == 60


def test_a_likely_yes_to_a_question_about_danger_is_enough(talk, monkeypatch):
    asked(talk, DoubtForm(HeardSign("breathing", certain=False)))
    likely = (Interpretation("Confirm", confidence=0.8, decision=Decision.CONFIRM),)
    monkeypatch.setattr("voiceassist.assistant.assistant.interpret", lambda *_: likely)
    reply = talk.assistant.turn([Hypothesis("yes", "whisper", held=False)], now=talk.now, t=0.0, source="voice")
    assert "emergency number" in reply.text
    assert talk.levels() == ["emergency"]


def test_a_confirmed_question_is_answered_as_fully_as_one_that_was_heard_well(talk):
    asked(talk, ConfirmForm("AskFaq", ({"topic": "caffeine"},)))
    reply = talk.say("yes")
    assert reply.endswith("Shall I go on?")


def test_go_on_says_yes_to_what_was_asked(talk):
    asked(talk, ConfirmForm("AskFaq", ({"topic": "caffeine"},)))
    assert "caffeine" in talk.say("go on").lower()
    assert talk.assistant.state.forms == ()


def test_two_things_that_may_have_been_meant_are_asked_about_one_after_the_other(talk, monkeypatch):
    likely = (
        Interpretation("LogTwitch", {"place": "calf"}, 0.8, Decision.CONFIRM),
        Interpretation("LogDay", {"measure": "caffeine", "amount": 1, "unit": "cup"}, 0.8, Decision.CONFIRM),
    )
    with monkeypatch.context() as heard:
        heard.setattr("voiceassist.assistant.assistant.interpret", lambda *_: likely)
        assert talk.say("my calf and then a coffee") == "Calf. Shall I log that?"
    assert talk.say("no") == "Okay, I leave it. One cup with caffeine. Shall I log that?"
    assert talk.say("yes") == "One cup with caffeine. Logged."


def test_details_of_a_twitch_that_is_asked_about_agree_to_it(talk):
    assert talk.say("left calf") == "Left calf. Shall I log that?"
    assert talk.say("for ten minutes") == "Left calf, ten minutes. Logged."


def test_undo_to_a_question_takes_back_what_was_asked_and_nothing_before_it(talk):
    talk.say("two coffees")
    asked(talk, ConfirmForm("LogTwitch", ({"place": "calf"},)))
    assert talk.say("undo") == "Okay, I leave it."
    assert len(talk.entries()) == 1
