"""The table of rooms in docs/architecture.md says who imports whom."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
TEXT = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
LEAVES = set(re.findall(r"`(\w+)`", re.search(r"Everybody may import (.*?);", TEXT)[1]))
PACKAGE = {"__init__", "__main__"}


def rows() -> Iterator[tuple[str, str]]:
    for rooms, _, allowed in re.findall(r"^\| (`.*?) \| (.*?) \| (.*?) \|$", TEXT, re.MULTILINE):
        for room in re.findall(r"`(\w+)(?:/|\.py)`", rooms):
            yield room, allowed


ROOMS = dict(rows())


def modules(room: str) -> list[Path]:
    folder = ROOT / "voiceassist" / room
    return sorted(folder.rglob("*.py")) if folder.is_dir() else [folder.with_suffix(".py")]


def imported(file: Path) -> set[str]:
    """The rooms that a file imports from."""
    found = set()
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and (node.module or "").partition(".")[0] == "voiceassist":
            _, *inner = node.module.split(".")
            found |= {inner[0]} if inner else {alias.name for alias in node.names}
    return found


def test_every_room_stands_in_the_table():
    there = {path.stem for path in (ROOT / "voiceassist").iterdir() if path.suffix == ".py" or list(path.glob("*.py"))}
    assert there - PACKAGE - LEAVES == set(ROOMS)


@pytest.mark.parametrize("room", ROOMS)
def test_a_room_imports_what_its_row_allows(room):
    used = set().union(*map(imported, modules(room))) - {room, "__version__"} - LEAVES
    if ROOMS[room] == "everything":
        return
    named = set(re.findall(r"`(\w+)`", ROOMS[room]))
    if ROOMS[room].startswith("everything but"):
        assert not used & named
    else:
        assert used == named
