"""The two halves of whatever is measured: one may be tuned on, the other is reported."""

from __future__ import annotations

import hashlib


def is_for_tuning(text: str) -> bool:
    """Whether what `text` names is in the half for tuning: an even last bit of its SHA-256."""
    return hashlib.sha256(text.encode()).digest()[-1] % 2 == 0
