"""Whatever keeps a reply from being spoken, the loop is told that it is over."""

import pytest

from voiceassist.devices.null import Null
from voiceassist.errors import VoiceAssistError
from voiceassist.listening import Mouth
from voiceassist.listening.talk import Silent, Talk


class Broken:
    """A voice that fails."""

    name = "broken"

    def __init__(self, problem):
        self.problem = problem

    def render(self, text, *, rate=1.0, volume=1.0):
        raise self.problem

    def close(self): ...


@pytest.mark.parametrize("problem", [VoiceAssistError("no voice"), OSError("no voice"), ValueError("no voice")])
def test_a_voice_that_fails_is_told_and_what_was_to_be_said_is_kept(problem):
    voice = Broken(problem)
    talk = Talk(voice, Mouth(voice, Null(), duplex=True), "Left calf. Logged.", rate=1.0, volume=1.0, speech_end=None)
    talk.start()
    talk.join()
    assert list(talk.happenings()) == [Silent("no voice")]
    assert talk.unsaid == "Left calf. Logged."
