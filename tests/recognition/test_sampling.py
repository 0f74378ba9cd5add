"""Sentences drawn from a grammar for recognisers that learn from examples."""

from collections import Counter

from voiceassist.recognition.sampling import sampled_sentences
from voiceassist.values import WordNetwork

# start ─▶ hello ─▶ (there) ─▶ end, and a hundred times less often: start ─▶ farewell ─▶ end
GREETING = WordNetwork(
    "greeting",
    4,
    0,
    1,
    ((0, 2, 1.0, "hello"), (2, 1, 1.0, "there"), (2, 1, 1.0, ""), (0, 3, 0.01, "farewell"), (3, 1, 1.0, "")),
)


def test_every_sentence_is_one_of_the_grammar() -> None:
    drawn = sampled_sentences(GREETING, 1000, lambda _word: True)
    assert set(drawn) == {"hello", "hello there", "farewell"}


def test_sentences_come_as_often_as_the_weights_say() -> None:
    often = Counter(sampled_sentences(GREETING, 10_000, lambda _word: True))
    assert 4000 < often["hello"] < 6000
    assert 4000 < often["hello there"] < 6000
    assert 50 < often["farewell"] < 200


def test_the_same_grammar_gives_the_same_sentences() -> None:
    assert sampled_sentences(GREETING, 50, bool) == sampled_sentences(GREETING, 50, bool)


def test_sentences_with_a_word_that_is_not_known_are_left_out() -> None:
    assert set(sampled_sentences(GREETING, 1000, lambda word: word != "there")) == {"hello", "farewell"}
    assert sampled_sentences(GREETING, 1000, lambda _word: False) == ()


def test_a_known_word_that_was_never_drawn_comes_by_itself() -> None:
    rare = WordNetwork("rare", 2, 0, 1, ((0, 1, 1.0, "often"), (0, 1, 1e-9, "hardly")))
    assert Counter(sampled_sentences(rare, 100, lambda _word: True)) == {"often": 100, "hardly": 1}
    blocked = WordNetwork("blocked", 3, 0, 1, ((0, 2, 1.0, "strange"), (2, 1, 1.0, "word")))
    assert sampled_sentences(blocked, 100, lambda word: word == "word") == ("word",)


def test_a_grammar_of_nothing_gives_nothing() -> None:
    assert sampled_sentences(WordNetwork("empty", 2, 0, 1, ()), 10, lambda _word: True) == ()
