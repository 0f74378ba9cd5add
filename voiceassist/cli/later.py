"""Commands whose capability is not there yet: they say so and fail."""

from __future__ import annotations

from voiceassist.errors import VoiceAssistError


def plan() -> None:
    """The caffeine taper, the daily aims and the check-in (not there yet)."""
    raise VoiceAssistError('the plan is not there yet; `voiceassist ask "how do I cut caffeine"` tells how to taper')


def trends() -> None:
    """Frequency, places and triggers over time (not there yet)."""
    raise VoiceAssistError("trends are not there yet; `voiceassist journal list` shows the entries")


def report() -> None:
    """One page for a neurologist (not there yet)."""
    raise VoiceAssistError("the report is not there yet; `voiceassist journal export` writes everything down")


def serve() -> None:
    """The web page and Wyoming (not there yet)."""
    raise VoiceAssistError("the web page is not there yet; use `voiceassist listen` or `voiceassist chat`")
