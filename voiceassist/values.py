"""The plain values that one room hands to the next, and the one value that flows back.

    devices ─Samples▶ turns ─Utterance▶ recognition ─Hypothesis▶ understanding ─Interpretation▶ dialogue ─Reply▶ …
                        ▲                    ▲                        ▲                            │
                        └────────────────────┴──── Expectation ───────┴────────────────────────────┘

This module imports no room, so every room may import it.  Times in seconds are positions in the input audio
unless a name says otherwise.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final, TypeAlias

if TYPE_CHECKING:
    # Commands that hear nothing do without it, which is a tenth of their time.
    import numpy as np
    import numpy.typing as npt

SAMPLE_RATE: Final = 16_000
"""Samples a second on every path inside the program."""

FRAME: Final = 512
"""Samples in one frame of the input stream (32 ms): what the voice activity detector judges at once."""

Samples: TypeAlias = "npt.NDArray[np.int16]"
"""Mono sound, ``(n,) int16`` at 16 kHz."""


@dataclass(frozen=True, eq=False)
class Utterance:
    """One turn of speech, cut out of the input by `turns`."""

    samples: Samples
    start: float
    """Where the first sample stands in the input."""
    speech_end: float
    """Where the last voiced frame ends."""
    end: float
    """Where the turn was declared over: `speech_end` plus the silence that was waited for."""


@dataclass(frozen=True)
class Word:
    """One recognised word with its place in the utterance (seconds from the utterance's first sample)."""

    text: str
    start: float
    end: float
    confidence: float


@dataclass(frozen=True)
class Hypothesis:
    """What one recogniser believes was said.  Text is lower case words without punctuation where the engine allows."""

    text: str
    recognizer: str
    held: bool
    """True where the recogniser was held to the grammar, False where it decoded freely."""
    confidence: float | None = None
    """The engine's own belief in [0, 1]; engines differ in what they mean by it, so never compare two engines'."""
    words: tuple[Word, ...] = ()


def heard_first(hypotheses: Iterable[Hypothesis]) -> dict[str, str]:
    """The best words of each recogniser that decoded freely, by its name; `hypotheses` come best first."""
    firsts: dict[str, str] = {}
    for one in hypotheses:
        if one.text and not one.held:
            firsts.setdefault(one.recognizer, one.text)
    return firsts


Arc: TypeAlias = tuple[int, int, float, str]
"""From a state, to a state, how likely against the likeliest (0 to 1), and the word; ``""`` is taken without a word."""


@dataclass(frozen=True)
class WordNetwork:
    """The word sequences that a grammar allows, as a finite-state network: each path from `start` to `final` is one.

    No two wordless arcs follow each other: where a chain of them would lead, one leads directly.
    """

    key: str
    """Equal keys mean equal networks."""
    states: int
    """States are numbered from 0."""
    start: int
    final: int
    arcs: tuple[Arc, ...] = field(repr=False, compare=False)


@dataclass(frozen=True)
class SpeechContext:
    """What may be said next, in the form each kind of recogniser takes; made by `understanding` from its graph."""

    key: str
    """Equal keys mean equal contexts, so that an engine may keep what it compiled."""
    network: WordNetwork
    """The grammar, for recognisers that are held to one."""
    prompt: str
    """Sentences in the words that are expected, for recognisers that decode freely with a bias."""


MORE: Final = "more"
"""What an offer to go on asks."""


@dataclass(frozen=True)
class Expectation:
    """What the dialogue expects to hear next."""

    asks: str | None = None
    """The open question, for example ``place`` or ``yes_no``; sentence blocks with ``requires_context: {asks: …}`` are
    active only while it is asked."""
    favours: tuple[str, ...] = ()
    """Intents that are likelier than the rest right now.  No intent is ever impossible."""
    after: str | None = None
    """What has just been done, for example ``log``; sentence blocks with ``requires_context: {after: …}`` are active
    only then."""
    passing: bool = False
    """Whether the open question ends as soon as something else is talked about."""
    since: date | None = field(default=None, compare=False)
    """The first day of which anything is recorded: who asks of a time long before it was probably misheard."""

    @property
    def waits(self) -> bool:
        """Whether a question waits for its answer; an offer to go on does not, whoever asks something else passes it
        over."""
        return self.asks not in (None, MORE)


class Completeness(StrEnum):
    """Whether what has been heard of a turn could be all of it."""

    UNKNOWN = "unknown"
    """Not known yet, or it would only be asked about."""
    UNREAD = "unread"
    """The words mean nothing so far."""
    COMPLETE = "complete"
    """A whole thought, after which nothing of weight can follow."""
    EXTENDABLE = "extendable"
    """A whole thought that may go on: "a twitch in my calf" … "after coffee"."""
    OPEN = "open"
    """More must follow: "my left …"."""
    HESITATION = "hesitation"
    """The speaker is looking for words: "um …"."""


@dataclass(frozen=True)
class Foreseen:
    """What is known of a turn before it is over."""

    completeness: Completeness
    doubtful: bool = False
    """Whether a better ear should hear it, if others may have misheard."""
    alarming: bool = False
    """Whether danger may have been told, so that a better ear should hear it in any case."""


class Decision(StrEnum):
    """What is done with what was understood."""

    ACCEPT = "accept"
    CONFIRM = "confirm"
    ASK = "ask"
    REJECT = "reject"


@dataclass(frozen=True)
class Interpretation:
    """One thing the speaker meant.  An utterance may carry several."""

    intent: str | None
    """None where nothing was understood (`Decision.REJECT`)."""
    slots: Mapping[str, Any] = field(default_factory=lambda: MappingProxyType({}))
    """Canonical values by slot name; JSON-ready."""
    confidence: float = 0.0
    """The probability in [0, 1] that intent and every slot are right."""
    decision: Decision = Decision.REJECT
    words: str = ""
    """The part of the heard text this was read from."""
    guessed: bool = False
    """Read by a sentence with gaps: what stands in them was not understood."""

    @classmethod
    def certain(cls, intent: str, slots: Mapping[str, Any], words: str = "") -> Interpretation:
        """What nobody doubts, because it follows from what was said or was asked for by hand."""
        return cls(intent, slots, 1.0, Decision.ACCEPT, words)


@dataclass(frozen=True)
class Reply:
    """What the assistant says, word for word what the screen shows."""

    text: str
    expects: tuple[str, ...] = ()
    """Intents the speaker is likely to answer with."""
    ends: bool = False
    """True where the conversation is over after this reply."""
