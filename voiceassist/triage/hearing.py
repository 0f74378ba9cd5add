"""Hearing signs in what recognisers wrote: every hypothesis is judged alone, and what any of them says counts."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from voiceassist.triage.around import ONSETS, SIDES, Around, Objection, overlap
from voiceassist.triage.knowledge import Ladder, Sign
from voiceassist.triage.patterns import Match, Occurrences, Text
from voiceassist.triage.surrounding import Surrounding


@dataclass(frozen=True)
class HeardSign:
    """A sign that somebody reported."""

    sign: str
    onset: str | None = None
    """``sudden``, ``days``, ``gradual``, or None where nothing was said about it."""
    about: str = "self"
    """``self`` or ``other``."""
    certain: bool = True
    """False where it may have been misheard or may not be meant of now and in earnest: worth one short question."""
    place: str | None = None
    side: str | None = None
    evidence: str = ""
    """The words it was read from."""
    when: str = ""
    """The words that say when it began, where they follow directly: they tell nothing about anything else."""
    passed: bool = False
    """True where it is said to be over; it counts all the same."""
    old: bool = False
    """True for an emergency that is told as something of years ago: whether it has come back is asked."""
    hedged: bool = False
    """True where words around it speak against it, but not surely: a question whatever the rung."""

    @property
    def key(self) -> tuple[str, str]:
        """What makes two reports one: the same sign of the same person."""
        return self.sign, self.about


def hear(texts: Sequence[str], ladder: Ladder) -> tuple[HeardSign, ...]:
    """The signs reported in any of `texts`, one for each sign and person, in the ladder's order of signs.

    `texts` are all hypotheses of all decoders for one utterance.
    """
    heard = (sign for text in dict.fromkeys(texts) for sign in _hear_one(ladder.reader.read(text), ladder))
    return merge(heard, ladder)


def merge(signs: Iterable[HeardSign], ladder: Ladder) -> tuple[HeardSign, ...]:
    """`signs` of several texts as one for each sign and person, in the ladder's order of signs."""
    merged: dict[tuple[str, str], HeardSign] = {}
    for heard in signs:
        known = merged.get(heard.key)
        merged[heard.key] = _merge(known, heard) if known else heard
    order = [sign.name for sign in ladder.signs]
    return tuple(sorted(merged.values(), key=lambda heard: (order.index(heard.sign), heard.about)))


def worded(text: str, ladder: Ladder) -> frozenset[str]:
    """The signs whose words stand in `text`, reported or denied, asked about or supposed."""
    read = ladder.reader.read(text)
    seen = ladder.lexicon.occurrences(read.words)
    return frozenset(sign.name for sign in ladder.signs if any(sign.said.find(read, seen)))


def denied(text: str, ladder: Ladder) -> frozenset[str]:
    """The signs whose words stand in `text` and are denied wherever they do ("no chest pain"), or that are denied
    without being told of anything ("it's not weak")."""
    read = ladder.reader.read(text)
    seen = ladder.lexicon.occurrences(read.words)
    found = {sign.name: matches for sign in ladder.signs if (matches := list(sign.said.find(read, seen)))}
    around = Around(read, seen, ladder, found) if found else None
    bare = {sign.name for sign in ladder.signs if sign.name not in found and any(sign.denied.find(read, seen))}
    return frozenset(
        name
        for name, some in found.items()
        if around and all(around.negated(match) is Objection.SURE for match in some)
    ).union(bare)


def stated_onset(text: str, ladder: Ladder) -> str | None:
    """The onset that `text` states by itself, as an answer to how something began; None where it states none, or tells
    of another matter ("and I had a coffee this morning")."""
    around = _around(text, ladder)
    found = around.found
    others = found["other_matter"]
    of_it = [match for match in found["of_it"] if not any(overlap(match, other) for other in others)]
    if others and not of_it:
        return None
    slow = [match for name in ONSETS[1:] for match in found[name]]
    if any(not any(overlap(match, other) for other in slow) for match in around.sudden):
        return "sudden"
    return next((name for name in ONSETS[1:] if found[name]), None)


def agrees(text: str, ladder: Ladder) -> bool:
    """Whether `text`, as an answer to a question about danger, is a yes whatever else it says ("yes, my eye too")."""
    found = _around(text, ladder).found
    return bool(found["agreeing"]) and not found["disagreeing"]


def agrees_to_offer(text: str, ladder: Ladder) -> bool:
    """Whether `text` is rather a yes to an offer than to a question about danger ("yes, log it")."""
    return bool(_around(text, ladder).found["to_an_offer"])


def takes_back(text: str, ladder: Ladder) -> bool:
    """Whether `text` calls what was said before a joke."""
    return bool(_around(text, ladder).found["taken_back"])


def disagrees(text: str, ladder: Ladder) -> bool:
    """Whether a no stands in `text`, as an answer to a question about danger."""
    return bool(_around(text, ladder).found["disagreeing"])


