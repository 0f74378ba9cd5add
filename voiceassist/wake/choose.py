"""Which ways of listening for a call a phrase gets."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TYPE_CHECKING

from voiceassist.errors import VoiceAssistError
from voiceassist.wake import micro
from voiceassist.wake.keyphrase import KeyPhrases
from voiceassist.wake.micro import MicroWakeWord

if TYPE_CHECKING:
    from voiceassist.pronunciation import Lexicon
    from voiceassist.values import Samples
    from voiceassist.wake.protocol import Caller


def open_callers(name: str, lexicon: Lexicon, voice: Callable[[Samples], float]) -> tuple[Caller, ...]:
    """What listens for `name`: PocketSphinx's key-phrase search, and its own model where there is one.

    The two miss different calls (docs/decisions/0145).  `voice` gives the probability that a frame holds a voice.
    Raises VoiceAssistError naming what can be chosen where `name` cannot be listened for.
    """
    phrase = " ".join(re.sub(r"[^\w']+|_", " ", name.lower()).split())
    try:
        search = KeyPhrases([phrase], lexicon, voice)
    except VoiceAssistError as problem:
        names = ", ".join(f'"{known}"' for known in micro.NAMES)
        raise VoiceAssistError(
            f"{problem}: choose {names}, or a phrase of your own with at least three syllables"
        ) from None
    return (MicroWakeWord(phrase), search) if phrase in micro.NAMES and micro.available() else (search,)
