"""The real microphone code in a process of its own, on PulseAudio null sinks as hardware."""

import os
import signal
import subprocess
import sys
import time
from contextlib import contextmanager
from pathlib import Path

import numpy as np
import pytest
import soundfile

pytestmark = pytest.mark.paced

ROOT = Path(__file__).parents[2]

RECORDER = """
import signal, sys, time, numpy as np
from voiceassist.devices.microphone import Microphone

def say(*words): print(*words, flush=True)

commands = {signal.SIGUSR1: "mute", signal.SIGUSR2: "unmute"}
heard, times, began = [], [], False
with Microphone(report=lambda line: say("report", line)) as microphone:
    for number, command in commands.items():
        signal.signal(number, lambda *_, command=command: (getattr(microphone, command)(), say(command)))
    say("open", microphone.name)
    try:
        for frame in microphone:
            heard.append(frame.samples)
            times.append((frame.t, frame.heard_at, time.monotonic()))
            if not began:
                began = True
                say("hearing")
            if frame.last:
                say("broke off")
    except KeyboardInterrupt:
        pass
np.savez(sys.argv[1], samples=np.concatenate(heard), times=np.array(times), overflows=microphone.overflows)
"""


class Recorder:
    """A child process that listens, what it prints, and what it heard."""

    def __init__(self, env, folder):
        self._path = folder / "heard.npz"
        self.process = subprocess.Popen(
            [sys.executable, "-c", RECORDER, self._path], env=env, cwd=ROOT, stdout=subprocess.PIPE, text=True
        )

    def expect(self, beginning):
        line = self.process.stdout.readline()
        assert line.startswith(beginning), line
        return line

    def command(self, number, answer):
        self.process.send_signal(number)
        self.expect(answer)

    def result(self):
        self.process.send_signal(signal.SIGINT)
        assert self.process.wait(10) == 0
        return np.load(self._path)


@contextmanager
def listening(pulse, folder):
    recorder = Recorder(pulse.env, folder)
    try:
        recorder.expect("open default")
        recorder.expect("hearing")
        yield recorder
    finally:
        recorder.process.kill()
        recorder.process.wait()


def chirp(folder, name="chirp.wav", low=300, high=3000):
    """Two seconds that no other moment of the recording resembles, stereo at 44.1 kHz."""
    t = np.arange(2 * 44_100) / 44_100
    sound = 0.5 * np.sin(2 * np.pi * (low * t + (high - low) * t**2 / 4))
    soundfile.write(folder / name, np.stack([sound, sound], axis=1), 44_100)
    return folder / name


def likeness(heard, path):
    """The greatest normalised correlation of the file's sound with any stretch of `heard`: 1 is the same sound."""
    import soxr

    sound, rate = soundfile.read(path)
    wanted = soxr.resample(sound.mean(axis=1), rate, 16_000)
    # What was cut off at either end still has its stretch, and a stretch of silence is like nothing.
    heard = np.pad(heard / 32768, len(wanted))
    size = len(heard) + len(wanted)
    product = np.fft.irfft(np.fft.rfft(heard, size) * np.conj(np.fft.rfft(wanted, size)), size)
    at = int(np.argmax(product[: len(heard) - len(wanted) + 1]))
    loudest = np.linalg.norm(wanted)
    return product[at] / loudest / max(np.linalg.norm(heard[at : at + len(wanted)]), loudest / 10)


def test_the_microphone_hears_what_is_played_to_it(pulse, tmp_path):
    sound = chirp(tmp_path)
    with listening(pulse, tmp_path) as recorder:
        pulse.speak_into_microphone(sound)
        time.sleep(0.5)
        heard = recorder.result()
    assert likeness(heard["samples"], sound) > 0.9
    assert heard["overflows"] == 0


