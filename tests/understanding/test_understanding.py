"""What the understanding room promises, told on a kitchen timer."""

from __future__ import annotations

import itertools
import shutil
import time
from datetime import UTC, datetime
from pathlib import Path

import pytest

from voiceassist.understanding import Understanding
from voiceassist.values import Decision, Expectation, Hypothesis, Interpretation

FOLDER = Path(__file__).parent / "subjects" / "kitchen_timer" / "en"
NOW = datetime(2026, 11, 22, 9, 30, tzinfo=UTC)


@pytest.fixture(scope="module")
def kitchen() -> Understanding:
    return Understanding.load(FOLDER)


def read(
    understanding: Understanding, text: str, asks: str | None = None, favours: tuple[str, ...] = ()
) -> tuple[Interpretation, ...]:
    typed = Hypothesis(text, "text", held=False, confidence=1.0)
    return understanding.interpret([typed], Expectation(asks, favours), NOW)


def meant(found: tuple[Interpretation, ...]) -> list[tuple[str | None, dict[str, object]]]:
    return [(meaning.intent, dict(meaning.slots)) for meaning in found]


@pytest.mark.parametrize(
    ("text", "intent", "slots"),
    [
        ("set a timer for spaghetti", "StartTimer", {"dish": "pasta"}),
        ("Start the timer for boiled eggs, please!", "StartTimer", {"dish": "egg"}),
        ("set a timer for rice for 12 minutes", "StartTimer", {"dish": "rice", "minutes": 12}),
        ("stop the right hob rice timer", "StopTimer", {"hob": "right", "dish": "rice", "loud": False}),
        ("is the sour dough bread done", "AskTimer", {"dish": "sourdough bread"}),
        ("hellokitchen", "Salute", {}),
        ("remember to buy washing powder", "Remember", {"what": "buy washing powder"}),
    ],
)
def test_what_is_said_by_the_templates_is_accepted_with_canonical_values(
    kitchen: Understanding, text: str, intent: str, slots: dict[str, object]
) -> None:
    found = read(kitchen, text)
    assert meant(found) == [(intent, slots)]
    assert found[0].decision is Decision.ACCEPT


@pytest.mark.parametrize(
    "text", ["set a tiner for pasta", "um set the timer for you know pastta", "sett timer for pasta"]
)
def test_small_slips_are_understood(kitchen: Understanding, text: str) -> None:
    found = read(kitchen, text)
    assert meant(found) == [("StartTimer", {"dish": "pasta"})]
    assert found[0].decision is not Decision.REJECT


@pytest.mark.parametrize(
    "text",
    [
        "",
        "is this seat taken",
        "my neighbour's rice cooker exploded",
        "stop",
        "good grief",
        "how long is the river",
        "uh",
    ],
)
def test_talk_about_something_else_is_rejected(kitchen: Understanding, text: str) -> None:
    (found,) = read(kitchen, text)
    assert (found.decision, found.intent, dict(found.slots)) == (Decision.REJECT, None, {})


def test_a_permutation_takes_every_order(kitchen: Understanding) -> None:
    wanted = {"dish": "rice", "minutes": 9, "extras": ["salt"]}
    for details in itertools.permutations(["for nine minutes", "with salt"]):
        assert meant(read(kitchen, f"set a timer for rice {' '.join(details)}")) == [("StartTimer", wanted)]


def test_a_list_slot_collects_values(kitchen: Understanding) -> None:
    found = read(kitchen, "set a timer for rice with salt and basil")
    assert meant(found) == [("StartTimer", {"dish": "rice", "extras": ["salt", "basil"]})]


def test_each_group_is_an_interpretation_that_shares_the_rest(kitchen: Understanding) -> None:
    found = read(kitchen, "set a timer for left hob rice and right hob pasta for five minutes")
    assert meant(found) == [
        ("StartTimer", {"dish": "rice", "hob": "left", "minutes": 5}),
        ("StartTimer", {"dish": "pasta", "hob": "right", "minutes": 5}),
    ]


