"""What the canceller does in rooms made of numbers, as figures: what `scripts/bench-echo` prints."""

from __future__ import annotations

import contextlib
import time

import numpy as np
from rapidfuzz.distance import Levenshtein

from tests.devices.echo_room import NOISE_DB, Room, at_level, converse
from tests.speech.voices import speak
from voiceassist.devices.echo.canceller import KalmanCanceller
from voiceassist.devices.echo.suppressor import Suppressor
from voiceassist.devices.source import Frame
from voiceassist.listening.near_end import NearEnd
from voiceassist.recognition.models import models_folder
from voiceassist.recognition.whisper import Whisper
from voiceassist.turns.activity import SileroVoice
from voiceassist.turns.start import VoicedStart
from voiceassist.turns.taker import OVER_VOICE
from voiceassist.values import FRAME, SAMPLE_RATE

ROOMS = {
    "desk, 20 ms": Room(0.2, 0.02),
    "room, 100 ms": Room(0.35, 0.1),
    "hall, 300 ms": Room(0.5, 0.3),
    "clocks 50 ppm apart": Room(0.3, 0.05, drift=5e-5),
    "clocks 100 ppm apart": Room(0.3, 0.05, drift=1e-4),
}
REPLIES = (
    "left calf, two minutes, logged. You can say undo to take it back",
    "you logged twitches on sixteen of the last twenty days, and no other place",
    "caffeine is a common cause of twitching, try to have the last coffee before noon",
)
WORDS = (
    "stop",
    "stop talking",
    "log a twitch in my left calf",
    "my face is drooping on one side",
    "undo that",
    "can dehydration cause twitching",
    "stop",
)
PERSONS = ("rms", "slt", "awb")
FIRST_OVER = 5
SPOKEN_AFTER = 0.6
NOTICED_WITHIN = 0.8
OFF_S = 0.02


def scene(room):
    """Replies as they are handed over, their echo, what the person says, and where each of the words stands."""
    chance = np.random.default_rng(3)
    handed, sounding, begin = [], np.zeros(90 * SAMPLE_RATE), 0.5
    for number in range(FIRST_OVER + len(WORDS)):
        reply = at_level(speak(REPLIES[number % len(REPLIES)], ("us-m3", "slt-brisk")[number % 2]))
        start = int((begin + chance.uniform(-OFF_S, OFF_S)) * SAMPLE_RATE)
        sounding[start : start + len(reply)] = reply
        handed.append((begin, (reply * 32_768).astype(np.int16)))
        begin += len(reply) / SAMPLE_RATE + 0.6
    echo = room.echo(sounding[: int((begin + 1) * SAMPLE_RATE)])
    person, spots = np.zeros(len(echo)), []
    for number, words in enumerate(WORDS):
        said = at_level(speak(words, PERSONS[number % len(PERSONS)]))
        start = int((handed[FIRST_OVER + number][0] + SPOKEN_AFTER) * SAMPLE_RATE)
        person[start : start + len(said)] = said
        spots.append((start, start + len(said)))
    return handed, sounding, echo, person, spots


class Measured:
    """One canceller in one room."""

    def __init__(self, name, alone, both, milliseconds, starts=None):
        self.name, self.alone, self.both, self.milliseconds, self.starts = name, alone, both, milliseconds, starts


class Plain(Suppressor):
    """The filter alone."""

    def feed(self, rest, echo, *, known):
        """Nothing taken off."""
        return rest


def turns(heard):
    """Where a turn would begin, in seconds."""

    class Cleaned:
        residue = None

        def clean(self, frame, heard_at):
            return frame

    canceller = Cleaned()
    near, voice, start, found = NearEnd(canceller), SileroVoice(), VoicedStart(*OVER_VOICE), []
    for number, residue in enumerate(heard.residues):
        canceller.residue = residue
        samples = (heard.cleaned[number * FRAME : (number + 1) * FRAME] * 32_768).astype(np.int16)
        if start.feed(voice(near.feed(Frame(samples, 0.0, 0.0)))) is not None:
            found.append((number + 1) * FRAME / SAMPLE_RATE)
            start.reset()
    return found


