"""The echo canceller in rooms made of numbers, with recorded speech on both sides."""

from pathlib import Path

import numpy as np
import pytest
import soundfile

from tests.devices.echo_room import LEVEL_DB, Room, at_level, converse
from voiceassist.devices.echo.canceller import KalmanCanceller
from voiceassist.devices.echo.match import find
from voiceassist.devices.echo.reference import Reference
from voiceassist.listening.near_end import BELOW_ECHO, BELOW_UNSETTLED
from voiceassist.values import FRAME, SAMPLE_RATE

AUDIO = Path(__file__).parents[1] / "speech" / "audio"


def speech(*names):
    parts = [at_level(soundfile.read(AUDIO / f"{name}.flac", dtype="int16")[0]) for name in names]
    return np.concatenate(parts)


@pytest.fixture(scope="module")
def replies():
    """Three replies, about 5 s each."""
    return [speech(*(f"question-{number:02}" for number in range(first, first + 2))) for first in (1, 3, 5)]


def said(replies, off=(0.0, 0.0, 0.0)):
    """Each reply with the second it is said to begin at, and all of it as it sounds, `off` seconds late."""
    begins, begin = [], 0.5
    for reply in replies:
        begins.append(begin)
        begin += len(reply) / SAMPLE_RATE + 0.5
    sounding = np.zeros(int((begin + 0.5) * SAMPLE_RATE))
    for begin, reply, late in zip(begins, replies, off, strict=True):
        start = int((begin + late) * SAMPLE_RATE)
        sounding[start : start + len(reply)] = reply
    handed = [(begin, (reply * 32_768).astype(np.int16)) for begin, reply in zip(begins, replies, strict=True)]
    return handed, sounding


def last(handed):
    begin, samples = handed[-1]
    return begin + 0.5, begin + len(samples) / SAMPLE_RATE


@pytest.mark.slow
@pytest.mark.parametrize(
    "room",
    [
        pytest.param(Room(0.2, 0.01), id="close", marks=pytest.mark.slow),
        pytest.param(Room(0.3, 0.1), id="usual"),
        pytest.param(Room(0.5, 0.3), id="hall and late", marks=pytest.mark.slow),
        pytest.param(Room(0.3, 0.05, drift=5e-5), id="clocks 50 ppm apart", marks=pytest.mark.slow),
    ],
)
def test_once_the_room_is_known_little_of_the_reply_is_left(replies, room):
    handed, sounding = said(replies)
    echo = room.echo(sounding)
    heard = converse(KalmanCanceller(), handed, echo)
    assert heard.erle(echo, *last(handed)) > 15


@pytest.mark.slow
def test_a_loudspeaker_that_starts_earlier_or_later_each_time_is_followed(replies):
    handed, sounding = said(replies, off=(0.0, 0.04, -0.03))
    echo = Room().echo(sounding)
    heard = converse(KalmanCanceller(), handed, echo)
    assert heard.erle(echo, *last(handed)) > 15


@pytest.mark.slow
def test_a_stutter_of_the_loudspeaker_is_caught_up_with_in_a_third_of_a_second(replies):
    handed, sounding = said(replies)
    begin = int((handed[-1][0] + 2) * SAMPLE_RATE)
    stuttered = np.concatenate([sounding[:begin], np.zeros(800), sounding[begin:-800]])
    heard = converse(KalmanCanceller(), handed, Room().echo(stuttered))
    loud = [one.left > max(one.echo - 10, LEVEL_DB - 20) for one in heard.residues if one.sounding and one.known]
    assert max(len(run) for run in "".join("x" if one else " " for one in loud).split()) <= 10


def test_a_loudspeaker_that_jumps_just_after_it_was_found_is_found_again(replies):
    handed, sounding = said(replies)
    begin = int((handed[0][0] + 0.25) * SAMPLE_RATE)
    hurried = np.concatenate([sounding[:begin], sounding[begin + 354 :], np.zeros(354)])
    echo = Room(0.3, 0.06).echo(hurried)
    heard = converse(KalmanCanceller(), handed, echo)
    assert heard.erle(echo, *last(handed)) > 15
    settled = (one for one, level in zip(heard.residues, heard.levels, strict=True) if one.settled and level > -50)
    loud = [one.left > one.echo - BELOW_ECHO for one in settled]
    assert len(loud) > 50
    assert sum(loud) <= 0.02 * len(loud)


