"""Sentences of the grammar judged by their sound against everything that was heard.

For a sentence s, hypotheses h of the free decoder with posterior p(h), and d the phone distance of `phonetic`:

    free(s) = -log sum over h of p(h) · exp(-d(s, h))

so a sentence is near where it sounds like any hypothesis that may well be true.  A free decoder sometimes stops
before the speaker does; what is missing at a hypothesis's end therefore costs no more than `BROKEN_OFF`.  The held
decoder never stops early, and its one path is compared whole.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from voiceassist.understanding.candidates import PhoneSearch, Pronunciations
from voiceassist.understanding.graph import GrammarGraph
from voiceassist.understanding.matching import Sentence
from voiceassist.understanding.phonetic import Floats, Rows, distances, lost
from voiceassist.values import Hypothesis

BROKEN_OFF: Final = 1.75
"""At 6 dB 1 to 2 gave 108 of 110 right on the tuning half of the coffee suite, 2.5 to 4 gave 107."""
_MOST_FREE: Final = 5
_MOST: Final = 6
_WINDOW: Final = 3.0
"""Sentences looked at for each hypothesis, and how much further than the nearest they may be."""
_HELD_MOST: Final = 8.0
_FREE_MOST: Final = 12.0
"""Beyond these distances one sentence is as unlike as another."""
_TOKENS_A_WORD: Final = 1.3
_SHARPNESS: Final = 0.35
"""Whisper's own probabilities are too sure; of its hypotheses' total log-probabilities this part is believed."""
_SEARCHED: Final = 3
_MANY_ARCS: Final = 2000
"""Sentences are looked for near so many free hypotheses and the held one, from so many arcs on near one; all are
judged by."""


@dataclass(frozen=True)
class Said:
    """Sentences as the templates word them: what may have been said."""

    sentences: tuple[Sentence, ...]
    words: tuple[str, ...]
    """All their words, one after the other."""
    source: tuple[str, ...]
    """The heard words that the sentences' positions count."""
    loose: bool = False
    """Whether free words are part of it, which sound like whatever was heard."""


@dataclass(frozen=True)
class Sounding:
    """What may have been said and how near it is to what was heard, in phones."""

    said: Said
    free: float
    """From the free decoder's hypotheses together."""
    held: float
    """From the held decoder's words; 0 where there are none."""
    apart: float
    """From the nearest hypothesis, over what all its phones would cost: 0 the same, 1 nothing in common."""


class Sounds:
    """Judges by the sound of one graph's sentences."""

    def __init__(self, graph: GrammarGraph, pronounce: Pronunciations) -> None:
        self._graph = graph
        self._say = pronounce
        self._searches: dict[int, PhoneSearch] = {}

    def prepare(self, block: int) -> None:
        """Spell the sentences of a block as phones, which is otherwise done when it is first searched."""
        self._search(block)

    def soundings(
        self,
        hypotheses: Sequence[Hypothesis],
        words: Sequence[tuple[str, ...]],
        blocks: Sequence[int],
        priors: Floats,
        read: Sequence[Said] = (),
    ) -> tuple[Sounding, ...]:
        """What `read` holds and the sentences of `blocks` that sound like any of the hypotheses, whose normalised words
        are `words`; judged by sound."""
        free = _longest([i for i, one in enumerate(hypotheses) if not one.held and words[i]], words)[:_MOST_FREE]
        held = [i for i, one in enumerate(hypotheses) if one.held and words[i]][:1]
        order = [*free, *held]
        heard = [self._say.of(words[i]) for i in order]
        if not free or not all(heard):
            return ()  # held words alone sound like the grammar whatever was said
        found: dict[tuple[str, ...], Said] = {}
        for one in read:
            found.setdefault(one.words, one)
        searches = [self._search(block) for block in blocks]
        near = min(len(free), 1 if sum(search.size for search in searches) > _MANY_ARCS else _SEARCHED)
        chosen = [*range(near), *range(len(free), len(order))]
        for search in searches:
            paths = search.nearest([heard[i] for i in chosen], priors, _MOST, _WINDOW)
            for i, some in zip(chosen, paths, strict=True):
                for path in some:
                    source, said = words[order[i]], search.words(path)
                    found.setdefault(said, Said((search.sentence(path, len(source)),), said, source))
        found.pop((), None)
        if not found:
            return ()
        phones = Rows.of([self._say.of(said) for said in found])
        apart = distances(phones, heard, BROKEN_OFF)
        shares = apart / np.array([max(float(lost()[list(one)].sum()), 1.0) for one in heard])
        from_free = _mixed(apart[:, : len(free)], [hypotheses[i] for i in free])
        whole = distances(phones, heard[len(free) :])
        from_held = np.minimum(whole[:, 0], _HELD_MOST) if held else np.zeros(len(found))
        return tuple(
            Sounding(one, float(from_free[n]), float(from_held[n]), float(shares[n, : len(free)].min()))
            for n, one in enumerate(found.values())
        )

    def _search(self, block: int) -> PhoneSearch:
        if block not in self._searches:
            self._searches[block] = PhoneSearch(self._graph, block, self._say)
        return self._searches[block]


def _longest(free: Sequence[int], words: Sequence[tuple[str, ...]]) -> list[int]:
    """Without the hypotheses that only break off earlier than a likelier one."""
    return [i for n, i in enumerate(free) if not any(words[other][: len(words[i])] == words[i] for other in free[:n])]


def _mixed(apart: Floats, free: Sequence[Hypothesis]) -> Floats:
    """(N,): see the module."""
    logs = [math.log(max(h.confidence or 0.0, 1e-6)) * (_TOKENS_A_WORD * len(h.text.split()) + 2) for h in free]
    posterior = np.exp(_SHARPNESS * (np.array(logs) - max(logs)))
    likelihood = np.exp(-apart.astype(np.float64)) @ (posterior / posterior.sum())
    mixed: Floats = np.minimum(-np.log(likelihood + 1e-30), _FREE_MOST).astype(np.float32)
    return mixed
