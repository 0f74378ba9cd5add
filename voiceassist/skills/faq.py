"""Answering questions from the facts, the short answer first."""

from __future__ import annotations

import re
from collections.abc import Sequence

from voiceassist.skills.fact import Fact
from voiceassist.skills.skill import Answer, Desk, Line
from voiceassist.values import Interpretation

_WORD = re.compile(r"[\w']+")


def ask_faq(meanings: Sequence[Interpretation], desk: Desk) -> Answer:
    """The facts on the topics asked about, what answers the very words first; without a topic, what there is to ask."""
    topics = list(dict.fromkeys(m.slots["topic"] for m in meanings if m.slots.get("topic") in desk.knowledge.topics))
    if not topics:
        return Answer((Line("AskFaq.which"),))
    return tell([fact for topic in topics for fact in _asked(desk.knowledge.topics[topic], desk.words)], desk)


def _asked(facts: Sequence[Fact], words: str) -> Sequence[Fact]:
    """`facts`; where one answers the very words of the question, that one in place of the topic's short answer."""
    said = " ".join(["", *_WORD.findall(words.lower().replace("’", "'")), ""])
    exact = [fact for fact in facts if any(f" {asked} " in said for asked in fact.asked)]
    return [*exact, *(fact for fact in facts[1:] if fact not in exact)] if exact else facts


def tell(facts: Sequence[Fact], desk: Desk) -> Answer:
    """`facts` as lines, each followed by its caution where this conversation has not heard it yet.

    While a question is open only the short answer is told.
    """
    lines: list[Line] = []
    cautioned = set(desk.cautioned)
    for fact in facts[:1] if desk.busy else facts:
        lines.append(Line("AskFaq.fact", {"say": fact.say}))
        if fact.caveat and fact.caveat not in cautioned:
            cautioned.add(fact.caveat)
            lines.append(Line("AskFaq.fact", {"say": desk.knowledge.caveats[fact.caveat].say}))
    return Answer(tuple(lines), cautioned=frozenset(cautioned))
