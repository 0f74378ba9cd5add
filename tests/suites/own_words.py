"""What is said in `lists/own_words.yaml`, and whether the whole assistant understood it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from voiceassist import events
from voiceassist.bench.answer import fills

LISTS = Path(__file__).parent / "lists"


@dataclass(frozen=True)
class Told:
    """One utterance with its meaning; "*" stands for any value."""

    text: str
    intent: str
    slots: Mapping[str, Any]


def told(half: str) -> list[Told]:
    """The utterances of the half ``tuned`` or ``reported``."""
    lists = yaml.safe_load((LISTS / "own_words.yaml").read_text(encoding="utf-8"))
    return [one for author in lists[half].values() for one in _of(author)]


def is_right(one: Told, heard: list[events.Interpreted]) -> bool:
    """Whether intent and every slot were understood, and nothing else; how precisely a time is meant aside."""
    if [meaning.intent for meaning in heard] != [one.intent]:
        return False
    got, wanted = ({k: v for k, v in slots.items() if k != "at_precision"} for slots in (heard[0].slots, one.slots))
    return fills(got, wanted)


def _of(author: Mapping[str, list[dict[str, dict[str, Any]]]]) -> Iterator[Told]:
    for intent, said in author.items():
        for one in said:
            [(text, slots)] = one.items()
            yield Told(text, intent, slots)
