"""Whole conversations, spoken by many voices in quiet and in noise, end with exactly the journal they should.

What is said and what must be written is in `conversations/*.yaml`, one conversation an entry; docs/conversation.md
tells how to read them.  Both real recognisers hear the recordings through the real loop.
"""

from __future__ import annotations

import hashlib
import itertools
import json
from collections.abc import Mapping
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from voices import HELD_OUT

from tests.e2e import conversing
from tests.e2e.conversing import AUDIO, Conversation, Held
from voiceassist import events
from voiceassist.recognition.models import installed, models_folder

pytestmark = pytest.mark.alone

CONVERSATIONS = conversing.read()
QUICK = ("in-pieces",)
"""Held by ``scripts/test --quick`` too."""
SHARE = 2
"""Every so manieth is held, unless every recording is asked for: all keep two cores busy for over two minutes."""

AUTOMATIC = ("id", "words", "source", "created_at", "reasons")
"""What of an entry no conversation states: the program's own bookkeeping, and reasons that follow from the answers."""
USUAL = {"day": "day"}
"""How precisely a moment is known where nothing was said about it, by the kind of entry; others are to the minute."""
LONGEST = timedelta(minutes=10)
"""No conversation takes longer."""


def _marks(id: str) -> list[pytest.MarkDecorator]:
    fails = CONVERSATIONS[id].fails
    return [
        *([] if id in QUICK else [pytest.mark.slow]),
        *([pytest.mark.xfail(reason=fails, strict=True)] if fails else []),
    ]


needs_whisper = pytest.mark.skipif(
    "whisper-tiny-en" not in installed(models_folder()), reason="whisper-tiny-en is not installed"
)


@pytest.fixture(scope="module")
def held(request: pytest.FixtureRequest, warm: Path) -> Mapping[str, Held]:
    """What came of the conversations that were chosen."""
    chosen = {item.callspec.params.get("id") for item in request.session.items if hasattr(item, "callspec")}
    return conversing.hold_all([one for id, one in CONVERSATIONS.items() if id in chosen], warm)


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    if "id" in metafunc.fixturenames:
        share = 1 if metafunc.config.getoption("--every-recording") else SHARE
        ids = dict.fromkeys([*QUICK, *itertools.islice(CONVERSATIONS, 0, None, share)])
        metafunc.parametrize("id", [pytest.param(id, marks=_marks(id)) for id in ids])


@needs_whisper
def test_a_conversation_ends_with_its_journal(id: str, held: Mapping[str, Held]) -> None:
    conversation, came = CONVERSATIONS[id], held[id]
    told = "\n".join(_told(turn, happened) for turn, happened in zip(conversation.turns, came.turns, strict=True))
    assert came.before == came.after[: len(came.before)], f"what was there before was changed\n{told}"
    wanted = sorted((_wanted(entry) for entry in conversation.journal), key=_in_order)
    found = sorted((_found(entry, conversation) for entry in came.added), key=_in_order)
    assert found == wanted, told
    for turn, happened in zip(conversation.turns, came.turns, strict=True):
        reply = " ".join(event.text for event in happened if isinstance(event, events.Replied))
        for words in turn.says:
            assert words.lower() in reply.lower(), told
        levels = [event.level for event in happened if isinstance(event, events.Triage)]
        assert turn.level is None or turn.level in levels, told


def _in_order(entry: Mapping[str, Any]) -> str:
    return json.dumps(entry, sort_keys=True)


def _wanted(stated: Mapping[str, Any]) -> dict[str, Any]:
    return {"at_precision": USUAL.get(stated["kind"], "minute"), **stated}


def _found(entry: Mapping[str, Any], conversation: Conversation) -> dict[str, Any]:
    """What is set in an entry; moments as far as the conversation states them, and no moment where it was just now."""
    found = {name: value for name, value in entry.items() if value not in (None, [], {}) and name not in AUTOMATIC}
    start, at = conversation.start, conversation.start.fromisoformat(found["at"])
    found["at"] = at.date().isoformat()
    if start <= at <= start + LONGEST:
        del found["at"]
    if "since" in found:
        found["since"] = found["since"][:10]
    if found.get("about") == "self":
        del found["about"]
    if found["kind"] == "assessment":
        found["answers"] = [answer and _answer(answer) for answer in found["answers"]]
    if found["kind"] == "note":
        found["text"] = found["text"].lower()
    return found


def _answer(answer: Mapping[str, str]) -> str:
    return answer["answer"] if answer["from"] == "said" else f"{answer['answer']} from the {answer['from']}"


def _told(turn: conversing.Turn, happened: tuple[events.Event, ...]) -> str:
    """A turn for the reader of a failure."""
    lines = [f"- {turn.text!r} ({turn.voice})"]
    for event in happened:
        match event:
            case events.Utterance():
                lines.append(f"    heard held {event.text!r}, free {event.free_text!r}")
            case events.Interpreted():
                lines.append(f"    {event.decision.value} {event.intent} {dict(event.slots)} {event.confidence:.2f}")
            case events.Triage():
                lines.append(f"    triage {event.level} {event.signs}")
            case events.Journal():
                lines.append(f"    {event.op} {event.entry['kind']}")
            case events.Replied():
                lines.append(f"    said {event.text!r}")
    return "\n".join(lines)


class TestTheSpecification:
    def test_the_recordings_are_what_the_conversations_say(self) -> None:
        manifest = [json.loads(line) for line in (AUDIO / "manifest.jsonl").read_text().splitlines()]
        sounds = {line["audio"]: (line["text"], line["voice"]) for line in manifest}
        turns = [turn for one in CONVERSATIONS.values() for turn in one.turns]
        said = {turn.audio.name: (turn.text, turn.voice) for turn in turns}
        said |= {turn.yes.name: ("yes", turn.voice) for turn in turns}
        assert sounds == said, "run scripts/make-audio tests/e2e/conversations tests/e2e/conversations/audio"
        for line in manifest:
            assert hashlib.sha256((AUDIO / line["audio"]).read_bytes()).hexdigest() == line["sha256"], line["audio"]

    def test_there_are_enough_of_every_kind(self) -> None:
        several = [one for one in CONVERSATIONS.values() if len(one.turns) > 1]
        assert len(several) >= 30
        assert sum(one.noise is not None for one in several) >= 8
        assert sum(turn.level == "emergency" for one in several for turn in one.turns[1:]) >= 5
        voices = {turn.voice for one in several for turn in one.turns}
        assert len(voices) >= 8
        assert voices >= HELD_OUT

    def test_the_recordings_stay_small(self) -> None:
        assert sum(file.stat().st_size for file in AUDIO.iterdir()) < 6_000_000
