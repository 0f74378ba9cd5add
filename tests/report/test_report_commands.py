"""``voiceassist trends`` and ``voiceassist report`` as they are typed, and the report that is asked for by voice."""

from __future__ import annotations

import json
import stat
from functools import partial

import pytest
from typer.testing import CliRunner

from tests.report import diaries
from tests.report.conftest import LANGUAGE
from voiceassist import reporting
from voiceassist.cli.app import app
from voiceassist.dialogue import Dialogue, State
from voiceassist.errors import VoiceAssistError
from voiceassist.journal import Journal
from voiceassist.skills import SKILLS
from voiceassist.skills.make_report import make_report

NOW = "2026-11-22T09:10:00+01:00"


@pytest.fixture
def data(tmp_path, now):
    """A data folder with the spreading story."""
    folder = tmp_path / "data"
    with Journal.open(folder / "journal.sqlite3") as journal:
        journal.add(diaries.entries("spreading", now), turn="diary")
    return folder


@pytest.fixture
def run(data, monkeypatch, tmp_path):
    monkeypatch.setenv("VOICEASSIST_CONFIG", str(tmp_path / "config.toml"))
    monkeypatch.setenv("COLUMNS", "100")
    return lambda *words: CliRunner().invoke(app, [*map(str, words), "--data-dir", str(data), "--now", NOW])


def mode(path):
    return stat.S_IMODE(path.stat().st_mode)


@pytest.mark.parametrize(
    ("name", "begins"), [("r.pdf", b"%PDF"), ("r.html", b"<!doctype"), ("r.json", b'{"resourceType":"Bundle"')]
)
def test_the_ending_chooses_the_format_and_the_file_is_private(name, begins, run, tmp_path):
    target = tmp_path / "out" / name
    done = run("report", "--period", "7d", "--output", target)
    assert done.exit_code == 0, done.output
    assert done.output.strip() == str(target)
    assert target.read_bytes().lstrip().startswith(begins)
    assert mode(target) == 0o600
    assert list(target.parent.iterdir()) == [target]


def test_without_a_file_the_report_goes_into_the_data_folder(run, data):
    done = run("report", "--json")
    assert done.exit_code == 0, done.output
    told = json.loads(done.output)
    assert told == {
        "path": str(data / "reports" / "twitch-report-2026-10-24-2026-11-22.pdf"),
        "period": "2026-10-24/2026-11-22",
    }
    assert mode(data / "reports") == 0o700


def test_who_it_is_about_is_said_only_where_it_was_given(run, tmp_path):
    run("report", "--period", "7d", "--output", tmp_path / "a.html", "--name", "Alex Muster", "--birth-year", "1984")
    run("report", "--period", "7d", "--output", tmp_path / "b.html")
    assert "Alex Muster, born 1984" in (tmp_path / "a.html").read_text()
    assert "Alex" not in (tmp_path / "b.html").read_text()


@pytest.mark.parametrize(
    ("words", "reason"),
    [
        (("report", "--output", "report.docx"), ".pdf, .html or .json"),
        (("report", "--period", "soon"), "not a period"),
        (("trends", "--output", "trends.jpg"), ".svg or .png"),
    ],
)
def test_what_cannot_be_made_fails_with_what_to_do(words, reason, run):
    done = run(*words)
    assert isinstance(done.exception, VoiceAssistError)
    assert reason in str(done.exception)


def test_a_folder_that_cannot_be_written_is_one_line(run, tmp_path):
    (tmp_path / "file").write_text("")
    done = run("report", "--period", "2d", "--output", tmp_path / "file" / "r.html")
    assert isinstance(done.exception, VoiceAssistError)
    assert "choose another file" in str(done.exception)


def test_trends_on_the_terminal_name_what_matters(run):
    done = run("trends")
    assert done.exit_code == 0, done.output
    for expected in ("Loss of muscle size", "right forearm", "█", "legs and hips", "(new)"):
        assert expected in done.output


