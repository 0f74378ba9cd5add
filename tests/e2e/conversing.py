"""Plays a recorded conversation into the real loop, as `listen --input` would, and gathers what came of it."""

from __future__ import annotations

import functools
import shutil
import tempfile
import time
import zlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import partial
from multiprocessing import get_context
from pathlib import Path
from threading import Event
from typing import Any, Final
from unittest.mock import patch

import noise
import numpy as np
import soundfile
import yaml

from voiceassist import assembly, events
from voiceassist.assistant import Assistant
from voiceassist.bench.mixing import mix
from voiceassist.config import Settings
from voiceassist.devices.files import Files
from voiceassist.devices.null import Null
from voiceassist.devices.source import Frame
from voiceassist.journal import Entry, Journal
from voiceassist.listening import Listening, Mouth
from voiceassist.listening.time_of_day import TimeOfDay
from voiceassist.recognition.choose import Recognizers, open_recognizers
from voiceassist.recognition.models import models_folder
from voiceassist.recognition.protocol import Recognizer
from voiceassist.synthesis.choose import open_synthesizer
from voiceassist.synthesis.protocol import Synthesizer
from voiceassist.understanding import Understanding
from voiceassist.values import FRAME, SAMPLE_RATE, Samples

SPEC: Final = Path(__file__).resolve().parent / "conversations"
AUDIO: Final = SPEC / "audio"
LANGUAGES: Final = SPEC.parents[2] / "intents"
NIGHT: Final = "2026-11-22T03:10:00+01:00"
"""When a conversation begins that names no other time: when people lie awake."""

WORKERS: Final = 2
"""Processes: the machines that run this have two cores."""

MEANT: Final = ("confirm", "doubt")
"""Kinds of questions that ask whether something was meant."""

_NOISES: Final = {"kettle": noise.kettle, "hum": noise.hum}
_NOISE_S: Final = 20.0
_AROUND: Final = round(0.7 * SAMPLE_RATE)
"""Samples of noise alone before and after what is said: a kitchen does not fall silent with its speaker."""


@dataclass(frozen=True)
class Turn:
    """One thing that is said, and what its reply must be."""

    text: str
    voice: str
    audio: Path
    into_reply: bool = False
    """Whether it is said while the reply to the turn before is being spoken."""
    says: tuple[str, ...] = ()
    """Words of the reply."""
    level: str | None = None
    """The rung of the ladder that was named."""

    @property
    def yes(self) -> Path:
        """The same voice's yes, said where the program asks whether this was meant."""
        return AUDIO / f"yes-{self.voice}.flac"


@dataclass(frozen=True)
class Conversation:
    """See docs/conversation.md."""

    id: str
    turns: tuple[Turn, ...]
    journal: tuple[Mapping[str, Any], ...]
    """All entries there may be at the end besides those of `before`, in any order."""
    before: tuple[Mapping[str, Any], ...] = ()
    now: str = NIGHT
    noise: Mapping[str, Any] | None = None
    fails: str = ""
    """The defect of the program for which it does not end as it must."""

    @property
    def start(self) -> datetime:
        """When it begins."""
        return datetime.fromisoformat(self.now)


@dataclass(frozen=True)
class Held:
    """What came of a conversation."""

    id: str
    turns: tuple[tuple[events.Event, ...], ...]
    """The events of each file that was played."""
    before: tuple[dict[str, Any], ...]
    """The entries that were there at the beginning."""
    after: tuple[dict[str, Any], ...]

    @property
    def added(self) -> list[dict[str, Any]]:
        """The entries that the conversation left."""
        known = {entry["id"] for entry in self.before}
        return [entry for entry in self.after if entry["id"] not in known]


def read() -> dict[str, Conversation]:
    """All conversations by their id."""
    return {
        plain["id"]: _conversation(plain)
        for file in sorted(SPEC.glob("*.yaml"))
        for plain in yaml.safe_load(file.read_text(encoding="utf-8"))
        if "turns" in plain
    }


