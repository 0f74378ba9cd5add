"""How long the journal takes to answer over ten years of entries: ``python -m tests.journal.ten_years``."""

from __future__ import annotations

import json
import random
import tempfile
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from statistics import median
from time import process_time
from typing import Final

from voiceassist.journal import Day, Entry, Journal, Twitch, queries, vocabulary
from voiceassist.journal.answers import Filter, Strength
from voiceassist.journal.history import history
from voiceassist.journal.ids import new_id

_NOW: Final = datetime(2026, 11, 22, 9, tzinfo=UTC)
_YEARS: Final = 10
_REPEATS: Final = 5


def fill(journal: Journal, entries: int = 100_000) -> None:
    """Write as many `entries`, spread evenly over ten years."""
    journal.add(list(_entries(entries)), turn="speed")


def answer_times(journal: Journal) -> dict[str, float]:
    """The median processor time of each answer in milliseconds."""
    everything, coffee = Filter(), Filter(measure="caffeine")
    half = Filter(start=_NOW - timedelta(days=365 * _YEARS / 2), end=_NOW)
    answers: dict[str, Callable[[], object]] = {
        "count": lambda: queries.count(journal, everything),
        "count_measure": lambda: queries.count(journal, coffee),
        "last": lambda: queries.last(journal, everything),
        "first": lambda: queries.first(journal, everything),
        "list": lambda: queries.listing(journal, everything),
        "longest": lambda: queries.longest(journal, everything),
        "strongest": lambda: queries.strongest(journal, everything),
        "most_common_place": lambda: queries.most_common_place(journal, everything),
        "most_common_time": lambda: queries.most_common_time(journal, everything),
        "most_common_trigger": lambda: queries.most_common_trigger(journal, everything),
        "trend": lambda: queries.trend(journal, half),
        "compare": lambda: queries.compare(journal, coffee),
        "count_cause": lambda: queries.count(journal, Filter(cause="stress")),
        "count_companion": lambda: queries.count(journal, Filter(companion="cramp")),
        "count_part": lambda: queries.count(journal, Filter(part="night")),
        "count_strength": lambda: queries.count(journal, Filter(strength=Strength.STRONG)),
        "history": lambda: history(journal, _NOW),
    }
    return {name: round(_milliseconds(answer), 1) for name, answer in answers.items()}


def _entries(count: int) -> Iterator[Entry]:
    chance = random.Random(7)
    for number in range(count):
        moment = _NOW - timedelta(days=365 * _YEARS * number / count)
        entry_id, words = new_id(moment), "a twitch in my left calf after coffee"
        if chance.random() < 0.3:
            yield Day(
                id=entry_id,
                at=moment,
                created_at=moment,
                source="voice",
                words=words,
                measure=chance.choice(vocabulary.MEASURES),
                amount=chance.randrange(9),
            )
        else:
            yield Twitch(
                id=entry_id,
                at=moment,
                created_at=moment,
                source="voice",
                words=words,
                place=chance.choice(vocabulary.PLACES),
                side=chance.choice(vocabulary.SIDES),
                duration_s=chance.choice((None, 30, 120, 600)),
                triggers=tuple(chance.sample(vocabulary.TRIGGERS, chance.randrange(3))),
            )


def _milliseconds(answer: Callable[[], object]) -> float:
    times = []
    for _ in range(_REPEATS):
        started = process_time()
        answer()
        times.append(1000 * (process_time() - started))
    return median(times)


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as folder, Journal.open(Path(folder) / "journal.sqlite3") as journal:
        fill(journal)
        print(json.dumps(answer_times(journal), indent=2))
