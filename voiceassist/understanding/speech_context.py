"""What recognisers are told to expect, from the same templates that the matcher searches.

* network: cut out of what `network.py` makes of the graph.
* prompt: a few sentences, examples from the templates where they have some, else walked through the graph by a seeded
  generator that looks for words not yet said.
"""

from __future__ import annotations

import hashlib
import itertools
import math
import random
from collections import Counter
from collections.abc import Sequence
from typing import Final

import numpy as np

from voiceassist.understanding.graph import ANY_WORDS, EPSILON, GrammarGraph
from voiceassist.values import SpeechContext, WordNetwork

PROMPT_SENTENCES: Final = 12
"""Sentences of a walk, which are long; examples are shorter."""
PROMPT_EXAMPLES: Final = 16
PROMPT_TOKENS: Final = 190
"""Whisper's prompt may hold 223 tokens; what is longer is cut at its beginning."""
TOKENS_A_WORD: Final = 1.4
_WALKS: Final = 40
_LONGEST: Final = 9


def make_context(
    graph: GrammarGraph,
    network: WordNetwork,
    priors: Sequence[float],
    favours: Sequence[str],
    asks: str | None,
) -> SpeechContext:
    """The context where block b costs `priors[b]` (infinite: not active)."""
    prompt = _prompt(graph, priors, favours, asks)
    key = hashlib.sha256(f"{network.key}\0{prompt}".encode()).hexdigest()[:16]
    return SpeechContext(key, network, prompt)


def _prompt(graph: GrammarGraph, priors: Sequence[float], favours: Sequence[str], asks: str | None) -> str:
    """Sentences by intent: what answers the open question, then what is favoured, then the rest in turn.

    A block says its examples one after another; those that have none are walked through where no others have any.
    """
    chance = random.Random(0)  # noqa: S311 (reproducible, not secret)
    active = [b for b, prior in enumerate(priors) if math.isfinite(prior)]
    answers = [b for b in active if asks is not None and asks in graph.blocks[b].asks]
    followed = [b for b in active if graph.blocks[b].after and graph.blocks[b].examples]
    likely = [b for b in active if graph.blocks[b].intent in favours or b in followed]
    favoured = [b for b in likely if b not in answers]
    rest = [b for b in active if b not in answers and b not in favoured]
    chance.shuffle(rest)
    first = _exemplary(graph, [*answers, *favoured])
    turns = [*first, *first, *first]
    shown = [b for b in rest if graph.blocks[b].examples]
    order = itertools.chain(turns, _dealt(graph, shown) if shown else itertools.cycle(rest or turns))
    walker = _Walker(graph, chance)
    given: Counter[int] = Counter()
    sentences: list[str] = []
    budget = PROMPT_TOKENS
    most = PROMPT_EXAMPLES if shown else PROMPT_SENTENCES
    for block in itertools.islice(order, 3 * most):
        examples = graph.blocks[block].examples
        if examples and given[block] == len(examples):
            continue
        sentence = examples[given[block]] if examples else " ".join(walker.sentence(block))
        given[block] += 1
        words = sentence.split()
        cost = math.ceil(len(words) * TOKENS_A_WORD) + 1
        if words and cost <= budget and sentence not in sentences:
            sentences.append(sentence)
            walker.said.update(words)
            budget -= cost
        if len(sentences) == most:
            break
    return " ".join(_written(sentence) for sentence in sentences)


def _written(sentence: str) -> str:
    return f"{sentence[0].upper()}{sentence[1:]}{'' if sentence.endswith('?') else '.'}"


def _exemplary(graph: GrammarGraph, blocks: Sequence[int]) -> Sequence[int]:
    """Those of `blocks` that have examples; all where none has."""
    return [b for b in blocks if graph.blocks[b].examples] or blocks


def _dealt(graph: GrammarGraph, blocks: Sequence[int]) -> list[int]:
    """Each of `blocks` as often as it has examples, evenly mixed: who has most comes first and most often.

    Of equals the order is that of their examples' digests, which no other edit of the templates moves.
    """
    many = {b: len(graph.blocks[b].examples) for b in blocks}
    digest = {b: hashlib.sha256(graph.blocks[b].examples[0].encode()).digest() for b in blocks}
    places = [((i + 0.5) / many[b], digest[b], b) for b in blocks for i in range(many[b])]
    return [b for *_, b in sorted(places)]


class _Walker:
    """Random sentences that prefer what has not been said."""

    def __init__(self, graph: GrammarGraph, chance: random.Random) -> None:
        self._graph, self._chance = graph, chance
        self._by_source = np.argsort(graph.source, kind="stable")
        self._first = np.searchsorted(graph.source[self._by_source], np.arange(graph.final + 2))
        self.said: Counter[str] = Counter()

    def sentence(self, block: int) -> list[str]:
        """The best of a few walks: much that is new in few words."""
        walks = [self._walk(1 + block) for _ in range(_WALKS)]
        return max(walks, key=self._gain) if walks else []

    def _gain(self, walk: list[str]) -> float:
        new = sum(1.0 / (1 + self.said[word]) for word in set(walk) if len(word) > 2)
        return new / (len(walk) + 3) if 0 < len(walk) <= _LONGEST else -len(walk)

    def _walk(self, state: int) -> list[str]:
        graph = self._graph
        words: list[str] = []
        while state != graph.final:
            arcs = self._by_source[self._first[state] : self._first[state + 1]]
            arc = int(arcs[self._chance.randrange(len(arcs))])
            if graph.label[arc] not in (EPSILON, ANY_WORDS):
                words.append(graph.words[graph.label_word[graph.label[arc]]])
            state = int(graph.target[arc])
        return words