def _conversation(plain: Mapping[str, Any]) -> Conversation:
    turns = []
    for number, said in enumerate(plain["turns"], start=1):
        given = {"text": said} if isinstance(said, str) else said
        turns.append(
            Turn(
                given["text"],
                given.get("voice", plain["voice"]),
                AUDIO / f"{plain['id']}-{number}.flac",
                given.get("during") == "reply",
                tuple(given.get("says", ())),
                given.get("level"),
            )
        )
    rest = {name: plain[name] for name in ("now", "noise", "fails") if name in plain}
    return Conversation(
        plain["id"], tuple(turns), tuple(plain["journal"]), before=tuple(plain.get("before", ())), **rest
    )


def hold_all(conversations: Sequence[Conversation], warm: Path) -> dict[str, Held]:
    """Every conversation, in two processes that load whisper once; each has an ear of its own held to the grammar.

    `warm` is a cache folder with what an earlier run compiled.
    """
    longest = sorted(conversations, key=lambda conversation: -len(conversation.turns))
    with ProcessPoolExecutor(WORKERS, get_context("spawn")) as pool:
        held = list(pool.map(partial(hold, warm=warm), longest))
    return {one.id: one for one in held}


def hold(conversation: Conversation, warm: Path) -> Held:
    """Play a conversation to its end on a journal of its own."""
    with tempfile.TemporaryDirectory() as folder:
        settings = replace(_settings(), data_dir=Path(folder), clock=conversation.start)
        shutil.copytree(warm, settings.data_dir / "cache")
        with Journal.open(settings.data_dir / "journal.sqlite3") as journal:
            journal.add(_entries(conversation, journal), "before")
            before = tuple(entry.to_dict() for entry in journal.entries())
        rooms = Path(folder, "said")
        rooms.mkdir()
        room = _Room(conversation, rooms)
        happened: list[list[events.Event]] = [[] for _ in conversation.turns]

        def emit(event: events.Event) -> None:
            room.watch(event)
            # What cannot leave the process is a view of a mapping.
            plain = replace(event, slots=dict(event.slots)) if isinstance(event, events.Interpreted) else event
            happened[room.turn].append(plain)

        ears = assembly.open_ears(replace(settings, free="none"), room, live=False)
        ears = replace(ears, recognizers=replace(_whispers(), held=_forgetful(ears.recognizers.held)))
        mouth = Mouth(_voice(), room, duplex=True) if room.duplex else Mouth(None, Null())
        with patch.object(Understanding, "load", _understanding):
            assistant = Assistant.open(settings, emit)
        room.asked = lambda: bool(assistant.state.forms) and assistant.state.forms[-1].kind in MEANT
        Listening(assistant, ears, mouth, TimeOfDay(conversation.start), emit).run()
        with Journal.open(settings.data_dir / "journal.sqlite3") as journal:
            after = tuple(entry.to_dict() for entry in journal.entries())
    return Held(conversation.id, tuple(map(tuple, happened)), before, after)


