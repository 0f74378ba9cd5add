"""What happens while a question is open: several answers at once, answers taken back, things not understood, danger."""

from __future__ import annotations

import pytest

from voiceassist.dialogue import ConfirmForm, State

NOISE = ("blah foo", "qux zed", "lorem ipsum", "dolor sit", "amet purple")


class TestForms:
    def test_answers_come_in_any_order_and_several_at_once(self, talk):
        talk.say("log a twitch")
        assert talk.say("about ten minutes") == "Where was it?"
        assert talk.say("after coffee") == "Where was it?"
        assert talk.say("left calf and right thumb") == (
            "Left calf, ten minutes, after caffeine. Right thumb, ten minutes, after caffeine. Logged."
        )
        assert len(talk.entries("twitch")) == 2

    def test_an_answer_just_given_can_be_corrected(self, talk):
        talk.answer("log a twitch for five minutes", "no, ten minutes")
        assert talk.say("no wait, left calf") == "Left calf, ten minutes. Logged."

    def test_a_digression_leads_back_and_leaving_is_allowed(self, talk):
        talk.say("log a twitch")
        assert talk.say("can stress cause twitching").endswith("Where was it?")
        assert talk.say("where were we") == "Where was it?"
        assert talk.say("never mind") == "Okay. Nothing was logged."
        assert not talk.entries()

    def test_who_talks_of_other_things_is_not_asked_for_ever(self, talk):
        talk.answer("run the checklist", "no")
        for _ in range(2):
            assert talk.say("can stress cause twitching").endswith("become smaller?")
        assert talk.say("what is today's tip").endswith("Say, where were we, to go back to it.")
        assert "smaller" not in talk.say("can stress cause twitching")
        assert talk.say("where were we").endswith("become smaller?")

    def test_an_answer_between_counts_anew(self, talk):
        talk.say("run the checklist")
        for answer in ("no", "no", "no"):
            talk.answer("can stress cause twitching", "how much water should I drink")
            talk.say(answer)
        assert talk.assistant.state.form.at == 3

    def test_danger_is_asked_about_for_as_long_as_it_takes(self, talk):
        talk.say("my arm is weak")
        for _ in range(5):
            assert "suddenly" in talk.say("can stress cause twitching")

    def test_words_of_the_checklist_are_said_otherwise(self, talk):
        talk.answer("run the checklist", "no", "no")
        assert talk.say("what counts as weakness").startswith("Is anything weaker than it was")


class TestTheAnswerBefore:
    def test_is_named_when_it_is_corrected(self, talk):
        talk.answer("run the checklist", "no")
        reply = talk.say("I meant yes")
        assert reply.startswith("More than two weeks: yes. ")
        assert reply.endswith("become smaller?")
        talk.answer("no", "no", "no", "no", "no")
        (entry,) = talk.entries("assessment")
        assert [answer["answer"] for answer in entry["answers"]] == ["yes", "no", "no", "no", "no", "no"]

    def test_is_asked_again_on_going_back(self, talk):
        talk.answer("run the checklist", "no", "yes")
        assert talk.say("go back").endswith("become smaller?")
        assert talk.say("go back").endswith("lifestyle changes?")
        assert talk.say("go back").startswith("This is the first question.")

    def test_a_weakness_taken_back_is_not_asked_about_further(self, talk):
        talk.answer("run the checklist", "no", "no", "yes")
        reply = talk.say("I meant no")
        assert reply.startswith("Weakness: no. ")
        assert "spread" in reply

    def test_how_it_began_is_understood_in_words(self, talk):
        talk.say("my arm is weak")
        assert talk.say("slowly").startswith("See a neurologist")
        talk.say("my arm is weak")
        assert talk.say("for three weeks").startswith("See a neurologist")
        talk.say("my arm is weak")
        assert talk.say("since this morning").startswith(("Call your local emergency number", "Please be seen"))

    def test_of_the_plan_can_be_corrected_and_gone_back_to(self, talk):
        talk.answer("start the plan", "three coffees")
        assert talk.say("no wait, four") == "Four cups with caffeine. How many liters of water a day?"
        talk.answer("one liter", "seven hours")
        assert talk.say("no, eight hours").startswith("Eight hours of sleep. ")
        assert talk.say("go back") == "How many hours do you sleep?"
        talk.answer("eight", "four")
        (plan,) = talk.entries("plan")
        assert (plan["baseline"]["caffeine"], plan["baseline"]["sleep"]) == (4, 8)

    def test_of_a_checklist_that_is_started_anew_is_not_kept(self, talk):
        talk.answer("run the checklist", "yes", "run the checklist", *["no"] * 6)
        assert not talk.assistant.state.forms
        assert talk.levels() == ["self_care"]

    def test_of_a_checklist_is_kept_where_somebody_asks_whether_it_is_serious(self, talk):
        assert "weakness" in talk.answer("run the checklist", "yes", "yes", "is it serious")
        talk.answer("should I worry", *["no"] * 4)
        assert talk.levels() == ["urgent"]

    def test_of_a_checklist_may_say_when_and_where(self, talk):
        talk.answer("run the checklist", "yes but it's getting better", "I feel strong as an ox")
        talk.answer("a little when climbing stairs", "slowly", "no it's only my eyelid", "no", "no")
        (result,) = talk.entries("assessment")
        assert [answer["answer"] for answer in result["answers"]] == ["yes", "no", "yes", "no", "no", "no"]


