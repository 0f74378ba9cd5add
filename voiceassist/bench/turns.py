"""Whether people are let finish, and how soon they are answered: turn-taking on speech with pauses inside.

Each recording is a conversation of its own with the program's own ears, at full speed; times are those of the sound.
"""

from __future__ import annotations

import json
import tempfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache, partial
from pathlib import Path
from typing import Any, Final, TypeAlias

import numpy as np

from voiceassist import assembly, events
from voiceassist.assistant import Assistant
from voiceassist.bench.halves import is_for_tuning
from voiceassist.bench.processes import in_processes
from voiceassist.bench.statistics import wilson
from voiceassist.config import Settings
from voiceassist.devices.files import Files
from voiceassist.devices.null import Null
from voiceassist.dialogue import Dialogue, Responses, State
from voiceassist.errors import VoiceAssistError
from voiceassist.journal import Journal
from voiceassist.listening import Ears, Listening, Mouth
from voiceassist.listening.time_of_day import TimeOfDay
from voiceassist.skills import SKILLS
from voiceassist.skills.knowledge import Knowledge
from voiceassist.skills.spoken_forms import SpokenForms
from voiceassist.understanding import Understanding
from voiceassist.values import Decision

LIST: Final = "turns.jsonl"
_TOGETHER: Final = 40
"""Recordings heard one after the other by ears that begin anew."""
_PAUSES: Final = ((0.0, 0.6), (0.6, 0.9), (0.9, float("inf")))
"""Seconds of the longest pause, by which cut-off turns are counted apart."""


@dataclass(frozen=True)
class Turn:
    """One line of ``turns.jsonl``: somebody says one thing."""

    audio: Path
    text: str
    kind: str
    """Where the pauses stand, in the words of whoever made the recording."""
    end: float
    """Where the last word ends, in seconds of the recording."""
    pauses: tuple[tuple[float, float], ...]
    after: tuple[str, ...]
    """What was typed before in the same conversation."""

    @property
    def longest(self) -> float:
        """Seconds of the longest pause; 0 without any."""
        return max((end - begin for begin, end in self.pauses), default=0.0)


@dataclass(frozen=True)
class Taken:
    """What turn-taking made of it."""

    turn: Turn
    begun: tuple[float, ...]
    """Where speech was heard to begin."""
    ended: tuple[float, ...]
    """Where a turn was ended that held words."""
    words: tuple[str, ...]
    made_sense: tuple[bool, ...]
    """Of each utterance, in which parts that were taken together are one, whether something was understood."""

    @property
    def lost(self) -> bool:
        """Whether it was cut off and a part of it was not understood, neither alone nor with the part before."""
        return self.cut_off and not all(self.made_sense)

    @property
    def cut_off(self) -> bool:
        """Whether a turn was ended before the last word was over."""
        return any(t < self.turn.end for t in self.ended) or sum(t < self.turn.end for t in self.begun) > 1

    @property
    def waited(self) -> float | None:
        """Seconds from the end of the last word to the end of the turn; None where no turn ended after it."""
        return next((t - self.turn.end for t in self.ended if t >= self.turn.end), None)


def read_turns(folder: Path) -> tuple[Turn, ...]:
    """The recordings listed in `folder`.  Raises VoiceAssistError naming the first line that cannot be used."""
    listed = folder / LIST
    try:
        lines = listed.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as problem:
        raise VoiceAssistError(f"{listed} cannot be read ({problem}): make it with scripts/make-pauses") from None
    turns = []
    for number, line in enumerate(lines, 1):
        try:
            turns.append(_turn(folder, json.loads(line)))
        except (ValueError, TypeError, KeyError) as problem:
            raise VoiceAssistError(f"{listed}, line {number}: {problem!r}: mend it, nothing was measured") from None
    if not turns:
        raise VoiceAssistError(f"{listed} holds no line: make it with scripts/make-pauses")
    return tuple(turns)


def _turn(folder: Path, line: dict[str, Any]) -> Turn:
    audio = folder / line["audio"]
    if not audio.is_file():
        raise ValueError(f"{line['audio']} does not exist")
    pauses = tuple((float(begin), float(end)) for begin, end in line["pauses"])
    end = float(line["end_s"])
    if any(begin >= finish or finish > end for begin, finish in pauses):
        raise ValueError("a pause must end after it begins and before the speech does")
    return Turn(audio, str(line["text"]), str(line.get("kind", "")), end, pauses, tuple(line.get("after", ())))


def measure(
    turns: Sequence[Turn], settings: Settings, jobs: int, advanced: Callable[[int], None] = lambda _: None
) -> list[Taken]:
    """Take every turn; `advanced` is told of every few that are done."""
    [taken] = in_processes([partial(_take_all, settings)], turns, _TOGETHER, jobs, advanced)
    return taken


