"""The grammar graph as recognisers need it: words without meanings, in as few states and arcs as that allows.

Arcs that differ only in what they mean are one arc.  Then, from the end to the beginning, states with equal outgoing
arcs are one state (minimisation of acyclic automata from behind: Revuz, Theoretical Computer Science 92, 1992), but
arcs without a word are kept, for to multiply them out would copy every optional part.  A wildcard
says nothing here: no grammar can hold it.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np

from voiceassist.understanding.graph import ANY_WORDS, EPSILON, START, GrammarGraph, Ints
from voiceassist.values import Arc, WordNetwork

_Arcs: TypeAlias = frozenset[tuple[int, int]]  # word, target


@dataclass(frozen=True, eq=False)
class SharedNetwork:
    """All blocks over shared states: what the network of each context is cut out of.  B blocks, A arcs."""

    entries: Ints
    """(B,) the state in which each block begins; 0 where nothing of it can be held."""
    source: Ints
    """(A,) ascending: every arc leads to a lower state, the lowest of all is the final one, 0."""
    target: Ints
    """(A,)"""
    word: Ints
    """(A,) index into the graph's words; `EPSILON` says nothing."""

    def network(self, words: Sequence[str], weights: Sequence[float]) -> WordNetwork:
        """The sentences of every block with a weight above zero; `weights` are (B,), at most 1.

        The first words hang on one start, each with the weight of its block.  Epsilons are closed: where a chain of
        them leads, one leads directly, since not every decoder follows chains.
        """
        first = np.searchsorted(self.source, np.arange(max(self.source[-1:].tolist(), default=0) + 2)).tolist()
        source, target, word = self.source.tolist(), self.target.tolist(), self.word.tolist()
        beyond: dict[int, set[int]] = {}
        for a, b, w in zip(source, target, word, strict=True):
            if w == EPSILON:
                beyond.setdefault(a, set()).update((b, *beyond.get(b, ())))
        starts: dict[tuple[int, int], float] = {}
        for entry, weight in zip(self.entries.tolist(), weights, strict=True):
            for state in (entry, *sorted(beyond.get(entry, ()))) if weight > 0.0 else ():
                for arc in range(first[state], first[state + 1]):
                    if word[arc] != EPSILON:
                        way = word[arc], target[arc]
                        starts[way] = max(starts.get(way, 0.0), weight)
        number = {0: 1}  # 0 is the start, 1 the end
        waiting = [state for _, state in starts]
        arcs: list[Arc] = []
        while waiting:
            state = waiting.pop()
            if state in number:
                continue
            number[state] = 1 + len(number)
            waiting += target[first[state] : first[state + 1]]
        for state, here in number.items():
            arcs += [(here, number[other], 1.0, "") for other in sorted(beyond.get(state, ()))]
            for arc in range(first[state], first[state + 1]):
                if word[arc] != EPSILON:
                    arcs.append((here, number[target[arc]], 1.0, words[word[arc]]))
        arcs += [(0, number[state], weight, words[w]) for (w, state), weight in starts.items()]
        return WordNetwork(self._key(words, weights), 1 + len(number), 0, 1, tuple(arcs))

    def _key(self, words: Sequence[str], weights: Sequence[float]) -> str:
        digest = hashlib.sha256("\0".join((*map(str, weights), *words)).encode())
        for column in (self.entries, self.source, self.target, self.word):
            digest.update(column.tobytes())
        return digest.hexdigest()[:16]


def shared_network(graph: GrammarGraph) -> SharedNetwork:
    """The whole graph, minimal from behind."""
    out: list[set[tuple[int, int]]] = [set() for _ in range(graph.final + 1)]
    targets = graph.target.tolist()
    for source, target, word in zip(
        graph.source.tolist(), targets, graph.label_word[graph.label].tolist(), strict=True
    ):
        out[source].add((EPSILON if word == ANY_WORDS else word, target))
    states: dict[_Arcs, int] = {frozenset(): 0}
    twin: dict[int, int] = {graph.final: 0}
    for state in range(graph.final - 1, START, -1):
        arcs = frozenset((word, twin[target]) for word, target in out[state] if target in twin)
        if len(arcs) == 1 and next(iter(arcs))[0] == EPSILON:
            twin[state] = next(iter(arcs))[1]
        elif arcs:
            twin[state] = states.setdefault(arcs, len(states))
    table = np.array(
        [(state, target, word) for arcs, state in states.items() for word, target in sorted(arcs)],
        dtype=np.int32,
    ).reshape(-1, 3)
    entries = np.array([twin.get(1 + block, 0) for block in range(len(graph.blocks))], dtype=np.int32)
    return SharedNetwork(entries, *(column.copy() for column in table.T))
