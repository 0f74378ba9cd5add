"""What an utterance most likely meant: its hypotheses read by words, compared, and judged by sound where words leave
doubt."""

from __future__ import annotations

import itertools
import json
from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any, Final

import numpy as np

from voiceassist.clock import ends
from voiceassist.understanding.alike import Alike
from voiceassist.understanding.candidates import Pronunciations
from voiceassist.understanding.compiled import Compiled
from voiceassist.understanding.costs import Floats, Prices, WordCosts
from voiceassist.understanding.decision import (
    ACCEPT,
    CLEAR,
    Evidence,
    confidence,
    free_of,
    heard_alone,
    heard_by_sound,
    sound_confidence,
)
from voiceassist.understanding.fusion import EXACT, Heard, Verdict, fuse, fuse_sound
from voiceassist.understanding.matching import WINDOW, Matcher
from voiceassist.understanding.meaning import Meaning, Meanings, ReadsQuantities
from voiceassist.understanding.readings import Reading, Sentence
from voiceassist.understanding.recent import Recent
from voiceassist.understanding.sounding import Said, Sounding, Sounds
from voiceassist.values import Hypothesis

TYPED: Final = "text"
"""The recogniser of words that were typed: they have no sound."""
_JUDGEMENTS_KEPT: Final = 8
_RIVALS: Final = 2
_BLOCKS: Final = 4
"""Readings of each hypothesis whose blocks are searched by sound, and how many blocks at most."""
_EXACT: Final = 0.005
"""What a reading that fits word for word costs at most; prices are at least 0.03."""
_LONG: Final = 10
"""Words from which several things said in one breath cost more than a note of them all."""
_SORTED: Final = json.JSONEncoder(sort_keys=True).encode
_NEW: Final = timedelta(days=7)
"""How long before its first day somebody may well ask a journal about: "last week", in its first week."""
_ALIKE: Final = 2
"""Free hypotheses that are read once more by how their words sound."""


@dataclass(frozen=True)
class Judgement:
    """What an utterance most likely meant."""

    meanings: tuple[Meaning, ...]
    words: tuple[str, ...]
    belief: float
    evidence: Evidence | None
    """What the belief rests on where sound was asked; None where words sufficed."""


