"""Digits as they are spoken."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from voiceassist.understanding.quantities import Quantities

QUANTITIES = Quantities.load(Path(__file__).parents[3] / "intents/en/quantities.yaml")


@pytest.mark.parametrize(
    ("written", "spoken"),
    [
        ("2 minutes", "two minutes"),
        ("12 ounce", "twelve ounce"),
        ("20-minute run", "twenty minute run"),
        ("2-3 minutes", "two to three minutes"),
        ("150mg", "one hundred fifty milligrams"),
        ("150 mg of caffeine", "one hundred fifty milligrams of caffeine"),
        ("1,500 ml", "one thousand five hundred milliliters"),
        ("50%", "fifty percent"),
        ("2.5 hours", "two point five hours"),
        ("1/2 an hour", "half an hour"),
        ("1 1/2 cups", "one and a half cups"),
        ("2½ hours", "two and a half hours"),
        ("7/10", "seven out of ten"),
        ("10:30", "ten thirty"),
        ("at 10:05pm", "at ten oh five p m"),
        ("at 10:00", "at ten o clock"),
        ("at 10:00 a.m.", "at ten a m"),
        ("at 10.30", "at ten thirty"),
        ("from 9.05 till 10", "from nine oh five till ten"),
        ("to 2.5 hours", "to two point five hours"),
        ("7pm", "seven p m"),
        ("7 PM", "seven p m"),
        ("the 8th", "the eighth"),
        ("the 21st of May", "the twenty first of May"),
        ("vitamin B12", "vitamin B twelve"),
        ("I am fine", "I am fine"),
        ("I am 5", "I am five"),
        ("Half-past seven, please.", "Half-past seven, please."),
        ("left calf, 3 times", "left calf, three times"),
        ("", ""),
    ],
)
def test_spelling(written: str, spoken: str) -> None:
    assert QUANTITIES.spell_out(written) == spoken


@given(st.text(max_size=40))
def test_no_digit_of_any_text_is_left_and_nothing_breaks(text: str) -> None:
    assert not any(character in "0123456789" for character in QUANTITIES.spell_out(text))


@given(st.text(alphabet="0123456789.,:/-%½ apmthx", max_size=20))
def test_whatever_is_written_with_digits_is_spelled(text: str) -> None:
    assert not any(character in "0123456789½" for character in QUANTITIES.spell_out(text))
