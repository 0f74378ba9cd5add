"""Drives recordings through everything between the microphone and the journal, in every set-up of recognisers."""

from __future__ import annotations

import hashlib
import tempfile
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import replace
from datetime import datetime
from functools import partial
from multiprocessing import get_context
from pathlib import Path
from typing import Final

from outcomes import Outcome
from spoken_cases import Case

from voiceassist import events
from voiceassist.assistant import Assistant
from voiceassist.devices.files import Files
from voiceassist.devices.null import Null
from voiceassist.dialogue import Dialogue, Responses, State
from voiceassist.journal import Journal
from voiceassist.listening import Ears, Listening, Mouth
from voiceassist.listening.time_of_day import TimeOfDay
from voiceassist.pronunciation import Lexicon
from voiceassist.recognition.choose import open_recognizers
from voiceassist.recognition.models import models_folder
from voiceassist.recognition.protocol import Recognizer
from voiceassist.skills import SKILLS
from voiceassist.skills.checklist import ChecklistForm
from voiceassist.skills.knowledge import Knowledge
from voiceassist.skills.signs import DoubtForm, OnsetForm
from voiceassist.skills.spoken_forms import SpokenForms
from voiceassist.turns.activity import SileroVoice, Voice
from voiceassist.turns.taker import TurnTaker
from voiceassist.understanding import Understanding
from voiceassist.values import Hypothesis, Samples, SpeechContext

LANGUAGE = Path(__file__).resolve().parents[2] / "intents" / "en"
NOW = datetime.fromisoformat("2026-11-22T09:10:00+01:00")

SET_UPS: Final = {
    "with whisper": ("auto", "whisper"),
    "alone": ("pocketsphinx", "none"),
    "minimal": ("pocketsphinx", "pocketsphinx"),
}
"""Who is held to the grammar, and who hears freely: as installed (Vosk where it is, else PocketSphinx), PocketSphinx
with ``--free none``, and as set up with ``--minimal``."""

WORKERS: Final = 2
"""Processes: the machines that run this have two cores."""


class Remembering:
    """A recogniser that hears the same sound in the same context once, however many set-ups ask.

    Set-ups differ in who else listens, never in what one recogniser makes of a sound, so nothing is lost but time.
    """

    def __init__(self, recognizer: Recognizer) -> None:
        self.name, self.held = recognizer.name, recognizer.held
        self._recognizer = recognizer
        self._context: SpeechContext | None = None
        self._heard: list[Samples] = []
        self._known: dict[tuple[str, str], tuple[Hypothesis, ...]] = {}

    def expect(self, context: SpeechContext) -> None:
        self._context = context

    def start(self) -> None:
        self._heard = []

    def feed(self, samples: Samples) -> str:
        self._heard.append(samples)
        return ""

    def finish(self) -> tuple[Hypothesis, ...]:
        digest = hashlib.sha256(b"".join(samples.tobytes() for samples in self._heard)).hexdigest()
        key = (self._context.key, digest)
        if key not in self._known:
            self._recognizer.expect(self._context)
            self._recognizer.start()
            for samples in self._heard:
                self._recognizer.feed(samples)
            self._known[key] = self._recognizer.finish()
        return self._known[key]

    def ahead(self) -> Callable[[], tuple[Hypothesis, ...]]:
        return self.finish

    def cancel(self) -> None:
        self._heard = []

    def close(self) -> None:
        self._recognizer.close()