class Judging:
    """Judges utterances by one compiled folder of templates."""

    def __init__(
        self,
        compiled: Compiled,
        quantities: ReadsQuantities,
        say: Pronunciations,
        words: Callable[[str], tuple[str, ...]],
        costs: WordCosts,
        matcher: Matcher,
    ) -> None:
        """`words` are those of a text, as the templates word it."""
        graph = compiled.graph
        self._words = words
        self._meanings = Meanings(graph.blocks, compiled.list_slots, quantities)
        self._costs, self._matcher = costs, matcher
        self._say = say
        self._sounds = Sounds(graph, say)
        self._alike = WordCosts(graph, compiled.kinds, Alike(say))
        self._graph = graph
        self._free_slots = frozenset(
            operation[1] for operations in graph.operations for operation in operations if operation[0] == "heard"
        )
        self._judged: Recent[Hashable, Judgement | None] = Recent(_JUDGEMENTS_KEPT)

    def prepare(self) -> None:
        """Make now what is otherwise made when it is first asked for: how to search, every word and every block as
        phones."""
        self._matcher.prepare()
        self._alike.prices(self._graph.words[-1:])
        for block in range(len(self._graph.blocks)):
            self._sounds.prepare(block)

    def judge(
        self, hypotheses: Sequence[Hypothesis], priors: Floats, now: datetime, since: date | None = None
    ) -> Judgement | None:
        """What was most likely meant, whatever is then decided; None where nothing can be read.

        `since` is the first day of which anything is recorded.

        The last few judgements are kept, so that an utterance that was judged while its speaker paused costs nothing
        more.
        """
        key = (_telling(hypotheses), priors.tobytes(), now, since)
        return self._judged.get(key, lambda: self._judge(hypotheses, priors, now, since))

    def _judge(
        self, hypotheses: Sequence[Hypothesis], priors: Floats, now: datetime, since: date | None
    ) -> Judgement | None:
        window = CLEAR if len(hypotheses) == 1 else WINDOW
        spoken = [self._words(hypothesis.text) for hypothesis in hypotheses]
        if not any(spoken):
            return None  # of a sentence as short as "yes" hardly anything would be missing
        read: dict[tuple[str, ...], Heard] = {}

        def heard_in(numbers: Iterable[int]) -> list[Heard]:
            new = [words for words in dict.fromkeys(spoken[i] for i in numbers) if words not in read]
            read.update(zip(new, self._read(new, priors, now, window), strict=True))
            return [
                replace(read[spoken[i]], decoder=hypotheses[i].recognizer, held=hypotheses[i].held) for i in numbers
            ]

        firsts = sorted({(one.recognizer, one.held): i for i, one in reversed(list(enumerate(hypotheses)))}.values())
        heard = heard_in(firsts)
        verdict = fuse(heard)
        if len(firsts) < len(hypotheses) and not (verdict and verdict.certain):
            heard = heard_in(range(len(hypotheses)))
            verdict = fuse(heard)
        if verdict is None:
            return None
        verdict = self._one_by_one(verdict, heard, priors, now, window) or verdict
        belief = confidence(verdict.unexplained, verdict.margin, verdict.agreement, verdict.held_alone)
        sentences, words, evidence = verdict.reading.sentences, verdict.heard.words, None
        settled = verdict.certain or (not verdict.plain and belief >= ACCEPT)
        if not settled and any(one.recognizer != TYPED for one in hypotheses):
            soundings, unrecorded = self._soundings(hypotheses, spoken, heard, priors, now, since)
            free = free_of(hypotheses)
            by_sound = fuse_sound(soundings, verdict.totals, free, unrecorded)
            if by_sound is not None:
                best = by_sound.sounding
                evidence = Evidence(
                    verdict.unexplained,
                    by_sound.margin,
                    best.apart,
                    float(best.said.loose),
                    best.doubt,
                    best.unbacked,
                )
                sounds = heard_by_sound(best.said.words, [spoken[i] for i in firsts])
                belief = min(sound_confidence(evidence, free), sounds)
                sentences, words = best.said.sentences, best.said.source
        said = self._meanings.of(sentences, words, now)
        return Judgement(_once(said), words, min(belief, heard_alone(hypotheses)), evidence)

    def _one_by_one(
        self, verdict: Verdict, heard: Sequence[Heard], priors: Floats, now: datetime, window: float
    ) -> Verdict | None:
        """Several sentences without free words that fit as they are; None where there are none.

        A wildcard makes a note of anything, although nobody was heard to ask for one: for less than each of six habits
        of the day costs as a sentence more, and for little more than each of four.
        """
        reading = verdict.reading
        unheard = reading.taken and reading.cost - reading.prior > _EXACT
        rivalled = len(reading.sentences) > 1 and verdict.margin < CLEAR
        if len(verdict.heard.words) < _LONG or not (unheard or rivalled):
            return None
        closed = np.where(self._graph.takes_any_words, np.float32(np.inf), priors)
        several = list(dict.fromkeys(one.words for one in heard))
        prices = map(self._costs.prices, several)
        if all(one.least > EXACT * one.weight for one in prices):
            return None
        read = dict(zip(several, self._read(several, closed, now, window), strict=True))
        found = fuse([replace(read[one.words], decoder=one.decoder, held=one.held) for one in heard])
        return found if found and found.unexplained <= EXACT else None

    def _soundings(
        self,
        hypotheses: Sequence[Hypothesis],
        words: Sequence[tuple[str, ...]],
        heard: Sequence[Heard],
        priors: Floats,
        now: datetime,
        since: date | None,
    ) -> tuple[dict[Hashable, list[Sounding]], set[Hashable]]:
        """What may have been said and how it sounds, by meaning: every reading, and the sentences nearest by sound of
        the blocks that readings belong to.  Then the meanings that ask about a time of which nothing is recorded."""
        self._say.learn(itertools.chain.from_iterable(words))
        free = [one for one in dict.fromkeys(w for w, h in zip(words, heard, strict=True) if not h.held) if one]
        alike = self._read(free[:_ALIKE], priors, now, WINDOW, self._alike)
        heard = sorted([*heard, *alike], key=lambda one: one.held)
        blocks = dict.fromkeys(
            reading.sentences[0].block
            for one in heard
            for reading in list(one.readings.values())[:_RIVALS]
            if len(reading.sentences) == 1 and not reading.taken
        )
        read = [self._said(reading, one.words) for one in heard for reading in one.readings.values()]
        soundings = self._sounds.soundings(hypotheses, words, tuple(blocks)[:_BLOCKS], priors, read)
        worded: dict[tuple[str, ...], dict[Hashable, tuple[Meaning, ...]]] = {}
        found: dict[Hashable, list[Sounding]] = {}
        unrecorded: set[Hashable] = set()
        for sounding in soundings:
            said = sounding.said
            try:
                meant = self._meanings.of(said.sentences, said.source, now)
            except ValueError:
                continue
            key = self.key(meant)
            worded.setdefault(said.words, {}).setdefault(key, meant)
            found.setdefault(key, []).append(sounding)
            if since is not None and _is_over(meant, since - _NEW):
                unrecorded.add(key)
        lesser = {
            (words, key)
            for words, several in worded.items()
            for key, meant in several.items()
            if any(key != other and _says_less(meant, more) for other, more in several.items())
        }
        kept = {key: [one for one in several if (one.said.words, key) not in lesser] for key, several in found.items()}
        return {key: several for key, several in kept.items() if several}, unrecorded

    def _said(self, reading: Reading, words: tuple[str, ...]) -> Said:
        """A reading of `words` as the templates word it, with what was said between that means nothing ("please")."""
        parts = (words[part[0] : part[1]] if isinstance(part, tuple) else (part,) for part in reading.said)
        loose = any(isinstance(part, tuple) for part in reading.said)
        said = tuple(itertools.chain.from_iterable(parts))
        return Said(reading.sentences, self._costs.with_skipped(said, words), words, loose)

    def key(self, said: Sequence[Meaning]) -> Hashable:
        """What makes two readings the same."""
        return _SORTED([[meaning.intent, self._comparable(meaning)] for meaning in said])

    def _read(
        self,
        several: Sequence[tuple[str, ...]],
        priors: Floats,
        now: datetime,
        window: float,
        costs: WordCosts | None = None,
    ) -> list[Heard]:
        """Each of several hypotheses with its readings."""
        if not several:
            return []
        prices = [(costs or self._costs).prices(words) for words in several]
        tables = self._matcher.tables(prices, priors)
        return [
            self._heard(words, one, priors, its, now, window)
            for words, one, its in zip(several, prices, tables, strict=True)
        ]

    def _heard(
        self,
        words: tuple[str, ...],
        prices: Prices,
        priors: Floats,
        tables: list[Floats],
        now: datetime,
        window: float,
    ) -> Heard:
        keys: dict[tuple[Sentence, ...], Hashable] = {}
        meant: dict[Hashable, tuple[Meaning, ...]] = {}

        def key(sentences: tuple[Sentence, ...]) -> Hashable | None:
            try:
                found = self._meanings.of(sentences, words, now)
            except ValueError:
                return None
            keys[sentences] = self.key(found)
            meant.setdefault(keys[sentences], found)
            return keys[sentences]

        found = self._matcher.read(prices, priors, tables, key, window=window)
        readings = {keys[reading.sentences]: reading for reading in found}
        exact = [key for key, reading in readings.items() if reading.cost - reading.prior <= _EXACT]
        less = {key for key in readings if any(_says_less(meant[key], meant[other]) for other in exact)}
        return Heard(words, "", False, prices.weight, readings, frozenset(less))

    def _comparable(self, meaning: Meaning) -> dict[str, Any]:
        """The slots, but for what a wildcard took: two decoders never agree on free words."""
        return {name: "*" if name in self._free_slots else value for name, value in meaning.slots.items()}


