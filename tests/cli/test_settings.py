"""A setting that cannot be used is named with where it stands and what it takes."""

from __future__ import annotations

from pathlib import Path

import pytest

from voiceassist.config import Settings
from voiceassist.errors import VoiceAssistError

REFUSED = {
    "rate": ("fast", "above 0"),
    "volume": ("9", "at most 4"),
    "verbosity": ("loud", "brief, normal or full"),
    "barge_in": ("maybe", "true or false"),
    "keep_misses": ("perhaps", "true or false"),
    "tip_at": ("25:00", "HH:MM"),
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

    def test_names_the_file(self, name: str, config: Path) -> None:
        value, expected = REFUSED[name]
        config.write_text(f'{name} = "{value}"')
        with pytest.raises(VoiceAssistError, match=f"^{config}: '{value}'.*{expected}"):
            Settings.load({})


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
