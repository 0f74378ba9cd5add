"""A person who talks over the program's replies, in one room with its loudspeaker, and how it takes that.

What `scripts/bench-interruptions` does.  Nothing of the program is replaced: PortAudio's streams, the voice, both
recognisers.  The room is PulseAudio's (`tests.e2e.pulse`), which plays the loudspeaker into the microphone.
"""

from __future__ import annotations

import json
import queue
import random
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, TypeAlias

import soundfile

from tests.e2e.pulse import Pulse
from tests.speech.voices import RATE, VOICES, speak
from voiceassist.bench.mixing import PEAK, at_peak
from voiceassist.bench.statistics import wilson

ROOT = Path(__file__).resolve().parents[2]
QUESTION = "is coffee bad for twitching"
AGAIN = "say that again"
ASKER = "rms"
STOPPERS = tuple(name for name in ("rms", "slt", "awb", "kal16", "joe", "us-m3"))
WORD = "stop"
EARLIEST_S, LATEST_S = 0.5, 2.5
"""A "stop" begins so long after the reply was first heard, drawn evenly."""
RESUMES_S = 3.0
"""A voice that is silent for so long after a "stop" has obeyed."""
PATIENCE_S = 40.0


@dataclass(frozen=True)
class Reply:
    """What became of one reply."""

    ended: str
    """``spoken``, ``interrupted`` or, where it went on after an interruption, ``resumed``."""
    voice: str = ""
    """Who said "stop", if anybody."""
    heard: str = ""
    """What the recognisers made of it."""
    after_s: float | None = None
    """From the moment the word began to sound until the voice had stopped."""


Tell: TypeAlias = Callable[[Reply], object]


class Listener:
    """The listening program, whose events can be waited for."""

    def __init__(self, pulse: Pulse, folder: Path, flags: tuple[str, ...]) -> None:
        command = [sys.executable, "-m", "voiceassist", "--data-dir", str(folder / "data"), "listen", "--events", "-"]
        self._process = subprocess.Popen(
            [*command, "--voice", "pyttsx3", *flags],
            stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
            text=True, env=pulse.env, cwd=ROOT,
        )  # fmt: skip
        self._events: queue.SimpleQueue[tuple[float, dict[str, Any]]] = queue.SimpleQueue()
        threading.Thread(target=self._read, daemon=True).start()

    def _read(self) -> None:
        assert self._process.stdout
        for line in self._process.stdout:
            self._events.put((time.monotonic(), json.loads(line)))

    def wait(self, *names: str, timeout: float = PATIENCE_S) -> tuple[float, dict[str, Any]] | None:
        """The next event of one of these names and when it came, or None after `timeout` seconds."""
        until = time.monotonic() + timeout
        while True:
            try:
                at, event = self._events.get(timeout=max(0.0, until - time.monotonic()))
            except queue.Empty:
                if self._process.poll() is not None:
                    raise RuntimeError(f"the program ended with {self._process.returncode}") from None
                return None
            if event["event"] in names:
                return at, event

    def drain(self) -> None:
        """Forget what has come so far."""
        while not self._events.empty():
            self._events.get()

    def end(self) -> None:
        self._process.terminate()
        self._process.wait(20)


class Person:
    """Speaks into the microphone; recordings are made once."""

    def __init__(self, pulse: Pulse, folder: Path) -> None:
        self._pulse = pulse
        self._folder = folder

    def say(self, text: str, voice: str) -> None:
        self._pulse.speak_into_microphone(self.recording(text, voice))

    def recording(self, text: str, voice: str) -> Path:
        path = self._folder / f"{voice}-{text.replace(' ', '-')}.wav"
        if not path.exists():
            soundfile.write(path, at_peak(speak(text, voice).astype(float), PEAK).astype("int16"), RATE)
        return path


def left_alone(listener: Listener, person: Person, count: int, tell: Tell) -> list[Reply]:
    """`count` replies that nobody talks over."""
    found = []
    for number in range(count):
        _ask(listener, person, number)
        ended = listener.wait("spoken", "interrupted")
        found.append(Reply(ended[1]["event"] if ended else "lost"))
        if found[-1].ended == "interrupted":
            listener.wait("spoken")
        tell(found[-1])
        time.sleep(0.5)
    return found


def talked_over(listener: Listener, person: Person, count: int, tell: Tell, seed: int = 0) -> list[Reply]:
    """`count` replies during which "stop" is said in turn by several voices, at a random moment."""
    chance = random.Random(seed)
    voices = [voice for voice in STOPPERS if VOICES[voice].available()]
    for voice in voices:
        person.recording(WORD, voice)
    found = []
    for number in range(count):
        voice = voices[number % len(voices)]
        _ask(listener, person, number)
        time.sleep(chance.uniform(EARLIEST_S, LATEST_S))
        begun = time.monotonic()
        speaker = threading.Thread(target=person.say, args=(WORD, voice))
        speaker.start()
        ended = listener.wait("spoken", "interrupted")
        speaker.join()
        if not ended or ended[1]["event"] == "spoken":
            found.append(Reply("spoken", voice))
        else:
            words = listener.wait("utterance", timeout=RESUMES_S)
            again = listener.wait("speaking", timeout=RESUMES_S)
            heard = f"{words[1]['text']} | {words[1]['free_text']}" if words else ""
            found.append(Reply("resumed" if again else "interrupted", voice, heard, round(ended[0] - begun, 2)))
            if again:
                listener.wait("spoken")
        tell(found[-1])
        time.sleep(0.5)
    return found


def _ask(listener: Listener, person: Person, number: int) -> None:
    """Make it speak; a request that was not heard is made again."""
    listener.drain()
    for attempt in range(5):
        person.say(QUESTION if number == 0 or attempt else AGAIN, ASKER)
        if listener.wait("speaking", timeout=6):
            return
    raise RuntimeError("it does not answer")


def measure(
    pulse: Pulse,
    folder: Path,
    replies: int,
    stops: int,
    gain_db: float,
    latency: float,
    flags: tuple[str, ...] = (),
    tell: Tell = lambda _: None,
) -> dict[str, Any]:
    """Both counts, each with its 95 % interval, how often the greeting was interrupted by nobody, and every reply, of
    which `tell` is told as it ends."""
    with pulse.echo(gain_db, latency):
        listener = Listener(pulse, folder, flags)
        try:
            if not listener.wait("listening", timeout=300):
                raise RuntimeError("the program does not listen")
            greeting = 0
            while (ended := listener.wait("spoken", "interrupted", timeout=60)) and ended[1]["event"] == "interrupted":
                greeting += 1
            person = Person(pulse, folder)
            alone = left_alone(listener, person, replies, tell)
            over = talked_over(listener, person, stops, tell)
        finally:
            listener.end()
    wrong = sum(reply.ended != "spoken" for reply in alone)
    obeyed = [reply for reply in over if reply.ended == "interrupted"]
    after = sorted(reply.after_s for reply in obeyed if reply.after_s is not None)
    return {
        "echo_db": gain_db,
        "latency_s": latency,
        "greeting_interrupted": greeting,
        "replies": {"n": replies, "self_interrupted": wrong, "interval": wilson(wrong, replies)},
        "stops": {
            "n": stops,
            "obeyed": len(obeyed),
            "interval": wilson(len(obeyed), stops),
            "median_s_from_the_words_start": after[len(after) // 2] if after else None,
        },
        "each": [asdict(reply) for reply in (*alone, *over)],
    }
