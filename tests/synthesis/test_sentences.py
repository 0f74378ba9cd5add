"""A reply is cut into sentences without losing a word."""

from voiceassist.synthesis.sentences import LONGEST, fixed_sentences, split


def test_sentences_are_cut_after_their_punctuation():
    assert split("Left eyelid, two minutes. Logged! Anything else?") == [
        "Left eyelid, two minutes.",
        "Logged!",
        "Anything else?",
    ]


def test_numbers_and_abbreviations_do_not_end_a_sentence():
    assert split("You slept 7.5 hours, e.g. enough. Dr. Who agrees.") == [
        "You slept 7.5 hours, e.g. enough.",
        "Dr. Who agrees.",
    ]


def test_lines_are_sentences_and_nothing_else_is_left_of_blank_ones():
    assert split("First line\n\n  second line \n...\n") == ["First line", "second line"]


def test_nothing_to_say_is_no_sentence():
    assert split("") == split("  \n") == split("... !? —") == []


def test_long_text_is_cut_at_clauses_then_words_then_anywhere_and_nothing_is_lost():
    clauses = "when it came back in the evening, " * 40
    words = "twitch " * 200
    letters = "a" * 1000
    for text in (clauses, words, letters):
        pieces = split(text)
        assert all(0 < len(piece) <= LONGEST for piece in pieces)
        assert "".join("".join(pieces).split()) == "".join(text.split())
    assert all(piece.endswith(",") for piece in split(clauses))


def test_what_would_stop_an_engine_short_is_taken_out():
    assert split("left\x00 calf\ud800.") == ["left  calf ."]


def test_fixed_sentences_are_the_pieces_of_the_texts():
    assert fixed_sentences(["Call now. Stay calm.", "Sorry?"]) == {"Call now.", "Stay calm.", "Sorry?"}