class _Room:
    """Where a conversation is held: the microphone, and the loudspeaker that it hears nothing of.

    Turns come one after the other; whenever the program asks whether something was meant, a yes before the next.
    The loudspeaker is no real one, because recordings are heard faster than they sound: a reply that somebody speaks
    into lasts until it is stopped, or else until that turn is over; any other is over at once.  tests/e2e has a real
    one, at the pace of people.
    """

    name = "a recording"

    def __init__(self, conversation: Conversation, folder: Path) -> None:
        self._recorded = [
            (_in_its_room(turn.audio, conversation, folder), _in_its_room(turn.yes, conversation, folder))
            for turn in conversation.turns
        ]
        self._into_reply = [turn.into_reply for turn in conversation.turns]
        self.duplex = any(self._into_reply)
        self._speaking = Event()
        self._unfinished = False
        self._heard = 0
        self.turn = 0
        """The number of the turn that is being played, its yes included."""
        self.asked: Callable[[], bool] = lambda: False

    def __enter__(self) -> _Room:
        return self

    def __exit__(self, *exc_info: object) -> None:
        """Nothing stays open."""

    def __iter__(self) -> Iterator[Frame]:
        t = 0.0
        for turn, (said, yes) in enumerate(self._recorded):
            while self._unfinished and not self._spoken_into(turn - 1):
                yield Frame(np.zeros(FRAME, np.int16), t)
                t = frame_end(t)
                time.sleep(0.001)
            if self._spoken_into(turn - 1):
                self._speaking.wait(10)
            self.turn = turn
            for sound in (said, yes):
                if sound is yes and not self.asked():
                    break
                for frame in Files([sound]):
                    yield replace(frame, t=t)
                    t = frame_end(t)
            self._heard = turn + 1

    def watch(self, event: events.Event) -> None:
        """Keep an eye on whether a reply is under way."""
        if isinstance(event, events.Replied):
            self._unfinished = self.duplex
            self._speaking.clear()
        elif isinstance(event, events.Spoken | events.Interrupted):
            self._unfinished = False

    def play(
        self,
        samples: Samples,
        rate: int,
        should_stop: Callable[[], bool] = lambda: False,
        first_audio: Callable[[float], None] = lambda at: None,
    ) -> bool:
        """See `voiceassist.devices.sink.Sink`."""
        first_audio(time.monotonic())
        turn = self.turn
        self._speaking.set()
        while self._spoken_into(turn) and self._heard < turn + 2:
            if should_stop():
                return False
            time.sleep(0.002)
        return True

    def mute(self) -> None:
        """Only the loop's greeting is spoken to a deaf microphone, and nobody is greeted here."""

    def unmute(self) -> None:
        """See `mute`."""

    def close(self) -> None:
        """Nothing stays open."""

    def _spoken_into(self, turn: int) -> bool:
        """Whether somebody speaks into the reply to a turn."""
        return 0 <= turn < len(self._into_reply) - 1 and self._into_reply[turn + 1]


def frame_end(t: float) -> float:
    """Where a frame that begins at `t` ends."""
    return t + FRAME / SAMPLE_RATE


@functools.cache
def _settings() -> Settings:
    return Settings(intents=LANGUAGES, free="whisper")


@functools.cache
def _voice() -> Synthesizer:
    return open_synthesizer("pyttsx3", language="en")


@functools.cache
def _whispers() -> Recognizers:
    """Those that remember nothing from one utterance to the next."""
    return open_recognizers(models_folder(), "en", "pocketsphinx", "whisper")


def _forgetful(held: Recognizer) -> Recognizer:
    """One for all conversations where it remembers nothing either; PocketSphinx learns the channel of each."""
    return _held.setdefault(held.name, held) if held.name == "vosk" else held


def _understanding(folder: Path, *, cache: Path) -> Understanding:
    """What depends on the language alone is loaded once."""
    return _understood.get(folder) or _understood.setdefault(folder, _load(folder, cache=cache))


_held: Final[dict[str, Recognizer]] = {}
_understood: Final[dict[Path, Understanding]] = {}
_load: Final = Understanding.load


def _entries(conversation: Conversation, journal: Journal) -> list[Entry]:
    entries = []
    for plain in conversation.before:
        rest = {name: value for name, value in plain.items() if name != "days_ago"}
        for days in plain["days_ago"]:
            at = conversation.start - timedelta(days=days)
            stamp = {"id": journal.new_id(at), "at": at.isoformat(), "source": "voice", "created_at": at.isoformat()}
            entries.append(Entry.from_dict({**stamp, **rest}))
    return entries


def _in_its_room(audio: Path, conversation: Conversation, folder: Path) -> Path:
    """The recording, with the noise that the conversation is held in."""
    if conversation.noise is None:
        return audio
    said, _ = soundfile.read(audio, dtype="int16")
    around = _noise(conversation.noise["kind"])
    mixed = mix(np.pad(said, _AROUND), around, conversation.noise["snr"], seed=zlib.crc32(audio.name.encode()))
    soundfile.write(folder / f"{audio.stem}.wav", mixed, SAMPLE_RATE)
    return folder / f"{audio.stem}.wav"


@functools.cache
def _noise(kind: str) -> Any:
    return _NOISES[kind](_NOISE_S, seed=5)
