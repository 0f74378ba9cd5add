"""While danger is asked about, or was just told, nothing else that is said leads away from it."""

from __future__ import annotations

from datetime import timedelta

import pytest

from voiceassist.dialogue import Heard
from voiceassist.skills.signs import DoubtForm, OnsetForm
from voiceassist.triage import HeardSign
from voiceassist.values import Decision, Interpretation

ALARM = "Call your local emergency number"
CRISIS = "I'm so glad you told me."


class TestASignThatIsSaidAgain:
    @pytest.mark.parametrize(
        ("before", "again"),
        [
            ("what if i get chest pain", "stop, my chest hurts"),
            ("what if i choke on food", "stop i'm choking"),
            ("i blacked out ten years ago", "no i passed out this morning"),
            ("what if i can't breathe", "no no i can't breathe"),
            ("my face is dripping", "skip it my face is drooping"),
            ("cancel my chest hurts", "cancel my chest hurts"),
        ],
    )
    def test_is_answered_whatever_is_said_beside_it(self, talk, before, again):
        assert ALARM not in talk.say(before)
        assert talk.say(again).startswith(ALARM)

    def test_is_not_answered_with_goodbye(self, talk):
        talk.say("i can't go on")
        assert talk.say("goodbye i am going to kill myself").startswith(CRISIS)

    def test_of_somebody_else_is_theirs(self, talk):
        talk.say("what if i have a seizure")
        assert talk.say("my wife is having a seizure").startswith(f"{ALARM} for them")
        assert not talk.entries()


class TestAYesWithWords:
    @pytest.mark.parametrize(
        ("before", "yes"),
        [
            ("my face is dripping", "yes my eye too"),
            ("what if i get chest pain", "yes pressure"),
            ("what if i get chest pain", "yes in the middle"),
            ("what if i can't breathe", "it does"),
            ("what if i can't breathe", "yes i can't talk"),
            ("my hand is numb", "yes it did"),
            ("my arm is weak", "well it was fine at breakfast"),
        ],
    )
    def test_is_a_yes_to_what_was_asked_about_danger(self, talk, before, yes):
        assert talk.say(before).endswith("?")
        assert talk.say(yes).startswith(ALARM)

    @pytest.mark.parametrize("answer", ["not yet", "not really", "sometimes"])
    def test_half_a_no_is_none_where_harming_oneself_was_asked_about(self, talk, answer):
        assert talk.say("i feel hopeless") == "Are you thinking of harming yourself?"
        assert talk.say(answer).startswith(CRISIS)

    def test_a_plain_no_is_still_a_no(self, talk):
        talk.say("i feel hopeless")
        assert talk.say("no") == "Okay."

    @pytest.mark.parametrize(
        "said",
        [
            "if it is a l s i'll end it",
            "if it's a l s i'm out of here",
            "if this is a l s i'm going to end it all",
            "if it's a l s i don't want to live",
        ],
    )
    def test_nothing_else_stands_beside_the_question_about_harming_oneself(self, talk, said):
        assert talk.say(said) == "Are you thinking of harming yourself?"

    def test_beside_a_change_of_medicine_the_question_says_what_it_is_about(self, talk):
        reply = talk.say("i changed my medication and my speech is slurred")
        assert reply.endswith("About the slurred speech. Did that start suddenly, within minutes or hours?")


class TestTheChecklist:
    def test_takes_the_sign_itself_for_a_yes_even_after_a_no(self, talk):
        assert "suddenly" in talk.answer("run the checklist", "no", "no", "no i keep dropping things")

    def test_takes_no_order_from_words_that_were_left_beside_a_sign(self, talk):
        reply = talk.answer("run the checklist", "yes and my thumb is smaller too")
        assert reply.endswith(
            "I have noted muscle loss. Has the twitching gone on for more than two weeks, "
            "in spite of rest and lifestyle changes?"
        )

    def test_does_not_lose_a_sign_beside_stop(self, talk):
        reply = talk.answer("run the checklist", "no", "no", "no", "no", "stop, i can't swallow")
        assert reply.startswith("See a doctor this week")


