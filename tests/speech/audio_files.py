"""From a list of texts to small FLAC files with a manifest: what `scripts/make-audio` does."""

from __future__ import annotations

import hashlib
import json
import zlib
from pathlib import Path
from typing import Any

import noise
import numpy as np
import soundfile
import yaml
from pauses import lengths, speak_with_pauses
from voices import HELD_OUT, RATE, VOICES, speak

from voiceassist.bench.mixing import PEAK, at_peak

SILENCE = 0.3
"""Seconds before and after the speech."""

ROOM_DB = -60.0
"""Root mean square of the room's noise against full scale: no microphone delivers digital silence."""


def recording(text: str, voice: str, *, speed: float = 1.0, seed: int = 0) -> Any:
    """`text` as a microphone in a quiet room would hand it over: ``(n,) int16`` at 16 kHz.

    ``<pause 0.6>`` in it is a pause of so many seconds.
    """
    if pauses := lengths(text):
        if None in pauses:
            raise ValueError(f"{text!r}: a pause needs its seconds, for example <pause 0.6>")
        return in_a_quiet_room(speak_with_pauses(text, voice, pauses, speed=speed).samples, seed=seed)
    return in_a_quiet_room(speak(text, voice, speed=speed).astype(np.float64), seed=seed)


def in_a_quiet_room(said: Any, *, seed: int, after: float = SILENCE) -> Any:
    """Speech on any scale as a microphone hands it over, with `after` seconds of the room behind it: ``(n,) int16``."""
    before, behind = (np.zeros(round(seconds * RATE)) for seconds in (SILENCE, after))
    sound = np.concatenate([before, at_peak(said, PEAK), behind])
    ambience = noise.room(len(sound) / RATE, seed)[: len(sound)].astype(np.float64)
    ambience *= 32768 * 10 ** (ROOM_DB / 20) / np.sqrt(np.mean(ambience**2))
    return np.clip(np.rint(sound + ambience), -32768, 32767).astype(np.int16)


SOUND = ("id", "text", "voice", "speed")
"""What of an entry can be heard."""


def make(spec: Path, folder: Path) -> list[dict[str, Any]]:
    """Write every entry of `spec` into `folder` as ID.flac, with manifest.jsonl; return the manifest's lines.

    An entry has `id`, `text`, `voice` and optionally `speed`; whatever else it says is passed on into the manifest.
    Where `spec` is a folder of lists, the lists stay the place to look that up, and the manifest tells of sound alone.
    Raises ValueError naming an entry that cannot be made.
    """
    entries = read(spec)
    _check(entries)
    if spec.is_dir():
        entries = [{key: entry[key] for key in SOUND if key in entry} for entry in entries]
    folder.mkdir(parents=True, exist_ok=True)
    manifest = []
    for entry in entries:
        file = folder / f"{entry['id']}.flac"
        sound = recording(
            entry["text"], entry["voice"], speed=entry.get("speed", 1.0), seed=zlib.crc32(file.name.encode())
        )
        soundfile.write(file, sound, RATE, subtype="PCM_16")
        digest = hashlib.sha256(file.read_bytes()).hexdigest()
        held_out = entry["voice"] in HELD_OUT
        manifest.append({**entry, "audio": file.name, "held_out": held_out, "sha256": digest})
    lines = "".join(json.dumps(line, ensure_ascii=False) + "\n" for line in manifest)
    (folder / "manifest.jsonl").write_text(lines, encoding="utf-8")
    return manifest


def read(spec: Path) -> Any:
    """The entries of a list, or of all the lists of a folder in the order of their names.

    An entry with `turns` is a conversation: each turn is an entry of its own, with the conversation's voice where it
    names none, and an id made of the conversation's and its number.
    """
    if spec.is_dir():
        return [entry for file in sorted(spec.glob("*.yaml")) for entry in read(file)]
    entries = yaml.safe_load(spec.read_text(encoding="utf-8"))
    if not isinstance(entries, list):
        return entries
    return [one for entry in entries for one in (_turns(entry) if _is_conversation(entry) else [entry])]


def _is_conversation(entry: Any) -> bool:
    return isinstance(entry, dict) and "turns" in entry


def _turns(conversation: dict[str, Any]) -> list[dict[str, Any]]:
    voice = {"voice": conversation["voice"]} if "voice" in conversation else {}
    turns = [{"text": turn} if isinstance(turn, str) else turn for turn in conversation["turns"]]
    return [{**voice, **turn, "id": f"{conversation['id']}-{n}"} for n, turn in enumerate(turns, start=1)]


def _check(entries: Any) -> None:
    if not isinstance(entries, list):
        raise ValueError("expected a list of entries with id, text and voice")
    seen: set[str] = set()
    for number, entry in enumerate(entries, start=1):
        missing = {"id", "text", "voice"} - set(entry if isinstance(entry, dict) else ())
        if missing:
            raise ValueError(f"entry {number}: {', '.join(sorted(missing))} missing")
        if entry["id"] in seen or Path(str(entry["id"])).name != entry["id"]:
            raise ValueError(f"entry {number}: the id {entry['id']!r} is taken or not a file name")
        if entry["voice"] not in VOICES:
            raise ValueError(f"entry {number}: no voice {entry['voice']!r}; there are {', '.join(VOICES)}")
        seen.add(entry["id"])
