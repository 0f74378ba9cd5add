"""Which voice speaks."""

from __future__ import annotations

from typing import TYPE_CHECKING

from voiceassist.synthesis.protocol import NoVoice, Synthesizer

if TYPE_CHECKING:
    from pathlib import Path


def open_synthesizer(
    name: str = "auto", *, voice: str = "", piper_voice: Path | None = None, language: str = "en"
) -> Synthesizer:
    """The voice called for by `name`: ``auto``, ``pyttsx3`` or ``piper``.

    `voice` is a pyttsx3 identifier and `piper_voice` a Piper model; both have defaults.  ``auto`` is pyttsx3, the voice
    every platform has, unless a `piper_voice` was chosen and Piper is installed.  Raises `NoVoice` where the engine or
    its voice is missing, and for any other name.
    """
    from voiceassist.synthesis import piper
    from voiceassist.synthesis.pyttsx3 import Pyttsx3Synthesizer

    if name == "piper" or (name == "auto" and piper_voice is not None and piper.installed()):
        return piper.PiperSynthesizer(piper_voice)
    if name in ("auto", "pyttsx3"):
        return Pyttsx3Synthesizer(voice, language)
    raise NoVoice(f"there is no voice engine called {name}; choose auto, pyttsx3 or piper")


def voices(language: str = "en") -> list[str]:
    """The names of the voices that speak `language` here, first the one that ``auto`` takes; empty where none does."""
    from voiceassist.synthesis import piper
    from voiceassist.synthesis.pyttsx3 import Pyttsx3Synthesizer

    found: list[str] = []
    try:
        usual = Pyttsx3Synthesizer(language=language)
    except NoVoice:
        pass
    else:
        fitting = (f"pyttsx3:{one}" for one, _, spoken in usual.voices if any(s.startswith(language) for s in spoken))
        found = list(dict.fromkeys([usual.name, *fitting]))
        usual.close()
    model = piper.packaged_voice()
    if piper.installed() and model is not None:
        found.append(f"piper:{model.stem}")
    return found
