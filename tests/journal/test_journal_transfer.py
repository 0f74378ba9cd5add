"""Out as JSON or CSV and back in: nothing lost, nothing doubled, bad rows named."""

from __future__ import annotations

import io
import json
import tempfile
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from voiceassist.journal import Answer, Entry, Journal, JournalError, Twitch, transfer, vocabulary
from voiceassist.journal.entry import KINDS, Answers, fields_of
from voiceassist.journal.fields import (
    Identifier,
    Moment,
    Number,
    NumbersBy,
    OneOf,
    SomeOf,
    Text,
    Texts,
    Word,
)
from voiceassist.journal.foreign import Foreign, mapping_of
from voiceassist.journal.ids import id_of
from voiceassist.journal.schema import FILE, schema
from voiceassist.journal.transfer import Rejected

NOW = datetime.fromisoformat("2026-11-22T09:10:00+01:00")
Make = Callable[..., Twitch]

ZONES = st.integers(-14 * 60, 14 * 60).map(lambda minutes: timezone(timedelta(minutes=minutes)))
MOMENTS = st.datetimes(datetime(1901, 1, 1), datetime(2998, 1, 1), timezones=ZONES)
TEXTS = st.text(st.characters(exclude_categories=["Cs"]), min_size=1)
IDS = st.builds(id_of, st.datetimes(datetime(1970, 1, 2), timezones=st.just(UTC)), st.binary(min_size=10, max_size=10))


def values_of(field: Any) -> st.SearchStrategy[Any]:
    match field:
        case Identifier():
            return IDS
        case Moment():
            return MOMENTS
        case Number():
            return st.integers(int(field.low), int(field.high)) | st.floats(field.low, field.high)
        case OneOf():
            return st.sampled_from(field.options)
        case SomeOf():
            return st.lists(st.sampled_from(field.options), unique=True)
        case Text():
            return TEXTS
        case Texts():
            return st.lists(TEXTS, max_size=3)
        case Word():
            return st.sampled_from(["voice", "text", "command", "import", "a_1"])
        case Answers():
            answer = st.builds(Answer, st.sampled_from(vocabulary.ANSWERS), st.sampled_from(vocabulary.ANSWERED_FROM))
            return st.lists(st.none() | answer, max_size=6)
        case NumbersBy():
            number = values_of(field.number)
            return st.dictionaries(
                st.sampled_from(field.options), st.lists(number, max_size=3) if field.several else number
            )
    raise AssertionError(field)


def entries_of(kind: str) -> st.SearchStrategy[Entry]:
    fields = {
        name: st.none() | values_of(field) if optional else values_of(field)
        for name, (field, optional) in fields_of(kind).items()
    }
    return st.builds(KINDS[kind], **fields)


ENTRIES = st.lists(st.sampled_from(sorted(KINDS)).flatmap(entries_of), max_size=6, unique_by=lambda entry: entry.id)


@pytest.mark.slow
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(ENTRIES, st.sampled_from([".json", ".csv"]))
def test_a_round_trip_through_a_file_loses_nothing(entries: list[Entry], suffix: str) -> None:
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder, "export").with_suffix(suffix)
        with Journal.open(Path(folder, "one.sqlite3")) as journal:
            journal.add(entries, "t")
            assert transfer.export(journal, file, NOW) == len(entries)
            again = transfer.preview(journal, transfer.read_file(file))
            assert (again.new, again.known, again.differing, again.rejected) == ((), len(entries), (), ())
        with Journal.open(Path(folder, "two.sqlite3")) as other:
            other.add(transfer.preview(other, transfer.read_file(file)).new, "t")
            assert sorted(other.entries(), key=lambda e: e.id) == sorted(entries, key=lambda e: e.id)


@pytest.mark.slow
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(ENTRIES)
def test_what_is_exported_fits_the_shipped_schema(entries: list[Entry]) -> None:
    written = io.StringIO()
    transfer.write_json(entries, written, NOW)
    jsonschema.validate(json.loads(written.getvalue()), json.loads(FILE.read_text()))


def test_the_shipped_schema_is_the_one_the_entries_are_checked_by() -> None:
    assert json.loads(FILE.read_text()) == schema()


@pytest.mark.parametrize("wrong", [{"place": "nose hair"}, {"kind": "sneeze"}, {"intensity": 11}, {"mood": 1}])
def test_the_schema_refuses_what_the_journal_refuses(twitch: Make, wrong: dict[str, Any]) -> None:
    whole = {"format": "voiceassist-journal", "version": 1, "entries": [{**twitch().to_dict(), **wrong}]}
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(whole, schema())


