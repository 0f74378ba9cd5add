"""The program on another subject: a folder of sentences and replies about house plants, and no change of code."""

from __future__ import annotations

from pathlib import Path

import pytest
import soundfile

from tests.cli.program import Program
from tests.speech.voices import RATE, speak

PLANTS = Path(__file__).parent / "plants"


@pytest.mark.slow
def test_it_answers_reads_slots_and_rejects_the_rest(program: Program) -> None:
    typed = [
        "how often should I water my cactus",
        "remind me to water the tree fern in the living room every ten days",
        "twitch in my left eyelid for two minutes",
        "say that again",
        "goodbye",
    ]
    done = program.run("chat", "--intents", PLANTS, "--json", input="\n".join(typed))
    assert (done.code, done.err) == (0, "")
    assert [event["text"] for event in done.of("reply")[:3]] == [
        "Once a month is enough.",
        "I will remind you of the fern in the living room in 10 days.",
        "Sorry?",
    ]
    meant = [(event["intent"], event["slots"]) for event in done.of("interpretation")]
    assert meant == [
        ("AskWater", {"plant": "cactus"}),
        ("SetReminder", {"plant": "fern", "room": "living room", "days": 10}),
        (None, {}),
        ("Repeat", {}),
        ("Goodbye", {}),
    ]
    assert done.of("triage") == done.of("journal") == []


@pytest.mark.slow
def test_ask_and_the_greeting_are_about_plants(program: Program) -> None:
    assert program.run("ask", "where should I put the fern", "--intents", PLANTS).lines == ["Half shade."]
    assert program.run("chat", "--intents", PLANTS, input="").lines == [
        "You can say: how often should I water my fern?",
        "I know four plants.",
    ]


@pytest.mark.slow
def test_nothing_of_the_first_subject_is_offered(program: Program) -> None:
    done = program.run("checklist", "--intents", PLANTS, input="")
    assert "checklist" in done.problem


@pytest.mark.slow
def test_it_hears_and_answers_spoken_questions(program: Program, tmp_path: Path) -> None:
    question, reply = tmp_path / "question.wav", tmp_path / "reply.wav"
    soundfile.write(question, speak("how often should I water my orchid", "rms"), RATE)
    done = program.run(
        "listen", "--intents", PLANTS, "--input", question, "--output", reply, "--events", "-", "--free", "none"
    )
    assert (done.code, done.of("utterance")[0]["text"]) == (0, "how often should i water my orchid")
    assert done.of("reply")[0]["text"] == "Dip it in water once a week."
    assert soundfile.info(reply).duration > 1
