"""The room itself: a folder of templates that tells recognisers what to expect and reads what they heard."""

from __future__ import annotations

import itertools
import json
import math
import re
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cached_property, partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from voiceassist.pronunciation import Lexicon
from voiceassist.understanding import store
from voiceassist.understanding.alike import Alike
from voiceassist.understanding.candidates import Pronunciations
from voiceassist.understanding.compile import compile_graph
from voiceassist.understanding.completeness import ToCome, completeness
from voiceassist.understanding.costs import Floats, Prices, WordCosts
from voiceassist.understanding.decision import (
    ACCEPT,
    CLEAR,
    Evidence,
    confidence,
    decide,
    free_of,
    heard_alone,
    heard_by_sound,
    sound_confidence,
)
from voiceassist.understanding.expressions import ListReference, Node, RuleReference, Word
from voiceassist.understanding.fusion import Heard, fuse, fuse_sound
from voiceassist.understanding.gaps import Gaps
from voiceassist.understanding.located import load
from voiceassist.understanding.matching import WINDOW, Matcher, Reading, Sentence
from voiceassist.understanding.meaning import Meaning, Meanings, ReadsQuantities
from voiceassist.understanding.network import shared_network
from voiceassist.understanding.phrases import Phrases
from voiceassist.understanding.quantities import Quantities
from voiceassist.understanding.recent import Recent
from voiceassist.understanding.sounding import Said, Sounding, Sounds
from voiceassist.understanding.speech_context import make_context
from voiceassist.understanding.templates import Templates, digest, read_templates, template_files
from voiceassist.understanding.text import words_of
from voiceassist.values import (
    Completeness,
    Decision,
    Expectation,
    Hypothesis,
    Interpretation,
    SpeechContext,
    WordNetwork,
)

if TYPE_CHECKING:
    from unicode_rbnf import RbnfEngine

FAVOUR: Final = 4.0
"""How many times likelier a favoured intent is than another."""
PRIOR_SCALE: Final = 0.15
"""Cost of a prior: this times the logarithm of how many times likelier the likeliest intent is."""
MOST_WORDS: Final = 60
"""Words of an utterance that are read; nobody says more to an assistant in one breath."""
TYPED: Final = "text"
"""The recogniser of words that were typed: they have no sound."""
GUESSED: Final = 0.75
"""What is believed of a sentence with gaps: typed, 132 of 166 were right in lists that no wording was mended on
(tests/suites/lists/own_words.yaml); of 317 recorded commands, at 12 dB and without noise, 13 of 17 where both whispers'
words were read alike."""
GUESSED_BY_ONE: Final = 0.5
"""Where another free decoder's words mean something else or nothing: 12 of 25 of the same commands."""
_CONTEXTS_KEPT: Final = 64
_JUDGEMENTS_KEPT: Final = 8
_RIVALS: Final = 2
_BLOCKS: Final = 4
"""Readings of each hypothesis whose blocks are searched by sound, and how many blocks at most."""
_EXACT: Final = 0.005
"""What a reading that fits word for word costs at most; prices are at least 0.03."""
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


