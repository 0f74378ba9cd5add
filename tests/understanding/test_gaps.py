"""Sentences with gaps: what words are about that no whole sentence fits."""

from __future__ import annotations

from datetime import datetime
from textwrap import dedent

import pytest

from voiceassist.understanding import Understanding
from voiceassist.values import Decision, Expectation, Hypothesis

NOW = datetime.fromisoformat("2026-11-22T09:10:00+01:00")
FOLDER = """
    language: en
    function_words: [a, the, my, is, and]
    never_skipped: [not, his]
    never_first: [was]
    asides: [if, his]
    in_passing: [not green with envy, his nibs]
    restarts: [nay]
    always: [Hush]
    lists:
      colour:
        values: [red, green, {out: dark_blue, in: dark blue}]
      thing:
        values: [fence, shed]
    intents:
      Paint:
        data:
          - sentences: ["paint it {colour}", "paint the {thing} [in greenish grey]", "[with] coats of {colour}"]
          - gaps: true
            sentences: ["(paint|coat|brush) {colour} [{thing}]", "{colour} (paint|coat|brush)"]
          - gaps: true
            sentences: ["paint {thing} [[coats of] {colour}]"]
          - gaps: true
            requires_context: {asks: hue}
            sentences: ["{colour}"]
      Hush:
        data:
          - sentences: ["hush now"]
      Sing:
        data:
          - sentences: ["sing now"]
"""


@pytest.fixture(scope="module")
def painter(tmp_path_factory):
    folder = tmp_path_factory.mktemp("painter")
    (folder / "paint.yaml").write_text(dedent(FOLDER), encoding="utf-8")
    return Understanding.load(folder)


def said(text, recognizer="text", *, held=False):
    return Hypothesis(text, recognizer, held=held)


def read(understanding, *hypotheses, expectation=None):
    return understanding.interpret(hypotheses, expectation or Expectation(), NOW)


@pytest.mark.parametrize(
    ("text", "colour"),
    [
        ("well i got the old brush out and gave the shed a good lick of green", "green"),
        ("red it shall be i told aunt mary and went to fetch the paint", "red"),
        ("that dark shade of ordinary blue was brought home in a coat pocket", "dark_blue"),
    ],
)
def test_anything_may_stand_between_the_words_that_matter(painter, text, colour):
    (meaning,) = read(painter, said(text))
    assert (meaning.intent, dict(meaning.slots)) == ("Paint", {"colour": colour})


def test_it_is_asked_about_however_well_it_fits(painter):
    (meaning,) = read(painter, said("brush everything green"))
    assert meaning.decision is Decision.CONFIRM


def test_a_whole_sentence_comes_first(painter):
    (meaning,) = read(painter, said("paint it red"))
    assert meaning.decision is Decision.ACCEPT


@pytest.mark.parametrize(
    "text",
    [
        "i would not touch that brush and certainly no green",
        "his brush was dipped in something rather green",
        "was the brush you lent the neighbours green",
    ],
    ids=["denied", "somebody else's", "a question"],
)
def test_words_that_turn_the_meaning_round_are_never_skipped(painter, text):
    (meaning,) = read(painter, said(text))
    assert meaning.decision is Decision.REJECT


@pytest.mark.parametrize("text", ["a brush for every one of the bristling days", "green as far as the eye could see"])
def test_every_word_that_matters_must_be_heard(painter, text):
    (meaning,) = read(painter, said(text))
    assert meaning.decision is Decision.REJECT


def test_two_values_where_one_is_asked_for_are_too_many(painter):
    (meaning,) = read(painter, said("a brush dipped in red paint or was it rather a red and a green and a red one"))
    assert meaning.decision is Decision.REJECT


def test_what_comes_before_an_aside_is_read_by_itself(painter):
    (meaning,) = read(painter, said("gave the fence a coat of honest green if it is not a bother to his lordship"))
    assert dict(meaning.slots) == {"colour": "green"}


def test_of_several_asides_as_little_as_can_be_is_left_out(painter):
    (meaning,) = read(painter, said("brush it if you like all over in honest green for his hand shook"))
    assert dict(meaning.slots) == {"colour": "green"}


def test_what_is_said_in_passing_means_nothing(painter):
    (meaning,) = read(painter, said("his nibs was not green with envy when i had the whole lot in a coat of red"))
    assert dict(meaning.slots) == {"colour": "red"}


def test_words_that_stand_together_may_have_something_drawn_onto_them(painter):
    (meaning,) = read(painter, said("the dark blue's the one that i shall have the old brush dipped in"))
    assert dict(meaning.slots) == {"colour": "dark_blue"}


