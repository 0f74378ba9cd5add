"""What hypotheses share is found once, and found the same."""

import itertools
from pathlib import Path

import numpy as np
import pytest

from voiceassist.understanding.compiled import compiled_from
from voiceassist.understanding.costs import WordCosts
from voiceassist.understanding.forward import Halving
from voiceassist.understanding.matching import Matcher
from voiceassist.understanding.templates import read_templates, template_files
from voiceassist.understanding.text import words_of

TEMPLATES = """
language: en
lists:
  size: {values: [small, large, {in: extra large, out: huge}]}
  drink: {values: [coffee, ice tea, coldbrew]}
  note: {wildcard: true}
intents:
  Order:
    data:
      - sentences: ["[i want] (a|one) [{size}] {drink} [with {note}]"]
  Stop:
    data:
      - sentences: ["stop [it]"]
"""
HEARD = (
    "i want a large coffee",
    "i want a large",
    "i want a large coffee with oat milk please",
    "i want extra large cold brew stop",
    "want a large ice tee",
    "stop",
)


@pytest.fixture(scope="module")
def graph(tmp_path_factory):
    folder: Path = tmp_path_factory.mktemp("en")
    (folder / "sentences").mkdir()
    (folder / "sentences" / "order.yaml").write_text(TEMPLATES, encoding="utf-8")
    return compiled_from(read_templates(template_files(folder), lambda text: words_of(text, str))).graph


@pytest.mark.parametrize("size", [1, 2, 7])
def test_hypotheses_that_begin_alike_are_read_as_each_by_itself(graph, size):
    costs, matcher = WordCosts(graph), Matcher(graph)
    priors = np.zeros(len(graph.blocks), dtype=np.float32)
    prices = [costs.prices(text.split()) for text in HEARD[:size]]
    together = matcher.tables(prices, priors)
    for one, tables in zip(prices, together, strict=True):
        [alone] = matcher.tables([one], priors)
        assert len(alone) == len(tables)
        assert all(np.array_equal(mine, shared) for mine, shared in zip(alone, tables, strict=True))


def test_halving_finds_the_least_of_each_group():
    chance = np.random.default_rng(5)
    sizes = [1, 3, 8, 1, 2, 13, 5]
    rows = chance.random((sum(sizes), 4), dtype=np.float32)
    starts = np.cumsum([0, *sizes])
    halving = Halving.of(starts)
    expected = [rows[low:high].min(axis=0) for low, high in itertools.pairwise(starts)]
    np.testing.assert_array_equal(halving.least(rows[halving.rows]), np.array(expected)[halving.order])