class Understanding:
    """Reads words by the templates of one folder."""

    def __init__(
        self,
        compiled: store.Compiled,
        quantities: ReadsQuantities,
        say: Pronunciations,
        knows: Callable[[str], bool] = lambda _: False,
    ) -> None:
        """`knows` tells words of the language: they are never two of the grammar's written together."""
        self._compiled = compiled
        self._quantities: ReadsQuantities = Remembered(quantities)
        self._graph = compiled.graph
        self._meanings = Meanings(compiled.graph.blocks, compiled.list_slots, self._quantities)
        self._costs = WordCosts(compiled.graph, compiled.skip_words, compiled.function_words)
        self._matcher = Matcher(compiled.graph)
        self._to_come = ToCome.of(compiled.graph, self._costs.deletion)
        self._say, self._knows = say, knows
        self._sounds = Sounds(compiled.graph, say)
        self._alike = WordCosts(compiled.graph, compiled.skip_words, compiled.function_words, Alike(say))
        self._gaps = Gaps.of(compiled, self._quantities)
        self._free_slots = frozenset(
            operation[1]
            for operations in compiled.graph.operations
            for operation in operations
            if operation[0] == "heard"
        )
        self._judged: Recent[Hashable, Judgement | None] = Recent(_JUDGEMENTS_KEPT)
        self._islands: Recent[Hashable, tuple[Meaning, ...]] = Recent(_JUDGEMENTS_KEPT)
        self._contexts: Recent[Expectation, SpeechContext] = Recent(_CONTEXTS_KEPT)
        self._networks: Recent[tuple[float, ...], WordNetwork] = Recent(_CONTEXTS_KEPT)

    @classmethod
    def load(cls, folder: Path, *, cache: Path | None = None) -> Understanding:
        """The understanding of ``intents/LANG``; with `cache` what was compiled is kept there.

        Raises TemplateError (a VoiceAssistError) with file, line and what was expected.
        """
        files = template_files(folder)
        described = folder / "quantities.yaml"
        quantities: ReadsQuantities = (
            Quantities.load(described)
            if described.is_file()
            else PlainNumbers(str(load(files[0]).get("language", "en")))
        )
        extra = [described.read_text(encoding="utf-8")] if described.is_file() else []
        path = None if cache is None else cache / f"grammar-{digest(files, store.VERSION, *extra)}.npz"
        compiled = None if path is None else store.restore(path)
        if compiled is None:
            templates = read_templates(files, lambda text: words_of(text, quantities.spell_out))
            compiled = compiled_from(templates)
            if path is not None:
                store.save(compiled, path)
        kept = None if cache is None else cache / "pronunciations.dict"
        lexicon = Lexicon(folder / "pronunciations.dict", kept=kept)
        return cls(compiled, quantities, Pronunciations(lexicon.phones, lexicon.learn), lexicon.knows)

    @property
    def intents(self) -> tuple[str, ...]:
        """Every intent of the templates."""
        return self._graph.intents

    @property
    def lists(self) -> Mapping[str, tuple[Any, ...]]:
        """The canonical values of each slot that has fixed ones."""
        return self._compiled.lists

    def context(self, expectation: Expectation) -> SpeechContext:
        """What recognisers should expect; kept by expectation."""
        return self._contexts.get(expectation, lambda: self._context(expectation))

    def phrases(self, path: Path) -> Phrases:
        """The phrases of a file, said as the words of the templates are.  Raises TemplateError like `load`."""
        return Phrases.load(path, self._say)

    def prepare(self) -> None:
        """Make now what is otherwise made when it is first asked for: how to search, every word and every block as
        phones."""
        self._matcher.prepare()
        if self._gaps is not None:
            self._gaps.prepare()
        self._say.learn(self._graph.words)
        self._alike.prices(self._graph.words[-1:])
        for block in range(len(self._graph.blocks)):
            self._sounds.prepare(block)

    def interpret(
        self, hypotheses: Sequence[Hypothesis], expectation: Expectation, now: datetime, *, gaps: bool = True
    ) -> tuple[Interpretation, ...]:
        """What was meant: one interpretation for each thing said, or a single one with `Decision.REJECT`.

        `now` is aware; times and periods are reckoned from it in its time zone.  With `gaps`, what no whole sentence
        fits is read by those with gaps (see `gaps`), and is to be asked about.
        """
        judged = self.judge(hypotheses, expectation, now)
        decision = decide(judged.belief, by_sound=judged.evidence is not None) if judged else Decision.REJECT
        if judged is None or decision is Decision.REJECT:
            about = self.about(hypotheses, expectation, now) if gaps else ()
            words = judged.words if judged else self._words(hypotheses[0].text) if hypotheses else ()
            return about or (Interpretation(None, {}, judged.belief if judged else 0.0, decision, " ".join(words)),)
        return tuple(
            Interpretation(meaning.intent, meaning.slots, judged.belief, decision, meaning.words)
            for meaning in judged.meanings
        )

    def about(
        self, hypotheses: Sequence[Hypothesis], expectation: Expectation, now: datetime, *, after: str | None = None
    ) -> tuple[Interpretation, ...]:
        """What freely heard words are about by the sentences with gaps, to be asked about; nothing where none fits.

        Not while a question is open: an answer in odd words shall not turn the talk to another subject.  `after` a
        `PROPOSAL`, by those sentences with gaps that are only read then.
        """
        if self._gaps is None or expectation.asks is not None:
            return ()
        firsts: dict[str, str] = {}
        for one in hypotheses:
            if one.text and not one.held:
                firsts.setdefault(one.recognizer, one.text)
        read = [
            self._islands.get((text, now, after), partial(self._gaps.read, self._words(text), now, after))
            for text in firsts.values()
        ]
        found = next(filter(None, read), ())
        agreed = len({self._key(meant) for meant in read}) == 1
        belief = GUESSED if agreed else GUESSED_BY_ONE
        return tuple(
            Interpretation(meaning.intent, meaning.slots, belief, Decision.CONFIRM, meaning.words) for meaning in found
        )

    def completeness(
        self, hypotheses: Sequence[Hypothesis], expectation: Expectation, *, settled: bool
    ) -> Completeness:
        """Whether the words of the freest hypothesis could be all that is said; see `completeness`."""
        heard = sorted((h for h in hypotheses if h.text), key=lambda h: h.held)
        words = self._words(heard[0].text) if heard else ()
        if not words or words[-1] in self._compiled.hesitations:
            return Completeness.HESITATION
        prices = self._costs.prices(words)
        [tables] = self._matcher.tables([prices], self._priors(expectation))
        return completeness(tables, prices.weight, self._to_come, settled=settled)

    def judge(self, hypotheses: Sequence[Hypothesis], expectation: Expectation, now: datetime) -> Judgement | None:
        """What was most likely meant, whatever is then decided; None where nothing can be read.

        The last few judgements are kept, so that an utterance that was judged while its speaker paused costs nothing
        more.
        """
        key = (_telling(hypotheses), expectation, now)
        return self._judged.get(key, lambda: self._judge(hypotheses, expectation, now))

    def _judge(self, hypotheses: Sequence[Hypothesis], expectation: Expectation, now: datetime) -> Judgement | None:
        priors = self._priors(expectation)
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
        belief = confidence(verdict.unexplained, verdict.margin, verdict.agreement, verdict.held_alone)
        sentences, words, evidence = verdict.reading.sentences, verdict.heard.words, None
        settled = verdict.certain or (not verdict.plain and belief >= ACCEPT)
        if not settled and any(one.recognizer != TYPED for one in hypotheses):
            soundings = self._soundings(hypotheses, spoken, heard, priors, now)
            free = free_of(hypotheses)
            by_sound = fuse_sound(soundings, verdict.totals, free)
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

    def _soundings(
        self,
        hypotheses: Sequence[Hypothesis],
        words: Sequence[tuple[str, ...]],
        heard: Sequence[Heard],
        priors: Floats,
        now: datetime,
    ) -> dict[Hashable, list[Sounding]]:
        """What may have been said and how it sounds, by meaning: every reading, and the sentences nearest by sound of
        the blocks that readings belong to."""
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
        read = [_said(reading, one.words) for one in heard for reading in one.readings.values()]
        found: dict[Hashable, list[Sounding]] = {}
        for sounding in self._sounds.soundings(hypotheses, words, tuple(blocks)[:_BLOCKS], priors, read):
            said = sounding.said
            try:
                meant = self._meanings.of(said.sentences, said.source, now)
            except ValueError:
                continue
            found.setdefault(self._key(meant), []).append(sounding)
        return found

    def _key(self, said: Sequence[Meaning]) -> Hashable:
        """What makes two readings the same."""
        return json.dumps([[meaning.intent, self._comparable(meaning)] for meaning in said], sort_keys=True)

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
            keys[sentences] = self._key(found)
            meant.setdefault(keys[sentences], found)
            return keys[sentences]

        found = self._matcher.read(prices, priors, tables, key, window=window)
        readings = {keys[reading.sentences]: reading for reading in found}
        exact = next((key for key, reading in readings.items() if reading.cost - reading.prior <= _EXACT), None)
        less = {key for key in readings if exact is not None and _says_less(meant[key], meant[exact])}
        return Heard(words, "", False, prices.weight, readings, frozenset(less))

    def _words(self, text: str) -> tuple[str, ...]:
        """Normalised words; what is a word only as two is read as the two ("coldbrew", but no "hand some")."""
        words = words_of(text, self._quantities.spell_out)[:MOST_WORDS]
        parts = ((word,) if self._knows(word) else self._graph.as_two(word) for word in words)
        return tuple(itertools.chain.from_iterable(parts))[:MOST_WORDS]

    def _comparable(self, meaning: Meaning) -> dict[str, Any]:
        """The slots, but for what a wildcard took: two decoders never agree on free words."""
        return {name: "*" if name in self._free_slots else value for name, value in meaning.slots.items()}

    def _context(self, expectation: Expectation) -> SpeechContext:
        priors = self._priors(expectation)
        return make_context(
            self._graph,
            self._network(expectation, priors),
            priors.tolist(),
            expectation.favours,
            expectation.asks,
        )

    def _network(self, expectation: Expectation, priors: Floats) -> WordNetwork:
        """Everything, each intent alike, where nothing is asked: one network that is never compiled again.

        While a question is open: its answers, what is favoured, and what is always possible.  Whatever else is said
        then is for the free decoder to hear, and so is what can only be said after something else.
        """
        blocks = self._graph.blocks
        expected = {b for b, block in enumerate(blocks) if block.asks or block.intent in expectation.favours}
        expected = {b for b in expected if math.isfinite(priors[b])} if expectation.asks else set()
        expected |= {b for b, block in enumerate(blocks) if expected and block.intent in self._compiled.always}
        chosen = tuple(
            round(math.exp(-prior / PRIOR_SCALE), 3)
            if b in expected
            else float(not expected and not blocks[b].after and math.isfinite(prior))
            for b, prior in enumerate(priors.tolist())
        )
        return self._networks.get(chosen, lambda: self._compiled.network.network(self._graph.words, chosen))

    def _priors(self, expectation: Expectation) -> Floats:
        """(B,): a block's cost for not being what is expected; infinite where its question is not the open one, or
        what it follows has not just been done."""
        costs = np.full(len(self._graph.blocks), PRIOR_SCALE * math.log(FAVOUR), dtype=np.float32)
        favoured = False
        for number, block in enumerate(self._graph.blocks):
            if not block.is_open(expectation.asks, expectation.after):
                costs[number] = np.inf
            elif block.asks or block.after or block.intent in expectation.favours:
                costs[number] = 0.0
                favoured = True
        return costs if favoured else np.where(np.isfinite(costs), np.float32(0.0), costs)


