"""``listen`` that has to be called: the real program on one long recording of a room."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import soundfile

from tests.cli.program import NOW, Program
from tests.speech.audio_files import recording
from tests.speech.voices import RATE

pytestmark = pytest.mark.slow


def room(path: Path, *said: tuple[float, str, str]) -> Path:
    """A recording of a room in which, each after so many seconds of quiet, voices say texts."""
    noise = np.random.default_rng(4)
    sounds = []
    for pause, voice, text in said:
        sounds += [noise.normal(0, 12, int(pause * RATE)).astype(np.int16), recording(text, voice)]
    soundfile.write(path, np.concatenate(sounds), RATE)
    return path


def test_it_answers_when_called_and_for_a_while_after_and_to_a_cry_for_help(program: Program, tmp_path: Path) -> None:
    said = room(
        tmp_path / "room.flac",
        (1, "rms", "Twitch in my right thumb"),
        (1, "rms", "Hey Jarvis, how many twitches this week?"),
        (3, "rms", "Twitch in my left calf"),
        (11, "rms", "Twitch in my left eyelid"),
        (1, "slt", "I can't breathe"),
    )
    done = program.run("listen", "--wake-word", "Hey Jarvis", "--input", said, "--events", "-", "--now", NOW)
    assert (done.code, done.err) == (0, "")
    assert [event["until"] for event in done.of("asleep")] == ["hey jarvis", "hey jarvis"]
    assert [event["by"] for event in done.of("awake")] == ["hey jarvis", "i can't breathe"]
    intents = [event["intent"] for event in done.of("interpretation")]
    assert intents[:2] == ["AskJournal", "LogTwitch"], "in the same breath, then without another call"
    twitches = [event["entry"] for event in done.of("journal") if event["entry"]["kind"] == "twitch"]
    assert [entry["place"] for entry in twitches] == ["calf"], "neither what came before the call nor what came later"
    assert "breath" in done.of("reply")[-1]["text"]


def test_a_phrase_of_ones_own_and_a_goodbye_that_only_sends_to_sleep(program: Program, tmp_path: Path) -> None:
    said = room(
        tmp_path / "room.flac",
        (1, "rms", "Wake up tremor"),
        (1.5, "rms", "Goodbye"),
        (2, "rms", "Twitch in my left calf"),
        (1, "rms", "Wake up tremor"),
        (1.5, "rms", "Twitch in my right calf"),
    )
    done = program.run("listen", "--wake-word", "wake up tremor", "--input", said, "--events", "-", "--now", NOW)
    assert done.code == 0
    assert [event["by"] for event in done.of("awake")] == ["wake up tremor"] * 2
    assert [event["entry"]["side"] for event in done.of("journal")] == ["right"]


@pytest.mark.parametrize(
    ("flags", "told"),
    [
        (["--wake-word", "x"], '"hey jarvis"'),
        (["--push-to-talk"], "needs a terminal"),
        (["--earcons", "trumpet"], "listening, done, thinking, not_understood"),
    ],
)
def test_what_cannot_be_is_told_in_one_line(program: Program, tmp_path: Path, flags: list[str], told: str) -> None:
    said = room(tmp_path / "room.flac", (0.1, "rms", "Goodbye"))
    done = program.run("listen", *flags, "--input", said)
    assert done.code == 1
    assert told in done.err
    assert done.err.strip().count("\n") == 0