def ours(name, handed, echo, person, suppressor):
    """The filter with `suppressor`, without and with the person."""

    def run(said=None):
        canceller = KalmanCanceller()
        canceller._suppressor = suppressor()
        return converse(canceller, handed, echo, said)

    begun = time.process_time()
    alone = run()
    spent = 1000 * (time.process_time() - begun) / len(alone.residues)
    both = run(person)
    return Measured(name, alone.cleaned, both.cleaned, spent, (turns(alone), turns(both)))


def speex(room, sounding, echo, person):
    """libspeexdsp, given the delay; it knows nothing of how far each reply is off, but hears the reference in step."""
    from speexdsp_aec import SpeexAec

    played = np.concatenate([np.zeros(int((room.delay - 0.01) * SAMPLE_RATE)), sounding])[: len(echo)]

    def run(heard):
        canceller = SpeexAec(sample_rate=SAMPLE_RATE, frame_ms=16, filter_tail_ms=256)
        begun, parts = time.process_time(), []
        for at in range(0, len(heard) - FRAME + 1, FRAME):
            near, far = ((sound[at : at + FRAME] * 32_768).astype(np.int16) for sound in (heard, played))
            parts.append(np.frombuffer(canceller.process(near, far), np.int16))
        return np.concatenate(parts) / 32_768, 1000 * (time.process_time() - begun) / len(parts)

    (alone, spent), (both, _) = run(echo), run(echo + person)
    return Measured("speex", alone, both, spent)


def line(whisper, handed, echo, person, spots, measured):
    """The figures of one canceller, as one line of a table."""

    def weaker(number):
        begin, samples = handed[number]
        part = slice(int((begin + 0.3) * SAMPLE_RATE), int(begin * SAMPLE_RATE) + len(samples))
        return 10 * np.log10(np.mean(echo[part] ** 2) / np.mean(measured.alone[part] ** 2))

    ratio = np.median(
        [10 * np.log10(np.sum(person[a:b] ** 2) / np.sum((measured.both[a:b] - person[a:b]) ** 2)) for a, b in spots]
    )
    wrong = count = 0
    for (begin, end), words in zip(spots, WORDS, strict=True):
        part = measured.both[max(0, begin - 4_000) : end + 4_000]
        whisper.start()
        whisper.feed(np.clip(part * 32_768, -32_768, 32_767).astype(np.int16))
        found = whisper.finish()
        heard = "".join(c for c in found[0].text.lower() if c.isalnum() or c == " ").split() if found else []
        wrong += Levenshtein.distance(words.split(), heard)
        count += len(words.split())
    cells = [measured.name, f"{weaker(0):.0f}", f"{np.median([weaker(n) for n in range(FIRST_OVER, len(handed))]):.0f}"]
    cells += [f"{ratio:.0f}", f"{wrong / count:.2f}"]
    if measured.starts:
        alone, both = measured.starts
        spoken = [begin / SAMPLE_RATE for begin, _ in spots]
        noticed = sum(any(0 <= at - begin <= NOTICED_WITHIN for at in both) for begin in spoken)
        cells += [f"{noticed} of {len(spots)}", str(len(alone))]
    else:
        cells += ["", ""]
    return " | ".join([*cells, f"{measured.milliseconds:.1f}"])


def table():
    """Print it, line by line."""
    whisper = Whisper(models_folder() / "whisper-tiny-en")
    print("room | canceller | first reply dB | later dB | words dB | word errors | noticed | false | ms a frame")
    print("|".join(["---"] * 9))
    for name, room in ROOMS.items():
        handed, sounding, echo, person, spots = scene(room)
        noise = np.random.default_rng(0).standard_normal(len(echo)) * 10 ** (NOISE_DB / 20)
        found = [Measured("none", echo + noise, echo + noise + person, 0.0)]
        with contextlib.suppress(ImportError):
            found.append(speex(room, sounding, echo + noise, person))
        found.append(ours("filter", handed, echo, person, Plain))
        found.append(ours("filter and suppressor", handed, echo, person, Suppressor))
        for measured in found:
            print(name, "|", line(whisper, handed, echo, person, spots, measured), flush=True)
