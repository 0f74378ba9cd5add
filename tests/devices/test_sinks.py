"""Sinks without hardware: the WAV file and silence."""

import os
import subprocess
import sys
import time

import numpy as np
import pytest
import soundfile

from voiceassist.devices.null import Null
from voiceassist.devices.wavefile import PAUSE_S, RATE, WaveFile
from voiceassist.errors import VoiceAssistError

REPLY = (8000 * np.sin(np.arange(RATE) / 10)).astype(np.int16)


def test_replies_are_appended_with_a_pause_and_the_file_is_whole_after_each(tmp_path):
    sink = WaveFile(tmp_path / "out.wav")
    for count in (1, 2, 3):
        assert sink.play(REPLY, RATE)
        sound, rate = soundfile.read(tmp_path / "out.wav", dtype="int16")
        assert rate == RATE
        assert len(sound) == count * (len(REPLY) + int(PAUSE_S * RATE))
    assert np.array_equal(sound[: len(REPLY)], REPLY)
    sink.close()


def test_another_rate_is_brought_to_the_files(tmp_path):
    sink = WaveFile(tmp_path / "out.wav")
    sink.play(np.zeros(16_000, np.int16), 16_000)
    sink.close()
    assert soundfile.info(tmp_path / "out.wav").frames == pytest.approx(RATE * (1 + PAUSE_S), abs=2)


def test_the_file_is_valid_from_the_start_and_belongs_to_its_owner_only(tmp_path):
    path = tmp_path / "out.wav"
    path.touch(0o644)
    WaveFile(path)
    assert soundfile.info(path).frames == 0
    if os.name == "posix":
        assert path.stat().st_mode & 0o777 == 0o600


def test_a_killed_program_leaves_a_playable_file(tmp_path):
    program = (
        "import os, sys, signal, numpy as np; from pathlib import Path\n"
        "from voiceassist.devices.wavefile import WaveFile\n"
        "WaveFile(Path(sys.argv[1])).play(np.ones(22050, np.int16), 22050); os.kill(os.getpid(), signal.SIGTERM)"
    )
    subprocess.run([sys.executable, "-c", program, tmp_path / "out.wav"], check=False)
    assert soundfile.info(tmp_path / "out.wav").frames == RATE + int(PAUSE_S * RATE)


def test_a_place_that_cannot_be_written_is_named(tmp_path):
    with pytest.raises(VoiceAssistError, match=r"no/such/out\.wav"):
        WaveFile(tmp_path / "no/such/out.wav")


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="needs Linux's /dev/full")  # noqa: PTH110
def test_a_full_disk_is_told_in_one_line(tmp_path):
    link = tmp_path / "full.wav"
    link.symlink_to("/dev/full")
    with pytest.raises(VoiceAssistError, match="No space left"):
        WaveFile(link)


def test_a_file_that_failed_goes_on_failing_in_words(tmp_path):
    sink = WaveFile(tmp_path / "out.wav")
    sink.close()
    with pytest.raises(VoiceAssistError, match="cannot be written"):
        sink.play(REPLY, RATE)


@pytest.mark.parametrize("make", [lambda folder: Null(), lambda folder: WaveFile(folder / "out.wav")])
def test_every_sink_tells_of_its_first_sample_and_heeds_a_stop(tmp_path, make):
    sink = make(tmp_path)
    moments = []
    before = time.monotonic()
    assert sink.play(REPLY, RATE, first_audio=moments.append)
    assert len(moments) == 1
    assert before <= moments[0] <= time.monotonic()
    assert not sink.play(REPLY, RATE, should_stop=lambda: True, first_audio=moments.append)
    assert len(moments) == 1
    sink.close()
