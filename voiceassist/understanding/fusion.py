"""One verdict from what several decoders heard.

Every hypothesis is read by itself.  A meaning m then costs ``free(m) + HELD · held(m)``, the least over the hypotheses
of each kind; where a decoder does not offer m among its readings, m costs what its dearest possible rival would.
So the free words decide and the held ones support: a grammar alone says yes to anything.
"""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from voiceassist.understanding.matching import WINDOW, Reading

HELD: Final = 0.5
"""What held words count, where free ones were heard too."""


@dataclass(frozen=True)
class Heard:
    """One hypothesis with its readings by meaning, the cheapest first."""

    words: tuple[str, ...]
    weight: float
    """What its words cost if nothing is understood."""
    held: bool
    readings: Mapping[Hashable, Reading]


@dataclass(frozen=True)
class Verdict:
    """The meaning chosen and what speaks for it."""

    heard: Heard
    reading: Reading
    unexplained: float
    margin: float
    agreement: int
    held_alone: bool


def fuse(hypotheses: Sequence[Heard]) -> Verdict | None:
    """The cheapest meaning of all, or None where nobody read anything."""
    free = [heard for heard in hypotheses if not heard.held]
    held = [heard for heard in hypotheses if heard.held]
    kinds = [(kind, share) for kind, share in ((free, 1.0), (held, HELD if free else 1.0)) if kind]
    candidates = dict.fromkeys(key for heard in hypotheses for key in heard.readings)
    if not candidates:
        return None
    total = {key: sum(share * _cost(kind, key) for kind, share in kinds) for key in candidates}
    ranked = sorted(candidates, key=lambda key: total[key])
    best = ranked[0]
    margin = total[ranked[1]] - total[best] if len(ranked) > 1 else WINDOW
    judge = min(free or held, key=lambda heard: _of(heard, best))
    source = judge if best in judge.readings else next(h for h in hypotheses if best in h.readings)
    reading = source.readings[best]
    unexplained = (_of(judge, best) - reading.prior) / max(judge.weight - reading.taken, 1.0)
    return Verdict(source, reading, unexplained, margin, _agreement(free, held, best), not free)


def _of(heard: Heard, key: Hashable) -> float:
    if key in heard.readings:
        return heard.readings[key].cost
    best = next(iter(heard.readings.values()), None)
    return (best.cost if best else heard.weight) + WINDOW


def _cost(kind: Sequence[Heard], key: Hashable) -> float:
    return min(_of(heard, key) for heard in kind)


def _agreement(free: Sequence[Heard], held: Sequence[Heard], key: Hashable) -> int:
    """1: best of both; 0: best of one and possible for the other, or only one was heard; -1: unknown to one."""
    if not free or not held:
        return 0
    if all(any(next(iter(heard.readings), None) == key for heard in kind) for kind in (free, held)):
        return 1
    return 0 if all(any(key in heard.readings for heard in kind) for kind in (free, held)) else -1
