"""Phrases that something heard may have been: how near each comes, by its phones, to any stretch of it.

Whole sentences are judged by `sounding`; this is for a few words that matter wherever they stand.  "That says his left
arm went in a few minutes ago" holds, for 1.1 of the 6.3 that all its phones weigh, "arm went numb".

Phrases share their beginnings in a tree of phones.  D[n, j] is the least price (`phonetic`) of hearing the phones down
to node n in a stretch that ends before position j; a stretch may begin and end anywhere (Sellers 1980, "The theory and
computation of evolutionary distances: pattern recognition"), so D at the root is 0 everywhere.  All nodes of one depth
are swept at once in arrays: (positions, texts, nodes).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Final

import numpy as np
from hassil.parse_expression import parse_sentence
from hassil.parser import ParseError

from voiceassist.understanding.candidates import Numbers, Pronunciations
from voiceassist.understanding.expressions import from_hassil, wordings
from voiceassist.understanding.located import TemplateError, load
from voiceassist.understanding.phonetic import Floats, instead, lost, side_by_side, weight

_CHANCE: Final = 0.25
_COMMON: Final = 1.0
"""Added to a price, and taken off what the phrase weighs: of a short phrase a little is near by chance."""


@dataclass(frozen=True)
class Likeness:
    """The phrase of one label that comes nearest."""

    label: str
    phrase: str
    heard: str
    """The text that it was found in."""
    apart: float
    """The price of hearing it so, over what the phrase weighs: 0 the same, 1 nothing in common."""


class Phrases:
    """Labelled phrases, put in a tree when they are first asked for."""

    def __init__(self, labels: Mapping[str, str], say: Pronunciations) -> None:
        """`labels` gives each phrase, its words parted by spaces, its label."""
        self._labels = tuple(labels.items())
        self._say = say

    @classmethod
    def load(cls, path: Path, say: Pronunciations) -> Phrases:
        """The phrases of a file that lists templates by label; no file, no phrases.

        Raises TemplateError (a VoiceAssistError) naming the template that cannot be read.
        """
        listed = load(path) if path.exists() else {}
        labels: dict[str, str] = {}
        for label, templates in listed.items():
            for template in templates:
                try:
                    said = list(wordings(from_hassil(parse_sentence(str(template)).expression, str.split)))
                except (ParseError, ValueError) as problem:
                    reason = str(problem) or "it cannot be parsed"
                    raise TemplateError(path, getattr(template, "line", None), f"{template!r}: {reason}") from None
                labels.update((" ".join(words), str(label)) for words in said)
        return cls(labels, say)

    def prepare(self) -> None:
        """Make the tree now."""
        _ = self._tree

    @cached_property
    def _tree(self) -> _Tree:
        self._say.keep(word for phrase, _ in self._labels for word in phrase.split())
        return _Tree.of([self._say.of(phrase.split()) for phrase, _ in self._labels])

    @property
    def labels(self) -> Mapping[str, str]:
        """The label of each phrase."""
        return dict(self._labels)

    def nearest(self, texts: Sequence[str]) -> tuple[Likeness, ...]:
        """For each label the phrase that comes nearest to a stretch of any of `texts`, the nearest label first."""
        self._say.learn(word for text in texts for word in text.split())
        heard = {text: phones for text in dict.fromkeys(texts) if (phones := self._say.of(text.split()))}
        if not heard or not self._labels:
            return ()
        shares = self._tree.shares(list(heard.values()))
        at, least = shares.argmin(axis=1), shares.min(axis=1)
        found: dict[str, Likeness] = {}
        for number in np.argsort(least, kind="stable").tolist():
            phrase, label = self._labels[number]
            found.setdefault(label, Likeness(label, phrase, list(heard)[at[number]], float(least[number])))
        return tuple(found.values())


@dataclass(frozen=True, eq=False)
class _Level:
    """The nodes of one depth."""

    parent: Numbers
    """Which node of the depth before each hangs on."""
    phone: Numbers
    ended: Numbers
    """The phrases that end here."""
    end: Numbers
    """At which node each of them does."""


@dataclass(frozen=True, eq=False)
class _Tree:
    """Phrases by their phones."""

    levels: tuple[_Level, ...]
    weights: Floats
    """(phrases,): what all phones of each would cost."""

    @classmethod
    def of(cls, phrases: Sequence[Sequence[int]]) -> _Tree:
        """The tree of phrases as phone numbers."""
        levels: list[_Level] = []
        before: dict[tuple[int, ...], int] = {(): 0}
        for depth in range(1, max(map(len, phrases), default=0) + 1):
            begun = (tuple(phones[:depth]) for phones in phrases if len(phones) >= depth)
            nodes = {node: number for number, node in enumerate(dict.fromkeys(begun))}
            ended = [number for number, phones in enumerate(phrases) if len(phones) == depth]
            levels.append(
                _Level(
                    _numbers(before[node[:-1]] for node in nodes),
                    _numbers(node[-1] for node in nodes),
                    _numbers(ended),
                    _numbers(nodes[tuple(phrases[number])] for number in ended),
                )
            )
            before = nodes
        weights = [weight(phones) for phones in phrases]
        return cls(tuple(levels), np.array(weights, dtype=np.float32))

    def shares(self, heard: Sequence[Sequence[int]]) -> Floats:
        """(phrases, texts): the least price of each phrase in each text, as a share of its weight (see `_CHANCE`)."""
        replace, left_out = _arrays(heard)
        behind = np.isinf(left_out)
        left_out[behind] = 0.0
        # All is reckoned less what the heard phones before a position cost if left out (as in `phone_sweep`).
        table = -left_out[:, :, None]
        apart = np.full((len(self.weights), len(heard)), np.inf, dtype=np.float32)
        for level in self.levels:
            table = table[:, :, level.parent]
            moved = table[:-1] + replace[:, :, level.phone]
            table += lost()[level.phone]
            np.minimum(table[1:], moved, out=table[1:])
            np.minimum.accumulate(table, axis=0, out=table)
            if level.ended.size:
                whole = table[:, :, level.end] + left_out[:, :, None]
                whole[behind] = np.inf
                apart[level.ended] = whole.min(axis=0).T
        shares: Floats = (apart + _CHANCE) / np.maximum(self.weights - _COMMON, _CHANCE)[:, None]
        return shares


def _arrays(heard: Sequence[Sequence[int]]) -> tuple[Floats, Floats]:
    """(P, H, 39): hearing the phone at p as another, less what leaving it out costs; (P + 1, H): what leaving out all
    phones before p costs.  Both are infinite behind a text's end."""
    phones = side_by_side(heard)
    behind = np.arange(len(phones))[:, None] >= np.array(list(map(len, heard)))
    replace, left_out = instead()[phones], np.zeros((len(phones) + 1, len(heard)), dtype=np.float32)
    np.cumsum(lost()[phones], axis=0, out=left_out[1:])
    replace[behind] = left_out[1:][behind] = np.inf
    return replace, left_out


def _numbers(values: Iterable[int]) -> Numbers:
    return np.fromiter(values, dtype=np.intp)
