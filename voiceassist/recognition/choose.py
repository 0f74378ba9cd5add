"""Which engines listen: the best that are installed, or the ones asked for."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Final

from voiceassist.errors import VoiceAssistError
from voiceassist.recognition.models import catalogue, require

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from voiceassist.pronunciation import Lexicon
    from voiceassist.recognition.protocol import Recognizer
    from voiceassist.recognition.reserve import Reserve
    from voiceassist.values import SpeechContext

HELD: Final = ("auto", "vosk", "pocketsphinx")


@dataclass(frozen=True)
class Recognizers:
    """Those that hear the same utterance."""

    held: Recognizer
    free: Recognizer | None
    reserve: Reserve | None = None
    """Asked where the two leave doubt."""

    def expect(self, context: SpeechContext) -> None:
        """Say what may be said next."""
        for one in self._all:
            one.expect(context)

    def close(self) -> None:
        """Give back what all hold."""
        for one in self._all:
            one.close()

    @property
    def _all(self) -> Iterator[Recognizer | Reserve]:
        return (one for one in (self.held, self.free, self.reserve) if one)


def whispers() -> tuple[str, ...]:
    """The catalogue's whisper models."""
    return tuple(name for name, info in catalogue().items() if info.engine == "whisper")


def free_choices() -> tuple[str, ...]:
    """What ``--free`` may be."""
    return ("auto", "vosk", "whisper", *whispers(), "pocketsphinx", "none")


def listening_whispers(models: Path) -> tuple[str, ...]:
    """Which whisper models hear everything where none is named; the first, to be installed, where there are none."""
    known = tuple(name for name in whispers() if not catalogue()[name].reserve)
    return tuple(name for name in known if (models / name).is_dir()) or known[:1]


def open_recognizers(
    models: Path,
    language: str = "en",
    held: str = "auto",
    free: str = "auto",
    *,
    lexicon: Lexicon | None = None,
) -> Recognizers:
    """Load a recogniser held to the grammar and one that decodes freely.

    ``auto`` takes Vosk, else PocketSphinx, to be held; whisper, else Vosk, else PocketSphinx, to be free.
    ``whisper`` is every whisper model that is installed, together, one in reserve; one of `whispers` is that model
    alone.
    PocketSphinx, in its own wheel, and whisper know only English.  `lexicon` pronounces words PocketSphinx lacks.

    Raises:
        VoiceAssistError: an engine is unknown, its model is not installed or damaged, or none knows the language.
    """
    _among(held, HELD, "--recognizer")
    _among(free, free_choices(), "--free")
    # A damaged model counts as there, so that it is told rather than silently passed over.
    have = {info.engine for name, info in catalogue().items() if info.language == language and (models / name).is_dir()}
    if language == "en":
        have.add("pocketsphinx")
    first = _chosen(held, ("vosk", "pocketsphinx"), have, language)
    second = None if free == "none" else _chosen(free, ("whisper", "vosk", "pocketsphinx"), have, language)

    def opened(engine: str, held: bool) -> Recognizer:
        if engine == "pocketsphinx":
            return _pocketsphinx(language, lexicon, held)
        first_known, *_ = _models_of("vosk" if engine == "vosk" else "whisper", language)
        if engine == "vosk":
            from voiceassist.recognition.vosk import Vosk

            return Vosk(require(models, first_known), held=held, model=first_known)
        return _whisper(models, listening_whispers(models) if engine == "whisper" else [engine])

    return Recognizers(
        opened(first, True),
        opened(second, False) if second else None,
        _reserve(models) if second == "whisper" else None,
    )


def _among(choice: str, choices: tuple[str, ...], flag: str) -> None:
    if choice not in choices:
        raise VoiceAssistError(f"{flag} knows no {choice}: choose {', '.join(choices)}")


def _chosen(choice: str, order: tuple[str, ...], have: set[str], language: str) -> str:
    if choice != "auto":
        return choice
    for engine in order:
        if engine in have:
            return engine
    known = [name for name, info in catalogue().items() if info.language == language and info.engine in order]
    advice = f"voiceassist models install {known[0]}" if known else "use --language en"
    raise VoiceAssistError(f"no recogniser for the language {language} is installed: {advice}")


def _pocketsphinx(language: str, lexicon: Lexicon | None, held: bool) -> Recognizer:
    from voiceassist.recognition.pocketsphinx import PocketSphinx

    if language != "en":
        raise VoiceAssistError("pocketsphinx hears only English: choose vosk, or --language en")
    return PocketSphinx(lexicon, held=held)


def _whisper(models: Path, names: Sequence[str]) -> Recognizer:
    from voiceassist.recognition.ensemble import Ensemble
    from voiceassist.recognition.whisper import Whisper

    members = [Whisper(require(models, name), name=name) for name in names]
    return Ensemble(members) if len(members) > 1 else members[0]


def _reserve(models: Path) -> Reserve | None:
    from voiceassist.recognition.reserve import Reserve
    from voiceassist.recognition.whisper import Whisper

    for name in whispers():
        if catalogue()[name].reserve and (models / name).is_dir():
            return Reserve(partial(Whisper, require(models, name), name=name), name)
    return None


def _models_of(engine: str, language: str) -> list[str]:
    names = [name for name, info in catalogue().items() if (info.engine, info.language) == (engine, language)]
    if not names:
        raise VoiceAssistError(
            f"there is no {engine} model for the language {language}: choose another engine or language"
        )
    return names
