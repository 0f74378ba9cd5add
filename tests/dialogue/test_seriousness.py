"""“Is this serious?” looks at the journal, says what it found, asks the rest and remembers the last time."""

from __future__ import annotations

from datetime import timedelta

import pytest

CALF = [f"twitch in my left calf {days} days ago" for days in range(20, 0, -2)]


def found(talk) -> str:
    """What it says before its first question."""
    reply = talk.say("is this serious")
    return ". ".join(reply.split(". ")[:-1]) + "."


def test_an_empty_journal_is_said_to_be_empty_and_all_six_are_asked(talk):
    assert found(talk) == "Your journal shows no twitches yet."
    talk.answer(*["no"] * 6)
    (entry,) = talk.entries("assessment")
    assert len(entry["answers"]) == 6


def test_a_first_day_is_called_the_first(talk):
    talk.say("twitch in my left calf")
    assert found(talk).startswith("You logged twitches in your left calf today for the first time.")


def test_how_often_where_and_how_long_in_three_short_sentences(talk):
    talk.answer(*CALF)
    assert found(talk) == (
        "You logged twitches on nine of the last twenty days, only in your left calf. "
        "It has gone on for nineteen days. The five steps are hardly in your journal yet."
    )


def test_how_it_grew_and_what_came_with_it(talk):
    talk.answer(
        *CALF,
        "twitch in my face 5 days ago",
        "twitch in my left thumb yesterday",
        "my hand has been getting weak for weeks",
    )
    assert found(talk) == (
        "You logged twitches on eleven of the last twenty days, mostly in your left calf, and in two other places. "
        "It has gone on for twenty days, and went from the legs to the face and arms. You also told me of weakness."
    )
    talk.answer("no", "no", "no")
    (entry,) = talk.entries("assessment")
    assert [answer["from"] for answer in entry["answers"]] == ["journal", "said", "journal", "journal", "said", "said"]
    assert entry["level"] == "neurologist"
    assert {"spreading", "slow_weakness", "two_yes", "persistent"} <= set(entry["reasons"])


def test_the_steps_that_were_kept_up(talk):
    for day in range(14, 0, -1):
        talk.answer(
            f"I drank {'two and a half' if day > 3 else 'one'} liters of water {day} days ago",
            f"slept eight hours {day} days ago",
        )
    talk.say("twitch in my left calf")
    assert found(talk).endswith("Of the five steps you kept up water, sleep and the journal.")


def test_numbness_in_the_journal_counts_though_no_question_asks_for_it(talk):
    talk.answer("twitch in my leg with numbness", "no", "is this serious")
    talk.answer(*["no"] * 6)
    (entry,) = talk.entries("assessment")
    assert (entry["level"], entry["reasons"]) == ("urgent", ["numbness"])


def test_cramps_and_pain_are_no_signs_to_be_read_out(talk):
    talk.say("twitch in my left calf with cramps")
    assert "told me of" not in found(talk)


@pytest.mark.parametrize(("days", "asked"), [((80, 50, 1), True), ((9, 5, 1), False)])
def test_one_twitch_each_in_three_regions_over_months_is_asked_about(talk, days, asked):
    for place, ago in zip(("eyelid", "calf", "thumb"), days, strict=True):
        talk.say(f"twitch in my left {place} {ago} days ago")
    talk.say("is this serious")
    replies = [talk.say("no") for _ in range(5 if not asked else 6)]
    assert any("Has it spread" in reply for reply in replies) is asked
    assert talk.levels()[-1] == ("self_care" if asked else "neurologist")


def test_it_compares_with_the_last_time(talk):
    talk.answer("run the checklist", *["no"] * 6)
    talk.now += timedelta(days=21)
    talk.say("run the checklist")
    assert talk.answer(*["no"] * 6).endswith("That is the same as three weeks ago.")
    talk.now += timedelta(days=2)
    talk.say("run the checklist")
    assert talk.answer("yes", *["no"] * 5).endswith("Two days ago it was self care.")


class TestDanger:
    def test_an_emergency_told_of_today_is_answered_instead_of_questions(self, talk):
        talk.answer("I have chest pain", "is this serious")
        assert talk.say("is this serious").startswith("Call your local emergency number now.")
        assert not talk.assistant.state.forms

    def test_an_emergency_of_last_week_is_told_and_not_called_again(self, talk):
        talk.say("I have chest pain")
        talk.now += timedelta(days=7)
        assert found(talk) == "Your journal shows no twitches yet. You also told me of chest pain."

    def test_it_is_answered_in_the_middle_of_the_questions(self, talk):
        talk.answer(*CALF, "is this serious", "no")
        assert talk.say("I can't breathe").startswith("Call your local emergency number now.")


@pytest.mark.parametrize("said", ["I don't understand the question", "I'm not sure what you mean"])
def test_a_question_that_was_not_understood_is_asked_in_other_words(talk, said):
    """It was taken for "not sure", which counts as a yes."""
    talk.answer("run the checklist", "no")
    assert talk.say(said) == "Does the muscle look smaller than it was?"
    talk.answer(*["no"] * 5)
    assert {answer["answer"] for answer in talk.entries("assessment")[0]["answers"]} == {"no"}


