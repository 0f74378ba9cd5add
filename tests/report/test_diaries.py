"""Each sample diary tells its own story, whoever is asked: trends, the ladder, the conversation, the report."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import pytest

from tests.report import diaries
from voiceassist.journal.history import history
from voiceassist.report import render
from voiceassist.report.page import page
from voiceassist.report.period import Period
from voiceassist.report.report import make

BUILD = Path(__file__).resolve().parents[2] / "build" / "report"


@pytest.fixture
def read(story, now, weigh):
    return lambda name: make(story(name), Period.parse("90d", now), now, weigh)


@pytest.fixture
def ask(talk, now):
    """A conversation about a sample diary."""

    def about(name):
        talk.journal.add(diaries.entries(name, now), turn="diary")
        return talk

    return about


def factors(report):
    return {link.factor for link in report.trends.links if link.together and link.contrast.difference > 0}


def rules(report):
    return {flag.rule: flag for flag in report.trends.flags}


def test_the_same_seed_makes_the_same_diary(now):
    first, again = (diaries.entries("benign", now) for _ in range(2))
    assert [(e.at, e.words) for e in first] == [(e.at, e.words) for e in again]
    assert [(e.at, e.words) for e in first] != [(e.at, e.words) for e in diaries.entries("benign", now, seed=8)]


@pytest.mark.parametrize("name", diaries.STORIES)
def test_no_diary_reaches_into_the_future_or_beyond_ninety_days(name, now):
    days = [(now.date() - entry.at.date()).days for entry in diaries.entries(name, now)]
    assert min(days) >= 0
    assert max(days) < diaries.DAYS


def command(talk, **slots):
    """The answer to a question about the journal that was understood."""
    return talk.assistant.command("AskJournal", slots, now=talk.now).text


# Benign, more often with coffee


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_benign_goes_with_caffeine_and_with_nothing_else(seed, journal, now, weigh):
    journal.add(diaries.entries("benign", now, seed), turn="diary")
    report = make(journal, Period.parse("90d", now), now, weigh)
    assert factors(report) == {"caffeine"}
    assert report.trends.course.direction == report.trends.plan.direction == "fewer"
    assert not report.signs
    assert {track.region for track in report.trends.regions} == {"face", "leg"}
    assert not any(track.new for track in report.trends.regions)
    assert set(rules(report)) == {"persistent"}


def test_benign_as_a_conversation(ask):
    talk = ask("benign")
    assert "left calf" in talk.say("where does it twitch most")
    assert re.search(
        "On days with twitches, four.* with caffeine. On the other days, two.* with caffeine",
        command(talk, query="compare", measure="caffeine"),
    )


# Spreading, with weakness


def test_spreading_is_new_regions_growth_and_signs(read):
    report = read("spreading")
    assert [track.region for track in report.trends.regions] == ["arm", "leg", "trunk"]
    assert [track.new for track in report.trends.regions] == [False, True, True]
    assert report.trends.course.direction == "more"
    assert {sign.sign for sign in report.signs} == {"weakness", "wasting"}
    assert not factors(report)


def test_spreading_raises_the_rules_with_the_entries_that_show_them(read, story):
    report = read("spreading")
    raised = rules(report)
    assert {"wasting", "spreading", "slow_weakness", "two_yes", "persistent", "family_history"} <= set(raised)
    assert report.trends.flags[0].rung == "urgent"
    shown = [story("spreading").get(entry_id) for entry_id in raised["wasting"].entries]
    assert any(entry.kind == "sign" and entry.sign == "wasting" for entry in shown)


def test_spreading_as_a_conversation(ask, now):
    talk = ask("spreading")
    shown = history(talk.journal, now)
    assert shown.persistent
    assert shown.spread
    assert "right forearm" in talk.say("where does it twitch most")
    assert "weakness and muscle loss" in talk.say("is this serious")
    talk.answer("yes", "no", "no", "yes")
    assert "urgent" in talk.levels()


# An eyelid for twelve days


def test_an_eyelid_is_one_place_that_stopped(read):
    report = read("eyelid")
    assert [(place.place, place.side) for place in report.trends.places] == [("eyelid", "left")]
    assert report.trends.flags == ()
    assert report.trends.course.direction == "fewer"
    assert "caffeine" not in factors(report)


def test_an_eyelid_in_words(read, wording):
    shown = page(read("eyelid"), wording)
    assert "Confined to the left eyelid" in shown["summary"]
    assert not shown["findings"]["items"]


def test_an_eyelid_as_a_conversation(ask, now):
    talk = ask("eyelid")
    assert not history(talk.journal, now).persistent
    assert "eyelid" in talk.say("when was the last twitch")


# Sparse


def test_sparse_is_told_to_be_thin_and_nothing_is_made_of_it(read, wording):
    report = read("sparse")
    shown = page(report, wording)
    assert "Only 4 of 90 days" in shown["thin"]
    assert report.trends.course is None
    assert all(link.contrast is None for link in report.trends.links)
    assert report.trends.flags == ()
    assert not any(track.new for track in report.trends.regions)


def test_sparse_as_a_conversation(ask):
    talk = ask("sparse")
    assert "too few logged days" in command(talk, query="trend")


# To look at


@pytest.mark.slow
@pytest.mark.parametrize("name", diaries.STORIES)
def test_the_pages_are_rendered_to_look_at(name, read, wording, now):
    """Pictures of every page under build/report; what is on them is held by the other tests."""
    BUILD.mkdir(parents=True, exist_ok=True)
    for old in BUILD.glob(f"{name}-*.png"):
        old.unlink()
    target = BUILD / f"{name}.pdf"
    target.write_bytes(render.pdf(page(read(name), wording), wording.folder, now))
    subprocess.run(["pdftoppm", "-r", "110", "-png", target, BUILD / name], check=True)
    pictures = sorted(BUILD.glob(f"{name}-*.png"))
    assert len(pictures) == 2, "the page for the doctor and the person's own words"
    assert all(picture.stat().st_size > 20_000 for picture in pictures)
