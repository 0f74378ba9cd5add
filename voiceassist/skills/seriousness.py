"""“Is this serious?”: what the journal shows first, then the questions it cannot answer."""

from __future__ import annotations

from collections.abc import Sequence

from voiceassist.skills import signs
from voiceassist.skills.checklist import ChecklistForm, Given
from voiceassist.skills.findings import findings
from voiceassist.skills.skill import Answer, Desk, Line, Weighed
from voiceassist.values import Interpretation


def check_seriousness(_meanings: Sequence[Interpretation], desk: Desk) -> Answer:
    """Say what the journal shows and begin the checklist; an emergency told of today is answered instead."""
    shown = findings(desk)
    so_far = signs.assess(desk, shown.signs)
    if so_far.level == signs.EMERGENCY:
        names = tuple(dict.fromkeys(sign.sign for sign in shown.signs))
        return Answer((signs.result_line(so_far),), assessed=(Weighed(so_far, names),), final=True)
    known = {question: Given("yes", "journal") for question in shown.answers}
    form = ChecklistForm.start(desk, known, shown.signs)
    said = {**shown.said, "logged_now": any(meaning.intent == "LogTwitch" for meaning in desk.meant)}
    return Answer((Line("CheckSeriousness.found", said),), opens=(form,), whole=True)
