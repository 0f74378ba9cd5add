"""Which voice speaks."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from voiceassist.synthesis.protocol import NoVoice, Synthesizer

ENGINES: Final = ("auto", "pyttsx3", "piper")


def open_synthesizer(name: str = "auto", *, language: str = "en") -> Synthesizer:
    """The voice called for by `name`: one of `ENGINES`, or one of `voices` by its whole name.

    ``auto`` is pyttsx3, the voice every platform has.  Of Piper any voice is named by the path of its model too.
    Raises `NoVoice` where the engine or its voice is missing, and for any other name.
    """
    from voiceassist.synthesis import piper
    from voiceassist.synthesis.pyttsx3 import Pyttsx3Synthesizer

    engine, _, one = name.partition(":")
    if engine == "piper":
        packaged = piper.packaged_voice()
        return piper.PiperSynthesizer(packaged if packaged and one in ("", packaged.stem) else Path(one))
    if engine == "pyttsx3" or name == "auto":
        return Pyttsx3Synthesizer(one, language)
    raise NoVoice(f"there is no voice engine called {name}; choose {', '.join(ENGINES[:-1])} or {ENGINES[-1]}")


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
