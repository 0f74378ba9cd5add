"""Sound that is not as it should be, in the microphone's place."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
import soundfile
import soxr

from tests.cli.program import ROOT, Done, Program
from tests.speech.voices import RATE, speak

SEED = 20261122


def listen(program: Program, *files: Path, voice: str = "none") -> Done:
    recordings = [word for file in files for word in ("--input", file)]
    return program.run("listen", *recordings, "--events", "-", "--free", voice)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("name", "content", "problem"),
    [
        ("missing.wav", None, "does not exist"),
        ("empty.wav", b"", "is empty"),
        ("letter.wav", b"Dear doctor, my eyelid twitches.\n" * 50, "is not audio"),
        ("header.wav", b"RIFF\x24\x00\x00\x00WAVEfmt \x10\x00\x00\x00\x01\x00", "is not audio"),
    ],
)
def test_what_is_no_sound_is_named_before_anything_else_happens(
    program: Program, tmp_path: Path, calf: Path, name: str, content: bytes | None, problem: str
) -> None:
    if content is not None:
        (tmp_path / name).write_bytes(content)
    done = listen(program, calf, tmp_path / name)
    assert done.problem.startswith(f"{tmp_path / name} {problem}")
    assert done.out == ""
    assert not program.journal.exists()


def eight_bits(path: Path, speech: np.ndarray) -> None:
    soundfile.write(path, speech, RATE, subtype="PCM_U8")


def stereo_at_96_kilohertz(path: Path, speech: np.ndarray) -> None:
    fast = soxr.resample(speech.astype(np.float32) / 32768, RATE, 96_000)
    soundfile.write(path, np.stack([fast, np.zeros_like(fast)], axis=1), 96_000, subtype="PCM_24")


def truncated(path: Path, speech: np.ndarray) -> None:
    """The header promises as much again as there is."""
    soundfile.write(path, np.concatenate([speech, speech]), RATE)
    whole = path.read_bytes()
    path.write_bytes(whole[: 44 + 2 * len(speech) + 1])


@pytest.mark.slow
def test_every_kind_of_file_is_heard_alike(program: Program, tmp_path: Path) -> None:
    kinds: tuple[Callable[[Path, np.ndarray], None], ...] = (eight_bits, stereo_at_96_kilohertz, truncated)
    files = []
    for place, kind in zip(("calf", "thumb", "shoulder"), kinds, strict=True):
        files.append(tmp_path / f"{kind.__name__}.wav")
        kind(files[-1], speak(f"twitch in my left {place}", "rms"))
    done = listen(program, *files, voice="auto")
    assert [event["entry"]["place"] for event in done.of("journal")] == ["calf", "thumb", "shoulder"]
    (warning,) = done.of("error")
    assert (warning["recovered"], "truncated.wav is cut off" in warning["message"]) == (True, True)
    assert (done.code, done.err) == (0, "")


@pytest.mark.slow
def test_silence_and_noise_say_nothing_and_log_nothing(program: Program, tmp_path: Path) -> None:
    draw = np.random.default_rng(SEED)
    hum = np.sin(2 * np.pi * 50 * np.arange(10 * RATE) / RATE)
    sounds = {
        "silence.wav": np.zeros(10 * RATE),
        "white.wav": draw.normal(0, 0.05, 10 * RATE),
        "bursts.wav": draw.normal(0, 0.3, 10 * RATE) * (draw.random(10).repeat(RATE) > 0.7),
        "hum.wav": 0.3 * hum,
        "clipped.wav": np.clip(9 * hum + draw.normal(0, 0.1, 10 * RATE), -1, 1),
    }
    for name, sound in sounds.items():
        soundfile.write(tmp_path / name, sound, RATE)
    done = listen(program, *(tmp_path / name for name in sounds), voice="auto")
    assert (done.code, done.err) == (0, "")
    assert done.of("journal") == []
    assert [event["decision"] for event in done.of("interpretation") if event["decision"] != "reject"] == []
    assert {"hear nothing" in event["message"] for event in done.of("error")} == {True}


def peak_of(program: Program, recording: Path) -> tuple[Done, int]:
    """How listening to a recording ended, and the most memory it held, in megabytes."""
    process = subprocess.Popen(
        program.command("listen", "--input", recording, "--events", "-", "--free", "none"),
        stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, env=program.env, cwd=ROOT,
    )  # fmt: skip
    assert process.stdout
    out = process.stdout.read()
    _, status, used = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    return Done(process.returncode, out, ""), used.ru_maxrss // 1024


@pytest.mark.slow
@pytest.mark.skipif(not hasattr(os, "wait4"), reason="memory is read the POSIX way")
def test_five_minutes_take_no_more_memory_than_one(program: Program, tmp_path: Path) -> None:
    sentence = speak("twitch in my left calf", "rms")
    minute = np.concatenate([sentence, np.zeros(60 * RATE - len(sentence), np.int16)])
    for name, minutes in (("one.wav", 1), ("five.flac", 5)):
        with soundfile.SoundFile(tmp_path / name, "w", RATE, 1) as file:
            for number in range(minutes):
                # Somebody speaks at the beginning, in the middle and in the last minute.
                file.write(minute if number in (0, 2, 4) else np.zeros_like(minute))
    short, least = peak_of(program, tmp_path / "one.wav")
    long, most = peak_of(program, tmp_path / "five.flac")
    assert (short.code, len(short.of("journal"))) == (0, 1)
    assert [round(event["t"] / 60) for event in long.of("journal")] == [0, 2, 4]
    assert most < least + 6, "megabytes: four more minutes of sound, had they been kept, would be eight"
