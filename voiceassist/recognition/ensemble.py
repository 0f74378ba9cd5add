"""Several free recognisers that hear the same sound, as one.

Each decodes in a thread of its own: on two cores two take as long as the slower of them.  Their errors differ, so that
what one loses another keeps (docs/recognition.md).
"""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from itertools import chain
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from voiceassist.recognition.whisper import Whisper
    from voiceassist.values import Hypothesis, Samples, SpeechContext


class Ensemble:
    """Gives the hypotheses of all its members, each with its member's name, the surest first."""

    name = "whisper"
    held = False

    def __init__(self, members: Sequence[Whisper]) -> None:
        self._members = tuple(members)
        self._threads = ThreadPoolExecutor(len(members), "decoding")

    def expect(self, context: SpeechContext) -> None:
        """See `Recognizer`."""
        for member in self._members:
            member.expect(context)

    def start(self) -> None:
        """Begin an utterance."""
        for member in self._members:
            member.start()

    def feed(self, samples: Samples) -> str:
        """Keep the next piece, ``(n,) int16`` at 16 kHz."""
        for member in self._members:
            member.feed(samples)
        return ""

    def finish(self) -> tuple[Hypothesis, ...]:
        """What its members heard."""
        heard = self.ahead()()
        self.cancel()
        return heard

    def ahead(self) -> Callable[[], tuple[Hypothesis, ...]]:
        """See `DecodesAhead`."""
        tasks = [member.ahead() for member in self._members]
        return lambda: surest_first(chain.from_iterable(self._threads.map(lambda task: task(), tasks)))

    def cancel(self) -> None:
        """Drop the utterance."""
        for member in self._members:
            member.cancel()

    def close(self) -> None:
        """Free the models."""
        self._threads.shutdown()
        for member in self._members:
            member.close()


def surest_first(heard: Iterable[Hypothesis]) -> tuple[Hypothesis, ...]:
    """The hypotheses of several recognisers in one row.

    What several heard alike stands there once for each: that they agree tells.
    """
    return tuple(sorted(heard, key=lambda one: -(one.confidence or 0.0)))
