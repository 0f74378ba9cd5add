"""Words to meaning: sentence templates, the grammar graph, fuzzy matching, numbers and times."""

from __future__ import annotations

from voiceassist.understanding.understanding import Understanding

__all__ = ["Understanding"]