_Language: TypeAlias = tuple[Understanding, Knowledge, Responses]


@cache
def _language(intents: Path, cache: Path) -> _Language:
    """One for each process."""
    return (
        Understanding.load(intents, cache=cache),
        Knowledge.load(intents),
        Responses.load([intents], SpokenForms.load(intents)),
    )


def _take_all(settings: Settings, turns: Sequence[Turn]) -> list[Taken]:
    with tempfile.TemporaryDirectory(prefix="voiceassist-bench-") as folder:
        apart = replace(settings, data_dir=Path(folder))
        ears = assembly.open_ears(apart, Files([]), live=False)
        journal = Journal(apart.data_dir / "journal.sqlite3")
        try:
            language = _language(settings.language_folder, settings.data_dir / "cache")
            return [_take(turn, apart, ears, journal, language) for turn in turns]
        finally:
            journal.close()
            ears.close()


def _take(turn: Turn, settings: Settings, ears: Ears, journal: Journal, language: _Language) -> Taken:
    happened: list[events.Event] = []
    understanding, knowledge, responses = language
    dialogue = Dialogue(journal, knowledge, responses, SKILLS, State())
    assistant = Assistant(understanding, knowledge, dialogue, None, happened.append)
    now = settings.now()
    for text in turn.after:
        assistant.typed_turn(text, now=now)
    happened.clear()
    heard_in = replace(ears, source=Files([turn.audio]))
    Listening(assistant, heard_in, Mouth(None, Null()), TimeOfDay(now), happened.append).run()
    heard = [event for event in happened if isinstance(event, events.Utterance)]
    return Taken(
        turn,
        tuple(event.t for event in happened if isinstance(event, events.SpeechStart)),
        tuple(event.t for event in heard),
        tuple(event.text for event in heard),
        _made_sense(happened),
    )


def _made_sense(happened: Sequence[events.Event]) -> tuple[bool, ...]:
    made: list[bool] = []
    for event in happened:
        if isinstance(event, events.Utterance):
            made.append(False)
        elif isinstance(event, events.Continued):
            made = [*made[:-2], False]
        elif isinstance(event, events.Triage) or (
            isinstance(event, events.Interpreted) and event.decision is not Decision.REJECT
        ):
            made[-1:] = [True]
    return tuple(made)


def figures(taken: Sequence[Taken]) -> dict[str, Any]:
    """Counts and delays of all turns, of each half, of each kind, and of turns by their longest pause."""
    paused = [one for one in taken if one.turn.pauses]
    by_pause = {
        f"{low:g} s and more" if high == float("inf") else f"{low:g} to {high:g} s": [
            one for one in paused if low <= one.turn.longest < high
        ]
        for low, high in _PAUSES
    }
    groups = {
        "all": list(taken),
        "tuning": [one for one in taken if is_for_tuning(one.turn.text)],
        "reported": [one for one in taken if not is_for_tuning(one.turn.text)],
        **{kind: [one for one in taken if one.turn.kind == kind] for kind in _kinds(taken)},
        **by_pause,
    }
    return {name: _row(group) for name, group in groups.items() if group}


def cut_off(taken: Sequence[Taken]) -> Iterator[dict[str, Any]]:
    """What was cut off or not heard, with where."""
    for one in taken:
        if one.cut_off or one.waited is None:
            ended = [round(t, 2) for t in one.ended]
            pauses = [[round(t, 2) for t in pause] for pause in one.turn.pauses]
            yield {
                "audio": one.turn.audio.name,
                "text": one.turn.text,
                "pauses": pauses,
                "end_s": round(one.turn.end, 2),
                "ended": ended,
                "heard": list(one.words),
            }


def _kinds(taken: Sequence[Taken]) -> list[str]:
    return list(dict.fromkeys(one.turn.kind for one in taken if one.turn.kind))


def _row(group: Sequence[Taken]) -> dict[str, Any]:
    cut = sum(one.cut_off for one in group)
    waited = [one.waited for one in group if not one.cut_off and one.waited is not None]
    row: dict[str, Any] = {
        "n": len(group),
        "cut_off": cut,
        "cut_off_share": round(cut / len(group), 4),
        "interval": [round(limit, 4) for limit in wilson(cut, len(group))],
        "lost": sum(one.lost for one in group),
        "unheard": sum(not one.ended for one in group),
    }
    for percent in (50, 95, 99):
        row[f"p{percent}_ms"] = round(1000 * float(np.percentile(waited, percent))) if waited else None
    return row
