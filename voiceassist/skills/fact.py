"""What the assistant may state."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Fact:
    """One portion of an answer: a few short sentences, written for the ear."""

    say: str
    source: str
    """The letter of the source in the project's fact sheet, for example ``A``."""
    caveat: str | None = None
    """Names the caution that goes with it the first time it comes up in a conversation."""
    asked: Sequence[str] = ()
    """Words of a question that it answers before the other facts of its topic, for example "how much"."""
    instead_of: str | None = None
    """Names the caution that holds for whoever is told this: what carries it is no advice for them any more."""
    unless_told: Sequence[str] = ()
    """Signs beside which it would comfort wrongly: it is not told where the journal shows one of them."""
    only: bool = False
    """Whether nobody else is told it: the other facts say as much."""
    reason: bool = False
    """Whether it is the reason for what else the topic tells: what "why?" asks for."""
    alone: bool = False
    """Whether it is all there is to say to whoever asked for it in so many words."""