def test_several_sentences_in_one_breath(kitchen: Understanding) -> None:
    found = read(kitchen, "good morning set a timer for rice and stop the pasta timer")
    assert [meaning.intent for meaning in found] == ["Salute", "StartTimer", "StopTimer"]
    assert found[0].words == "good morning"
    assert all(meaning.decision is Decision.ACCEPT for meaning in found)


def test_a_bare_answer_counts_only_while_it_is_asked_for(kitchen: Understanding) -> None:
    assert meant(read(kitchen, "twenty minutes", asks="minutes")) == [("StartTimer", {"minutes": 20})]
    assert read(kitchen, "twenty minutes")[0].decision is Decision.REJECT
    assert read(kitchen, "twenty minutes", asks="dish")[0].decision is Decision.REJECT


def test_what_is_not_favoured_stays_possible(kitchen: Understanding) -> None:
    assert read(kitchen, "stop the rice timer", favours=("Salute",))[0].intent == "StopTimer"


def test_the_order_of_files_blocks_and_sentences_does_not_matter(tmp_path: Path) -> None:
    sentences = ["red (cat|dog)", "blue (dog|bird)", "[the] green bird"]
    results = []
    for number, order in enumerate(itertools.permutations(sentences)):
        folder = tmp_path / str(number)
        write(folder, "intents: {A: {data: [{sentences: [" + ", ".join(f'"{s}"' for s in order) + "]}]}}")
        found = [read(Understanding.load(folder), text)[0] for text in ("red dog", "blew bird", "green burd", "cat")]
        results.append([(f.intent, round(f.confidence, 5)) for f in found])
    assert all(result == results[0] for result in results)


def test_an_intent_with_many_sentences_does_not_drown_one_with_few(tmp_path: Path) -> None:
    many = ", ".join(f'"turn on the {word} lamp"' for word in "abcdefghijklmnopqrstuvwxyz" * 4)
    write(
        tmp_path,
        f'intents: {{Many: {{data: [{{sentences: [{many}]}}]}}, Few: {{data: [{{sentences: ["turn off"]}}]}}}}',
    )
    understanding = Understanding.load(tmp_path)
    assert read(understanding, "turn off")[0].intent == "Few"
    network = understanding.context(Expectation()).network
    assert [likelihood for source, _, likelihood, _ in network.arcs if source == network.start] == [1.0, 1.0]


def test_two_meanings_for_the_same_words_are_asked_about_and_settled_by_what_is_expected(tmp_path: Path) -> None:
    write(tmp_path, 'intents: {A: {data: [{sentences: ["never mind"]}]}, B: {data: [{sentences: ["never mind"]}]}}')
    understanding = Understanding.load(tmp_path)
    assert read(understanding, "never mind")[0].decision is Decision.CONFIRM
    for intent in ("A", "B"):
        (found,) = read(understanding, "never mind", favours=(intent,))
        assert (found.intent, found.decision) == (intent, Decision.ACCEPT)


@pytest.mark.parametrize(
    ("said", "again"),
    [
        ("set a timer for pasta", "start a timer for pasta"),
        ("stop the right hob rice timer", "stop the rice timer"),
    ],
)
def test_what_is_said_twice_or_once_more_with_less_is_meant_once(kitchen: Understanding, said: str, again: str) -> None:
    assert meant(read(kitchen, f"{said} {again}")) == meant(read(kitchen, said))