class TestAnAnswerToTheChecklist:
    @pytest.mark.parametrize(
        ("told", "answer"),
        [
            ("since the first of october", "yes"),
            ("since august", "yes"),
            ("yes since tuesday", "yes"),
            ("since the third of november", "yes"),
            ("two weeks", "not_sure"),
            ("only since yesterday", "no"),
            ("it started two days ago", "no"),
            ("just a few days", "no"),
            ("since last week", "no"),
        ],
    )
    def test_about_two_weeks_may_be_a_time(self, talk, told, answer):
        talk.answer("run the checklist", told, *["no"] * 5)
        assert talk.entries("assessment")[0]["answers"][0]["answer"] == answer

    @pytest.mark.parametrize("told", ["it started yesterday", "since tuesday", "three days"])
    def test_of_other_questions_is_no_time_and_corrects_no_entry(self, talk, told):
        talk.answer("twitch in my left calf", "run the checklist", "no")
        before = talk.entries()
        assert talk.say(told).endswith("Does the muscle look smaller than it was?")
        assert talk.entries() == before

    def test_may_be_one_place_where_that_is_one(self, talk):
        assert "smaller" not in talk.answer("run the checklist", "no", "only in my calf")
        talk.answer("only on the left", "no", "just my eyelid", "no", "no")
        (entry,) = talk.entries("assessment")
        assert [answer["answer"] for answer in entry["answers"]] == ["no", "yes", "yes", "no", "no", "no"]

    def test_may_be_that_it_looks_the_same_where_the_size_is_asked_for(self, talk):
        assert "smaller" not in talk.answer("run the checklist", "no", "it looks the same")
        assert talk.say("it looks the same").startswith("Sorry? Is anything weaker")

    def test_that_it_looks_the_same_is_no_no_to_what_follows(self, talk):
        assert "smaller" in talk.answer("run the checklist", "no", "it looks the same but thinner")

    def test_that_was_perhaps_told_is_asked_for_once(self, talk):
        talk.say("run the checklist")
        talk.say("hm let me think it's been going on maybe since the summer")
        assert talk.say("no").endswith("become smaller?")

    def test_that_begins_with_another_is_of_this_question(self, talk):
        reply = talk.answer("run the checklist", "no", "no", "no wait yes")
        assert reply == "Weakness: yes. Did that start suddenly, within minutes or hours?"

    def test_is_that_of_the_question_that_was_gone_back_to(self, talk):
        reply = talk.answer("run the checklist", "no", "no", "go back", "sorry i meant yes")
        assert reply.startswith("A smaller muscle: yes. Is there weakness")

    def test_is_read_back_on_the_way(self, talk):
        assert talk.answer("run the checklist", "what did i answer so far").startswith("You have answered nothing yet.")
        reply = talk.answer("no", "yes", "what did i answer so far")
        assert reply.startswith(
            "So far you said yes to a smaller muscle and no to more than two weeks. Is there weakness"
        )

    @pytest.mark.parametrize(
        ("asked", "answer"),
        [
            ("can you give an example", "Does the muscle look smaller than it was?"),
            ("why do you ask", "It is six yes or no questions."),
        ],
    )
    def test_may_wait_for_an_answer(self, talk, asked, answer):
        assert talk.answer("run the checklist", "no", asked).startswith(answer)


