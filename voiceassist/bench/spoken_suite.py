"""A folder of recorded speech with what was meant: read whole, or not at all."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from voiceassist.bench.halves import is_for_tuning
from voiceassist.errors import VoiceAssistError
from voiceassist.values import SAMPLE_RATE, Expectation, Samples

_NAMED: Final = 5
"""Problems told at once; the rest are counted."""


@dataclass(frozen=True)
class Recording:
    """One line of ``utterances.jsonl``."""

    name: str
    """The file's path as the line gives it."""
    path: Path
    intent: str | None = None
    """None for speech that must be rejected."""
    slots: Mapping[str, Any] = field(default_factory=dict)
    expectation: Expectation = field(default_factory=Expectation)
    """What the dialogue was waiting for when it was said."""
    sign: str | None = None
    """The sign of danger that it reports, in suites about danger; None where it reports none."""
    level: str | None = None
    """The rung of urgency it must lead to; None where finding the sign is enough."""

    @property
    def for_tuning(self) -> bool:
        """Whether it is in the half that weights may be fitted on, by its file name."""
        return is_for_tuning(Path(self.name).name)


@dataclass(frozen=True)
class Suite:
    """See the module."""

    folder: Path
    language: str
    recordings: tuple[Recording, ...]
    noises: tuple[Path, ...]

    @property
    def name(self) -> str:
        """The folder's name."""
        return self.folder.resolve().name

    @property
    def intents(self) -> Path:
        """The templates that stand in the shipped ones' place."""
        return self.folder / "intents" / self.language


def read_suite(folder: Path, language: str, known: frozenset[str]) -> Suite:
    """The suite in `folder`, whose templates name the intents `known`.

    Raises VoiceAssistError that names the lines and files which are wrong: a part of a suite is no suite.
    """
    return _read(folder, language, lambda line: _recording(folder, line, known))


def read_dangers(folder: Path, language: str, signs: frozenset[str], levels: frozenset[str]) -> Suite:
    """The suite about danger in `folder`, each of whose lines reports one of `signs` or, with null, none.

    Raises VoiceAssistError like `read_suite`.
    """
    return _read(folder, language, lambda line: _danger(folder, line, signs, levels))


def _read(folder: Path, language: str, parse: Callable[[str], Recording]) -> Suite:
    listed = folder / "utterances.jsonl"
    try:
        lines = listed.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as problem:
        raise VoiceAssistError(f"{listed} cannot be read ({problem}): give the folder of a spoken suite") from None
    recordings: list[Recording] = []
    problems: list[str] = []
    seen: set[str] = set()
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            recording = parse(line)
            if recording.name in seen:
                raise ValueError(f"{recording.name} comes twice")
            seen.add(recording.name)
            recordings.append(recording)
        except ValueError as problem:
            problems.append(f"line {number}: {problem}")
    if problems:
        more = f" (and {len(problems) - _NAMED} more)" if len(problems) > _NAMED else ""
        raise VoiceAssistError(f"{listed}, {'; '.join(problems[:_NAMED])}{more}: mend the suite, nothing was measured")
    if not recordings:
        raise VoiceAssistError(f"{listed} holds no line: a suite needs recordings")
    noises = tuple(sorted(path for path in (folder / "noise").glob("*") if path.suffix in {".flac", ".wav"}))
    return Suite(folder, language, tuple(recordings), noises)


def samples_of(path: Path) -> Samples:
    """All samples of a file.  Raises VoiceAssistError where it is not mono at 16 kHz or cannot be read."""
    import soundfile

    try:
        samples, rate = soundfile.read(path, dtype="int16", always_2d=True)
    except (OSError, RuntimeError) as problem:
        raise VoiceAssistError(f"{path} cannot be read ({problem}): nothing was measured") from None
    if rate != SAMPLE_RATE or samples.shape[1] != 1:
        raise VoiceAssistError(f"{path} has {samples.shape[1]} channels at {rate} Hz: suites are mono at 16 kHz")
    return samples[:, 0]  # type: ignore[no-any-return]


def _recording(folder: Path, line: str, known: frozenset[str]) -> Recording:
    said = _object(line, "intent")
    intent, slots = said["intent"], said.get("slots") or {}
    if intent is not None and intent not in known:
        raise ValueError(f"no template has the intent {intent!r}")
    if not isinstance(slots, dict):
        raise ValueError('"slots" must be an object')
    asks, favours = said.get("asks"), said.get("favours") or []
    if not (asks is None or isinstance(asks, str)) or not isinstance(favours, list):
        raise ValueError('"asks" must be the name of a question, "favours" a list of intents')
    expectation = Expectation(asks, tuple(map(str, favours)))
    return Recording(said["audio"], _audio(folder, said), intent, slots, expectation)


def _danger(folder: Path, line: str, signs: frozenset[str], levels: frozenset[str]) -> Recording:
    said = _object(line, "sign")
    sign, level = said["sign"], said.get("level")
    if sign is not None and sign not in signs:
        raise ValueError(f"no sign is called {sign!r}")
    if level is not None and level not in levels:
        raise ValueError(f"the ladder has no rung {level!r}")
    return Recording(said["audio"], _audio(folder, said), sign=sign, level=level)


def _object(line: str, needed: str) -> dict[str, Any]:
    """The line's object, with "audio" and the key `needed`; raises ValueError where it is none."""
    try:
        said = json.loads(line)
    except ValueError as problem:
        raise ValueError(f"not JSON ({problem})") from None
    if not isinstance(said, dict) or not isinstance(said.get("audio"), str) or needed not in said:
        raise ValueError(f'needs "audio" and "{needed}"')
    return said


def _audio(folder: Path, said: Mapping[str, Any]) -> Path:
    path = folder / str(said["audio"])
    _check(path, said["audio"])
    return path


def _check(path: Path, name: str) -> None:
    """Raises ValueError for a file whose header already shows that it cannot be used."""
    import soundfile

    if not path.is_file():
        raise ValueError(f"{name} does not exist")
    try:
        info = soundfile.info(path)
    except (OSError, RuntimeError):
        raise ValueError(f"{name} is not audio that can be read") from None
    if info.samplerate != SAMPLE_RATE or info.channels != 1 or not info.frames:
        raise ValueError(f"{name} must be mono at 16 kHz and hold sound")
