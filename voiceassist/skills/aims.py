"""What a day of the plan aims at, and whether a day's amount meets it."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from voiceassist.skills.fact import Fact


@dataclass(frozen=True)
class Aim:
    """The amount of one measure to reach on a day, in the unit that the journal counts it in."""

    least: float = 0.0
    most: float = math.inf
    caveat: str | None = None
    """Names the caution that goes with it the first time it comes up."""

    def met(self, amount: float) -> bool:
        """Whether `amount` lies within."""
        return self.least <= amount <= self.most


@dataclass(frozen=True)
class PlanFacts:
    """What the language folder knows about the plan."""

    days: int
    """How long it runs."""
    judged_from: int
    """The first day on which it can be said whether it helped."""
    aims: Mapping[str, Aim]
    """By measure; caffeine is not among them, its aim changes from day to day."""
    taper_caveat: str | None
    caveat: str | None
    """The caution that goes with the plan as a whole."""
    verdicts: Mapping[str, Fact]
    """``better``, ``unchanged``, ``unknown``: what is advised when it can be judged."""

    @classmethod
    def of(cls, plain: Mapping[str, Any]) -> PlanFacts:
        """What ``plan.yaml`` says."""
        return cls(
            days=plain["days"],
            judged_from=plain["judged_from"],
            aims={name: Aim(**{k: v for k, v in aim.items() if k != "source"}) for name, aim in plain["aims"].items()},
            taper_caveat=plain["taper"].get("caveat"),
            caveat=plain.get("caveat"),
            verdicts={name: Fact(**fact) for name, fact in plain["verdicts"].items()},
        )
