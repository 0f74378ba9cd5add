"""What every new journal entry has in common."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from voiceassist.skills.skill import Desk


def stamp(desk: Desk, at: str | None = None, precision: str | None = None) -> dict[str, Any]:
    """The fields that say where an entry came from; `at` is ISO 8601 and now where nothing was said."""
    return {
        "id": desk.journal.new_id(desk.now),
        "at": datetime.fromisoformat(at) if at else desk.now,
        "at_precision": precision or "minute",
        "words": desk.words or None,
        "source": desk.source,
        "created_at": desk.now,
    }
