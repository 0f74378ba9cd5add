"""What wakes the assistant, on the speech of voices that models do hear: real models, real sound."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

import numpy as np
import pytest

from tests.speech.audio_files import recording
from voiceassist.assistant import typed
from voiceassist.documents import read_yaml
from voiceassist.errors import VoiceAssistError
from voiceassist.pronunciation import Lexicon
from voiceassist.resources import shipped
from voiceassist.turns.activity import SileroVoice
from voiceassist.values import FRAME, SAMPLE_RATE, Samples
from voiceassist.wake import micro
from voiceassist.wake.called import WhenCalled
from voiceassist.wake.choose import open_callers
from voiceassist.wake.keyphrase import KeyPhrases
from voiceassist.wake.micro import MicroWakeWord
from voiceassist.wake.wakefulness import Wakefulness


@dataclass(frozen=True, eq=False)
class Piece:
    """A frame as devices hand it on."""

    samples: Samples
    end: float


@cache
def callers(name):
    return open_callers(name, Lexicon(), SileroVoice())


def quiet(seconds):
    return np.random.default_rng(5).normal(0, 10, int(seconds * SAMPLE_RATE)).astype(np.int16)


def frames(*sounds):
    sound = np.concatenate([quiet(1), *sounds, quiet(1)])
    return [Piece(sound[at : at + FRAME], (at + FRAME) / SAMPLE_RATE) for at in range(0, len(sound) - FRAME + 1, FRAME)]


def wakes(caller, pieces):
    caller.reset()
    return [piece.end for piece in pieces if caller.feed(piece.samples) is not None]


def admitted(gate, pieces):
    return [piece for given in pieces for piece in gate.admit(given, busy=False).frames]


@pytest.mark.parametrize("name", micro.NAMES)
def test_each_name_with_a_model_of_its_own_wakes_once(name):
    assert len(wakes(MicroWakeWord(name), frames(recording(name.capitalize(), "rms-slow")))) == 1


@pytest.mark.parametrize("phrase", ["wake up tremor", "hello computer", "good morning flibbertigibbet"])
def test_any_phrase_wakes_even_one_that_no_dictionary_holds(phrase):
    (search,) = callers(phrase)
    assert len(wakes(search, frames(recording(phrase, "rms-slow")))) == 1


def test_a_minute_of_silence_before_the_call_changes_nothing():
    (search,) = callers("wake up tremor")
    assert len(wakes(search, frames(quiet(60), recording("wake up tremor", "rms")))) == 1


@pytest.mark.slow
@pytest.mark.parametrize("voice", ["rms", "joe", "kal16"])
def test_a_name_run_into_the_words_after_it_wakes_although_its_model_misses_some(voice):
    gate = WhenCalled(callers("hey jarvis"))
    assert admitted(gate, frames(recording("Hey Jarvis log a twitch in my left calf", voice)))


@pytest.mark.slow
@pytest.mark.parametrize("name", ["hey jarvis", "wake up tremor"])
@pytest.mark.parametrize(
    "words", ["the coffee machine is broken again", "can stress cause muscle twitching", "hey, where are my keys"]
)
def test_other_words_do_not_wake(name, words):
    pieces = frames(recording(words, "rms"), recording(words, "slt"))
    assert [wakes(caller, pieces) for caller in callers(name)] == [[] for _ in callers(name)]


def test_what_is_said_in_the_same_breath_is_let_through_without_the_name():
    command = recording("log a twitch in my left calf", "rms")
    pieces = frames(recording("wake up tremor", "rms"), command)
    gate = WhenCalled(callers("wake up tremor"))
    through = admitted(gate, pieces)
    seconds = len(through) * FRAME / SAMPLE_RATE
    spoken = (len(command) + SAMPLE_RATE) / SAMPLE_RATE
    assert spoken - 0.05 <= seconds <= spoken + 0.8, "all of the command, none of the name"
    ends = [piece.end for piece in through]
    assert ends == sorted(set(ends))


def test_the_assistant_saying_its_own_name_does_not_wake_it():
    gate = WhenCalled(callers("wake up tremor"), wakefulness=Wakefulness(follow_up=2.0))
    reply = frames(recording("say wake up tremor when you need me", "rms"))
    gate.replied(0.0, question=False)
    end = [gate.admit(piece, busy=True) for piece in reply][-1].frames[-1].end
    later = [Piece(piece.samples, piece.end + end) for piece in frames(quiet(6))]
    happened = [gate.admit(piece, busy=False) for piece in later]
    assert [one.opened_by for one in happened if one.opened_by] == []
    assert sum(one.closed for one in happened) == 1


def test_a_cry_for_help_is_let_through_with_its_own_words():
    cry = KeyPhrases(["i can't breathe"], Lexicon(), SileroVoice(), keep=0.5)
    gate = WhenCalled(callers("wake up tremor"), [cry])
    through = admitted(gate, frames(recording("I can't breathe", "rms")))
    assert len(through) * FRAME / SAMPLE_RATE > 1.5


@pytest.mark.parametrize("name", ["x", "", "42", "so"])
def test_a_name_that_cannot_be_told_from_other_words_is_refused_with_the_names_there_are(name):
    with pytest.raises(VoiceAssistError, match=r'"hey jarvis".*phrase of your own') as refused:
        open_callers(name, Lexicon(), SileroVoice())
    assert "\n" not in str(refused.value)


@pytest.mark.slow
def test_every_cry_is_an_emergency_by_the_ladder(talk):
    cries = read_yaml(shipped("intents") / "en" / "knowledge" / "cries.yaml")["cries"]
    assert len(cries) >= 10
    told = {cry: talk.assistant.is_alarmed(typed(cry)) for cry in cries}
    assert [cry for cry, alarmed in told.items() if not alarmed] == []
    assert not talk.assistant.is_alarmed(typed("twitch in my left calf"))
