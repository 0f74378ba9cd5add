"""When a turn begins and ends, told by the timing of voiced frames alone."""

import numpy as np
import pytest

from voiceassist.turns.start import VoicedStart
from voiceassist.turns.stop import LengthStop, PauseStop
from voiceassist.turns.taker import PRE_ROLL, TurnAudio, TurnEnded, TurnStarted, TurnTaker
from voiceassist.values import FRAME, Completeness

FRAME_S = 0.032
STOPS = (PauseStop(), LengthStop())


class Scripted:
    """Stands in for the voice activity model: frame k is voiced with the k-th probability."""

    def __init__(self, *parts: tuple[float, float]) -> None:
        """Each part is (seconds, probability)."""
        self.probabilities = [p for seconds, p in parts for _ in range(round(seconds / FRAME_S))]
        self._next = iter(self.probabilities)

    def __call__(self, samples):
        return next(self._next)


def numbered(k: int):
    """A frame that can be recognised later."""
    return np.full(FRAME, k, np.int16)


def hear(*parts, stops=STOPS, completeness=Completeness.UNKNOWN, flush=False):
    voice = Scripted(*parts)
    taker = TurnTaker(voice, stops=stops)
    events = [e for k in range(len(voice.probabilities)) for e in taker.feed(numbered(k), k * FRAME_S, completeness)]
    return events + (taker.flush() if flush else [])


def turns(events):
    return [event.utterance for event in events if isinstance(event, TurnEnded)]


def test_one_stretch_of_speech_is_one_turn_with_its_times():
    (turn,) = turns(hear((1.0, 0), (1.5, 0.9), (2.0, 0)))
    assert turn.start == pytest.approx(1.0 - PRE_ROLL * FRAME_S, abs=FRAME_S)
    assert turn.speech_end == pytest.approx(2.5, abs=FRAME_S)
    assert turn.end - turn.speech_end == pytest.approx(0.5, abs=FRAME_S)


def test_the_utterance_holds_every_frame_from_before_the_first_voiced_one_to_the_end():
    (turn,) = turns(hear((1.6, 0), (0.96, 0.9), (2.0, 0)))
    frames = turn.samples.reshape(-1, FRAME)[:, 0]
    first = round(turn.start / FRAME_S)
    assert first == 50 - PRE_ROLL
    assert frames.tolist() == list(range(first, round(turn.end / FRAME_S)))


def test_the_audio_handed_out_as_it_comes_is_the_utterance():
    events = hear((0.5, 0), (0.8, 0.9), (1.0, 0))
    streamed = np.concatenate([event.samples for event in events if isinstance(event, TurnAudio)])
    assert np.array_equal(streamed, turns(events)[0].samples)


def test_a_turn_starts_before_its_audio_and_says_where_the_voice_began():
    events = hear((1.6, 0), (0.8, 0.9), (1.0, 0))
    assert isinstance(events[0], TurnStarted)
    assert events[0].t == pytest.approx(1.6)
    assert isinstance(events[1], TurnAudio)


def test_speech_from_the_very_first_frame_has_no_pre_roll_and_starts_at_zero():
    (turn,) = turns(hear((0.8, 0.9), (1.0, 0)))
    assert turn.start == pytest.approx(0.0)


@pytest.mark.parametrize("seconds", [0.032, 0.064, 0.128])
def test_a_click_is_no_turn(seconds):
    assert hear((1.0, 0), (seconds, 0.99), (1.0, 0), flush=True) == []


def test_clicks_far_apart_do_not_add_up():
    assert hear(*[(0.5, 0), (0.096, 0.99)] * 6, flush=True) == []


def test_speech_that_flickers_still_starts_a_turn():
    assert len(turns(hear((0.5, 0), *[(0.064, 0.9), (0.032, 0.1)] * 6, (1.0, 0)))) == 1


def test_a_pause_for_breath_does_not_end_the_turn():
    assert len(turns(hear((0.5, 0), (1.0, 0.9), (0.4, 0), (1.0, 0.9), (1.0, 0)))) == 1


def test_a_pause_that_is_long_enough_does():
    assert len(turns(hear((0.5, 0), (1.0, 0.9), (0.8, 0), (1.0, 0.9), (1.0, 0)))) == 2


def test_a_soft_ending_below_the_starting_threshold_still_counts_as_voice():
    (turn,) = turns(hear((0.5, 0), (1.0, 0.9), (0.5, 0.4), (1.0, 0)))
    assert turn.speech_end == pytest.approx(2.0, abs=FRAME_S)