class TestANoToAQuestionAboutDanger:
    @pytest.mark.parametrize("then", ["i meant yes", "actually it did start suddenly", "it was an hour ago"])
    def test_about_its_beginning_is_taken_back(self, talk, then):
        talk.answer("i feel weak", "no")
        assert talk.say(then).startswith(ALARM)

    def test_is_not_taken_back_by_what_happened_today(self, talk):
        talk.answer("i feel weak", "no")
        assert talk.say("twitch in my left calf this morning").startswith("Left calf")

    @pytest.mark.parametrize(
        ("doubted", "then"), [("what if i get chest pain", "i meant yes"), ("my face is dripping", "yes it is")]
    )
    def test_about_what_was_meant_is_taken_back(self, talk, doubted, then):
        talk.answer(doubted, "no")
        assert talk.say(then).startswith(ALARM)

    def test_leads_to_the_other_sign_that_was_named(self, talk):
        assert talk.answer("what if i get chest pain or a seizure", "no") == "Has there been a seizure?"


class TestAQuestionAboutDanger:
    @pytest.mark.parametrize("aside", ["i'm scared", "what should i do", "it started like that"])
    def test_stays_the_one_that_is_asked(self, talk, aside):
        talk.say("what if i get chest pain")
        assert talk.say(aside).endswith("Do you have chest pain or pressure?")

    @pytest.mark.parametrize("lately", ["it happened this morning", "last night", "an hour ago"])
    def test_of_what_is_long_past_is_answered_by_a_time_of_these_days(self, talk, lately):
        talk.say("i blacked out ten years ago")
        assert talk.say(lately).startswith(ALARM)

    @pytest.mark.parametrize(
        ("took", "level"),
        [
            ("ten minutes", "emergency"),
            ("about two hours", "emergency"),
            ("half an hour", "emergency"),
            ("quickly", "emergency"),
            ("three days", "same_day"),
            ("two months", "neurologist"),
        ],
    )
    def test_about_the_beginning_is_answered_with_how_long_it_took(self, talk, took, level):
        talk.answer("i feel weak", took)
        assert talk.levels()[-1] == level

    def test_about_the_beginning_is_asked_once_of_a_sign_that_is_said_again(self, talk):
        talk.say("my mother keeps falling")
        reply = talk.say("she has fallen three times this month")
        assert reply == "They should see a doctor this week, and ask for an urgent referral. Coordination has changed."

    def test_about_the_beginning_waits_once_for_two_tellings(self, talk):
        talk.answer("my hand is weak", "i mean my left hand is weak")
        assert talk.say("no").startswith("See a neurologist")
        assert not talk.assistant.state.forms

    @pytest.mark.parametrize("answer", ["no my husband does", "not me my wife", "no it's my dad", "she does"])
    def test_may_be_answered_for_somebody_else(self, talk, answer):
        assert talk.answer("what if i get chest pain", answer).startswith(f"{ALARM} for them")
        assert not talk.entries()

    def test_lets_no_order_beside_it_be_carried_out(self, talk):
        talk.say("log a twitch in my left calf")
        assert talk.say("undo that my wife is having a seizure") == "Has there been a seizure?"
        assert [entry["kind"] for entry in talk.entries()] == ["twitch"]


def test_a_sign_that_is_denied_unasked_is_not_met_with_silence(talk):
    assert talk.say("never had a seizure") == "Okay."
    assert not talk.entries()


class TestAnAlarm:
    @pytest.mark.parametrize(
        "frightened",
        ["help me", "no", "oh no", "i can't call", "can you call them", "i'm scared", "how do i do cpr", "i'm alone"],
    )
    def test_is_said_again_to_whoever_is_frightened(self, talk, frightened):
        alarm = talk.say("i can't breathe")
        assert talk.say(frightened) == alarm
        assert [entry["sign"] for entry in talk.entries()] == ["breathing"]

    @pytest.mark.parametrize("doubt", ["do i need a doctor", "which doctor should i see", "can i wait another week"])
    def test_is_said_again_to_whoever_asks_which_doctor_and_when(self, talk, doubt):
        alarm = talk.say("my face is drooping")
        assert talk.say(doubt) == alarm

    def test_says_how_to_take_it_back_to_whoever_denies_it(self, talk):
        alarm = talk.say("my face is drooping")
        assert talk.say("oh no") == alarm
        assert talk.say("no my face is not drooping") == f"{alarm} If I misheard, say undo."
        talk.say("undo")
        assert not talk.entries()

    def test_of_a_crisis_too(self, talk):
        assert talk.answer("i want to kill myself", "i already took them").startswith(CRISIS)

    @pytest.mark.parametrize(
        "asked",
        ["is it a l s", "what is als", "can i take an aspirin", "could it be stress", "what causes twitching"],
    )
    def test_is_said_again_to_whoever_asks_about_illness_or_medicine(self, talk, asked):
        alarm = talk.say("i have weakness in my hand too since this morning")
        assert talk.say(asked) == alarm
        assert talk.answer("i'm scared", "what do i do") == alarm

    def test_is_said_again_to_whoever_asks_what_else_the_sign_may_be(self, talk):
        alarm = talk.say("i have chest pain")
        assert talk.say("can stress cause chest pain") == alarm

    def test_ends_where_the_question_is_not_about_the_body(self, talk):
        assert ALARM not in talk.answer("i have chest pain", "where is my data stored")

    def test_ends_where_something_else_is_surely_said(self, talk):
        assert talk.answer("i can't breathe", "log a twitch in my left calf") == "Left calf. Logged."
        assert ALARM not in talk.say("help")

    def test_is_not_said_again_the_next_day(self, talk):
        talk.say("i can't breathe")
        talk.now += timedelta(days=1)
        assert ALARM not in talk.say("help")


