"""How long the assistant listens once it was called."""

from __future__ import annotations

import math
from typing import Final

CALLED: Final = 6.0
"""Seconds in which somebody who called begins to speak."""
FOLLOW_UP: Final = 8.0
"""Seconds after a reply in which the next thing may be said without calling again."""
QUESTION: Final = 30.0
"""Seconds after a question in which it may be answered without calling: it is asked once more in between."""


class Wakefulness:
    """Asleep until called, awake until nobody has anything more to say.  Times are seconds of the input."""

    def __init__(self, called: float = CALLED, follow_up: float = FOLLOW_UP, question: float = QUESTION) -> None:
        self._called, self._follow_up, self._question = called, follow_up, question
        self._until = -math.inf

    def is_awake(self, t: float, *, busy: bool) -> bool:
        """Whether what comes at `t` is listened to; who is speaking, person or assistant, makes it `busy`."""
        if busy and self._until > -math.inf:
            return True
        if t >= self._until:
            self._until = -math.inf
        return self._until > -math.inf

    def called(self, t: float) -> None:
        """Somebody called."""
        self._until = max(self._until, t + self._called)

    def replied(self, t: float, *, question: bool) -> None:
        """The assistant has spoken; with `question`, it waits for an answer."""
        self._until = t + (self._question if question else self._follow_up)

    def dismissed(self) -> None:
        """Nothing more is wanted."""
        self._until = -math.inf