@pytest.mark.slow
def test_time_runs_with_the_clock_and_frames_are_stamped_when_they_arrive(pulse, tmp_path):
    with listening(pulse, tmp_path) as recorder:
        time.sleep(2)
        times = recorder.result()["times"]
    position, heard_at, now = times[len(times) // 2 :].T
    assert np.diff(position) == pytest.approx(0.032, abs=1e-4)
    assert position[-1] - position[0] == pytest.approx(now[-1] - now[0], abs=0.15)
    assert np.median(now - heard_at) < 0.1


@pytest.mark.slow
def test_while_muted_nothing_is_heard_and_time_goes_on(pulse, tmp_path):
    spoken_over, answer = chirp(tmp_path), chirp(tmp_path, "answer.wav", 3000, 300)
    with listening(pulse, tmp_path) as recorder:
        recorder.command(signal.SIGUSR1, "mute")
        pulse.speak_into_microphone(spoken_over)
        time.sleep(0.5)
        recorder.command(signal.SIGUSR2, "unmute")
        pulse.speak_into_microphone(answer)
        time.sleep(0.5)
        heard = recorder.result()
    assert likeness(heard["samples"], answer) > 0.9
    assert likeness(heard["samples"], spoken_over) < 0.6
    assert np.diff(heard["times"][:, 0]).max() > 2


@pytest.mark.slow
def test_a_microphone_taken_away_is_waited_for_and_heard_again(pulse, tmp_path):
    before, after = chirp(tmp_path), chirp(tmp_path, "after.wav", 3000, 300)
    with listening(pulse, tmp_path) as recorder:
        pulse.speak_into_microphone(before)
        time.sleep(0.5)
        pulse.stop()
        recorder.expect("broke off")
        recorder.expect("report The microphone (default) is gone")
        pulse.start()
        recorder.expect("report The microphone (default) is back")
        pulse.speak_into_microphone(after)
        time.sleep(0.5)
        heard = recorder.result()
    assert likeness(heard["samples"], before) > 0.9
    assert likeness(heard["samples"], after) > 0.9
    assert (np.diff(heard["times"][:, 0]) > 0).all()


def run(program, env):
    return subprocess.run(
        [sys.executable, "-c", program], env=env, cwd=ROOT, capture_output=True, text=True, timeout=30, check=True
    )


OPEN = """
from voiceassist.devices.microphone import Microphone
from voiceassist.errors import VoiceAssistError
try:
    Microphone({device!r}).__enter__()
except VoiceAssistError as error:
    print(type(error).__name__, error)
"""


OVERRUN = """
import time
from voiceassist.devices import microphone
microphone.QUEUE_S = 0.5
with microphone.Microphone(report=print) as source:
    for number, frame in enumerate(source):
        if number == 10:
            time.sleep(2)
        if source.overflows and number > 60:
            break
"""


@pytest.mark.slow
def test_sound_that_comes_faster_than_it_is_heard_is_counted_and_told(pulse):
    told = run(OVERRUN, pulse.env).stdout
    assert told.startswith("Sound from default was lost")


def test_without_a_microphone_the_way_on_is_named(deaf_and_mute):
    told = run(OPEN.format(device=None), deaf_and_mute).stdout
    assert told.startswith("NoMicrophone No microphone found")
    assert "voiceassist demo" in told
    assert "voiceassist chat" in told
    assert told.count("\n") == 1


def test_a_microphone_that_does_not_exist_is_named(pulse):
    assert "The microphone 'headset' cannot be opened" in run(OPEN.format(device="headset"), pulse.env).stdout


def test_without_portaudio_the_package_to_install_is_named():
    missing = (
        "import ctypes.util, sys; sys.modules['_sounddevice_data'] = None\n"
        "ctypes.util.find_library = lambda name: None\n"
    )
    assert "libportaudio2" in run(missing + OPEN.format(device=None), dict(os.environ)).stdout


def test_the_listing_tells_names_rates_channels_and_defaults(pulse):
    program = (
        "from voiceassist.devices.listing import devices\n"
        "for d in devices(): print(d.name, d.host, d.rate, d.inputs, d.outputs, d.default_input, d.default_output)"
    )
    lines = run(program, pulse.env).stdout.splitlines()
    assert len(lines) == 2
    assert lines[1].startswith("default ALSA 44100 ")
    assert lines[1].endswith("True True")