def test_a_frightened_no_leaves_the_result_in_the_journal(talk):
    talk.answer("run the checklist", "no", "yes", "no", "no", "no", "no")
    assert talk.say("no") == "Okay."
    assert talk.say("oh no no no") != "Taken back: the checklist."
    assert [entry["level"] for entry in talk.entries("assessment")] == ["urgent"]
    assert talk.say("undo") == "Taken back: the checklist."


def test_a_no_to_a_sign_that_was_noted_is_asked_about(talk):
    """It was misheard, or it is feared."""
    talk.say("this has been going on for three weeks")
    assert talk.say("no") == "Shall I take back the last entry?"
    assert talk.say("no") == "Okay, I leave it."
    assert [entry["sign"] for entry in talk.entries("sign")] == ["persistent"]


NOES = ["no"] * 6


class TestASignThatWasTold:
    """No checklist lowers the rung that it reached."""

    def result(self, talk):
        while talk.assistant.state.forms:
            talk.say("no")
        (entry,) = talk.entries("assessment")
        return entry["level"], [answer["answer"] for answer in entry["answers"]]

    def test_before_the_checklist_is_not_asked_for_again(self, talk):
        talk.say("my left hand is weak for two months")
        assert talk.say("run the checklist").startswith(
            "Your journal says yes to more than two weeks and weakness. Four questions are left. "
        )
        assert self.result(talk) == ("neurologist", ["yes", "no", "yes", "no", "no", "no"])

    @pytest.mark.parametrize("begun", ["run the checklist", "is this serious"])
    @pytest.mark.parametrize(
        ("told", "level"), [("no and my hand is weak for months", "neurologist"), ("my thumb is smaller too", "urgent")]
    )
    def test_at_the_question_of_another_answers_its_own(self, talk, begun, told, level):
        talk.answer(begun, told)
        assert self.result(talk)[0] == level

    def test_after_its_question_was_answered_with_no_takes_that_back(self, talk):
        talk.answer("run the checklist", "no", "no", "no", "my thumb has become smaller")
        assert self.result(talk) == ("urgent", ["no", "yes", "no", "no", "no", "no"])

    def test_and_taken_back_is_asked_for_again(self, talk):
        talk.answer("run the checklist", "my thumb has become smaller", "undo")
        assert talk.say("no").endswith("become smaller?")

    def test_that_grew_within_days_is_for_today(self, talk):
        reply = talk.answer("run the checklist", "no", "no", "my hand got weak over the last few days")
        assert reply.startswith("Please be seen by a doctor today.")
        assert self.result(talk)[0] == "same_day"

    def test_that_grew_within_days_as_was_asked_is_for_today(self, talk):
        reply = talk.answer("run the checklist", "no", "no", "yes", "over three days")
        assert reply.startswith("Please be seen by a doctor today.")
        assert self.result(talk)[0] == "same_day"

    def test_as_an_emergency_of_today_is_answered_instead_of_the_checklist(self, talk):
        talk.answer("I have chest pain", "log a twitch in my left calf")
        assert talk.say("run the checklist").startswith("Call your local emergency number now.")
        assert not talk.assistant.state.forms

    def test_leaves_no_question_where_it_was_the_last_one(self, talk):
        talk.answer("this has been going on for three weeks", "my thumb has become smaller", "it has spread to my face")
        talk.answer("my hand has been getting weak for weeks", "my speech has been slurred for months")
        assert "family" in talk.say("run the checklist")
        talk.say("stop")
        talk.say("my uncle had a l s")
        assert talk.say("run the checklist").startswith("Your journal says yes to more than two weeks,")
        assert not talk.assistant.state.forms

    def test_does_not_keep_the_beginning_of_another_from_being_asked_for(self, talk):
        talk.answer("my uncle had a l s", "run the checklist", "no", "no", "no", "no")
        assert talk.say("yes").endswith("Did that start suddenly, within minutes or hours?")
        assert self.result(talk)[0] == "urgent"


class TestAQuestionThatWasSkipped:
    @pytest.mark.parametrize("begun", ["run the checklist", "is it serious"])
    def test_is_told_and_is_no_no(self, talk, begun):
        reply = talk.answer(begun, "no", "skip that one", *NOES[2:])
        assert reply.startswith(
            "You said no to five. You skipped a smaller muscle, so I cannot say anything about that."
        )

    def test_is_told_beside_a_yes(self, talk):
        reply = talk.answer("run the checklist", "yes", "skip", "next question", "i'd rather not say", "no", "no")
        assert reply.startswith(
            "You said yes to more than two weeks, and no to two. "
            "You skipped a smaller muscle, weakness and spreading, so I cannot say anything about those."
        )

    def test_like_all_others_leaves_nothing_to_be_said_or_kept(self, talk):
        reply = talk.answer("run the checklist", *["skip"] * 6)
        assert reply.startswith("You skipped every question, so I cannot say anything.")
        assert not talk.entries()
