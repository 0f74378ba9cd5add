"""What is counted as a missed call and as a false one."""

import numpy as np
import pytest
import soundfile

from tests.speech.audio_files import recording
from voiceassist.bench.statistics import most_events
from voiceassist.bench.wake import background, calls, recordings_in
from voiceassist.errors import VoiceAssistError
from voiceassist.pronunciation import Lexicon
from voiceassist.turns.activity import SileroVoice
from voiceassist.values import SAMPLE_RATE
from voiceassist.wake.choose import open_callers


@pytest.fixture(scope="module")
def said(tmp_path_factory):
    folder = tmp_path_factory.mktemp("said")
    for name, words in (("called", "wake up tremor"), ("other", "the coffee machine is broken again")):
        soundfile.write(folder / f"{name}.flac", recording(words, "rms"), SAMPLE_RATE)
    return folder


def test_a_call_is_heard_once_and_other_words_are_a_missed_call(said):
    callers = open_callers("wake up tremor", Lexicon(), SileroVoice())
    files = recordings_in([said])
    found = calls(callers, files, None, None, lambda: None)
    assert (found["n"], found["missed"], found["which"]) == (2, 1, ["other.flac"])
    woken = background(callers, files, lambda: None)
    assert [one["file"] for one in woken["which"]] == ["called.flac"]
    assert woken["wakes"] == 1
    assert woken["per_hour"] < woken["per_hour_at_most"]


def test_noise_loud_enough_hides_a_call(said):
    callers = open_callers("wake up tremor", Lexicon(), SileroVoice())
    noise = np.random.default_rng(1).normal(0, 3000, 5 * SAMPLE_RATE).astype(np.int16)
    assert calls(callers, [said / "called.flac"], noise, -20, lambda: None)["missed"] == 1


@pytest.mark.parametrize(("seen", "most"), [(0, 3.689), (1, 5.572), (5, 11.668)])
def test_the_upper_limit_is_the_exact_one_of_the_tables(seen, most):
    assert most_events(seen) == pytest.approx(most, abs=1e-3)


def test_a_folder_without_recordings_is_named(tmp_path):
    with pytest.raises(VoiceAssistError, match="holds no recordings"):
        recordings_in([tmp_path])
