"""From single answers to the figures of one condition, as plain values for ``--json``."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from typing import Any

from voiceassist.bench.answer import Answer
from voiceassist.bench.hearing import PARTS, Heard
from voiceassist.bench.statistics import calibration, mcnemar, wilson
from voiceassist.values import Decision


def figures(heard: Sequence[Heard], snr: str) -> dict[str, Any]:
    """All figures of one condition: those of the last part of `PARTS` there is, then each part's and both halves'."""
    parts = [part for part in PARTS if part in heard[0].answers]
    chief = parts[-1]
    seconds = sum(one.seconds for one in heard)
    halves = {
        "tuning": [one for one in heard if one.recording.for_tuning],
        "reported": [one for one in heard if not one.recording.for_tuning],
    }
    return {
        "snr": snr,
        **_of(heard, chief),
        "real_time_factor": round(sum(one.took for one in heard) / seconds, 4) if seconds else None,
        "slowest_s": round(max(one.took for one in heard), 3),
        "part": chief,
        "halves": {name: _of(half, chief) for name, half in halves.items() if half},
        "parts": {part: _of(heard, part) for part in parts},
        "paired": [_paired(heard, first, second) for i, first in enumerate(parts) for second in parts[i + 1 :]],
    }


def errors(heard: Sequence[Heard], snr: str) -> list[dict[str, Any]]:
    """Each utterance that the chief part got wrong: what was said, heard and decided."""
    found = []
    for one in heard:
        answer = one.answers[[part for part in PARTS if part in one.answers][-1]]
        if not answer.right:
            found.append(
                {
                    "snr": snr,
                    "audio": one.recording.name,
                    "said": {"intent": one.recording.intent, "slots": dict(one.recording.slots)},
                    "held": one.held,
                    "free": one.free,
                    "understood": {"intent": answer.intent, "slots": dict(answer.slots)},
                    "decision": answer.decision.value,
                    "confidence": round(answer.confidence, 3),
                }
            )
    return found


def _of(heard: Sequence[Heard], part: str) -> dict[str, Any]:
    answers = [(one.recording.intent is not None, one.answers[part]) for one in heard]
    right = sum(answer.right for _, answer in answers)
    accepted = [(inside, answer) for inside, answer in answers if answer.decision is Decision.ACCEPT]
    wrong = sum(not answer.right for _, answer in accepted)
    return {
        "n": len(answers),
        "accuracy": right / len(answers),
        "interval": list(wilson(right, len(answers))),
        "false_accepts": sum(not inside for inside, _ in accepted),
        "false_rejects": sum(inside and answer.decision is Decision.REJECT for inside, answer in answers),
        "confirmations": sum(answer.asked for _, answer in answers),
        "right_at_once": sum(answer.right for _, answer in accepted) / len(answers),
        "wrongly_accepted": wrong,
        "wrongly_accepted_interval": list(wilson(wrong, len(answers))),
        "calibration": _calibration([answer for _, answer in answers]),
    }


def _calibration(answers: Sequence[Answer]) -> dict[str, Any] | None:
    """Of what was accepted or asked about: what was rejected offers nothing that could be right."""
    offered = [answer for answer in answers if answer.decision is not Decision.REJECT]
    found = calibration([a.confidence for a in offered], [a.right for a in offered])
    return dataclasses.asdict(found) if found else None


def _paired(heard: Sequence[Heard], first: str, second: str) -> dict[str, Any]:
    pair = mcnemar([one.answers[first].right for one in heard], [one.answers[second].right for one in heard])
    return {"first": first, "second": second, **dataclasses.asdict(pair)}
