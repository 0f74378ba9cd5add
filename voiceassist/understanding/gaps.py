"""What words are about that no template covers: sentences with gaps, read island by island.

People wrap what they mean in a story ("thirty-odd years driving buses and here it is, a twitchy knee").  A block
with ``gaps: true`` names only the islands, and any other words may stand between them, as in island-driven parsing
(Ward, "The CMU Air Travel Information Service: understanding spontaneous speech", 1990).  It is the same search over a
graph of its own, where an inserted word costs next to nothing but for two kinds:

* one of ``never_skipped``, or ``never_first`` in front, turns the meaning round, makes it a question or somebody
  else's;
* a slot's value that the sentence leaves out was meant for something.

What is said in passing ("you won't believe", "the bus stop") is skipped like any other word and never read.

So the reading that uses most of what was said wins, and a reading that needs a word to be misheard fails.  Whoever uses
it asks before anything is done: what stands in the gaps was never understood.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any, Final

import numpy as np

from voiceassist.understanding.compiled import Compiled
from voiceassist.understanding.costs import Floats, Prices, WordCosts
from voiceassist.understanding.graph import GrammarGraph, Place
from voiceassist.understanding.matching import Matcher
from voiceassist.understanding.meaning import Meaning, Meanings, ReadsQuantities
from voiceassist.understanding.native import library
from voiceassist.understanding.readings import Sentence
from voiceassist.values import Interpretation

SKIPPED: Final = 0.03
LEFT_OUT: Final = 0.3
"""A word that is a slot's fixed value elsewhere in the graph."""
NEVER: Final = 2.0
MISHEARD: Final = 2.0
"""How many times dearer than in whole sentences a misheard word is: nothing around it speaks for it."""
UNHEARD: Final = 2.0
"""A word of the sentence that was not heard: all that is left of it are words that carry the meaning."""
_ASIDES: Final = 3
_EQUALS: Final = 3
"""How many readings are looked at for the one of the fewest values among the cheapest: "since two o'clock yesterday" is
one value, and "three days running" is no sport."""
MOST: Final = 0.45
"""What a reading may cost beyond what skipping every word would: about one misheard letter, or one value left out."""


