"""Sentences that may be meant otherwise are asked about, however surely they were heard."""

from __future__ import annotations

from datetime import datetime
from textwrap import dedent

import pytest

from voiceassist.understanding import Understanding
from voiceassist.values import Decision, Expectation, Hypothesis

NOW = datetime.fromisoformat("2026-11-22T09:10:00+01:00")
ACCEPT, CONFIRM = Decision.ACCEPT, Decision.CONFIRM
FOLDER = """
    language: en
    function_words: [a, the, and]
    lists:
      room:
        values: [kitchen, cellar]
    intents:
      Paint:
        data:
          - sentences: ["[and] paint the {room}"]
          - doubtful: true
            sentences: ["[and] the {room}"]
      Sweep:
        data:
          - sentences: ["sweep the {room}"]
"""


@pytest.fixture(scope="module", params=["made", "kept"])
def painter(request, tmp_path_factory):
    """As it was made from its file, and as it was kept."""
    folder = tmp_path_factory.mktemp("painter")
    (folder / "paint.yaml").write_text(dedent(FOLDER), encoding="utf-8")
    made = Understanding.load(folder, cache=folder / "cache")
    return made if request.param == "made" else Understanding.load(folder, cache=folder / "cache")


@pytest.mark.parametrize(
    ("text", "taken"),
    [
        ("the cellar", [("Paint", "cellar", CONFIRM)]),
        ("paint the kitchen", [("Paint", "kitchen", ACCEPT)]),
        ("paint the kitchen and the cellar", [("Paint", "kitchen", ACCEPT), ("Paint", "cellar", ACCEPT)]),
        ("sweep the kitchen and the cellar", [("Sweep", "kitchen", ACCEPT), ("Paint", "cellar", CONFIRM)]),
    ],
)
def test_it_is_asked_about_unless_its_intent_is_surely_told_beside_it(painter, text, taken):
    found = painter.interpret([Hypothesis(text, "text", held=False, confidence=1.0)], Expectation(), NOW)
    assert [(one.intent, one.slots["room"], one.decision) for one in found] == taken


def test_a_place_with_a_time_may_be_the_beginning_of_anything(language):
    (found,) = language.understanding.interpret(
        [Hypothesis("yesterday at noon, right eyelid", "text", held=False, confidence=1.0)], Expectation(), NOW
    )
    assert (found.intent, found.decision) == ("LogTwitch", CONFIRM)
    assert found.slots.keys() == {"place", "side", "at", "at_precision"}, "and nothing beside the slots of a twitch"
