"""The tip of the day: on what the journal shows, the same all day, none again until all were heard."""

from __future__ import annotations

import stat
from datetime import timedelta

import pytest

from voiceassist.journal.erase import personal_files
from voiceassist.skills.told import Telling, Told


def step_of(language, reply: str) -> str:
    return next(tip.step for tip in language.knowledge.tips if reply.startswith(tip.fact.say))


def days(talk, *sentences: str, count: int = 4) -> None:
    """Say the same on several days."""
    for _ in range(count):
        talk.answer(*sentences)
        talk.now += timedelta(days=1)


@pytest.mark.parametrize(
    ("logged", "step"),
    [
        (("I had six coffees", "slept eight hours"), "caffeine"),
        (("I had one coffee", "slept five hours"), "sleep"),
        (("I drank half a litre of water", "slept eight hours"), "water"),
        (("stress nine out of ten", "slept eight hours"), "stress"),
    ],
)
def test_it_follows_what_the_journal_shows(talk, language, logged, step):
    days(talk, *logged)
    assert step_of(language, talk.say("today's tip")) == step


@pytest.mark.parametrize(
    ("tip", "reason"),
    [
        ("give me a tip about caffeine", "Caffeine and other stimulants overexcite the nerves that drive the muscles."),
        ("give me a tip about sleep", "Poor sleep is one of the everyday causes of twitching."),
        ("give me a tip about stress", "Stress makes the nerves easier to set off."),
    ],
)
@pytest.mark.parametrize("why", ["why", "why is that"])
def test_why_is_answered_with_its_reason(talk, tip, reason, why):
    talk.say(tip)
    assert talk.say(why) == reason


def test_every_tip_has_a_reason(language):
    assert all(tip.reason for tip in language.knowledge.tips)


def test_whoever_logs_rarely_is_told_why_it_helps(talk, language):
    talk.say("twitch in my left calf")
    talk.now += timedelta(days=6)
    assert step_of(language, talk.say("today's tip")) == "track"


def test_under_a_plan_its_own_target_counts(talk, language):
    talk.answer("start the plan", "four", "skip", "skip", "skip")
    talk.now += timedelta(days=5)
    days(talk, "I had three coffees", "slept eight hours")
    assert step_of(language, talk.say("today's tip")) == "caffeine"


def test_the_same_day_has_the_same_tip_whatever_is_logged_meanwhile(talk):
    first = talk.say("today's tip")
    talk.answer("I had nine coffees", "slept two hours")
    assert talk.say("today's tip").startswith(first.split(".")[0])


def test_a_tip_on_one_step_is_the_same_all_day_and_counts_as_heard(talk, language):
    asked = talk.say("give me a tip about sleep")
    assert talk.say("any tips for sleep").split(".")[0] == asked.split(".")[0]
    later = []
    for _ in range(len(language.knowledge.tips) - 1):
        talk.now += timedelta(days=1)
        later.append(talk.say("today's tip"))
    assert asked not in later


def test_another_one_is_another_and_then_the_tip_of_the_day(talk):
    heard = talk.answer("today's tip"), *(talk.say(f"{which} tip") for which in ("another", "next", "a different"))
    assert len({reply.split(".")[0] for reply in heard}) == len(heard)
    assert talk.say("today's tip").split(".")[0] == heard[-1].split(".")[0]


def test_another_one_on_a_step_stays_with_it(talk, language):
    heard = [talk.say("a tip about water please"), talk.say("another tip about water")]
    assert [step_of(language, reply) for reply in heard] == ["water", "water"]
    assert heard[0].split(".")[0] != heard[1].split(".")[0]


def test_need_changes_the_order_but_repeats_nothing(talk, language):
    heard = []
    for _ in language.knowledge.tips:
        heard.append(talk.say("today's tip"))
        talk.say("I had nine coffees")
        talk.now += timedelta(days=1)
    assert len(set(heard)) == len(language.knowledge.tips)


class TestMemory:
    def test_it_is_a_private_file_that_erasing_finds(self, tmp_path):
        Told(tmp_path / "told.json").tell(Telling("2026-11-22", "rest"))
        assert stat.S_IMODE((tmp_path / "told.json").stat().st_mode) == 0o600
        assert tmp_path / "told.json" in personal_files(tmp_path)

    def test_another_process_reads_what_one_wrote(self, tmp_path):
        Told(tmp_path / "told.json").tell(Telling("2026-11-22", "rest"))
        assert Told(tmp_path / "told.json").tips() == (Telling("2026-11-22", "rest"),)

    @pytest.mark.parametrize("content", ["", "{", "[]", '{"tips": [7]}', '{"tips": [{"colour": 1}]}', '{"tips": 3}'])
    def test_a_damaged_file_counts_as_empty(self, tmp_path, content):
        (tmp_path / "told.json").write_text(content)
        told = Told(tmp_path / "told.json")
        assert told.tips() == ()
        told.tell(Telling("2026-11-22", "rest"))
        assert len(told.tips()) == 1

    def test_a_folder_that_cannot_be_written_is_made_up_for(self, tmp_path):
        (tmp_path / "file").write_text("")
        told = Told(tmp_path / "file" / "told.json")
        told.tell(Telling("2026-11-22", "rest"))
        assert told.tips() == (Telling("2026-11-22", "rest"),)


@pytest.mark.parametrize("again", ["next one", "another one", "another tip", "the next one"])
def test_the_next_one_is_another(talk, language, again):
    first = talk.say("today's tip")
    second = talk.say(again)
    assert step_of(language, second)
    assert second != first
