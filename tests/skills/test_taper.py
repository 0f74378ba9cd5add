"""The caffeine taper: a target a day, seven to ten days, never up, none in the end."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from voiceassist.skills.taper import taper

CUPS = st.floats(0.5, 60, allow_nan=False)


@given(CUPS)
def test_it_takes_seven_to_ten_days(cups: float) -> None:
    assert 7 <= len(taper(cups)) <= 10


@given(CUPS)
def test_no_day_allows_more_than_the_day_before_nor_than_is_usual(cups: float) -> None:
    targets = taper(cups)
    assert all(later <= earlier for earlier, later in zip((cups, *targets), targets, strict=False))


@given(CUPS)
def test_it_ends_with_none_and_with_nothing_before_the_end(cups: float) -> None:
    *before, last = taper(cups)
    assert last == 0
    assert any(before)


@given(CUPS)
def test_targets_can_be_poured(cups: float) -> None:
    assert all((2 * target).is_integer() for target in taper(cups))


@given(CUPS)
def test_no_step_takes_more_than_an_even_share_and_half_a_cup(cups: float) -> None:
    targets = taper(cups)
    steps = [earlier - later for earlier, later in zip((cups, *targets), targets, strict=False)]
    assert max(steps) <= cups / len(targets) + 1


@given(CUPS, CUPS)
def test_who_has_more_is_allowed_more(fewer: float, more: float) -> None:
    fewer, more = sorted((fewer, more))
    assert sum(taper(fewer)) <= sum(taper(more))


@pytest.mark.parametrize("cups", [0, 0.2, 0.49])
def test_without_caffeine_there_is_none(cups: float) -> None:
    assert taper(cups) == ()


def test_two_examples() -> None:
    assert taper(3) == (2.5, 2, 1.5, 1.5, 1, 0.5, 0)
    assert taper(5) == (4.5, 4, 3.5, 3, 2.5, 2, 1.5, 1, 0.5, 0)
