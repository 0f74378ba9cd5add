"""Broken templates are answered with file, line and what was expected."""

from __future__ import annotations

from pathlib import Path

import pytest

from voiceassist.errors import VoiceAssistError
from voiceassist.understanding import Understanding

GOOD = 'language: en\nintents:\n  A:\n    data:\n      - sentences: ["hello"]\n'


@pytest.mark.parametrize(
    ("text", "line", "says"),
    [
        ("intents: [", 2, "is not YAML"),
        ("language: en\nintents:\n  A:\n   data: x\n", 3, "expected “data:” with a list of blocks"),
        ('language: en\nintents:\n  A:\n    data:\n      - sentences: ["hi <who>"]\n', 5, "<who> is no expansion rule"),
        ('language: en\nintents:\n  A:\n    data:\n      - sentences: ["hi {who}"]\n', 5, "{who} is no list"),
        (
            'language: en\nintents:\n  A:\n    data:\n      - sentences:\n          - "hi"\n          - "[hi"\n',
            7,
            "[hi",
        ),
        (GOOD + "list:\n  a: 1\n", 6, "“list” in a template file; expected one of"),
        (GOOD + "expansion_rules:\n  a: <b>\n  b: x <a>\n", 8, "contains itself"),
        (GOOD + "lists:\n  a: {values: []}\n", 7, "expected “values:”, “range:” or “wildcard: true”"),
        (GOOD + "lists:\n  a:\n    values:\n      - {in: x}\n", 9, "“in” and “out”"),
        (GOOD + "lists:\n  a: {range: {from: 5, to: 1}}\n", 7, "a range of 0 numbers"),
        (GOOD + "groups: [nowhere]\n", 6, "<nowhere>"),
        (GOOD + "      - {gaps: 1, sentences: [hi]}\n", 6, "expected “gaps: true”"),
        (GOOD + "      - {doubtful: perhaps, sentences: [hi]}\n", 6, "expected “doubtful: true”"),
        (GOOD.replace("      - sent", "      - gaps: true\n        sent"), 1, "expected at least one intent"),
        (GOOD + "intents:\n  B: {}\n", 6, "“intents” is given twice"),
        ("language: en\n", 1, "expected at least one intent"),
        ("- a\n", 1, "expected a mapping"),
        ("", 1, "expected at least one intent"),
    ],
)
def test_one_line_with_file_line_and_expectation(tmp_path: Path, text: str, line: int, says: str) -> None:
    (tmp_path / "broken.yaml").write_text(text)
    with pytest.raises(VoiceAssistError) as caught:
        Understanding.load(tmp_path)
    message = str(caught.value)
    assert "\n" not in message
    assert says in message
    assert "expected" in message or "is not YAML" in message
    if "at least one intent" not in says:
        assert message.startswith(f"{tmp_path / 'broken.yaml'}:{line}: ")


def test_an_empty_folder_is_named(tmp_path: Path) -> None:
    with pytest.raises(VoiceAssistError, match="expected sentence templates"):
        Understanding.load(tmp_path)


def test_yes_and_no_are_words(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_text("language: en\nintents: {A: {data: [{sentences: [yes, no, on]}]}}\n")
    assert Understanding.load(tmp_path).intents == ("A",)
