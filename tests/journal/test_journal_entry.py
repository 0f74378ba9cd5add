"""Entries: the contract's JSON, and the gate that every entry passes."""

from __future__ import annotations

import json
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from voiceassist.journal.entry import KINDS, Answer, Assessment, Entry, Plan, Twitch
from voiceassist.journal.errors import EntryError
from voiceassist.journal.ids import is_id, new_id

NOW = datetime.fromisoformat("2026-11-22T09:10:00+01:00")
COMMON: dict[str, Any] = {"id": new_id(NOW), "at": NOW, "source": "voice", "created_at": NOW}


def test_a_twitch_is_the_contracts_json_key_for_key_and_in_its_order() -> None:
    twitch = Twitch(**COMMON, place="eyelid", side="left", duration_s=120, triggers=("caffeine",), words="as spoken")
    assert json.dumps(twitch.to_dict()) == json.dumps(
        {
            "id": COMMON["id"],
            "kind": "twitch",
            "at": "2026-11-22T09:10:00+01:00",
            "at_precision": "minute",
            "since": None,
            "place": "eyelid",
            "side": "left",
            "duration_s": 120,
            "intensity": None,
            "triggers": ["caffeine"],
            "with": [],
            "note": None,
            "words": "as spoken",
            "source": "voice",
            "created_at": "2026-11-22T09:10:00+01:00",
        }
    )


LEAST: dict[str, dict[str, Any]] = {
    "twitch": {"with": ["cramp"]},
    "day": {"measure": "caffeine", "amount": 2, "unit": "cup"},
    "note": {"topic": "medicine", "text": "magnesium"},
    "sign": {"sign": "weakness", "onset": "gradual", "level": "neurologist"},
    "assessment": {"answers": [{"answer": "yes", "from": "journal"}, None], "level": "doctor", "reasons": ["q1"]},
    "plan": {"step": "start", "baseline": {"caffeine": 4}, "aims": {"caffeine": [4, 3, 2]}, "days": 10},
}


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_comes_back_from_its_json(kind: str) -> None:
    given = {**COMMON, "at": NOW.isoformat(), "created_at": NOW.isoformat(), "kind": kind, **LEAST[kind]}
    entry = Entry.from_dict(given)
    written = entry.to_dict()
    assert {key: written[key] for key in given} == given
    assert type(entry) is KINDS[kind]
    assert Entry.from_dict(json.loads(json.dumps(written))) == entry


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"place": "elbow grease"}, "place"),
        ({"side": "up"}, "side"),
        ({"duration_s": -1}, "duration_s"),
        ({"duration_s": float("nan")}, "duration_s"),
        ({"duration_s": True}, "duration_s"),
        ({"duration_s": "long"}, "duration_s"),
        ({"intensity": 11}, "intensity"),
        ({"triggers": ["moon"]}, "triggers"),
        ({"with": "cramp"}, "with"),
        ({"at": "yesterday"}, "at"),
        ({"at": None}, "at"),
        ({"at": "2026-11-22T09:10:00"}, "at"),
        ({"at": "0001-01-01T00:00:00+00:00"}, "at"),
        ({"at": "2026-11-22T09:10:00+23:00"}, "at"),
        ({"id": "1"}, "id"),
        ({"id": "7ZZZZZZZZZZZZZZZZZZZZZZZZZ"}, "id"),
        ({"words": "\ud800"}, "words"),
        ({"source": "Über"}, "source"),
        ({"mood": 3}, "mood"),
        ({"with_": []}, "with_"),
        ({"kind": "sneeze"}, "kind"),
    ],
)
def test_what_an_entry_must_not_hold_is_refused_in_one_line_that_names_the_field(
    wrong: dict[str, Any], field: str
) -> None:
    with pytest.raises(EntryError) as problem:
        Entry.from_dict({**Twitch(**COMMON).to_dict(), **wrong})
    assert str(problem.value).startswith(f"{field}: ")
    assert "\n" not in str(problem.value)


def test_a_missing_field_is_named() -> None:
    with pytest.raises(EntryError, match=r"^topic: is missing"):
        Entry.from_dict({"kind": "note", **COMMON, "text": "x"})


def test_the_program_cannot_make_a_wrong_entry_either() -> None:
    with pytest.raises(EntryError, match=r"^with: "):
        Twitch(**COMMON, with_=("sneeze",))
    with pytest.raises(EntryError, match=r"^answers: "):
        Assessment(**COMMON, level="doctor", answers=(Answer("maybe", "said"),))
    with pytest.raises(EntryError, match=r"^aims: "):
        Plan(**COMMON, step="start", aims={"caffeine": 3})  # type: ignore[dict-item]


def test_a_moment_keeps_its_offset_and_forgets_the_zone() -> None:
    berlin = NOW.replace(tzinfo=ZoneInfo("Europe/Berlin"))
    twitch = Twitch(**{**COMMON, "at": berlin})
    assert twitch.at.isoformat() == "2026-11-22T09:10:00+01:00"
    assert Entry.from_dict(twitch.to_dict()) == twitch


@given(st.lists(st.timedeltas(min_value=timedelta(-3000), max_value=timedelta(3000)), min_size=2, max_size=50))
def test_ids_stay_in_order_whatever_the_clock_does(jumps: list[timedelta]) -> None:
    given_out = [new_id(NOW)]
    for jump in jumps:
        given_out.append(new_id(NOW + jump, after=given_out[-1]))
    assert given_out == sorted(set(given_out))
    assert all(map(is_id, given_out))


def test_ids_of_later_times_sort_later() -> None:
    assert new_id(NOW) < new_id(NOW + timedelta(milliseconds=1)) < new_id(NOW + timedelta(days=1))
