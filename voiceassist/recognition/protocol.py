"""What every recogniser can do."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol, runtime_checkable

if TYPE_CHECKING:
    from collections.abc import Callable

    from voiceassist.values import Hypothesis, Samples, SpeechContext


@runtime_checkable
class Recognizer(Protocol):
    """One decoder, listening to one utterance at a time: ``expect? start feed* (finish | cancel)``, again and
    again."""

    name: str
    """The engine, as the command line and the events call it: ``vosk``, ``pocketsphinx``, ``whisper``."""
    held: bool
    """True where only what the grammar allows can be heard."""

    def expect(self, context: SpeechContext) -> None:
        """Say what may be said next; it takes effect at the next `start`.

        Compiling a new context may take tens of milliseconds, a known `SpeechContext.key` takes none.
        """

    def start(self) -> None:
        """Begin an utterance, forgetting an unfinished one."""

    def feed(self, samples: Samples) -> str:
        """Hear the next piece, best 0.03–0.1 s, ``(n,) int16`` at 16 kHz; the text so far, ``""`` where there is
        none."""

    def finish(self) -> tuple[Hypothesis, ...]:
        """End the utterance: what was heard, best first, empty where nothing was."""

    def cancel(self) -> None:
        """Drop the utterance."""

    def close(self) -> None:
        """Give back models and memory; nothing may be called afterwards."""


@runtime_checkable
class DecodesAhead(Protocol):
    """A recogniser that decodes at the end of the utterance, and may do so before it is known to be the end."""

    def ahead(self) -> Callable[[], tuple[Hypothesis, ...]]:
        """A task that gives what `Recognizer.finish` would if the utterance ended here.

        It may run in another thread while more is fed, one task at a time, and not beside `finish`.
        """
