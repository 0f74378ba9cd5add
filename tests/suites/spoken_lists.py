"""The large suites: what is said in `lists/*.yaml`, and how it becomes suites that ``voiceassist bench`` reads."""

from __future__ import annotations

import json
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import audio_files
import noise
import own_words
import soundfile
import yaml
from voices import RATE, SUITE_VOICES

ROOT = Path(__file__).resolve().parents[2]
LISTS = Path(__file__).parent / "lists"

NOISE_SECONDS = 60
"""Of each noise that is made where none is given."""


@dataclass(frozen=True)
class Line:
    """One utterance and what it demands, as ``utterances.jsonl`` says it."""

    id: str
    text: str
    voice: str
    demands: dict[str, Any] = field(default_factory=dict)


def lines(name: str) -> list[Line]:
    """The list called `name`, dealt out to the voices in turn; those of one voice stand in a row.

    A line keeps its id, and so its half, as long as only the end of a list grows.
    """
    voices = list(SUITE_VOICES)
    dealt = [
        Line(f"{name}-{number:03d}", text, voices[number % len(voices)], demands)
        for number, (text, demands) in enumerate(_READERS[name](_list(name)), 1)
    ]
    return sorted(dealt, key=lambda line: voices.index(line.voice))


def render(name: str, folder: Path, noises: Sequence[Path], chosen: Sequence[Line] | None = None) -> None:
    """Speak the list called `name` into a spoken suite in the new `folder`: all of it, or the lines `chosen`."""
    (folder / "audio").mkdir(parents=True)
    (folder / "intents").mkdir()
    (folder / "intents" / "en").symlink_to(ROOT / "intents" / "en")
    if noises:
        (folder / "noise").mkdir()
        for file in noises:
            (folder / "noise" / file.name).symlink_to(file.resolve())
    said = []
    for line in lines(name) if chosen is None else chosen:
        audio = f"audio/{line.id}.flac"
        sound = audio_files.recording(line.text, line.voice, seed=zlib.crc32(line.id.encode()))
        soundfile.write(folder / audio, sound, RATE, subtype="PCM_16")
        said.append({"audio": audio, **line.demands, "text": line.text, "voice": line.voice})
    listed = "".join(json.dumps(one, ensure_ascii=False) + "\n" for one in said)
    (folder / "utterances.jsonl").write_text(listed, encoding="utf-8")


def own_noise(folder: Path) -> list[Path]:
    """Kitchen-like noise made by our own code, where no recording is given."""
    folder.mkdir(parents=True)
    made = {"kettle": noise.kettle, "hum": noise.hum, "babble": noise.babble}
    for number, (name, make) in enumerate(made.items()):
        soundfile.write(folder / f"{name}.flac", make(NOISE_SECONDS, number), RATE, subtype="PCM_16")
    return sorted(folder.glob("*.flac"))


def _list(name: str) -> Any:
    return yaml.safe_load((LISTS / f"{name}.yaml").read_text(encoding="utf-8"))


def _commands(intents: dict[str, list[dict[str, dict[str, Any]]]]) -> Iterator[tuple[str, dict[str, Any]]]:
    for intent, said in intents.items():
        for one in said:
            [(text, slots)] = one.items()
            yield text, {"intent": intent, "slots": slots}


def _own_words(_: Any) -> Iterator[tuple[str, dict[str, Any]]]:
    """Only what no wording was mended on."""
    for one in own_words.told("reported"):
        precise = {"at_precision": "*"} if "at" in one.slots else {}
        yield one.text, {"intent": one.intent, "slots": {**one.slots, **precise}}


def _answers(questions: dict[str, list[dict[str, str]]]) -> Iterator[tuple[str, dict[str, Any]]]:
    for asks, said in questions.items():
        for one in said:
            [(text, intent)] = one.items()
            yield text, {"intent": intent, "asks": asks, "favours": ["Confirm", "Deny", "NotSure"]}


def _chatter(kinds: dict[str, list[str]]) -> Iterator[tuple[str, dict[str, Any]]]:
    for said in kinds.values():
        for text in said:
            yield text, {"intent": None}


def _emergencies(signs: dict[str, list[str]]) -> Iterator[tuple[str, dict[str, Any]]]:
    for text, demands in _flags(signs):
        yield text, {**demands, "level": "emergency"}


def _flags(signs: dict[str, list[str]]) -> Iterator[tuple[str, dict[str, Any]]]:
    for sign, said in signs.items():
        for text in said:
            yield text, {"sign": sign}


def _nothing(said: list[str]) -> Iterator[tuple[str, dict[str, Any]]]:
    for text in said:
        yield text, {"sign": None}


_READERS = {
    "commands": _commands,
    "own_words": _own_words,
    "answers": _answers,
    "chatter": _chatter,
    "emergencies": _emergencies,
    "red_flags": _flags,
    "emergencies_fresh": _emergencies,
    "emergencies_last": _emergencies,
    "emergencies_later": _emergencies,
    "danger_look_alikes": _nothing,
}
NAMES = tuple(_READERS)
"""The suites: the first four for ``bench suite``, the others for ``bench danger``."""
