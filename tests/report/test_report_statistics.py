"""The formulas against values that others have published."""

from __future__ import annotations

import pytest

from voiceassist.report.statistics import Share, adjusted, contrast, differ


def test_the_interval_is_newcombes():
    """Newcombe 1998, table II, the first example by method 10: 56/70 against 48/80."""
    found = contrast(Share(56, 70), Share(48, 80))
    assert found.difference == pytest.approx(0.20)
    assert (round(found.low, 4), round(found.high, 4)) == (0.0524, 0.3339)


def test_the_interval_holds_where_every_day_and_no_day_twitched():
    """Newcombe 1998, table II: 10/10 against 0/10."""
    found = contrast(Share(10, 10), Share(0, 10))
    assert (round(found.low, 4), round(found.high, 4)) == (0.6075, 1.0)


def test_the_p_value_is_fishers():
    """The lady tasting tea (Fisher 1935): all eight cups right, two-sided 2/70."""
    assert contrast(Share(4, 4), Share(0, 4)).p == pytest.approx(2 / 70)


def test_many_comparisons_are_accounted_for():
    """Benjamini and Hochberg: each p times how many there are over its rank, never above the next one."""
    assert adjusted([0.01, 0.04, 0.03, 0.5]) == pytest.approx((0.04, 0.16 / 3, 0.16 / 3, 0.5))
    assert adjusted([]) == ()


def test_counts_that_are_alike_do_not_differ():
    assert differ([1, 2, 1, 0, 1, 2, 3], [2, 1, 1, 0, 3, 1, 2]) > 0.5
    assert differ([0, 1, 0, 0, 1, 0, 0], [4, 5, 3, 6, 4, 5, 7]) < 0.01
