"""How alike two words are to a reader and to a listener: whichever is nearer counts.

A free decoder writes what it heard in other words: "cuz" for "cause", "mechanism" for "magnesium".
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from voiceassist.understanding.candidates import Pronunciations
from voiceassist.understanding.costs import Floats, spelling_distance
from voiceassist.understanding.native import library
from voiceassist.understanding.phonetic import Rows, distances

_LIGHTEST = 1.0
"""What a word's phones weigh at least: of a very short one a single sound must not be a small part."""


class Alike:
    """A `WordDistance`: the lesser of two shares, of the letters and of the sounds that differ."""

    def __init__(self, say: Pronunciations) -> None:
        self._say = say
        self._vocabulary: tuple[Sequence[str], Rows] | None = None

    def __call__(self, vocabulary: Sequence[str], heard: str) -> Floats:
        """``(V,)`` in [0, 1]; the phones of one vocabulary are kept."""
        if self._vocabulary is None or self._vocabulary[0] is not vocabulary:
            self._say.keep(vocabulary)
            self._vocabulary = vocabulary, Rows.of([self._say(word)[0] for word in vocabulary])
        rows = self._vocabulary[1]
        # The sound of "eye smo" is that of its two words: of "eyesmo" espeak-ng would have to be asked.
        spelt, phones = spelling_distance(vocabulary, heard), self._say.of(heard.split())
        if not phones:
            return spelt
        said = Rows.of([phones])
        least = np.maximum(np.maximum(rows.weights, said.weights), _LIGHTEST)
        heard_alike = np.minimum(distances(rows, said, native=library())[:, 0] / least, 1.0)
        return np.where(rows.weights > 0.0, np.minimum(spelt, heard_alike), spelt).astype(np.float32)
