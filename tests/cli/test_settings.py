"""A setting that cannot be used is named with where it stands and what it takes."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.cli.program import Program
from voiceassist.config import Settings, remember
from voiceassist.errors import VoiceAssistError

NOON = "2026-10-25T12:00"
"""The day on which the clocks of Europe were set back."""
REFUSED = {
    "rate": ("fast", "above 0"),
    "volume": ("9", "at most 4"),
    "verbosity": ("loud", "brief, normal or full"),
    "barge_in": ("maybe", "true or false"),
    "keep_misses": ("perhaps", "true or false"),
    "tip_at": ("25:00", "HH:MM"),
    "recognizer": ("nonsense", "auto, vosk or pocketsphinx"),
    "free": ("whisper-huge", "auto, vosk, whisper, .* or none"),
    "voice": ("alto", "auto, pyttsx3, piper, or a voice"),
    "earcons": ("listening,bells", "all, none, or names"),
}


@pytest.fixture
def config(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    file = tmp_path / "config.toml"
    monkeypatch.setenv("VOICEASSIST_CONFIG", str(file))
    return file


@pytest.mark.parametrize("name", REFUSED)
class TestAValueThatCannotBe:
    def test_names_the_variable_of_the_environment(
        self, name: str, config: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        value, expected = REFUSED[name]
        monkeypatch.setenv(f"VOICEASSIST_{name.upper()}", value)
        with pytest.raises(VoiceAssistError, match=f"^VOICEASSIST_{name.upper()}: '{value}'.*{expected}"):
            Settings.load({})

    def test_is_not_kept(self, name: str, config: Path) -> None:
        value, expected = REFUSED[name]
        with pytest.raises(VoiceAssistError, match=expected):
            remember(name, value)
        assert not config.exists()

    def test_names_the_file(self, name: str, config: Path) -> None:
        value, expected = REFUSED[name]
        config.write_text(f'{name} = "{value}"')
        with pytest.raises(VoiceAssistError, match=f"^{config}: '{value}'.*{expected}"):
            Settings.load({})


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("recognizer", "vosk"),
        ("free", "none"),
        ("free", "whisper-tiny-en"),
        ("voice", "piper"),
        ("voice", "pyttsx3:gmw/en-us"),
        ("earcons", "done,thinking"),
    ],
)
def test_a_value_that_can_be_is_kept(name: str, value: str, config: Path) -> None:
    remember(name, value)
    assert getattr(Settings.load({}), name) == value


def test_a_setting_that_there_is_not_is_named(config: Path) -> None:
    config.write_text("loudness = 2")
    with pytest.raises(VoiceAssistError, match="no setting is called 'loudness'"):
        Settings.load({})


def test_a_language_that_is_not_there_is_told_as_such(config: Path, tmp_path: Path) -> None:
    with pytest.raises(VoiceAssistError, match=r"no folder .*xx; choose another language"):
        _ = Settings.load({"language": "xx"}).language_folder


def test_flags_win_over_the_environment_and_that_over_the_file(config: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    config.write_text('rate = 0.5\nvolume = 0.5\nverbosity = "brief"')
    monkeypatch.setenv("VOICEASSIST_RATE", "0.7")
    monkeypatch.setenv("VOICEASSIST_VOLUME", "0.7")
    chosen = Settings.load({"rate": 2})
    assert (chosen.rate, chosen.volume, chosen.verbosity) == (2.0, 0.7, "brief")


class TestTheClockOnTheWall:
    """Summer has another offset than the day on which the program runs."""

    @pytest.fixture
    def berlin(self, program: Program) -> Program:
        program.env |= {"TZ": "Europe/Berlin"}
        return program

    def test_is_that_of_the_day_that_was_meant(self, berlin: Program) -> None:
        assert berlin.run("--now", NOON, "ask", "my left calf twitched yesterday at nine").code == 0
        assert berlin.run("journal", "add", "--place", "jaw", "--at", "2026-07-01 00:30").code == 0
        assert {entry["at"] for entry in berlin.entries()} == {"2026-10-24T09:00:00+02:00", "2026-07-01T00:30:00+02:00"}

    def test_bounds_a_period(self, berlin: Program) -> None:
        for at in ("2026-06-30T23:40:00+02:00", "2026-07-01T00:40:00+02:00"):
            assert berlin.run("journal", "add", "--place", "jaw", "--at", at).code == 0
        listed = berlin.run("--now", NOON, "journal", "list", "--from", "2026-07-01", "--json").out
        assert [entry["at"] for entry in json.loads(listed)] == ["2026-07-01T00:40:00+02:00"]

    def test_goes_by_the_offset_of_a_zone_without_a_name(self, program: Program) -> None:
        program.env |= {"TZ": "XYZ-3"}
        assert program.run("--now", NOON, "ask", "my left calf twitched").code == 0
        (entry,) = program.entries()
        assert entry["at"] == f"{NOON}:00+03:00"