@pytest.mark.parametrize("then", ["stop", "cancel", "goodbye", "never mind"])
def test_a_call_for_help_may_be_called_off(talk, then):
    assert talk.say("please help me") == "Do you need help right now?"
    assert "If you do need help, call your local emergency number now." in talk.say(then)


def test_a_time_of_something_else_is_no_answer_to_how_it_began(talk):
    assert talk.say("my hand is weak").endswith("within minutes or hours?")
    assert ALARM not in talk.say("oh and i had a coffee this morning too")
    assert talk.say("it was this morning").startswith(ALARM)


@pytest.mark.parametrize(
    "besides",
    ["I started coffee this morning", "I saw my doctor this morning", "I woke at three", "I woke with a headache"],
)
def test_what_else_happened_today_is_no_answer_to_how_it_began(talk, besides):
    talk.say("I can't open jars")
    talk.say(besides)
    assert "emergency" not in talk.levels()
    talk.say("it was there when I woke up this morning")
    assert talk.levels()[-1] == "emergency"


@pytest.mark.parametrize(
    ("told", "denial"),
    [
        ("my arm is numb", "it's not numb"),
        ("my calf feels weak", "it's not really weak"),
        ("my speech is slurred", "no I can speak normally"),
        ("I can't open jars", "no weakness"),
    ],
)
def test_a_sign_that_is_denied_where_its_beginning_is_asked_for_is_not_written(talk, told, denial):
    assert talk.say(told).endswith("Did that start suddenly, within minutes or hours?")
    talk.say(denial)
    assert not talk.assistant.state.forms
    assert not talk.entries()


NOT_SUDDEN = {"weakness": "neurologist", "numbness": "urgent", "speech": "urgent", "coordination": "urgent"}


@pytest.mark.parametrize(
    ("told", "sign"),
    [
        ("my hand is weak", "weakness"),
        ("my foot is numb", "numbness"),
        ("my speech is slurred", "speech"),
        ("my legs are clumsy", "coordination"),
    ],
)
@pytest.mark.parametrize("answer", ["yes", "not sure", "no"])
def test_an_onset_that_nobody_stated_is_asked_for_once(talk, told, sign, answer):
    assert talk.say(told) == "Did that start suddenly, within minutes or hours?"
    talk.say(answer)
    assert talk.levels()[-1] == (NOT_SUDDEN[sign] if answer == "no" else "emergency")
    assert not talk.assistant.state.forms
    assert [entry["sign"] for entry in talk.entries("sign")] == [sign]


@pytest.mark.parametrize("onset", ["suddenly", "over the last two days", "for months"])
def test_a_stated_onset_is_not_asked_for(talk, onset):
    talk.say(f"my hand has been weak {onset}")
    assert not talk.assistant.state.forms


@pytest.mark.parametrize(("answer", "alarm"), [("yes", True), ("not sure", True), ("no", False)])
def test_what_may_have_been_misheard_is_asked_about_and_only_a_no_ends_it(talk, answer, alarm):
    assert talk.say("my face is dripping") == "Is the face drooping on one side?"
    assert talk.say(answer).startswith(ALARM) is alarm
    assert bool(talk.entries("sign")) is alarm


def test_a_denied_companion_is_taken_from_its_twitch(talk):
    talk.say("twitch in my left calf with cramp and a bit of weakness")
    assert talk.say("no weakness, just the cramp") == "With cramps. Changed."
    (entry,) = talk.entries("twitch")
    assert entry["with"] == ["cramp"]


def test_a_question_about_somebody_else_says_they(talk):
    assert talk.say("what if my dad has chest pain") == "Do they have chest pain or pressure?"


def test_a_denial_with_two_noes_is_asked_about(talk):
    assert talk.say("no no chest pain") == "Do you have chest pain or pressure?"


