"""“Is this serious?”: what the journal shows first, then the questions it cannot answer."""

from __future__ import annotations

from collections.abc import Sequence

from voiceassist.skills.checklist import begin
from voiceassist.skills.findings import findings
from voiceassist.skills.skill import Answer, Desk, Line
from voiceassist.values import Interpretation


def check_seriousness(_meanings: Sequence[Interpretation], desk: Desk) -> Answer:
    """Say what the journal shows and begin the checklist; an emergency told of today is answered instead."""
    shown = findings(desk)
    said = {**shown.said, "logged_now": any(meaning.intent == "LogTwitch" for meaning in desk.meant)}
    return begin(shown, Line("CheckSeriousness.found", said), desk)