def test_while_the_room_is_new_an_echo_alone_is_not_taken_for_a_person(replies):
    handed, sounding = said(replies)
    heard = converse(KalmanCanceller(), handed, Room(0.3, 0.06).echo(sounding))
    told = zip(heard.residues, heard.levels, strict=True)
    early = [(one, level) for one, level in told if one.sounding and one.known and not one.settled]
    assert len(early) > 100
    assert not any(one.left > one.echo - BELOW_UNSETTLED for one, level in early if level > -50)


def test_a_room_of_much_noise_comes_to_be_known_too(replies):
    handed, sounding = said(replies)
    echo = Room(0.3, 0.06).echo(sounding)
    noise = np.random.default_rng(0).normal(scale=0.5 * np.sqrt(np.mean(echo**2)), size=len(echo))
    heard = converse(KalmanCanceller(), handed, echo + noise)
    sounded = [one for one in heard.residues if one.sounding]
    assert not any(one.settled for one in sounded[:150])
    assert sum(one.settled for one in sounded[-30:]) > 20


def test_where_nothing_fits_the_end_of_what_is_searched_is_no_find():
    rng = np.random.default_rng(0)
    sound = rng.normal(size=4000)
    assert find(sound[:2000], sound[:2500]).peak == 0.0
    assert find(sound[100:2100], sound[:2500]).at == pytest.approx(100, abs=0.1)


def test_a_person_is_heard_over_the_reply(replies):
    handed, sounding = said(replies)
    echo = Room().echo(sounding)
    begin = int((handed[-1][0] + 1) * SAMPLE_RATE)
    word = speech("control-01")
    person = np.zeros(len(echo))
    person[begin : begin + len(word)] = word
    heard = converse(KalmanCanceller(), handed, echo, person)
    part = slice(begin, begin + len(word))
    wrong = heard.cleaned[part] - person[part]
    assert 10 * np.log10(np.mean(word**2) / np.mean(wrong**2)) > 12
    assert 10 * np.log10(np.mean(word**2) / np.mean(echo[part] ** 2)) < 9


def test_without_a_reply_the_microphone_is_passed_on_as_it_is():
    canceller = KalmanCanceller()
    frame = (speech("control-01")[8_000 : 8_000 + FRAME] * 32_768).astype(np.int16)
    assert canceller.clean(frame, 10.0) is frame
    assert not canceller.residue.sounding


@pytest.mark.slow
def test_a_reply_that_is_not_heard_back_takes_nothing_from_the_person(replies):
    """Headphones."""
    handed, sounding = said(replies)
    person = np.zeros(len(sounding))
    word = speech("twitch-01")
    person[SAMPLE_RATE : SAMPLE_RATE + len(word)] = word
    heard = converse(KalmanCanceller(), handed, np.zeros(len(sounding)), person)
    part = slice(SAMPLE_RATE, SAMPLE_RATE + len(word))
    assert np.max(np.abs(heard.cleaned[part] - person[part])) < 0.01


def test_what_was_handed_over_but_stopped_is_silence():
    reference = Reference()
    reference.put(np.full(1_600, 1_000, np.int16), 5.0)
    reference.cut(5.05)
    assert reference.get(5 * SAMPLE_RATE, 800).all()
    assert not reference.get(5 * SAMPLE_RATE + 800, 800).any()


def test_parts_handed_over_late_are_joined_and_a_new_reply_is_not():
    reference = Reference()
    reference.put(np.full(320, 1, np.int16), 5.0)
    reference.put(np.full(320, 2, np.int16), 5.028)
    assert reference.get(5 * SAMPLE_RATE, 640).all()
    assert reference.runs == 1
    reference.cut(5.04)
    reference.put(np.full(320, 3, np.int16), 5.06)
    assert reference.runs == 2
    assert not reference.get(5 * SAMPLE_RATE + 640, 320).any()


def test_an_echo_is_found_in_what_was_played_and_another_voice_is_not():
    played = speech("question-01", "question-02")
    echo = Room(0.4, 0.0).echo(played)[16_000:24_000]
    assert find(echo, played[12_000:30_000]).at == pytest.approx(4_000, abs=8)
    assert find(echo, played[12_000:30_000]).sure
    assert not find(speech("twitch-01")[8_000:16_000], played[12_000:30_000]).sure
