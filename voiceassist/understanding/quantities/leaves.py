"""The leaves of the grammar: word tables, cardinal numbers and digits."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from voiceassist.understanding.quantities.template import Leaf, Reading


def table(entries: Mapping[tuple[str, ...], Any]) -> Leaf:
    """A leaf that reads the phrases of a table, the longest first."""
    longest = max(map(len, entries))

    def read(words: Sequence[str], start: int) -> list[Reading]:
        ends = range(min(start + longest, len(words)), start, -1)
        return [(entries[key], end) for end in ends if (key := tuple(words[start:end])) in entries]

    return read


@dataclass(frozen=True)
class NumberWords:
    """The words cardinal numbers are made of."""

    small: Mapping[str, int]
    """Words that stand alone or after a ten: below twenty."""
    tens: Mapping[str, int]
    scales: Mapping[str, int]
    articles: frozenset[str]
    """Words that stand for one before a scale word: "a hundred"."""
    joins: frozenset[str]
    """Words that may stand after a scale word: "a hundred and fifty"."""

    def cardinal(self, words: Sequence[str], start: int) -> list[Reading]:
        """Whole numbers as they are said, the longest reading first."""
        found: list[Reading] = []
        thousands, current, room, position = 0, 0, 1_000_000, start  # room: what may follow is smaller than this
        if (
            words[start : start + 1]
            and words[start] in self.articles
            and set(words[start + 1 : start + 2]) & self.scales.keys()
        ):
            current, room, position = 1, 1, start + 1
        while position < len(words):
            if found and words[position] in self.joins and words[position - 1] in self.scales:
                position += 1
                if position == len(words) or words[position] in self.scales:
                    break
            word = words[position]
            value = self.small.get(word, self.tens.get(word))
            scale = self.scales.get(word)
            if value is not None and value < room and (value or not found):
                current += value
                room = 10 if word in self.tens else 1
            elif scale == 100 and 0 < current < 100:
                current, room = current * 100, 100
            elif scale == 1000 and 0 < current < 1000 and not thousands:
                thousands, current, room = current * 1000, 0, 1000
            else:
                break
            position += 1
            found.append((thousands + current, position))
        return found[::-1]

    def digits(self, words: Sequence[str], start: int) -> list[Reading]:
        """Digits said one by one, as text: ``"25"``, the longest reading first."""
        found: list[Reading] = []
        text = ""
        for position in range(start, len(words)):
            value = self.small.get(words[position])
            if value is None or value > 9:
                break
            text += str(value)
            found.append((text, position + 1))
        return found[::-1]
