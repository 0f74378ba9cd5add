"""Whether to believe a reading.

Where words decide, confidence is the logistic function of

    BASE - UNEXPLAINED·r - RIVAL·(1 - min(margin / CLEAR, 1)) + AGREEMENT·a

r       cost of the words over what the utterance weighs if nothing of it can be read: the share left unexplained
margin  by how much the next best different meaning costs more
a       1 where two decoders' first choices mean the same, -1 where one does not offer the meaning at all, else 0

How the numbers were chosen: an exact reading without rivals gets 0.99; one foreign content word in four
("my dog's leg twitched", r ≈ 1/3) must be rejected and one in eight accepted, which fixes BASE and UNEXPLAINED; two
meanings at the same cost must be asked about, whatever else holds (RIVAL).
"""

from __future__ import annotations

import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final, Literal, TypeAlias

from voiceassist.values import Decision, Hypothesis, Interpretation

BASE: Final = 4.5
UNEXPLAINED: Final = 17.0
RIVAL: Final = 4.0
CLEAR: Final = 0.4
AGREEMENT: Final = 1.2
HELD_ALONE: Final = 1.5
"""Taken off where only a decoder held to the grammar was heard: it says yes to anything."""

ACCEPT: Final = 0.9
"""Something wrongly written down costs ten times a question, so a question pays up to 10 / 11."""
SETTLED: Final = 0.95
"""From here on a recogniser in reserve is not asked.  Of 139 commands of the tuning half at 12 dB it is then asked in
89 and 3 are wrongly accepted, as where it is always asked; with 0.9 in 71, and 5 are."""
CONFIRM: Final = 0.4
CONFIRM_SOUND: Final = 0.3
"""Where sound was asked.  What may well be right is worth a question: of what is believed between 0.3 and 0.4 on the
tuning halves (commands at 12 dB and without noise, a third of chatter at 12 dB, by the three set-ups of
`calibration.json`), 9 were right and 15 wrong, 4 of these chatter; between 0.2 and 0.3, 6 and 15."""

HEARD: Final[Mapping[str, tuple[float, float]]] = {"pocketsphinx": (0.66, 0.69), "vosk": (0.33, 0.5)}
"""Where only a decoder held to the grammar was heard, by its name: below the first value of its own confidence nothing
is believed, below the second it is asked about.

PocketSphinx's, measured on speech that is none of ours (60 recordings of the coffee suite in our grammar: all below
0.68; 35 spoken sentences of talk: nine in ten below 0.69) and on 24 commands of ours that were heard rightly (0.67 to
0.85, nine in ten above 0.69).  Vosk's, chosen on the tuning halves of our chatter and commands: with them 3 of 425
pieces of chatter are believed, and of 278 commands 60 rightly at once and 6 wrongly."""
_BRIEF: Final = 2
"""Words up to which a sentence is brief: its sound alone is no proof."""
_ASKED: Final = 0.85
"""The most that is believed of what is asked about."""

Free: TypeAlias = Literal["whisper", "vosk"]
"""Who listened freely; PocketSphinx has no weights of its own and is judged with whisper's."""

MOST: Final = {
    "unexplained": 0.3,
    "margin": 3.0,
    "apart": 1.0,
    "loose": 1.0,
    "doubt": 1.0,
    "unbacked": 0.3,
}
"""Beyond these, evidence says no more."""


def confidence(unexplained: float, margin: float, agreement: int, held_alone: bool) -> float:
    """The believed probability that intent and slots are right."""
    z = (
        BASE
        - UNEXPLAINED * unexplained
        - RIVAL * (1 - min(max(margin, 0.0) / CLEAR, 1.0))
        + AGREEMENT * agreement
        - HELD_ALONE * held_alone
    )
    return 1 / (1 + math.exp(-max(-30.0, min(30.0, z))))


def settled(meanings: Sequence[Interpretation]) -> bool:
    """Whether no better ear needs to hear it."""
    return all(one.decision is Decision.ACCEPT and one.confidence >= SETTLED for one in meanings)


def heard_alone(hypotheses: Sequence[Hypothesis]) -> float:
    """The most that a held decoder's fit to the sound lets anybody believe; 1 where a free one listened too."""
    if any(hypothesis.text and not hypothesis.held for hypothesis in hypotheses):
        return 1.0
    held = next((hypothesis for hypothesis in hypotheses if hypothesis.held), None)
    if held is None or held.confidence is None or held.recognizer not in HEARD:
        return 1.0
    nothing, asked = HEARD[held.recognizer]
    return 0.0 if held.confidence < nothing else _ASKED if held.confidence < asked else 1.0


@dataclass(frozen=True)
class Evidence:
    """What speaks for a reading by sound."""

    unexplained: float
    """As above, of the best reading by words."""
    margin: float
    """Its lead over the next meaning, in phones."""
    apart: float
    """The share of the nearest free hypothesis's sound that differs."""
    loose: float
    """1 where free words are part of it, else 0."""
    doubt: float
    """How much more of the sound differs for the second free decoder; 0 where there is only one."""
    unbacked: float
    """The share of the held decoder's sound that differs; 1 where it heard nothing."""


def free_of(hypotheses: Sequence[Hypothesis]) -> Free:
    """Whose weights hold for what was heard freely."""
    return "vosk" if any(one.recognizer == "vosk" and not one.held for one in hypotheses) else "whisper"


def sound_confidence(evidence: Evidence, free: Free) -> float:
    """The believed probability where sound was asked: the logistic function of what `calibration.json` weighs."""
    weights = _calibration()[free]
    z = weights["base"] + sum(weights[name] * min(value, MOST[name]) for name, value in vars(evidence).items())
    return 1 / (1 + math.exp(-max(-30.0, min(30.0, z))))


def heard_by_sound(said: Sequence[str], heard: Sequence[Sequence[str]]) -> float:
    """The most that sound lets anybody believe of the words `said`, none of which need stand in `heard`.

    One or two words are like the sound of too much else ("let's get" of "yes") to be taken where no recogniser wrote
    them.
    """
    return _ASKED if len(said) <= _BRIEF and tuple(said) not in {tuple(words) for words in heard} else 1.0


def decide(belief: float, *, by_sound: bool = False) -> Decision:
    """Accept, ask for confirmation, or reject."""
    if belief >= ACCEPT:
        return Decision.ACCEPT
    return Decision.CONFIRM if belief >= (CONFIRM_SOUND if by_sound else CONFIRM) else Decision.REJECT


@cache
def _calibration() -> dict[str, dict[str, float]]:
    text = Path(__file__).with_name("calibration.json").read_text(encoding="utf-8")
    weights: dict[str, dict[str, float]] = json.loads(text)["sound"]
    return weights
