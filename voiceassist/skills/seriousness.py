"""“Is this serious?”: what the journal shows first, then the questions it cannot answer."""

from __future__ import annotations

from collections.abc import Sequence

from voiceassist.journal.history import history
from voiceassist.skills.checklist import ChecklistForm, Given
from voiceassist.skills.skill import Answer, Desk, Line
from voiceassist.values import Interpretation


def check_seriousness(_meanings: Sequence[Interpretation], desk: Desk) -> Answer:
    """Say what the journal shows and begin the checklist; the journal may answer with yes, never with no."""
    shown_by = history(desk.journal, desk.now)
    shown = {name for name, holds in (("persistent", shown_by.persistent), ("spreading", shown_by.spread)) if holds}
    known = {question.id: Given("yes", "journal") for question in desk.knowledge.checklist if question.id in shown}
    form = ChecklistForm.start(desk, known)
    return Answer((Line("CheckSeriousness.history", {"history": shown_by}),), opens=(form,))