def _once(said: Sequence[Meaning]) -> tuple[Meaning, ...]:
    """Who says the same in two ways ("help me out, what can you do") means it once."""
    return tuple(
        one for n, one in enumerate(said) if not any((one.intent, one.slots) == (m.intent, m.slots) for m in said[:n])
    )


def _says_less(one: Sequence[Meaning], other: Sequence[Meaning]) -> bool:
    """Whether `one` is `other` with something left out ("just now"): beside words that all fit it is no rival."""
    if len(one) != 1 or len(other) != 1 or one[0].intent != other[0].intent:
        return False
    said, more = one[0].slots, other[0].slots
    return len(said) < len(more) and all(name in more and more[name] == value for name, value in said.items())


def _telling(hypotheses: Sequence[Hypothesis]) -> Hashable:
    """What of `hypotheses` a judgement depends on: how sure a held recogniser is matters only where it hears alone."""
    alone = all(hypothesis.held or not hypothesis.text for hypothesis in hypotheses)
    return tuple((h.text, h.recognizer, h.held, h.confidence if alone or not h.held else None) for h in hypotheses)


def _said(reading: Reading, words: tuple[str, ...]) -> Said:
    """A reading of `words` as the templates word it."""
    parts = (words[part[0] : part[1]] if isinstance(part, tuple) else (part,) for part in reading.said)
    loose = any(isinstance(part, tuple) for part in reading.said)
    return Said(reading.sentences, tuple(itertools.chain.from_iterable(parts)), words, loose)


