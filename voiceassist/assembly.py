"""Puts the rooms together as the settings and a command's flags ask."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

from voiceassist import events
from voiceassist.assistant import Assistant
from voiceassist.config import Settings
from voiceassist.devices.echo.canceller import KalmanCanceller
from voiceassist.devices.echo.protocol import Tap
from voiceassist.devices.files import Files
from voiceassist.devices.keys import AnyKey
from voiceassist.devices.microphone import Microphone
from voiceassist.devices.null import Null
from voiceassist.devices.sink import Sink
from voiceassist.devices.source import Frame, Report, Source
from voiceassist.documents import read_yaml
from voiceassist.errors import VoiceAssistError
from voiceassist.listening import Ears, Listening, Mouth
from voiceassist.listening.time_of_day import TimeOfDay
from voiceassist.pronunciation import Lexicon
from voiceassist.turns.activity import SileroVoice
from voiceassist.turns.stop import PATIENT, LengthStop, PauseStop, StopStrategy
from voiceassist.turns.taker import TurnTaker
from voiceassist.wake.called import WhenCalled
from voiceassist.wake.key import BetweenKeys
from voiceassist.wake.keyphrase import KeyPhrases

if TYPE_CHECKING:
    from voiceassist.devices.earcon_player import EarconPlayer
    from voiceassist.recognition.choose import Recognizers
    from voiceassist.synthesis.protocol import Synthesizer
    from voiceassist.wake.gate import Gate
    from voiceassist.wake.protocol import Caller

CRY_BEFORE: Final = 1.0
"""Seconds before a cry for help that are heard with it: "it's my father, he …"."""
CRY_LIKELY: Final = 1e-22
"""How likely a cry must be, see `KeyPhrases`: less than a name, for triage looks at it next (docs/decisions/0146)."""


@dataclass(frozen=True)
class Staging:
    """How one spoken conversation is held, beside what the settings say."""

    inputs: Sequence[Path] = ()
    """Recordings in the microphone's place."""
    output: Path | None = None
    """The file in the loudspeaker's place."""
    realtime: bool = False
    """Whether recordings are played at the pace of a microphone."""
    push_to_talk: bool = False
    """Whether it listens only from one press of a key to the next."""
    once: bool = False
    """Whether it is over after one complete exchange."""


@contextmanager
def conversation(settings: Settings, staging: Staging, emit: events.Listener) -> Iterator[Listening]:
    """A spoken conversation that is ready to run; its parts are closed at the end.

    Raises VoiceAssistError where a part that was asked for cannot be had.
    """
    by_call = bool(settings.wake_word or staging.push_to_talk)
    earcons = open_earcon_player(settings, silent=bool(staging.inputs or staging.output), by_call=by_call)
    tell = events.both(emit, earcons) if earcons else emit

    def report(problem: str) -> None:
        tell(events.Error(0.0, problem, recovered=True))

    source = open_source(staging.inputs, realtime=staging.realtime, report=report)
    with AnyKey() as key:
        gate, interrupted = _gate(settings, key, push_to_talk=staging.push_to_talk)
        assistant = Assistant.open(settings, tell)
        live = staging.realtime or not staging.inputs
        with ThreadPoolExecutor(1) as pool:
            # Not once it speaks: work in Python delays PortAudio's callbacks, and the echo with them.
            prepared = pool.submit(assistant.prepare) if live else None
            ears = open_ears(settings, source, live=live, gate=gate)
            mouth = open_mouth(
                settings,
                staging.output,
                live=not staging.inputs,
                fixed=assistant.fixed_texts,
                report=report,
                interrupted=interrupted,
            )
            if prepared:
                prepared.result()
        try:
            time = TimeOfDay(settings.now(), None if settings.clock else settings.now)
            yield Listening(assistant, ears, mouth, time, tell)
        finally:
            if earcons:
                earcons.close()
            mouth.close()
            ears.close()


def _gate(settings: Settings, key: AnyKey, *, push_to_talk: bool) -> tuple[Gate[Frame] | None, Callable[[], bool]]:
    """What of the input is listened to, and what stops a reply."""
    if push_to_talk:
        if not key.watching:
            raise VoiceAssistError("--push-to-talk needs a terminal to press keys in; leave it out, or use --wake-word")
        between: BetweenKeys[Frame] = BetweenKeys(lambda: key.pressed(" \r\n"), "space")
        return between, between.interrupts
    if settings.wake_word:
        return open_gate(settings, settings.wake_word), key.pressed
    return None, key.pressed


def open_source(files: Sequence[Path], *, realtime: bool, report: Report) -> Source:
    """`files` in the microphone's place, or the microphone where there are none."""
    return Files(files, realtime=realtime, report=report) if files else Microphone(report=report)


