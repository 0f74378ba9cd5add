"""The whole way of one turn, from what was heard to what is said, for speech and for typing alike."""

from __future__ import annotations

from voiceassist.assistant.assistant import Assistant, typed
from voiceassist.assistant.continuation import GOES_ON

__all__ = ["GOES_ON", "Assistant", "typed"]
