"""What recognisers are told to expect."""

from __future__ import annotations

from pathlib import Path
from textwrap import dedent

import pytest

from voiceassist.pronunciation import Lexicon
from voiceassist.recognition.pocketsphinx import PocketSphinx
from voiceassist.understanding import Understanding
from voiceassist.understanding.speech_context import PROMPT_TOKENS, TOKENS_A_WORD
from voiceassist.values import Expectation, WordNetwork

FOLDER = Path(__file__).parent / "subjects" / "kitchen_timer" / "en"


@pytest.fixture(scope="module")
def kitchen() -> Understanding:
    return Understanding.load(FOLDER)


def sentences(network: WordNetwork, most: int = 20_000) -> set[str]:
    """Every sentence of a small network."""
    arcs: dict[int, list[tuple[int, str]]] = {}
    for source, target, _, word in network.arcs:
        arcs.setdefault(source, []).append((target, word))
    found, waiting = set(), [(network.start, "")]
    while waiting and len(found) < most:
        state, said = waiting.pop()
        if state == network.final:
            found.add(said)
        waiting.extend((target, f"{said} {word}".strip()) for target, word in arcs.get(state, ()))
    return found


def compiled(folder: Path, text: str) -> Understanding:
    (folder / "all.yaml").write_text(f"language: en\n{dedent(text)}", encoding="utf-8")
    return Understanding.load(folder)


def test_the_network_holds_what_the_templates_say_and_nothing_else(tmp_path: Path) -> None:
    understanding = compiled(
        tmp_path,
        """
        expansion_rules: {please: "[please|kindly]"}
        lists: {dish: {values: ["rice", {in: "(pasta|spaghetti)", out: pasta}]}, what: {wildcard: true}}
        intents:
          Cook: {data: [{sentences: ["<please> (cook;[the] {dish}) [now]", "cook"]}]}
          Note: {data: [{sentences: ["note {what}", "{what}"]}]}
        """,
    )
    orders = {f"{a} {b}" for d in ("rice", "pasta", "spaghetti") for a, b in ((d, "cook"), ("cook", d))}
    orders |= {
        f"{a} {b}" for d in ("rice", "pasta", "spaghetti") for a, b in ((f"the {d}", "cook"), ("cook", f"the {d}"))
    }
    cook = {f"{p} {order} {n}".strip() for p in ("", "please", "kindly") for order in orders for n in ("", "now")}
    assert sentences(understanding.context(Expectation()).network) == {*cook, "cook", "note"}


def test_a_network_of_many_sentences_is_small(tmp_path: Path) -> None:
    digits = "(one|two|three|four|five|six|seven|eight|nine|zero)"
    understanding = compiled(tmp_path, f'intents: {{Dial: {{data: [{{sentences: ["{" ".join([digits] * 9)}"]}}]}}}}')
    network = understanding.context(Expectation()).network
    assert len(network.arcs) == 9 * 10


def test_no_two_wordless_arcs_follow_each_other_but_what_they_reach_is_reached(kitchen: Understanding) -> None:
    wordless: dict[int, set[int]] = {}
    network = kitchen.context(Expectation()).network
    for source, target, _, word in network.arcs:
        if not word:
            wordless.setdefault(source, set()).add(target)
    assert wordless
    for targets in wordless.values():
        assert all(wordless.get(target, set()) <= targets for target in targets)


def test_pocketsphinx_takes_the_network(kitchen: Understanding) -> None:
    recognizer = PocketSphinx(Lexicon())
    for expectation in (Expectation(), Expectation("minutes")):
        recognizer.expect(kitchen.context(expectation))
        recognizer.start()
        recognizer.cancel()


def test_the_network_holds_only_what_may_be_said_now(kitchen: Understanding) -> None:
    def answers(asks: str | None, favours: tuple[str, ...] = ()) -> set[str]:
        said = sentences(kitchen.context(Expectation(asks, favours)).network)
        return said & {"twenty minutes", "good morning"}

    assert answers("minutes") == {"twenty minutes"}
    assert answers("minutes", ("Salute",)) == {"twenty minutes", "good morning"}
    assert answers("dish", ("Salute",)) == {"good morning"}
    assert answers(None) == answers("dish") == {"good morning"}


def test_what_is_always_possible_stays_possible_while_something_is_asked(tmp_path: Path) -> None:
    understanding = compiled(
        tmp_path,
        """
        always: [Alarm]
        intents:
          Alarm: {data: [{sentences: ["fire"]}]}
          Chat: {data: [{sentences: ["hello"]}]}
          Answer: {data: [{requires_context: {asks: colour}, sentences: ["red"]}]}
        """,
    )
    assert sentences(understanding.context(Expectation()).network) == {"fire", "hello"}
    assert sentences(understanding.context(Expectation("colour")).network) == {"fire", "red"}


def test_what_is_favoured_changes_no_network_while_nothing_is_asked(kitchen: Understanding) -> None:
    favoured = kitchen.context(Expectation(favours=("Salute",)))
    assert favoured.network == kitchen.context(Expectation()).network
    assert favoured.key != kitchen.context(Expectation()).key


def test_the_prompt_begins_with_what_is_expected_and_stays_short(kitchen: Understanding) -> None:
    assert kitchen.context(Expectation(favours=("Salute",))).prompt.lower().startswith(("good", "hello"))
    assert kitchen.context(Expectation(asks="minutes")).prompt.split(".")[0].endswith(("minute", "minutes"))
    for expectation in (Expectation(), Expectation(asks="minutes"), Expectation(favours=("Salute", "AskTimer"))):
        prompt = kitchen.context(expectation).prompt
        assert 5 <= len(prompt.split()) * TOKENS_A_WORD <= PROMPT_TOKENS


def test_a_prompt_is_made_of_examples_where_there_are_some_as_often_as_there_are(tmp_path: Path) -> None:
    understanding = compiled(
        tmp_path,
        """
        intents:
          Brew: {data: [{examples: [make a pot of tea, could I have an espresso?], sentences: ["make tea"]}]}
          Count: {data: [{examples: [two cups], sentences: ["two cups"], requires_context: {asks: amount}}]}
          Chat: {data: [{sentences: ["hello"]}]}
        """,
    )
    assert understanding.context(Expectation()).prompt == "Make a pot of tea. Could I have an espresso?"
    assert understanding.context(Expectation("amount")).prompt.startswith("Two cups. Make a pot of tea.")


def test_equal_expectations_have_equal_contexts_and_others_do_not(kitchen: Understanding) -> None:
    again = Understanding.load(FOLDER)
    assert kitchen.context(Expectation("minutes")) == again.context(Expectation("minutes"))
    assert kitchen.context(Expectation("minutes")).key != kitchen.context(Expectation()).key
