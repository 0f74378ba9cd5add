"""Distances of sounds obey what a distance must, and what phonetics says."""

import itertools

import numpy as np
import pytest

from voiceassist.pronunciation import Lexicon
from voiceassist.understanding.candidates import Pronunciations
from voiceassist.understanding.phonetic import PHONES, Rows, distances, lost, numbered, substitution

SAY = Pronunciations(Lexicon().phones)


def price(first, second):
    return float(substitution()[PHONES.index(first), PHONES.index(second)])


def apart(first, second, **kwargs):
    return float(distances(Rows.of([SAY.of(first.split())]), Rows.of([SAY.of(second.split())]), **kwargs)[0, 0])


def slowly(said, heard):
    """The same distance by the textbook, one cell at a time."""
    replace, left_out = substitution(), lost()
    cost = np.zeros((len(said) + 1, len(heard) + 1))
    cost[1:, 0], cost[0, 1:] = np.cumsum(left_out[list(said)]), np.cumsum(left_out[list(heard)])
    for i, j in itertools.product(range(len(said)), range(len(heard))):
        cost[i + 1, j + 1] = min(
            cost[i, j + 1] + left_out[said[i]],
            cost[i + 1, j] + left_out[heard[j]],
            cost[i, j] + replace[said[i], heard[j]],
        )
    return cost[-1, -1]


def test_every_price_is_symmetric_positive_and_nothing_for_the_same_phone():
    table = substitution()
    assert np.array_equal(table, table.T)
    assert not table.diagonal().any()
    assert (table[~np.eye(len(PHONES), dtype=bool)] > 0).all()


def test_vowels_are_cheap_for_each_other_and_dear_for_consonants():
    assert price("IH", "IY") < price("IH", "AA") < price("IH", "K")
    assert price("T", "D") < price("T", "S") < price("T", "AA")


def test_the_fast_way_is_the_textbooks_way():
    chance = np.random.default_rng(3)
    said = [tuple(chance.integers(len(PHONES), size=size).tolist()) for size in (1, 4, 9, 17)]
    heard = [tuple(chance.integers(len(PHONES), size=size).tolist()) for size in (2, 5, 12)]
    expected = [[slowly(one, other) for other in heard] for one in said]
    np.testing.assert_allclose(distances(Rows.of(said), Rows.of(heard)), expected, rtol=1e-4)


def test_word_boundaries_are_free():
    assert apart("iced mocha", "eye smokeo") < apart("iced mocha", "iced coffee")


def test_what_is_missing_at_the_end_costs_no_more_than_is_allowed():
    whole, cut = "a latte with brown sugar", "a latte"
    assert apart(whole, cut, broken_off=1.5) == pytest.approx(1.5)
    assert apart(whole, cut) > 4
    assert apart("brown sugar latte", "latte", broken_off=1.5) > 3


def test_phones_that_are_none_are_left_out():
    assert numbered(["K", "SIL", "AE", "T"]) == tuple(PHONES.index(phone) for phone in ("K", "AE", "T"))
