"""The spoken specification: what is said in `spoken/*.yaml`, in which state, and what must come of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import audio_files
from voices import HELD_OUT

HERE = Path(__file__).resolve().parent
SPEC, AUDIO = HERE / "spoken", HERE / "audio"

ANY = "*"
"""In the place of a slot's value: free words, or a time that depends on the second it was said."""
IN_WRITING_ONLY = frozenset(
    {
        "ReportSign",
        "StopPlan",
        "Thanks",
        "Relieved",
        "Unclear",
        "Distress",
        "Greet",
        "Acknowledge",
        "TipTime",
        "SpeakFor",
    }
)
"""Intents that no list speaks, here and in tests/suites, so that counts of recordings stay comparable."""


@dataclass(frozen=True)
class Case:
    """One recording and what it demands."""

    id: str
    text: str
    voice: str
    after: tuple[str, ...] = ()
    """What was said before in the same conversation; typed, so that the state is certain."""
    means: tuple[Mapping[str, Any], ...] = ()
    """Intents with their slots, all and no others; empty where the speech must be rejected or reports a sign."""
    journal: tuple[Mapping[str, Any], ...] = ()
    """The journal's changes: `op` (insert where nothing is said) and the fields that matter."""
    says: tuple[str, ...] = ()
    """Words of the reply."""
    sign: str | None = None
    level: str | None = None
    """The rung of the ladder; of a sign without one the onset is asked first."""
    about: str = "self"

    @property
    def audio(self) -> Path:
        """The recording."""
        return AUDIO / f"{self.id}.flac"

    @property
    def held_out(self) -> bool:
        """Whether nothing was ever tuned to its voice."""
        return self.voice in HELD_OUT

    @property
    def kind(self) -> str:
        """``emergency``, ``red flag``, ``chatter`` or ``command``."""
        if self.sign:
            return "emergency" if self.level == "emergency" else "red flag"
        return "command" if self.means else "chatter"


def read() -> list[Case]:
    """All cases, those of one voice in a row: a recogniser learns a speaker's channel as it hears more of it."""
    entries = audio_files.read(SPEC)
    cases = [Case(**{k: tuple(v) if isinstance(v, list) else v for k, v in entry.items()}) for entry in entries]
    return sorted(cases, key=lambda case: case.voice)
