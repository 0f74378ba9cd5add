"""Whether what was heard is the assistant itself."""

import pytest

from voiceassist.listening.own_voice import is_own_voice

REPLY = "Left calf, two minutes, after caffeine. Logged. You can say stop at any time."


@pytest.mark.parametrize(
    "heard", ["two minutes after caffeine", "left half two minutes after", "you can say stop at any"]
)
def test_a_piece_of_the_reply_even_a_little_misheard_is_its_own_voice(heard):
    assert is_own_voice([heard], REPLY)


@pytest.mark.parametrize("heard", ["stop", "left calf", "no the right calf", "i can't breathe", "how many this week"])
def test_what_a_person_says_is_not(heard):
    assert not is_own_voice([heard], REPLY)


def test_both_recognisers_must_hear_the_reply():
    assert not is_own_voice(["two minutes after caffeine", "my face is drooping"], REPLY)


@pytest.mark.parametrize("heard", ["caffeine", "two minutes", "logged"])
def test_a_word_of_the_reply_that_nobody_would_say_by_itself_is_its_own_voice(heard):
    assert is_own_voice([heard], REPLY, makes_sense=False)
    assert not is_own_voice([heard], REPLY)


def test_other_words_are_somebody_elses_even_where_they_make_no_sense():
    assert not is_own_voice(["the kettle"], REPLY, makes_sense=False)
    assert not is_own_voice(["at"], REPLY, makes_sense=False)


def test_nothing_heard_is_nobody():
    assert not is_own_voice([""], REPLY)
