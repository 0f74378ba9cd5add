"""What two recognisers heard of one utterance, and what is believed of it."""

from __future__ import annotations

from voiceassist import events
from voiceassist.values import Decision, Hypothesis


def hear(talk, held: str, *free: str) -> str:
    hypotheses = [
        Hypothesis(held, "pocketsphinx", held=True),
        *(Hypothesis(text, "whisper", held=False) for text in free),
    ]
    reply = talk.assistant.turn(hypotheses, now=talk.now, t=1.0, source="voice")
    return reply.text if reply else ""


def test_an_emergency_in_the_free_words_is_answered(talk):
    assert hear(talk, "not sure", "my face is drooping on one side").startswith("Call your local emergency number")


def test_an_emergency_that_only_the_grammar_heard_is_asked_about_and_never_dropped(talk):
    reply = hear(talk, "my face is drooping", "his taste is looping")
    assert reply.endswith("?")
    assert talk.say("yes").startswith("Call your local emergency number")


def test_an_emergency_that_a_lesser_hypothesis_shares_with_the_grammar_is_answered(talk):
    reply = hear(talk, "i can't breathe", "i can breed", "i can't breathe")
    assert reply.startswith("Call your local emergency number")


def test_an_emergency_in_a_lesser_hypothesis_outweighs_words_that_steer(talk):
    talk.say("my left calf twitched")
    assert hear(talk, "talk louder", "talk louder", "i want to die") == "Are you thinking of harming yourself?"
    assert talk.assistant.state.volume == 1.0


def test_a_slow_sign_that_only_the_grammar_made_of_noise_is_left_alone(talk):
    assert hear(talk, "his this feet are weak an", "is this seat taken") == "Sorry?"


def test_the_grammar_alone_does_not_log_what_the_free_words_deny(talk):
    hear(talk, "twitch in my left calf", "did you watch the game last night")
    assert not talk.entries()


def test_a_grammar_alone_is_not_believed_where_its_words_do_not_fit_the_sound(talk):
    doubtful = [Hypothesis("twitch in my left calf", "pocketsphinx", held=True, confidence=0.6)]
    talk.assistant.turn(doubtful, now=talk.now, t=1.0, source="voice")
    assert not talk.entries()
    clear = [Hypothesis("twitch in my left calf", "pocketsphinx", held=True, confidence=0.8)]
    talk.assistant.turn(clear, now=talk.now, t=2.0, source="voice")
    assert len(talk.entries("twitch")) == 1


def test_with_one_recogniser_only_its_signs_are_sure(talk):
    assert hear(talk, "i can't breathe").startswith("Call your local emergency number")


def test_a_word_or_two_that_no_recogniser_wrote_are_asked_about_however_alike_they_sound(talk):
    """“skip” was once heard as “let's get”, which sounds like “yes”."""
    talk.say("run the checklist")
    heard = [
        Hypothesis("skip", "pocketsphinx", held=True, confidence=0.7),
        Hypothesis("let's get", "whisper", held=False, confidence=0.6),
    ]
    talk.assistant.turn(heard, now=talk.now, t=1.0, source="voice")
    assert not [
        event
        for event in talk.events
        if isinstance(event, events.Interpreted) and (event.intent, event.decision) == ("Confirm", Decision.ACCEPT)
    ]


def test_danger_that_either_free_recogniser_hears_first_is_answered_at_once(talk):
    heard = [
        Hypothesis("i can breathe", "whisper-base-en", held=False, confidence=0.8),
        Hypothesis("i can't breathe", "whisper-tiny-en", held=False, confidence=0.7),
    ]
    reply = talk.assistant.turn(heard, now=talk.now, t=0.0, source="voice")
    assert reply is not None
    assert "emergency number" in reply.text


def test_of_a_day_in_one_breath_the_free_words_decide_as_of_a_single_value(talk):
    day = "i slept {} hours had three coffees two glasses of water walked half an hour stress was five and no alcohol"
    assert hear(talk, day.format("six"), day.format("six")).endswith("Logged.")
    talk.say("undo")
    assert hear(talk, day.format("six"), day.format("five")).startswith("Five hours of sleep. Three cups with caffeine")
