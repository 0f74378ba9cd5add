"""Cutting an answer into portions that the ear can hold."""

from __future__ import annotations

import re

_SENTENCE = re.compile(r"[^.!?]+[.!?]+[\"”’)]*\s*|[^.!?]+$")


def sentences(text: str) -> tuple[str, ...]:
    """The sentences of `text`, trimmed, in order."""
    return tuple(piece.strip() for piece in _SENTENCE.findall(text) if piece.strip())


def portions(text: str, words: int) -> tuple[str, ...]:
    """Cut `text` at sentence ends into portions of at most `words` words.

    A sentence that is longer by itself stays whole, since half a sentence informs nobody, and a last portion of under
    a third of the limit joins the one before it: nobody wants to ask for "more" to hear four words.
    """
    packed: list[list[str]] = []
    for sentence in sentences(text):
        length = len(sentence.split())
        if packed and sum(len(s.split()) for s in packed[-1]) + length <= words:
            packed[-1].append(sentence)
        else:
            packed.append([sentence])
    if len(packed) > 1 and sum(len(s.split()) for s in packed[-1]) * 3 < words:
        packed[-2].extend(packed.pop())
    return tuple(" ".join(group) for group in packed)