def open_ears(settings: Settings, source: Source, *, live: bool, gate: Gate[Frame] | None = None) -> Ears:
    """The source with its recognisers and turn-taking; the slow parts are loaded side by side.

    `live` says that the source goes on while work is done.
    Raises VoiceAssistError where a recogniser that was asked for cannot be had.
    """
    with ThreadPoolExecutor(2) as pool:
        voice = pool.submit(SileroVoice)
        recognizers = pool.submit(_recognizers, settings)
        turns = TurnTaker(voice.result(), stops=_stops(settings, live=live, by_key=isinstance(gate, BetweenKeys)))
        return Ears(source, turns, recognizers.result(), live, gate)


def _stops(settings: Settings, *, live: bool, by_key: bool) -> tuple[StopStrategy, ...]:
    """What ends a turn; between two presses of a key, no pause does."""
    if by_key:
        return (LengthStop(),)
    return (PATIENT if live and not settings.barge_in else PauseStop(), LengthStop())


def open_gate(settings: Settings, name: str) -> Gate[Frame]:
    """Shut until somebody says the wake word `name`, or cries for help.

    Raises VoiceAssistError where it cannot be listened for.
    """
    listed = settings.language_folder / "knowledge" / "cries.yaml"
    phrases = read_yaml(listed)["cries"] if listed.exists() else ()
    names = open_callers(settings, name)
    if not phrases:
        return WhenCalled(names)
    cries = KeyPhrases(phrases, _lexicon(settings), SileroVoice(), likely=CRY_LIKELY, keep=CRY_BEFORE)
    return WhenCalled(names, [cries])


def open_callers(settings: Settings, name: str) -> tuple[Caller, ...]:
    """What listens for the wake word `name`.  Raises VoiceAssistError where it cannot be listened for."""
    from voiceassist.wake.choose import open_callers as choose

    return choose(name, _lexicon(settings), SileroVoice())


def open_voice(settings: Settings, fixed: Sequence[str] = ()) -> Synthesizer:
    """The voice that speaks; the texts in `fixed` never change, so their sound is kept once it was made.

    Raises NoVoice where there is none.
    """
    from voiceassist.synthesis.cache import CachedSynthesizer
    from voiceassist.synthesis.choose import open_synthesizer
    from voiceassist.synthesis.sentences import fixed_sentences

    voice = open_synthesizer(settings.voice, language=settings.language)
    return CachedSynthesizer(voice, settings.data_dir / "cache" / "speech", fixed_sentences(fixed))


def open_mouth(
    settings: Settings,
    output: Path | None,
    *,
    live: bool,
    fixed: Sequence[str],
    report: Report,
    interrupted: Callable[[], bool],
) -> Mouth:
    """A voice and where it goes: the file `output`, else the loudspeaker where a microphone is `live`, else nowhere.

    A loudspeaker's voice is taken out of what the microphone hears, so that speaking interrupts it.  Without a voice or
    a loudspeaker the replies are only shown, and `report` is told why.
    """
    try:
        echo = KalmanCanceller() if live and output is None and settings.barge_in else None
        sink = open_sink(output, silent=not live, tap=echo)
        return Mouth(open_voice(settings, fixed), sink, interrupted, duplex=echo is not None, echo=echo)
    except VoiceAssistError as problem:
        if output is not None:
            raise
        report(f"{problem}. Replies are shown only.")
        return Mouth(None, Null())


def open_earcon_player(settings: Settings, *, silent: bool, by_call: bool) -> EarconPlayer | None:
    """What plays the earcons that the settings ask for on the loudspeaker; None where there is nothing to play.

    Not being understood is news only where one has to call: elsewhere people talk to each other.
    Raises VoiceAssistError for an earcon there is not.
    """
    from voiceassist.devices.earcon_player import EarconPlayer
    from voiceassist.devices.earcons import chosen

    names = chosen(settings.earcons) - (frozenset() if by_call else {"not_understood"})
    if silent or not names:
        return None
    try:
        return EarconPlayer(open_sink(None), names)
    except VoiceAssistError:
        return None  # whoever opens the mouth says so


def open_sink(output: Path | None, *, silent: bool = False, tap: Tap | None = None) -> Sink:
    """The file `output`, nowhere if `silent`, else the loudspeaker, of which `tap` is told what it plays.

    Raises VoiceAssistError where it cannot be had.
    """
    if output is not None:
        from voiceassist.devices.wavefile import WaveFile

        return WaveFile(output)
    if silent:
        return Null()
    from voiceassist.devices.loudspeaker import Loudspeaker

    return Loudspeaker(tap=tap)


def _recognizers(settings: Settings) -> Recognizers:
    from voiceassist.recognition.choose import open_recognizers
    from voiceassist.recognition.models import models_folder

    return open_recognizers(
        models_folder(), settings.language, settings.recognizer, settings.free, lexicon=_lexicon(settings)
    )


def _lexicon(settings: Settings) -> Lexicon:
    return Lexicon(
        settings.language_folder / "pronunciations.dict",
        kept=settings.data_dir / "cache" / f"pronunciations-{settings.language}.dict",
    )
