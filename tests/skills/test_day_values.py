"""Amounts as answers: by name, by unit, or by what was asked."""

from __future__ import annotations

import pytest

from voiceassist.skills.day_values import Value, told
from voiceassist.values import Interpretation

ASKED = ("caffeine", "water", "sleep", "stress", "relaxation")


def said(**slots: object) -> Interpretation:
    return Interpretation.certain("LogDay", slots)


@pytest.mark.parametrize(
    ("slots", "asked", "measure", "value"),
    [
        ({"amount": 3}, ASKED, "caffeine", Value(3, "cup")),
        ({"amount": 2}, ASKED[1:], "water", Value(2, "l")),
        ({"amount": 8}, ASKED[1:], "water", Value(8, "glass")),
        ({"amount": 500}, ASKED[1:], "water", Value(500, "ml")),
        ({"amount": 7}, ASKED[2:], "sleep", Value(7, "h")),
        ({"amount": 4}, ASKED[3:], "stress", Value(4, "point")),
        ({"amount": 10}, ASKED[4:], "relaxation", Value(10, "min")),
        ({"amount": 2, "unit": "cup"}, ASKED[1:], "water", Value(2, "cup")),
        ({"amount": 1, "unit": "h"}, ASKED[4:], "relaxation", Value(1, "h")),
        ({"amount": 2, "unit": "l"}, ASKED, "water", Value(2, "l")),
        ({"amount": 6, "unit": "h", "measure": "sleep"}, ASKED, "sleep", Value(6, "h")),
    ],
)
def test_what_it_is_an_amount_of(slots, asked, measure, value) -> None:
    assert told([said(**slots)], asked) == {measure: value}


def test_several_in_any_order_and_a_bare_number_for_what_is_left() -> None:
    values = told([said(amount=7, unit="h"), said(amount=2, unit="l"), said(amount=3)], ASKED)
    assert values == {"sleep": Value(7, "h"), "water": Value(2, "l"), "caffeine": Value(3, "cup")}


@pytest.mark.parametrize(
    "slots",
    [{"amount": 11, "measure": "stress"}, {"amount": 25, "measure": "sleep"}, {"measure": "sleep"}, {}],
)
def test_what_cannot_be_is_no_answer(slots) -> None:
    assert told([said(**slots)], ASKED) == {}


def test_a_unit_that_fits_nothing_asked_is_no_answer() -> None:
    assert told([said(amount=4, unit="point")], ("caffeine",)) == {}
