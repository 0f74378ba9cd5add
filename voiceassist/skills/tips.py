"""One lifestyle tip a day."""

from __future__ import annotations

from collections.abc import Sequence

from voiceassist.skills.faq import tell
from voiceassist.skills.skill import Answer, Desk, Line
from voiceassist.values import Interpretation


def daily_tip(meanings: Sequence[Interpretation], desk: Desk) -> Answer:
    """The tip of the day, or of the step that was asked for.

    The day's number chooses the tip, so it stays the same all day, and none repeats until all have been heard.
    """
    step = meanings[0].slots.get("step")
    tips = [tip for tip in desk.knowledge.tips if step in (None, tip.step)]
    if not tips:
        return Answer((Line("DailyTip.none"),))
    return tell([tips[desk.now.date().toordinal() % len(tips)].fact], desk)
