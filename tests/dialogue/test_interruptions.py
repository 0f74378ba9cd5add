"""What words do that are spoken into a reply."""

import pytest

from voiceassist import events
from voiceassist.assistant import typed
from voiceassist.values import Completeness, Hypothesis

UNSAID = "It makes the nerves easier to set off. Shall I go on?"


def interrupt(talk, text):
    return talk.assistant.interruption(typed(text), UNSAID, now=talk.now, t=1.0)


def test_stop_is_answered_with_silence_and_go_on_says_what_was_left(talk):
    talk.say("can stress cause muscle twitching")
    outcome = interrupt(talk, "stop")
    assert outcome.understood
    assert outcome.reply is None
    assert talk.say("go on").startswith("It makes the nerves easier to set off.")


def test_stop_leaves_an_open_question_open(talk):
    talk.say("run the checklist")
    assert interrupt(talk, "stop").reply is None
    assert talk.assistant.state.forms


def test_a_new_request_is_answered(talk):
    talk.say("can stress cause muscle twitching")
    outcome = interrupt(talk, "log a twitch in my left calf for two minutes")
    assert "Left calf" in outcome.reply.text
    assert [entry["place"] for entry in talk.entries("twitch")] == ["calf"]


@pytest.mark.parametrize("text", ["i can't breathe", "my face is drooping on one side", "stop i have chest pain"])
def test_an_emergency_is_answered_as_ever(talk, text):
    talk.say("run the checklist")
    interrupt(talk, text)
    assert talk.levels() == ["emergency"]


def test_what_was_not_meant_for_the_assistant_is_passed_over_so_that_the_reply_can_go_on(talk):
    talk.say("can stress cause muscle twitching")
    outcome = interrupt(talk, "the bus leaves from the other side")
    assert not outcome.understood
    assert outcome.reply is None
    assert talk.assistant.state.misses == 0


def test_a_reply_stopped_by_hand_can_be_gone_on_with(talk):
    talk.say("can stress cause muscle twitching")
    talk.assistant.hushed(UNSAID)
    assert talk.say("go on").startswith("It makes the nerves easier to set off.")
    assert not any(isinstance(event, events.Error) for event in talk.events)


def test_a_sign_of_danger_is_a_whole_thought_without_a_sentence_around_it(talk):
    heard = [Hypothesis("everybody look her face is drooping", "whisper", held=False, confidence=0.7)]
    assert talk.assistant.foresee(heard, now=talk.now).completeness in (Completeness.EXTENDABLE, Completeness.COMPLETE)


def test_words_that_mean_nothing_so_far_are_waited_for(talk):
    heard = [Hypothesis("the bus leaves from", "whisper", held=False, confidence=0.7)]
    assert talk.assistant.foresee(heard, now=talk.now).completeness in (Completeness.UNREAD, Completeness.OPEN)