class Gaps:
    """Reads words by the sentences with gaps of one folder."""

    def __init__(self, graph: GrammarGraph, compiled: Compiled, quantities: ReadsQuantities) -> None:
        self._matcher = Matcher(graph, library())
        self._costs = WordCosts(graph, compiled.kinds)
        self._meanings = Meanings(graph.blocks, compiled.list_slots, quantities)
        self._kinds = compiled.kinds
        self._values = _values_of_one_word(graph)
        self._deletion = np.where(self._costs.deletion > 0, np.float32(UNHEARD), np.float32(0.0))
        self._blocks = graph.blocks

    @classmethod
    def of(cls, compiled: Compiled, quantities: ReadsQuantities) -> Gaps | None:
        """The reader of what was compiled; None where no sentence has gaps."""
        return None if compiled.gaps is None else cls(compiled.gaps, compiled, quantities)

    def prepare(self) -> None:
        """Make now what is otherwise made when something is first read."""
        self._matcher.prepare()

    def read(
        self,
        words: Sequence[str],
        now: datetime,
        after: str | None = None,
        *,
        asks: str | None = None,
        answers: Collection[str] | None = None,
    ) -> tuple[Meaning, ...]:
        """What `words`, normalised, are about; nothing where no sentence fits.

        Where none fits them all, what comes before an aside is read, as much as there is of it: "… twitching, if my
        wife is to be believed".  Sentences that are too bare to be believed by themselves are read only `after` what
        they need: a log, a `PROPOSAL`, or the question that `asks`.  While a question waits these alone are read, and
        those of the intents that are its `answers`, since an answer in odd words shall not turn the talk to another
        subject.
        """
        passing = self._in_passing(words)
        priors = self._priors(asks, after, answers)
        asides = [i for i, word in enumerate(words) if i and word in self._kinds.asides and i not in passing]
        ends = (len(words), *reversed(asides[:_ASIDES]))
        if anew := self._begun_anew(words, now, priors):
            return anew
        return next(filter(None, (self._read(words[:end], now, priors) for end in ends)), ())

    def _read(self, words: Sequence[str], now: datetime, priors: Floats) -> tuple[Meaning, ...]:
        if not words or not np.isfinite(priors).any():
            return ()

        def key(sentences: tuple[Sentence, ...]) -> str | None:
            if not all(_stands_together(span, words) for sentence in sentences for span in _spans(sentence)):
                return None
            if any(map(self._fills_twice, sentences)):
                return None
            try:
                said = self._meanings.of(sentences, words, now)
            except ValueError:
                return None
            return repr([(meaning.intent, meaning.slots) for meaning in said])

        prices = self._prices(words)
        [tables] = self._matcher.tables([prices], priors)
        found = self._matcher.read(prices, priors, tables, key, most=_EQUALS)
        best = min(found, key=lambda one: (round(one.cost, 4), _values_in(one.sentences)), default=None)
        if best is None or best.cost - SKIPPED * len(words) > MOST:
            return ()
        return self._meanings.of(best.sentences, words, now)

    def _begun_anew(self, words: Sequence[str], now: datetime, priors: Floats) -> tuple[Meaning, ...]:
        """What `words` are about where they say something, take it back, and say it otherwise: "about a six, no, call
        it a seven".  What only comes before stays."""
        for phrase, start in _found(self._kinds.restarts, words):
            before = self._read(words[:start], now, priors)
            after = self._read(words[start + len(phrase) :], now, priors)
            if len(before) == len(after) == 1 and _says_otherwise(before[0], after[0]):
                return (replace(after[0], slots={**before[0].slots, **after[0].slots}, words=" ".join(words)),)
        return ()

    def _priors(self, asks: str | None, after: str | None, answers: Collection[str] | None) -> Floats:
        """(B,): 0 for what can be said after that, infinite for the rest."""
        possible = [
            block.is_open(asks, after) and (answers is None or bool(block.after) or block.intent in answers)
            for block in self._blocks
        ]
        return np.where(possible, np.float32(0.0), np.float32(np.inf))

    def _fills_twice(self, sentence: Sentence) -> bool:
        """Whether a slot of one value is filled twice: the first value would be lost without a word.

        What is said in a group is its own; what is said outside is said of every group.
        """
        shared: set[str] = set()
        groups: list[set[str]] = []
        filled, depth = shared, 0
        for part in sentence.parts:
            if isinstance(part, str):
                continue
            if part[0] == "group":
                depth += 1
                if depth == 1:
                    filled = set()
                    groups.append(filled)
            elif part[0] == "end":
                depth -= 1
                filled = filled if depth else shared
            elif part[0] in ("value", "as") and part[1] not in self._meanings.list_slots:
                if part[1] in filled:
                    return True
                filled.add(part[1])
        return any(shared & group for group in groups)

    def _prices(self, words: Sequence[str]) -> Prices:
        prices = self._costs.prices(words)
        insertion = np.zeros_like(prices.insertion)
        insertion[1:] = [self._skipped(word) for word in words]
        if words[0] in self._kinds.never_first:
            insertion[1] = NEVER
        substitution = prices.substitution * MISHEARD
        joined = None if prices.joined is None else prices.joined * MISHEARD
        for i in self._in_passing(words):
            insertion[i + 1] = SKIPPED
            substitution[:, i + 1] = np.inf
            if joined is not None:
                joined[:, i + 1 : i + 3] = np.inf
        return replace(
            prices,
            substitution=substitution,
            joined=joined,
            insertion=insertion,
            deletion=self._deletion,
        )

    def _in_passing(self, words: Sequence[str]) -> frozenset[int]:
        """The positions in `words` of what is said in passing."""
        return frozenset(
            position
            for phrase, start in _found(self._kinds.in_passing, words)
            for position in range(start, start + len(phrase))
        )

    def _skipped(self, word: str) -> float:
        if word in self._kinds.never_skipped:
            return NEVER
        return LEFT_OUT if word in self._values else SKIPPED


