"""Settings: defaults < the TOML file in the user's config folder < what was said ("slower") < environment < flags."""

from __future__ import annotations

import dataclasses
import os
import re
import tomllib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, time
from pathlib import Path
from typing import Any, Final

import platformdirs

from voiceassist.clock import local_zone
from voiceassist.errors import VoiceAssistError
from voiceassist.private import write_privately
from voiceassist.resources import shipped
from voiceassist.spoken import spoken

APP = "voiceassist"

VERBOSITIES = ("brief", "normal", "full")
"""How much is said in one breath, from least to most."""

_MOST = 4.0
"""Times a voice's own speed and loudness beyond which nothing can be understood."""


def config_file() -> Path:
    """The file that settings are read from; it need not exist."""
    return Path(os.environ.get("VOICEASSIST_CONFIG") or platformdirs.user_config_path(APP) / "config.toml")


@dataclass(frozen=True)
class Settings:
    """Everything a command may be told."""

    data_dir: Path = field(default_factory=lambda: platformdirs.user_data_path(APP))
    """Where everything personal lives."""
    intents: Path = field(default_factory=lambda: shipped("intents"))
    language: str = "en"
    recognizer: str = "auto"
    free: str = "auto"
    voice: str = "auto"
    rate: float = 1.0
    """Speaking rate relative to the voice's own."""
    volume: float = 1.0
    verbosity: str = "normal"
    barge_in: bool = True
    """Whether it goes on listening while it speaks, so that it can be interrupted."""
    keep_misses: bool = True
    """Whether sentences that were not understood are kept (locally) for review."""
    tip_at: str = ""
    """When `listen` speaks first, as HH:MM by the clock on the wall; empty for never."""
    wake_word: str = ""
    """What `listen` has to be called; empty where it listens to everything."""
    earcons: str = "all"
    """Which sounds say what it is doing: ``all``, ``none``, or names with commas between them."""
    signs: bool = True
    """Whether the screen shows the level of the input and what the assistant is doing."""
    clock: datetime | None = None
    """Where the clock starts when it is set by hand; None for the real one."""

    def now(self) -> datetime:
        """The time of day, in the system's time zone unless the clock was set in another."""
        return self.clock or datetime.now(local_zone())

    @property
    def language_folder(self) -> Path:
        """The sentences, replies and facts of the language.  Raises VoiceAssistError where there are none."""
        folder = self.intents / self.language
        if not folder.is_dir():
            raise VoiceAssistError(f"there is no folder {folder}; choose another language or another folder of intents")
        return folder

    @classmethod
    def load(cls, flags: Mapping[str, Any]) -> Settings:
        """Settings from every source; flags that are None were not given.

        Raises VoiceAssistError naming the source of a value that cannot be used.
        """
        below = _converted(_from_file(config_file()), str(config_file()))
        above = _from_environment()
        above |= _converted({key: value for key, value in flags.items() if value is not None}, "the command line")
        said = _said(cls(**{**below, **above}).data_dir)
        return cls(**{**below, **said, **above})


_FIELDS = {f.name: f for f in dataclasses.fields(Settings)}


def _converted(layer: Mapping[str, Any], origin: str) -> dict[str, Any]:
    return {key: _convert(key, value, origin) for key, value in layer.items()}


def _said(data_dir: Path) -> dict[str, Any]:
    try:
        return _converted(spoken(data_dir), "what was said")
    except VoiceAssistError:
        return {}


