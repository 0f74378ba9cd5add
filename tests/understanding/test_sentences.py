"""Beside every sentence file the sentences that it must take, and the talk that all of them must reject."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
import yaml

from voiceassist.understanding import Understanding
from voiceassist.values import Decision, Expectation, Hypothesis, Interpretation

NOW = datetime.fromisoformat("2026-11-22T09:10:00+01:00")
INTENTS = Path(__file__).parents[2] / "intents" / "en"
REJECTED = "rejected"
"""The file of talk that means nothing."""
QUESTIONS = ("yes_no", "place", "amount")
FILES = sorted((Path(__file__).parent / "sentences").glob("*.yaml"))

Meaning = tuple[str, dict[str, Any]]


@pytest.fixture(scope="module")
def understanding(warm: Path) -> Understanding:
    return Understanding.load(INTENTS, cache=warm)


def cases(file: Path) -> list[dict[str, Any]]:
    """The cases of a file: a text alone is short for ``{text: …}``, and the file's intent holds for all."""
    content = yaml.safe_load(file.read_text(encoding="utf-8"))
    given = [{"text": case} if isinstance(case, str) else case for case in content["sentences"]]
    return [{"intent": content.get("intent"), **case} for case in given]


def expected(case: Mapping[str, Any]) -> list[Meaning]:
    meanings = case.get("means", [case] if case["intent"] else [])
    return [(meaning["intent"], dict(meaning.get("slots", {}))) for meaning in meanings]


def understood(interpretations: Sequence[Interpretation]) -> list[Meaning]:
    return [
        (meaning.intent or "", {slot: value for slot, value in meaning.slots.items() if value not in (None, [], ())})
        for meaning in interpretations
        if meaning.decision is not Decision.REJECT
    ]


def plain(meanings: Sequence[Meaning]) -> list[tuple[str, dict[str, Any]]]:
    """Lists instead of tuples, so that values compare as their JSON does."""
    return [(name, {k: list(v) if isinstance(v, tuple) else v for k, v in slots.items()}) for name, slots in meanings]


@pytest.mark.parametrize(
    "file",
    [pytest.param(file, marks=pytest.mark.slow) if file.stem == REJECTED else file for file in FILES],
    ids=lambda file: file.stem,
)
def test_sentences_mean_what_is_written_beside_them(file: Path, understanding: Understanding) -> None:
    misses = []
    for case in cases(file):
        heard = [Hypothesis(case["text"], recognizer="text", held=False, confidence=1.0)]
        expectation = Expectation(asks=case.get("asks"), after=case.get("after"))
        got = understood(understanding.interpret(heard, expectation, NOW))
        if plain(got) != expected(case):
            misses.append(
                f"{case['text']!r} while asked {case.get('asks')}\n    want {expected(case)}\n    got  {plain(got)}"
            )
    assert not misses, f"{len(misses)} of {len(cases(file))} in {file.name}:\n" + "\n".join(misses)


@pytest.mark.slow
@pytest.mark.parametrize("asks", QUESTIONS)
def test_chatter_answers_no_question(asks: str, understanding: Understanding) -> None:
    taken = {}
    chatter = next(file for file in FILES if file.stem == REJECTED)
    for case in cases(chatter)[QUESTIONS.index(asks) :: len(QUESTIONS)]:
        heard = [Hypothesis(case["text"], recognizer="text", held=False, confidence=1.0)]
        if got := understood(understanding.interpret(heard, Expectation(asks=asks), NOW)):
            taken[case["text"]] = got
    assert not taken, "\n".join(f"{text!r} was taken for {got}" for text, got in taken.items())


def test_there_are_enough_sentences_to_mean_something() -> None:
    accepted = [case["text"] for file in FILES for case in cases(file) if expected(case)]
    rejected = [case["text"] for file in FILES for case in cases(file) if not expected(case)]
    assert len(set(accepted)) >= 600
    assert len(set(rejected)) >= 300


@pytest.mark.parametrize("held", ["ask the doctor about my thumb", "coffee a little flutter rib a hour"])
def test_free_words_are_those_of_the_likeliest_hypothesis(understanding: Understanding, held: str) -> None:
    free = ["ask the doctor about my thumb", "ask the doctor without my thumb", "ask the doctor about my"]
    heard = [Hypothesis(text, "whisper", False, 0.8 - 0.1 * i) for i, text in enumerate(free)]
    [meaning] = understanding.interpret([Hypothesis(held, "pocketsphinx", True), *heard], Expectation(), NOW)
    assert (meaning.intent, meaning.slots["text"]) == ("LogNote", "my thumb")