class TestWhatWholeSentencesTakeToPieces:
    def test_is_read_in_one_where_that_says_all_of_it(self, painter):
        (meaning,) = read(painter, said("paint the shed oh coats of green then hush now"))
        assert (dict(meaning.slots), meaning.decision) == ({"thing": "shed", "colour": "green"}, Decision.CONFIRM)

    def test_stays_in_pieces_where_one_would_be_lost(self, painter):
        meanings = read(painter, said("paint the shed oh coats of green then sing now"))
        assert [meaning.intent for meaning in meanings] == ["Paint", "Paint", "Sing"]

    def test_is_one_sentence_already_where_it_sounds_like_it(self, painter):
        (meaning,) = read(painter, said("paint the shed in green wish gray", "whisper"))
        assert (dict(meaning.slots), meaning.decision) == ({"thing": "shed"}, Decision.CONFIRM)


def test_the_words_of_a_decoder_held_to_the_grammar_are_not_read(painter):
    (meaning,) = read(painter, said("brush everything green", "vosk", held=True), said("rush of serenity", "whisper"))
    assert meaning.decision is Decision.REJECT


def test_any_free_decoder_may_have_heard_it(painter):
    heard = (said("thrush everything preened", "tiny"), said("brush everything and all of it green", "base"))
    (meaning,) = read(painter, *heard)
    assert dict(meaning.slots) == {"colour": "green"}


def test_an_open_question_is_not_left_for_it(painter):
    (meaning,) = read(painter, said("brush absolutely everything green"), expectation=Expectation("size"))
    assert meaning.decision is Decision.REJECT


def test_what_answers_nothing_but_the_question_is_read_where_only_an_answer_is_looked_for(painter):
    heard, asked = [said("well i should think red would look nice")], Expectation("hue", ("Paint",))
    (meaning,) = painter.about(heard, asked, NOW, answering=True)
    assert dict(meaning.slots) == {"colour": "red"}
    assert not painter.about(heard, asked, NOW)
    assert not painter.about(heard, Expectation("size", ("Paint",)), NOW, answering=True)


@pytest.mark.parametrize(("text", "costs_less"), [("like ten", True), ("like paint", False)])
def test_a_word_that_means_nothing_before_others_costs_something_elsewhere(tmp_path, text, costs_less):
    plain = "hedges: [like ten]\nintents:\n  A:\n    data:\n      - sentences: ['wait for (ten|paint) minutes']\n"
    (tmp_path / "wait.yaml").write_text("language: en\n" + plain, encoding="utf-8")
    (meaning,) = read(Understanding.load(tmp_path), said(f"wait for {text} minutes"))
    assert (meaning.decision is Decision.ACCEPT) is costs_less


@pytest.mark.parametrize("said_first", ["and", "and but"])
def test_what_joins_to_something_said_before_costs_little_at_the_beginning(tmp_path, said_first):
    plain = "joining_words: [and, but]\nintents:\n  A:\n    data:\n      - sentences: ['paint the [old] shed']\n"
    (tmp_path / "shed.yaml").write_text("language: en\n" + plain, encoding="utf-8")
    shed = Understanding.load(tmp_path)
    assert read(shed, said(f"{said_first} paint the old shed"))[0].decision is Decision.ACCEPT
    assert read(shed, said("but paint the shed"))[0].decision is not Decision.ACCEPT  # too little to tell


def test_what_was_compiled_is_read_back_with_its_gaps(tmp_path, painter, monkeypatch):
    folder = tmp_path / "painter"
    folder.mkdir()
    (folder / "paint.yaml").write_text(dedent(FOLDER), encoding="utf-8")
    Understanding.load(folder, cache=tmp_path / "cache")
    monkeypatch.setattr("voiceassist.understanding.understanding.read_templates", None)
    again = Understanding.load(folder, cache=tmp_path / "cache")
    assert read(again, said("brush everything green")) == read(painter, said("brush everything green"))


@pytest.mark.parametrize("text", ["...", "–", "if"])
def test_what_holds_no_words_is_about_nothing(painter, text):
    (meaning,) = read(painter, said(text))
    assert meaning.decision is Decision.REJECT


def test_without_such_sentences_nothing_is_guessed(tmp_path):
    text = dedent(FOLDER).replace("gaps: true", "slots: {}")
    (tmp_path / "paint.yaml").write_text(text, encoding="utf-8")
    (meaning,) = read(Understanding.load(tmp_path), said("brush everything in sight with any old green"))
    assert meaning.decision is Decision.REJECT


def test_what_is_said_otherwise_after_it_was_taken_back_counts(painter):
    [meaning] = read(painter, said("so i went and got the brush out all green nay the brush it was red i tell you"))
    assert meaning.slots == {"colour": "red"}
