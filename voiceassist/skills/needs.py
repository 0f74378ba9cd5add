"""Which of the five steps the journal shows to be wanting, for choosing a tip."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Final

from voiceassist.journal import queries
from voiceassist.journal.answers import Filter
from voiceassist.skills.aims import Aim
from voiceassist.skills.course import amounts_of, course
from voiceassist.skills.skill import Desk

_DAYS: Final = 7
_SURE: Final = 3
"""Days that have to agree before a step counts as wholly wanting, or as done."""
_CAFFEINE: Final = Aim(most=4)
"""Cups a day without a plan: 400 mg, what EFSA (Scientific Opinion on the safety of caffeine, 2015) holds to be of no
concern for adults, in the journal's cups of 90 mg."""
_CALM: Final = Aim(most=5)
"""Stress out of ten: the lower half of the scale."""
_STEP_OF: Final[Mapping[str, str]] = {
    "caffeine": "caffeine",
    "water": "water",
    "sleep": "sleep",
    "stress": "stress",
    "relaxation": "stress",
}
"""The step each measure belongs to."""


def needs(desk: Desk) -> dict[str, float]:
    """By step, from -1 (done on every day of the last week) to 1 (missed on every one); 0 where nothing is known."""
    if desk.knowledge.plan is None:
        return {}
    running = course(desk.journal, desk.knowledge.plan, desk.now)
    aims = {"caffeine": _CAFFEINE, "stress": _CALM, **desk.knowledge.plan.aims, **(running.aims if running else {})}
    verdicts: dict[str, list[int]] = {step: [] for step in _STEP_OF.values()}
    for back in range(1, _DAYS + 1):
        for measure, amount in amounts_of(desk.journal, desk.now.date() - timedelta(days=back), desk.now).items():
            if measure in _STEP_OF:
                verdicts[_STEP_OF[measure]].append(-1 if aims[measure].met(amount) else 1)
    found = {step: sum(given) / max(len(given), _SURE) for step, given in verdicts.items()}
    return {**found, "track": _untracked(desk)}


def _untracked(desk: Desk) -> float:
    """Days of the last week without any entry; nothing is known of who has not begun."""
    known = queries.coverage(desk.journal, Filter(end=desk.now))
    if not known.logged:
        return 0.0
    week = queries.coverage(desk.journal, Filter(start=desk.now - timedelta(days=_DAYS), end=desk.now))
    return 1 - 2 * min(week.logged / _DAYS, 1)