def test_trends_as_json_are_one_object(run):
    found = json.loads(run("trends", "--period", "30d", "--json").output)
    assert found["period"] == {**found["period"], "first": "2026-10-24", "last": "2026-11-22"}
    assert len(found["days"]) == 30
    assert {link["factor"] for link in found["links"]} == {"caffeine", "sleep", "stress", "exercise"}


@pytest.mark.parametrize(("name", "begins"), [("t.svg", b"<svg"), ("t.png", b"\x89PNG")])
def test_trends_as_a_picture(name, begins, run, tmp_path):
    done = run("trends", "--output", tmp_path / name)
    assert done.output.strip() == str(tmp_path / name)
    assert (tmp_path / name).read_bytes().startswith(begins)
    assert mode(tmp_path / name) == 0o600


@pytest.fixture
def asked(talk, language, tmp_path):
    """A conversation that can make reports into a data folder."""
    skills = {**SKILLS, "MakeReport": make_report(partial(reporting.for_doctor, LANGUAGE, tmp_path / "data"))}
    talk.assistant._dialogue = Dialogue(talk.journal, language.knowledge, language.responses, skills, State())
    return talk


def test_a_report_asked_for_in_a_conversation_says_where_it_is(asked, tmp_path):
    asked.say("twitch in my left calf")
    reply = asked.say("make a report for my doctor")
    target = tmp_path / "data" / "reports" / "twitch-report-2026-10-24-2026-11-22.pdf"
    assert str(target) in reply
    assert target.read_bytes().startswith(b"%PDF")


@pytest.mark.parametrize(
    ("question", "answer"),
    [
        ("what does it say", "One page for the doctor"),
        ("how many pages does it have", "One page for the doctor"),
        ("what should I tell the doctor", "One page for the doctor"),
        ("I've got an appointment on Thursday", "If a doctor is to see it, say, make a report,"),
        ("is my name on it", "Asked for here, it does not show your name."),
        ("read me the report", "It is made for paper"),
    ],
)
def test_a_report_can_be_talked_about(asked, question, answer):
    asked.answer("twitch in my left calf", "make a report")
    assert asked.say(question).startswith(answer)


def test_the_period_that_was_said_is_the_reports(asked, tmp_path):
    asked.say("twitch in my left calf")
    asked.say("make a report about the last ten days")
    (made,) = (tmp_path / "data" / "reports").iterdir()
    assert made.name.endswith("-2026-11-22.pdf")
    assert "2026-10-24" not in made.name


@pytest.mark.parametrize("said", ["and for the last two weeks", "for two weeks"])
def test_straight_after_a_report_another_period_is_one_of_it(asked, tmp_path, said):
    asked.answer("twitch in my left calf", "make a report", said)
    made = {path.name for path in (tmp_path / "data" / "reports").iterdir()}
    assert "twitch-report-2026-11-08-2026-11-22.pdf" in made
    assert asked.levels() == []


@pytest.mark.parametrize("said", ["and my left calf", "only the strong ones", "and water", "and the one before that"])
def test_straight_after_a_report_anything_else_asks_the_journal(asked, tmp_path, said):
    asked.answer("twitch in my left calf", "make a report", said)
    assert len(list((tmp_path / "data" / "reports").iterdir())) == 1


def test_an_empty_journal_makes_no_report(asked, tmp_path):
    assert "empty" in asked.say("make a report for my doctor")
    assert not (tmp_path / "data" / "reports").exists()


def test_a_report_that_cannot_be_written_is_told(asked, tmp_path):
    (tmp_path / "data").write_text("a file where the folder should be")
    asked.say("twitch in my left calf")
    assert "could not make the report" in asked.say("make a report for my doctor")


def test_erasing_takes_the_reports_too(run, data):
    from voiceassist.journal.erase import erase

    run("report", "--period", "2d")
    assert (data / "reports").is_dir()
    erase(data)
    assert not (data / "reports").exists()
