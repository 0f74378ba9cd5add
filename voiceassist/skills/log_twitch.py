"""Logging a twitch: in one breath, in several places, or piece by piece."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any, ClassVar, Final

from voiceassist.clock import midnight
from voiceassist.journal import Day, Twitch, queries
from voiceassist.journal.answers import Filter
from voiceassist.skills import signs
from voiceassist.skills.correction import TWITCH_SLOTS, named, recently_logged
from voiceassist.skills.entries import stamp
from voiceassist.skills.entry_change import DRINKS, JUST, OTHER_SIDE, is_place_of, retimed
from voiceassist.skills.skill import Answer, Desk, Form, Line
from voiceassist.skills.take_back import take_back
from voiceassist.values import Decision, Interpretation


@dataclass(frozen=True)
class PlaceForm(Form):
    """Asks where, when a twitch was logged without a place."""

    slots: Mapping[str, Any] = field(default_factory=dict)
    words: str = ""
    kind: ClassVar[str] = "place"
    asks: ClassVar[str] = "place"
    favours: ClassVar[tuple[str, ...]] = ("LogTwitch", "Cancel")

    def question(self, desk: Desk) -> Line:
        """Where was it?"""
        return Line("LogTwitch.where")

    def answer(self, meaning: Interpretation, desk: Desk) -> Answer | None:
        """A place, with whatever else was said with it."""
        if meaning.intent in ("Deny", "Skip"):
            return self.leave(desk)
        if meaning.intent == "Correct":
            given: list[Mapping[str, Any]] = [retimed(named(meaning), self.slots)]
        else:
            given = [one.slots for one in desk.group_of(meaning)]
        if meaning.intent not in ("LogTwitch", "Correct") or not given[0].keys() <= TWITCH_SLOTS:
            return None
        return self._take(given, desk)

    def _take(self, given: Sequence[Mapping[str, Any]], desk: Desk) -> Answer:
        merged = [{**self.slots, **slots} for slots in given]
        words = " … ".join(filter(None, (self.words, desk.words)))
        if not all("place" in slots for slots in merged):
            return Answer(opens=(PlaceForm(merged[0], words),))
        return log(merged, desk, words=words)

    def leave(self, desk: Desk) -> Answer:
        """Nothing is logged."""
        return Answer((Line("LogTwitch.left"),))


def like_last(meaning: Interpretation, desk: Desk) -> Interpretation:
    """`meaning` with the place that "again" and "the other one" take from the twitch that was logged last.

    Where that has no side yet, "and the left one" tells its side, and so does "the right thumb" of a thumb, or "right
    hand" of a finger; said later it is asked about as a twitch.  "Well, once" means nothing but after a day that was
    told to have none.
    """
    slots = {name: value for name, value in meaning.slots.items() if name != "like"}
    like = meaning.slots.get("like", "future")
    if _tells_side(meaning, desk):
        told = {"slot": "side", "value": slots["side"]}
        return replace(meaning, intent="Correct", slots=told)
    if like in _AS_TOLD:
        return _AS_TOLD[like](replace(meaning, slots=slots), desk)
    if meaning.intent != "LogTwitch" or like in ("future", "asked", "detail"):
        return meaning
    if like == "another" and slots.keys() <= {"at", "at_precision"} and (once_more := _once_more(desk)):
        return replace(meaning, intent="LogDay", slots={**slots, **once_more})
    last = next((entry for entry in recently_logged(desk) if isinstance(entry, Twitch)), None)
    if last is None and like == "before":
        last = next((one for one in queries.last(desk.journal, Filter()).entries if isinstance(one, Twitch)), None)
    if last is not None and last.side is None and slots.keys() == {"side"}:
        return replace(meaning, intent="Correct", slots={"slot": "side", "value": slots["side"]})
    if last is not None and last.place is not None:
        side = OTHER_SIDE.get(last.side or "") if like == "other" else slots.get("side", last.side)
        slots |= {"place": last.place, **({"side": side} if side else {})}
    return replace(meaning, slots=slots)


def _more(meaning: Interpretation, desk: Desk) -> Interpretation:
    """`meaning`, so many more of what was logged last: of a twitch one entry whose words tell how many."""
    last = next(iter(recently_logged(desk)), None)
    if isinstance(last, Twitch) and last.place is not None:
        side = {"side": last.side} if last.side else {}
        return replace(meaning, intent="LogTwitch", slots={"place": last.place, **side})
    if drink := _once_more(desk):
        return replace(meaning, slots={"measure": drink["measure"], "unit": drink["unit"], **meaning.slots})
    return replace(meaning, intent=None, slots={})


def _within(meaning: Interpretation, desk: Desk) -> Interpretation:
    """`meaning`, a bare place, as a correction of the twitch that was just logged where it lies in that one's place; of
    any other it may be a word out of anything."""
    place = meaning.slots["place"]
    last = next(iter(recently_logged(desk)), None)
    if not isinstance(last, Twitch) or last.place is None or place == last.place or not is_place_of(last.place, place):
        return replace(meaning, intent=None, slots={})
    return replace(meaning, intent="Correct", slots={"slot": "place", "value": place})


def _after_all(meaning: Interpretation, desk: Desk) -> Interpretation:
    """`meaning`, a twitch on a day that was told to have none; nothing after anything else."""
    slots = {**meaning.slots, "like": "after_all"}
    return replace(meaning, slots=slots) if _twitch_free(desk) else replace(meaning, intent=None, slots={})


_AS_TOLD: Final[Mapping[str, Callable[[Interpretation, Desk], Interpretation]]] = {
    "within": _within,
    "more": _more,
    "after_all": _after_all,
}


def _once_more(desk: Desk) -> Mapping[str, Any]:
    """One more of the drink that was logged last; nothing where that was something else."""
    last = next(iter(recently_logged(desk)), None)
    if not isinstance(last, Day) or last.unit not in DRINKS.values():
        return {}
    return {"measure": last.measure, "unit": last.unit, "amount": 1}


def timed(meaning: Interpretation, desk: Desk) -> Interpretation:
    """`meaning` with its times as its words mean them: a day on which it "started" is since when; "twenty minutes
    after coffee" is how much later and "every two hours" how often, not how long."""
    slots, words, known = dict(meaning.slots), meaning.words or desk.words, desk.knowledge
    if meaning.intent != "LogTwitch" or not words:
        return meaning
    rest = known.later.sub(" ", words) if known.later else words
    lasts = known.lasting is not None and known.lasting.search(rest)
    if rest != words and not lasts:
        slots.pop("duration_s", None)
    begins = known.begun is not None and known.begun.search(words) and not lasts
    if begins and slots.get("at_precision") == "day" and "since" not in slots and "duration_s" not in slots:
        day = datetime.fromisoformat(slots["at"])
        if day.date() < desk.now.date():
            slots["since"] = midnight(day).isoformat(timespec="seconds")
            del slots["at"], slots["at_precision"]
    return meaning if slots == meaning.slots else replace(meaning, slots=slots)


