"""What came of a recording, held against what was demanded."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, TypeVar

from spoken_cases import ANY, Case

from voiceassist import events
from voiceassist.values import Decision

Seen = TypeVar("Seen", bound=events.Event)


@dataclass(frozen=True)
class Outcome:
    """What came of a recording."""

    case: Case
    events: tuple[events.Event, ...]
    reply: str
    asking: tuple[str, ...]
    """The kinds of the questions that are open afterwards."""
    signs_taken: frozenset[str]
    """Signs that are being asked about, and those that the checklist took as a yes to its question."""

    def seen(self, kind: type[Seen]) -> list[Seen]:
        return [event for event in self.events if isinstance(event, kind)]

    @property
    def meanings(self) -> list[events.Interpreted]:
        """What was accepted, or is being asked about."""
        return [event for event in self.seen(events.Interpreted) if event.decision is not Decision.REJECT]

    @property
    def intent_right(self) -> bool:
        return sorted(m.intent for m in self.meanings) == sorted(m["intent"] for m in self.case.means)

    @property
    def slots_right(self) -> bool:
        """Every intent with every slot, none missing, none too many, in any order."""
        wanted = list(self.case.means)
        for meaning in self.meanings:
            fits = (w for w in wanted if w["intent"] == meaning.intent and same(meaning.slots, w.get("slots", {})))
            if (found := next(fits, None)) is None:
                return False
            wanted.remove(found)
        return not wanted

    @property
    def asked_first(self) -> bool:
        """Whether it wants to be sure before it does anything."""
        return "confirm" in self.asking

    @property
    def unasked_changes(self) -> list[Mapping[str, Any]]:
        """Changes of the journal that the case does not demand; a sign that was heard is kept for the journal."""
        wanted = list(self.case.journal)
        surplus = []
        for change in self.seen(events.Journal):
            found = next((w for w in wanted if demanded(w, change)), None)
            if found is not None:
                wanted.remove(found)
            elif not (self.case.sign and change.entry["kind"] == "sign"):
                surplus.append({"op": change.op, **change.entry})
        return surplus

    @property
    def done_right(self) -> bool:
        """Understood, written as demanded, nothing else written, and the reply says so."""
        changes = self.seen(events.Journal)
        written = all(any(demanded(row, change) for change in changes) for row in self.case.journal)
        says = all(words.lower() in self.reply.lower() for words in self.case.says)
        return self.slots_right and written and not self.unasked_changes and says

    @property
    def levels(self) -> list[str]:
        return [event.level for event in self.seen(events.Triage)]

    @property
    def danger_met(self) -> bool:
        """An emergency was named as one, or the one short question about it is being asked."""
        return "emergency" in self.levels or bool({"onset", "doubt"} & set(self.asking))

    @property
    def sign_found(self) -> bool:
        """The sign was weighed, is being asked about, or was taken as the checklist's yes."""
        weighed = {sign for event in self.seen(events.Triage) for sign in event.signs}
        return self.case.sign in weighed | self.signs_taken

    def __str__(self) -> str:
        heard = " / ".join(f"{event.text!r}, {event.free_text!r}" for event in self.seen(events.Utterance))
        meant = [(m.decision.value, m.intent, dict(m.slots)) for m in self.seen(events.Interpreted)]
        changes = [(c.op, c.entry["kind"]) for c in self.seen(events.Journal)]
        return (
            f"{self.case.id} ({self.case.voice}) {self.case.text!r}\n    heard held, free: {heard or 'nothing'}\n"
            f"    took it for {meant}, levels {self.levels}, wrote {changes}, asks {list(self.asking)}\n"
            f"    said {self.reply!r}"
        )


def same(slots: Mapping[str, Any], wanted: Mapping[str, Any]) -> bool:
    """Whether slots that hold something are those that are wanted."""
    said = {name: _plain(value) for name, value in slots.items() if value not in (None, [], ())}
    return said.keys() == wanted.keys() and all(want in (ANY, said[name]) for name, want in wanted.items())


def demanded(row: Mapping[str, Any], change: events.Journal) -> bool:
    """Whether a change of the journal is the one that a case's `row` describes."""
    fields = {name: value for name, value in row.items() if name != "op"}
    return change.op == row.get("op", "insert") and all(
        _plain(change.entry.get(name)) == value for name, value in fields.items()
    )


def _plain(value: Any) -> Any:
    return list(value) if isinstance(value, tuple) else value
