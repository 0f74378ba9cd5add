"""PortAudio, loaded when first needed, and the problems that are its own."""

from __future__ import annotations

import contextlib
from typing import Any

from voiceassist.errors import VoiceAssistError


class NoPortAudio(VoiceAssistError):  # noqa: N818
    """The library that reaches the sound hardware is missing."""


def load() -> Any:
    """The module `sounddevice`.  Raises `NoPortAudio` where its C library is missing."""
    try:
        import sounddevice
    except OSError as error:
        raise NoPortAudio(
            "The PortAudio library is missing: install it with `sudo apt install libportaudio2` (Debian, Ubuntu), "
            "or use `voiceassist chat` without sound."
        ) from error
    return sounddevice


def rescan() -> None:
    """Look for devices again; PortAudio lists them only when it starts.  Every open stream ends."""
    sounddevice = load()
    with contextlib.suppress(sounddevice.PortAudioError):
        sounddevice._terminate()
    with contextlib.suppress(sounddevice.PortAudioError):
        sounddevice._initialize()
