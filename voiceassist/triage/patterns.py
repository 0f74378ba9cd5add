"""A small language for ways of saying something, matched over words with free gaps between them.

A *class* is a named set of words and phrases.  A *pattern* is a row of steps::

    <face> .. <droop>        gap of up to four words between the two
    <droop> ... <face>       gap of up to eight words
    <eat> .... <breathe>     gap of up to twelve words, in which a clause may end
    <face> & <droop>         either order, up to eight words between
    cannot|hardly [even] <breathe>     alternatives, and a word that may be missing
    ^ weak $                 anchored at the start and the end of a clause

``word(s|ed|)`` stands for several spellings, ``all_of_a_sudden`` for a phrase where a word may stand.  A word written
``~word`` only sounds like the one meant: a match that needs it is uncertain.  No other gap crosses the border of a
clause; fillers ("um", "really") do not count in it.
"""

from __future__ import annotations

import itertools
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import TypeAlias

from rapidfuzz import fuzz, process

from voiceassist.errors import VoiceAssistError

SIMILAR = 85.0
"""RapidFuzz's normalised indel similarity (0-100) from which a long word counts as a misheard class word."""

LONG = 6
"""Letters from which a word is long enough for spelling similarity to mean anything."""

_BRACKETS = re.compile(r"\[[^\[\]]+\]|[^\[\]]+")
_PARENTHESES = re.compile(r"[()]")
_ALTERNATIVE = re.compile(r"(?:[^|()]|\([^)]*\))+")

ACROSS = "...."
"""The gap in which a clause may end: "he was eating and now he can't make a sound"."""
GAPS = {"..": 4, "...": 8, ACROSS: 12}


@dataclass(frozen=True)
class Step:
    """One element of a pattern: any of `classes`, after at most `gap` counted words."""

    classes: tuple[str, ...]
    gap: int = 0
    across: bool = False
    """Whether a clause may end in the gap."""
    optional: bool = False

    @cached_property
    def names(self) -> frozenset[str]:
        """Its classes as a set, made once for all lines that have the step."""
        return frozenset(self.classes)


@dataclass(frozen=True)
class Pattern:
    """A compiled row of steps."""

    steps: tuple[Step, ...]
    needs: tuple[frozenset[str], ...]
    """For each step that must be there, at least one, its classes: what a text lacks is seen without a walk."""
    starts: bool = False
    ends: bool = False


@dataclass(frozen=True)
class Occurrence:
    """Words ``[start, end)`` of a text belong to a class."""

    start: int
    end: int
    certain: bool


@dataclass(frozen=True)
class Match:
    """Where a pattern was found; `used` are the word positions its steps took, gaps excluded."""

    start: int
    end: int
    used: frozenset[int]
    certain: bool


Occurrences: TypeAlias = Mapping[str, Sequence[Occurrence]]
"""Where each class occurs in one text; without those that do not."""


@dataclass(frozen=True)
class Text:
    """The words of one hypothesis."""

    words: tuple[str, ...]
    clause: tuple[int, ...]
    """The number of each word's clause."""
    weight: tuple[int, ...]
    """How many words that count (no fillers) stand before each word, and before the end."""
    closed: frozenset[int] = frozenset()
    """Words followed by a comma or another mark in the written text."""

    def gap(self, end: int, start: int, *, across: bool = False) -> int:
        """Counted words between a step that ends at `end` and one that starts at `start`; 99 where a clause ends
        between them, unless it may.

        `start` may be where the text ends.
        """
        if start < end or (not across and start < len(self.clause) and self.clause[end - 1] != self.clause[start]):
            return 99
        return self.weight[start] - self.weight[end]


def spellings(item: str) -> list[str]:
    """Every spelling that ``word(s|ed|)`` stands for."""
    if "(" not in item:
        return [choice.strip() for choice in item.split("|")]
    parts = [p.split("|") for p in _PARENTHESES.split(item)]
    return ["".join(choice).strip() for choice in itertools.product(*parts)]


