"""Push to talk: from one press to the next.  The keyboard is a list, since no terminal is needed to say when."""

from dataclasses import dataclass

import numpy as np

from voiceassist.wake.key import BetweenKeys


@dataclass(frozen=True)
class Piece:
    samples: np.ndarray
    end: float


def admitted(presses):
    pressed = iter(presses)
    gate = BetweenKeys(lambda: next(pressed), "space")
    pieces = [Piece(np.zeros(512, np.int16), number * 0.032) for number in range(len(presses))]
    return [gate.admit(piece, busy=False) for piece in pieces]


def test_only_what_comes_between_two_presses_is_listened_to():
    happened = admitted([False, True, False, False, True, False])
    assert [len(one.frames) for one in happened] == [0, 1, 1, 1, 0, 0]
    assert [one.opened_by for one in happened] == [None, "space", None, None, None, None]
    assert [one.closed for one in happened] == [False, False, False, False, True, False]


def test_a_press_during_a_reply_stops_it_and_begins_ones_own_turn():
    pressed = iter([False, True, False, False])
    gate = BetweenKeys(lambda: next(pressed), "space")
    assert not gate.interrupts()
    assert gate.interrupts()
    first, then = (gate.admit(Piece(np.zeros(512, np.int16), t), busy=False) for t in (1.0, 1.032))
    assert (first.opened_by, len(first.frames), len(then.frames)) == ("space", 1, 1)
