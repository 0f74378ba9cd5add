"""What recognisers are told to expect."""

from __future__ import annotations

from pathlib import Path

import pocketsphinx
import pytest

from voiceassist.understanding import Understanding
from voiceassist.understanding.speech_context import MOST_PHRASES, PROMPT_TOKENS, TOKENS_A_WORD
from voiceassist.values import Expectation

FOLDER = Path(__file__).parent / "subjects" / "kitchen_timer" / "en"


@pytest.fixture(scope="module")
def kitchen() -> Understanding:
    return Understanding.load(FOLDER)


def test_pocketsphinx_takes_the_grammar(kitchen: Understanding) -> None:
    decoder = pocketsphinx.Decoder(lm=None, loglevel="FATAL")
    context = kitchen.context(Expectation())
    for word in context.phrases:
        if " " not in word and decoder.lookup_word(word) is None:
            decoder.add_word(word, "S IH L", update=False)
    decoder.add_jsgf_string("now", context.jsgf)
    decoder.activate_search("now")


def test_the_grammar_holds_only_what_may_be_said_now(kitchen: Understanding) -> None:
    def answers(asks: str | None) -> bool:
        return "= <l_minutes> [" in kitchen.context(Expectation(asks)).jsgf

    assert [answers(asks) for asks in ("minutes", "dish", None)] == [True, False, False]


def test_rules_are_shared_not_copied(kitchen: Understanding) -> None:
    assert kitchen.context(Expectation()).jsgf.count("spaghetti") == 1


def test_phrases_hold_every_word_and_the_wordings_of_values(kitchen: Understanding) -> None:
    phrases = kitchen.context(Expectation()).phrases
    assert {"timer", "sourdough bread", "boiled eggs", "twelve", "good"} <= set(phrases)
    assert len(phrases) == len(set(phrases)) <= MOST_PHRASES


def test_the_prompt_begins_with_what_is_expected_and_stays_short(kitchen: Understanding) -> None:
    assert kitchen.context(Expectation(favours=("Salute",))).prompt.lower().startswith(("good", "hello"))
    assert kitchen.context(Expectation(asks="minutes")).prompt.split(".")[0].endswith(("minute", "minutes"))
    for expectation in (Expectation(), Expectation(asks="minutes"), Expectation(favours=("Salute", "AskTimer"))):
        prompt = kitchen.context(expectation).prompt
        assert 5 <= len(prompt.split()) * TOKENS_A_WORD <= PROMPT_TOKENS


def test_equal_expectations_have_equal_contexts_and_others_do_not(kitchen: Understanding) -> None:
    again = Understanding.load(FOLDER)
    assert kitchen.context(Expectation("minutes")) == again.context(Expectation("minutes"))
    assert kitchen.context(Expectation("minutes")).key != kitchen.context(Expectation()).key
