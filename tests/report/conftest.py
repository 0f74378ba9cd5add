from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from tests.report import diaries
from voiceassist.journal import Assessment, Day, Entry, Journal, Note, Plan, Sign, Twitch
from voiceassist.report.wording import Wording
from voiceassist.reporting import weigh_by
from voiceassist.triage import load_ladder

NOW = datetime.fromisoformat("2026-11-22T09:10:00+01:00")
LANGUAGE = Path(__file__).resolve().parents[2] / "intents" / "en"
KINDS: dict[str, type[Entry]] = {
    "twitch": Twitch,
    "day": Day,
    "note": Note,
    "sign": Sign,
    "assessment": Assessment,
    "plan": Plan,
}

Log = Callable[..., Entry]


@pytest.fixture
def now() -> datetime:
    return NOW


@pytest.fixture(scope="session")
def wording() -> Wording:
    return Wording.load(LANGUAGE)


@pytest.fixture(scope="session")
def weigh() -> Any:
    return weigh_by(load_ladder(LANGUAGE / "knowledge" / "triage.yaml"))


@pytest.fixture
def journal(tmp_path: Path) -> Iterator[Journal]:
    with Journal.open(tmp_path / "journal.sqlite3") as opened:
        yield opened


@pytest.fixture
def log(journal: Journal) -> Log:
    """Writes an entry of a kind so many days ago at eight in the morning; it may say another time `at` which it was."""

    def write(kind: str, days_ago: int, **given: Any) -> Entry:
        written = (NOW - timedelta(days=days_ago)).replace(hour=8)
        told = {"at": written, "created_at": written, "source": "voice", **given}
        entry = KINDS[kind](id=journal.new_id(written), **told)
        journal.add([entry], turn="test")
        return entry

    return write


@pytest.fixture
def story(tmp_path: Path) -> Iterator[Callable[[str], Journal]]:
    """The journal of one of the sample stories."""
    opened: list[Journal] = []

    def tell(name: str) -> Journal:
        journal = Journal.open(tmp_path / f"{name}.sqlite3")
        journal.add(diaries.entries(name, NOW), turn="diary")
        opened.append(journal)
        return journal

    yield tell
    for journal in opened:
        journal.close()
