"""Whose twitch or coffee is told of: a journal is kept for one person, who need not be the speaker."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from voiceassist import triage
from voiceassist.skills.skill import Desk
from voiceassist.triage import Ladder
from voiceassist.values import Decision, Interpretation

_RECENT: Final = 50
"""Entries that show for whom the journal is kept."""


def tells_of_another(words: str, desk: Desk) -> bool:
    """Whether `words` tell of somebody else, whose journal this is not known to be."""
    ladder = desk.knowledge.ladder
    return ladder is not None and triage.tells_of_another(words, ladder) and not _is_of_another(ladder, desk)


def asks_of_another(words: str, desk: Desk) -> bool:
    """Whether `words` ask about somebody else ("is it serious for my wife"), whose journal this is not known to be."""
    ladder = desk.knowledge.ladder
    return ladder is not None and triage.about_whom(words, ladder) != "self" and not _is_of_another(ladder, desk)


def _is_of_another(ladder: Ladder, desk: Desk) -> bool:
    """Whether the last entries show that the journal is kept for somebody who is not the speaker."""
    recent = desk.journal.entries(["twitch", "day"], limit=_RECENT, newest_first=True)
    return any(entry.words and triage.tells_of_another(entry.words, ladder) for entry in recent)


def asked_whose(meaning: Interpretation, desk: Desk) -> Interpretation:
    """`meaning`, to be asked about where it would write into this journal what is told of somebody else; who says that
    it is somebody else's ("I'm logging for my mother") speaks of themselves too."""
    if meaning.intent not in ("LogTwitch", "LogDay") or meaning.decision is not Decision.ACCEPT:
        return meaning
    another = "whose" in meaning.slots or tells_of_another(desk.words, desk)
    slots = {name: value for name, value in meaning.slots.items() if name != "whose"}
    return replace(meaning, slots=slots, decision=Decision.CONFIRM if another else meaning.decision)
