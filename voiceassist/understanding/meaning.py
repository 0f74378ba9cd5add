"""From the operations along a path to intents with slots."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final, Protocol

from voiceassist.understanding.graph import GraphBlock
from voiceassist.understanding.readings import Sentence

_TIME: Final = "time"


class ReadsQuantities(Protocol):
    """What is needed of `voiceassist.understanding.quantities`."""

    def normalise(self, kind: str, words: str, now: datetime) -> Any:
        """The value of the words; ValueError where they say no such quantity."""

    def spell_out(self, text: str) -> str:
        """The text with digits as words."""


@dataclass(frozen=True)
class Meaning:
    """One intent with its slots, and the words it was read from."""

    intent: str
    slots: Mapping[str, Any]
    words: str
    doubtful: bool = False
    """Whether its words may be meant otherwise; see `GraphBlock.doubtful`."""


@dataclass(frozen=True)
class Meanings:
    """Reads what sentences of one graph mean."""

    blocks: Sequence[GraphBlock]
    list_slots: frozenset[str]
    """Slots that hold several values."""
    quantities: ReadsQuantities

    def of(self, sentences: Iterable[Sentence], heard: Sequence[str], now: datetime) -> tuple[Meaning, ...]:
        """What sentences that were read from the words `heard` mean together: of each one meaning for each group it
        passed, at least one.

        Raises ValueError where words of a quantity say none ("twenty five o'clock").
        """
        return tuple(
            meaning
            for sentence in sentences
            for meaning in _of_one(sentence, self.blocks[sentence.block], heard, self.list_slots, self.quantities, now)
        )


def _of_one(
    sentence: Sentence,
    block: GraphBlock,
    heard: Sequence[str],
    list_slots: frozenset[str],
    quantities: ReadsQuantities,
    now: datetime,
) -> tuple[Meaning, ...]:
    shared: dict[str, Any] = dict(block.slots)
    groups: list[dict[str, Any]] = []
    slots, depth = shared, 0
    span: list[str] = []
    for part in sentence.parts:
        if isinstance(part, str):
            span.append(part)
        elif part[0] == "group":
            depth += 1
            if depth == 1:
                slots = {}
                groups.append(slots)
        elif part[0] == "end":
            depth -= 1
            slots = slots if depth else shared
        elif part[0] == "value":
            # What is said once more after a place is about that place: "my left calf, no, the right one".
            anew = not depth and groups and part[1] in groups[-1]
            _keep(groups[-1] if anew else slots, part[1], part[2], list_slots)
        elif part[0] == "as":
            if part[2] == _TIME and _is_bare_number(span, heard, quantities, now):
                raise ValueError(f"no time: {' '.join(span)}")
            _keep_read(slots, part[1], part[2], quantities.normalise(part[2], " ".join(span), now), list_slots)
            span = []
        elif part[0] == "heard":
            words = " ".join(span)
            value = words if part[2] is None else quantities.normalise(part[2], words, now)
            _keep_read(slots, part[1], part[2], value, list_slots)
            span = []
        else:
            start, end = part
            span = list(heard[start:end])
    words = " ".join(heard[sentence.start : sentence.end])
    several = [group for group in groups if group] or [{}]
    return tuple(Meaning(block.intent, _merged(shared, group), words, block.doubtful) for group in several)


def _is_bare_number(span: Sequence[str], heard: Sequence[str], quantities: ReadsQuantities, now: datetime) -> bool:
    """Whether of the words of a time a number alone was heard, and first: "six, and I only slept four hours" tells no
    hour of the clock."""
    number, *rest = heard
    if number not in span[1:] or not rest or rest[0] in span:
        return False
    try:
        return quantities.normalise("number", number, now) is not None
    except ValueError:
        return False


def _keep(slots: dict[str, Any], name: str, value: Any, list_slots: frozenset[str]) -> None:
    if name not in list_slots:
        slots[name] = value
    elif value not in slots.setdefault(name, []):
        slots[name] = [*slots[name], value]


def _keep_read(slots: dict[str, Any], name: str, kind: str | None, value: Any, list_slots: frozenset[str]) -> None:
    """Several values go by their own names; where the slot is called otherwise than the kind, it names the first."""
    if isinstance(value, Mapping):
        for i, (key, item) in enumerate(value.items()):
            _keep(slots, name if i == 0 and name != kind else key, item, list_slots)
    elif value is not None:
        _keep(slots, name, value, list_slots)


def _merged(shared: Mapping[str, Any], group: Mapping[str, Any]) -> dict[str, Any]:
    merged = dict(shared)
    for name, value in group.items():
        held = merged.get(name, ())
        merged[name] = [*held, *(one for one in value if one not in held)] if isinstance(value, list) else value
    return merged
