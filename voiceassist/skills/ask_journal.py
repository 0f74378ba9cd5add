"""Answering questions about the journal, one sentence each, never computing what too few entries cannot show."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any, Final

from voiceassist.clock import DAY, ends, interval, just_after, midnight
from voiceassist.journal import Day, Entry, Journal, measures, queries
from voiceassist.journal.answers import Filter, Strength
from voiceassist.journal.measures import UNIT_OF
from voiceassist.journal.vocabulary import LIES_IN
from voiceassist.skills.course import begun
from voiceassist.skills.faq import TOPIC_OF, asked_of, tell
from voiceassist.skills.intents import WRITES
from voiceassist.skills.read_notes import read_notes
from voiceassist.skills.skill import Answer, Desk, Line
from voiceassist.skills.spoken_forms import MANY
from voiceassist.values import Decision, Interpretation

_THIS_SECOND: Final = timedelta(seconds=1)
_LONG: Final = {"week": timedelta(days=7), "month": timedelta(days=30)}
"""What is compared where a trend is asked for, by what it is compared with."""
_SPANS: Final = {"day": DAY, **_LONG}
_LISTED: Final = 5
"""Entries in a spoken list."""
_OF_ONE: Final = frozenset({"last", "first", "longest", "strongest"})
"""Questions that one entry answers."""
_OF_DETAILS: Final = frozenset(
    {"longest", "strongest", "most_common_place", "most_common_side", "most_common_time", "most_common_trigger"}
)
"""Questions about what a twitch need not say."""
_KINDS: Final = ("cause", "companion", "part", "strength", "longer_s", "shorter_s")
"""What tells some twitches from others, beside where and when they were."""
_ASIDE: Final[Mapping[str, frozenset[str]]] = {
    "period": frozenset({"since"}),
    "place": frozenset({"side", "measure"}),
    "measure": frozenset({"side", "place", *_KINDS}),
    "side": frozenset({"measure"}),
    **{kind: frozenset({"measure", *_KINDS}) for kind in _KINDS},
}
"""What a question that is asked anew sets aside of the one before, by what is new in it."""
_OF_MEASURES: Final = frozenset({"count", "last", "first", "trend", "compare"})
"""Questions that can be asked of a value of the day."""
_BESIDE_TWITCHES: Final = ("day", "sign", "note")

_Query = Callable[[Journal, Filter], Any]
_QUERIES: Final[Mapping[str, _Query]] = {
    "count": queries.count,
    "free_days": queries.free_days,
    "last": queries.last,
    "first": queries.first,
    "list": queries.listing,
    "longest": queries.longest,
    "strongest": queries.strongest,
    "most_common_day": queries.most_common_day,
    "days": queries.most_common_day,
    "most_common_place": queries.most_common_place,
    "most_common_side": queries.most_common_side,
    "most_common_time": queries.most_common_time,
    "most_common_trigger": queries.most_common_trigger,
    "trend": queries.trend,
    "compare": queries.compare,
}


def ask_journal(meanings: Sequence[Interpretation], desk: Desk) -> Answer:
    """What the journal knows about the first thing asked."""
    slots = _in_full(meanings[0].slots, desk)
    query = slots.get("query", "count")
    if query == "compare" and "measure" not in slots:
        # "More than last week?" sets a period against the one before it, which is the trend.
        query = "trend"
    if slots.get("measure") == "twitch_free":
        query = "free_days"
    asked = _filter(query, slots, desk.now)
    if slots.get("since") == "plan":
        plan = begun(desk.journal, desk.now)
        if plan is None:
            return Answer((Line("AskPlan.none"),))
        asked = replace(asked, start=plan.at, end=just_after(desk.now))
    if "until" in slots:
        asked = replace(asked, start=None, end=datetime.fromisoformat(slots["until"]))
    if slots.get("part") == "clock" or slots.get("cause") == "other":
        return Answer((Line("AskJournal.unclear"),))
    if query in _WITHOUT_FILTER:
        return _WITHOUT_FILTER[query](slots, desk)
    empty = next(desk.journal.entries(limit=1), None) is None
    found = _QUERIES[query](desk.journal, asked)
    if _is_empty(found) and (topic := _topic(slots, desk)) in desk.knowledge.topics:
        return replace(tell(asked_of(desk.knowledge.topics[topic], desk.words), desk), topic=topic)
    if empty:
        return Answer((Line("AskJournal.empty"), *_usual(query, desk)), asked=slots)
    place = {"place": asked.place, "side": asked.side}
    others, more = _others(query, found, asked, desk.journal) if "until" not in slots else ((), 0)
    said = {
        "found": _spoken(found),
        "asked": place,
        "place": asked.place,
        "kind": {name: slots[name] for name in _KINDS if name in slots},
        "daily": "daily" in slots,
        "day": _one_day(asked),
        "inside": _inside(query, asked, desk.journal),
        "measure": asked.measure,
        "unit": UNIT_OF.get(asked.measure or ""),
        "trigger": slots.get("trigger"),
        "listed": _LISTED,
        "which": "which" in slots,
        "before": "until" in slots,
        "others": [entry.to_dict() for entry in others],
        "more": more,
    }
    told = tuple(entry.id for entry in found.entries[:1] or others[:1]) if query in _OF_ONE else ()
    key = f"AskJournal.{query}"
    usual: Sequence[Line] = ()
    if _is_empty(found):
        key = "AskJournal.none_before" if "until" in slots else _nothing(query, asked, desk.journal)
        usual = _usual(query, desk)
    return Answer((Line(key, {**said, "query": query}), *usual), told=told, asked=slots)


def asked_on(meaning: Interpretation, desk: Desk) -> Interpretation:
    """`meaning`, straight after a question to the journal: what only goes on with that ("and two beers") is not logged
    without being asked about, and what sets it a condition ("and without coffee") is a question."""
    on = desk.knowledge.asks_on
    found = on.search(desk.words) if on and desk.asked and meaning.intent in WRITES else None
    if found is None:
        return meaning
    if found["condition"] and meaning.intent != "LogTwitch":
        return replace(meaning, intent="AskJournal", slots=_UNTOLD, decision=Decision.ACCEPT)
    return replace(meaning, decision=Decision.CONFIRM) if meaning.decision is Decision.ACCEPT else meaning


_UNTOLD: Final = {"query": "count", "cause": "other"}
"""A question that the journal cannot answer."""


def _notes(slots: Mapping[str, Any], desk: Desk) -> Answer:
    return read_notes(slots.get("kind", "any"), desk)


def _point(slots: Mapping[str, Any], desk: Desk) -> Answer:
    """One point of the entry that was just told of or logged, else of the latest of those that were asked about; and
    the rest of it, which shows what entry that is."""
    point = slots["point"]
    entry = desk.latest
    if desk.asked.get("query", "last") not in _OF_ONE:
        entry = next(iter(queries.last(desk.journal, _filter("last", desk.asked, desk.now)).entries), entry)
    if entry is None:
        return Answer((Line("AskJournal.unclear"),))
    unknown = getattr(entry, point, None) in (None, ())
    said = {"entry": entry.to_dict(), "point": point, "unknown": unknown}
    return Answer((Line("AskJournal.point", said),), told=(entry.id,), asked=desk.asked)


def _unknown_day(_: Mapping[str, Any], __: Desk) -> Answer:
    return Answer((Line("AskJournal.which_day"),))


_WITHOUT_FILTER: Final[Mapping[str, Callable[[Mapping[str, Any], Desk], Answer]]] = {
    "notes": _notes,
    "point": _point,
    "unknown_day": _unknown_day,
}
"""Questions that are not about what lies in a place or a time."""


def _usual(query: str, desk: Desk) -> Sequence[Line]:
    """What usually sets twitches off, where the journal was asked and cannot tell."""
    causes = desk.knowledge.topics.get("causes", ()) if query == "most_common_trigger" else ()
    return tell(causes[:1], desk).lines


def _topic(slots: Mapping[str, Any], desk: Desk) -> str:
    """What is asked about where the journal holds nothing: while answers are talked about, "how much water" is no
    question to the journal."""
    of_day = TOPIC_OF.get(slots.get("measure", ""), "") if desk.topic and "period" not in slots else ""
    return str(slots.get("topic", of_day))


def _in_full(slots: Mapping[str, Any], desk: Desk) -> Mapping[str, Any]:
    """What is asked by "and last week", "and my thumb" and "and water": the question before, of another time, place or
    measure, or how many where that was none to the journal; by "how many is that" what was just logged, on its day or
    in the time that is named."""
    if (of := slots.get("of", "")) in _OF:
        return {**_OF[of](desk), **slots}
    if when := slots.get("around", slots.get("since") == "told" and "since"):
        return {**slots, **_around(when, desk)}
    if slots.get("query") != "same":
        return slots
    before = {name: value for name, value in desk.asked.items() if name != "until"}
    if before.get("query", "count") not in {*_QUERIES, *_WITHOUT_FILTER}:
        before = {"query": "count"}
    if slots.get("before") == "same" and (entry := _one_told(desk)) is not None:
        return {**before, "query": "last", "until": entry.at.isoformat()}
    if "before" in slots:
        return {**before, "period": _earlier(slots["before"], before.get("period"), desk.now)}
    asked = next(name for name in _ASIDE if name in slots)
    kept = {name: value for name, value in before.items() if name not in _ASIDE[asked]}
    if (asked == "measure" and kept.get("query") not in _OF_MEASURES) or "how_many" in slots:
        kept["query"] = "count"
    return {**kept, **{name: value for name, value in slots.items() if name != "query"}}


def _one_told(desk: Desk) -> Entry | None:
    """The one entry that "the one before that" was before: the last one that was asked for, or what was just logged."""
    return desk.latest if desk.asked.get("query", "last") == "last" else None


def _logged(desk: Desk) -> Mapping[str, Any]:
    """The measure and the day of the value that was just logged; nothing after a twitch."""
    day = next((entry for id_ in desk.recent if isinstance(entry := desk.journal.get(id_), Day)), None)
    if day is None:
        return {}
    start = midnight(day.at)
    return {"measure": day.measure, "period": interval(start, start + DAY)}


def _talked_of(desk: Desk) -> Mapping[str, Any]:
    """The value of the day that is talked of: what was asked for, the topic of an answer, or what was just logged."""
    if "measure" in desk.asked:
        return {"measure": desk.asked["measure"]}
    measure = next((one for one, topic in TOPIC_OF.items() if topic == desk.topic), None)
    return {"measure": measure} if measure else {name: one for name, one in _logged(desk).items() if name == "measure"}


_OF: Final[Mapping[str, Callable[[Desk], Mapping[str, Any]]]] = {"logged": _logged, "topic": _talked_of}


def _around(when: str, desk: Desk) -> Mapping[str, Any]:
    """The time that "that day" means: that of the entry that was just told of or logged, else what was asked about; the
    day ``before``, or all the time ``since``."""
    period = desk.asked.get("period")
    if desk.latest is not None and desk.asked.get("query", "last") in {*_OF_ONE, *_WITHOUT_FILTER}:
        start = midnight(desk.latest.at)
        end = just_after(desk.now) if when == "since" else start + DAY
        period = interval(start, end)
    if period is None:
        return {"query": "unknown_day"}
    return {"period": _earlier("day", period, desk.now) if when == "before" else period}


def _earlier(span: str, period: str | None, now: datetime) -> str:
    """The day, week or month (or as much again, ``same``) that ended where `period` begins, or now without one."""
    start, end = ends(period) if period else (midnight(now), now)
    if span == "same":
        span = next((name for name, length in _SPANS.items() if end - start <= length), "month")
    if span == "month" and start.day == 1:
        return interval((start - DAY).replace(day=1), start)
    return interval(start - _SPANS[span], start)


def _inside(query: str, asked: Filter, journal: Journal) -> list[Mapping[str, str | None]]:
    """Where in the place that was asked about the twitches were, so that a calf is not passed off as the leg."""
    if query != "count" or asked.place not in LIES_IN or asked.measure is not None:
        return []
    items = queries.most_common_place(journal, asked).items
    where: list[Mapping[str, str | None]] = [{"place": item.value, "side": item.side} for item in items]
    return where if any(item.value != asked.place for item in items) else []


def _others(query: str, found: Any, asked: Filter, journal: Journal) -> tuple[Sequence[Entry], int]:
    """What was logged beside twitches, and how much more there is: the newest of a list, and the latest that was logged
    after the last."""
    if query not in ("list", "last") or asked.place is not None or (query == "last" and asked.measure is not None):
        return [], 0
    if any(getattr(asked, kind) for kind in _KINDS):
        return [], 0
    limit = MANY if query == "list" else 1
    others = list(journal.entries(_BESIDE_TWITCHES, start=asked.start, end=asked.end, limit=limit, newest_first=True))
    if query == "list":
        told = [entry for entry in others if not isinstance(entry, Day) or entry.measure in UNIT_OF]
        return _summed(told), queries.logged(journal, _BESIDE_TWITCHES, asked) - len(others)
    newest = max((*found.entries, *others), key=lambda entry: (entry.created_at, entry.id), default=None)
    return [newest] if newest in others else [], 0


def _summed(entries: Sequence[Entry]) -> Sequence[Entry]:
    """`entries`, with amounts of one day that add up told as one: "a coffee" twice is two."""
    summed: list[Entry] = []
    for entry in entries:
        like = next((one for one in summed if _adds_up(one, entry)), None)
        if isinstance(like, Day) and isinstance(entry, Day):
            summed[summed.index(like)] = replace(like, amount=(like.amount or 0) + (entry.amount or 0))
        else:
            summed.append(entry)
    return summed


def _adds_up(one: Entry, other: Entry) -> bool:
    if not isinstance(one, Day) or not isinstance(other, Day) or None in (one.amount, other.amount):
        return False
    same = (one.measure, one.unit, one.at.date()) == (other.measure, other.unit, other.at.date())
    return same and measures.adds_up(one.measure)


def _nothing(query: str, asked: Filter, journal: Journal) -> str:
    """The response where there is nothing to tell: twitches that leave it unsaid are no none."""
    known = query in _OF_DETAILS and asked.measure is None and queries.count(journal, asked).n
    return "AskJournal.unknown" if known else "AskJournal.none"


def _is_empty(found: Any) -> bool:
    """Whether there is nothing to tell: no entry, no value."""
    return any(getattr(found, name, None) in (0, ()) for name in ("n", "entries", "items"))


def _filter(query: str, slots: Mapping[str, Any], now: datetime) -> Filter:
    start = end = None
    if period := slots.get("period"):
        start, end = ends(period)
    elif query == "trend":
        than = slots.get("than", "week")
        start, end = (midnight(now) if than == "day" else now - _LONG[than]), now
    if start and end and end >= now.replace(microsecond=0):
        if end - start > DAY and start.time() == end.time():
            # So many days back from now are calendar days of which today is the last, as the report counts them.
            start = midnight(start + DAY)
        # A period that reaches up to now holds what was logged this very second.
        end = max(end, just_after(now))
    if start and end and slots.get("measure") == "sleep" and start.date() < end.date() == now.date() and end <= now:
        # Last night's sleep is told after it, often as today's.
        end = just_after(now)
    strength = slots.get("strength")
    return Filter(
        slots.get("place"),
        slots.get("side"),
        slots.get("measure"),
        cause=slots.get("cause"),
        companion=slots.get("companion"),
        part=slots.get("part"),
        strength=strength and Strength(strength),
        longer_s=slots.get("longer_s"),
        shorter_s=slots.get("shorter_s"),
        start=start,
        end=end,
    )


def _one_day(asked: Filter) -> str | None:
    """The day that a period is, from its midnight on; None where it is longer, or a part of one."""
    if asked.start is None or asked.end is None or asked.start != midnight(asked.start):
        return None
    return asked.start.isoformat() if asked.end <= asked.start + DAY + _THIS_SECOND else None


def _spoken(found: Any) -> Any:
    """Entries as plain values, as every response takes them."""
    entries = getattr(found, "entries", None)
    if entries is None:
        return found
    return {"n": found.n, "entries": [entry.to_dict() for entry in entries]}
