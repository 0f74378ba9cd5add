"""From a hypothesis as a recogniser writes it to words and clauses."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from voiceassist.triage.patterns import Text

_TOKEN = re.compile(r"[\w']+|[.?!;:,]")


class Reader:
    """Spells words one way and sees where a clause ends.

    `rewrites` are (regular expression, replacement) pairs applied in order to the lower-cased text; `fillers` do not
    count in gaps; a word of `opens` always begins a clause, a word of `joins` does when one of `subjects` follows.
    """

    def __init__(
        self,
        rewrites: Iterable[tuple[str, str]],
        fillers: Iterable[str],
        opens: Iterable[str],
        joins: Iterable[str],
        subjects: Iterable[str],
    ) -> None:
        self._rewrites = [(re.compile(pattern), replacement) for pattern, replacement in rewrites]
        self._fillers = frozenset(fillers)
        self._opens = frozenset(opens)
        self._joins = frozenset(joins)
        self._subjects = frozenset(subjects)

    def read(self, text: str) -> Text:
        """The words of `text` with their clauses."""
        text = text.lower().replace("’", "'").replace("-", " ")
        for pattern, replacement in self._rewrites:
            text = pattern.sub(replacement, text)
        words: list[str] = []
        ended: set[int] = set()
        closed: set[int] = set()
        for item in _TOKEN.findall(text):
            if item[0] in ".?!;:,":
                closed.add(len(words) - 1)
                if item != ",":
                    ended.add(len(words))
            else:
                words.append(item.strip("'") or "'")
        return Text(tuple(words), self._clauses(words, ended), self._weights(words), frozenset(closed))

    def _clauses(self, words: Sequence[str], ended: set[int]) -> tuple[int, ...]:
        clauses: list[int] = []
        number = 0
        for i, word in enumerate(words):
            follows = i + 1 < len(words) and words[i + 1] in self._subjects
            if i and (i in ended or word in self._opens or (word in self._joins and follows)):
                number += 1
            clauses.append(number)
        return tuple(clauses)

    def _weights(self, words: Sequence[str]) -> tuple[int, ...]:
        weights = [0]
        for word in words:
            weights.append(weights[-1] + (word not in self._fillers))
        return tuple(weights)
