"""The sample conversation that ships with the program."""

from __future__ import annotations

from pathlib import Path

_FOLDER = Path(__file__).resolve().parent / "demo"


def recordings() -> tuple[Path, ...]:
    """What is said in the sample conversation, one file an utterance, in order."""
    return tuple(sorted(_FOLDER.glob("*.flac")))