class TestALogInTheChecklist:
    def test_is_no_answer_by_being_ordered(self, talk):
        reply = talk.answer("run the checklist", "no", "no", "no", "my thumb twitches log it")
        assert reply.startswith("Thumb. Logged. Has it spread")

    def test_that_is_asked_about_and_undone_leaves_the_question_open(self, talk):
        talk.say("run the checklist")
        assert talk.say("my calf is twitching again log that") == "Calf. Shall I log that?"
        assert talk.say("undo").startswith("Okay, I leave it. Has the twitching gone on")


class TestNotUnderstood:
    def test_the_question_is_put_otherwise_then_with_an_example_then_as_a_choice_then_typed(self, talk):
        talk.say("log a twitch")
        replies = [talk.say(noise) for noise in NOISE]
        assert replies == [
            "Sorry? Which part of the body was it?",
            "I did not get that. Say the place, for example, left calf. Or say cancel.",
            "Face, arm, back, or leg?",
            "The screen shows what I heard. You can type the answer, say skip, or say stop.",
            "Okay. Nothing was logged.",
        ]

    def test_each_choice_it_offers_is_understood(self, talk):
        for choice in ("face", "arm", "back", "leg"):
            talk.answer("log a twitch", *NOISE[:3], choice)
        assert len(talk.entries("twitch")) == 4
        for choice in ("yes", "no", "not sure"):
            talk.answer("run the checklist", *NOISE[:3])
            assert "smaller" in talk.say(choice)
            talk.say("stop")
        for choice in ("suddenly", "slowly", "not sure"):
            talk.answer("my arm is weak", *NOISE[:3], choice)
            assert not talk.assistant.state.forms

    def test_the_checklist_given_up_on_gives_the_result_so_far(self, talk):
        talk.answer("run the checklist", "no", "yes")
        assert [talk.say(noise) for noise in NOISE][-1].startswith("We stopped early.")
        assert talk.levels() == ["urgent"]

    def test_an_emergency_that_was_never_confirmed_is_not_dropped_without_a_word(self, talk):
        talk.say("what if I can't breathe")
        assert talk.assistant.state.forms
        assert [talk.say(noise) for noise in NOISE][-1].endswith("call your local emergency number now.")


class TestConfirming:
    def doubt(self, talk):
        form = ConfirmForm("LogTwitch", ({"place": "calf", "side": "left"},))
        talk.assistant._dialogue.state = State(forms=(form,))

    def test_what_was_passed_over_is_asked_about_once_more_then_let_go_and_told(self, talk):
        self.doubt(talk)
        assert talk.say("what is a twitch").endswith("Left calf. Shall I log that?")
        assert talk.say("how many twitches this week").startswith("I did not log the left calf.")
        assert not talk.assistant.state.forms

    def test_what_was_not_understood_is_asked_in_two_words_and_once(self, talk):
        self.doubt(talk)
        assert talk.say("blah foo") == "Sorry? Yes or no?"
        assert talk.say("qux zed") == "I did not log the left calf."
        assert not talk.entries()

    def test_the_question_says_all_that_would_be_written(self, talk):
        reply = talk.say("please lager twitching my left thumb for five minutes after coffee eight out of ten")
        assert reply == "Left thumb, five minutes, eight out of ten, after caffeine. Shall I log that?"

    def test_words_that_steer_the_voice_leave_it_open(self, talk):
        self.doubt(talk)
        assert talk.say("louder").endswith("Left calf. Shall I log that?")
        talk.say("yes")
        assert len(talk.entries("twitch")) == 1

    def test_a_doubtful_answer_that_is_confirmed_answers_its_question_once(self, talk):
        talk.answer("run the checklist", "no")
        form = talk.assistant.state.forms[-1]
        doubt = ConfirmForm("Deny", ({},))
        talk.assistant._dialogue.state = State(forms=(form, doubt))
        assert "weakness" in talk.say("yes")
        assert len(talk.assistant.state.forms) == 1

    def test_no_twitch_in_one_place_is_no_twitch_and_takes_no_other_back(self, talk):
        talk.say("twitch in my left calf")
        assert talk.say("no twitches in my right thumb today") == "Okay."
        assert [entry["place"] for entry in talk.entries()] == ["calf"]


