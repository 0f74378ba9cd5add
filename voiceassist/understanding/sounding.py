"""Sentences of the grammar judged by their sound against everything that was heard.

For a sentence s, hypotheses h of the free decoders with posterior p(h), and d the phone distance of `phonetic`:

    free(s) = -log sum over h of p(h) · exp(-d(s, h))

so a sentence is near where it sounds like any hypothesis that may well be true.  A free decoder sometimes stops
before the speaker does; what is missing at a hypothesis's end therefore costs no more than `BROKEN_OFF`.  The held
decoder never stops early, and its one path is compared whole.
"""

from __future__ import annotations

import math
from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

from voiceassist.understanding.candidates import PhoneSearch, Pronunciations
from voiceassist.understanding.graph import GrammarGraph
from voiceassist.understanding.native import library
from voiceassist.understanding.phonetic import Floats, Rows, distances
from voiceassist.understanding.readings import Sentence
from voiceassist.values import Hypothesis

BROKEN_OFF: Final = 1.75
"""At 6 dB 1 to 2 gave 108 of 110 right on the tuning half of the coffee suite, 2.5 to 4 gave 107."""
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
    doubt: float
    """How much further it is from what a second free decoder heard, the one that comes next to the nearest; 0 where
    only one decodes freely."""
    unbacked: float
    """How far it is from the held decoder's words, in the measure of `apart`; 1 where there are none."""


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
        free = _Free.of(hypotheses, words)
        held = [words[i] for i, one in enumerate(hypotheses) if one.held and words[i]][:1]
        texts = (*free.texts, *held)
        heard = [self._say.of(text) for text in texts]
        if not free.texts or not all(heard):
            return ()  # held words alone sound like the grammar whatever was said
        found: dict[Hashable, Said] = {}
        worded = {one.words for one in read}
        for one in read:
            if one.words:
                found.setdefault((one.words, one.sentences), one)
        searches = [self._search(block) for block in blocks]
        many = sum(search.size for search in searches) > _MANY_ARCS
        near = free.firsts if many else range(min(len(free.texts), _SEARCHED))
        chosen = [*near, *range(len(free.texts), len(texts))]
        for search in searches:
            paths = search.nearest([heard[i] for i in chosen], priors, _MOST, _WINDOW)
            for i, some in zip(chosen, paths, strict=True):
                for path in some:
                    said = search.words(path)
                    if said and said not in worded:
                        found.setdefault(said, Said((search.sentence(path, len(texts[i])),), said, texts[i]))
        if not found:
            return ()
        phones, sounds = Rows.of([self._say.of(one.words) for one in found.values()]), Rows.of(heard)
        apart = distances(phones, sounds, BROKEN_OFF, library())
        shares = apart / np.maximum(sounds.weights.astype(np.float64), 1.0)
        by_decoder = np.stack([shares[:, some].min(axis=1) for some in free.by_decoder])
        nearest, second = np.sort(by_decoder, axis=0)[[0, min(1, len(by_decoder) - 1)]]
        from_free = _mixed(apart[:, : len(free.texts)], free.posterior)
        whole = distances(phones, sounds.after(len(free.texts)), native=library())
        from_held = np.minimum(whole[:, 0], _HELD_MOST) if held else np.zeros(len(found))
        unbacked = shares[:, -1] if held else np.ones(len(found))
        values = np.stack([from_free, from_held, nearest, second - nearest, unbacked], axis=1).tolist()
        return tuple(Sounding(one, *some) for one, some in zip(found.values(), values, strict=True))

    def _search(self, block: int) -> PhoneSearch:
        if block not in self._searches:
            self._searches[block] = PhoneSearch(self._graph, block, self._say, library())
        return self._searches[block]


@dataclass(frozen=True)
class _Free:
    """What was heard freely."""

    texts: tuple[tuple[str, ...], ...]
    """Different words, the likeliest first."""
    posterior: npt.NDArray[np.float64]
    """(T,): how likely each text is, without those that only break off earlier than a likelier one."""
    by_decoder: tuple[tuple[int, ...], ...]
    """For each free decoder the texts it heard, its likeliest first."""

    @classmethod
    def of(cls, hypotheses: Sequence[Hypothesis], words: Sequence[tuple[str, ...]]) -> _Free:
        """The free ones of `hypotheses`, whose normalised words are `words`."""
        free = [(one, text) for one, text in zip(hypotheses, words, strict=True) if text and not one.held]
        texts = tuple(dict.fromkeys(text for _, text in free))
        posterior = np.zeros(len(texts))
        by_decoder: dict[str, list[int]] = {}
        believed = [math.log(max(h.confidence or 0.0, 1e-6)) * (_TOKENS_A_WORD * len(text) + 2) for h, text in free]
        strongest = max(believed, default=0.0)
        for (one, text), log in zip(free, believed, strict=True):
            number = texts.index(text)
            by_decoder.setdefault(one.recognizer, []).append(number)
            posterior[number] += math.exp(_SHARPNESS * (log - strongest))
        for n, text in enumerate(texts):
            if any(other[: len(text)] == text for other in texts[:n]):
                posterior[n] = 0.0
        return cls(texts, posterior, tuple(map(tuple, by_decoder.values())))

    @property
    def firsts(self) -> tuple[int, ...]:
        """Each decoder's likeliest text."""
        return tuple(dict.fromkeys(some[0] for some in self.by_decoder))


def _mixed(apart: Floats, posterior: npt.NDArray[np.float64]) -> Floats:
    """(N,): see the module."""
    likelihood = np.exp(-apart.astype(np.float64)) @ (posterior / posterior.sum())
    mixed: Floats = np.minimum(-np.log(likelihood + 1e-30), _FREE_MOST).astype(np.float32)
    return mixed
