"""The witness of meaning on sentences that it never learned from, and what a conversation makes of its proposals."""

from __future__ import annotations

import numpy as np
import pytest

from voiceassist import events
from voiceassist.assistant import Assistant
from voiceassist.dialogue import Dialogue, State
from voiceassist.errors import VoiceAssistError
from voiceassist.journal import Journal
from voiceassist.recognition.models import installed, models_folder
from voiceassist.resources import shipped
from voiceassist.semantics import MODEL, Proposal, Witness
from voiceassist.semantics.encoder import Encoder
from voiceassist.semantics.readout import Readout
from voiceassist.semantics.training import fit
from voiceassist.semantics.witness import propose
from voiceassist.skills import SKILLS

WEAK = "the kettle has got too heavy for me"
"""A sign that no pattern hears."""
READOUT = shipped("intents") / "en" / "knowledge" / "witness.npz"

needs_model = pytest.mark.skipif(
    MODEL not in installed(models_folder()), reason="the model is missing: voiceassist models install minilm"
)


@pytest.fixture(scope="module")
def witness() -> Witness:
    return Witness(models_folder() / MODEL, READOUT)


@pytest.fixture
def meaning_talk(talk, language, witness, tmp_path):
    """A conversation with the witness listening."""
    journal = Journal.open(tmp_path / "other.sqlite3")
    dialogue = Dialogue(journal, language.knowledge, language.responses, SKILLS, State())
    talk.assistant = Assistant(language.understanding, language.knowledge, dialogue, None, talk.events.append, witness)
    talk.journal = journal
    return talk


@needs_model
class TestTheModel:
    def test_gives_the_similarities_that_its_makers_publish(self):
        """The example on the first page of sbert.net, all-MiniLM-L6-v2 in PyTorch."""
        encoder = Encoder(models_folder() / MODEL)
        sentences = ("The weather is lovely today.", "It's so sunny outside!", "He drove to the stadium.")
        embedded = np.stack([encoder.states(sentence)[-1].mean(axis=0) for sentence in sentences])
        embedded /= np.linalg.norm(embedded, axis=1, keepdims=True)
        published = [[1, 0.6660, 0.1046], [0.6660, 1, 0.1411], [0.1046, 0.1411, 1]]
        assert embedded @ embedded.T == pytest.approx(np.array(published), abs=1e-4)

    def test_reads_a_long_monologue_to_its_end(self, witness):
        monologue = "the train was late again this morning " * 40
        assert witness.propose(monologue) == ()
        assert [one.value for one in witness.propose(monologue + WEAK)] == ["weakness"]


class TestProposing:
    LABELS = ("nothing", "sign:weakness", "sign:numbness", "topic:sleep", "intent:CheckSeriousness")
    NONE = np.zeros(0, np.float32)

    def proposals(self, *probabilities: float) -> tuple[Proposal, ...]:
        readout = Readout(self.LABELS, self.NONE, self.NONE, self.NONE, self.NONE, 0.5, 0.2, 0.8, 0.6)
        return propose(dict(zip(self.LABELS, probabilities, strict=True)), readout)

    def test_nothing_below_the_thresholds(self):
        assert self.proposals(0.5, 0.2, 0.2, 0.05, 0.05) == ()

    def test_the_likeliest_sign_where_signs_together_are_likely(self):
        assert self.proposals(0.4, 0.2, 0.35, 0.03, 0.02) == (Proposal("sign", "numbness", 0.35, others=("weakness",)),)

    def test_a_sign_before_a_topic(self):
        (proposal,) = self.proposals(0.0, 0.5, 0.0, 0.5, 0.0)
        assert proposal.kind == "sign"

    def test_only_a_very_likely_topic_is_sure(self):
        assert self.proposals(0.5, 0, 0, 0.4, 0.1) == (Proposal("topic", "sleep", 0.4, sure=False),)
        assert self.proposals(0.1, 0, 0, 0.9, 0.0) == (Proposal("topic", "sleep", 0.9, sure=True),)

    def test_an_intent_is_never_sure(self):
        assert self.proposals(0.05, 0, 0, 0, 0.95) == (Proposal("intent", "CheckSeriousness", 0.95, sure=False),)


def test_training_finds_what_divides_the_examples():
    rng = np.random.default_rng(4)
    centres = np.array([[0.0, 2.0], [2.0, 0.0], [-2.0, -2.0]])
    labels = rng.integers(0, 3, 300)
    points = centres[labels] + rng.normal(0, 0.4, (300, 2))
    weights = fit(points, labels, 3, penalty=0.1)
    assert ((points @ weights[:-1] + weights[-1]).argmax(axis=1) == labels).mean() > 0.98


def test_without_the_model_the_assistant_is_the_same_without_the_witness(talk):
    assert talk.say("is my morning brew the villain here") == "Sorry?"


def test_a_broken_model_is_told_about_once_and_the_conversation_goes_on(talk, language, tmp_path):
    broken = Witness(tmp_path / "nothing", READOUT)
    with pytest.raises(VoiceAssistError, match="models install minilm"):
        broken.propose("anything at all")
    dialogue = Dialogue(talk.journal, language.knowledge, language.responses, SKILLS, State())
    heard: list[events.Event] = []
    talk.assistant = Assistant(language.understanding, language.knowledge, dialogue, None, heard.append, broken)
    talk.answer("gibberish of the third kind", "more of that strange stuff", "twitch in my left calf")
    assert [event.recovered for event in heard if isinstance(event, events.Error)] == [True]
    assert len(talk.entries("twitch")) == 1


