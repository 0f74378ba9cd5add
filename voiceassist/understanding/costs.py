"""What it costs to read heard words as the words of a sentence.

Three prices, all in the unit "one unrelated content word" (docs/understanding.md has the table and its reasons):

* substitution ``sub(w, h) = SLOPE · d(w, h) · max(½, del(w), ins(h))``, with ``d`` a distance in [0, 1] between two
  words, 0 for the same spelling; beyond `FARTHEST` two words have nothing to do with each other;
* deletion ``del(w)``: the sentence has a word that was not heard;
* insertion ``ins(h)``: a word was heard that the sentence has not.

The distance is a parameter, so that sound can join spelling without a change here.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final, TypeAlias

import numpy as np
import numpy.typing as npt
from rapidfuzz import process
from rapidfuzz.distance import Levenshtein

from voiceassist.understanding.graph import ANY_WORDS, GrammarGraph, Place
from voiceassist.understanding.recent import Recent
from voiceassist.understanding.word_kinds import NO_KINDS, WordKinds

Floats: TypeAlias = npt.NDArray[np.float32]

WordDistance: TypeAlias = Callable[[Sequence[str], str], Floats]
"""``(vocabulary, heard) → (V,)`` distances in [0, 1]; `heard` is one word, or two that may be one."""

SLOPE: Final = 2.0
FARTHEST: Final = 0.55
JOINED: Final = 0.1
"""On top of the substitution, where two heard words are read as one."""

SKIP_INSERTED: Final = 0.03
SKIP_DELETED: Final = 0.05
FUNCTION: Final = 0.25
KNOWN_INSERTED: Final = 0.9
UNKNOWN_INSERTED: Final = 1.0
CARRIER_LEAST: Final = 0.45
CARRIER_MOST: Final = 1.0
TOPIC: Final = 0.85
"""A word of what everything is about."""
VALUE: Final = 1.0
LED_IN: Final = 0.1
"""A joining word that begins an utterance: it joins to what was said before, so it says little here."""
_SAYS_ENOUGH: Final = 4
"""Words behind it from which it does: "and again" is not "again", nor "and my right one" "my right one"."""
ANY_WORD: Final = 0.05
"""Each word that a wildcard takes."""
ANY_WORDS_START: Final = 0.2
"""Taking any words at all, so that sentences that say more win."""

_COLUMNS_KEPT: Final = 2048


def spelling_distance(vocabulary: Sequence[str], heard: str) -> Floats:
    """Levenshtein distance over the longer length, two words written as one; ``(V,)`` in [0, 1].

    One word less an apostrophe is the same word: "im" is "i'm", while "dog's" stays away from "does".  So is a word
    that is not known by itself less the letter drawn onto it: "jaw's" is "jaw".
    """
    heard = heard.replace(" ", "")
    row = process.cdist([heard], vocabulary, scorer=Levenshtein.normalized_distance, score_cutoff=FARTHEST)
    distances = np.asarray(row[0], dtype=np.float32)
    plain = heard.replace("'", "")
    base, _, drawn_on = heard.partition("'")
    stem = base if len(drawn_on) == 1 and distances.all() else None
    for i in np.flatnonzero(distances <= 0.5).tolist():
        if vocabulary[i].replace("'", "") == plain or vocabulary[i] == stem:
            distances[i] = 0.0
    return distances


@dataclass(frozen=True, eq=False)
class Prices:
    """The prices of one utterance of J words against L labels."""

    heard: tuple[str, ...]
    """(J,)"""
    substitution: Floats
    """(L, J + 1): label for the word that ends at position j; infinite at 0."""
    joined: Floats | None
    """(L, J + 1): label for the two words that end at j; None where no two words join."""
    insertion: Floats
    """(J + 1,): the word that ends at j; 0 at 0."""
    deletion: Floats
    """(L,)"""
    joins: npt.NDArray[np.bool_]
    """(J + 1,): whether the word that ends at j joins two sentences, and costs nothing between them."""

    @property
    def weight(self) -> float:
        """What the utterance would cost if nothing of it could be read."""
        return float(self.insertion.sum())

    @property
    def least(self) -> float:
        """What no reading costs less than, whatever the grammar: each word as the label nearest to it, or left out."""
        one = np.where(self.joins, 0.0, np.minimum(self.substitution.min(axis=0), self.insertion)).tolist()
        two = [] if self.joined is None else self.joined.min(axis=0).tolist()
        before, least = 0.0, 0.0
        for j in range(1, len(one)):
            joined = before + two[j] if two else np.inf
            before, least = least, min(least + one[j], joined)
        return least


class WordCosts:
    """Prices for one graph; columns of words heard before are kept."""

    def __init__(
        self,
        graph: GrammarGraph,
        kinds: WordKinds = NO_KINDS,
        distance: WordDistance = spelling_distance,
    ) -> None:
        self._graph = graph
        self._index = {word: i for i, word in enumerate(graph.words) if i > ANY_WORDS}
        self._distance = distance
        self._skip = {phrase[0] for phrase in kinds.skip_words if len(phrase) == 1}
        self._skip_phrases = [phrase for phrase in kinds.skip_words if len(phrase) > 1]
        self._hedges = [phrase for phrase in kinds.hedges if len(phrase) > 1]
        self._function, self._topic, self._joining = kinds.function_words, kinds.topic_words, kinds.joining_words
        self._columns: Recent[str, Floats] = Recent(_COLUMNS_KEPT)
        self.deletion = self._deletions()
        self._weight = np.maximum(self.deletion, 0.5)

    def prices(self, heard: Sequence[str]) -> Prices:
        """The prices for `heard`, J normalised words."""
        count = len(heard)
        by_word = np.full((len(self._graph.words), count + 1), np.inf, dtype=np.float32)
        for j, word in enumerate(heard):
            by_word[:, j + 1] = self._column(word)
        insertion = np.zeros(count + 1, dtype=np.float32)
        insertion[1:] = [self._inserted(word) for word in heard]
        insertion[1:][self._in_skip_phrases(heard)] = SKIP_INSERTED
        insertion[1:][self._hedging(heard)] = 0.0
        joins = np.array([False, *(word in self._joining for word in heard)])
        leading = len(list(itertools.takewhile(bool, joins[1:])))
        if leading + _SAYS_ENOUGH <= count:
            insertion[1 : leading + 1] = np.minimum(insertion[1 : leading + 1], LED_IN)
        joined = self._joined(heard, insertion)
        return Prices(tuple(heard), self._by_label(by_word, insertion), joined, insertion, self.deletion, joins)

    def with_skipped(self, said: Sequence[str], heard: Sequence[str]) -> tuple[str, ...]:
        """The words of a sentence with the skip words that were heard beyond it, where they were heard."""
        skipped = self._in_skip_phrases(heard) | np.array([word in self._skip for word in heard], dtype=bool)
        if not skipped.any():
            return tuple(said)
        words: list[str] = []
        for step in Levenshtein.opcodes(said, heard):
            words += said[step.src_start : step.src_end]
            if step.tag == "insert":
                added = slice(step.dest_start, step.dest_end)
                words += itertools.compress(heard[added], skipped[added])
        return tuple(words)

    def _in_skip_phrases(self, heard: Sequence[str]) -> npt.NDArray[np.bool_]:
        """(J,): which of J words are part of a phrase that may be skipped."""
        inside = np.zeros(len(heard), dtype=bool)
        for phrase in self._skip_phrases:
            for j in range(len(heard) - len(phrase) + 1):
                if tuple(heard[j : j + len(phrase)]) == phrase:
                    inside[j : j + len(phrase)] = True
        return inside

    def _hedging(self, heard: Sequence[str]) -> npt.NDArray[np.bool_]:
        """(J,): which of J words mean nothing before those behind them."""
        begins = np.zeros(len(heard), dtype=bool)
        for phrase in self._hedges:
            for j in range(len(heard) - len(phrase) + 1):
                begins[j] |= tuple(heard[j : j + len(phrase)]) == phrase
        return begins

    def _by_label(self, by_word: Floats, insertion: Floats) -> Floats:
        """Distances times what the dearer of the two words is worth."""
        return by_word[self._graph.label_word] * np.maximum(self._weight[:, None], insertion)

    def _joined(self, heard: Sequence[str], insertion: Floats) -> Floats | None:
        columns = {}
        for j in range(2, len(heard) + 1):
            column = self._column(f"{heard[j - 2]} {heard[j - 1]}")
            if column.min() <= SLOPE * 0.2:
                columns[j] = column + JOINED
        if not columns:
            return None
        by_word = np.full((len(self._graph.words), len(heard) + 1), np.inf, dtype=np.float32)
        for j, column in columns.items():
            by_word[:, j] = column
        return self._by_label(by_word, insertion)

    def _column(self, heard: str) -> Floats:
        return self._columns.get(heard, lambda: self._apart(heard))

    def _apart(self, heard: str) -> Floats:
        distance = self._distance(self._graph.words, heard)
        column = np.where(distance <= FARTHEST, SLOPE * distance, np.inf).astype(np.float32)
        column[: ANY_WORDS + 1] = np.inf
        return column

    def _inserted(self, word: str) -> float:
        if word in self._skip:
            return SKIP_INSERTED
        if self._is_function(word):
            return FUNCTION
        return KNOWN_INSERTED if word in self._index else UNKNOWN_INSERTED

    def _is_function(self, word: str) -> bool:
        """Whether it says little by itself: as the templates say, else by having at most two letters."""
        return word in self._function if self._function else len(word) <= 2

    def _deletions(self) -> Floats:
        """(L,): a carrier word costs the more, the fewer intents use it (inverse document frequency over intents)."""
        graph = self._graph
        count = len(graph.intents)
        deletion = np.zeros(len(graph.label_word), dtype=np.float32)
        columns = (graph.label_word.tolist(), graph.label_place.tolist(), graph.label_intents.tolist())
        for label, (index, place, users) in enumerate(zip(*columns, strict=True)):
            word = graph.words[index]
            if label <= ANY_WORDS:
                continue
            if place == Place.SPAN:
                deletion[label] = FUNCTION if self._is_function(word) or word in self._skip else VALUE
            elif word in self._skip and place != Place.VALUE:
                deletion[label] = SKIP_DELETED
            elif self._is_function(word):
                deletion[label] = FUNCTION
            elif word in self._topic:
                deletion[label] = TOPIC
            elif place == Place.VALUE:
                deletion[label] = VALUE
            else:
                rarity = math.log(count / max(users, 1)) / math.log(count) if count > 1 else 0.0
                deletion[label] = CARRIER_LEAST + (CARRIER_MOST - CARRIER_LEAST) * max(0.0, rarity)
        return deletion
