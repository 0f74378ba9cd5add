"""Whoever tells how hard it is hears something warm and one thing to do; danger is answered as ever."""

from __future__ import annotations

import re

import pytest

WARM = re.compile("sorry|understand|with you|frightening")
TOLD = (
    "I'm scared",
    "nobody believes me",
    "I feel so alone",
    "I am crying",
    "I'm exhausted",
    "I'm having a panic attack",
    "help me calm down",
    "I can't sleep because of it",
    "am I dying",
)


@pytest.mark.parametrize("words", TOLD)
def test_it_is_met_warmly_and_in_one_breath(talk, words):
    reply = talk.say(words)
    assert WARM.search(reply)
    assert "Shall I go on" not in reply
    assert not talk.entries()


@pytest.mark.parametrize("words", ["am I dying", "will I die", "is it fatal"])
def test_no_disease_is_named_to_whoever_fears_to_die(talk, words):
    assert "A L S" not in talk.say(words)


@pytest.mark.parametrize("alarm", ["I can't breathe", "I want to kill myself"])
@pytest.mark.parametrize(
    "words",
    [*TOLD, "I feel better now", "hello", "are you there", "how long do I have to wait", "what does urgent mean"],
)
def test_after_an_alarm_the_alarm_is_said_again(talk, alarm, words):
    told = talk.say(alarm)
    assert "emergency number" in told
    assert talk.say(words) == told


@pytest.mark.parametrize(
    "words",
    [
        "I feel so alone I want to die",
        "I'm having a panic attack and I can't breathe",
        "I'm scared, my face is drooping on one side",
        "I'm crying all the time and I want it to end",
    ],
)
def test_danger_in_the_same_breath_is_all_that_is_answered(talk, words):
    reply = talk.say(words)
    assert talk.levels() == ["emergency"]
    assert not re.search("Say, is this serious|Breathe in slowly|crisis line listens", reply)


def test_the_checklist_goes_on_afterwards(talk):
    question = talk.say("run the checklist").partition("not sure. ")[2]
    assert talk.say("I'm scared").endswith(question)


def test_who_asks_twice_whether_they_will_die_has_not_said_yes(talk):
    first = talk.say("am I going to die")
    assert talk.say("am I going to die") == first
    assert talk.levels() == []
    talk.say("no")
    assert talk.assistant.state.forms == ()
