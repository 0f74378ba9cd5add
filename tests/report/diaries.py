"""Four plausible diaries of 90 days, the same for the same seed: material for tests, pictures and trying things out.

    python -m tests.report.diaries FOLDER      writes a journal for each story

- ``benign``: calves and an eyelid that come and go, more often on days with more coffee than usual.
- ``spreading``: begins in one forearm, reaches shoulder and thigh, becomes frequent, and weakness joins it.
- ``eyelid``: one eyelid for twelve days, then nothing.
- ``sparse``: few entries, far apart.
"""

from __future__ import annotations

import random
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, Final

from voiceassist.journal import Answer, Assessment, Day, Entry, Journal, Note, Plan, Sign, Twitch
from voiceassist.journal.ids import new_id

DAYS: Final = 90


@dataclass
class _Diary:
    """Entries in the making; `day` counts from 0, the oldest, to 89, today."""

    now: datetime
    chance: random.Random
    entries: list[Entry] = field(default_factory=list)

    def moment(self, day: int, hour: float) -> datetime:
        midnight = self.now.replace(hour=0, minute=0, second=0, microsecond=0)
        moment = midnight - timedelta(days=DAYS - 1 - day) + timedelta(minutes=round(60 * hour))
        return min(moment, self.now)

    def add(self, kind: Callable[..., Entry], day: int, hour: float, words: str | None, **given: Any) -> None:
        at = self.moment(day, hour)
        last = self.entries[-1].id if self.entries else None
        self.entries.append(kind(id=new_id(at, after=last), at=at, created_at=at, source="voice", words=words, **given))

    def twitch(self, day: int, hour: float, place: str, side: str | None, **given: Any) -> None:
        spoken = f"twitch in my {f'{side} ' if side else ''}{place.replace('_', ' ')}"
        minutes = given.get("duration_s", 0) / 60
        if minutes >= 1:
            spoken += f" for {minutes:.0f} minutes"
        for trigger in given.get("triggers", ()):
            spoken += {"caffeine": " after coffee", "screen": " after a long day at the screen"}.get(
                trigger, f" after {trigger.replace('_', ' ')}"
            )
        if given.get("with_"):
            spoken += f" with {' and '.join(given['with_'])}"
        self.add(Twitch, day, hour, spoken, place=place, side=side, **given)

    def measure(self, day: int, measure: str, amount: float | None, unit: str | None, hour: float = 21) -> None:
        spoken = {
            "caffeine": f"I had {amount:g} coffees" if amount is not None else "",
            "sleep": f"slept {amount:g} hours" if amount is not None else "",
            "stress": f"stress {amount:g} out of ten" if amount is not None else "",
            "exercise": f"I ran for {amount:g} minutes" if amount is not None else "",
            "twitch_free": "no twitches today",
        }[measure]
        self.add(Day, day, hour, spoken, measure=measure, amount=amount, unit=unit)

    def usual_day(self, day: int, cups: float, stress: float) -> None:
        self.measure(day, "sleep", round(2 * min(max(self.chance.gauss(7.2, 0.7), 4.5), 9.5)) / 2, "h", 8)
        self.measure(day, "caffeine", cups, "cup")
        self.measure(day, "stress", stress, "point")


def entries(story: str, now: datetime, seed: int = 7) -> list[Entry]:
    """The diary of one of `STORIES`, in the order it was kept; its last day is that of `now`."""
    diary = _Diary(now, random.Random(f"{story} {seed}"))
    STORIES[story](diary)
    return diary.entries


def _benign(diary: _Diary) -> None:
    chance = diary.chance
    diary.add(
        Plan,
        60,
        9,
        "start the plan",
        step="start",
        baseline={"caffeine": 4},
        aims={"caffeine": (3, 3, 2, 2, 1)},
        days=28,
    )
    for day in range(DAYS):
        if chance.random() < 0.08:
            continue
        cups = chance.choice((3, 4, 4, 5, 6)) if day < 60 else chance.choice((1, 1, 2, 2, 3))
        diary.usual_day(day, cups, chance.choice((2, 3, 4, 5, 6)))
        if day % 4 == 0:
            diary.measure(day, "exercise", 30, "min", 18)
        if chance.random() < (0.85 if cups >= 4 else 0.2):
            for _ in range(chance.choice((1, 1, 2, 3) if cups >= 4 else (1,))):
                place, side = chance.choice((("calf", "left"), ("calf", "right"), ("calf", "left"), ("eyelid", "left")))
                triggers = ("caffeine",) if chance.random() < 0.5 else ()
                seconds = chance.choice((60, 120, 120, 300, 600))
                diary.twitch(day, 9 + 12 * chance.random(), place, side, duration_s=seconds, triggers=triggers)
        elif chance.random() < 0.7:
            diary.measure(day, "twitch_free", None, None)
    _asked(diary, 80, {1: "yes"}, "doctor", ("persistent",))
    diary.add(Note, 55, 10, "ask the doctor if magnesium would help", topic="question", text="would magnesium help")
    diary.add(Note, 30, 10, "I take cetirizine for hay fever", topic="medicine", text="cetirizine for hay fever")