class TestDanger:
    def test_a_yes_after_it_answers_no_question_from_before_it(self, talk):
        talk.answer("run the checklist", "no", *NOISE[:2])
        assert talk.say("my face is drooping").startswith("Call your local emergency number now.")
        assert talk.say("yes") == "Okay."
        assert talk.say("where were we").endswith("become smaller?")

    def test_is_answered_while_a_confirmation_is_open(self, talk):
        form = ConfirmForm("LogTwitch", ({"place": "calf", "side": "left"},))
        talk.assistant._dialogue.state = State(forms=(form,))
        assert talk.say("I can't breathe").startswith("Call your local emergency number now.")
        assert not talk.entries("twitch")

    def test_is_heard_in_what_takes_the_answer_before_back(self, talk):
        talk.answer("run the checklist", "no", "no")
        assert talk.say("I meant yes I can't breathe").startswith("Call your local emergency number now.")


class TestOffers:
    @pytest.mark.parametrize("yes", ["okay", "hmm okay", "sure why not", "go on then", "yeah fine"])
    def test_a_bare_okay_agrees_to_what_was_offered(self, talk, yes):
        assert talk.say("twitchy knee thing") == "Knee. Shall I log that?"
        assert talk.say(yes) == "Knee. Logged."

    @pytest.mark.parametrize("yes", ["ok", "why not", "go on then"])
    def test_and_to_hear_more(self, talk, yes):
        talk.say("what is a twitch")
        assert talk.say(yes).startswith("Doctors call it a fasciculation.")

    def test_it_is_no_answer_about_danger(self, talk):
        talk.say("run the checklist")
        asked = talk.assistant.state.form
        talk.say("okay")
        assert talk.assistant.state.form == asked
        assert not talk.levels()

    def test_it_does_not_say_that_a_doubtful_answer_was_meant(self, talk):
        talk.say("run the checklist")
        form = talk.assistant.state.form
        talk.assistant._dialogue.state = State(forms=(form, ConfirmForm("Deny", ({},), answers=True)))
        talk.say("okay")
        assert talk.assistant.state.forms[0] == form

    def test_what_did_not_come_with_it_leaves_the_twitch_asked_about(self, talk):
        talk.say("twitchy knee thing")
        assert talk.say("no pain, no weakness, nothing else") == "Knee. Shall I log that?"
        assert talk.say("yes") == "Knee. Logged."

    def test_nothing_else_ends_no_conversation(self, talk):
        talk.say("twitch in my left calf")
        assert not talk.assistant.typed_turn("nothing else", now=talk.now).ends
        assert len(talk.entries("twitch")) == 1


def test_the_note_is_asked_about_in_the_words_of_the_person_and_says_its_time_once(talk):
    reply = talk.say("I took two magnesium tablets last night")
    assert reply == "A medicine, in your words: I took two magnesium tablets last night. Shall I note that?"


@pytest.mark.parametrize(
    ("said", "kind"),
    [
        ("Must tell the neurologist that my dad had shaky hands", "A note"),
        ("Question for Dr Murphy: do I need an EMG", "A question for the doctor"),
    ],
)
def test_of_a_note_that_was_not_understood_as_a_whole_nothing_is_left_out(talk, said, kind):
    assert talk.say(said) == f"{kind}, in your words: {said}. Shall I note that?"


def test_an_offer_that_was_passed_over_is_left_without_a_word(talk):
    talk.say("twitch in my left calf")
    assert talk.say("how many twitches when it rains").startswith("Shall I count")
    assert talk.say("how many twitches today") == "Once today."


def test_what_was_not_said_yes_to_is_not_told_as_a_yes(talk):
    talk.answer("run the checklist", "no", "not sure")
    assert "So far you said not sure about a smaller muscle and no to more than two weeks." in talk.say("stop")


class TestWhatAnswersOneQuestionOfTheChecklistOnly:
    def test_since_the_weekend_is_no_fortnight(self, talk):
        assert "smaller" in talk.answer("run the checklist", "only since the weekend")
        assert talk.say("only since the weekend").startswith("Sorry?")

    def test_who_sees_it_wander_is_not_sure_that_it_spread(self, talk):
        assert talk.answer("run the checklist", "no", "it moves about").startswith("Sorry?")
        talk.answer("no", "no", "it moves about", "no", "no")
        answers = talk.entries("assessment")[0]["answers"]
        assert [one["answer"] for one in answers] == ["no", "no", "no", "not_sure", "no", "no"]
