"""Whether words could be all that is said, by the shipped grammar."""

from datetime import datetime

import pytest

from voiceassist.resources import shipped
from voiceassist.understanding import Understanding
from voiceassist.values import Completeness, Decision, Expectation, Hypothesis

NOW = datetime.fromisoformat("2026-11-22T03:10:00+01:00")


@pytest.fixture(scope="module")
def understanding(warm):
    return Understanding.load(shipped("intents") / "en", cache=warm)


def completeness(understanding, text, asks=None):
    heard = [Hypothesis(text, "whisper", held=False, confidence=0.7)]
    expectation = Expectation(asks)
    meanings = understanding.interpret(heard, expectation, NOW)
    settled = all(meaning.decision is Decision.ACCEPT for meaning in meanings)
    return understanding.completeness(heard, expectation, settled=settled)


@pytest.mark.parametrize(
    "text",
    ["undo it", "is this serious", "how many twitches this week", "run the checklist", "can stress cause twitching"],
)
def test_a_thought_that_takes_no_more_values_is_complete(understanding, text):
    assert completeness(understanding, text) is Completeness.COMPLETE


@pytest.mark.parametrize("text", ["log a twitch", "log a twitch in my left calf", "i had two coffees"])
def test_a_thought_that_a_length_or_a_cause_may_follow_can_go_on(understanding, text):
    assert completeness(understanding, text) is Completeness.EXTENDABLE


@pytest.mark.parametrize(
    "text",
    [
        "my left",
        "log a twitch in my left",
        "log a twitch in my left calf for about",
        "my left eyelid is twitching because of",
        "twitch in my left calf after",
        "my calf has been twitching since",
        "i had two",
    ],
)
def test_a_thought_that_lacks_a_value_is_open(understanding, text):
    assert completeness(understanding, text) is Completeness.OPEN


@pytest.mark.parametrize(
    "text",
    ["my lower back keeps twitching", "the muscle under my left eye is twitching", "in the eyelid the last one"],
)
def test_words_of_which_no_beginning_explains_all_owe_nothing(understanding, text):
    assert completeness(understanding, text) is not Completeness.OPEN


def test_a_number_waits_for_its_unit_unless_a_number_was_asked_for(understanding):
    assert completeness(understanding, "about ten", asks="duration") is Completeness.OPEN
    assert completeness(understanding, "three", asks="amount") is Completeness.EXTENDABLE


@pytest.mark.parametrize("text", ["um", "", "log a twitch in my um"])
def test_looking_for_words_is_hesitation(understanding, text):
    assert completeness(understanding, text) is Completeness.HESITATION


@pytest.mark.parametrize("text", ["the bus leaves from the other side", "pass me the remote control"])
def test_other_talk_is_never_complete(understanding, text):
    assert completeness(understanding, text) in (Completeness.UNREAD, Completeness.UNKNOWN, Completeness.OPEN)


def test_a_bare_yes_is_complete_where_it_was_asked_for(understanding):
    assert completeness(understanding, "yes", asks="yes_no") is Completeness.COMPLETE
