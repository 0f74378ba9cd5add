"""Sentences drawn at random from a grammar, for recognisers that learn what follows what from examples.

All walkers step at once through the network's arcs, each arc of a state as likely as its weight says.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Callable

    from voiceassist.values import WordNetwork

_LONGEST: Final = 60
"""Words and wordless arcs of one walk; what is longer is not taken."""


def sampled_sentences(network: WordNetwork, many: int, knows: Callable[[str], bool]) -> tuple[str, ...]:
    """About `many` sentences of `network` whose words are all known, always the same ones.

    Sentences come as often as they are drawn.  A known word that is in none of them comes once by itself.
    """
    arcs = sorted(network.arcs)
    source, target, weight, words = zip(*arcs, strict=True) if arcs else ((), (), (), ())
    word_of = {word: number for number, word in enumerate(dict.fromkeys(("", *words)))}
    known = [not word or knows(word) for word in word_of]
    word = np.array([word_of[one] for one in words], dtype=np.int32)
    # Weights are summed up over all arcs, so that one search finds the arc in the source state's own stretch.
    total = np.concatenate([[0.0], np.cumsum(weight)])
    first = np.searchsorted(source, np.arange(network.states + 1))
    targets = np.array(target, dtype=np.int32)
    chance = np.random.default_rng(0)
    state = np.full(many, network.start)
    said = np.zeros((many, _LONGEST), dtype=np.int32)
    for step in range(_LONGEST):
        walking = np.flatnonzero(first[state + 1] > first[state])
        if not walking.size:
            break
        here = state[walking]
        low, high = total[first[here]], total[first[here + 1]]
        drawn = np.searchsorted(total, low + chance.random(walking.size) * (high - low), side="right") - 1
        said[walking, step] = word[drawn]
        state[walking] = targets[drawn]
    whole = said[(state == network.final) & np.array(known)[said].all(axis=1)]
    spelt = np.array(list(word_of), dtype=object)
    sentences = [" ".join(text for text in row if text) for row in spelt[whole]]
    heard = {number for number in np.unique(whole).tolist() if number}
    alone = [text for text, number in word_of.items() if text and known[number] and number not in heard]
    return (*filter(None, sentences), *alone)