def _spreading(diary: _Diary) -> None:
    chance = diary.chance
    for day in range(DAYS):
        if chance.random() < 0.15:
            continue
        if day % 2 == 0:
            diary.usual_day(day, chance.choice((1, 2, 2)), chance.choice((4, 5, 6, 7)))
        spots: list[tuple[str, str | None]] = [("forearm", "right")]
        if day >= 35:
            spots += [("shoulder", "right"), ("upper_arm", "right")]
        if day >= 58:
            spots += [("thigh", "right"), ("calf", "left")]
        if day >= 74:
            spots += [("abdomen", None), ("back", None)]
        for _ in range(round(chance.gauss(1 + day / 20, 0.8))):
            place, side = chance.choice(spots)
            came = ("weakness",) if day >= 66 and place in ("forearm", "shoulder") and chance.random() < 0.2 else ()
            strength = min(9, 2 + day // 16)
            seconds = chance.choice((120, 600, 1800)) * (1 + day // 45)
            diary.twitch(day, 7 + 15 * chance.random(), place, side, duration_s=seconds, intensity=strength, with_=came)
    diary.add(
        Sign,
        68,
        19,
        "my right arm is getting weak lifting the kettle",
        sign="weakness",
        place="arm",
        side="right",
        onset="gradual",
        level="neurologist",
    )
    diary.add(
        Sign,
        79,
        20,
        "the muscle in my right forearm has become smaller",
        sign="wasting",
        place="forearm",
        side="right",
        onset="gradual",
        level="urgent",
    )
    _asked(diary, 40, {1: "yes", 4: "not_sure"}, "neurologist", ("two_yes",))
    _asked(
        diary,
        81,
        {1: "yes", 2: "yes", 3: "yes", 4: "yes", 6: "not_sure"},
        "urgent",
        ("wasting", "two_yes", "slow_weakness"),
    )
    diary.add(Note, 70, 10, "I started magnesium", topic="medicine", text="magnesium, started by myself")
    diary.add(Note, 82, 10, "ask the doctor about a nerve test", topic="question", text="do I need a nerve test")
    diary.add(
        Note, 84, 10, "ask the doctor whether I should still drive", topic="question", text="should I still drive"
    )


def _eyelid(diary: _Diary) -> None:
    chance = diary.chance
    for day in range(34, DAYS):
        if chance.random() < 0.25:
            continue
        diary.usual_day(day, chance.choice((1, 2)), chance.choice((5, 6, 7) if day < 48 else (2, 3, 4)))
        if 36 <= day < 48:
            for _ in range(chance.choice((1, 1, 2))):
                diary.twitch(
                    day,
                    14 + 6 * chance.random(),
                    "eyelid",
                    "left",
                    duration_s=chance.choice((30, 60, 120)),
                    triggers=("screen",),
                )
        else:
            diary.measure(day, "twitch_free", None, None)
    _asked(diary, 46, {}, "self_care", ())


def _sparse(diary: _Diary) -> None:
    for day, place, side in ((6, "thumb", "left"), (31, "calf", "right"), (52, "thumb", "left"), (83, "calf", "right")):
        diary.twitch(day, 20, place, side)
    diary.measure(52, "sleep", 5, "h", 8)
    diary.measure(83, "caffeine", 3, "cup")


def _asked(diary: _Diary, day: int, other: dict[int, str], level: str, reasons: tuple[str, ...]) -> None:
    """A run of the checklist that was answered with no but for `other`, by the question's number."""
    answers = tuple(Answer(other.get(number, "no"), "said") for number in range(1, 7))
    diary.add(Assessment, day, 21.5, "run the checklist", answers=answers, level=level, reasons=reasons)


STORIES: Final[dict[str, Callable[[_Diary], None]]] = {
    "benign": _benign,
    "spreading": _spreading,
    "eyelid": _eyelid,
    "sparse": _sparse,
}
"""The four stories by name."""


def write(folder: Path, now: datetime, seed: int = 7) -> Iterator[Path]:
    """Write a journal for each story that is not there yet and give its path."""
    for story in STORIES:
        path = folder / story / "journal.sqlite3"
        with Journal.open(path) as journal:
            journal.add([] if journal.count() else entries(story, now, seed), turn="diary")
        yield path


if __name__ == "__main__":
    for written in write(Path(sys.argv[1]), datetime.now().astimezone()):
        print(written)
