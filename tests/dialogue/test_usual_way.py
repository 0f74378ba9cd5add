"""After slower, louder or shorter, the usual way of speaking can be asked for."""

import pytest


@pytest.mark.parametrize(
    ("asked", "back", "said"),
    [
        ("slower", "normal speed", "Okay, my usual pace."),
        ("faster", "back to your usual pace", "Okay, my usual pace."),
        ("louder", "normal volume", "Okay, my usual loudness."),
        ("shorter answers", "normal answers", "Okay, answers of the usual length."),
    ],
)
def test_it_is_as_it_was_before(talk, asked, back, said):
    def manner():
        state = talk.assistant.state
        return state.rate, state.volume, state.verbosity

    before = manner()
    talk.say(asked)
    assert manner() != before
    assert talk.say(back) == said
    assert manner() == before


def test_what_was_said_is_said_again_slower_and_after_a_change_of_voice(talk):
    answer = talk.say("is it als")
    assert talk.say("say that again slower") == answer
    assert talk.assistant.state.rate < 1
    assert talk.say("louder") == "Okay, louder."
    assert talk.say("say that again") == answer
