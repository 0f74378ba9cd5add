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

from voiceassist.understanding.candidates import PhoneSearch, Pronounce, Pronunciations
from voiceassist.understanding.graph import GrammarGraph
from voiceassist.understanding.matching import Sentence
from voiceassist.understanding.phonetic import Floats, distances, lost
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
class Sounding:
    """One sentence of the grammar and how near it is to what was heard, in phones."""

    sentence: Sentence
    words: tuple[str, ...]
    free: float
    """From the free decoder's hypotheses together."""
    held: float
    """From the held decoder's words; 0 where there are none."""
    apart: float
    """From the nearest hypothesis, over what all its phones would cost: 0 the same, 1 nothing in common."""


class Sounds:
    """Judges by the sound of one graph's sentences."""

    def __init__(self, graph: GrammarGraph, pronounce: Pronounce) -> None:
        self._graph = graph
        self._say = Pronunciations(pronounce)
        self._searches: dict[tuple[int, ...], PhoneSearch] = {}

    def soundings(
        self,
        hypotheses: Sequence[Hypothesis],
        words: Sequence[tuple[str, ...]],
        blocks: Sequence[int],
        priors: Floats,
    ) -> tuple[Sounding, ...]:
        """The sentences of `blocks` that sound like any of the hypotheses, whose normalised words are `words`."""
        free = _longest([i for i, one in enumerate(hypotheses) if not one.held and words[i]], words)[:_MOST_FREE]
        held = [i for i, one in enumerate(hypotheses) if one.held and words[i]][:1]
        order = [*free, *held]
        heard = [self._say.of(words[i]) for i in order]
        if not free or not all(heard):
            return ()  # held words alone sound like the grammar whatever was said
        search = self._search(blocks)
        near = min(len(free), 1 if search.size > _MANY_ARCS else _SEARCHED)
        chosen = [*range(near), *range(len(free), len(order))]
        paths = search.nearest([heard[i] for i in chosen], priors, _MOST, _WINDOW)
        found = {search.words(path): (search.sentence(path, len(words[order[i]])), path)
                 for i, some in zip(chosen, paths, strict=True) for path in some}  # fmt: skip
        if not found:
            return ()
        said = [self._say.of(one) for one in found]
        apart = distances(said, heard, BROKEN_OFF)
        shares = apart / np.array([max(float(lost()[list(phones)].sum()), 1.0) for phones in heard])
        from_free = _mixed(apart[:, : len(free)], [hypotheses[i] for i in free])
        whole = distances(said, heard[len(free) :])
        from_held = np.minimum(whole[:, 0], _HELD_MOST) if held else np.zeros(len(said))
        return tuple(
            Sounding(sentence, one, float(from_free[n]), float(from_held[n]), float(shares[n, : len(free)].min()))
            for n, (one, (sentence, _)) in enumerate(found.items())
        )

    def _search(self, blocks: Sequence[int]) -> PhoneSearch:
        key = tuple(sorted(blocks))
        if key not in self._searches:
            self._searches[key] = PhoneSearch(self._graph, key, self._say)
        return self._searches[key]


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
