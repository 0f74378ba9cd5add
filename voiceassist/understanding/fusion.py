"""One verdict from what several decoders heard.

Every hypothesis is read by itself.  A meaning m then costs ``free(m) + HELD · held(m)``, the least over the hypotheses
of each kind; where a decoder does not offer m among its readings, m costs what its dearest possible rival would.
So the free words decide and the held ones support: a grammar alone says yes to anything.

Where the words leave doubt, sound is asked (`sounding`), and sentences are ranked by
``F · free + H · held + WORDS · w``: their phone distances from both decoders, `SOUND` says what each counts, and by how
much w their meaning is dearer in words than the best; those with free words cost `LOOSE` more, and those that ask about
a time before anything was recorded `UNRECORDED`.

Free words are no part of a meaning's price but for their number, so that a hypothesis that lost some would be the
cheapest: they are taken from the likeliest hypothesis that has the meaning.
"""

from __future__ import annotations

from collections.abc import Container, Hashable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from voiceassist.understanding.decision import Free
from voiceassist.understanding.matching import WINDOW
from voiceassist.understanding.readings import Reading
from voiceassist.understanding.sounding import Sounding

HELD: Final = 0.5
"""What held words count, where free ones were heard too."""

SOUND: Final[Mapping[str, tuple[float, float]]] = {"whisper": (1.45, 0.48), "vosk": (0.48, 1.45)}
"""What the free and the held decoder's sound counts, by who listened freely (see `Free`).

Whisper's was fitted to the tuning half of the coffee suite (conditional logit over candidates, kitchen noise at 6 dB).
Vosk hears worse freely than held to the grammar, so there it is the other way round: with Vosk as both, the likeliest
meaning is right in 98 of the same half's 110 instead of 87 (96 with 0.9 for each), and in 82 instead of 77 of the
other 90."""
WORDS: Final = 2.0
"""A content word has about four phones; it cannot be fitted where one intent has all sentences."""
LOOSE: Final = 2.0
"""Free words sound like whatever was heard; chosen on the tuning half of 160 sentences of our own at 12 dB."""
UNRECORDED: Final = 3.0
"""What a question costs about a time of which nothing can be known: a twentieth as likely, in the natural logarithms
that distances are weighed in.  Set by judgement: no recordings are of anybody with a journal of some age."""
CLEARLY: Final = 3.0
"""A lead over the next meaning that no further evidence turned round."""
EXACT: Final = 0.02
"""The share of the words that may be unexplained where they are taken as they are."""


@dataclass(frozen=True)
class Heard:
    """One hypothesis with its readings by meaning, the cheapest first."""

    words: tuple[str, ...]
    decoder: str
    held: bool
    weight: float
    """What its words cost if nothing is understood."""
    readings: Mapping[Hashable, Reading]
    lesser: frozenset[Hashable] = frozenset()
    """The meanings that only leave out part of one which fits these words exactly: no rivals of that."""

    @property
    def by(self) -> tuple[str, bool]:
        """The decoder: one engine may be both held and free."""
        return self.decoder, self.held


@dataclass(frozen=True)
class Verdict:
    """The meaning chosen and what speaks for it."""

    heard: Heard
    reading: Reading
    unexplained: float
    margin: float
    agreement: int
    """1 where two decoders' first choices have this meaning, -1 where it is unknown to one, else 0."""
    certain: bool
    """Whether the first choices of the held decoder and of a free one say it and leave nothing open, whatever another
    free one heard."""
    held_alone: bool
    totals: Mapping[Hashable, float]
    """What each meaning costs in words."""

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
    lesser = frozenset().union(*(heard.lesser for heard in hypotheses))
    ranked = sorted(candidates, key=lambda key: (total[key], key in lesser))
    best = ranked[0]
    judge = min(free or held, key=lambda heard: _of(heard, best))
    rivals = [key for key in ranked[1:] if key not in judge.lesser or best in judge.lesser]
    margin = total[rivals[0]] - total[best] if rivals else WINDOW
    if best in judge.readings and judge.readings[best].taken:
        judge = next(heard for heard in free or held if best in heard.readings)
    source = judge if best in judge.readings else next(h for h in hypotheses if best in h.readings)
    reading = source.readings[best]
    unexplained = _left(judge, best, reading)
    by_decoder: dict[tuple[str, bool], list[Heard]] = {}
    for heard in hypotheses:
        by_decoder.setdefault(heard.by, []).append(heard)
    decoders = list(by_decoder.values())
    agreement, certain = _agreement(decoders, best), _certain(decoders, best)
    return Verdict(source, reading, unexplained, margin, agreement, certain, not free, total)


def fuse_sound(
    soundings: Mapping[Hashable, Sequence[Sounding]],
    totals: Mapping[Hashable, float],
    free: Free,
    unrecorded: Container[Hashable] = (),
) -> SoundVerdict | None:
    """The best of `soundings`, each meaning with its sentences, those of likelier hypotheses first; None where there
    are none.  `free` is who listened freely; meanings in `unrecorded` ask about a time of which nothing is known."""
    of_free, of_held = SOUND[free]
    least = min(totals.values())
    ranked = sorted(
        (
            (
                of_free * sounding.free
                + of_held * sounding.held
                + WORDS * min(totals.get(key, least + WINDOW) - least, WINDOW)
                + LOOSE * sounding.said.loose
                + UNRECORDED * (key in unrecorded),
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


def _left(heard: Heard, key: Hashable, reading: Reading) -> float:
    """The share of its words that `reading` leaves unexplained."""
    return (_of(heard, key) - reading.prior) / max(heard.weight - reading.taken, 1.0)


def _cost(kind: Sequence[Heard], key: Hashable) -> float:
    return min(_of(heard, key) for heard in kind)


def _agreement(decoders: Sequence[Sequence[Heard]], key: Hashable) -> int:
    """See `Verdict.agreement`."""
    if sum(_first(some[0]) == key for some in decoders) > 1:
        return 1
    return 0 if all(any(key in heard.readings for heard in some) for some in decoders) else -1


def _certain(decoders: Sequence[Sequence[Heard]], key: Hashable) -> bool:
    """See `Verdict.certain`."""
    firsts = [some[0] for some in decoders]
    say_it = [one for one in firsts if _first(one) == key and _left(one, key, one.readings[key]) <= EXACT]
    return {one.held for one in say_it} == {True, False}


def _first(heard: Heard) -> Hashable | None:
    return next(iter(heard.readings), None)
