"""One verdict from what several decoders heard.

Every hypothesis is read by itself.  A meaning m then costs ``free(m) + HELD · held(m)``, the least over the hypotheses
of each kind; where a decoder does not offer m among its readings, m costs what its dearest possible rival would.
So the free words decide and the held ones support: a grammar alone says yes to anything.

Where the words leave doubt, sound is asked (`sounding`), and sentences are ranked by
``SOUND · free + SOUND_HELD · held + WORDS · w``: their phone distances from both decoders, and by how much w their
meaning is dearer in words than the best; those with free words cost `LOOSE` more.

Free words are no part of a meaning's price but for their number, so that a hypothesis that lost some would be the
cheapest: they are taken from the likeliest hypothesis that has the meaning.
"""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from voiceassist.understanding.matching import WINDOW, Reading
from voiceassist.understanding.sounding import Sounding

HELD: Final = 0.5
"""What held words count, where free ones were heard too."""

SOUND: Final = 1.45
SOUND_HELD: Final = 0.48
"""Fitted to the tuning half of the coffee suite (conditional logit over candidates, kitchen noise at 6 dB)."""
WORDS: Final = 2.0
"""A content word has about four phones; it cannot be fitted where one intent has all sentences."""
LOOSE: Final = 2.0
"""Free words sound like whatever was heard; chosen on the tuning half of 160 sentences of our own at 12 dB."""
CLEARLY: Final = 3.0
"""A lead over the next meaning that no further evidence turned round."""
EXACT: Final = 0.02
"""The share of the words that may be unexplained where they are taken as they are."""


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
    totals: Mapping[Hashable, float]
    """What each meaning costs in words."""

    @property
    def certain(self) -> bool:
        """Whether both decoders' words say the same and leave nothing open."""
        return self.agreement > 0 and self.unexplained <= EXACT

    @property
    def plain(self) -> bool:
        """Whether it is one sentence without free words: what can be compared by sound."""
        return len(self.reading.sentences) == 1 and not self.reading.taken


@dataclass(frozen=True)
class SoundVerdict:
    """The meaning chosen by sound and words together."""

    sounding: Sounding
    margin: float
    """Its lead over the next meaning, at most `CLEARLY`."""


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
    if best in judge.readings and judge.readings[best].taken:
        judge = next(heard for heard in free or held if best in heard.readings)
    source = judge if best in judge.readings else next(h for h in hypotheses if best in h.readings)
    reading = source.readings[best]
    unexplained = (_of(judge, best) - reading.prior) / max(judge.weight - reading.taken, 1.0)
    return Verdict(source, reading, unexplained, margin, _agreement(free, held, best), not free, total)


def fuse_sound(
    soundings: Mapping[Hashable, Sequence[Sounding]], totals: Mapping[Hashable, float]
) -> SoundVerdict | None:
    """The best of `soundings`, each meaning with its sentences, those of likelier hypotheses first; None where there
    are none."""
    least = min(totals.values())
    ranked = sorted(
        (
            (
                SOUND * sounding.free
                + SOUND_HELD * sounding.held
                + WORDS * min(totals.get(key, least + WINDOW) - least, WINDOW)
                + LOOSE * sounding.said.loose,
                number,
                sounding,
            )
            for number, (key, several) in enumerate(soundings.items())
            for sounding in several
        ),
        key=lambda item: item[0],
    )
    if not ranked:
        return None
    cost, meaning, best = ranked[0]
    if best.said.loose:
        best = next(one for one in list(soundings.values())[meaning] if one.said.loose)
    rival = next((other for other, number, _ in ranked if number != meaning), cost + CLEARLY)
    return SoundVerdict(best, min(rival - cost, CLEARLY))


def _of(heard: Heard, key: Hashable) -> float:
    if key in heard.readings:
        return heard.readings[key].cost
    best = next(iter(heard.readings.values()), None)
    return (best.cost if best else heard.weight) + WINDOW


def _cost(kind: Sequence[Heard], key: Hashable) -> float:
    return min(_of(heard, key) for heard in kind)


def _agreement(free: Sequence[Heard], held: Sequence[Heard], key: Hashable) -> int:
    """1: best of both decoders' first choices; 0: possible for both, or only one was heard; -1: unknown to one."""
    if not free or not held:
        return 0
    if all(next(iter(kind[0].readings), None) == key for kind in (free, held)):
        return 1
    return 0 if all(any(key in heard.readings for heard in kind) for kind in (free, held)) else -1
