"""Speaking first: at most once a day, at the time that was asked for."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import Final

from voiceassist.skills.check_in import checked_in
from voiceassist.skills.offer import OfferForm
from voiceassist.skills.plan import running_plan
from voiceassist.skills.skill import Answer, Desk
from voiceassist.skills.tips import todays_tip, told_today
from voiceassist.skills.told import Told

GRACE: Final = timedelta(hours=1)
"""How late it may be: who starts the program, or ends a conversation, within the hour is still spoken to."""


class Daily:
    """The day's offer: the check-in where a plan is on, else the tip of the day.

    What was said is remembered on disk, so that starting again does not say it twice.
    """

    def __init__(self, at: time | None, told: Told) -> None:
        """`at` is a time of day by the clock on the wall; None for never."""
        self._at = at
        self._told = told
        self._over: date | None = None
        """A day that is known to be done with: what is asked at every frame shall not read a file each time."""

    def move(self, at: time | None) -> None:
        """Speak at another time from now on; None for never."""
        self._at = at

    def due(self, now: datetime) -> bool:
        """Whether it is time to speak."""
        if self._at is None:
            return False
        today = now.date()
        late = datetime.combine(today, now.time()) - datetime.combine(today, self._at)
        if self._over == today or not timedelta(0) <= late < GRACE:
            return False
        if self._told.spoke_on(today):
            self._over = today
        return self._over != today

    def speak(self, desk: Desk) -> Answer:
        """What to say; nothing where the day's tip, or the check-in, was had already."""
        self._over = desk.now.date()
        self._told.speak(self._over)
        running = running_plan(desk) if desk.knowledge.plan else None
        if running and not checked_in(desk):
            return Answer(opens=(OfferForm(running.day),))
        return Answer() if told_today(desk, self._told) else todays_tip(desk, self._told)
