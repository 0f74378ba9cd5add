"""When what was understood is right."""

from pathlib import Path

import pytest

from voiceassist.bench.answer import judged
from voiceassist.bench.spoken_suite import Recording
from voiceassist.values import Decision, Interpretation


def meant(slots, decision=Decision.ACCEPT, intent="PaintDoor"):
    return Interpretation(intent, slots, 0.9, decision)


def demanding(intent, slots):
    return Recording("audio/1.flac", Path("audio/1.flac"), intent, slots)


@pytest.mark.parametrize(
    ("demanded", "understood", "right"),
    [
        ({"colour": "red"}, {"colour": "red"}, True),
        ({"colour": "red"}, {"colour": "green"}, False),
        ({"colour": "red"}, {"colour": "red", "coats": 2}, False),
        ({"colour": "*"}, {"colour": "green"}, True),
        ({"colour": "*"}, {}, False),
        ({}, {"colour": None}, True),
    ],
)
def test_every_slot_is_as_demanded_and_a_star_stands_for_any_value(demanded, understood, right):
    assert judged(demanding("PaintDoor", demanded), [meant(understood)]).right is right


def test_asking_is_right_rejecting_is_not_and_more_than_was_said_is_wrong():
    demanded, understood = demanding("PaintDoor", {"colour": "red"}), {"colour": "red"}
    assert judged(demanded, [meant(understood, Decision.CONFIRM)]).right
    assert not judged(demanded, [meant(understood, Decision.REJECT)]).right
    assert not judged(demanded, [meant(understood), meant({}, intent="OpenWindow")]).right


def test_what_was_not_meant_for_it_may_be_asked_about_but_not_taken():
    assert judged(demanding(None, {}), [meant({}, Decision.CONFIRM)]).right
    assert not judged(demanding(None, {}), [meant({})]).right
