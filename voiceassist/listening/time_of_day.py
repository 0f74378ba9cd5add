"""What the clock on the wall shows at a place in the input."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Final

from voiceassist.clock import elapsed
from voiceassist.devices.source import Frame

_LOST: Final = timedelta(seconds=2)
"""From so much on the input has lost time: its microphone was away, or the machine slept.  Less is the delay between
the two clocks, and a turn must not be at another time at its end than while it was foreseen."""


class TimeOfDay:
    """The time at the first frame, and as much later as there is sound since."""

    def __init__(self, start: datetime, now: Callable[[], datetime] | None = None) -> None:
        """`now` tells the time where the input is heard as it happens; None where its clock was set by hand."""
        self._start = start
        self._now = now

    def at(self, t: float) -> datetime:
        """The time of day `t` seconds into the input."""
        return elapsed(self._start, timedelta(seconds=t))

    def follow(self, frame: Frame) -> None:
        """Keep up with the clock on the wall, which goes on where the input does not."""
        if self._now is None or frame.heard_at is None:
            return
        lost = elapsed(self._now(), timedelta(seconds=frame.heard_at - time.monotonic())) - self.at(frame.end)
        if abs(lost) > _LOST:
            self._start = elapsed(self._start, lost)
