"""``plan`` and ``tip`` as processes, and ``listen`` speaking first."""

from __future__ import annotations

import json
import os
import shlex
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
import soundfile

from tests.cli.program import NOW, ROOT, Program
from tests.speech.voices import RATE

pytestmark = pytest.mark.slow
ANSWERS = "three cups\ntwo litres\nseven hours\nskip\n"


def test_a_plan_is_begun_from_standard_input_and_shown(program: Program) -> None:
    begun = program.run("plan", "start", "--now", NOW, input=ANSWERS)
    assert (begun.code, begun.err) == (0, "")
    assert begun.lines[-1].startswith("From three cups with caffeine down to none in seven days")
    shown = program.run("plan", "--now", "2026-11-23T09:00:00+01:00")
    assert shown.lines[0] == "Day two of twenty eight. Today at most two cups with caffeine."
    assert shown.lines[2] == "> 2026-11-23  two cups with caffeine"
    plain = json.loads(program.run("plan", "--json", "--now", NOW).out)
    assert (plain["running"], plain["day"], plain["baseline"]["caffeine"]) == (True, 1, 3)
    assert plain["taper"] == [2.5, 2, 1.5, 1.5, 1, 0.5, 0]
    assert plain["aims"]["sleep"] == {"least": 7, "most": 9, "unit": "h"}


def test_without_a_plan_it_says_how_to_begin(program: Program) -> None:
    assert program.run("plan").lines == ["There is no plan yet. Say, start the plan."]
    assert json.loads(program.run("plan", "--json").out) == {"running": False}


def test_a_check_in_that_breaks_off_keeps_what_was_told(program: Program) -> None:
    done = program.run("plan", "checkin", "--json", "--now", NOW, input="two cups\n")
    assert [event["entry"]["measure"] for event in done.of("journal")] == ["caffeine"]
    assert done.of("reply")[-1]["text"] == "Okay. What you told me is logged."


def test_a_subject_without_a_plan_says_so(program: Program) -> None:
    assert "no plan" in program.run("plan", "--intents", Path(__file__).parents[1] / "second_subject/plants").problem


def test_listen_speaks_first_once_a_day_at_the_time_it_was_told(program: Program, tmp_path: Path) -> None:
    silence = tmp_path / "silence.wav"
    soundfile.write(silence, np.zeros(3 * RATE, np.int16), RATE)
    listen = ("listen", "--input", silence, "--events", "-", "--free", "none", "--tip-at", "09:00")

    def said(now: str) -> list[str]:
        done = program.run(*listen, "--now", now, "--output", tmp_path / "replies.wav")
        return [event["text"] for event in done.of("reply")]

    assert said("2026-11-22T08:50:00+01:00") == []
    (tip,) = said("2026-11-22T08:59:58+01:00")
    assert said("2026-11-22T09:00:10+01:00") == [], "a new start does not say it twice"
    assert program.run("tip", "--now", "2026-11-22T12:00:00+01:00").lines == [tip]
    program.run("plan", "start", "--now", "2026-11-22T12:00:00+01:00", input=ANSWERS)
    assert said("2026-11-23T08:59:58+01:00") == ["It is day two of your plan. Shall we check in?"]


def test_the_shipped_unit_prints_the_tip_of_the_day(program: Program) -> None:
    unit = (ROOT / "scripts/systemd/voiceassist-tip.service").read_text()
    (command,) = (line.removeprefix("ExecStart=") for line in unit.splitlines() if line.startswith("ExecStart="))
    home = {"VOICEASSIST_DATA_DIR": str(program.data), "PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}"}
    done = subprocess.run(
        shlex.split(command.replace("$$", "$")), capture_output=True, text=True, env={**program.env, **home}, check=True
    )
    assert done.stdout == program.run("tip").out != ""