def _tells_side(meaning: Interpretation, desk: Desk) -> bool:
    """Whether a place and a side, which no word says twitched, are those of the twitch that was just logged without."""
    if meaning.intent != "LogTwitch" or meaning.decision is not Decision.CONFIRM:
        return False
    last = next(iter(recently_logged(desk)), None)
    if meaning.slots.keys() != {"place", "side"} or not isinstance(last, Twitch) or last.side is not None:
        return False
    just = abs(desk.now - last.created_at) <= JUST
    return just and len(desk.recent) == 1 and is_place_of(meaning.slots["place"], last.place)


def log_twitch(meanings: Sequence[Interpretation], desk: Desk) -> Answer:
    """Log every twitch that has a place; ask for the place where one has none.  What is to come is not logged."""
    if any(meaning.slots.get("like") == "future" for meaning in meanings):
        return Answer((Line("LogTwitch.future"),))
    if any(meaning.slots.get("like") == "after_all" for meaning in meanings):
        return replace(take_back([one.id for one in _twitch_free(desk)], desk), opens=(PlaceForm(words=desk.words),))
    placed = [meaning.slots for meaning in meanings if "place" in meaning.slots]
    if not placed:
        return Answer(opens=(PlaceForm(dict(meanings[0].slots), desk.words),))
    return log(placed, desk, words=desk.words)


def _twitch_free(desk: Desk) -> list[Day]:
    """The day without twitches that was logged last, if any."""
    return [one for one in recently_logged(desk) if isinstance(one, Day) and one.measure == "twitch_free"]


def log(twitches: Sequence[Mapping[str, Any]], desk: Desk, *, words: str) -> Answer:
    """Entries for `twitches`, their read-back, and the signs that came with them through the ladder."""
    entries = tuple(_entry(slots, desk, words) for slots in twitches)
    companions = signs.with_twitches(entries, desk)
    how_often = desk.knowledge.how_often
    counted = how_often is not None and bool(how_often.search(words))
    logged = Line("LogTwitch.logged", {"twitches": [entry.to_dict() for entry in entries], "counted": counted})
    return Answer(
        lines=(logged, *companions.lines),
        inserts=(*entries, *companions.inserts),
        opens=companions.opens,
        assessed=companions.assessed,
        final=companions.final,
    )


def _entry(slots: Mapping[str, Any], desk: Desk, words: str) -> Twitch:
    stamped = stamp(desk, slots.get("at"), slots.get("at_precision"))
    since = datetime.fromisoformat(slots["since"]) if slots.get("since") else None
    return Twitch(
        **{**stamped, "words": words or None},
        # "On Friday, all afternoon": that of another day is not when it began.
        since=since if since and since <= stamped["at"] else None,
        place=slots.get("place"),
        side=slots.get("side"),
        duration_s=slots.get("duration_s"),
        intensity=slots.get("intensity"),
        triggers=tuple(slots.get("triggers", ())),
        with_=tuple(slots.get("with", ())),
    )