@needs_model
class TestConversation:
    SIGN = "my father's shoes have become a puzzle for his fingers"

    def meanings(self, talk) -> list[tuple[str | None, str]]:
        return [(e.intent, e.decision) for e in talk.events if isinstance(e, events.Interpreted)]

    def test_a_sign_is_asked_about_and_not_accepted(self, meaning_talk):
        assert meaning_talk.say(WEAK) == "Is something weak?"
        assert self.meanings(meaning_talk) == [("ReportSign", "ask")]
        assert not meaning_talk.levels()
        assert not meaning_talk.entries()

    def test_how_long_it_has_lasted_does_not_hide_a_graver_sign(self, meaning_talk):
        reply = meaning_talk.say("for two months now the kettle has got too heavy for me")
        assert reply.startswith("See your doctor")
        assert reply.endswith("Is something weak?")

    def test_nothing_that_calls_for_less_is_asked_about_beside_a_sign(self, meaning_talk):
        reply = meaning_talk.say("my forearm has shrunk and since the clocks changed my eyelid hasn't rested")
        assert reply.startswith("See a doctor this week")
        assert "two weeks?" not in reply

    @pytest.mark.parametrize(
        "harmless",
        [
            "me left buttock's been hopping away to itself since Thursday, like a frog in a sack",
            "I'd a leap in me forearm there about an hour ago, right arm, lasted only a second or two",
        ],
    )
    def test_no_sign_is_asked_about_where_a_twitch_was_read_and_each_is_unlikely(self, meaning_talk, harmless):
        assert meaning_talk.say(harmless).endswith("Shall I log that?")

    def test_a_yes_takes_it_up_the_ladder(self, meaning_talk):
        meaning_talk.answer(WEAK, "yes")
        assert meaning_talk.levels() == ["neurologist"]
        assert meaning_talk.say("yes").startswith("Call your local emergency number")

    def test_a_no_drops_it(self, meaning_talk):
        reply = meaning_talk.say(WEAK)
        while reply != "Okay.":
            assert reply.endswith("?")
            reply = meaning_talk.say("no")
        assert not meaning_talk.levels()
        assert not meaning_talk.entries()

    def test_what_may_have_been_meant_instead_is_asked_about_after_a_no(self, meaning_talk):
        assert meaning_talk.say("it takes me three goes to get out of the bath") == "Is swallowing hard?"
        assert meaning_talk.say("no") == "Is something weak?"
        meaning_talk.say("yes")
        assert meaning_talk.levels() == ["neurologist"]

    def test_a_twitch_told_in_the_same_words_waits_below_the_question(self, meaning_talk):
        reply = meaning_talk.say("my knee has a mind of its own tonight, it hops and hops")
        while "Knee" not in reply:
            assert reply.endswith("?")
            reply = meaning_talk.say("no")
        assert reply.endswith("Shall I log that?")
        meaning_talk.say("yes")
        assert [entry["place"] for entry in meaning_talk.entries("twitch")] == ["knee"]

    def test_a_twitch_in_odd_words_is_asked_about(self, meaning_talk):
        assert meaning_talk.say("there's a popcorn machine in my calf") == "Calf. Shall I log that?"

    def test_whoever_talks_on_is_asked_once_more_and_then_let_be(self, meaning_talk):
        assert meaning_talk.say(WEAK) == "Is something weak?"
        assert meaning_talk.say("my left calf twitched").endswith("Is something weak?")
        meaning_talk.say("my right eyelid twitched")
        assert not meaning_talk.assistant.state.forms

    def test_somebody_elses_sign_stays_out_of_the_journal(self, meaning_talk):
        meaning_talk.answer(self.SIGN, "yes", "no")
        (asked, *_) = [e for e in meaning_talk.events if isinstance(e, events.Interpreted)]
        assert asked.slots["about"] == "other"
        assert not meaning_talk.entries()

    def test_a_topic_that_is_not_sure_is_asked_about(self, meaning_talk):
        assert meaning_talk.say("is my morning brew the villain here") == "Do you want to know about caffeine?"
        assert "nerves" in meaning_talk.say("yes")

    def test_chatter_is_left_alone(self, meaning_talk):
        assert meaning_talk.say("the train was late again this morning") == "Sorry?"

    def test_while_a_question_is_open_no_other_subject_is_brought_up(self, meaning_talk):
        meaning_talk.say("log a twitch for ten minutes")
        assert "caffeine" not in meaning_talk.say("is my morning brew the villain here").lower()


@needs_model
def test_an_offer_to_go_on_keeps_nothing_from_being_guessed_at(meaning_talk):
    assert meaning_talk.say("is coffee bad").endswith("Shall I go on?")
    assert meaning_talk.say("do kids get this") == "Do you want to know about what a twitch is?"


@needs_model
def test_nor_does_a_question_about_what_was_perhaps_meant(meaning_talk):
    """Whoever asks something else has not answered it, and is not made to."""
    meaning_talk.answer("twitch in my left calf", "do kids get this")
    assert meaning_talk.say("which foods are good for it") == "Do you want to know about electrolytes?"


@needs_model
def test_a_question_that_waits_for_its_answer_does(meaning_talk):
    meaning_talk.answer("run the checklist")
    assert meaning_talk.say("which foods are good for it").startswith("Sorry?")
