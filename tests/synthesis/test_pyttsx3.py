"""The real pyttsx3 with the system's real voice."""

import os
import signal
import stat
import subprocess
import sys
import threading
import time
from pathlib import Path

import numpy as np
import pytest

from voiceassist.synthesis.protocol import NoVoice, Speech
from voiceassist.synthesis.pyttsx3 import Pyttsx3Synthesizer
from voiceassist.synthesis.sentences import render_pieces


@pytest.fixture(scope="module")
def voice():
    try:
        made = Pyttsx3Synthesizer()
    except NoVoice as problem:
        pytest.skip(str(problem))
    yield made
    made.close()


def audible(speech: Speech) -> bool:
    return bool(np.abs(speech.samples.astype(np.int32)).max(initial=0) > 3000)


def test_a_sentence_becomes_samples(voice):
    speech = voice.render("Left eyelid, two minutes. Logged.")
    assert speech.samples.dtype == np.int16
    assert speech.samples.ndim == 1
    assert 1.5 < speech.duration < 5
    assert audible(speech)


def test_fifty_sentences_and_none_is_empty(voice):
    for number in range(50):
        assert audible(voice.render(f"Right calf, {number} minutes, after coffee.")), number


def test_several_threads_share_the_voice(voice):
    heard = []

    def speak(place):
        heard.extend(voice.render(f"Left {place}, two minutes.") for _ in range(10))

    threads = [threading.Thread(target=speak, args=(place,)) for place in ("calf", "eyelid", "thumb")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(heard) == 30
    assert all(audible(speech) for speech in heard)


def test_nothing_to_say_is_no_sound(voice):
    for text in ("", "  ", "...", "?!"):
        assert len(voice.render(text).samples) == 0


@pytest.mark.parametrize("text", ["naïve café", "Grüße 😀", "왼쪽", "<speak>hi</speak>", "before\x00after it"])
def test_any_text_is_spoken(voice, text):
    assert audible(voice.render(text))


def test_what_follows_a_nul_is_spoken_too(voice):
    assert voice.render("left\x00 calf for about ten minutes").duration > voice.render("left").duration + 1


def test_very_long_text_is_spoken_to_its_end(voice):
    sentence = "It came back in the evening after the second coffee of the day."
    assert voice.render(" ".join([sentence] * 40)).duration == pytest.approx(
        40 * voice.render(sentence).duration, rel=0.05
    )


def test_rate_and_volume(voice):
    text = "Drink two litres of water a day."
    usual, slow, quiet = voice.render(text), voice.render(text, rate=0.7), voice.render(text, volume=0.25)
    assert slow.duration > 1.2 * usual.duration
    assert np.std(quiet.samples) == pytest.approx(np.std(usual.samples) / 4, rel=0.1)


def test_too_loud_is_clipped_not_wrapped(voice):
    usual, loud = voice.render("Stop."), voice.render("Stop.", volume=50)
    assert loud.samples.max() == 32767
    assert np.mean(np.sign(loud.samples[: len(usual.samples)]) == np.sign(usual.samples[: len(loud.samples)])) > 0.5


@pytest.mark.slow
def test_the_first_sentence_is_ready_before_the_rest_is_made(voice):
    pieces = render_pieces(voice, "Call the emergency number now. " + "Then stay where you are. " * 200)
    begin = time.perf_counter()
    first = next(pieces)
    assert audible(first)
    first_took = time.perf_counter() - begin
    assert sum(1 for _ in pieces) == 200
    assert first_took < (time.perf_counter() - begin) / 5


def worker_of(voice):
    return voice._worker.pid


def test_a_worker_killed_between_sentences_is_replaced(voice):
    before = worker_of(voice)
    os.kill(before, signal.SIGKILL)
    assert audible(voice.render("Still here."))
    assert worker_of(voice) != before


def test_a_worker_killed_mid_sentence_is_replaced(voice):
    before = worker_of(voice)
    os.kill(before, signal.SIGSTOP)  # holds the request until the kill
    threading.Timer(0.3, os.kill, (before, signal.SIGKILL)).start()
    assert audible(voice.render("Still here."))
    assert worker_of(voice) != before


def test_a_worker_that_hangs_is_replaced(voice, monkeypatch):
    monkeypatch.setattr("voiceassist.synthesis.pyttsx3.SENTENCE_TIMEOUT", 0.5)
    before = worker_of(voice)
    os.kill(before, signal.SIGSTOP)
    assert audible(voice.render("Still here."))
    assert worker_of(voice) != before


def test_a_voice_that_keeps_giving_too_little_is_given_up_with_a_reason(voice, monkeypatch):
    monkeypatch.setattr("voiceassist.synthesis.pyttsx3.SHORTEST", 60.0)
    before = worker_of(voice)
    with pytest.raises(NoVoice, match="too little sound"):
        voice.render("Hello.")
    assert worker_of(voice) != before, "a fresh process has to be tried before giving up"


def test_close_ends_the_worker_and_removes_its_folder():
    voice = Pyttsx3Synthesizer()
    process, folder = voice._worker, Path(voice._folder.name)
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    voice.render("Something personal.")
    assert list(folder.iterdir()) == [], "no sound may stay on disk"
    voice.close()
    voice.close()
    assert process.poll() is not None
    assert not folder.exists()
    with pytest.raises(NoVoice, match="closed"):
        voice.render("Hello.")


def test_an_unknown_voice_is_refused():
    with pytest.raises(NoVoice, match="no voice called nonsense"):
        Pyttsx3Synthesizer("nonsense")


def test_without_an_engine_the_reason_is_one_line(monkeypatch, tmp_path):
    # A pyttsx3 whose engine library is missing: the one failure that cannot be had for real beside a working voice.
    (tmp_path / "pyttsx3.py").write_text("def init():\n    raise OSError('libespeak-ng.so.1: not found')\n")
    monkeypatch.syspath_prepend(tmp_path)
    with pytest.raises(NoVoice, match=r"libespeak-ng\.so\.1.*apt install espeak-ng") as caught:
        Pyttsx3Synthesizer()
    assert "\n" not in str(caught.value)


def test_standard_output_and_error_stay_clean():
    # pyttsx3 prints "Audio saved to …" for every sentence.
    program = (
        "from voiceassist.synthesis.pyttsx3 import Pyttsx3Synthesizer\n"
        "voice = Pyttsx3Synthesizer()\n"
        "assert len(voice.render('Hello there. How are you?').samples)\n"
    )
    path = os.pathsep.join(entry for entry in sys.path if entry)
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, check=True, env={**os.environ, "PYTHONPATH": path}
    )
    assert (done.stdout, done.stderr) == (b"", b""), "also nobody left behind to complain at exit"
