from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from voiceassist.journal.entry import Day, Twitch
from voiceassist.journal.store import Journal

NOW = datetime.fromisoformat("2026-11-22T09:10:00+01:00")


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "data" / "journal.sqlite3"


@pytest.fixture
def journal(path: Path) -> Iterator[Journal]:
    with Journal.open(path) as opened:
        yield opened


@pytest.fixture
def twitch(journal: Journal) -> Callable[..., Twitch]:
    """Makes a twitch of the left eyelid unless told otherwise; `at` may be a string."""

    def make(at: str | datetime = NOW, **given: Any) -> Twitch:
        moment = datetime.fromisoformat(at) if isinstance(at, str) else at
        values = {"place": "eyelid", "side": "left", "source": "voice", **given}
        return Twitch(id=journal.new_id(moment), at=moment, created_at=moment, **values)

    return make


@pytest.fixture
def day(journal: Journal) -> Callable[..., Day]:
    def make(at: str, measure: str, amount: float | None = None, unit: str | None = None) -> Day:
        moment = datetime.fromisoformat(at)
        return Day(
            id=journal.new_id(moment),
            at=moment,
            created_at=moment,
            source="voice",
            measure=measure,
            amount=amount,
            unit=unit,
        )

    return make
