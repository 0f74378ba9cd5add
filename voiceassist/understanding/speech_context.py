"""What recognisers are told to expect, from the same templates that the matcher searches.

* JSGF: one rule for each expansion rule and list, shared by reference; the top rule chooses among intents by their
  weight, never by how many sentences they have.
* phrases: every word, the fixed wordings of list values and runs of words in templates.
* prompt: a few sentences walked through the graph by a seeded generator that looks for words not yet said.
"""

from __future__ import annotations

import hashlib
import itertools
import math
import random
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from voiceassist.understanding import expressions as ex
from voiceassist.understanding.graph import ANY_WORDS, EPSILON, GrammarGraph
from voiceassist.understanding.templates import Scope, Templates
from voiceassist.values import SpeechContext

MOST_PHRASES: Final = 5000
PROMPT_SENTENCES: Final = 12
PROMPT_TOKENS: Final = 190
"""Whisper's prompt may hold 223 tokens; what is longer is cut at its beginning."""
TOKENS_A_WORD: Final = 1.4
_WALKS: Final = 40
_LONGEST: Final = 9
_SPELLINGS: Final = 40


@dataclass(frozen=True)
class SpeechGrammar:
    """JSGF in parts: what a context is put together from.  JSON-ready."""

    rules: Mapping[str, str]
    """The right-hand side of each rule."""
    blocks: tuple[str, ...]
    """For each block of the graph the name of its rule; empty where nothing of it can be said in JSGF."""
    phrases: tuple[str, ...]


def speech_grammar(templates: Templates) -> SpeechGrammar:
    """The parts for all blocks and what they reach."""
    writer = _Writer()
    blocks = []
    for number, block in enumerate(templates.blocks):
        text = writer.write(ex.Choice(block.sentences), block.scope)
        name = f"b{number}_{block.intent}"
        if text:
            writer.rules[name] = text
        blocks.append(name if text else "")
    return SpeechGrammar(writer.rules, tuple(blocks), _phrases(templates))


def make_context(
    graph: GrammarGraph, grammar: SpeechGrammar, priors: Sequence[float], favours: Sequence[str], asks: str | None
) -> SpeechContext:
    """The context where block b costs `priors[b]` (infinite: not active)."""
    jsgf = _jsgf(graph, grammar, priors)
    prompt = _prompt(graph, priors, favours, asks)
    phrases = tuple(dict.fromkeys((*graph.words[ANY_WORDS + 1 :], *grammar.phrases)))[:MOST_PHRASES]
    key = hashlib.sha256("\0".join((jsgf, prompt, *phrases)).encode()).hexdigest()[:16]
    return SpeechContext(key, jsgf, phrases, prompt)


def _jsgf(graph: GrammarGraph, grammar: SpeechGrammar, priors: Sequence[float]) -> str:
    by_intent: dict[str, list[str]] = {}
    weight: dict[str, float] = {}
    for block, name, prior in zip(graph.blocks, grammar.blocks, priors, strict=True):
        if name and math.isfinite(prior):
            by_intent.setdefault(block.intent, []).append(name)
            weight[block.intent] = max(weight.get(block.intent, 0.0), math.exp(-prior))
    total = sum(weight.values())
    alternatives = [f"/{weight[name] / total:.4f}/ ({_alternatives(names)})" for name, names in by_intent.items()]
    lines = ["#JSGF V1.0;", "grammar now;", f"public <now> = {' | '.join(alternatives)};"]
    reached: dict[str, None] = {}
    stack = [name for names in by_intent.values() for name in reversed(names)]
    while stack:
        name = stack.pop()
        if name not in reached:
            reached[name] = None
            stack.extend(re.findall(r"<(\w+)>", grammar.rules[name]))
    lines += [f"<{name}> = {grammar.rules[name]};" for name in reached]
    return "\n".join(lines) + "\n"


def _alternatives(names: Sequence[str]) -> str:
    return " | ".join(f"<{name}>" for name in names)


