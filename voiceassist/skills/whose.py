"""Whose twitch or coffee is told of: a journal is kept for one person, who need not be the speaker."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from voiceassist import triage
from voiceassist.skills.intents import OBSERVES
from voiceassist.skills.skill import Desk
from voiceassist.triage import Ladder
from voiceassist.values import Decision, Interpretation

ANOTHER: Final = "another"
"""The topic of what was said of somebody else."""
_TURNS: Final = 4
"""Turns for which a conversation stays about whoever was named."""
_ASKING: Final = frozenset({"SpeakFor", "CheckSeriousness", "RunChecklist"})
"""Intents whose words name the person they are about, if not the speaker."""
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


def talks_of_another(desk: Desk) -> bool:
    """Whether somebody else was just talked about, whose journal this is not known to be, and words that name nobody
    ("is that serious") are about them."""
    ladder = desk.knowledge.ladder
    return bool(desk.another) and ladder is not None and not _is_of_another(ladder, desk)


def of_another(before: int, meanings: Sequence[Interpretation], desk: Desk) -> int:
    """For how many turns more words that name nobody are about somebody else, this one counted, where it was `before`
    until now: naming somebody begins anew, and naming what is the speaker's own ends it.

    A family's illness is asked about for the speaker's sake.
    """
    ladder = desk.knowledge.ladder
    if ladder is None:
        return 0
    asks = any(meaning.intent in _ASKING for meaning in meanings)
    if desk.topic == ANOTHER and [meaning.intent for meaning in meanings] == ["RunChecklist"]:
        return 0  # who asks for it after all, having been told for whom it is, wants it for this journal
    named = triage.tells_of_another(desk.words, ladder) or (asks and triage.about_whom(desk.words, ladder) != "self")
    if named and all(sign.about == "other" for sign in desk.signs):
        return _TURNS
    return 0 if triage.names_speaker(desk.words, ladder) else max(before - 1, 0)


def _is_of_another(ladder: Ladder, desk: Desk) -> bool:
    """Whether the last entries show that the journal is kept for somebody who is not the speaker."""
    recent = desk.journal.entries(["twitch", "day"], limit=_RECENT, newest_first=True)
    return any(entry.words and triage.tells_of_another(entry.words, ladder) for entry in recent)


def asked_whose(meaning: Interpretation, desk: Desk) -> Interpretation:
    """`meaning`, to be asked about where it would write into this journal what is told of somebody else; who says that
    it is somebody else's ("I'm logging for my mother") speaks of themselves too."""
    if meaning.intent not in OBSERVES or meaning.decision is not Decision.ACCEPT:
        return meaning
    another = "whose" in meaning.slots or tells_of_another(desk.words, desk) or talks_of_another(desk)
    slots = {name: value for name, value in meaning.slots.items() if name != "whose"}
    return replace(meaning, slots=slots, decision=Decision.CONFIRM if another else meaning.decision)
