"""Lines of ``triage.yaml`` that can never match: a space inside an alternative splits one step in two.

``cannot walk|stand up|move`` reads as "cannot", "walk" or "stand", "up" or "move";
meant is ``cannot walk|stand_up|move``.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml

from voiceassist.errors import VoiceAssistError
from voiceassist.triage.patterns import Lexicon, spellings

DATA = yaml.safe_load((Path(__file__).parents[2] / "intents/en/knowledge/triage.yaml").read_text())

TWO_STEPS = {
    "a few", "about to", "as well", "be dead", "came round", "can not", "cut myself", "do not", "does not",
    "ending it", "entire body", "giving out", "had an", "have a", "have got", "have gone", "hard to", "hurt myself",
    "hurting myself", "is it", "it is", "killing myself", "know me", "like this", "lose consciousness", "make out",
    "passing out", "struggling to", "thought of", "were dead", "caved in", "no sense", "going on", "did not",
    "feel like", "would not", "both arms", "if i",
    "her pants", "impossible to", "be alive", "thoughts about", "being here", "my life", "being alive",
    "be around", "thinking of", "one side", "right side", "not mine", "no feeling", "at the", "out of", "is not",
    "cannot feel", "the last", "my chest", "after that", "comes out", "the left", "has a", "she is", "got up",
    "is weak", "trying to", "all of",
}  # fmt: skip
"""Phrases whose words stand in two neighbouring steps on purpose: "cut|hurt myself|himself"."""

_TOP = re.compile(r"(?:[^|()]|\([^)]*\))+")


def _alternatives(token: str) -> list[str]:
    bare = [name for name in _TOP.findall(token) if not name.startswith("<")]
    return [spelled.lstrip("~") for name in bare for spelled in spellings(name)]


def _lines() -> Iterator[str]:
    for sign in DATA["signs"].values():
        for section in ("said", "unless", "perhaps"):
            yield from map(str, sign.get(section) or ())
    for group in DATA["around"].values():
        yield from map(str, group)


def _phrases() -> set[str]:
    """Every phrase of more than one word that is a word class's or stands joined in some line."""
    classes = [*DATA["words"].values(), *DATA["places"].values()]
    named = {s.strip().lstrip("~") for items in classes for item in items.split(",") for s in spellings(item.strip())}
    joined = {name.replace("_", " ") for line in _lines() for token in line.split() for name in _alternatives(token)}
    return {phrase for phrase in named | joined if " " in phrase}


def _split_phrases(line: str, phrases: set[str]) -> list[str]:
    tokens = line.split()
    return [
        f"{last} {first}"
        for one, two in itertools.pairwise(tokens)
        if not one.startswith("[") and not two.startswith("[") and len(_TOP.findall(one)) > 1
        for last in _alternatives(one)[-1:]
        for first in _alternatives(two)[:1]
        if f"{last} {first}" in phrases - TWO_STEPS
    ]


def test_a_phrase_among_alternatives_is_joined() -> None:
    phrases = _phrases()
    assert {line: split for line in _lines() if (split := _split_phrases(line, phrases))} == {}


@pytest.mark.parametrize("line", ["cannot walk|stand up|move $", "cannot|can hardly|trouble .. <move>"])
def test_a_phrase_that_is_torn_apart_is_found(line: str) -> None:
    assert _split_phrases(line, {"stand up", "can hardly"})


@pytest.mark.parametrize("line", ["cannot [for the life of me] tell", "epileptic [attack]|fit"])
def test_brackets_that_enclose_more_or_less_than_a_step_are_refused(line: str) -> None:
    with pytest.raises(VoiceAssistError, match="brackets"):
        Lexicon({}).compile(line)