def _is_over(meant: Sequence[Meaning], day: date) -> bool:
    """Whether it asks about a time that was over by that day."""
    periods = (ends(str(meaning.slots["period"])) for meaning in meant if "period" in meaning.slots)
    return any(end.date() <= day for _, end in periods)


def _once(said: Sequence[Meaning]) -> tuple[Meaning, ...]:
    """Who says the same in two ways ("help me out, what can you do"), or less once more ("my chin trembles and
    twitches"), means it once."""
    return tuple(one for n, one in enumerate(said) if not any(_within(one, before) for before in said[:n]))


def _says_less(one: Sequence[Meaning], other: Sequence[Meaning]) -> bool:
    """Whether `one` is `other` with something left out ("just now"): beside words that all fit it is no rival."""
    return one != other and len(one) == len(other) and all(map(_within, one, other))


def _within(one: Meaning, other: Meaning) -> bool:
    """Whether `other` says all that `one` does."""
    return one.intent == other.intent and one.slots.items() <= other.slots.items()


def _telling(hypotheses: Sequence[Hypothesis]) -> Hashable:
    """What of `hypotheses` a judgement depends on: how sure a held recogniser is matters only where it hears alone."""
    alone = all(hypothesis.held or not hypothesis.text for hypothesis in hypotheses)
    return tuple((h.text, h.recognizer, h.held, h.confidence if alone or not h.held else None) for h in hypotheses)