def test_a_medicine_alone_calls_for_nothing_where_it_is_noted(talk):
    assert talk.say("i changed my medication") == "A medicine: i changed my medication. Noted."


def test_what_is_said_to_be_noted_is_noted(talk):
    reply = talk.say("log a twitch in my face with weakness")
    assert "I have noted a drooping face." in reply
    assert [entry["kind"] for entry in talk.entries()] == ["twitch", "sign"]


def test_a_guessed_yes_beside_a_sign_agrees_to_nothing(talk):
    talk.answer("start the plan", "four", "one", "seven", "five")
    talk.say("is it normal that i can't feel my legs")
    assert talk.say("how is the plan going").startswith("Day one")


@pytest.mark.parametrize(
    "told", ["my hand is numb after coffee", "record that my hand is numb", "listen my hand is numb"]
)
def test_a_sign_without_a_twitch_is_no_twitch_with_that_sign(talk, told):
    assert talk.say(told) == "Did that start suddenly, within minutes or hours?"
    assert not talk.entries()


def test_a_likely_yes_to_danger_counts_beside_what_noise_was_taken_for(talk):
    talk.say("what if i get chest pain")
    yes = Interpretation("Confirm", {}, 0.6, Decision.CONFIRM, "yes")
    noise = HeardSign("seizure", certain=False)
    outcome = talk.assistant._dialogue.take(Heard(talk.now, "yes", (yes,), (noise,)))
    assert outcome.reply.text.startswith(ALARM)


@pytest.mark.parametrize("said", ["but it was weaker than the last one", "the twitching was weaker today"])
def test_a_weaker_twitch_is_no_weakness(talk, said):
    talk.say("twitch in my right thigh")
    talk.say(said)
    assert not any(isinstance(form, OnsetForm | DoubtForm) for form in talk.assistant.state.forms)
    assert not talk.entries("sign")


@pytest.mark.parametrize("said", ["my left leg is weaker than the right one", "my grip is weaker than the last time"])
def test_a_weaker_limb_is(talk, said):
    assert talk.say(said).endswith("Did that start suddenly, within minutes or hours?")


class TestADenialOfWhatIsAsked:
    @pytest.mark.parametrize(
        ("before", "denied"),
        [
            ("what if I get chest pain", "no I don't have any chest pain"),
            ("how do I know if my hand is weak, what if it gets weak", "no weakness at all"),
            ("am I going to die", "no I'm not going to kill myself"),
        ],
    )
    def test_is_answered_by_a_denial_in_so_many_words(self, talk, before, denied):
        talk.say(before)
        assert talk.say(denied) == "Okay."
        assert not talk.assistant.state.forms

    def test_is_answered_by_what_is_told_instead(self, talk):
        talk.say("what if I get chest pain")
        assert "About the numbness." in talk.say("no chest pain but my arm is numb")


class TestARungThatWasReached:
    @pytest.mark.parametrize(
        ("told", "then", "step"),
        [
            (("my left hand feels weak", "gradually"), "over a few months", "See a neurologist"),
            (("I keep choking on my food",), "for about a month", ALARM),
            (("my calf has shrunk",), "and it is stiff there", "See a doctor this week"),
        ],
    )
    def test_is_not_lowered_by_what_is_told_besides(self, talk, told, then, step):
        talk.answer(*told)
        assert talk.say(then).startswith(step)

    def test_is_that_of_the_last_minutes(self, talk):
        talk.answer("my left hand feels weak", "gradually")
        talk.now += timedelta(hours=1)
        assert talk.say("it has lasted four weeks").startswith("See your doctor")


class TestAGuessBesideALog:
    @pytest.mark.parametrize("answer", ["yes, for two minutes", "yes please", "yes log it", "right leg"])
    def test_is_not_agreed_to_by_words_about_the_log(self, talk, answer):
        outcome = _guessed(talk, "wasting", answer)
        assert not talk.entries("sign")
        assert "lost size" in outcome

    @pytest.mark.parametrize("answer", ["yes", "yes it has", "yes please"])
    def test_of_an_emergency_is_agreed_to_by_any_yes(self, talk, answer):
        assert _guessed(talk, "chest_pain", answer).startswith(ALARM)


def _guessed(talk, sign, answer):
    """The reply to `answer` where likeness alone led to a question."""
    guess = Interpretation("ReportSign", {"sign": sign, "about": "self"}, 0.6, Decision.ASK)
    talk.assistant._dialogue.take(Heard(talk.now, "something", (guess,)))
    return talk.say(answer)
