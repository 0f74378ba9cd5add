"""A recogniser in reserve: slower and better than those that hear everything, and asked only where they leave doubt."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

from voiceassist.values import heard_first

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from voiceassist.recognition.whisper import Whisper
    from voiceassist.values import Foreseen, Hypothesis, Samples, SpeechContext


def is_wanted(foreseen: Foreseen, hypotheses: Sequence[Hypothesis]) -> bool:
    """Whether one more should hear what is foreseen of `hypotheses`.

    Where danger may have been told it should; where the meaning is in doubt, unless those that decode freely agree.
    """
    return foreseen.alarming or (foreseen.doubtful and not _is_agreed(hypotheses))


def _is_agreed(hypotheses: Sequence[Hypothesis]) -> bool:
    """Whether several recognisers that decode freely heard the same words first.

    Then what they leave in doubt is what the words mean, and one more would hear the same: of 187 commands in noise
    that left doubt 36 were heard so, and it would have mended one of them, 21 of the others
    (docs/decisions/0180-a-whisper-in-reserve.md).
    """
    firsts = heard_first(hypotheses)
    return len(firsts) > 1 and len(set(firsts.values())) == 1


class Reserve:
    """Hears a whole utterance at once.  Its model is loaded beside, so that nobody waits for it before it is asked."""

    def __init__(self, load: Callable[[], Whisper], name: str) -> None:
        """Begin to `load` the model called `name`; what that raises is raised where it is first needed."""
        self.name = name
        self._thread = ThreadPoolExecutor(1, "reserve")
        self._loaded = self._thread.submit(load)
        self._context: SpeechContext | None = None

    def expect(self, context: SpeechContext) -> None:
        """Say what may be said next."""
        self._context = context

    def hear(self, sound: Samples) -> tuple[Hypothesis, ...]:
        """What it makes of ``(n,) int16`` at 16 kHz, best first."""
        whisper = self._loaded.result()
        if self._context:
            whisper.expect(self._context)
        whisper.start()
        whisper.feed(sound)
        return whisper.finish()

    def close(self) -> None:
        """Free the model."""
        self._thread.shutdown()
        if not self._loaded.exception():
            self._loaded.result().close()
