"""Everything worth seeing, as events: screen, JSON lines, tests and benchmarks read these and nothing else.

Each event is a frozen dataclass whose JSON form is its fields plus ``"event"``, the snake-case name of its class.
"""

from __future__ import annotations

import dataclasses
import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, ClassVar, Final, TypeAlias

from voiceassist.values import Decision, Interpretation, Reply


@dataclass(frozen=True)
class Event:
    """Something that happened at `t` seconds of the input audio (0 for typed text)."""

    t: float
    name: ClassVar[str] = ""

    def __init_subclass__(cls, **kwargs: Any) -> None:
        super().__init_subclass__(**kwargs)
        cls.name = re.sub(r"(?<!^)(?=[A-Z])", "_", cls.__name__).lower()

    def to_dict(self) -> dict[str, Any]:
        """The event as JSON-ready plain values."""
        body = {f.name: _plain(getattr(self, f.name)) for f in dataclasses.fields(self) if f.name != "t"}
        return {"event": self.name, "t": round(self.t, 3), **body}

    def to_json(self) -> str:
        """The event as one line of JSON."""
        return json.dumps(self.to_dict(), ensure_ascii=False)


def _plain(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {key: _plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple | frozenset | set):
        return [_plain(item) for item in value]
    return value


Listener: TypeAlias = Callable[[Event], None]
"""Whoever watches: called in order, in the thread of the loop."""


def both(*listeners: Listener) -> Listener:
    """A listener that passes every event on to several."""

    def pass_on(event: Event) -> None:
        for listener in listeners:
            listener(event)

    return pass_on


@dataclass(frozen=True)
class Listening(Event):
    """The microphone is open and the recognisers are ready."""

    microphone: str | None = None
    recognizer: str | None = None
    free: str | None = None


BY_REPLY: Final = "reply"
"""What woke it where the assistant spoke first."""


@dataclass(frozen=True)
class Awake(Event):
    """It listens from now on, because it was called or the key was pressed."""

    by: str
    """The phrase that was said, the key, or `BY_REPLY`."""


@dataclass(frozen=True)
class Asleep(Event):
    """It does not listen to what is said from now on."""

    until: str
    """The phrase or the key that it waits for."""


@dataclass(frozen=True)
class SpeechStart(Event):
    """Somebody began to speak."""


@dataclass(frozen=True)
class Partial(Event):
    """What has been heard of an unfinished utterance."""

    text: str


@dataclass(frozen=True)
class Utterance(Event):
    """A finished turn: what each decoder heard."""

    text: str
    """What the recogniser held to the grammar heard (or the typed text)."""
    free_text: str | None
    """What the free recogniser heard."""
    speech_end: float
    recognizer: str | None


@dataclass(frozen=True)
class Continued(Event):
    """The speaker went on: the utterance before and the one just told are taken together."""

    text: str
    """The words of both."""


@dataclass(frozen=True)
class Triage(Event):
    """A sign was heard or an assessment was made."""

    level: str
    signs: tuple[str, ...]
    rules: tuple[str, ...]
    about: str = "self"


@dataclass(frozen=True)
class Interpreted(Event):
    """What an utterance was taken to mean; its JSON name is ``interpretation``."""

    decision: Decision
    intent: str | None
    slots: Mapping[str, Any]
    confidence: float

    @classmethod
    def of(cls, t: float, meaning: Interpretation) -> Interpreted:
        """The event for one interpretation."""
        return cls(t, meaning.decision, meaning.intent, meaning.slots, round(meaning.confidence, 4))


Interpreted.name = "interpretation"


@dataclass(frozen=True)
class Journal(Event):
    """The journal on disk changed."""

    op: str
    entry: Mapping[str, Any]


@dataclass(frozen=True)
class Replied(Event):
    """The assistant's answer, before it is spoken; its JSON name is ``reply``."""

    text: str
    expects: tuple[str, ...]

    @classmethod
    def of(cls, t: float, reply: Reply) -> Replied:
        """The event for one reply."""
        return cls(t, reply.text, reply.expects)


Replied.name = "reply"


@dataclass(frozen=True)
class Speaking(Event):
    """The first sample of a reply has been handed to the loudspeaker."""

    first_audio_after_speech_end_ms: int | None
    """Wall-clock time; None unless the input runs in real time."""


@dataclass(frozen=True)
class Spoken(Event):
    """The reply has been spoken to its end."""


@dataclass(frozen=True)
class Interrupted(Event):
    """The reply was stopped before its end."""


@dataclass(frozen=True)
class Level(Event):
    """How loud the input is: the root mean square of the last stretch in dB below full scale."""

    dbfs: float


@dataclass(frozen=True)
class Error(Event):
    """Something went wrong; `recovered` is False where something that was said is lost by it."""

    message: str
    recovered: bool
