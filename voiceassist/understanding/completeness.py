"""Whether what has been heard of an utterance could be all of it.

With D[t, j] from `matching`, the least cost of reading the first j words on the way to state t, an utterance of J words
costs W = D[final, J] as a whole sentence and P = min over t of D[t, J] as the beginning of one.  What is still owed is
W - P: next to nothing after a whole thought, about 1 where a value is missing ("a twitch in my left …").

Where nothing is owed by one reading, another may stand in the middle of a value ("about ten …"), or more may still
follow.  With del(a) the price of not hearing arc a's word, and v(a) the same where the word belongs to a slot and 0
elsewhere,

    owed[s] = min over arcs a: s → t of del(a) + owed[t]            owed[final] = 0
    more[s] = max over arcs a: s → t of max(v(a), more[t])          more[final] = 0

are the least that must follow and the dearest part of a value that may: nothing where only "please" or "the last one"
can follow, 1 where a length or a cause can.

A beginning that leaves a word of meaning unexplained (P from 0.4) was not heard well enough to owe anything.
"""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from voiceassist.understanding.costs import VALUE, Floats
from voiceassist.understanding.graph import ANY_WORDS, GrammarGraph, Place
from voiceassist.values import Completeness

OWED = 0.2
"""From here on the thought is open: at least a function word (0.25; `costs`) is missing, or its last word ("for",
"about") has a place only in what is yet to come."""
MEANING = 0.4
"""More than a function word costs (0.25), less than any word that carries meaning (0.45; `costs`)."""
LIKELIER = 0.04
"""By how much a beginning inside a value must be cheaper than the whole thought to count: more than rounding."""
NEAR = 0.1
"""Beginnings that are dearer than the best by up to this much are what may be being said, too."""
UNREADABLE = 0.5
"""Share of the words' weight that the best beginning leaves unexplained, from which the words tell nothing."""


@dataclass(frozen=True, eq=False)
class ToCome:
    """What may follow each state of a graph; see the module."""

    more: Floats
    """(S,)"""
    unfinished: npt.NDArray[np.bool_]
    """(S,): in the middle of a value, of which a word is owed."""

    @classmethod
    def of(cls, graph: GrammarGraph, deletion: Floats) -> ToCome:
        """`deletion` is (L,), as in `costs.Prices`."""
        count = graph.final + 1
        more, owed, inside = np.zeros(count, np.float32), np.full(count, np.inf, np.float32), np.zeros(count, np.bool_)
        owed[graph.final] = 0.0
        place, target = graph.label_place[graph.label], graph.target
        price = deletion[graph.label]
        price[graph.label == ANY_WORDS] = VALUE
        value = np.where(place == Place.CARRIER, np.float32(0.0), price)
        inside[target[place == Place.SPAN]] = True
        # An arc leads to a later layer: whatever follows its target is known before its source is asked for.
        for first, last in itertools.pairwise(graph.into[graph.layers[:0:-1]].tolist()):
            arcs = slice(last, first)
            np.maximum.at(more, graph.source[arcs], np.maximum(value[arcs], more[target[arcs]]))
            np.minimum.at(owed, graph.source[arcs], price[arcs] + owed[target[arcs]])
        return cls(more, (inside & (owed >= MEANING)) | (owed >= VALUE))


def completeness(tables: Sequence[Floats], weight: float, to_come: ToCome, *, settled: bool) -> Completeness:
    """How complete the words are whose (S, J + 1) tables D of one to four sentences are given.

    `weight` is what the words would cost if nothing of them could be read; `settled` says that they would be taken as
    they are: "three" is then three cups, elsewhere the beginning of "three minutes".
    """
    reached = np.min([table[1:, -1] for table in tables], axis=0)
    begun, whole = float(reached.min()), float(reached[-1])
    if begun > UNREADABLE * weight:
        return Completeness.UNREAD
    here = reached <= begun + NEAR
    heard_well = begun < MEANING
    between = not settled and whole - begun >= LIKELIER and bool(to_come.unfinished[1:][here].any())
    if heard_well and (whole - begun >= OWED or between):
        return Completeness.OPEN
    if not settled:
        return Completeness.UNKNOWN
    return Completeness.EXTENDABLE if float(to_come.more[1:][here].max()) >= MEANING else Completeness.COMPLETE
