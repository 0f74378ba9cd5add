"""``voiceassist journal``, each command as a person or a script types it."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from voiceassist.cli.journal import app
from voiceassist.config import Settings
from voiceassist.errors import VoiceAssistError

Run = Callable[..., Any]


@pytest.fixture
def run(tmp_path: Path) -> Run:
    """Runs a command and gives its output, parsed where it was asked for as JSON."""
    settings = Settings(data_dir=tmp_path / "data", clock=datetime.fromisoformat("2026-11-22T09:10:00+01:00"))

    def invoke(*arguments: object, code: int = 0) -> Any:
        result = CliRunner().invoke(app, [str(argument) for argument in arguments], obj=settings)
        if isinstance(result.exception, VoiceAssistError):
            raise result.exception
        assert result.exit_code == code, result.output
        return json.loads(result.stdout) if "--json" in arguments else result.output

    return invoke


def entries(run: Run) -> list[dict[str, Any]]:
    listed: list[dict[str, Any]] = run("list", "--json")
    return listed


def test_each_kind_can_be_added_and_listed(run: Run) -> None:
    run("add", "--place", "calf", "--side", "left", "--duration", 90, "--trigger", "caffeine", "--with", "cramp")
    run("add", "--measure", "caffeine", "--amount", 2, "--unit", "cup")
    added = run("add", "--text", "ask about my [thumb]", "--topic", "question", "--json")
    listed = entries(run)
    assert [entry["kind"] for entry in listed] == ["twitch", "day", "note"]
    assert (listed[0]["duration_s"], listed[0]["with"]) == (90, ["cramp"])
    assert added == {"op": "insert", "entry": listed[2]}
    shown = run("list")
    assert "twitch left calf" in shown
    assert "ask about my [thumb]" in shown


def test_listing_takes_a_period_a_kind_a_place_and_a_limit(run: Run) -> None:
    for day in (20, 21, 22):
        run("add", "--place", "calf", "--at", f"2026-11-{day}T08:00:00+01:00")
    run("add", "--measure", "twitch_free", "--at", "2026-11-19T08:00:00+01:00")
    assert len(run("list", "--from", "2026-11-20", "--to", "2026-11-21", "--json")) == 2
    assert len(run("list", "--kind", "day", "--json")) == 1
    assert len(run("list", "--place", "calf", "--json")) == 3
    assert run("list", "--limit", 1, "--json")[0]["at"].startswith("2026-11-22")
    with pytest.raises(VoiceAssistError, match="2026-11-22"):
        run("list", "--from", "Tuesday")


def test_an_empty_journal_says_so(run: Run) -> None:
    assert run("list").strip() == "The journal is empty."
    assert run("list", "--json") == []
    assert run("undo").strip() == "There is nothing to undo."


@pytest.mark.parametrize(
    "arguments", [["--place", "nowhere"], ["--place", "calf", "--at", "2027-01-01T00:00:00+01:00"], ["--at", "soon"]]
)
def test_what_cannot_be_is_refused(run: Run, arguments: list[str]) -> None:
    with pytest.raises(VoiceAssistError):
        run("add", *arguments)
    assert entries(run) == []


def test_adding_nothing_is_wrong_usage(run: Run) -> None:
    run("add", code=2)


def test_an_entry_is_changed_by_flags_and_the_change_undone(run: Run) -> None:
    run("add", "--place", "calf", "--side", "left", "--note", "sharp", "--trigger", "stress")
    (before,) = entries(run)
    run("edit", before["id"][-6:].lower(), "--side", "right", "--note", "", "--trigger", "")
    (after,) = entries(run)
    assert (after["side"], after["note"], after["triggers"]) == ("right", None, [])
    assert {**after, "side": "left", "note": "sharp", "triggers": ["stress"]} == before
    run("undo")
    assert entries(run) == [before]


def test_a_number_is_emptied_as_words_are(run: Run) -> None:
    run("add", "--place", "calf", "--duration", 90, "--intensity", 5)
    run("edit", "last", "--duration", "", "--intensity", "")
    run("add", "--measure", "caffeine", "--amount", 2)
    run("edit", "last", "--amount", "")
    twitch, day = entries(run)
    assert (twitch["duration_s"], twitch["intensity"], day["amount"]) == (None, None, None)
    assert "'much' is not a number" in " ".join(run("edit", "last", "--amount", "much", code=2).split())


def test_a_time_that_is_given_counts_and_a_day_takes_it_back(run: Run) -> None:
    run("add", "--place", "calf", "--at", "2026-11-20")
    kept = []
    for at in ("2026-11-20 21:00", "2026-11-19"):
        run("edit", "last", "--at", at)
        kept += [(entry["at"], entry["at_precision"]) for entry in entries(run)]
    assert kept == [("2026-11-20T21:00:00+01:00", "minute"), ("2026-11-19T00:00:00+01:00", "day")]


def editor(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, change: str) -> None:
    script = tmp_path / "editor.py"
    script.write_text(f"import pathlib, sys\np = pathlib.Path(sys.argv[1])\ns = p.read_text()\n{change}\n")
    monkeypatch.delenv("VISUAL", raising=False)
    monkeypatch.setenv("EDITOR", f"{sys.executable} {script}")


def test_an_entry_is_changed_in_the_editor(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    run("add", "--place", "calf", "--note", "ziehend: „so“")
    editor(tmp_path, monkeypatch, "p.write_text(s.replace('calf', 'shin'))")
    run("edit", "last")
    (entry,) = entries(run)
    assert (entry["place"], entry["note"]) == ("shin", "ziehend: „so“")


@pytest.mark.parametrize(
    "change",
    [
        "p.write_text('place: [')",
        "p.write_text('')",
        "p.write_text(s.replace('calf', 'moon'))",
        "p.write_text(s.replace('id: 0', 'id: 1'))",
        "p.write_text(s + 'since: 2026-11-32')",
        "sys.exit(1)",
    ],
)
def test_what_went_wrong_in_the_editor_changes_nothing(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, change: str
) -> None:
    run("add", "--place", "calf")
    before = entries(run)
    editor(tmp_path, monkeypatch, change)
    with pytest.raises(VoiceAssistError) as problem:
        run("edit", "last")
    assert "\n" not in str(problem.value)
    assert entries(run) == before


def typed(run: Run) -> Path:
    """The file that holds what was typed in an editor and cannot be used."""
    with pytest.raises(VoiceAssistError, match="what you typed is in ") as problem:
        run("edit", "last")
    return Path(str(problem.value).rpartition(" is in ")[2])


def test_what_was_typed_in_the_editor_is_kept_where_it_cannot_be_used(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    run("add", "--place", "calf", "--note", "mine")
    editor(tmp_path, monkeypatch, "p.write_text(s.replace('calf', 'moon').replace('mine', 'a long note'))")
    kept = typed(run)
    assert "a long note" in kept.read_text(encoding="utf-8")
    assert kept.stat().st_mode & 0o077 == 0
    kept.unlink()


def test_what_the_editor_saved_in_another_encoding_is_kept_as_it_is(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    run("add", "--place", "calf", "--note", "mine")
    before = entries(run)
    editor(tmp_path, monkeypatch, "p.write_bytes(s.replace('mine', 'große Füße').encode('latin-1'))")
    kept = typed(run)
    assert "große Füße" in kept.read_text(encoding="latin-1")
    assert entries(run) == before
    kept.unlink()


def test_an_editor_that_cannot_be_called_is_one_line(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    run("add", "--place", "calf")
    monkeypatch.setenv("VISUAL", "vi '")
    with pytest.raises(VoiceAssistError, match=r"\"vi '\" did not work; set EDITOR"):
        run("edit", "last")


def test_no_file_of_our_own_is_written_over(run: Run, tmp_path: Path) -> None:
    run("add", "--place", "calf")
    before = entries(run)
    with pytest.raises(VoiceAssistError, match="choose another name"):
        run("export", tmp_path / "data" / "journal.sqlite3")
    assert entries(run) == before


def test_an_import_of_which_nothing_can_be_used_fails(run: Run, tmp_path: Path) -> None:
    diary = tmp_path / "diary.csv"
    diary.write_text("When,Where\nsoon,calf\n", encoding="utf-8")
    with pytest.raises(VoiceAssistError, match="could be used"):
        run("import", str(diary), "--map", "When=at", "--map", "Where=place")
    diary.write_bytes("When,Where\n2026-11-01,Füße\n".encode("latin-1"))
    with pytest.raises(VoiceAssistError, match="save it as UTF-8"):
        run("import", str(diary), "--map", "When=at", "--map", "Where=place")


def test_entries_are_deleted_and_come_back(run: Run) -> None:
    run("add", "--place", "calf")
    run("add", "--place", "shin")
    before = entries(run)
    removed = run("delete", *(entry["id"] for entry in before), "--json")
    assert [one["op"] for one in removed] == ["delete", "delete"]
    assert entries(run) == []
    assert [one["op"] for one in run("undo", "--json")] == ["insert", "insert"]
    assert entries(run) == before


def test_an_id_that_fits_several_or_none_is_refused(run: Run) -> None:
    run("add", "--place", "calf")
    with pytest.raises(VoiceAssistError, match="no entry"):
        run("show", "ZZZZZZ")
    with pytest.raises(VoiceAssistError, match="no entry"):
        run("delete", "")


@pytest.mark.parametrize("name", ["out.json", "out.csv"])
def test_a_journal_moves_to_another_machine(run: Run, tmp_path: Path, name: str) -> None:
    run("add", "--place", "calf")
    before = entries(run)
    run("export", tmp_path / name)
    run("erase", "--yes")
    assert entries(run) == []
    assert run("import", tmp_path / name, "--preview", "--json")["new"] == 1
    assert entries(run) == []
    assert run("import", tmp_path / name, "--json")["added"] == 1
    assert run("import", tmp_path / name, "--json")["added"] == 0
    assert entries(run) == before


def test_export_prints_where_no_file_is_named(run: Run) -> None:
    run("add", "--place", "calf")
    assert json.loads(run("export"))["entries"] == entries(run)
    assert run("export", "--csv").splitlines()[1].split(",")[5] == "calf"


def test_a_foreign_diary_is_imported_by_its_own_column_names(run: Run, tmp_path: Path) -> None:
    diary = tmp_path / "diary.csv"
    diary.write_text("Date,Spot\n21.11.2026,Left calf\nsoon,calf\n")
    told = run("import", diary, "--map", "Date=at", "--map", "Spot=place", "--date-format", "%d.%m.%Y")
    assert "1 new, 0 here already" in told
    assert "row 3: at:" in told
    assert [(entry["place"], entry["side"], entry["at_precision"]) for entry in entries(run)] == [
        ("calf", "left", "day")
    ]


def test_a_backup_is_made_checked_and_brought_back(run: Run) -> None:
    run("add", "--place", "calf")
    before = entries(run)
    made = run("backup", "--json")
    assert made["entries"] == 1
    run("delete", "last")
    assert run("check", made["file"], "--json")["entries"] == 1
    assert run("check", "--json") == {**run("check", "--json"), "entries": 0, "ok": True, "backups": 1}
    restored = run("restore", "--json")
    assert Path(restored["aside"]).exists()
    assert entries(run) == before


def test_restoring_without_a_backup_says_what_to_do(run: Run) -> None:
    with pytest.raises(VoiceAssistError, match="no backup"):
        run("restore")


def test_erasing_asks_for_a_yes_where_nobody_can_be_asked(run: Run, tmp_path: Path) -> None:
    run("add", "--place", "calf")
    with pytest.raises(VoiceAssistError, match="--yes"):
        run("erase")
    assert len(entries(run)) == 1
    assert run("erase", "--yes", "--json")["erased"] >= 1
    assert list((tmp_path / "data").iterdir()) == []


@pytest.mark.parametrize(
    ("flags", "problem"),
    [
        (("--measure", "sleep", "--amount", 500, "--unit", "h"), "more sleep than a day holds"),
        (("--measure", "sleep", "--amount", 7, "--unit", "cup"), "not counted in cup, but in h or min"),
        (("--place", "calf", "--since", "2027-01-01"), "since: 2027-01-01"),
    ],
)
def test_what_cannot_be_is_not_added(run: Run, flags: tuple[object, ...], problem: str) -> None:
    with pytest.raises(VoiceAssistError, match=problem):
        run("add", *flags)
    assert entries(run) == []


@pytest.mark.parametrize("flags", [("--kind", "foo"), ("--place", "kalf"), ("--side", "upper")])
def test_a_name_that_no_entry_can_have_is_no_empty_list(run: Run, flags: tuple[str, str]) -> None:
    assert f"called {flags[1]}" in " ".join(run("list", *flags, code=2).split())
