"""Meaning as a further witness: sentence embeddings, and what they say a sentence may have been about."""

from __future__ import annotations

from voiceassist.semantics.witness import MODEL, TWITCH, Proposal, Witness

__all__ = ["MODEL", "TWITCH", "Proposal", "Witness"]