class TestTwoDecoders:
    """One held to the grammar, one free."""

    def both(self, kitchen: Understanding, held: str, free: str) -> Interpretation:
        hypotheses = [Hypothesis(held, "pocketsphinx", held=True), Hypothesis(free, "whisper", held=False)]
        return kitchen.interpret(hypotheses, Expectation(), NOW)[0]

    def test_agreement_is_confidence(self, kitchen: Understanding) -> None:
        said = "set a timer for pasta"
        (alone,) = kitchen.interpret([Hypothesis(said, "whisper", held=False)], Expectation(), NOW)
        agreed = self.both(kitchen, said, said)
        assert agreed.slots == alone.slots == {"dish": "pasta"}
        assert agreed.confidence > alone.confidence

    def test_the_held_one_makes_up_for_a_slip(self, kitchen: Understanding) -> None:
        slip = self.both(kitchen, "set a timer for pasta", "set a timber for past")
        assert (slip.slots, slip.decision) == ({"dish": "pasta"}, Decision.CONFIRM)

    @pytest.mark.parametrize("free", ["is this seat taken", "", "we had a lovely time in paris last summer"])
    def test_a_grammar_alone_says_yes_to_anything(self, kitchen: Understanding, free: str) -> None:
        assert self.both(kitchen, "set a timer for pasta", free).decision is Decision.REJECT

    def test_where_they_differ_the_free_words_decide(self, kitchen: Understanding) -> None:
        found = self.both(kitchen, "set a timer for pasta", "set a timer for rice")
        assert found.slots == {"dish": "rice"}

    def test_held_words_without_free_ones_can_be_accepted(self, kitchen: Understanding) -> None:
        held = Hypothesis("set a timer for pasta", "pocketsphinx", held=True)
        assert kitchen.interpret([held], Expectation(), NOW)[0].decision is Decision.ACCEPT


def test_a_template_of_a_billion_sentences_is_neither_written_out_nor_slow(tmp_path: Path) -> None:
    choice = (
        "("
        + "|".join(["alpha", "bravo", "charlie", "delta", "echo", "foxtrot", "golf", "hotel", "india", "kilo"])
        + ")"
    )
    write(tmp_path, f'intents: {{Spell: {{data: [{{sentences: ["{" ".join([choice] * 9)}"]}}]}}}}')
    began = time.perf_counter()
    understanding = Understanding.load(tmp_path)
    (found,) = read(understanding, "alpha bravo charly delta echo foxtrot golf hotel kilo")
    context = understanding.context(Expectation())
    assert time.perf_counter() - began < 5
    assert found.decision is Decision.ACCEPT
    assert len(context.network.arcs) < 100


def test_what_was_compiled_is_kept_and_gives_the_same(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    fresh = Understanding.load(FOLDER, cache=tmp_path)
    assert len(list(tmp_path.glob("grammar-*.npz"))) == 1
    monkeypatch.setattr("voiceassist.understanding.understanding.read_templates", None)
    kept = Understanding.load(FOLDER, cache=tmp_path)
    for text in ("set a timer for left hob rice and right hob pasta for five minutes", "is this seat taken"):
        assert read(kept, text) == read(fresh, text)
    assert kept.context(Expectation("minutes")) == fresh.context(Expectation("minutes"))
    assert kept.lists == fresh.lists


@pytest.mark.parametrize("left", [100, 0])
def test_a_damaged_cache_is_made_anew(tmp_path: Path, left: int) -> None:
    Understanding.load(FOLDER, cache=tmp_path)
    (kept,) = tmp_path.glob("grammar-*.npz")
    kept.write_bytes(kept.read_bytes()[:left])
    assert read(Understanding.load(FOLDER, cache=tmp_path), "silence")[0].intent == "StopTimer"


def test_changed_templates_are_compiled_anew(tmp_path: Path) -> None:
    folder = tmp_path / "en"
    shutil.copytree(FOLDER, folder)
    Understanding.load(folder, cache=tmp_path / "cache")
    file = folder / "sentences" / "more.yaml"
    file.write_text(file.read_text().replace("is <dish> done", "is <dish> ready"))
    assert read(Understanding.load(folder, cache=tmp_path / "cache"), "is rice ready")[0].intent == "AskTimer"


def test_intents_and_lists_are_told(kitchen: Understanding) -> None:
    assert set(kitchen.intents) == {"StartTimer", "StopTimer", "Remember", "Salute", "AskTimer"}
    assert kitchen.lists["dish"] == ("egg", "pasta", "rice", "sourdough bread")
    assert kitchen.lists["loud"] == (False,)


def write(folder: Path, text: str) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "all.yaml").write_text(f"language: en\n{text}\n")
