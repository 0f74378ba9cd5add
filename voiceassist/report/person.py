"""Who a report is about."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Person:
    """As far as they want to say."""

    name: str | None = None
    birth_year: int | None = None
