"""Speaking first: at the time that was asked for, once a day, also over midnight, time zones and a new start."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from voiceassist.skills.daily import Daily
from voiceassist.skills.told import Told

AT = time(9)


def at(clock: str, day: int = 22, zone: str = "Europe/Berlin") -> datetime:
    return datetime(2026, 11, day, *map(int, clock.split(":")), tzinfo=ZoneInfo(zone))


@pytest.fixture
def daily(tmp_path) -> Daily:
    return Daily(AT, Told(tmp_path / "told.json"))


@pytest.mark.parametrize(
    ("clock", "due"), [("08:59", False), ("09:00", True), ("09:59", True), ("10:00", False), ("23:00", False)]
)
def test_it_is_time_for_an_hour(daily, clock, due):
    assert daily.due(at(clock)) is due


def test_an_hour_that_reaches_over_midnight_ends_there(tmp_path):
    late = Daily(time(23, 30), Told(tmp_path / "told.json"))
    assert late.due(at("23:59"))
    assert not late.due(at("00:10", day=23))


class TestOnce:
    def ask(self, talk, now: datetime) -> str | None:
        reply = talk.assistant.daily(now=now, t=0.0)
        return reply.text if reply else None

    def test_without_a_plan_it_is_the_tip_and_once_a_day(self, talk, language):
        assert self.ask(talk, at("08:59")) is None
        said = self.ask(talk, at("09:01"))
        assert any(said.startswith(tip.fact.say) for tip in language.knowledge.tips)
        assert self.ask(talk, at("09:02")) is None
        assert self.ask(talk, at("09:00", day=23)) not in (None, said)

    def test_a_new_start_does_not_say_it_twice(self, talk, tmp_path):
        self.ask(talk, at("09:01"))
        assert not Daily(AT, Told(tmp_path / "told.json")).due(at("09:05"))

    def test_who_had_the_tip_already_is_not_spoken_to(self, talk):
        talk.say("today's tip")
        assert self.ask(talk, at("09:11")) is None

    def test_who_flies_west_into_the_same_morning_is_not_spoken_to_again(self, talk):
        assert self.ask(talk, at("09:00"))
        assert self.ask(talk, at("09:00", zone="America/New_York")) is None

    def test_an_open_question_is_not_talked_over(self, talk):
        talk.say("run the checklist")
        assert self.ask(talk, at("09:30")) is None
        talk.say("stop")
        assert self.ask(talk, at("09:40"))

    def test_without_a_time_it_never_speaks_first(self, talk):
        talk.assistant._daily = None
        assert self.ask(talk, at("09:00")) is None

    def test_what_is_said_first_is_no_interpretation(self, talk):
        self.ask(talk, at("09:00"))
        assert [event.name for event in talk.events] == ["reply"]


class TestUnderAPlan:
    @pytest.fixture(autouse=True)
    def begun(self, talk):
        talk.answer("start the plan", "three", "skip", "skip", "skip")
        talk.now = at("09:00", day=23)

    def offer(self, talk) -> str | None:
        reply = talk.assistant.daily(now=talk.now, t=0.0)
        return reply.text if reply else None

    def test_it_offers_the_check_in(self, talk):
        assert self.offer(talk) == "It is day two of your plan. Shall we check in?"
        assert talk.say("yes") == "Caffeine today?"
        assert "Water?" in talk.say("two cups")

    def test_a_no_ends_it(self, talk):
        self.offer(talk)
        assert talk.say("not now") == "Okay. Say check in when you like."
        assert self.offer(talk) is None

    def test_an_emergency_is_heard_before_it_is_answered(self, talk):
        self.offer(talk)
        assert talk.say("my face is drooping on one side").startswith("Call your local emergency number now")

    def test_after_the_check_in_it_is_the_tip(self, talk, language):
        talk.answer("check in", "skip", "skip", "skip", "skip", "skip", "no")
        said = self.offer(talk)
        assert any(said.startswith(tip.fact.say) for tip in language.knowledge.tips)

    def test_after_the_plan_it_is_the_tip(self, talk, language):
        talk.now += timedelta(days=40)
        said = self.offer(talk)
        assert any(said.startswith(tip.fact.say) for tip in language.knowledge.tips)


class TestByVoice:
    def ask(self, talk, now: datetime) -> str | None:
        reply = talk.assistant.daily(now=now, t=0.0)
        return reply.text if reply else None

    def test_no_more_tips_ends_it(self, talk):
        assert talk.say("no more tips") == "Okay, no tips unless you ask."
        assert self.ask(talk, at("09:01", day=23)) is None

    def test_another_time_moves_it(self, talk):
        reply = talk.say("tip at nine in the evening")
        assert reply.startswith("Okay, the tip of the day at nine in the evening")
        assert self.ask(talk, at("09:01", day=23)) is None
        assert self.ask(talk, at("21:01", day=23))

    def test_a_time_is_asked_for(self, talk):
        assert talk.say("turn the tips back on").startswith("At what time?")
        assert self.ask(talk, at("09:01", day=23))