class PlainNumbers:
    """For a subject without ``quantities.yaml``: whole numbers are spelled out by the rules of Unicode's CLDR."""

    def __init__(self, language: str) -> None:
        self._language = language

    def normalise(self, kind: str, words: str, now: datetime) -> Any:
        """Always ValueError: no kind is known."""
        raise ValueError(f"cannot read {words!r} as {kind} at {now}: there is no quantities.yaml")

    def spell_out(self, text: str) -> str:
        """The text with whole numbers as words."""
        if not re.search(r"\d", text):
            return text
        return re.sub(r"\d+", lambda found: self._engine.format_number(int(found.group())).text.replace("-", " "), text)

    @cached_property
    def _engine(self) -> RbnfEngine:
        from unicode_rbnf import RbnfEngine

        return RbnfEngine.for_language(self._language)


@dataclass(frozen=True)
class _Unread:
    """Words that say no such quantity."""

    reason: str


class Remembered:
    """Quantities that reads the same words once for each moment."""

    def __init__(self, quantities: ReadsQuantities) -> None:
        self.spell_out = quantities.spell_out
        self._quantities = quantities
        self._now: datetime | None = None
        self._read: dict[tuple[str, str], Any] = {}

    def normalise(self, kind: str, words: str, now: datetime) -> Any:
        """See `ReadsQuantities`."""
        if now != self._now:
            self._now, self._read = now, {}
        if (kind, words) not in self._read:
            try:
                self._read[kind, words] = self._quantities.normalise(kind, words, now)
            except ValueError as error:
                self._read[kind, words] = _Unread(str(error))
        value = self._read[kind, words]
        if isinstance(value, _Unread):
            raise ValueError(value.reason)
        return value