def _from_file(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return {}
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as problem:
        raise VoiceAssistError(f"{path}: {problem}; mend or remove the file") from None


def _from_environment() -> dict[str, Any]:
    """What the environment says, each value converted so that a problem names its variable."""
    names = {f"{APP}_{name}".upper(): name for name in _FIELDS if name != "clock"}
    given = {variable: os.environ[variable] for variable in names if os.environ.get(variable)}
    return {names[variable]: _convert(names[variable], value, variable) for variable, value in given.items()}


def _convert(key: str, value: Any, origin: str) -> Any:
    if key not in _FIELDS:
        raise VoiceAssistError(f"{origin}: no setting is called {key!r}; `voiceassist config` lists them")
    convert, expected = _one_of(_CHOICES[key]()) if key in _CHOICES else _KINDS.get(key, (str, "text"))
    try:
        return convert(value)
    except (ValueError, TypeError):
        raise VoiceAssistError(f"{origin}: {value!r} is not a value for {key!r}; it takes {expected}") from None


def _one_of(choices: Sequence[str]) -> tuple[Callable[[Any], Any], str]:
    def convert(value: Any) -> str:
        if value not in choices:
            raise ValueError(value)
        return str(value)

    return convert, f"{', '.join(choices[:-1])} or {choices[-1]}"


def _boolean(value: Any) -> bool:
    if isinstance(value, bool):
        return value
    words = {"true": True, "yes": True, "on": True, "1": True, "false": False, "no": False, "off": False, "0": False}
    if str(value).lower() not in words:
        raise ValueError(value)
    return words[str(value).lower()]


def time_of_day(value: Any) -> str:
    """A time of day as HH:MM, or nothing where there is none.  Raises ValueError that says what was expected."""
    text = value.isoformat("minutes") if isinstance(value, time) else str(value)
    if text and not re.fullmatch(r"([01]?\d|2[0-3]):[0-5]\d", text):
        raise ValueError(f"{text!r} is no time of day; write it as HH:MM, for example 09:00")
    return text.rjust(5, "0") if text else ""


def _factor(value: Any) -> float:
    factor = float(value)
    if not 0 < factor <= _MOST:
        raise ValueError(value)
    return factor


def _earcons(value: Any) -> str:
    from voiceassist.devices.earcons import chosen

    try:
        chosen(str(value))
    except VoiceAssistError:
        raise ValueError(value) from None
    return str(value)


def _held() -> Sequence[str]:
    from voiceassist.recognition.choose import HELD

    return HELD


def _free() -> Sequence[str]:
    from voiceassist.recognition.choose import free_choices

    return free_choices()


def _voice(value: Any) -> str:
    from voiceassist.synthesis.choose import ENGINES

    # Which voices an engine has only starting it would tell.
    if value not in ENGINES and str(value).partition(":")[0] not in ENGINES[1:]:
        raise ValueError(value)
    return str(value)


def instant(value: Any) -> datetime:
    """A date and time in ISO 8601, in the system's time zone where it names none.  Raises ValueError."""
    instant = value if isinstance(value, datetime) else datetime.fromisoformat(str(value))
    return instant if instant.tzinfo else instant.replace(tzinfo=local_zone())


def _path(value: Any) -> Path:
    return Path(value).expanduser()


_FOLDER: Final = (_path, "the path of a folder")
_SWITCH: Final = (_boolean, "true or false")
_TIMES: Final = (_factor, f"a number above 0 and at most {_MOST:g}, where 1 is the voice's own")
_KINDS: Final[Mapping[str, tuple[Callable[[Any], Any], str]]] = {
    "data_dir": _FOLDER,
    "intents": _FOLDER,
    "rate": _TIMES,
    "volume": _TIMES,
    "barge_in": _SWITCH,
    "keep_misses": _SWITCH,
    "signs": _SWITCH,
    "earcons": (_earcons, "all, none, or names of sounds with commas between them"),
    "voice": (_voice, "auto, pyttsx3, piper, or a voice that `voiceassist voices` lists"),
    "tip_at": (time_of_day, "a time as HH:MM, for example 09:00, or nothing"),
    "clock": (instant, "a date and time, for example 2026-11-22T09:10"),
}
"""How each setting that is neither any text nor one of a few words is read, and what it takes."""

_CHOICES: Final[Mapping[str, Callable[[], Sequence[str]]]] = {
    "recognizer": _held,
    "free": _free,
    "verbosity": lambda: VERBOSITIES,
}
"""What each setting that is one of a few words may be: asked of the room that knows, once somebody chose."""


def described(settings: Settings, name: str | None = None) -> dict[str, Any]:
    """The settings, or only `name`, as plain values.  Raises VoiceAssistError for a name there is not."""
    if name is not None and name not in _FIELDS:
        raise VoiceAssistError(f"no setting is called {name!r}; `voiceassist config` lists them")
    plain = {key: getattr(settings, key) for key in _FIELDS if key != "clock" and name in (None, key)}
    return {key: str(value) if isinstance(value, Path) else value for key, value in plain.items()}


def remember(name: str, value: str) -> None:
    """Write one setting to the config file.  Raises VoiceAssistError where the name or the value cannot be."""
    import tomli_w

    path = config_file()
    converted = _convert(name, value, "the command line")
    if name in ("intents", "language"):
        _ = Settings.load({name: converted}).language_folder
    kept = {**_from_file(path), name: str(converted) if isinstance(converted, Path) else converted}
    write_privately(path.resolve(), tomli_w.dumps(kept))  # a link to where settings are kept together stays one
