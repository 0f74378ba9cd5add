"""The cautions that go with advice, each said the first time it comes up in a conversation."""

from __future__ import annotations

from collections.abc import Iterable

from voiceassist.skills.skill import Answer, Desk, Line


def cautions(names: Iterable[str | None], desk: Desk) -> Answer:
    """The lines of those among `names` that this conversation has not heard yet; None stands for no caution."""
    fresh = [name for name in dict.fromkeys(names) if name and name not in desk.cautioned]
    lines = tuple(Line("AskFaq.fact", {"say": desk.knowledge.caveats[name].say}) for name in fresh)
    return Answer(lines, cautioned=frozenset(fresh))
