"""Intents that several skills and the dialogue take alike, each set by what its intents have in common."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

OBSERVES: Final = frozenset({"LogTwitch", "LogDay"})
"""What writes down what a body did or was given; a note may be about anything."""
LOGS: Final = OBSERVES | {"LogNote"}
"""What writes a new entry of what was told."""
WRITES: Final = LOGS | {"Correct"}
"""What writes what was told, as a new entry or into one there is."""

ANSWERED: Final[Mapping[str, str]] = MappingProxyType({"yes": "Confirm", "no": "Deny", "not_sure": "NotSure"})
"""The intent of each answer to a yes/no question."""
ANSWER_OF: Final[Mapping[str, str]] = MappingProxyType({intent: answer for answer, intent in ANSWERED.items()})
"""The answer that each of these intents gives."""
YES_NO: Final = frozenset(ANSWER_OF)
"""What answers a yes/no question."""

DECLINES: Final = frozenset({"Skip", "NotSure", "Deny"})
"""What leaves a question without what it asks for."""
DECLINES_OR_CANCELS: Final = DECLINES | {"Cancel"}
"""The same where a "cancel" is about the question, and does not end more than that."""
