"""Commands whose capability is not there yet: they say so and fail."""

from __future__ import annotations

from voiceassist.errors import VoiceAssistError


def plan() -> None:
    """The caffeine taper, the daily aims and the check-in (not there yet)."""
    raise VoiceAssistError('the plan is not there yet; `voiceassist ask "how do I cut caffeine"` tells how to taper')


def serve() -> None:
    """The web page and Wyoming (not there yet)."""
    raise VoiceAssistError("the web page is not there yet; use `voiceassist listen` or `voiceassist chat`")