def half_denies(text: str, ladder: Ladder) -> bool:
    """Whether `text`, as an answer to a question about harming oneself, is no clear no ("not yet")."""
    return bool(_around(text, ladder).found["hedged_no"])


def _around(text: str, ladder: Ladder) -> Around:
    read = ladder.reader.read(text)
    return Around(read, ladder.lexicon.occurrences(read.words), ladder)


def about_whom(text: str, ladder: Ladder) -> str:
    """``self`` or ``other``: whom a text in which no sign was heard is likely to be about.

    "My face" is the speaker's, whatever misheard words name afterwards; else it is by who is named last.
    """
    read = ladder.reader.read(text)
    seen = ladder.lexicon.occurrences(read.words)
    around = Around(read, seen, ladder)
    mine = {match.end for match in around.found["self"]}
    mine |= {side.end for name in SIDES for side in seen.get(name, ()) if side.start in mine}
    if any(place.start in mine for name in dict(ladder.places) for place in seen.get(name, ())):
        return "self"
    end = len(read.words)
    owner = around.owner(Match(max(end - 1, 0), end, frozenset(), True)) if end else "self"
    return "other" if owner == "other" else "self"


def tells_of_another(text: str, ladder: Ladder) -> bool:
    """Whether `text`, in which no sign need be, tells of somebody who is not the speaker and of nothing that is theirs
    ("dad had two coffees")."""
    another, speaker = _stand_in(text, ladder, "another", "speaker")
    return another and not speaker


def names_speaker(text: str, ladder: Ladder) -> bool:
    """Whether a part of the speaker's own body is named in `text`, or the speaker as whom it is about."""
    (named,) = _stand_in(text, ladder, "speaker_named")
    return named


def tells_of_habit(text: str, ladder: Ladder) -> bool:
    """Whether `text` tells of what happens again and again: "twitches whenever I lie down"."""
    (habit,) = _stand_in(text, ladder, "habit")
    return habit


def _stand_in(text: str, ladder: Ladder, *names: Surrounding) -> tuple[bool, ...]:
    """Whether anything of each group stands in `text`, whatever sign may."""
    read = ladder.reader.read(text)
    seen = ladder.lexicon.occurrences(read.words)
    return tuple(any(ladder.around[name].find(read, seen)) for name in names)


def tells_of_twitching(text: str, ladder: Ladder) -> bool:
    """Whether a word for twitching stands in `text`."""
    return "twitch" in ladder.lexicon.occurrences(ladder.reader.read(text).words)


def _merge(one: HeardSign, two: HeardSign) -> HeardSign:
    first, second = (one, two) if one.certain >= two.certain else (two, one)
    return replace(
        first,
        onset=next((onset for onset in ONSETS if onset in (one.onset, two.onset)), None),
        place=first.place or second.place,
        side=first.side or second.side,
        passed=one.passed and two.passed,
        old=one.old and two.old,
        hedged=one.hedged or two.hedged,
    )


def _hear_one(text: Text, ladder: Ladder) -> Iterable[HeardSign]:
    seen = ladder.lexicon.occurrences(text.words)
    found = [(sign, match) for sign in ladder.signs for match in sign.said.find(text, seen)]
    if not found:
        return
    by_sign: dict[str, list[Match]] = {}
    for sign, match in found:
        by_sign.setdefault(sign.name, []).append(match)
    around = Around(text, seen, ladder, by_sign)
    for sign, match in found:
        heard = _judge(sign, match, around, seen)
        if heard is not None:
            place, side = around.where(match)
            yield replace(heard, place=place, side=side)


def _judge(sign: Sign, match: Match, around: Around, seen: Occurrences) -> HeardSign | None:
    """What a match amounts to, or None where it is no report of the sign."""
    if any(overlap(match, other) for other in sign.unless.find(around.text, seen)):
        return None
    owner = around.owner(match)
    general = around.in_general(match)
    if sign.crisis:
        general = min(general, Objection.PERHAPS)  # who asks how one dies is asked back
    against = max(around.negated(match), general, around.of_an_animal(match))
    if against is Objection.SURE:
        return None
    if not sign.crisis and around.of_some_day(match):
        return None
    old = sign.emergency and around.long_past(match)
    if old and owner == "other" and not sign.crisis and around.only_a_story(match):
        return None
    hedged = any(overlap(match, other) for other in sign.perhaps.find(around.text, seen))
    # Who jokes about dying, or fears it, is told the number.
    hedged = hedged or (not sign.crisis and (around.taken_back(match) or around.only_feared(match)))
    return HeardSign(
        sign=sign.name,
        onset=around.onset(match, sign.name),
        about="self" if sign.own else owner,
        certain=match.certain and not (against or around.supposed(match) or around.exclaimed(match) or hedged or old),
        hedged=bool(against) or hedged,
        evidence=" ".join(around.text.words[around.begin(match) : match.end]),
        when=around.when(match),
        passed=around.passed(match),
        old=old,
    )
