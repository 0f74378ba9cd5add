"""What tests share: one understanding of the shipped language, and typed conversations on a real journal."""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from functools import partial
from pathlib import Path
from typing import Any

import hypothesis
import pytest

from voiceassist import events
from voiceassist.assistant import Assistant
from voiceassist.dialogue import Dialogue, Responses, State
from voiceassist.journal import Journal
from voiceassist.semantics import Witness
from voiceassist.skills import SKILLS
from voiceassist.skills.daily import Daily
from voiceassist.skills.knowledge import Knowledge
from voiceassist.skills.spoken_forms import SpokenForms
from voiceassist.skills.tips import daily_tip
from voiceassist.skills.told import Told
from voiceassist.understanding import Understanding

hypothesis.settings.register_profile("quick", max_examples=20)

ROOT = Path(__file__).resolve().parent.parent
LANGUAGE = ROOT / "intents" / "en"
NOW = datetime.fromisoformat("2026-11-22T09:10:00+01:00")


def pytest_addoption(parser: pytest.Parser) -> None:
    """What takes longer than scripts/test may."""
    parser.addoption(
        "--every-recording",
        action="store_true",
        help="let every set-up of recognisers hear every recording of tests/speech, the assistant take every line, and "
        "the journal be killed 200 times",
    )


@dataclass
class Language:
    """Everything about the shipped language that does not change from test to test."""

    understanding: Understanding
    knowledge: Knowledge
    responses: Responses


@dataclass
class Conversation:
    """A typed conversation that remembers every event."""

    assistant: Assistant
    journal: Journal
    events: list[events.Event] = field(default_factory=list)
    now: datetime = NOW

    def say(self, text: str) -> str:
        """The reply to `text`; empty where there is none."""
        self.now += timedelta(seconds=10)
        reply = self.assistant.typed_turn(text, now=self.now)
        return reply.text if reply else ""

    def answer(self, *texts: str) -> str:
        """Say several things; the reply to the last."""
        return [self.say(text) for text in texts][-1]

    def entries(self, kind: str | None = None) -> list[dict[str, Any]]:
        """What the journal on disk holds."""
        return [entry.to_dict() for entry in self.journal.entries([kind] if kind else None)]

    def levels(self) -> list[str]:
        """The rung of every triage event so far."""
        return [event.level for event in self.events if isinstance(event, events.Triage)]


@pytest.fixture(scope="session")
def warm(pytestconfig: pytest.Config, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The cache folder of a program that has run before.

    Compiling the language takes ten seconds, which every process of every round would spend anew.  It is kept only for
    the very sources that it was compiled from and by.
    """
    sources = sorted([*LANGUAGE.rglob("*.yaml"), *(ROOT / "voiceassist" / "understanding").rglob("*.py")])
    digest = hashlib.sha256(b"".join(source.read_bytes() for source in sources)).hexdigest()[:16]
    kept = pytestconfig.cache.mkdir("compiled") / digest
    for other in kept.parent.iterdir():
        if other != kept:
            shutil.rmtree(other, ignore_errors=True)
    Understanding.load(LANGUAGE, cache=kept)
    # A copy, since what else a program keeps there is of this process alone.
    cache = tmp_path_factory.mktemp("warm") / "cache"
    shutil.copytree(kept, cache, ignore=shutil.ignore_patterns("*.new"))
    return cache


@pytest.fixture(scope="session")
def language(warm: Path) -> Language:
    """The shipped English, read once."""
    return Language(
        Understanding.load(LANGUAGE, cache=warm),
        Knowledge.load(LANGUAGE),
        Responses.load([LANGUAGE], SpokenForms.load(LANGUAGE)),
    )


@pytest.fixture
def talk(language: Language, tmp_path: Path) -> Conversation:
    """A fresh conversation on an empty journal."""
    return _conversation(language, tmp_path)


@pytest.fixture(scope="session")
def converse(language: Language) -> Callable[..., Conversation]:
    """What begins a conversation on a new journal in a folder, with a witness of meaning or without."""
    return partial(_conversation, language)


def _conversation(language: Language, folder: Path, witness: Witness | None = None) -> Conversation:
    journal = Journal.open(folder / "journal.sqlite3")
    heard: list[events.Event] = []
    told = Told(folder / "told.json")
    skills = {**SKILLS, "DailyTip": daily_tip(told)}
    dialogue = Dialogue(journal, language.knowledge, language.responses, skills, State(tip_at="09:00"))
    assistant = Assistant(
        language.understanding,
        language.knowledge,
        dialogue,
        None,
        heard.append,
        witness=witness,
        daily=Daily(time(9), told),
    )
    return Conversation(assistant, journal, heard)
