"""The names that small trained models listen for, as packaged by pymicro-wakeword."""

from __future__ import annotations

import importlib.util
from typing import TYPE_CHECKING, Any, Final

from voiceassist.errors import VoiceAssistError
from voiceassist.wake.protocol import Call

if TYPE_CHECKING:
    from voiceassist.values import Samples

NAMES: Final = ("alexa", "hey jarvis", "hey mycroft", "okay nabu")
"""The models in the wheel: microWakeWord by Kevin Ahrendt, Apache-2.0."""

TAIL: Final = 0.1
"""Seconds before it fires that are kept: cutting into the next word costs more than the end of the name does."""


def available() -> bool:
    """Whether the wheel is installed: there is none for Macs with Intel processors."""
    return importlib.util.find_spec("pymicro_wakeword") is not None


class MicroWakeWord:
    """One name of `NAMES`; takes 0.3 % of one core.

    The model fires within 0.2 s of the end of the name, before it or after.
    """

    def __init__(self, phrase: str) -> None:
        """Load the model.  Raises VoiceAssistError for a name there is no model of, or where the wheel is missing."""
        if phrase not in NAMES or not available():
            raise VoiceAssistError(f"there is no model that listens for {phrase!r}")
        from pymicro_wakeword import MicroWakeWord as Detector
        from pymicro_wakeword import MicroWakeWordFeatures, Model

        self.phrase = phrase
        self._detector: Any = Detector.from_builtin(Model(phrase.replace(" ", "_")))
        self._features: Any = MicroWakeWordFeatures()

    def feed(self, samples: Samples) -> Call | None:
        """See `Caller.feed`."""
        # Every step is fed, even after one has fired, because the model remembers them.
        fired = [self._detector.process_streaming(step) for step in self._features.process_streaming(samples.tobytes())]
        if not any(fired):
            return None
        self.reset()
        return Call(self.phrase, TAIL)

    def reset(self) -> None:
        """See `Caller.reset`."""
        self._detector.reset()
        self._features.reset()

    def close(self) -> None:
        """See `Caller.close`."""
        self._detector.close()
