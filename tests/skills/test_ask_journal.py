"""What the journal answers to a spoken question, in the words that are said."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest

from voiceassist.dialogue import State
from voiceassist.journal import Day, Twitch, queries
from voiceassist.report.period import Period

Log = Callable[..., None]


@pytest.fixture
def log(talk) -> Log:
    """Writes a twitch, or with a measure a value, on a day of November."""

    def write(day: int, clock: str = "08:00", **given: Any) -> None:
        at = datetime.fromisoformat(f"2026-11-{day:02}T{clock}:00+01:00")
        kind = Day if "measure" in given else Twitch
        talk.journal.add(
            [kind(id=talk.journal.new_id(at), at=at, created_at=at, source="voice", **given)], turn="before"
        )

    return write


class TestTrend:
    def test_the_first_day_counts_whole(self, talk, log):
        for day in (*range(9, 16), 20, 21, 22):
            log(day)
        log(15, "21:00", measure="caffeine", amount=1, unit="cup")
        talk.now = talk.now.replace(hour=20, microsecond=250_000)
        assert talk.say("is it getting better") == (
            "Over the last seven days about as many as over the seven before: one a logged day, against one."
        )

    def test_the_period_is_named(self, talk, log):
        log(21)
        log(22)
        log(22)
        assert talk.say("is it getting worse today") == (
            "So far today more than the whole day before: two a logged day, against one."
        )

    def test_none_is_no_zero(self, talk, log):
        log(22, measure="twitch_free")
        log(12)
        assert talk.say("is it getting better") == (
            "Over the last seven days fewer than over the seven before: none, against one a logged day."
        )

    def test_none_before_and_after(self, talk, log):
        log(22, measure="twitch_free")
        log(12, measure="twitch_free")
        assert talk.say("is it getting better") == (
            "Over the last seven days there were none on logged days, nor over the seven before."
        )

    def test_of_a_measure_it_says_which(self, talk, log):
        for day, amount in ((12, 1), (13, 1), (20, 3), (21, 2)):
            log(day, measure="caffeine", amount=amount, unit="cup")
        reply = talk.assistant.command("AskJournal", {"query": "trend", "measure": "caffeine"}, now=talk.now)
        assert reply.text == (
            "Over the last seven days more caffeine than over the seven before: two and a half cups a logged day, "
            "against one cup."
        )


def test_days_back_from_now_are_those_of_the_report(talk, log):
    for day in (19, 20, 22):
        log(day, "23:00" if day == 19 else "08:00")
    of_the_report = Period.parse("3d", talk.now)
    assert queries.count(talk.journal, of_the_report.filter).n == 2
    assert talk.say("how many twitches in the last three days").startswith("Twice, on two days.")
    assert talk.say("how many twitches in the last twenty four hours").startswith("Once.")


class TestFreeDays:
    QUESTION = "how many days without twitches this week"

    def test_a_day_said_to_be_free_is_one(self, talk):
        talk.say("no twitches today")
        assert talk.say(self.QUESTION) == "On the one logged day, no twitch was logged."

    def test_they_are_told_of_the_logged_days(self, talk, log):
        log(18)
        log(19, measure="twitch_free")
        log(20, measure="caffeine", amount=1, unit="cup")
        assert talk.say(self.QUESTION) == "On two of three logged days, no twitch was logged."

    def test_a_twitch_after_all_ends_it(self, talk, log):
        log(19, measure="twitch_free")
        log(19, "20:00")
        assert talk.say(self.QUESTION) == "It twitched on the one logged day."

    def test_a_gap_is_no_free_day(self, talk, log):
        log(10)
        assert talk.say(self.QUESTION) == "No day is logged in that time."


class TestPlacesWithin:
    def test_a_calf_is_of_the_leg_and_told_as_a_calf(self, talk):
        talk.say("twitch in my left calf")
        assert talk.say("how often did my leg twitch") == "Once in your left calf."
        assert talk.say("when did my leg last twitch").startswith("The last one: left calf,")

    def test_several_are_named(self, talk, log):
        log(21, place="calf", side="left")
        log(21, place="calf", side="left")
        log(22, place="toe")
        assert talk.say("how often did my leg twitch") == "Three times in your leg: left calf and toe, on two days."
        assert talk.say("how often did my left leg twitch") == "Twice in your left calf, on one day."

    @pytest.mark.parametrize(
        ("place", "within"),
        [("hand", "thumb"), ("arm", "finger"), ("face", "eyelid"), ("back", "lower_back"), ("foot", "heel")],
    )
    def test_other_places_hold_theirs(self, talk, log, place, within):
        log(22, place=within)
        assert talk.say(f"how often did my {place} twitch").startswith("Once in your ")

    @pytest.mark.parametrize("place", ["hip", "thumb", "abdomen"])
    def test_what_lies_elsewhere_is_not_counted(self, talk, log, place):
        log(22, place=place)
        assert talk.say("how often did my leg twitch") == "No twitches are logged in that time for your leg."


class TestAmounts:
    def test_of_sleep_and_stress_the_mean_is_said(self, talk, log):
        for day, hours in ((21, 8), (22, 6)):
            log(day, measure="sleep", amount=hours, unit="h")
            log(day, measure="stress", amount=hours, unit="point")
        assert talk.say("how much did I sleep this week") == "Seven hours of sleep a night, on two nights."
        assert talk.say("what was my average stress level") == "Stress seven out of ten on average, on two days."

    def test_of_what_adds_up_both_are(self, talk, log):
        log(21, measure="caffeine", amount=3, unit="cup")
        log(22, measure="caffeine", amount=2, unit="cup")
        assert talk.say("how many coffees did I have this week") == (
            "Five cups with caffeine, on two days, two and a half cups a day."
        )

    @pytest.mark.parametrize(
        ("measure", "amount", "unit", "said"),
        [
            ("water", 1.5, "l", "One and a half liters of water"),
            ("water", 500, "ml", "Five hundred milliliters of water"),
            ("water", 1333, "ml", "About one point three liters of water"),
            ("caffeine", 295, "mg", "About three and a half cups with caffeine"),
            ("caffeine", 9, "mg", "Zero point one cups with caffeine"),
            ("sleep", 7, "h", "Seven hours of sleep"),
            ("sleep", 400, "min", "About six and a half hours of sleep"),
        ],
    )
    def test_they_are_said_as_the_ear_takes_them(self, talk, log, measure, amount, unit, said):
        log(22, measure=measure, amount=amount, unit=unit)
        reply = talk.assistant.command("AskJournal", {"query": "count", "measure": measure}, now=talk.now).text
        assert reply == f"{said}, logged on one day."

    def test_an_amount_that_was_not_told_is_no_zero(self, talk, log):
        log(22, measure="caffeine")
        assert talk.say("how much coffee did I have today") == "Caffeine is logged for that time, but not how much."


class TestDetails:
    def test_the_strongest(self, talk, log):
        log(20, place="calf", side="left", intensity=7)
        log(22, place="thumb", intensity=4)
        assert talk.say("what was the strongest") == "The strongest: left calf, seven out of ten, on Friday at eight."
        assert talk.say("what was my strongest twitch today").startswith("The strongest: thumb, four out of ten,")

    @pytest.mark.parametrize(
        ("question", "missing"),
        [
            ("what was the strongest", "how strong they were"),
            ("what was the longest", "how long they lasted"),
            ("what's my most common trigger", "what may have set them off"),
            ("which leg is worse", "on which side they were"),
        ],
    )
    def test_twitches_that_do_not_say_are_no_none(self, talk, log, question, missing):
        log(22, place="calf")
        assert talk.say(question).startswith(f"Twitches are logged for that time, but not {missing}.")

    def test_which_side_is_worse(self, talk, log):
        for side in ("left", "left", "right", None):
            log(22, place="calf", side=side)
        assert talk.say("which leg is worse") == "Your left leg, twice of four."
        assert talk.say("is the left worse than the right") == "More on the left, twice of four."
        log(22, place="toe", side="right")
        assert talk.say("which leg is worse") == "Left and right alike, twice each."


class TestTheSameOfAnotherTime:
    def test_it_is_asked_of_the_same_place(self, talk, log):
        log(21, place="calf")
        log(10, place="calf")
        log(10, place="calf")
        log(22, place="thumb")
        assert talk.say("how often did my calf twitch yesterday") == "Once in your calf yesterday."
        assert talk.say("and today") == "No twitches are logged in that time for your calf."
        assert talk.say("what about last week") == "Twice in your calf, on one day."

    def test_or_of_another_place(self, talk, log):
        log(22, place="calf", side="left")
        log(22, place="thumb", side="right")
        log(21, place="thumb", side="right")
        talk.say("how often did my left calf twitch today")
        assert talk.say("and my thumb") == "Once in your thumb today."
        assert len(talk.entries()) == 3

    def test_after_one_entry_was_told_too(self, talk, log):
        log(10, place="calf")
        log(22, place="thumb")
        assert "thumb" in talk.say("when was my last twitch")
        assert talk.say("and last week").startswith("The last one: calf")

    def test_not_after_something_else(self, talk):
        talk.answer("twitch in my calf", "how many twitches today", "I had two coffees", "and last week")
        assert len(talk.entries()) == 2
        assert talk.assistant.state.asked["measure"] == "caffeine"

    def test_a_conversation_that_is_continued_later_knows_it(self, talk):
        talk.answer("twitch in my calf", "how many twitches today")
        state = talk.assistant.state
        assert State.from_dict(json.loads(json.dumps(state.to_dict())), lambda form: form).asked == state.asked


class TestNotes:
    def test_questions_and_medicines_are_read_apart(self, talk):
        talk.answer("note a question for the doctor is it dangerous", "I take magnesium")
        assert talk.say("what are my questions for the doctor") == "One question for the doctor: Is it dangerous."
        assert talk.say("what medicines am I taking") == "One medicine: Magnesium."
        assert talk.say("read my notes") == "Two notes: Is it dangerous. Magnesium."

    def test_none_are_none(self, talk):
        assert talk.say("what medicines am I taking") == "No medicines are noted."
        assert talk.say("read my notes") == "Nothing is noted."
