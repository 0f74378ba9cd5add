"""Cutting a reply into sentences, so that a long one can be heard from its first sentence on."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from voiceassist.synthesis.protocol import Speech, Synthesizer

LONGEST: Final = 300
"""Characters in the longest piece handed to an engine: about 20 s of speech."""

_SENTENCE_END = re.compile(r"(?<=[.!?…])[\"')\]]*\s+|\n+")
_ABBREVIATION = re.compile(r"(?:\b(?:Dr|Mr|Mrs|Ms|St|vs|approx)|\be\.g|\bi\.e)\.$")
_CLAUSE_END = re.compile(r"(?<=[,;:])\s+")


def split(text: str) -> list[str]:
    """The sentences of `text` in order, each one line of at most `LONGEST` characters with something to say in it."""
    sentences: list[str] = []
    held = ""
    for part in _SENTENCE_END.split(_speakable(text)):
        held = f"{held} {part}".strip()
        if _ABBREVIATION.search(held):
            continue
        sentences.extend(_bounded(held))
        held = ""
    sentences.extend(_bounded(held))
    return [sentence for sentence in sentences if has_words(sentence)]


def has_words(text: str) -> bool:
    """Whether there is a letter or a digit to pronounce."""
    return any(character.isalnum() for character in text)


def fixed_sentences(texts: Iterable[str]) -> frozenset[str]:
    """Every sentence of `texts`, in the form in which `render_pieces` asks for it."""
    return frozenset(sentence for text in texts for sentence in split(text))


def render_pieces(voice: Synthesizer, text: str, *, rate: float = 1.0, volume: float = 1.0) -> Iterator[Speech]:
    """The sentences of `text` as sound, each rendered only when it is asked for.

    Raises `NoVoice` as `Synthesizer.render` does.
    """
    for sentence in split(text):
        yield voice.render(sentence, rate=rate, volume=volume)


def _speakable(text: str) -> str:
    """`text` without what stops an engine short: control characters (a NUL ends a C string) and lone surrogates."""
    return "".join(
        " " if character != "\n" and unicodedata.category(character) in ("Cc", "Cs") else character
        for character in text
    )


def _bounded(sentence: str) -> Iterator[str]:
    """`sentence` cut at clauses, else at words, else anywhere, so that no piece exceeds `LONGEST`."""
    held = ""
    for clause in _CLAUSE_END.split(sentence) if len(sentence) > LONGEST else [sentence]:
        for word in clause.split() if len(clause) > LONGEST else [clause]:
            if held and len(held) + 1 + len(word) > LONGEST:
                yield held
                held = ""
            held = f"{held} {word}".strip()
            while len(held) > LONGEST:
                yield held[:LONGEST]
                held = held[LONGEST:]
    if held:
        yield held
