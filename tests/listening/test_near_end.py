"""What of the microphone counts as somebody else while the assistant speaks."""

import numpy as np
import pytest

from voiceassist.devices.echo.protocol import Residue
from voiceassist.devices.source import Frame
from voiceassist.listening.near_end import NO_ECHO_AFTER, NearEnd
from voiceassist.values import FRAME

SOUND = np.full(FRAME, 1000, np.int16)


class Canceller:
    """Stands in for the canceller, whose own tests are in tests/devices: says of every frame what the test wants."""

    def __init__(self, residue):
        self.residue = residue

    def clean(self, frame, heard_at):
        return frame


def passes(residue, heard_at=1.0, frames=1):
    near = NearEnd(Canceller(residue))
    return [bool(near.feed(Frame(SOUND, 0.0, heard_at)).any()) for _ in range(frames)][-1]


def test_without_a_canceller_and_from_files_everything_passes():
    assert NearEnd(None).feed(Frame(SOUND, 0.0, 1.0)).any()
    assert passes(Residue(sounding=True, known=False), heard_at=None)


def test_while_nothing_sounds_everything_passes():
    assert passes(Residue(sounding=False))


@pytest.mark.parametrize(
    ("settled", "left", "person"),
    [(True, -50.0, False), (True, -35.0, True), (True, -25.0, True), (False, -35.0, False), (False, -25.0, True)],
)
def test_what_is_left_must_be_loud_enough_to_be_a_person_and_louder_while_the_room_is_new(settled, left, person):
    residue = Residue(sounding=True, known=True, settled=settled, echo=-30.0, left=left)
    assert passes(residue) is person


def test_a_person_is_let_by_for_three_frames_more_in_which_the_echo_is_louder():
    canceller = Canceller(Residue(sounding=True, known=True, echo=-30.0, left=-25.0))
    near = NearEnd(canceller)
    passed = [near.feed(Frame(SOUND, 0.0, 1.0)).any()]
    canceller.residue = Residue(sounding=True, known=True, echo=-30.0, left=-50.0)
    passed += [near.feed(Frame(SOUND, 0.0, 1.0)).any() for _ in range(5)]
    assert passed == [True, True, True, True, False, False]


def test_before_the_room_is_known_nothing_passes_unless_there_is_no_echo_at_all():
    assert not passes(Residue(sounding=True, known=False))
    assert passes(Residue(sounding=True, known=False), frames=NO_ECHO_AFTER + 1)