class Studio:
    """Everything that is loaded once: the language and the recognisers.  Every recording is a new conversation."""

    def __init__(self, set_ups: Sequence[str], cache: Path) -> None:
        self.understanding = Understanding.load(LANGUAGE, cache=cache)
        self.knowledge = Knowledge.load(LANGUAGE)
        self.responses = Responses.load([LANGUAGE], SpokenForms.load(LANGUAGE))
        lexicon = Lexicon(LANGUAGE / "pronunciations.dict")
        opened = [open_recognizers(models_folder(), "en", *SET_UPS[s], lexicon=lexicon) for s in set_ups]
        held = {pair.held.name: Remembering(pair.held) for pair in opened}
        self._activity: dict[str, list[float]] = {}
        self._recognizers = {
            set_up: replace(pair, held=held[pair.held.name], free=Remembering(pair.free) if pair.free else None)
            for set_up, pair in zip(set_ups, opened, strict=True)
        }

    def _voice(self, case: Case) -> Voice:
        """Where somebody speaks in a recording: judged once, since every set-up gets the same frames."""
        if case.id in self._activity:
            judged = iter(self._activity[case.id])
            # Where this set-up goes on after another said goodbye, what is left is the silence after the words.
            return lambda _samples: next(judged, 0.0)
        judge, kept = SileroVoice(), self._activity.setdefault(case.id, [])

        def keeping(samples: Samples) -> float:
            kept.append(judge(samples))
            return kept[-1]

        return keeping

    def play(self, case: Case, set_up: str, folder: Path) -> Outcome:
        """A conversation on an empty journal in `folder`, brought to its state by typing, then `case` heard."""
        folder.mkdir()
        happened: list[events.Event] = []
        journal = Journal.open(folder / "journal.sqlite3")
        dialogue = Dialogue(journal, self.knowledge, self.responses, SKILLS, State())
        assistant = Assistant(self.understanding, self.knowledge, dialogue, None, happened.append)
        for text in case.after:
            assistant.typed_turn(text, now=NOW)
        before = _taken(assistant.state, self.knowledge)
        happened.clear()
        ears = Ears(Files([case.audio]), TurnTaker(self._voice(case)), self._recognizers[set_up])
        Listening(assistant, ears, Mouth(None, Null()), TimeOfDay(NOW), happened.append).run()
        journal.close()
        replies = [event.text for event in happened if isinstance(event, events.Replied)]
        return Outcome(
            case,
            tuple(_portable(event) for event in happened),
            " ".join(replies),
            tuple(form.kind for form in assistant.state.forms),
            _taken(assistant.state, self.knowledge) - before,
        )


def _portable(event: events.Event) -> events.Event:
    """The event without views of mappings, which cannot leave the process."""
    return replace(event, slots=dict(event.slots)) if isinstance(event, events.Interpreted) else event


def _taken(state: State, knowledge: Knowledge) -> frozenset[str]:
    """Signs that open questions are about, and those whose question of an open checklist was answered with yes."""
    taken: set[str] = set()
    for form in state.forms:
        if isinstance(form, OnsetForm):
            taken.update(sign.sign for sign in form.signs)
        elif isinstance(form, DoubtForm):
            taken.add(form.sign.sign)
        elif isinstance(form, ChecklistForm):
            questions = zip(knowledge.checklist, form.given, strict=True)
            yes = (question for question, given in questions if given == "yes")
            taken.update(sign for question in yes for sign in question.signs)
    return frozenset(taken)


def play_in_set_ups(cases: Mapping[str, Sequence[Case]], cache: Path) -> dict[str, list[Outcome]]:
    """What came of each set-up's `cases`, by set-up, in two processes that load every recogniser once.

    Voices are dealt out in a fixed order and stay in one process, so that what a recogniser learns of a speaker's
    channel is the same in every run.  In `cache` the language has been compiled.
    """
    dealt: dict[str, int] = {}
    for voice, _ in Counter(case.voice for set_up in cases.values() for case in set_up).most_common():
        dealt[voice] = len(dealt) % WORKERS
    shares = [
        {set_up: [case for case in of_set_up if dealt[case.voice] == worker] for set_up, of_set_up in cases.items()}
        for worker in range(WORKERS)
    ]
    with ProcessPoolExecutor(WORKERS, get_context("spawn")) as pool:
        played = list(pool.map(partial(_play_share, cache), shares))
    return {set_up: [outcome for share in played for outcome in share[set_up]] for set_up in cases}


def _play_share(cache: Path, cases: Mapping[str, Sequence[Case]]) -> dict[str, list[Outcome]]:
    studio = Studio(tuple(cases), cache)
    with tempfile.TemporaryDirectory() as folder:
        return {
            set_up: [studio.play(case, set_up, Path(folder, f"{number}-{case.id}")) for case in of_set_up]
            for number, (set_up, of_set_up) in enumerate(cases.items())
        }
