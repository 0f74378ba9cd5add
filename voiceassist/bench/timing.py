"""How long the program takes: to answer, to understand, to start; and how much memory it holds."""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

import numpy as np

from voiceassist.bench.running import Seen, listen
from voiceassist.config import Settings
from voiceassist.errors import VoiceAssistError
from voiceassist.understanding import Understanding
from voiceassist.values import Expectation, Hypothesis


def latency(files: Sequence[Path], settings: Settings) -> dict[str, Any]:
    """From the last sample of speech to the first sample of the reply, `files` played at the pace of a microphone.

    Stages: ``silence`` that is waited for, ``decode`` until both recognisers have ended, ``answer`` until the reply is
    worded (and on disk), ``voice`` until its first sample leaves.  ``understood`` leaves out turns of which nothing was
    understood: who makes no sense yet is waited for longer.
    """
    seen = listen(files, settings, ["--realtime"]).seen
    stages: dict[str, list[float]] = {"silence": [], "decode": [], "answer": [], "voice": []}
    total: list[float] = []
    understood: list[float] = []
    sense = False
    heard: Seen | None = None
    reply: Seen | None = None
    for one in seen:
        if one.event["event"] == "utterance":
            heard, sense = one, False
        elif one.event["event"] in ("interpretation", "triage"):
            sense = sense or one.event.get("decision") != "reject"
        elif one.event["event"] == "reply":
            reply = one
        elif one.event["event"] == "speaking" and heard and reply:
            waited = one.event["first_audio_after_speech_end_ms"]
            if waited is not None:
                silence = 1000 * (heard.event["t"] - heard.event["speech_end"])
                answer, voice = 1000 * (reply.at - heard.at), 1000 * (one.at - reply.at)
                total.append(waited)
                if sense:
                    understood.append(waited)
                for stage, spent in zip(
                    stages, (silence, waited - silence - answer - voice, answer, voice), strict=True
                ):
                    stages[stage].append(spent)
            heard = reply = None
    if not total:
        raise VoiceAssistError("nothing was answered aloud: give recordings that are understood, and install a voice")
    return {
        **percentiles(total),
        "understood": percentiles(understood) if understood else None,
        "stages": {name: percentiles(spent) for name, spent in stages.items()},
    }


def match(intents: Path, sentences: Sequence[str], now: datetime, *, cache: Path | None = None) -> dict[str, Any]:
    """To read one sentence: `sentences`, or where there are none some that the templates say, for every intent."""
    understanding = Understanding.load(intents, cache=cache)
    chosen = list(sentences) or _said(understanding)
    spent = []
    for sentence in chosen:
        heard = [Hypothesis(sentence, "text", held=False, confidence=1.0)]
        begun = time.perf_counter()
        understanding.interpret(heard, Expectation(), now)
        spent.append(1000 * (time.perf_counter() - begun))
    return percentiles(spent)


def startup(file: Path, times: int, settings: Settings) -> dict[str, Any]:
    """From the start of the process until it listens, each time with an empty data folder and so nothing compiled."""
    return percentiles([1000 * listen([file], settings, until="listening").seen[-1].at for _ in range(times)])


def memory(files: Sequence[Path], setups: Mapping[str, Settings]) -> dict[str, Any]:
    """The most memory that a conversation takes, in MB, for each set-up."""
    found = {}
    for name, settings in setups.items():
        peak = listen(files, settings).peak_bytes
        if peak is None:
            raise VoiceAssistError(
                "this system does not tell how much memory a process took: measure on Linux or macOS"
            )
        found[name] = round(peak / 1e6)
    return {"peak_mb": found}


def percentiles(spent: Sequence[float]) -> dict[str, Any]:
    """``n`` and the 50th, 95th and 99th percentile, in milliseconds."""
    middle, high, highest = np.percentile(np.array(spent), [50, 95, 99])
    return {
        "n": len(spent),
        "p50_ms": round(float(middle), 1),
        "p95_ms": round(float(high), 1),
        "p99_ms": round(float(highest), 1),
    }


def _said(understanding: Understanding) -> list[str]:
    prompts = [understanding.context(Expectation(favours=(intent,))).prompt for intent in understanding.intents]
    return list(dict.fromkeys(part.strip() for prompt in prompts for part in prompt.split(".") if part.strip()))