def _found(phrases: Collection[tuple[str, ...]], words: Sequence[str]) -> list[tuple[tuple[str, ...], int]]:
    """Which of `phrases` stand in `words`, and where each begins."""
    return [
        (phrase, start)
        for phrase in phrases
        for start in range(len(words) - len(phrase) + 1)
        if tuple(words[start : start + len(phrase)]) == phrase
    ]


def _says_otherwise(before: Meaning, after: Meaning) -> bool:
    """Whether some slot of one intent is filled twice, and otherwise the second time."""
    anew = any(before.slots.get(name, value) != value for name, value in after.slots.items())
    return anew and before.intent == after.intent


def says_it_all(whole: Interpretation, read: Sequence[Meaning], idle: Collection[str]) -> bool:
    """Whether `whole` holds all that was `read` sentence by sentence in the same words, and more.

    Sentences take a story to pieces: "… for two days, only the right" is a twitch and the correction of its side.  A
    piece is held where each of its values names or fills a slot; one without any, where its intent is `idle`.
    """
    part = [one for one in read if one.intent == whole.intent and one.slots.items() <= whole.slots.items()]
    if not part or (len(read) == 1 and len(part[0].slots) == len(whole.slots)):
        return False
    held = [*whole.slots, *_each(whole.slots)]
    return all(
        all(value in held for value in _each(one.slots)) if one.slots else one.intent in idle
        for one in read
        if one not in part
    )


def _each(slots: Mapping[str, Any]) -> list[Any]:
    """The values of `slots`, those of lists one by one."""
    return [one for value in slots.values() for one in (value if isinstance(value, list) else [value])]


def _values_in(sentences: Sequence[Sentence]) -> int:
    """How many values fill the slots of `sentences`."""
    filled = ("value", "as")
    return sum(not isinstance(part, str) and part[0] in filled for one in sentences for part in one.parts)


def _spans(sentence: Sentence) -> list[list[str]]:
    """The words of each slot that is read from its words, of more than one word."""
    spans: list[list[str]] = [[]]
    for part in sentence.parts:
        if isinstance(part, str):
            spans[-1].append(part)
        elif spans[-1]:
            spans.append([])
    return [span for span in spans if len(span) > 1]


def _stands_together(span: Sequence[str], words: Sequence[str]) -> bool:
    """Whether `span` was heard with at most one other word between any two of its own: "a solid hour", but no "one
    hundred" in "one of them, two hundred"."""
    ends = [i for i, word in enumerate(words) if _is(word, span[0])]
    for wanted in span[1:]:
        ends = [i for i, word in enumerate(words) if _is(word, wanted) and any(0 < i - end <= 2 for end in ends)]
    return bool(ends)


def _is(word: str, wanted: str) -> bool:
    """Whether a heard `word` is `wanted`, with whatever was drawn onto it: "tuesday's", "an hour's"."""
    return wanted in (word, word.replace("'", ""), word.partition("'")[0])


def _values_of_one_word(graph: GrammarGraph) -> frozenset[str]:
    """The words that are a slot's fixed value all by themselves: "eyelid" is one, "over" of "all over" is not."""
    value = graph.label_place[graph.label] == Place.VALUE
    ends = value & np.array([any(one[0] == "value" for one in done) for done in graph.operations])[graph.after]
    begins = np.zeros(graph.final + 1, dtype=bool)
    begins[1 : 1 + len(graph.blocks)] = True
    begins[graph.target[~value | ends]] = True
    return frozenset(graph.words[word] for word in graph.label_word[graph.label[ends & begins[graph.source]]].tolist())
