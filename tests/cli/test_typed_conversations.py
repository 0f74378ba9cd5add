"""``ask``, ``chat`` and ``checklist`` as processes: one conversation, whatever it is typed into."""

from __future__ import annotations

import stat

import pytest

from tests.cli.program import NOW, Program

KEYS = {
    "utterance": {"t", "text", "free_text", "speech_end", "recognizer"},
    "triage": {"t", "level", "signs", "rules", "about"},
    "interpretation": {"t", "decision", "intent", "slots", "confidence"},
    "journal": {"t", "op", "entry"},
    "reply": {"t", "text", "expects"},
}
"""What others rely on in each event (design.md, Contracts)."""


def test_ask_prints_the_reply_and_nothing_else(program: Program) -> None:
    done = program.run("ask", "twitch in my left eyelid for two minutes")
    assert (done.code, done.err) == (0, "")
    assert done.lines == ["Left eyelid, two minutes. Logged."]


def test_events_have_the_keys_of_the_contract(program: Program) -> None:
    done = program.run("ask", "my left eyelid twitches and my face is drooping", "--json", "--now", NOW)
    kinds = [event["event"] for event in done.events]
    for event in done.events:
        assert KEYS[event["event"]] <= event.keys(), event
        assert event["t"] == 0
    assert kinds[0] == "utterance"
    assert kinds.index("triage") < kinds.index("reply")
    assert done.of("triage")[0]["level"] == "emergency"


def test_a_sentence_about_nothing_is_rejected_and_that_is_done(program: Program) -> None:
    done = program.run("ask", "the train to Hamburg leaves at platform nine", "--json")
    assert done.code == 0
    assert [event["decision"] for event in done.of("interpretation")] == ["reject"]
    assert program.entries() == []
    (miss,) = program.run("misses", "--json").events
    assert miss["texts"] == ["the train to Hamburg leaves at platform nine"]
    program.run("misses", "--clear")
    assert program.run("misses").out == ""


@pytest.mark.slow
def test_misses_are_not_kept_where_that_is_turned_off(program: Program) -> None:
    program.run("ask", "the train leaves at nine", env={"VOICEASSIST_KEEP_MISSES": "no"})
    assert program.run("misses").out == ""


@pytest.mark.slow
def test_a_session_goes_on_over_several_processes_for_an_hour(program: Program) -> None:
    def ask(text: str, at: str) -> str:
        return program.run("ask", text, "--session", "one", "--now", f"2026-11-22T{at}:00+01:00").out

    first = ask("run the checklist", "10:00")
    second = ask("no", "10:30")
    assert first != second != ""
    assert ask("undo", "12:00") != ask("repeat", "10:31")
    assert "two weeks" not in ask("no", "13:00"), "after an hour nobody remembers the question"


@pytest.mark.slow
def test_without_a_session_nothing_is_remembered(program: Program) -> None:
    program.run("ask", "run the checklist")
    assert "smaller" not in program.run("ask", "no").out


def test_a_session_must_have_a_name_that_stays_in_its_folder(program: Program) -> None:
    assert "../../x" in program.run("ask", "hello", "--session", "../../x").problem


@pytest.mark.slow
def test_a_damaged_session_begins_anew(program: Program) -> None:
    (program.data / "sessions").mkdir(parents=True)
    (program.data / "sessions" / "one.json").write_text('{"at": "2026-11-22T09:10:00+01:00", "state": {"forms": [7]}}')
    done = program.run("ask", "twitch in my calf", "--session", "one", "--now", NOW)
    assert (done.code, done.lines) == (0, ["Calf. Logged."])


def test_chat_reads_lines_until_goodbye(program: Program) -> None:
    typed = "twitch in my left calf\n\nundo\ngoodbye\ntwitch in my thumb\n"
    done = program.run("chat", "--json", input=typed)
    assert (done.code, done.err) == (0, "")
    assert [event["op"] for event in done.of("journal")] == ["insert", "delete"]
    assert [event["text"] for event in done.of("utterance")] == ["twitch in my left calf", "undo", "goodbye"]


@pytest.mark.slow
def test_chat_greets_with_examples_and_what_it_is_not(program: Program) -> None:
    greeting = program.run("chat", input="").out
    assert len(greeting.splitlines()) == 2


@pytest.mark.slow
def test_odd_bytes_end_no_conversation(program: Program) -> None:
    done = program.run("chat", input="\x00\x1b[A \u202e ½ 😀\n" + "a" * 20_000 + "\ntwitch in my thumb\n")
    assert (done.code, done.lines[-1]) == (0, "Thumb. Logged.")


def test_the_checklist_takes_six_answers_from_standard_input(program: Program) -> None:
    done = program.run("checklist", "--json", "--now", NOW, input="no\nnope\nnot sure\nno\nno\nyes\n")
    assert (done.code, done.err) == (0, "")
    (entry,) = [event["entry"] for event in done.of("journal")]
    answers = [answer["answer"] for answer in entry["answers"]]
    assert answers == ["no", "no", "not_sure", "no", "no", "yes"]
    assert {answer["from"] for answer in entry["answers"]} == {"said"}
    assert done.of("triage")[-1]["level"] == entry["level"] == "neurologist"
    assert program.entries() == [entry]


@pytest.mark.slow
def test_a_checklist_left_midway_gives_the_result_so_far(program: Program) -> None:
    done = program.run("checklist", "--json", input="yes\nno\n")
    assert done.code == 0
    (entry,) = [event["entry"] for event in done.of("journal")]
    assert [answer and answer["answer"] for answer in entry["answers"]] == ["yes", "no", None, None, None, None]
    assert done.of("triage")[-1]["level"] == "doctor"


@pytest.mark.slow
def test_a_checklist_that_nobody_answers_ends(program: Program) -> None:
    done = program.run("checklist", input="")
    assert (done.code, done.err) == (0, "")
    assert program.entries() == []


@pytest.mark.slow
def test_an_emergency_in_the_checklist_comes_first(program: Program) -> None:
    done = program.run("checklist", "--json", input="yes\nI can't breathe\n")
    assert done.of("triage")[0]["level"] == "emergency"
    assert done.of("reply")[-1]["text"] or done.of("reply")[-2]["text"]


@pytest.mark.slow
def test_what_is_personal_is_readable_by_its_owner_only(program: Program) -> None:
    program.run("ask", "twitch in my calf", "--session", "one")
    program.run("ask", "the moon is made of cheese")
    files = [path for path in program.data.rglob("*") if "cache" not in path.parts and path.is_file()]
    assert {path.name for path in files} >= {"journal.sqlite3", "one.json", "misses.jsonl"}
    assert all(stat.S_IMODE(path.stat().st_mode) == 0o600 for path in files)
    assert all(stat.S_IMODE(path.stat().st_mode) == 0o700 for path in program.data.rglob("*") if path.is_dir())


@pytest.mark.slow
def test_erasing_leaves_nothing_of_what_the_program_wrote(program: Program) -> None:
    program.run("ask", "twitch in my calf", "--session", "one")
    program.run("chat", input="speak slower\nthe moon is made of cheese\nmake a report for my doctor\ngive me a tip\n")
    program.run("journal", "backup")
    program.run("journal", "restore")
    program.run("say", "Goodbye.", "--output", program.data.with_name("said.wav"))
    written = {path.relative_to(program.data).parts[0] for path in program.data.rglob("*") if path.is_file()}
    assert written >= {"backups", "cache", "journal.sqlite3", "misses.jsonl", "reports", "sessions", "spoken.json"}
    assert program.run("journal", "erase", "--yes").code == 0
    assert list(program.data.iterdir()) == []
