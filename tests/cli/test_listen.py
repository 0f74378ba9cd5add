"""``listen`` and ``demo`` with recordings in the microphone's place."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import soundfile

from tests.cli.program import NOW, Program
from tests.speech.voices import RATE, speak

pytestmark = pytest.mark.slow
KEYS = {
    "listening": {"t"},
    "speech_start": {"t"},
    "partial": {"t", "text"},
    "utterance": {"t", "text", "free_text", "speech_end", "recognizer"},
    "interpretation": {"t", "decision", "intent", "slots", "confidence"},
    "triage": {"t", "level", "signs", "rules", "about"},
    "journal": {"t", "op", "entry"},
    "reply": {"t", "text", "expects"},
    "speaking": {"t", "first_audio_after_speech_end_ms"},
    "spoken": {"t"},
    "error": {"t", "message", "recovered"},
}
"""What others rely on in each event (design.md, Contracts)."""


@pytest.fixture
def said(tmp_path: Path) -> list[Path]:
    """Three recordings: something to log, an emergency, and a farewell, by a voice of their own each."""
    files = []
    for text, voice in (("twitch in my left calf", "rms"), ("I can't breathe", "slt"), ("goodbye", "rms")):
        files.append(tmp_path / f"{voice}{len(files)}.wav")
        soundfile.write(files[-1], speak(text, voice), RATE)
    return files


def test_recordings_are_one_conversation_in_json_lines_and_one_wave_file(
    program: Program, said: list[Path], tmp_path: Path
) -> None:
    inputs = [word for file in said for word in ("--input", file)]
    done = program.run("listen", *inputs, "--events", "-", "--output", tmp_path / "replies.wav", "--now", NOW)
    assert (done.code, done.err) == (0, "")
    for event in done.events:
        assert KEYS[event["event"]] <= event.keys(), event
    times = [event["t"] for event in done.events]
    assert times == sorted(times)
    twitch, sign = (event["entry"] for event in done.of("journal"))
    assert (twitch["place"], twitch["source"], sign["sign"]) == ("calf", "voice", "breathing")
    assert NOW < twitch["at"] < sign["at"] < NOW.replace("09:10", "09:11"), "the clock advances with the audio"
    assert {event["first_audio_after_speech_end_ms"] for event in done.of("speaking")} == {None}
    replies = soundfile.info(tmp_path / "replies.wav")
    assert replies.duration > 4
    assert len(done.of("spoken")) == 3


def test_once_and_events_in_a_file(program: Program, said: list[Path], tmp_path: Path) -> None:
    log = tmp_path / "events.jsonl"
    log.touch(0o644)
    done = program.run("listen", "--input", said[0], "--input", said[1], "--events", log, "--once", "--free", "none")
    assert done.code == 0
    assert "Left calf. Logged." in done.out
    assert log.stat().st_mode & 0o777 == 0o600, "it holds what was said"
    written = [json.loads(line) for line in log.read_text().splitlines()]
    assert [event["event"] for event in written].count("reply") == 1
    assert written[-1]["event"] == "spoken"


def test_an_emergency_is_spoken_even_where_nothing_can_be_written_down(program: Program, said: list[Path]) -> None:
    program.journal.write_text("milk, eggs")
    done = program.run("listen", "--input", said[1], "--events", "-")
    assert "is not a journal" in done.problem
    assert [event["level"] for event in done.of("triage")] == ["emergency"]
    assert "emergency number" in done.of("reply")[0]["text"]
    assert len(done.of("spoken")) == 1
    assert [event["recovered"] for event in done.of("error")] == [True, False]
    assert program.journal.read_text() == "milk, eggs"


def test_the_demo_never_touches_the_real_journal(program: Program, tmp_path: Path) -> None:
    replies = tmp_path / "replies.wav"
    done = program.run("demo", "--output", replies, timeout=300)
    assert done.code == 0, done.err
    assert str(replies) in " ".join(done.out.split())
    assert soundfile.info(replies).duration > 10
    assert not program.journal.exists()
