"""Commands whose capability is not there yet: they say so and fail."""

from __future__ import annotations

from voiceassist.errors import VoiceAssistError


def serve() -> None:
    """The web page and Wyoming (not there yet)."""
    raise VoiceAssistError("the web page is not there yet; use `voiceassist listen` or `voiceassist chat`")
