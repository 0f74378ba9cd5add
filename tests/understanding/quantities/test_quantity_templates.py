"""Every phrase that the recognisers listen for is understood: thousands drawn from ``sentences/_quantities.yaml``."""

from __future__ import annotations

import contextlib
import random
from collections.abc import Mapping
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import yaml
from hassil.expression import Alternative, Expression, Group, RuleReference, TextChunk
from hassil.parse_expression import parse_sentence
from hypothesis import given, settings
from hypothesis import strategies as st

from voiceassist.understanding.quantities import Quantities, QuantityError
from voiceassist.understanding.quantities.quantities import MOST_WORDS

ENGLISH = Path(__file__).parents[3] / "intents/en"
TEMPLATES = yaml.safe_load((ENGLISH / "sentences/_quantities.yaml").read_text())
RULES = {name: parse_sentence(text).expression for name, text in TEMPLATES["expansion_rules"].items()}
QUANTITIES = Quantities.load(ENGLISH / "quantities.yaml")
NOW = datetime(2026, 11, 22, 9, 10, tzinfo=ZoneInfo("Europe/Berlin"))
LISTS: Mapping[str, Any] = TEMPLATES["lists"]
PHRASES = 1200


def say(template: Expression, rng: random.Random) -> str:
    match template:
        case TextChunk(text=text):
            return text
        case RuleReference(rule_name=name):
            return say(RULES[name], rng)
        case Alternative(items=items):
            return say(rng.choice(items), rng)
        case Group(items=items):
            return "".join(say(item, rng) for item in items)
    raise AssertionError(template)


def words_in(template: Expression) -> int:
    match template:
        case TextChunk(text=text):
            return len(text.split())
        case RuleReference(rule_name=name):
            return words_in(RULES[name])
        case Group(items=items):
            return sum(map(words_in, items))
    raise AssertionError(template)


def no_such_day(words: str) -> bool:
    """A date such as the thirty first of June: a template cannot tell, the reader refuses it."""
    return any(late in words for late in ("thirtieth", "thirty first", "twenty ninth"))


@pytest.mark.slow
@pytest.mark.parametrize("name", LISTS)
def test_every_phrase_of_the_list_has_a_value(name: str) -> None:
    rng = random.Random(name)
    templates = [parse_sentence(text).expression for text in LISTS[name]["values"]]
    for _ in range(PHRASES):
        words = " ".join(say(rng.choice(templates), rng).split())
        try:
            value = QUANTITIES.normalise(LISTS[name]["as"], words, NOW)
        except QuantityError:
            assert no_such_day(words), words
            continue
        if isinstance(value, dict) and (at := value.get("at") or value.get("since")):
            assert datetime.fromisoformat(at) <= NOW, words


@pytest.mark.parametrize("name", LISTS)
def test_a_list_stays_small_enough_to_be_inlined_several_times(name: str) -> None:
    assert sum(words_in(parse_sentence(text).expression) for text in LISTS[name]["values"]) < 400


WORDS = sorted({word for name in RULES for word in say(RuleReference(rule_name=name), random.Random(name)).split()})


@settings(deadline=timedelta(seconds=10))
@given(st.lists(st.sampled_from(WORDS), max_size=40) | st.sampled_from(WORDS).map(lambda word: [word] * MOST_WORDS))
def test_any_words_in_any_order_are_answered_quickly(words: list[str]) -> None:
    for name in LISTS:
        with contextlib.suppress(QuantityError):
            QUANTITIES.normalise(LISTS[name]["as"], " ".join(words), NOW)


def test_no_rule_is_unused() -> None:
    """Rules named unit_* and number_* are there for sentence files; all others must serve a list."""
    used = " ".join([*TEMPLATES["expansion_rules"].values(), *(" ".join(entry["values"]) for entry in LISTS.values())])
    assert [name for name in RULES if f"<{name}>" not in used] == []
