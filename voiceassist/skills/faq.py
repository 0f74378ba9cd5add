"""Answering questions from the facts, the short answer first."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Final

from voiceassist.journal import Assessment, Day, Note, Twitch
from voiceassist.skills.fact import Fact
from voiceassist.skills.findings import findings
from voiceassist.skills.skill import Answer, Desk, Line
from voiceassist.values import Interpretation

_WORD = re.compile(r"[\w']+")
TOPIC_OF: Final[Mapping[str, str]] = {
    "caffeine": "caffeine",
    "water": "dehydration",
    "sleep": "sleep",
    "stress": "stress",
    "exercise": "exercise",
    "alcohol": "alcohol",
    "relaxation": "stress",
}
"""What is asked about by "is that too much" and "how much water", by the value of the day."""

NO_MORE: Final = Line("AskFaq.unknown")
"""That no more is known of what was told of just before."""


def ask_faq(meanings: Sequence[Interpretation], desk: Desk) -> Answer:
    """The facts on the topics asked about, what answers the very words first; without a topic, what there is to ask."""
    if answers := _OF_TOLD.get(meanings[0].slots.get("of", "")):
        return answers(desk)
    named = dict.fromkeys(
        topic_logged(desk) if m.slots.get("of") == "logged" else m.slots.get("topic") for m in meanings
    )
    topics = [topic for topic in named if topic is not None and topic in desk.knowledge.topics]
    if not topics:
        return Answer((Line("AskFaq.which"),))
    told = tell(
        [fact for topic in topics for fact in asked_of(_true_here(desk.knowledge.topics[topic], desk), desk.words)],
        desk,
    )
    # "Is that too much?" is about the journal's answer, and "what about yesterday" goes on with that.
    asked = desk.asked if any(m.slots.get("of") == "logged" for m in meanings) else {}
    return replace(told, topic=topics[0], asked=asked)


def _told(desk: Desk) -> Answer:
    """What answers the very words, of the topic that was told of just before."""
    return _more_of(_named(_just_told(desk), desk.words), desk)


def _reason(desk: Desk) -> Answer:
    """The reason for what was told just before, where one is known."""
    of_tip = [tip.reason for tip in desk.knowledge.tips if tip.topic == desk.topic and tip.reason]
    return _more_of(of_tip or [fact for fact in _just_told(desk) if fact.reason], desk)


def _verdict(desk: Desk) -> Answer:
    """The reasons for the result that was just written; of a twitch its usual causes, and of nothing else anything."""
    kinds = {type(entry): entry for id_ in desk.recent if (entry := desk.journal.get(id_)) is not None}
    result, ladder = kinds.get(Assessment), desk.knowledge.ladder
    if isinstance(result, Assessment) and ladder is not None:
        reasons = [ladder.rule(name).reason for name in result.reasons]
        return Answer((Line("AskFaq.reasons", {"reasons": reasons}),), whole=True)
    return _more_of(desk.knowledge.topics.get("causes", ()) if kinds.keys() == {Twitch} else (), desk)


def _just_told(desk: Desk) -> Sequence[Fact]:
    return _true_here(desk.knowledge.topics.get(desk.topic, ()), desk)


def _more_of(facts: Sequence[Fact], desk: Desk) -> Answer:
    """`facts` on what was told of just before, or that there are none."""
    told = tell(facts, desk) if facts else Answer((NO_MORE,))
    return replace(told, topic=desk.topic)


def _true_here(facts: Sequence[Fact], desk: Desk) -> Sequence[Fact]:
    """`facts` without those that comfort wrongly beside what the journal shows."""
    if not any(fact.unless_told for fact in facts):
        return facts
    told = {sign.sign for sign in findings(desk).signs}
    return [fact for fact in facts if told.isdisjoint(fact.unless_told)]


_OF_TOLD: Final[Mapping[str, Callable[[Desk], Answer]]] = {"told": _told, "reason": _reason, "verdict": _verdict}
"""What is asked of the answer before."""


def topic_logged(desk: Desk) -> str | None:
    """The topic of the value of the day that the journal was just asked about, else of the one or the medicine that was
    logged last; None where that was something else."""
    if desk.asked.get("measure") in TOPIC_OF:
        return TOPIC_OF[desk.asked["measure"]]
    match desk.latest:
        case Day(measure=measure):
            return TOPIC_OF.get(measure)
        case Note(topic="medicine"):
            return "medicines"
    return None


def asked_of(facts: Sequence[Fact], words: str) -> Sequence[Fact]:
    """`facts`; where one answers the very words of the question, that one in place of the topic's short answer."""
    exact = _named(facts, words)
    exact.sort(key=lambda fact: fact.instead_of is None)
    if exact and exact[0].alone:
        return exact[:1]
    others = [fact for fact in facts if not fact.only]
    return [*exact, *(fact for fact in others[1:] if fact not in exact)] if exact else others


def _named(facts: Sequence[Fact], words: str) -> list[Fact]:
    """Those of `facts` that answer the very words of a question."""
    said = " ".join(["", *_WORD.findall(words.lower().replace("’", "'")), ""])
    return [fact for fact in facts if any(f" {asked} " in said for asked in fact.asked)]


def tell(facts: Sequence[Fact], desk: Desk) -> Answer:
    """`facts` as lines, each followed by its caution where this conversation has not heard it yet.

    Whoever a caution holds for hears that again in the place of what carries it.  While a question is open, and beside
    a sign that was weighed, only the short answer is told.
    """
    lines: list[Line] = []
    cautioned = set(desk.cautioned)
    for meant in facts[:1] if desk.busy or desk.signs else facts:
        fact = _instead_of(meant.caveat, desk) if meant.caveat and _holds(meant.caveat) in cautioned else meant
        if fact.instead_of:
            cautioned.add(_holds(fact.instead_of))
        if (line := Line("AskFaq.fact", {"say": fact.say})) not in lines:
            lines.append(line)
        if fact.caveat and fact.caveat not in cautioned:
            cautioned.add(fact.caveat)
            lines.append(Line("AskFaq.fact", {"say": desk.knowledge.caveats[fact.caveat].say}))
    return Answer(tuple(lines), cautioned=frozenset(cautioned))


def _instead_of(caution: str, desk: Desk) -> Fact:
    return next(fact for topic in desk.knowledge.topics.values() for fact in topic if fact.instead_of == caution)


def _holds(caution: str) -> str:
    """How a conversation remembers that a caution is meant for the person."""
    return f"{caution} holds"
