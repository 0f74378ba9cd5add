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
