"""When an earcon is heard.  The loudspeaker and the clock are stand-ins: what counts here is order, not sound."""

from __future__ import annotations

import pytest

from voiceassist import events
from voiceassist.devices.earcon_player import LONG, SAME_BREATH, EarconPlayer
from voiceassist.devices.earcons import NAMES, earcon
from voiceassist.values import Decision

HEARD = events.Utterance(1.0, "", "", 0.8, None)
REJECTED = events.Interpreted(1.0, Decision.REJECT, None, {}, 0.0)
LEVEL = events.Level(1.2, -50.0)


class Clock:
    """Lets time pass on demand."""

    def __init__(self) -> None:
        self.now, self.waiting = 0.0, []

    def later(self, seconds, do):
        clock = self

        class Waiting:
            at = self.now + seconds

            def cancel(self):
                if self in clock.waiting:
                    clock.waiting.remove(self)

        waiting = Waiting()
        waiting.do = do
        self.waiting.append(waiting)
        self.pass_(0.0)
        return waiting

    def pass_(self, seconds):
        self.now += seconds
        for waiting in [one for one in self.waiting if one.at <= self.now]:
            waiting.cancel()
            waiting.do()


class Played:
    """Remembers what was played."""

    def __init__(self) -> None:
        self.names = []

    def play(self, samples, rate, should_stop=None, first_audio=None):
        self.names += [name for name in NAMES if earcon(name).tobytes() == samples.tobytes()]
        return True

    def close(self):
        pass


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def played():
    return Played()


@pytest.fixture
def player(clock, played):
    return EarconPlayer(played, frozenset(NAMES), clock.later)


def test_a_call_is_acknowledged_when_the_caller_pauses(player, clock, played):
    player(events.Awake(0.5, "hey jarvis"))
    assert played.names == []
    clock.pass_(SAME_BREATH)
    assert played.names == ["listening"]


def test_nothing_sounds_into_a_command_said_in_the_same_breath(player, clock, played):
    player(events.Awake(0.5, "hey jarvis"))
    player(events.SpeechStart(0.6))
    clock.pass_(10)
    assert played.names == []


def test_thinking_sounds_only_when_it_takes_long(player, clock, played):
    player(HEARD)
    clock.pass_(LONG - 0.1)
    player(events.Replied(1.0, "Logged.", ()))
    clock.pass_(10)
    assert played.names == []
    player(HEARD)
    clock.pass_(LONG)
    assert played.names == ["thinking"]


def test_not_understood_sounds_only_where_no_reply_says_so(player, clock, played):
    for event in (HEARD, REJECTED, events.Replied(1.0, "Sorry?", ()), LEVEL):
        player(event)
    assert played.names == []
    for event in (HEARD, REJECTED, LEVEL, LEVEL):
        player(event)
    assert played.names == ["not_understood"]


def test_falling_asleep_sounds_and_what_is_switched_off_does_not(player, clock, played):
    player(events.Asleep(9.0, "hey jarvis"))
    assert played.names == ["done"]
    EarconPlayer(played, frozenset({"listening"}), clock.later)(events.Asleep(9.0, "hey jarvis"))
    assert played.names == ["done"]