@pytest.mark.parametrize("completeness", list(Completeness))
def test_how_long_is_waited_can_depend_on_what_was_said(completeness):
    pause = PauseStop(unknown=0.5, unread=0.6, complete=0.3, extendable=0.4, open=1.2, hesitation=0.9)
    (turn,) = turns(hear((0.5, 0), (1.0, 0.9), (2.0, 0), stops=(pause,), completeness=completeness))
    assert turn.end - turn.speech_end == pytest.approx(getattr(pause, completeness.value), abs=FRAME_S)


def test_a_complete_thought_ends_soon_and_an_open_one_waits():
    def waited(completeness):
        (turn,) = turns(hear((0.5, 0), (1.0, 0.9), (2.5, 0), completeness=completeness))
        return turn.end - turn.speech_end

    order = (
        Completeness.COMPLETE,
        Completeness.EXTENDABLE,
        Completeness.UNKNOWN,
        Completeness.UNREAD,
        Completeness.OPEN,
        Completeness.HESITATION,
    )
    assert sorted(order, key=waited) == list(order)
    assert waited(Completeness.COMPLETE) < 0.25
    assert waited(Completeness.OPEN) >= 1.5


def test_the_silence_within_a_turn_is_told_as_it_grows():
    voice = Scripted((0.5, 0), (0.96, 0.9), (0.32, 0))
    taker = TurnTaker(voice)
    silent = []
    for k in range(len(voice.probabilities)):
        taker.feed(numbered(k), k * FRAME_S)
        silent.append(taker.silent)
    assert silent[-10:] == pytest.approx([FRAME_S * (k + 1) for k in range(10)])
    assert set(silent[:-10]) == {0.0}


def test_while_a_reply_is_spoken_faint_remains_of_it_begin_no_turn_and_a_sure_voice_does():
    def begins(probability):
        voice = Scripted((0.5, 0), (1.0, probability))
        taker = TurnTaker(voice)
        return any(
            isinstance(event, TurnStarted)
            for k in range(len(voice.probabilities))
            for event in taker.feed(numbered(k), k * FRAME_S, over_voice=True)
        )

    assert not begins(0.6)
    assert begins(0.9)


def test_endless_noise_is_cut_into_turns_of_the_greatest_length():
    found = turns(hear((0.5, 0), (10.0, 0.9), stops=(PauseStop(), LengthStop(3.0))))
    assert [round(turn.end - turn.start) for turn in found] == [3, 3, 3]


def test_turns_never_share_a_sample():
    first, second = turns(hear((0.5, 0), (1.0, 0.9), (0.74, 0), (1.0, 0.9), (1.0, 0)))
    assert second.start >= first.end - 1e-9


def test_input_that_breaks_off_ends_the_turn_with_what_there_is():
    (turn,) = turns(hear((0.5, 0), (1.0, 0.9), flush=True))
    assert turn.end == turn.speech_end == pytest.approx(1.5, abs=FRAME_S)


def test_after_a_flush_nothing_of_before_is_remembered():
    voice = Scripted((0.128, 0.9), (0.128, 0.9), (1.0, 0))
    taker = TurnTaker(voice)
    for k in range(4):
        assert taker.feed(numbered(k), k * FRAME_S) == []
    assert taker.flush() == []
    assert [e for k in range(4, 30) for e in taker.feed(numbered(k), k * FRAME_S)] == []


@pytest.mark.parametrize("before", [False, True])
def test_what_was_heard_before_a_reply_begins_no_turn_after_it(before):
    voice = Scripted((0.128, 0.9), (6.4, 0), (0.16, 0.9), (1.0, 0))
    taker = TurnTaker(voice)
    frames = len(voice.probabilities)
    spoken_over = [before if k < 4 or k >= 204 else not before for k in range(frames)]
    events = [e for k in range(frames) for e in taker.feed(numbered(k), k * FRAME_S, over_voice=spoken_over[k])]
    started = [event.t for event in events if isinstance(event, TurnStarted)]
    assert started == ([] if before else [pytest.approx(204 * FRAME_S)])


def test_the_start_strategy_tells_how_long_ago_the_voice_began():
    start = VoicedStart(needed=3, within=5)
    assert [start.feed(p) for p in (0.1, 0.9, 0.2, 0.9, 0.9)] == [None, None, None, None, 3]