class _Writer:
    """JSGF text for nodes; rules and lists that are referred to are written once each."""

    def __init__(self) -> None:
        self.rules: dict[str, str] = {}

    def write(self, node: ex.Node, scope: Scope) -> str:
        """The text, empty where the node says nothing (a wildcard, which a grammar cannot hold, says nothing)."""
        if isinstance(node, ex.Word):
            return node.text
        if isinstance(node, ex.Sequence):
            return " ".join(filter(None, (self.write(item, scope) for item in node.items)))
        if isinstance(node, ex.Choice):
            return self._choice([self.write(item, scope) for item in node.items])
        if isinstance(node, ex.Permutation):
            return self._permutation([self.write(item, scope) for item in node.items])
        if isinstance(node, ex.RuleReference):
            return self._reference(f"r_{node.name}", [scope.rules[node.name]], scope)
        values = [value for value, _ in scope.lists[node.name].values]
        return self._reference(f"l_{node.name}", values, scope)

    def _reference(self, name: str, nodes: Sequence[ex.Node], scope: Scope) -> str:
        name = re.sub(r"\W", "_", f"{name}_{scope.key}" if scope.key else name)
        if name not in self.rules:
            self.rules[name] = self._choice([self.write(node, scope) for node in nodes])
        return f"<{name}>" if self.rules[name] else ""

    def _choice(self, texts: Sequence[str]) -> str:
        said = list(dict.fromkeys(filter(None, texts)))
        if not said:
            return ""
        inner = " | ".join(said)
        if len(said) < len(dict.fromkeys(texts)):
            return f"[{inner}]"
        return inner if len(said) == 1 else f"({inner})"

    def _permutation(self, texts: Sequence[str]) -> str:
        """Every order up to three parts; beyond, as many parts as there are, each any of them."""
        said = [text for text in texts if text]
        if len(said) <= 3:
            return self._choice([" ".join(order) for order in itertools.permutations(said)])
        return " ".join([f"[{' | '.join(said)}]"] * len(said))


def _phrases(templates: Templates) -> tuple[str, ...]:
    found: dict[str, None] = {}
    for block in templates.blocks:
        for values in block.scope.lists.values():
            for value, _ in values.values:
                for words in itertools.islice(_spellings(value, block.scope, 0), _SPELLINGS):
                    found.setdefault(" ".join(words))
        for node in (*block.sentences, *block.scope.rules.values()):
            for words in _fixed_runs(node):
                found.setdefault(" ".join(words))
        if len(found) > MOST_PHRASES:
            break
    return tuple(phrase for phrase in found if " " in phrase)


def _spellings(node: ex.Node, scope: Scope, depth: int) -> Iterator[tuple[str, ...]]:
    """Ways of saying the node, lazily."""
    if isinstance(node, ex.Word):
        yield (node.text,)
    elif isinstance(node, ex.Choice):
        for item in node.items:
            yield from _spellings(item, scope, depth)
    elif isinstance(node, ex.RuleReference) and depth < 8:
        yield from _spellings(scope.rules[node.name], scope, depth + 1)
    elif isinstance(node, ex.Sequence | ex.Permutation):
        parts = [tuple(itertools.islice(_spellings(item, scope, depth), _SPELLINGS)) for item in node.items]
        for choice in itertools.islice(itertools.product(*parts), _SPELLINGS):
            yield tuple(itertools.chain.from_iterable(choice))


def _fixed_runs(node: ex.Node) -> Iterator[tuple[str, ...]]:
    if isinstance(node, ex.Sequence):
        for fixed, group in itertools.groupby(node.items, key=lambda item: isinstance(item, ex.Word)):
            if fixed:
                yield tuple(item.text for item in group if isinstance(item, ex.Word))
            else:
                for item in group:
                    yield from _fixed_runs(item)
    elif isinstance(node, ex.Choice | ex.Permutation):
        for item in node.items:
            yield from _fixed_runs(item)


def _prompt(graph: GrammarGraph, priors: Sequence[float], favours: Sequence[str], asks: str | None) -> str:
    """Sentences by intent: what answers the open question, then what is favoured, then the rest in turn."""
    chance = random.Random(0)  # noqa: S311 (reproducible, not secret)
    active = [b for b, prior in enumerate(priors) if math.isfinite(prior)]
    answers = [b for b in active if asks is not None and asks in graph.blocks[b].asks]
    favoured = [b for b in active if graph.blocks[b].intent in favours and b not in answers]
    rest = [b for b in active if b not in answers and b not in favoured]
    chance.shuffle(rest)
    turns = [*answers, *favoured, *answers, *favoured]
    order = itertools.chain(turns, itertools.cycle(rest or turns))
    walker = _Walker(graph, chance)
    sentences: list[str] = []
    budget = PROMPT_TOKENS
    for block in itertools.islice(order, 3 * PROMPT_SENTENCES):
        words = walker.sentence(block)
        cost = math.ceil(len(words) * TOKENS_A_WORD) + 1
        if words and cost <= budget and " ".join(words) not in sentences:
            sentences.append(" ".join(words))
            walker.said.update(words)
            budget -= cost
        if len(sentences) == PROMPT_SENTENCES:
            break
    return " ".join(f"{sentence[0].upper()}{sentence[1:]}." for sentence in sentences)


class _Walker:
    """Random sentences that prefer what has not been said."""

    def __init__(self, graph: GrammarGraph, chance: random.Random) -> None:
        self._graph, self._chance = graph, chance
        self._by_source = np.argsort(graph.source, kind="stable")
        self._first = np.searchsorted(graph.source[self._by_source], np.arange(graph.final + 2))
        self._target = np.repeat(np.arange(graph.final + 1), np.diff(graph.into))
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
            state = int(self._target[arc])
        return words
