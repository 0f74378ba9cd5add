"""What a spoken conversation is held with: everything that hears, everything that speaks."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from voiceassist.devices.echo.protocol import EchoCanceller
from voiceassist.devices.sink import Sink
from voiceassist.devices.source import Frame, Source
from voiceassist.recognition.choose import Recognizers
from voiceassist.synthesis.protocol import Synthesizer
from voiceassist.turns.taker import TurnTaker
from voiceassist.wake.gate import Gate


@dataclass(frozen=True)
class Ears:
    """Everything that hears."""

    source: Source
    turns: TurnTaker
    recognizers: Recognizers
    live: bool = False
    """Whether the source goes on while work is done, as a microphone does; then work ahead is done beside it."""
    gate: Gate[Frame] | None = None
    """What of the input is listened to; all of it without one."""

    def close(self) -> None:
        """Let go of the recognisers' memory."""
        self.recognizers.close()
        if self.gate:
            self.gate.close()


@dataclass(frozen=True)
class Mouth:
    """Everything that speaks.  Without a voice, replies are only shown."""

    voice: Synthesizer | None
    sink: Sink
    interrupted: Callable[[], bool] = lambda: False
    """Asked while a reply is being spoken; True stops it."""
    duplex: bool = False
    """Whether to go on hearing while speaking."""
    echo: EchoCanceller | None = None
    """Takes the voice out of what is heard; None where it does not reach the microphone."""

    def close(self) -> None:
        """Say no more."""
        self.sink.close()
        if self.voice:
            self.voice.close()
