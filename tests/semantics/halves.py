"""The two halves of paraphrases.yaml: thresholds are chosen on one and figures are reported on the other."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path

import yaml


@dataclass(frozen=True)
class Paraphrase:
    text: str
    label: str
    """``topic:…``, ``sign:…`` or ``nothing``."""

    @property
    def held_out(self) -> bool:
        return hashlib.sha256(self.text.encode()).digest()[0] % 2 == 1


def paraphrases() -> list[Paraphrase]:
    tree = yaml.safe_load((Path(__file__).parent / "paraphrases.yaml").read_text("utf-8"))
    named = [
        Paraphrase(text, f"{kind}:{value}")
        for kind, values in (("topic", tree["topics"]), ("sign", tree["signs"]))
        for value, texts in values.items()
        for text in texts
    ]
    return named + [Paraphrase(text, "nothing") for texts in tree["neither"].values() for text in texts]