def test_an_export_is_the_owners_alone(journal: Journal, tmp_path: Path) -> None:
    file = tmp_path / "out.json"
    transfer.export(journal, file, NOW)
    assert file.stat().st_mode & 0o777 == 0o600
    assert [path for path in tmp_path.iterdir() if path.is_file()] == [file]
    with pytest.raises(JournalError, match="choose another file"):
        transfer.export(journal, tmp_path / "none" / "out.json", NOW)


def test_bad_rows_are_named_by_number_and_reason_and_the_rest_comes_in(
    journal: Journal, twitch: Make, tmp_path: Path
) -> None:
    entries = [twitch(), twitch(), twitch()]
    file = tmp_path / "out.csv"
    with file.open("w", newline="") as out:
        transfer.write_csv(entries, out)
    lines = file.read_text().splitlines()
    lines[2] = lines[2].replace("eyelid", "nowhere")
    lines.append("too,few")
    lines.append(lines[1].replace(",twitch,", ",sneeze,"))
    lines.append(lines[1].replace("2026-11-22T09:10:00+01:00", "soon", 1))
    file.write_text("\n".join(lines))
    found = transfer.preview(journal, transfer.read_file(file))
    assert found.new == (entries[0], entries[2])
    assert [(one.number, one.reason.split(":")[0]) for one in found.rejected] == [
        (3, "place"),
        (5, "it has not as many cells as the header has (31)"),
        (6, "kind"),
        (7, "at"),
    ]


def test_rows_are_counted_as_a_spreadsheet_counts_them(tmp_path: Path) -> None:
    file = tmp_path / "diary.csv"
    file.write_text('When,Note\n2026-11-21,"two\nlines"\n\nsoon,\n\n\n2026-11-22,,\n')
    found = transfer.read_file(file, Foreign(mapping_of(["When=at", "Note=note"]), UTC))
    assert [one.number for one in found if isinstance(one, Rejected)] == [4, 7]


@pytest.mark.parametrize("depth", [400, 900, 980, 5000])
def test_a_cell_nested_beyond_reason_is_one_bad_row(twitch: Make, tmp_path: Path, depth: int) -> None:
    file = tmp_path / "out.csv"
    with file.open("w", newline="") as out:
        transfer.write_csv([twitch(intensity=5), twitch()], out)
    file.write_text(file.read_text().replace(",5,", f",{'[' * depth}{']' * depth},", 1))
    bad, good = transfer.read_file(file)
    assert isinstance(bad, Rejected)
    assert isinstance(good, Twitch)


@pytest.mark.parametrize("number", ["9" * 400, "-" + "9" * 400, "1e400", "NaN"])
def test_a_number_beyond_reason_is_one_bad_row(twitch: Make, tmp_path: Path, number: str) -> None:
    file = tmp_path / "out.json"
    with file.open("w") as out:
        transfer.write_json([twitch(intensity=5), twitch()], out, NOW)
    file.write_text(file.read_text().replace('"intensity": 5', f'"intensity": {number}'))
    bad, good = transfer.read_file(file)
    assert isinstance(bad, Rejected)
    assert bad.reason.startswith("intensity: ")
    assert len(bad.reason) < 100
    assert isinstance(good, Twitch)


def test_the_journals_own_entry_stays_where_the_file_says_otherwise(journal: Journal, twitch: Make) -> None:
    mine = twitch()
    journal.add([mine], "t")
    theirs = replace(mine, place="calf")
    found = transfer.preview(journal, [theirs, mine, Rejected(9, "why")])
    assert (found.new, found.known, found.differing) == ((), 1, (theirs,))
    assert journal.get(mine.id) == mine


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        ("a.json", "{", "not JSON"),
        ("a.json", "[]", "not an exported journal"),
        ("a.json", '{"format": "voiceassist-journal", "version": 2, "entries": []}', "update voiceassist"),
        ("a.csv", "", "no columns id, kind and at"),
        ("a.csv", "Date,Where\n1,2\n", "--map"),
        ("a.csv", 'id,kind,at\n"open', "not CSV"),
    ],
)
def test_a_file_that_is_no_journal_is_refused_in_one_line(tmp_path: Path, name: str, content: str, reason: str) -> None:
    file = tmp_path / name
    file.write_text(content)
    with pytest.raises(JournalError, match=reason) as problem:
        list(transfer.read_file(file))
    assert "\n" not in str(problem.value)


