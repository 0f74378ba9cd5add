"""What is there and what is missing for a spoken conversation, and what to type for each problem."""

from __future__ import annotations

import importlib.util
import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from voiceassist.config import Settings
from voiceassist.errors import VoiceAssistError


@dataclass(frozen=True)
class Finding:
    """One thing that was looked at."""

    name: str
    ok: bool
    told: str
    """What is there, or what is wrong."""
    remedy: str | None = None
    """What to type where something is wrong."""
    essential: bool = True
    """Whether a conversation is impossible without it."""


def examine(settings: Settings) -> Iterator[Finding]:
    """Look at everything, one finding after the other."""
    yield _microphone()
    yield _loudspeaker()
    yield _voices(settings)
    yield from _recognizers(settings)
    yield _data_folder(settings.data_dir)
    yield _journal(settings.data_dir)
    yield _language(settings)
    yield _loops()


def _microphone() -> Finding:
    return _device("microphone", "inputs", "connect one, or try `voiceassist demo` or `voiceassist chat`")


def _loudspeaker() -> Finding:
    return _device("loudspeaker", "outputs", "connect one; until then replies are shown")


def _device(name: str, channels: str, remedy: str) -> Finding:
    from voiceassist.devices.listing import devices

    try:
        found = [device for device in devices() if getattr(device, channels)]
    except VoiceAssistError as problem:
        return Finding(name, False, str(problem), "sudo apt-get install libportaudio2", essential=False)
    if not found:
        return Finding(name, False, f"no {name} found", remedy, essential=False)
    default = next((device for device in found if getattr(device, f"default_{channels[:-1]}", False)), found[0])
    return Finding(name, True, default.name, essential=False)


def _voices(settings: Settings) -> Finding:
    from voiceassist.synthesis.choose import voices

    found = voices(settings.language)
    if not found:
        return Finding("voice", False, "no voice is installed", "sudo apt-get install espeak-ng", essential=False)
    return Finding("voice", True, f"{found[0]} and {len(found) - 1} more" if found[1:] else found[0])


def _recognizers(settings: Settings) -> Iterator[Finding]:
    from voiceassist.recognition.choose import listening_whispers, open_recognizers
    from voiceassist.recognition.models import catalogue, models_folder, require

    def opened() -> str:
        recognizers = open_recognizers(models_folder(), settings.language, settings.recognizer, settings.free)
        names = [recognizers.held.name, recognizers.free.name if recognizers.free else "none"]
        if recognizers.reserve:
            names.append(recognizers.reserve.name)
        recognizers.close()
        return ", ".join(map(str.format, ("{} held to the grammar", "{} free", "{} in reserve"), names))

    yield _attempt("recognisers", opened, "voiceassist models list")
    for name in listening_whispers(models_folder()):
        if catalogue()[name].language == settings.language:
            try:
                require(models_folder(), name)
            except VoiceAssistError as problem:
                told, _, remedy = str(problem).rpartition(": ")
                told += "; hearing everything twice makes logs far more trustworthy"
                yield Finding(name, False, told, remedy, essential=False)
    if importlib.util.find_spec("vosk") is None:
        yield Finding("vosk", False, "the vosk package is missing", "pip install vosk", essential=False)


def _data_folder(folder: Path) -> Finding:
    nearest = folder
    while not nearest.exists():
        nearest = nearest.parent
    if not os.access(nearest, os.W_OK):
        return Finding("data folder", False, f"{nearest} cannot be written", "voiceassist --data-dir DIR …")
    if folder.exists() and os.name == "posix" and folder.stat().st_mode & 0o077:
        return Finding("data folder", False, f"{folder} can be read by others", f"chmod 700 {folder}", essential=False)
    return Finding("data folder", True, str(folder))


def _journal(folder: Path) -> Finding:
    from voiceassist.journal import Journal

    path = folder / "journal.sqlite3"
    if not path.exists():
        return Finding("journal", True, "empty so far")

    def counted() -> str:
        with Journal.open(path) as journal:
            return f"{len(list(journal.entries()))} entries"

    return _attempt("journal", counted, "voiceassist journal check")


def _language(settings: Settings) -> Finding:
    from voiceassist.understanding import Understanding

    def loaded() -> str:
        folder = settings.language_folder
        understanding = Understanding.load(folder, cache=settings.data_dir / "cache")
        return f"{len(understanding.intents)} intents in {folder}"

    return _attempt("language", loaded, "leave out --intents, or mend the file that is named")


def _loops() -> Finding:
    from voiceassist.understanding.native import library

    if library() is None:
        told = "not compiled, so replies come a little later"
        remedy = "install a C compiler, then python -m voiceassist.understanding.native.build"
        return Finding("inner loops", False, told, remedy, essential=False)
    return Finding("inner loops", True, "compiled")


def _attempt(name: str, attempt: Callable[[], str], remedy: str) -> Finding:
    try:
        return Finding(name, True, attempt())
    except VoiceAssistError as problem:
        return Finding(name, False, str(problem), remedy)
