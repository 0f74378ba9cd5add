"""A journal is kept for one person: what is told of somebody else is asked about, until it is known whose it is."""

from __future__ import annotations

import pytest


@pytest.mark.parametrize(
    "told",
    [
        "twitch in her left arm",
        "his thumb is twitching",
        "a twitch in the left calf of my son",
        "my wife has a twitch in her left eyelid",
        "log for my dad a twitch in his right leg",
    ],
)
def test_what_is_told_of_somebody_else_is_asked_about(talk, told):
    reply = talk.say(told)
    assert "kept for one person" in reply
    assert reply.endswith("Shall I log that?")
    assert talk.entries() == []
    talk.say("no")
    assert talk.entries() == []


@pytest.mark.parametrize(
    ("told", "asked"),
    [
        ("i'm logging for my mother twitch in her left arm", "Left arm. Shall I log that?"),
        ("i am his carer he twitches in the right hand", "Right hand. Shall I log that?"),
    ],
)
def test_whoever_says_that_it_is_somebody_elses_is_asked_too(talk, told, asked):
    assert talk.say(told) == asked


def test_once_it_is_known_whose_journal_it_is_nothing_is_asked_any_more(talk):
    talk.answer("twitch in her left arm", "yes")
    assert talk.say("twitch in her right calf") == "Right calf. Logged."
    talk.answer("undo", "undo")
    assert talk.entries() == []
    assert "kept for one person" in talk.say("twitch in her right calf")


@pytest.mark.parametrize(
    ("told", "kind"),
    [
        ("my left calf twitched", "twitch"),
        ("my wife says my left calf twitched", "twitch"),
        ("i had two coffees", "day"),
        ("five hours of sleep", "day"),
    ],
)
def test_ones_own_is_logged_at_once(talk, told, kind):
    assert "one person" not in talk.say(told)
    assert "one person" not in talk.say("yes")
    assert [entry["kind"] for entry in talk.entries()] == [kind]


def test_what_somebody_else_had_agrees_to_nothing(talk):
    talk.say("twitch in her left arm")
    talk.say("dad had two coffees")
    assert talk.entries() == []


def test_a_familys_disease_is_still_a_yes_to_the_checklist(talk):
    talk.answer("run the checklist", "no", "no", "no", "no", "no", "my mother had it")
    assert talk.entries("assessment")[0]["answers"][5]["answer"] == "yes"


@pytest.mark.parametrize("asked", ["is it serious for my wife", "run the checklist for my mother"])
class TestAQuestionAboutSomebodyElse:
    @pytest.fixture
    def ask(self, talk, asked):
        """Asks, and says yes where it asks back."""

        def reply() -> str:
            said = talk.say(asked)
            return talk.say("yes") if talk.assistant.state.form and said.startswith("Shall") else said

        return reply

    def test_is_no_assessment_of_this_person(self, talk, ask):
        assert ask().startswith("The questions are about the person whose journal this is.")
        assert not talk.assistant.state.forms
        assert talk.say("my wife's hand has been getting weak for weeks").startswith("They should see a neurologist")
        assert not talk.entries()

    def test_is_looked_at_where_the_journal_is_theirs(self, talk, ask):
        talk.answer("twitch in her left arm", "yes")
        assert "two weeks" in ask()


class TestATalkAboutSomebodyElse:
    """Who was named is meant until the speaker names themselves: words that name nobody are about them."""

    @pytest.mark.parametrize("asked", ["is that serious", "should i worry", "should she see a doctor"])
    @pytest.mark.parametrize(
        "told",
        [("it's about my mum", "her leg keeps twitching"), ("my husband's leg twitches",), ("asking for my dad",)],
    )
    def test_begins_no_checklist_of_the_speakers(self, talk, told, asked):
        talk.answer(*told)
        assert "The questions are about the person whose journal this is." in talk.say(asked)
        assert not talk.assistant.state.forms
        assert not talk.entries()

    def test_asks_whose_the_next_twitch_is(self, talk):
        assert "tell me what you see" in talk.say("it's about my mum")
        assert talk.say("twitch in the left calf").startswith("Left calf. This journal is kept for one person.")
        assert talk.say("my right calf twitched").endswith("Right calf. Logged.")
        assert talk.say("twitch in the left calf") == "Left calf. Logged."

    def test_asks_no_more_once_it_was_logged(self, talk):
        talk.answer("my dad's arm twitches", "yes")
        assert talk.say("twitch in the right calf") == "Right calf. Logged."

    def test_repeats_what_was_said_of_them(self, talk):
        talk.answer("i'm looking after my husband", "he can't swallow")
        assert talk.say("what should we do").startswith("They should see a doctor this week")
        talk.say("it's about my dad")
        assert talk.say("is it dangerous").startswith("The questions are about")

    def test_doubts_no_sign_of_the_speakers(self, talk):
        talk.answer("it's about my mum", "her leg keeps twitching", "no")
        talk.answer("since months", "yes")
        assert not talk.entries()

    @pytest.mark.parametrize("own", ["am i okay", "my calf is twitching is that serious"])
    def test_is_over_where_the_speaker_is_named(self, talk, own):
        talk.say("it's about my mum")
        assert "two weeks" in talk.say(own)

    def test_is_over_after_a_while(self, talk):
        talk.answer("it's about my mum", "hello", "how long will it last", "hello", "hello")
        assert "two weeks" in talk.say("is it serious")

    def test_lets_the_checklist_begin_where_the_journal_is_theirs(self, talk):
        talk.say("it's about my mum")
        assert talk.say("run the checklist").startswith("Six questions.")

    def test_hides_no_danger_of_the_speakers(self, talk):
        talk.answer("my chest feels tight", "my husband's leg twitches")
        assert "emergency number now" in talk.say("is it serious")
        assert "emergency number for them now" in talk.say("her speech is slurred since this morning")