FOREIGN = """When,Where,How long,Because,Mood
21.11.2026 07:30,Left Calf,2 min,"Stress, Poor sleep",fine
21.11.2026 08:00,eyelid,90,,
21.11.2026 08:00,eyelid,90,,
yesterday,eyelid,90,,
22.11.2026 08:00,eyelid,a while,,
22.11.2026 08:00,antenna,5,,
"""
MAP = ["When=at", "Where=place", "How long=duration_s", "Because=triggers"]


def foreign(tmp_path: Path) -> list[Entry | Rejected]:
    file = tmp_path / "diary.csv"
    file.write_text(FOREIGN)
    convert = Foreign(mapping_of(MAP), timezone(timedelta(hours=1)), "%d.%m.%Y %H:%M")
    return list(transfer.read_file(file, convert))


def test_a_foreign_diary_comes_in_through_a_map_and_only_once(journal: Journal, tmp_path: Path) -> None:
    found = transfer.preview(journal, foreign(tmp_path))
    first = found.new[0]
    assert isinstance(first, Twitch)
    assert first.at.isoformat() == "2026-11-21T07:30:00+01:00"
    assert (first.place, first.side, first.duration_s) == ("calf", "left", 120)
    assert (first.triggers, first.source) == (("stress", "poor_sleep"), "import")
    assert len(found.new) == 3, "two rows that are alike are two twitches"
    assert [(one.number, one.reason.split(":")[0]) for one in found.rejected] == [
        (5, "at"),
        (6, "duration_s"),
        (7, "place"),
    ]
    journal.add(found.new, "t")
    again = transfer.preview(journal, foreign(tmp_path))
    assert (again.new, again.known) == ((), 3)


@pytest.mark.parametrize("delimiter", [";", "\t"], ids=["semicolons", "tabs"])
def test_cells_may_be_parted_as_a_spreadsheet_parts_them(tmp_path: Path, delimiter: str) -> None:
    file = tmp_path / "diary.csv"
    names = ("When", "Where", "How long")
    rows = [names, ("2026-11-21", "left calf", "2 min"), ("2026-11-22", "eyelid", "90")]
    file.write_text("\n".join(map(delimiter.join, rows)))
    found = list(transfer.read_file(file, Foreign(mapping_of(MAP[:3]), UTC)))
    assert [(one.place, one.duration_s) for one in found if isinstance(one, Twitch)] == [("calf", 120), ("eyelid", 90)]


def test_a_column_that_the_diary_does_not_have_is_named_and_nothing_comes_in(tmp_path: Path) -> None:
    file = tmp_path / "diary.csv"
    file.write_text(FOREIGN)
    misspelt = Foreign(mapping_of([*MAP, "Were=place"]), UTC)
    with pytest.raises(JournalError, match=r"no column 'Were' .*When, Where, How long"):
        next(transfer.read_file(file, misspelt))


@pytest.mark.parametrize(
    ("written", "date_format", "at", "precision"),
    [
        ("2026-11-21", None, "2026-11-21T12:00:00+00:00", "day"),
        ("20261121", None, "2026-11-21T12:00:00+00:00", "day"),
        ("21.11.2026", "%d.%m.%Y", "2026-11-21T12:00:00+00:00", "day"),
        ("2026-11-21 21", None, "2026-11-21T21:00:00+00:00", "minute"),
        ("2026-11-21 2130", None, "2026-11-21T21:30:00+00:00", "minute"),
        ("21.11.2026 21h", "%d.%m.%Y %Hh", "2026-11-21T21:00:00+00:00", "minute"),
    ],
)
def test_a_foreign_date_without_a_time_is_a_day(written: str, date_format: str | None, at: str, precision: str) -> None:
    entry = Foreign({"d": "at"}, UTC, date_format)({"d": written})
    assert (entry.at.isoformat(), entry.at_precision) == (at, precision)


@pytest.mark.parametrize(
    ("written", "seconds"), [("1234567 s", 1_234_567), ("90", 90), ("1.1 h", 3960), ("2 min", 120), ("0.1 min", 6)]
)
def test_a_foreign_duration_keeps_every_digit(written: str, seconds: float) -> None:
    entry = Foreign({"d": "at", "l": "duration_s"}, UTC)({"d": "2026-11-21", "l": written})
    assert isinstance(entry, Twitch)
    assert entry.duration_s == seconds


@pytest.mark.parametrize("pairs", [["When"], ["When=moment"], ["Where=place"], ["x=id", "When=at"]])
def test_a_map_that_cannot_work_is_refused(pairs: list[str]) -> None:
    with pytest.raises(JournalError, match="--map"):
        mapping_of(pairs)
