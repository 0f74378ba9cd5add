"""Figures that anyone can check by hand."""

import pytest

from voiceassist.bench.statistics import calibration, mcnemar, wilson


def test_the_interval_of_a_proportion_is_wilsons():
    assert wilson(95, 100) == pytest.approx((0.8882, 0.9785), abs=1e-4)


def test_an_interval_never_leaves_zero_and_one_and_knows_nothing_of_nothing():
    assert wilson(10, 10)[1] == pytest.approx(1.0)
    assert wilson(10, 10)[0] == pytest.approx(0.7225, abs=1e-4)
    assert wilson(0, 0) == (0.0, 1.0)


def test_only_what_one_of_two_got_right_tells_them_apart():
    first = [True] * 50 + [True] * 8 + [False] * 2
    second = [True] * 50 + [False] * 8 + [True] * 2
    paired = mcnemar(first, second)
    assert (paired.only_first, paired.only_second) == (8, 2)
    assert paired.p == pytest.approx(2 * (1 + 10 + 45) / 1024)


def test_equal_answers_differ_by_chance_alone():
    assert mcnemar([True, False], [True, False]).p == 1.0


def test_nine_in_ten_right_at_nine_tenths_is_no_error():
    found = calibration([0.9] * 10, [True] * 9 + [False])
    assert found is not None
    assert found.error == pytest.approx(0.0)
    assert found.brier == pytest.approx(0.09)


def test_being_always_sure_and_half_right_is_an_error_of_a_half():
    found = calibration([1.0] * 4, [True, False, True, False])
    assert found is not None
    assert found.error == pytest.approx(0.5)
    assert [(one.stated, one.right, one.n) for one in found.bins] == [(1.0, 0.5, 4)]


def test_no_decisions_have_no_calibration():
    assert calibration([], []) is None
