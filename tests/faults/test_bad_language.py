"""Mistakes in a folder given with ``--intents``: the file, the line and what was expected, in one line."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from typer.testing import CliRunner

from tests.cli.program import Program
from voiceassist.assistant import Assistant
from voiceassist.cli.app import app
from voiceassist.config import Settings
from voiceassist.errors import VoiceAssistError

PLANTS = Path(__file__).parent.parent / "second_subject" / "plants"
SENTENCES = "en/sentences/plants.yaml"
RESPONSES = "en/responses/plants.yaml"


@pytest.fixture
def intents(tmp_path: Path) -> Path:
    """A folder of our own that can be spoiled."""
    return shutil.copytree(PLANTS, tmp_path / "intents")


def spoil(file: Path, old: str, new: str) -> int:
    """Replace `old` once; the line it stood on."""
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new, 1), encoding="utf-8")
    return text[: text.index(old)].count("\n") + 1


@pytest.mark.parametrize(
    ("name", "old", "new", "expected"),
    [
        (SENTENCES, "values: [kitchen, bathroom,", "values: [kitchen, bathroom: {", "expected"),
        (SENTENCES, "[the|my] {plant}", "[the|my] {flower}", "expected"),
        (SENTENCES, '- "how much water does', '- "how much (water does', "expected"),
        (SENTENCES, "expansion_rules:", "expansion_rulez:", "expected"),
        (RESPONSES, "default: I will remind", "default: [I will remind", "is not YAML"),
    ],
    ids=["not YAML", "no such list", "open bracket", "no such key", "replies not YAML"],
)
def test_a_mistake_is_shown_where_it_stands(
    intents: Path, tmp_path: Path, name: str, old: str, new: str, expected: str
) -> None:
    line = spoil(intents / name, old, new)
    with pytest.raises(VoiceAssistError) as told:
        Assistant.open(Settings(data_dir=tmp_path / "data", intents=intents), lambda _: None)
    message = str(told.value)
    place = message.removeprefix(f"{intents / name}:").split(":")[0]
    # YAML notices an open bracket only where the next thing does not fit.
    assert line <= int(place) <= line + 8, message
    assert expected in message
    assert "\n" not in message


def test_a_response_without_its_top_key_or_template_is_named(intents: Path, tmp_path: Path) -> None:
    spoil(intents / RESPONSES, "responses:", "replies:")
    with pytest.raises(VoiceAssistError, match=r"plants\.yaml: expected a top-level key 'responses'"):
        Assistant.open(Settings(data_dir=tmp_path / "data", intents=intents), lambda _: None)


@pytest.mark.slow
def test_the_program_fails_with_that_line(program: Program, intents: Path) -> None:
    line = spoil(intents / SENTENCES, "  the_plant:", "  the_plant")
    done = program.run("ask", "how often should I water my fern", "--intents", intents)
    assert done.problem == f"{intents / SENTENCES}:{line - 1}: “expansion_rules”: expected a mapping"


@pytest.mark.slow
def test_a_folder_that_is_not_there_is_named(program: Program, tmp_path: Path) -> None:
    assert str(tmp_path / "nowhere") in program.run("ask", "hello", "--intents", tmp_path / "nowhere").problem
    assert "xx" in program.run("ask", "hello", "--language", "xx").problem


@pytest.mark.parametrize("words", ["trends", "report", "bench match", "plan", "tip"])
def test_a_language_that_is_not_there_is_told_alike_by_every_command(
    words: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("VOICEASSIST_CONFIG", str(tmp_path / "config.toml"))
    done = CliRunner().invoke(app, [*words.split(), "--language", "xx", "--data-dir", str(tmp_path / "data")])
    with pytest.raises(VoiceAssistError) as told:
        _ = Settings(language="xx").language_folder
    assert str(done.exception) == str(told.value)


@pytest.mark.slow
def test_a_reply_with_a_mistake_is_told_in_one_line(program: Program, intents: Path) -> None:
    spoil(intents / RESPONSES, "{{ plant }}", "{{ flower }}")
    done = program.run("ask", "remind me to water my fern in two days", "--intents", intents)
    assert "SetReminder.default" in done.problem
