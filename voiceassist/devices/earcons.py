"""Short quiet sounds that say what the assistant is doing, made here from sine waves."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from voiceassist.errors import VoiceAssistError

if TYPE_CHECKING:
    import numpy.typing as npt

    from voiceassist.devices.sink import Sound

RATE: Final = 22_050
"""Samples a second of every earcon."""
PEAK: Final = 0.06
"""Of full scale, -24 dB: about 12 dB below the voices."""

_ATTACK: Final = 0.012
"""Seconds over which a tone swells, and twice as long to fade: no click, nothing that startles."""
_TONES: Final = {
    "listening": ((659.3, 0.06), (880.0, 0.08)),  # E5 up to A5
    "done": ((880.0, 0.06), (659.3, 0.08)),
    "thinking": ((523.3, 0.1),),  # C5: the voice activity model takes the A below it, repeated softly, for a voice
    "not_understood": ((329.6, 0.06), (0.0, 0.02), (329.6, 0.06)),
}
"""Hertz and seconds of the tones one after the other, in equal temperament; 0 Hz is a pause."""

NAMES: Final = tuple(_TONES)


def earcon(name: str) -> Sound:
    """The sound of that name, ``(n,) int16`` at `RATE`, shorter than 150 ms."""
    sound = np.concatenate([_tone(frequency, seconds) for frequency, seconds in _TONES[name]])
    return np.rint(sound * PEAK * 32767).astype(np.int16)


def chosen(wanted: str) -> frozenset[str]:
    """The names that a setting asks for: ``all``, ``none``, or names with commas between them.

    Raises VoiceAssistError for a name there is not.
    """
    if wanted in {"all", "none"}:
        return frozenset(NAMES if wanted == "all" else ())
    names = frozenset(name.strip().replace("-", "_") for name in wanted.split(","))
    unknown = sorted(names - set(NAMES))
    if unknown:
        raise VoiceAssistError(f"there is no earcon {unknown[0]!r}: choose all, none or some of {', '.join(NAMES)}")
    return names


def _tone(frequency: float, seconds: float) -> npt.NDArray[np.float64]:
    t = np.arange(round(seconds * RATE)) / RATE
    swell = np.clip(np.minimum(t / _ATTACK, (seconds - t) / (2 * _ATTACK)), 0.0, 1.0)
    sound: npt.NDArray[np.float64] = np.sin(2 * np.pi * frequency * t) * np.sin(np.pi / 2 * swell) ** 2
    return sound
