"""What surrounds a sign in a text: who it is about, when it began, and what speaks against its being reported."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from enum import IntEnum
from typing import Final

from voiceassist.triage.knowledge import Ladder
from voiceassist.triage.patterns import Match, Occurrence, Occurrences, Text
from voiceassist.triage.surrounding import Surrounding

ONSETS: Final = ("sudden", "days", "gradual")
"""From most to least urgent: where hypotheses differ, the more urgent onset counts."""

SCOPE: Final = 6
"""Counted words after a negation within which a sign is denied ("I don't have any of that numbness")."""


class Objection(IntEnum):
    """How surely words around a sign say that it is not reported.  Only what is sure silences it."""

    NONE = 0
    PERHAPS = 1
    SURE = 2


class Around:
    """What surrounds signs in one text: found once, asked for every match."""

    def __init__(
        self, text: Text, seen: Occurrences, ladder: Ladder, signs: Mapping[str, Sequence[Match]] | None = None
    ) -> None:
        """`signs` are the matches of each sign: a slow onset in a clause of another's is that one's, and a denial of
        one sign is one of those listed after it."""
        self.text = text
        slow = {name: some for name, some in (signs or {}).items() if name in ladder.asked_onset}
        self._signs = {name: {text.clause[m.start] for m in some} for name, some in slow.items()}
        self._reports = [m for some in (signs or {}).values() for m in some]
        reporting: frozenset[int] = frozenset().union(*(m.used for m in self._reports))
        body = (range(place.start, place.end) for place in seen.get("body", ()))
        self._listed = reporting.union(*body)
        self._ladder = ladder
        self.found = {name: list(group.find(text, seen)) for name, group in ladder.around.items()}
        self._seen = seen
        self.found["self"] = [m for m in self.found["self"] if not self._shares(m, "known_by")]
        self.found["other"] = [m for m in self.found["other"] if not self._shares(m, "compared")]
        self._people = (*self.found["self"], *self.found["other"])
        self.sudden = [m for m in self.found["sudden"] if not self._shares(m, "not_sudden")]
        """Where it is said that something came at once, and not denied ("it was not sudden")."""
        # A negation before a comma is an answer ("no, numbness"), not part of what follows.
        exempt, self._half_negated = (
            [m for m in self.found[name] if not any(i in text.closed for i in range(m.start, m.end - 1))]
            for name in ("not_negated", "half_negated")
        )
        self._negations = [
            negation
            for negation in self.found["negation"]
            if negation.end - 1 not in text.closed
            and not any(overlap(negation, other) for other in exempt)
            # "No strength in my arm" is a sign, and denies none that is named after it.
            and not negation.used & reporting
        ]

    def negated(self, match: Match) -> Objection:
        """Whether a negation that is not part of the match itself reaches its first words.

        "I have had no real trouble with my chest, no pain" denies; so does a list.  In "he has not been drinking and is
        slurring" something else may be denied: whatever stands between that is no such word leaves it a question.
        """
        text = self.text
        found = Objection.NONE
        for negation in self._negations:
            if negation.used & match.used or self._shares(negation, "not_sudden"):
                continue
            if match.start < negation.start < match.end - 1:
                inside = range(negation.end, match.end)
                found = max(found, self._denies(negation, (i for i in inside if i not in match.used)))
                continue
            if negation.end > match.start or text.clause[negation.start] != text.clause[match.start]:
                continue
            between = (negation.end, match.start)
            blocked = any(
                between[0] - 1 <= b.start and b.end <= max(between[1], match.start + 1) and b.end > between[0]
                for b in self.found["ends_negation"]
            )
            if not blocked and text.gap(*between) <= SCOPE:
                anew = self._begins_anew(negation, match)
                found = max(found, Objection.PERHAPS if anew else self._denies(negation, range(*between)))
        clause = text.clause[match.start]
        if any(m.start == match.end and self._in_clause(m, clause) for m in self.found["denied"]):
            told = any(p.start <= match.start for p in self._people_in(clause))
            return Objection.PERHAPS if told else Objection.SURE  # "he's choking, no!"
        return found

    def _begins_anew(self, negation: Match, match: Match) -> bool:
        """Whether a negation has had its complaint before the sign: "no pain, sudden weakness".

        In a list ("no weakness, numbness or tingling") it has not, but what came suddenly stands in none, nor does what
        has a place of its own and no "or" ("no pain, numbness in my arm").  Two things with neither "or" nor "no"
        between them are none ("no chest pain, trouble breathing").
        """
        text = self.text
        had = {m.end for m in (*self._reports, *self.found["pain"]) if negation.end <= m.start and m.end <= match.start}
        if not had:
            return False
        last = max(had)
        noun = any(m.start == match.start for m in self.found["listed"])
        joins = {m.start for m in self.found["or"]}
        if any(last <= start < match.start for start in joins):
            return False
        if any(last <= m.start and m.end <= match.end for m in self.sudden):
            return True
        place = self._own_place(match)
        listed = any(i in text.closed for i in range(last - 1, match.start))
        if noun and place is None and listed and (len(had) > 1 or self._goes_on(match)):
            return False
        end = max(match.end, place.end if place else 0)
        while end < len(text.words) and end in self._listed:
            end += 1
        return not (noun and end in joins)

    def _goes_on(self, match: Match) -> bool:
        """Whether another thing of a list follows a sign."""
        return match.end - 1 in self.text.closed and any(m.start == match.end for m in self.found["listed"])

    def _own_place(self, match: Match) -> Match | None:
        """The place that belongs to a sign alone: "numbness in my arm", not "numbness and tingling in my arm"."""
        near = (
            m for m in self.found["own_place"] if match.start < m.start and self.text.gap(match.start, m.start) <= 2
        )
        joined = {m.start for m in (*self.found["or"], *self.found["joins"])} | self.text.closed
        return next((m for m in near if joined.isdisjoint(range(match.start, m.start))), None)

    def _denies(self, negation: Match, between: Iterable[int]) -> Objection:
        """How surely a negation denies what comes after the words at these positions; "never before" does not."""
        if any(overlap(negation, other) for other in self._half_negated):
            return Objection.PERHAPS
        plain = self._ladder.denies_through
        weight = self.text.weight
        words = (self.text.words[i] for i in between if i not in self._listed and weight[i] < weight[i + 1])
        return Objection.SURE if all(word in plain for word in words) else Objection.PERHAPS

    def in_general(self, match: Match) -> Objection:
        """Whether the clause asks about the matter itself, about nobody in particular.

        "Could I be having a stroke", "cancel that, my chest hurts": somebody is named, so perhaps not.
        """
        clause = self.text.clause[match.start]
        records = [m for m in self.found["records"] if self._in_clause(m, clause) and m.start <= match.start]
        if records:
            end = max(m.end for m in records)
            named = any(end <= p.start < match.end for p in self._people_in(clause))
            urgent = any(self._in_clause(m, clause) for m in self.found["urgent"])
            return Objection.PERHAPS if named or urgent else Objection.SURE
        frames = [
            m
            for m in self.found["general"]
            if self._in_clause(m, clause) and m.start <= match.start and not m.used & match.used
        ]
        reports = [m for m in self.found["not_general"] if m.end <= match.start]
        if not frames or reports:
            return Objection.NONE
        asked = frozenset().union(*(m.used for m in frames))
        if any(not p.used & asked for p in self._people_in(clause)):
            return Objection.NONE
        asks = any(self._in_clause(m, clause) and m.start <= match.start for m in self.found["asks"])
        return Objection.PERHAPS if asks or self._this(match, clause) or self._curt(match) else Objection.SURE

    def _curt(self, match: Match) -> bool:
        """Whether the clause is a verb and the sign, "is choking": a report rather than a question."""
        text, clause = self.text, self.text.clause[match.start]
        rest = (i for i in range(match.end, len(text.words)) if text.clause[i] == clause)
        ends = not any(text.weight[i] < text.weight[i + 1] for i in rest)
        return ends and any(m.end <= match.start and text.gap(m.end, match.start) == 0 for m in self.found["dropped"])

    def _this(self, match: Match, clause: int) -> bool:
        """Whether it is asked about as something that is there: "this chest pain", "since this morning"."""
        near = any(self.text.gap(m.end, match.start) <= 1 for m in self.found["this"] if m.end <= match.start)
        return near or any(self._in_clause(m, clause) for m in self.found["sudden"])

    def supposed(self, match: Match) -> bool:
        """Whether an "if" or a fear stands before the sign."""
        clause = self.text.clause[match.start]
        exempt = self.found["not_supposed"]
        return any(
            self._in_clause(m, clause) and m.start <= match.start and not any(overlap(m, e) for e in exempt)
            for m in self.found["supposed"]
        )

    def exclaimed(self, match: Match) -> bool:
        """Whether it is told as what somebody did on hearing or seeing something: "she had a fit when I told her"."""
        return any(
            m.start >= match.end - 1 and self.text.gap(match.end, max(m.start, match.end)) <= 1
            for m in self.found["exclaimed"]
        )

    def owner(self, match: Match) -> str:
        """Whose sign it is: ``self`` or ``other``, by the last person named before its end.

        "My face …" is the speaker's, whatever misheard words name afterwards; "my dad" is not.
        """
        others = self.found["other"]
        mine = [one for one in self.found["self"] if not any(o.start <= one.start and one.end < o.end for o in others)]
        if any(person.end == match.start for person in mine):
            return "self"
        clause = self.text.clause[match.start]
        people = sorted(
            (p.end, p.end - p.start, kind)
            for kind in ("self", "other")
            for p in self.found[kind]
            if self._in_clause(p, clause)
        )
        before = [kind for end, _, kind in people if end <= match.end]
        if before:
            return before[-1]
        after = [kind for _, _, kind in people if kind == "other"]
        if after:
            return after[0]
        earlier = [(p.end, kind) for kind in ("self", "other") for p in self.found[kind] if p.end <= match.start]
        return max(earlier)[1] if earlier else "self"

    def of_an_animal(self, match: Match) -> Objection:
        """Whether it is told of an animal or a thing, which then stands right before it.

        "My husband is in the car having a seizure", "fell off the horse, unconscious": where anything is said before,
        perhaps not.
        """
        animals = [
            a for a in self.found["animal"] if a.end <= match.end and self.text.gap(a.end, max(match.start, a.end)) == 0
        ]
        if not animals:
            return Objection.NONE
        last = max(animals, key=lambda animal: (animal.end, animal.end - animal.start))
        clause = self.text.clause[match.start]
        if any(last.end < p.end <= match.end for p in self._people_in(clause)):
            return Objection.NONE
        begins = self.text.weight[last.start] == self.text.weight[self.text.clause.index(clause)]
        return Objection.SURE if begins else Objection.PERHAPS

    def begin(self, match: Match) -> int:
        """Where the words of a sign begin: with whose it is, where that is said just before ("my hand got weak")."""
        return min((person.start for person in self._people if person.end == match.start), default=match.start)

    def onset(self, match: Match, sign: str) -> str | None:
        """The stated onset: a sudden one anywhere in the text, a slow one in the same clause or one of its own."""
        if any(not self._tells_of_telling(m) for m in self.sudden):
            return "sudden"
        clause = self.text.clause[match.start]
        others = {number for name, some in self._signs.items() if name != sign for number in some}
        taken = ({self.text.clause[m.start] for m in self.found["complaint"]} | others) - {clause}
        for name in ONSETS[1:]:
            if any(
                self.text.clause[m.start] not in taken and not self._of_something_else(m, match)
                for m in self.found[name]
            ):
                return name
        return None

    def _tells_of_telling(self, now: Match) -> bool:
        """Whether a time of today is that of telling or thinking, and a slow time is told as well: "this morning I told
        my doctor about the numbness I've had for years"."""
        return self._shares(now, "told_today") and any(self._shares(slow, "dated") for slow in self.found["gradual"])

    def _of_something_else(self, date: Match, match: Match) -> bool:
        """Whether a date tells when something else was, and not since when the sign is.

        "I had the flu last week and now I can't walk", "three times this week I couldn't find my words", "I could do it
        yesterday".  How it began ("slowly") is no date.
        """
        text = self.text
        if self._shares(date, "other_times"):
            return True
        if not self._shares(date, "dated"):
            return False
        clause = text.clause[date.start]
        of_it = any(self._in_clause(m, clause) for m in self.found["of_it"])
        if date.end <= match.start:
            turns = (m for m in self.found["anew"] if not self._shares(m, "goes_on"))
            if any(date.end <= turn.start < match.start for turn in turns):
                return True
            joins = (m for m in self.found["joins"] if self._in_clause(m, clause))
            if clause == text.clause[match.start]:
                return not of_it and any(date.end <= m.start < match.start for m in joins)
        if clause == text.clause[match.start] or of_it:
            return False
        said = frozenset().union(*(m.used for name in ("dated", "around_date", *ONSETS[1:]) for m in self.found[name]))
        rest = (i for i, number in enumerate(text.clause) if number == clause and i not in said)
        return any(text.weight[i] < text.weight[i + 1] for i in rest)

    def when(self, match: Match) -> str:
        """The words directly behind the sign that say how it began ("weak for weeks")."""
        return next(
            (
                " ".join(self.text.words[onset.start : onset.end])
                for name in ONSETS
                for onset in self.found[name]
                if onset.start >= match.end and self.text.gap(match.end, onset.start) == 0
            ),
            "",
        )

    def passed(self, match: Match) -> bool:
        """Whether the sign is said to be over."""
        return any(m.start >= match.start - 6 for m in self.found["passed"])

    def long_past(self, match: Match) -> bool:
        """Whether it is told as something of years ago: no word of anybody or of now between it and the date.

        Recognisers write no commas: in "I can't breathe I quit smoking ten years ago" the date is not the sign's.
        """
        clause = self.text.clause[match.start]
        first = self.text.clause.index(clause)
        if any(
            date.start == first and date.end <= match.start and self._in_clause(date, clause)
            for date in self.found["long_past"]
        ):
            turns = (*self.found["turns"], *self.found["sudden"])
            return not any(self._in_clause(turn, clause) for turn in turns)
        return any(
            self._in_clause(date, clause)
            and match.end <= date.start
            and self.text.gap(match.end, date.start) <= SCOPE
            and not any(
                match.end <= other.start < date.start
                for name in ("subject", "sudden", "gradual")
                for other in self.found[name]
            )
            for date in self.found["long_past"]
        )

    def only_a_story(self, match: Match) -> bool:
        """Whether nothing but the match and its date tells of now: "my aunt choked when I was a kid, she was fine"."""
        dates = frozenset().union(*(date.used for date in self.found["long_past"]))
        return not any(
            not m.used & (match.used | dates) for name in ("present", "sudden", "days") for m in self.found[name]
        )

    def of_some_day(self, match: Match) -> bool:
        """Whether it is feared of a day to come: "I'm scared of having a stroke one day"."""
        clause = self.text.clause[match.start]
        feared = any(self._in_clause(m, clause) and m.start <= match.start for m in self.found["fear"])
        to_come = any(self._in_clause(m, clause) and m.start >= match.end for m in self.found["some_day"])
        return feared and to_come and not self.sudden

    def only_feared(self, match: Match) -> bool:
        """Whether it is told as feared of what is to come, or as read or heard of somewhere."""
        clause = self.text.clause[match.start]
        come = self.found["come"]
        if any(
            m.start <= match.start and (m.end > match.start or self.text.gap(m.end, match.start) <= 1)
            for m in self.found["to_come"]
            if not any(overlap(m, other) for other in come)
        ):
            return True
        told = [m for m in self.found["hearsay"] if self._in_clause(m, clause) and m.start <= match.start]
        return any(not any(m.end <= turn.start < match.start for turn in self.found["turns"]) for m in told)

    def taken_back(self, match: Match) -> bool:
        """Whether what follows calls it a joke."""
        return any(m.start >= match.end for m in self.found["taken_back"])

    def where(self, match: Match) -> tuple[str | None, str | None]:
        """Place and side of a sign: its own place, else the nearest in its clause, with a side that is not another
        place's ("my left calf twitches and weakness in my arm")."""
        own = self._own_place(match)
        named = self._named(match, dict(self._ladder.places))
        mine = [one for one in named if own and overlap(own, one[0])] or named
        place = min(mine, key=lambda one: _distance(match, one[0]), default=None)
        ands = {(m.start, m.end) for m in self.found["joins"]}
        elsewhere = {
            other.start
            for other, _ in named
            if place and not overlap(other, place[0]) and (other.end, place[0].start) not in ands
        }
        sides = [one for one in self._named(match, SIDES) if one[0].end not in elsewhere]
        side = min(sides, key=lambda one: _distance(match, one[0]), default=None)
        return place and place[1], side and side[1]

    def _named(self, match: Match, classes: Mapping[str, str]) -> list[tuple[Occurrence, str]]:
        """What is certain of the classes in the clause of a match, with the values they stand for."""
        return [
            (seen, value)
            for name, value in classes.items()
            for seen in self._seen.get(name, ())
            if seen.certain and self._in_clause(seen, self.text.clause[match.start])
        ]

    def _people_in(self, clause: int) -> list[Match]:
        return [person for person in self._people if self._in_clause(person, clause)]

    def _shares(self, match: Match, group: Surrounding) -> bool:
        """Whether it shares a word's place with a match of a group."""
        return any(overlap(match, other) for other in self.found[group])

    def _in_clause(self, match: Match | Occurrence, clause: int) -> bool:
        return self.text.clause[match.start] == clause


def _distance(match: Match, seen: Occurrence) -> tuple[int, int]:
    """How far from a match something stands; of two as near the longer counts as nearer."""
    return max(match.start - seen.end, seen.start - match.end + 1, 0), seen.start - seen.end


def overlap(one: Match | Occurrence, two: Match | Occurrence) -> bool:
    """Whether two matches share a word's place."""
    return one.start < two.end and two.start < one.end


SIDES: Final = {"side_left": "left", "side_right": "right", "side_both": "both"}
