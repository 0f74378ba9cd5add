"""A speaker who goes on after the assistant took them for done: what belongs together is taken together."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.conftest import Conversation
from voiceassist import events
from voiceassist.assistant.continuation import joined
from voiceassist.values import Hypothesis


def say(talk: Conversation, *parts: str) -> str:
    """The reply to the last of `parts`, each said so soon after the one before that both may be one utterance."""

    def whole(spans: int) -> list[Hypothesis]:
        """The sound is not at hand in writing."""
        return []

    reply = None
    for number, part in enumerate(parts):
        talk.now += timedelta(seconds=2)
        heard = [Hypothesis(part, "held", held=True), Hypothesis(part, "free", held=False)]
        reply = talk.assistant.turn(heard, now=talk.now, t=0.0, source="voice", whole=whole if number else None)
    return reply.text if reply else ""


def together(talk: Conversation) -> list[str]:
    return [event.text for event in talk.events if isinstance(event, events.Continued)]


@pytest.mark.parametrize(
    "parts",
    [
        ("how much coffee", "is too much"),
        ("how many twitches", "did I have", "since last monday"),
        ("launch a twitch on my", "left eyelid"),
    ],
    ids=" … ".join,
)
def test_parts_that_make_more_sense_together_are_one_utterance(talk: Conversation, parts: tuple[str, ...]) -> None:
    say(talk, *parts)
    assert together(talk)[-1] == " ".join(parts)
    assert talk.assistant.state.misses == 0


def test_what_was_asked_about_the_first_part_is_asked_no_longer(talk: Conversation) -> None:
    say(talk, "this morning my right eyelid")
    assert [form.kind for form in talk.assistant.state.forms] == ["confirm"]
    say(talk, "this morning my right eyelid", "twitched")
    assert talk.assistant.state.forms == ()


def test_danger_in_the_second_part_takes_the_place_of_what_was_asked_about_the_first(talk: Conversation) -> None:
    say(talk, "this morning my left arm")
    assert [form.kind for form in talk.assistant.state.forms] == ["confirm"]
    say(talk, "this morning my left arm", "went numb and my face is drooping")
    assert talk.levels()[-1:] == ["emergency"]
    assert talk.assistant.state.forms == ()
    assert not talk.entries("twitch")


@pytest.mark.parametrize(
    ("parts", "level"),
    [
        (("my face is", "drooping on one side"), "emergency"),
        (("I can't", "feel my legs any more"), "urgent"),
        (("log a twitch in my left thumb", "and my face is", "drooping"), "emergency"),
        (("log a twitch in my calf for three weeks and i can't", "breathe"), "emergency"),
    ],
    ids=lambda value: " … ".join(value) if isinstance(value, tuple) else value,
)
def test_danger_is_heard_across_a_pause(talk: Conversation, parts: tuple[str, ...], level: str) -> None:
    say(talk, *parts)
    assert talk.levels()[-1:] == [level]


def test_danger_that_a_part_tells_by_itself_needs_no_other_part(talk: Conversation) -> None:
    say(talk, "it is nothing and", "I can't breathe")
    assert talk.levels() == ["emergency"]
    assert together(talk) == []


@pytest.mark.parametrize("second", ["undo", "twitch in my right calf", "what can you do"])
def test_words_that_are_sure_by_themselves_are_taken_by_themselves(talk: Conversation, second: str) -> None:
    say(talk, "launch a", second)
    assert together(talk) == []


def test_what_was_logged_stands_whatever_is_said_next(talk: Conversation) -> None:
    say(talk, "twitch in my left calf", "and the weather was fine")
    assert [(entry["place"], entry["side"]) for entry in talk.entries()] == [("calf", "left")]
    assert together(talk) == []


def test_other_talk_does_not_begin_an_answer_anew(talk: Conversation) -> None:
    say(talk, "is caffeine bad", "the weather in spain")
    assert together(talk) == []


def test_a_part_that_comes_later_is_an_utterance_of_its_own(talk: Conversation) -> None:
    say(talk, "how much coffee")
    say(talk, "is too much")
    assert together(talk) == []


def test_each_hypothesis_of_one_part_goes_with_the_best_of_the_other() -> None:
    first = [Hypothesis("my left", "free", False, 0.9), Hypothesis("my lift", "free", False, 0.2)]
    second = [Hypothesis("calf", "free", False, 0.8), Hypothesis("cough", "free", False, 0.1)]
    held = [Hypothesis("go on", "held", True)]
    assert [(one.text, one.confidence) for one in joined([*held, *first], second)] == [
        ("my left calf", 0.8),
        ("my lift calf", 0.2),
        ("my left cough", 0.1),
    ]