class Lexicon:
    """Which classes every word and phrase belongs to; collects the words of patterns while they are compiled."""

    def __init__(self, classes: Mapping[str, str]) -> None:
        self._entries: dict[str, list[tuple[tuple[str, ...], str, bool]]] = {}
        self._seen: set[tuple[str, str]] = set()
        self._steps: dict[tuple[str, int, bool], Step] = {}
        self._literals: dict[str, str] = {}
        self._names = set(classes)
        self._long: list[str] = []
        for name, items in classes.items():
            for item in items.split(","):
                for spelling in spellings(item.strip()):
                    self._add(spelling.lstrip("~"), name, certain=not spelling.startswith("~"))

    def _add(self, phrase: str, name: str, *, certain: bool) -> None:
        words = tuple(phrase.split())
        if not words or (phrase, name) in self._seen:
            return
        self._seen.add((phrase, name))
        self._entries.setdefault(words[0], []).append((words, name, certain))
        if certain and not name.startswith("=") and len(words) == 1 and len(phrase) >= LONG:
            self._long.append(phrase)

    def compile(self, source: str) -> list[Pattern]:
        """The patterns that one line of the language stands for.

        Raises `VoiceAssistError` where the line names an unknown class, where every step may be missing, or where
        brackets enclose less than a step or more: "[for the life of me]" would be five steps, "[attack]|fit" an attack
        that may not be missing.
        """
        if " & " in source:
            left, right = source.split(" & ", 1)
            return self.compile(f"{left} ... {right}") + self.compile(f"{right} ... {left}")
        tokens = source.split()
        starts, ends = tokens[0] == "^", tokens[-1] == "$"
        tokens = tokens[starts : len(tokens) - ends]
        steps: list[Step] = []
        gap, across = 0, False
        for token in tokens:
            if token in GAPS:
                gap, across = GAPS[token], token == ACROSS
                continue
            # Looked up rather than made anew, as classes are: thousands of lines use the same few words.
            step = self._steps.get((token, gap, across))
            if step is None:
                if not _BRACKETS.fullmatch(token):
                    raise VoiceAssistError(
                        f"triage pattern {source!r}: brackets must enclose one whole step, not {token!r}"
                    )
                classes = tuple(map(self._class, _alternatives(token.strip("[]"))))
                step = self._steps[token, gap, across] = Step(classes, gap, across, token.startswith("["))
            steps.append(step)
            gap, across = 0, False
        needs = tuple(step.names for step in steps if not step.optional)
        if not needs:
            raise VoiceAssistError(f"triage pattern {source!r}: one step at least must not be in brackets")
        return [Pattern(tuple(steps), needs, starts, ends)]

    def _class(self, name: str) -> str:
        literal = self._literals.get(name)
        if literal is None:
            literal = self._literals[name] = self._named(name)
        return literal

    def _named(self, name: str) -> str:
        """The class that `name` stands for: one of `words`, or what is written itself, which becomes one."""
        if name.startswith("<"):
            if name[1:-1] not in self._names:
                raise VoiceAssistError(f"unknown word class {name} in a triage pattern: define it under `words`")
            return name[1:-1]
        literal = f"={name}"
        for spelling in spellings(name.replace("_", " ")):
            self._add(spelling.lstrip("~"), literal, certain=not spelling.startswith("~"))
        return literal

    @lru_cache(maxsize=4096)  # noqa: B019 - one lexicon lives as long as the program
    def similar(self, word: str) -> tuple[str, ...]:
        """Long class words that an unknown word may have been misheard from."""
        if len(word) < LONG or word in self._entries:
            return ()
        found = process.extract(word, self._long, scorer=fuzz.ratio, score_cutoff=SIMILAR, limit=4)
        return tuple(match[0] for match in found)

    def occurrences(self, words: Sequence[str]) -> Occurrences:
        """Where each class occurs in `words`."""
        found: dict[str, list[Occurrence]] = {}
        for i, word in enumerate(words):
            for spelled in (word, *self.similar(word)):
                for phrase, name, certain in self._entries.get(spelled, ()):
                    if len(phrase) > 1 and tuple(words[i + 1 : i + len(phrase)]) != phrase[1:]:
                        continue
                    place = Occurrence(i, i + len(phrase), certain and spelled == word)
                    found.setdefault(name, []).append(place)
        return found


def _alternatives(token: str) -> list[str]:
    """``a|b(s|)|<c>`` split at the bars outside parentheses."""
    return _ALTERNATIVE.findall(token)


class Patterns:
    """Patterns that are looked for together.

    Each is filed under the classes of one step that it must have, that which the fewest of them share: of thousands a
    text can hold only the few that are filed under its own words.
    """

    def __init__(self, patterns: Iterable[Pattern]) -> None:
        self._patterns = tuple(patterns)
        sharing = Counter(name for pattern in self._patterns for name in frozenset().union(*pattern.needs))
        self._filed: dict[str, list[int]] = {}
        for number, pattern in enumerate(self._patterns):
            for name in min(pattern.needs, key=lambda need: sum(sharing[name] for name in need)):
                self._filed.setdefault(name, []).append(number)

    def find(self, text: Text, seen: Occurrences) -> Iterator[Match]:
        """Every way in which one of them occurs in `text`, in their order."""
        possible = {number for name in self._filed.keys() & seen.keys() for number in self._filed[name]}
        for pattern in map(self._patterns.__getitem__, sorted(possible)):
            if not any(need.isdisjoint(seen) for need in pattern.needs):
                yield from _walk(pattern, text, seen, 0, 0, False, ())


def _walk(
    pattern: Pattern,
    text: Text,
    seen: Occurrences,
    number: int,
    gap: int,
    across: bool,
    taken: tuple[Occurrence, ...],
) -> Iterator[Match]:
    """The matches that begin with `taken` and go on with step `number`; `gap` and `across` come from skipped steps."""
    if number == len(pattern.steps):
        if taken and _anchored(pattern, text, taken):
            yield Match(
                taken[0].start,
                taken[-1].end,
                frozenset(i for place in taken for i in range(place.start, place.end)),
                all(place.certain for place in taken),
            )
        return
    step = pattern.steps[number]
    gap, across = max(gap, step.gap), across or step.across
    if step.optional:
        yield from _walk(pattern, text, seen, number + 1, gap, across, taken)
    for name in step.classes:
        for place in seen.get(name, ()):
            if not taken or text.gap(taken[-1].end, place.start, across=across) <= gap:
                yield from _walk(pattern, text, seen, number + 1, 0, False, (*taken, place))


def _anchored(pattern: Pattern, text: Text, taken: Sequence[Occurrence]) -> bool:
    return not (pattern.starts and _before(text, taken[0].start)) and not (pattern.ends and _after(text, taken[-1].end))


def _before(text: Text, start: int) -> bool:
    """Whether counted words stand before `start` in its clause."""
    first = text.clause.index(text.clause[start])
    return text.weight[start] > text.weight[first]


def _after(text: Text, end: int) -> bool:
    """Whether counted words stand between `end` and the end of its clause."""
    last = len(text.clause) - text.clause[::-1].index(text.clause[end - 1])
    return text.weight[last] > text.weight[end]
