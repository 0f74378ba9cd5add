"""Which voice speaks."""

import pytest

from voiceassist.synthesis import piper
from voiceassist.synthesis.choose import open_synthesizer, voices
from voiceassist.synthesis.protocol import NoVoice


@pytest.mark.parametrize("name", ["auto", "pyttsx3"])
def test_the_usual_voice_is_pyttsx3(name):
    voice = open_synthesizer(name)
    voice.close()
    assert voice.name.startswith("pyttsx3:")


@pytest.mark.slow
@pytest.mark.skipif(
    piper.packaged_voice() is None or not piper.installed(), reason="the extra 'piper' is not installed"
)
def test_piper_speaks_where_it_is_asked_for():
    assert open_synthesizer("piper").name == "piper:en_US-joe-medium"
    assert open_synthesizer("piper:en_US-joe-medium").name == "piper:en_US-joe-medium"
    assert open_synthesizer(f"piper:{piper.packaged_voice()}").name == "piper:en_US-joe-medium"


def test_a_voice_is_chosen_by_the_name_it_is_listed_with():
    for name in voices()[:3]:
        voice = open_synthesizer(name)
        voice.close()
        assert voice.name == name


def test_a_voice_that_is_not_there_is_refused():
    with pytest.raises(NoVoice, match=r"nobody.*`voiceassist voices`"):
        open_synthesizer("pyttsx3:nobody")


def test_another_language_gets_a_voice_of_its_own():
    german = open_synthesizer("pyttsx3", language="de")
    german.close()
    assert german.name.endswith("/de")


def test_an_unknown_engine_is_refused():
    with pytest.raises(NoVoice, match="auto, pyttsx3 or piper"):
        open_synthesizer("festival")


def test_the_voice_that_would_be_taken_is_listed_first():
    listed = voices()
    usual = open_synthesizer()
    usual.close()
    assert listed[0] == usual.name
    assert len(set(listed)) == len(listed) > 1