def compiled_from(templates: Templates) -> store.Compiled:
    """Everything that is made from templates."""
    whole, gapped = ([one for one in templates.blocks if one.gaps is kind] for kind in (False, True))
    graph = compile_graph(replace(templates, blocks=tuple(whole)))
    return store.Compiled(
        graph,
        shared_network(graph),
        _canonical(templates),
        templates.list_slots,
        templates.skip_words,
        templates.hesitations,
        templates.function_words,
        templates.always,
        compile_graph(replace(templates, blocks=tuple(gapped))) if gapped else None,
        templates.never_skipped,
        templates.never_first,
        templates.asides,
    )


def _canonical(templates: Templates) -> dict[str, tuple[Any, ...]]:
    values: dict[str, dict[str, Any]] = {}
    for block in templates.blocks:
        for name, value in block.slots.items():
            values.setdefault(name, {})[json.dumps(value)] = value
        seen: set[str] = set()
        stack: list[Node] = list(block.sentences)
        while stack:
            node = stack.pop()
            if isinstance(node, ListReference):
                listed = block.scope.lists[node.name]
                if listed.kind is None and not listed.wildcard:
                    slot = values.setdefault(node.slot, {})
                    slot.update((json.dumps(out), out) for _, out in listed.values)
            elif isinstance(node, RuleReference):
                if node.name not in seen:
                    seen.add(node.name)
                    stack.append(block.scope.rules[node.name])
            elif not isinstance(node, Word):
                stack.extend(node.items)
    return {name: tuple(found.values()) for name, found in values.items()}
