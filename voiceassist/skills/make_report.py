"""“Make a report for my doctor”: writes it and says where it is, or what it is."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from types import MappingProxyType
from typing import Final, TypeAlias

from voiceassist.errors import VoiceAssistError
from voiceassist.journal import Journal, JournalError
from voiceassist.skills.skill import Answer, Desk, Line, Skill
from voiceassist.values import Interpretation

Writer: TypeAlias = Callable[[Journal, str | None, datetime], Path]
"""Writes a report on a period (an ISO 8601 interval; None for the usual one) as of a moment, and says where it is."""


_ASKED: Final[Mapping[str, str]] = MappingProxyType({"query": "report"})
"""What the journal was asked for, so that another period is one of the report."""


def of_report(meaning: Interpretation, desk: Desk) -> Interpretation:
    """`meaning`; straight after a report "and the last two weeks?" asks for one of that time."""
    if meaning.slots.get("query") != "same" or "period" not in meaning.slots or desk.asked != _ASKED:
        return meaning
    return replace(meaning, intent="MakeReport", slots={"period": meaning.slots["period"]})


def make_report(write: Writer) -> Skill:
    """The skill that writes reports by `write`: skills know the journal, and whoever puts rooms together the report."""

    def skill(meanings: Sequence[Interpretation], desk: Desk) -> Answer:
        if "of" in meanings[0].slots:
            return Answer((Line("MakeReport.about", meanings[0].slots),))
        if next(desk.journal.entries(limit=1), None) is None:
            return Answer((Line("MakeReport.empty"),), asked=_ASKED)
        try:
            path = write(desk.journal, meanings[0].slots.get("period"), desk.now)
        except JournalError:
            raise
        except VoiceAssistError as problem:
            return Answer((Line("MakeReport.failed", {"problem": str(problem)}),))
        return Answer((Line("MakeReport.done", {"path": str(path)}),), asked=_ASKED)

    return skill
