"""Danger that no recogniser wrote down and that only sounds like it: one short question, and nothing more."""

from __future__ import annotations

import pytest

from voiceassist.assistant import Assistant, by_ear
from voiceassist.dialogue import Dialogue, State
from voiceassist.resources import shipped
from voiceassist.skills import SKILLS
from voiceassist.values import Hypothesis

FOLDER = shipped("intents") / "en"


@pytest.fixture(scope="module")
def ear(language):
    return by_ear.load(FOLDER, language.understanding, language.knowledge.ladder)


@pytest.fixture
def listener(talk, language, ear):
    """A conversation with an ear for danger."""
    dialogue = Dialogue(talk.journal, language.knowledge, language.responses, SKILLS, State())
    talk.assistant = Assistant(language.understanding, language.knowledge, dialogue, None, talk.events.append, ear=ear)
    return talk


def hear(talk, *free: str, held: str = "") -> str:
    hypotheses = [Hypothesis(text, "whisper", held=False, confidence=0.6) for text in free]
    if held:
        hypotheses.insert(0, Hypothesis(held, "pocketsphinx", held=True, confidence=0.6))
    reply = talk.assistant.turn(hypotheses, now=talk.now, t=1.0, source="voice")
    return reply.text if reply else ""


class TestWhatSoundsLikeDanger:
    @pytest.mark.parametrize(
        ("heard", "question"),
        [
            ("that says his left arm went in a few minutes ago", "Is something numb?"),
            ("there is a stamping pain in my test", "Do you have chest pain or pressure?"),
            ("i can't wait my husband", "Did you, or someone with you, collapse or pass out?"),
            ("i want to buy", "Are you thinking of harming yourself?"),
        ],
    )
    def test_is_asked_about_once(self, listener, heard, question):
        assert hear(listener, heard) == question
        assert listener.levels() == []
        assert not listener.entries()

    def test_in_any_hypothesis(self, listener):
        assert hear(listener, "the lake was cold", "there is a stamping pain in my test").endswith("?")

    def test_is_an_emergency_after_a_yes(self, listener):
        hear(listener, "there is a stamping pain in my test")
        assert listener.say("yes").startswith("Call your local emergency number")

    def test_is_forgotten_after_a_no(self, listener):
        hear(listener, "there is a stamping pain in my test")
        listener.say("no")
        assert listener.levels() == []
        assert not listener.entries()

    def test_is_asked_about_in_the_middle_of_the_checklist(self, listener):
        listener.say("run the checklist")
        assert hear(listener, "there is a stamping pain in my test") == "Do you have chest pain or pressure?"


class TestNothingIsAsked:
    def test_about_what_only_the_grammar_heard(self, listener):
        assert "chest" not in hear(listener, "let us go to the lake", held="wait in the chest")

    def test_about_typed_words(self, listener):
        assert "husband" not in (listener.say("i can't wait my husband"))
        assert listener.assistant.state.forms == ()

    def test_about_what_was_surely_understood(self, listener):
        hear(listener, "log a twitch in my left thumb", "end my left arm went in", held="log a twitch in my left thumb")
        assert [entry["place"] for entry in listener.entries("twitch")] == ["thumb"]

    @pytest.mark.parametrize("text", ["the printer is choking on the paper", "nobody is choking here"])
    def test_about_words_that_triage_read_and_took_for_something_else(self, ear, text):
        assert ear.hear([Hypothesis(text, "whisper", held=False)]) is None

    @pytest.mark.parametrize(
        "text", ["what's the weather like tomorrow", "twitch in my left calf", "i drank two glasses of water", "um", ""]
    )
    def test_about_other_talk(self, ear, text):
        assert ear.hear([Hypothesis(text, "whisper", held=False)]) is None


def test_every_phrase_belongs_to_a_sign_that_can_be_an_emergency(language):
    ladder = language.knowledge.ladder
    listed = language.understanding.phrases(FOLDER / "knowledge" / "by_ear.yaml").labels
    assert {sign.name for sign in ladder.signs if sign.emergency} == set(listed.values())


def test_a_slow_beginning_that_other_hypotheses_do_not_hear_is_asked_for(listener):
    """“Within minutes” was once heard as “within days”, and the emergency as something for this week."""
    said = ("my right side went numb within days", "my right side went numb with his babies")
    assert hear(listener, *said, said[1] + " now").endswith("Did that start suddenly, within minutes or hours?")
