"""The contract of every command: exit codes, one line for trouble, JSON where a machine may read it."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
import tomllib
from pathlib import Path

import pytest

from tests.cli.program import NOW, ROOT, Program

COMMANDS = (
    *("listen", "demo", "ask", "chat", "say", "tip", "checklist", "plan", "journal", "trends", "report", "misses"),
    *("models", "devices", "voices", "doctor", "bench", "serve", "config"),
)
JOURNAL = (
    *("add", "list", "show", "edit", "delete", "undo"),
    *("import", "export", "backup", "restore", "check", "erase"),
)
PLAN = ("start", "checkin")
MODELS = ("list", "install", "verify", "remove")
LATER = ("serve",)


@pytest.mark.slow
def test_help_names_every_command(program: Program, record_property: pytest.RecordProperty) -> None:
    started = time.monotonic()
    done = program.run("--help")
    record_property("help_ms", round(1000 * (time.monotonic() - started)))
    assert done.code == 0
    assert all(f" {command} " in done.out for command in COMMANDS)


@pytest.mark.slow
def test_groups_name_their_commands(program: Program) -> None:
    for group, commands in (("journal", JOURNAL), ("models", MODELS), ("plan", PLAN)):
        told = program.run(group, "--help").out
        assert all(f" {command} " in told for command in commands), group


def test_the_installed_command_and_the_module_are_the_same_program() -> None:
    script = Path(sys.executable).with_name("voiceassist")
    versions = [
        subprocess.run([*start, "--version"], capture_output=True, text=True, check=True).stdout
        for start in ([str(script)], [sys.executable, "-m", "voiceassist"])
    ]
    assert versions[0] == versions[1] != ""


@pytest.mark.slow
@pytest.mark.parametrize(
    "words",
    [
        ("no-such-command",),
        ("ask",),
        ("ask", "  "),
        ("ask", "hello", "--now", "yesterday"),
        ("listen", "--free", "siri"),
        ("listen", "--tip-at", "9 o'clock"),
        ("listen", "--tip-at", "24:00"),
        ("journal", "list", "--limit", "some"),
    ],
    ids=" ".join,
)
def test_wrong_usage_ends_with_2(program: Program, words: tuple[str, ...]) -> None:
    done = program.run(*words)
    assert (done.code, done.out) == (2, "")
    assert "Usage: voiceassist" in done.err


@pytest.mark.parametrize("command", LATER)
def test_what_comes_later_says_so_and_fails(program: Program, command: str) -> None:
    done = program.run(command)
    assert "not there yet" in done.problem
    assert "`voiceassist " in done.problem
    assert done.out == ""


@pytest.mark.slow
def test_common_flags_stand_before_or_after_the_command(program: Program, tmp_path: Path) -> None:
    logged = tmp_path / "elsewhere" / "journal.sqlite3"
    program.run("journal", "add", "--place", "calf", "--data-dir", logged.parent)
    before = program.run("--now", NOW, "ask", "twitch in my left eyelid", "--json")
    assert logged.exists()
    assert before.of("journal")[0]["entry"]["at"] == NOW
    assert [entry["place"] for entry in program.entries()] == ["eyelid"]


def test_a_common_flag_after_the_command_is_no_field_of_an_entry(program: Program, tmp_path: Path) -> None:
    elsewhere = ("--data-dir", tmp_path / "other")
    assert program.run("journal", "add", "--place", "calf", *elsewhere).code == 0
    assert program.run("journal", "edit", "last", "--intensity", 4, *elsewhere).code == 0
    (entry,) = json.loads(program.run("journal", "list", "--json", *elsewhere).out)
    assert (entry["place"], entry["intensity"]) == ("calf", 4)


@pytest.mark.slow
def test_lists_for_machines_parse(program: Program) -> None:
    assert json.loads(program.run("journal", "list", "--json").out) == []
    assert json.loads(program.run("models", "list", "--json").out)["models"][0]["name"]
    assert isinstance(json.loads(program.run("devices", "--json").out), list)
    assert program.run("misses", "--json").events == []


@pytest.mark.slow
def test_a_tip_is_the_same_all_day_and_another_on_another_day(program: Program) -> None:
    tips = [program.run("tip", "--now", f"2026-11-{day}T{hour}:00+01:00").out for day, hour in ((22, "08"), (22, "21"))]
    assert tips[0] == tips[1] != ""


def test_config_keeps_a_setting(program: Program) -> None:
    assert program.run("config", "verbosity", "brief").code == 0
    shown = program.run("config", "verbosity", "--json")
    assert json.loads(shown.out) == {"verbosity": "brief"}
    assert "# " + program.env["VOICEASSIST_CONFIG"] in program.run("config").out
    assert tomllib.loads(Path(program.env["VOICEASSIST_CONFIG"]).read_text())["verbosity"] == "brief"


def test_config_names_what_it_cannot_take(program: Program) -> None:
    assert "'colour'" in program.run("config", "colour", "red").problem
    assert "'fast'" in program.run("config", "rate", "fast").problem
    assert "there is no folder" in program.run("config", "language", "xx").problem
    assert "there is no folder" in program.run("config", "intents", "/nowhere").problem
    Path(program.env["VOICEASSIST_CONFIG"]).write_text("rate = = 2\n")
    assert program.env["VOICEASSIST_CONFIG"] in program.run("config").problem


@pytest.mark.slow
def test_what_is_set_wins_in_order_file_environment_flag(program: Program) -> None:
    Path(program.env["VOICEASSIST_CONFIG"]).write_text('language = "de"\nverbosity = "full"\n')
    shown = json.loads(program.run("config", "--json", env={"VOICEASSIST_LANGUAGE": "fr"}).out)
    assert (shown["verbosity"], shown["language"]) == ("full", "fr")
    assert json.loads(program.run("config", "--language", "en", "--json").out)["language"] == "en"


@pytest.mark.slow
def test_doctor_says_for_each_problem_what_to_type(program: Program, deaf_and_mute: dict[str, str]) -> None:
    done = program.run("doctor", "--json", env=deaf_and_mute)
    findings = {finding["name"]: finding for finding in done.events}
    assert {"microphone", "loudspeaker", "voice", "recognisers", "data folder", "journal"} <= findings.keys()
    assert all(finding["ok"] or finding["remedy"] for finding in findings.values())
    assert "voiceassist demo" in findings["microphone"]["remedy"]
    assert done.code == 0, "no microphone is no reason to fail: chat still works"


@pytest.mark.slow
def test_doctor_fails_where_nothing_can_work(program: Program) -> None:
    program.data.mkdir(exist_ok=True)
    program.journal.write_text("groceries")
    done = program.run("doctor")
    assert done.code == 1
    assert "NO  journal:" in done.out
    assert program.journal.read_text() == "groceries"


@pytest.mark.slow
def test_a_voice_is_chosen_by_the_name_it_is_listed_with(program: Program, tmp_path: Path) -> None:
    listed = json.loads(program.run("voices", "--json").out)
    assert program.run("voices").lines == listed
    assert program.run("config", "voice", listed[1]).code == 0
    assert program.run("say", "hello", "--output", tmp_path / "hello.wav").code == 0


def test_devices_without_any_says_what_else_there_is(program: Program, deaf_and_mute: dict[str, str]) -> None:
    done = program.run("devices", env=deaf_and_mute)
    assert (done.code, done.out.count("\n")) == (0, 1)
    assert "voiceassist demo" in done.out


@pytest.mark.slow
def test_listen_without_microphone_or_recording_names_demo_and_chat(
    program: Program, deaf_and_mute: dict[str, str]
) -> None:
    problem = program.run("listen", env=deaf_and_mute).problem
    assert "voiceassist demo" in problem
    assert "voiceassist chat" in problem


def test_say_writes_a_wave_file(program: Program, tmp_path: Path) -> None:
    import soundfile

    spoken = tmp_path / "spoken.wav"
    assert program.run("say", "Left eyelid, two minutes.", "--output", spoken).code == 0
    assert soundfile.info(spoken).duration > 1


def test_a_reader_that_goes_away_is_no_traceback(program: Program) -> None:
    command = " ".join(program.command("config"))
    done = subprocess.run(
        ["bash", "-c", f"{command} | true"], cwd=ROOT, env=program.env, capture_output=True, text=True, check=False
    )
    assert done.stderr == ""


def test_interrupted_while_it_waits_for_words_it_ends_with_130(program: Program) -> None:
    process = subprocess.Popen(
        program.command("chat"), stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
        env={**program.env, "PYTHONUNBUFFERED": "1"}, cwd=ROOT,
    )  # fmt: skip
    assert process.stdout
    process.stdout.readline()
    os.kill(process.pid, signal.SIGINT)
    _, told = process.communicate(timeout=30)
    assert process.returncode == 130
    assert b"Traceback" not in told
