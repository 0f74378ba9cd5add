"""Words that a language folder names by what they do, whatever sentence they stand in."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from typing import Any, Final, Self


@dataclass(frozen=True)
class WordKinds:
    """Each field is a key at the top level of a template file: a list of words, or of phrases where it is a tuple."""

    skip_words: tuple[tuple[str, ...], ...] = ()
    """What may stand anywhere and means nothing there."""
    hedges: tuple[tuple[str, ...], ...] = ()
    """Phrases whose first word means nothing before the others: "like ten" is ten."""
    in_passing: tuple[tuple[str, ...], ...] = ()
    """What any gap holds, and what means nothing in it, whatever its words mean elsewhere; see `gaps`."""
    restarts: tuple[tuple[str, ...], ...] = ()
    """What takes back what was just said, where the same is said otherwise after it; see `gaps`."""
    hesitations: frozenset[str] = frozenset()
    """Words that say only that more will come."""
    function_words: frozenset[str] = frozenset()
    """Words that say little by themselves; where none are named, those of at most two letters."""
    topic_words: frozenset[str] = frozenset()
    """What everything here is about: the word of many intents, yet a sentence that lacks it is another sentence."""
    joining_words: frozenset[str] = frozenset()
    """Words that join what is said in one breath."""
    never_skipped: frozenset[str] = frozenset()
    """Words that turn a sentence's meaning round, or make it a question or somebody else's; see `gaps`."""
    never_first: frozenset[str] = frozenset()
    """Words that do so where they come first."""
    asides: frozenset[str] = frozenset()
    """Words that begin an aside."""

    def to_dict(self) -> dict[str, Any]:
        """JSON-ready plain values."""
        return {name: sorted(value) if isinstance(value, frozenset) else value for name, value in asdict(self).items()}

    @classmethod
    def from_dict(cls, plain: Mapping[str, Any]) -> Self:
        """What `to_dict` wrote, or any lists of words.  Raises KeyError where one is missing."""
        kinds: dict[str, Any] = {
            kind: tuple(map(tuple, plain[kind])) if kind in PHRASES else frozenset(plain[kind]) for kind in KINDS
        }
        return cls(**kinds)


KINDS: Final = tuple(one.name for one in fields(WordKinds))
"""The keys."""
PHRASES: Final = tuple(one.name for one in fields(WordKinds) if isinstance(one.default, tuple))
"""Those of them that list phrases."""
NO_KINDS: Final = WordKinds()
