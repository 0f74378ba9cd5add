"""Somebody speaks while a reply is being spoken: real recognisers, real recordings, the real loop.

Only the loudspeaker is played by a stand-in: a reply must last until the recording has said its words, and recordings
are decoded faster or slower than they sound.  tests/e2e has a real one.
"""

import shutil
from datetime import datetime
from pathlib import Path
from threading import Event

import pytest

from voiceassist import events
from voiceassist.assistant import Assistant
from voiceassist.config import Settings
from voiceassist.devices.files import Files
from voiceassist.listening import Ears, Listening, Mouth
from voiceassist.listening.time_of_day import TimeOfDay
from voiceassist.pronunciation import Lexicon
from voiceassist.recognition.choose import open_recognizers
from voiceassist.recognition.models import models_folder
from voiceassist.synthesis.choose import open_synthesizer
from voiceassist.turns.activity import SileroVoice
from voiceassist.turns.taker import TurnTaker

AUDIO = Path(__file__).resolve().parents[1] / "speech" / "audio"
NOW = datetime.fromisoformat("2026-11-22T03:10:00+01:00")


class LongReply:
    """A loudspeaker on which every sentence lasts until it is stopped or the test lets go."""

    def __init__(self):
        self.let_go = Event()
        self.played = 0

    def play(self, samples, rate, should_stop=lambda: False, first_audio=lambda at: None):
        first_audio(0.0)
        self.played += 1
        while not self.let_go.wait(0.005):
            if should_stop():
                return False
        return True

    def close(self):
        self.let_go.set()


@pytest.fixture(scope="module")
def recognizers():
    opened = open_recognizers(models_folder(), "en", "pocketsphinx", "whisper", lexicon=Lexicon(None))
    yield opened
    opened.close()


@pytest.fixture(scope="module")
def voice():
    opened = open_synthesizer("pyttsx3", language="en")
    yield opened
    opened.close()


def converse(recordings, recognizers, voice, tmp_path, warm):
    """All events of a conversation in which each recording after the first is spoken into the reply before it."""
    happened = []
    sink = LongReply()
    files = Files([AUDIO / f"{name}.flac" for name in recordings])

    def watch(event):
        happened.append(event)
        if [e.name for e in happened].count("utterance") == len(recordings):
            sink.let_go.set()

    shutil.copytree(warm, tmp_path / "cache")
    assistant = Assistant.open(Settings(data_dir=tmp_path, clock=NOW), watch)
    ears = Ears(files, TurnTaker(SileroVoice()), recognizers)
    Listening(assistant, ears, Mouth(voice, sink, duplex=True), TimeOfDay(NOW), watch).run()
    return happened


def names(happened):
    wanted = ("utterance", "reply", "interrupted", "spoken")
    return [event.name for event in happened if event.name in wanted]


QUESTION = "question-01"
"""“is this serious”"""


@pytest.mark.slow
def test_a_request_stops_the_voice_before_it_is_over_and_is_answered(recognizers, voice, tmp_path, warm):
    happened = converse([QUESTION, "emergency-03"], recognizers, voice, tmp_path, warm)
    assert names(happened) == ["utterance", "reply", "interrupted", "utterance", "reply", "spoken"]
    assert [e.level for e in happened if isinstance(e, events.Triage)] == ["emergency"]


@pytest.mark.slow
def test_talk_in_the_room_is_no_reason_to_fall_silent_for_good(recognizers, voice, tmp_path, warm):
    happened = converse([QUESTION, "chatter-02"], recognizers, voice, tmp_path, warm)
    spoken = names(happened)
    assert spoken[:3] == ["utterance", "reply", "interrupted"]
    assert spoken[-1] == "spoken", "the voice goes on with what was left"
    assert spoken.count("reply") == 1
