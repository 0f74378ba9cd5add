"""A real microphone and loudspeaker on a machine without sound hardware: a private PulseAudio with null sinks.

What is played into the sink ``mic`` comes out of the default microphone, and what a program plays to the default
loudspeaker, the sink ``speaker``, can be recorded from that sink's monitor.  PortAudio reaches both through
ALSA's pulse plugin.  Use it by importing the fixture into a conftest: ``from tests.e2e.pulse import pulse``.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pytest

RATE = 16_000
"""Samples a second of what `Recording` returns."""

_ASOUNDRC = """
</usr/share/alsa/alsa.conf>
pcm.!default { type pulse hint { show on description "default" } }
ctl.!default { type pulse }
"""


def missing() -> str | None:
    """Why there can be no sound server here, or None."""
    programs = [name for name in ("pulseaudio", "pactl", "paplay", "parec") if not shutil.which(name)]
    if programs:
        return f"{', '.join(programs)} not installed (apt install pulseaudio pulseaudio-utils)"
    if not list(Path("/usr/lib").glob("**/alsa-lib/libasound_module_pcm_pulse.so")):
        return "ALSA's pulse plugin not installed (apt install libasound2-plugins)"
    return None


class Recording:
    """What the loudspeaker plays, while it is recorded."""

    def __init__(self, process: subprocess.Popen[bytes]) -> None:
        self._process = process
        self._data = bytearray()
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()

    def _read(self) -> None:
        assert self._process.stdout
        while part := self._process.stdout.read1(4096):
            self._data += part

    @property
    def samples(self) -> npt.NDArray[np.int16]:
        """Everything so far, ``(n,) int16`` at 16 kHz."""
        return np.frombuffer(bytes(self._data[: len(self._data) // 2 * 2]), np.int16)

    def wait_for_sound(self, timeout: float = 10.0, level: int = 300) -> None:
        """Return once something louder than `level` was played; raises `TimeoutError`."""
        self._wait(lambda: bool(np.any(np.abs(self.samples.astype(int)) > level)), timeout)

    def wait_for_silence(self, seconds: float = 1.5, timeout: float = 60.0, level: int = 300) -> None:
        """Return once the last `seconds` were quieter than `level`; raises `TimeoutError`."""
        count = int(seconds * RATE)
        self._wait(
            lambda: len(self.samples) > count and bool(np.all(np.abs(self.samples[-count:].astype(int)) <= level)),
            timeout,
        )

    def stop(self) -> npt.NDArray[np.int16]:
        """End the recording and return all of it."""
        self._process.terminate()
        self._process.wait(5)
        self._reader.join(5)
        return self.samples

    @staticmethod
    def _wait(condition: object, timeout: float) -> None:
        assert callable(condition)
        until = time.monotonic() + timeout
        while not condition():
            if time.monotonic() > until:
                raise TimeoutError("the loudspeaker did not do what was waited for")
            time.sleep(0.02)


class Pulse:
    """The running sound server."""

    def __init__(self, folder: Path) -> None:
        """Start it with everything it keeps in `folder`."""
        self._asoundrc = folder / "asound.conf"
        self._asoundrc.write_text(_ASOUNDRC)
        self.env = {
            **os.environ,
            "XDG_RUNTIME_DIR": str(folder),
            "PULSE_RUNTIME_PATH": str(folder / "pulse"),
            "PULSE_STATE_PATH": str(folder / "state"),
            "PULSE_SERVER": f"unix:{folder / 'pulse' / 'native'}",
            "ALSA_CONFIG_PATH": str(self._asoundrc),
        }
        """The environment in which a child process finds microphone and loudspeaker."""
        self._server: subprocess.Popen[bytes] | None = None
        self._modules: dict[str, str] = {}
        self.start()

    def start(self) -> None:
        """Start the server with its two sinks."""
        self._server = subprocess.Popen(
            [
                *[
                    "pulseaudio",
                    "-n",
                    "--daemonize=no",
                    "--exit-idle-time=-1",
                    "--use-pid-file=no",
                    "--disable-shm=yes",
                ],
                *["-L", "module-native-protocol-unix auth-anonymous=1"],
            ],
            env={**self.env, "PULSE_SERVER": ""},
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        until = time.monotonic() + 10
        while self._call("info", check=False).returncode:
            if time.monotonic() > until:
                raise TimeoutError("PulseAudio did not start")
            time.sleep(0.05)
        self.plug_in("mic")
        self.plug_in("speaker")
        self._call("set-default-source", "mic.monitor")
        self._call("set-default-sink", "speaker")

    def stop(self) -> None:
        """End the server; a program using it loses microphone and loudspeaker."""
        if self._server is not None:
            self._server.terminate()
            self._server.wait(10)
            self._server = None

    def plug_in(self, sink: str) -> None:
        """Add the null sink `sink`, and with it the source ``{sink}.monitor``."""
        done = self._call("load-module", "module-null-sink", f"sink_name={sink}", "rate=48000", "channels=2")
        self._modules[sink] = done.stdout.strip()

    def unplug(self, sink: str) -> None:
        """Remove the null sink `sink`."""
        self._call("unload-module", self._modules.pop(sink))

    @contextmanager
    def echo(self, gain_db: float = -6.0, latency: float = 0.05) -> Iterator[None]:
        """One room: what the loudspeaker plays is heard by the microphone as well, `latency` seconds later."""
        arguments = ["source=speaker.monitor", "sink=mic", f"latency_msec={round(1000 * latency)}"]
        # Left alone, the module bends its pace every few seconds to hold the delay; air does not.
        module = self._call("load-module", "module-loopback", *arguments, "adjust_time=0").stdout.strip()
        try:
            inputs = json.loads(self._call("--format=json", "list", "sink-inputs").stdout)
            (number,) = [one["index"] for one in inputs if str(one["owner_module"]) == module]
            # PulseAudio's scale is the cube root of the amplitude, with 65536 for unity.
            self._call("set-sink-input-volume", str(number), str(round(65_536 * 10 ** (gain_db / 60))))
            yield
        finally:
            self._call("unload-module", module)

    def speak_into_microphone(self, wav: Path) -> None:
        """Play the sound file into the microphone; returns when it has been heard."""
        subprocess.run(["paplay", "-d", "mic", str(wav)], env=self.env, check=True, timeout=120)

    @contextmanager
    def recording(self) -> Iterator[Recording]:
        """Record what the loudspeaker plays."""
        process = subprocess.Popen(
            [
                *["parec", "-d", "speaker.monitor", "--latency-msec=20"],
                *["--raw", "--format=s16le", f"--rate={RATE}", "--channels=1"],
            ],
            env=self.env,
            stdout=subprocess.PIPE,
        )
        recording = Recording(process)
        try:
            # The monitor of an idle sink delivers zeros: the first of them tell that the recording runs.
            recording._wait(lambda: len(recording.samples), 10)
            yield recording
        finally:
            recording.stop()

    def record_speaker(self, seconds: float) -> npt.NDArray[np.int16]:
        """What the loudspeaker plays in the next `seconds`, ``(n,) int16`` at 16 kHz."""
        with self.recording() as recording:
            time.sleep(seconds)
        return recording.samples

    def _call(self, *words: str, check: bool = True) -> subprocess.CompletedProcess[str]:
        return subprocess.run(["pactl", *words], env=self.env, check=check, capture_output=True, text=True, timeout=10)


@pytest.fixture
def pulse() -> Iterator[Pulse]:
    """A sound server of this test's own."""
    if reason := missing():
        pytest.skip(reason)
    # A socket's path may have 107 characters, which pytest's own folders exceed.
    with tempfile.TemporaryDirectory(prefix="pulse") as folder:
        server = Pulse(Path(folder))
        try:
            yield server
        finally:
            server.stop()
