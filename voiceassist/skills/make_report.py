"""“Make a report for my doctor”: writes it and says where it is, or what it is."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from pathlib import Path
from typing import TypeAlias

from voiceassist.errors import VoiceAssistError
from voiceassist.journal import Journal, JournalError
from voiceassist.skills.skill import Answer, Desk, Line, Skill
from voiceassist.values import Interpretation

Writer: TypeAlias = Callable[[Journal, str | None, datetime], Path]
"""Writes a report on a period (an ISO 8601 interval; None for the usual one) as of a moment, and says where it is."""


def make_report(write: Writer) -> Skill:
    """The skill that writes reports by `write`: skills know the journal, and whoever puts rooms together the report."""

    def skill(meanings: Sequence[Interpretation], desk: Desk) -> Answer:
        if "of" in meanings[0].slots:
            return Answer((Line("MakeReport.about", meanings[0].slots),))
        if next(desk.journal.entries(limit=1), None) is None:
            return Answer((Line("MakeReport.empty"),))
        try:
            path = write(desk.journal, meanings[0].slots.get("period"), desk.now)
        except JournalError:
            raise
        except VoiceAssistError as problem:
            return Answer((Line("MakeReport.failed", {"problem": str(problem)}),))
        return Answer((Line("MakeReport.done", {"path": str(path)}),))

    return skill
