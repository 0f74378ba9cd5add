"""The search finds the least cost there is: compared with every sentence tried one by one."""

from __future__ import annotations

import itertools
import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from voiceassist.understanding.backward import NEXT_SENTENCE
from voiceassist.understanding.compile import compile_graph
from voiceassist.understanding.costs import Prices, WordCosts
from voiceassist.understanding.expressions import NOTHING, Choice, Node, Permutation, Sequence, Word
from voiceassist.understanding.graph import GrammarGraph
from voiceassist.understanding.matching import MOST_SENTENCES, Matcher
from voiceassist.understanding.native import library
from voiceassist.understanding.templates import Block, Scope, Templates
from voiceassist.understanding.word_kinds import WordKinds

WORDS = ["left", "right", "calf", "half", "a", "to", "today"]
HEARD = st.sampled_from([*WORDS, "cal", "the", "todays", "two", "day"])
SCOPE = Scope({}, {})

words = st.builds(Word, st.sampled_from(WORDS))


def _grow(inner: st.SearchStrategy[Node]) -> st.SearchStrategy[Node]:
    items = st.lists(inner, min_size=2, max_size=3).map(tuple)
    optional = inner.map(lambda node: Choice((node, NOTHING)))
    return st.builds(Sequence, items) | st.builds(Choice, items) | st.builds(Permutation, items) | optional


expressions = st.recursive(words, _grow, max_leaves=7)


def sentences_of(node: Node) -> set[tuple[str, ...]]:
    if isinstance(node, Word):
        return {(node.text,)}
    parts = [sentences_of(item) for item in node.items]  # type: ignore[union-attr]
    if isinstance(node, Choice):
        return set().union(*parts)
    orders = itertools.permutations(parts) if isinstance(node, Permutation) else [parts]
    return {tuple(itertools.chain(*choice)) for order in orders for choice in itertools.product(*order)}


def align(graph: GrammarGraph, prices: Prices, sentence: tuple[str, ...], start: list[float]) -> list[float]:
    """The textbook edit distance, one sentence and one word at a time."""
    insertion = [float(x) for x in prices.insertion]
    row = list(start)
    for word in (None, *sentence):
        if word is None:
            now = list(row)
        else:
            label = int(np.flatnonzero(graph.label_word == graph.words.index(word))[0])
            now = [cost + float(prices.deletion[label]) for cost in row]
            for j in range(1, len(row)):
                now[j] = min(now[j], row[j - 1] + float(prices.substitution[label, j]))
                if j > 1 and prices.joined is not None:
                    now[j] = min(now[j], row[j - 2] + float(prices.joined[label, j]))
        for j in range(1, len(row)):
            now[j] = min(now[j], now[j - 1] + insertion[j])
        row = now
    return row


def least(graph: GrammarGraph, prices: Prices, sentences: set[tuple[str, ...]]) -> float:
    """Every sentence after the first takes at least one of the words, and none is joined to nothing before it."""
    width = len(prices.insertion)
    start = [0.0] + [math.inf] * (width - 1)
    best = math.inf
    for number in range(MOST_SENTENCES):
        row = [math.inf] * width
        for begin in range(width):
            alone = [start[j] if j == begin else math.inf for j in range(width)]
            for sentence in sorted(sentences):
                ends = align(graph, prices, sentence, alone)
                row = [min(row[j], ends[j] if j > begin or not number else math.inf) for j in range(width)]
        best = min(best, row[-1])
        best_before = row[:]
        for end in range(2, width):
            if prices.joins[end]:
                best_before[end] = min(row[end], best_before[end - 1])
        start = [cost + NEXT_SENTENCE for cost in best_before]
    return best


@settings(max_examples=150, deadline=None)
@given(expressions, st.lists(st.lists(HEARD, max_size=6), min_size=1, max_size=3))
def test_the_best_reading_costs_what_trying_every_sentence_finds(expression: Node, several: list[list[str]]) -> None:
    """However many hypotheses, and of what lengths, are read together, with compiled loops and without."""
    block = Block("Any", (expression,), {}, (), SCOPE)
    graph = compile_graph(Templates("en", (block,), SCOPE))
    kinds = WordKinds(joining_words=frozenset({"the"}))
    costs, priors = WordCosts(graph, kinds), np.zeros(1, dtype=np.float32)
    prices = [costs.prices(heard) for heard in several]
    expected = [least(graph, one, sentences_of(expression)) for one in prices]
    for matcher in (Matcher(graph), Matcher(graph, library())):
        for one, tables, cost in zip(prices, matcher.tables(prices, priors), expected, strict=True):
            best = matcher.read(one, priors, tables, len)[0].cost
            assert best == pytest.approx(cost, abs=1e-3)
            assert one.least <= best + 1e-3


@settings(max_examples=80, deadline=None)
@given(expressions)
def test_every_sentence_of_a_template_costs_nothing_and_no_other_does(expression: Node) -> None:
    block = Block("Any", (expression,), {}, (), SCOPE)
    graph = compile_graph(Templates("en", (block,), SCOPE))
    costs, matcher = WordCosts(graph), Matcher(graph)
    said = sorted(sentences_of(expression))[:20]

    def cost(sentence: tuple[str, ...]) -> float:
        prices, priors = costs.prices(sentence), np.zeros(1, dtype=np.float32)
        [tables] = matcher.tables([prices], priors)
        return matcher.read(prices, priors, tables, lambda _: 0)[0].cost

    assert [cost(sentence) for sentence in said] == pytest.approx([0.0] * len(said), abs=1e-5)
    foreign = [(*sentence, "zebra") for sentence in said]
    assert all(cost(sentence) > 0.5 for sentence in foreign)
