"""One lifestyle tip a day, on what the journal shows to be wanting."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from voiceassist.skills.faq import tell
from voiceassist.skills.knowledge import Tip
from voiceassist.skills.needs import needs
from voiceassist.skills.skill import Answer, Desk, Line, Skill
from voiceassist.skills.told import Telling, Told
from voiceassist.values import Interpretation


def daily_tip(told: Told) -> Skill:
    """The skill that tells the tip of the day, or of the step that was asked for, and remembers it in `told`."""

    def skill(meanings: Sequence[Interpretation], desk: Desk) -> Answer:
        slots = meanings[0].slots if meanings else {}
        return todays_tip(desk, told, slots.get("step"), another="which" in slots)

    return skill


def todays_tip(desk: Desk, told: Told, step: str | None = None, *, another: bool = False) -> Answer:
    """The same tip all day, unless `another` is wanted.

    On another day it is one of those told least often, so that none repeats until all were heard.
    """
    tips = [tip for tip in desk.knowledge.tips if step in (None, tip.step)]
    if not tips:
        return Answer((Line("DailyTip.none"),))
    today, tellings = desk.now.date().isoformat(), told.tips()
    already = [telling.tip for telling in tellings if (telling.day, telling.step) == (today, step)]
    chosen = None if another else next((tip for last in already[::-1] for tip in tips if tip.id == last), None)
    if chosen is None:
        heard = {telling.tip for telling in tellings if telling.day == today}
        chosen = _choose([tip for tip in tips if tip.id not in heard] or tips, tellings, desk)
        told.tell(Telling(today, chosen.id, step))
    return replace(tell([chosen.fact], desk), tip=True, topic=chosen.topic)


def told_today(desk: Desk, told: Told) -> bool:
    """Whether the tip of the day was heard already."""
    today = desk.now.date().isoformat()
    return any((telling.day, telling.step) == (today, None) for telling in told.tips())


def _choose(tips: Sequence[Tip], tellings: Sequence[Telling], desk: Desk) -> Tip:
    """Of the tips told least often those of the neediest step, and of those another one each day."""
    count = Counter(telling.tip for telling in tellings)
    least = min(count[tip.id] for tip in tips)
    fresh = [tip for tip in tips if count[tip.id] == least]
    need = needs(desk)
    most = max(need.get(tip.step, 0.0) for tip in fresh)
    neediest = [tip for tip in fresh if need.get(tip.step, 0.0) == most]
    return neediest[desk.now.date().toordinal() % len(neediest)]
