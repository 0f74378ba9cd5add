"""What heard words may mean: sentences of the grammar, and what it costs to believe in them."""

from __future__ import annotations

from dataclasses import dataclass

from voiceassist.understanding.graph import Operation


@dataclass(frozen=True)
class Sentence:
    """One sentence of a reading: its block and, in order, its operations and the words they read.

    A part is an operation of the graph, a ``str`` (a word of a span), or a ``tuple[int, int]`` (the heard positions
    that a wildcard took).
    """

    block: int
    parts: tuple[Operation | str | tuple[int, int], ...]
    start: int
    """It reads the heard words ``start:end``."""
    end: int


@dataclass(frozen=True)
class Reading:
    """What heard words may mean, and what it costs to believe it."""

    cost: float
    """All together: what readings are compared by."""
    prior: float
    """The part of `cost` that does not come from words misread: priors, further sentences, wildcards."""
    sentences: tuple[Sentence, ...]
    taken: float = 0.0
    """What the words that wildcards took weigh: they explain themselves, so they explain nothing."""
    said: tuple[str | tuple[int, int], ...] = ()
    """The sentences as the templates word them; where a wildcard took words, their heard positions."""
