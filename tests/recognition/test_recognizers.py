"""What every recogniser must do, with real audio through the real engines."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pytest

from voiceassist.errors import VoiceAssistError
from voiceassist.pronunciation import Lexicon
from voiceassist.recognition.ensemble import Ensemble
from voiceassist.recognition.pocketsphinx import PocketSphinx
from voiceassist.recognition.protocol import DecodesAhead, Recognizer
from voiceassist.recognition.vosk import Vosk
from voiceassist.recognition.whisper import Whisper
from voiceassist.values import SAMPLE_RATE, Arc, Hypothesis, Samples, SpeechContext, WordNetwork

ENGLISH = ("log a twitch in my left eyelid", "is this serious", "cancel")
KOREAN = ("왼쪽 다리", "오른쪽 어깨", "취소")


def context(*sentences: str) -> SpeechContext:
    arcs: list[Arc] = []
    states = 2
    for sentence in sentences:
        here, *rest = 0, *sentence.split()
        for number, word in enumerate(rest, 1):
            there = 1 if number == len(rest) else states
            states += there == states
            arcs.append((here, there, 1.0, word))
            here = there
    network = WordNetwork("|".join(sentences), states, 0, 1, tuple(arcs))
    return SpeechContext(network.key, network, ". ".join(sentences) + ".")


@dataclass
class Case:
    engine: Recognizer
    sentences: tuple[str, ...]
    language: str
    streams: bool

    def expect_all(self) -> None:
        self.engine.expect(context(*self.sentences))


def base(model: Callable[[str], Path]) -> Whisper:
    return Whisper(model("whisper-base-en"), name="whisper-base-en")


CASES = {
    "pocketsphinx held": (lambda model: PocketSphinx(Lexicon()), ENGLISH, "en", True),
    "pocketsphinx free": (lambda model: PocketSphinx(held=False), ENGLISH, "en", True),
    "whisper": (lambda model: Whisper(model("whisper-tiny-en")), ENGLISH, "en", False),
    "whisper base": (base, ENGLISH, "en", False),
    "whisper small": (lambda model: Whisper(model("whisper-small"), name="whisper-small"), ENGLISH, "en", False),
    "two whispers": (lambda model: Ensemble([Whisper(model("whisper-tiny-en")), base(model)]), ENGLISH, "en", False),
    "vosk held": (lambda model: Vosk(model("vosk-en")), ENGLISH, "en", True),
    "vosk free": (lambda model: Vosk(model("vosk-en"), held=False), ENGLISH, "en", True),
    "vosk held in another language": (lambda model: Vosk(model("vosk-ko"), model="vosk-ko"), KOREAN, "ko", True),
}


SLOW = {"vosk free", "whisper base", "whisper small"}
"""Left out where time counts: others stand for them."""


@pytest.fixture(
    scope="module", params=[pytest.param(name, marks=[pytest.mark.slow] if name in SLOW else []) for name in CASES]
)
def case(request: pytest.FixtureRequest, model: Callable[[str], Path]) -> Iterator[Case]:
    make, sentences, language, streams = CASES[request.param]
    case = Case(make(model), sentences, language, streams)
    yield case
    case.engine.close()


Heard = tuple[tuple[Hypothesis, ...], list[str]]


def hear(engine: Recognizer, sound: Samples) -> Heard:
    engine.start()
    partials = [engine.feed(sound[at : at + 1600]) for at in range(0, len(sound), 1600)]
    return engine.finish(), partials


@pytest.fixture(scope="module")
def first(case: Case, say: Callable[..., Samples]) -> Heard:
    """What it makes of the first sentence, decoded once for all that is asked of it."""
    case.expect_all()
    return hear(case.engine, say(case.sentences[0], case.language))


def test_it_hears_what_is_said(case: Case, first: Heard) -> None:
    said = case.sentences[0]
    heard, _ = first
    together = isinstance(case.engine, Ensemble)
    names = ("whisper-tiny-en", "whisper-base-en") if together else (case.engine.name,)
    assert (heard[0].recognizer in names, heard[0].held) == (True, case.engine.held)
    if case.engine.held or case.engine.name.startswith("whisper"):
        assert heard[0].text == said
    else:  # small free models mishear synthesizers; something of the sentence comes through
        assert heard[0].text


def test_partials_grow_where_it_streams(case: Case, first: Heard) -> None:
    _, partials = first
    assert partials[0] == ""
    lengths = sorted({len(partial.split()) for partial in partials})
    assert len(lengths) >= 2 if case.streams else lengths == [0]


@pytest.mark.parametrize("sound", [np.zeros(0, np.int16), np.zeros(SAMPLE_RATE, np.int16)], ids=["no sound", "silence"])
def test_it_hears_nothing_in_silence(case: Case, sound: Samples) -> None:
    case.expect_all()
    assert [hypothesis.text for hypothesis in hear(case.engine, sound)[0]] == []


@pytest.mark.slow
def test_a_cancelled_utterance_leaves_nothing_behind(case: Case, say: Callable[..., Samples]) -> None:
    case.expect_all()
    alone, _ = hear(case.engine, say(case.sentences[2], case.language))
    case.engine.start()
    case.engine.feed(say(case.sentences[0], case.language))
    case.engine.cancel()
    again, _ = hear(case.engine, say(case.sentences[2], case.language))
    assert [hypothesis.text for hypothesis in again[:1]] == [hypothesis.text for hypothesis in alone[:1]]


def test_hypotheses_come_best_first_and_none_twice(first: Heard) -> None:
    heard, _ = first
    confidences = [hypothesis.confidence for hypothesis in heard]
    assert confidences == sorted(confidences, reverse=True)
    assert all(0 <= confidence <= 1 for confidence in confidences)
    assert len({(hypothesis.recognizer, hypothesis.text) for hypothesis in heard}) == len(heard)


def test_words_stand_in_order_within_the_clip(case: Case, first: Heard, say: Callable[..., Samples]) -> None:
    if not case.streams:
        pytest.skip("whisper gives no word times")
    sound = say(case.sentences[0], case.language)
    words = first[0][0].words
    times = [time for word in words for time in (word.start, word.end)]
    assert times == sorted(times)
    assert 0 <= times[0] < times[-1] <= len(sound) / SAMPLE_RATE
    assert all(0 <= word.confidence <= 1 for word in words)


def test_the_grammar_switches_in_mid_conversation(case: Case, say: Callable[..., Samples]) -> None:
    if not case.engine.held:
        pytest.skip("held recognisers only")
    first, second, third = case.sentences
    sound = say(third, case.language)
    case.engine.expect(context(third))
    assert hear(case.engine, sound)[0][0].text == third
    case.engine.expect(context(first, second))
    assert third not in [hypothesis.text for hypothesis in hear(case.engine, sound)[0]]
    case.engine.expect(context(third))
    assert hear(case.engine, sound)[0][0].text == third


def test_a_held_recogniser_wants_to_know_what_to_expect(model: Callable[[str], Path]) -> None:
    with pytest.raises(VoiceAssistError, match="grammar"):
        PocketSphinx().start()
    with pytest.raises(VoiceAssistError, match="grammar"):
        Vosk(model("vosk-ko")).start()


def test_pocketsphinx_hears_a_word_its_dictionary_lacks(say: Callable[..., Samples]) -> None:
    lexicon = Lexicon(Path(__file__).parents[2] / "intents" / "en" / "pronunciations.dict")
    engine = PocketSphinx(lexicon)
    engine.expect(context("is this a fasciculation", "is this a vacation", "is this a simulation"))
    assert hear(engine, say("is this a fasciculation"))[0][0].text == "is this a fasciculation"


def test_pocketsphinx_gives_an_unfinished_sentence_no_confidence(say: Callable[..., Samples]) -> None:
    engine = PocketSphinx(Lexicon())
    engine.expect(context("log a twitch in my left eyelid"))
    heard, _ = hear(engine, say("log a twitch in my"))
    assert [(found.text, found.confidence) for found in heard] == [("log a twitch in my", 0.0)]


def test_vosk_leaves_out_words_its_model_does_not_know(
    model: Callable[[str], Path], capfd: pytest.CaptureFixture
) -> None:
    engine = Vosk(model("vosk-ko"))
    engine.expect(context("왼쪽", "log a twitch"))
    engine.start()
    engine.finish()
    assert capfd.readouterr() == ("", "")
    with pytest.raises(VoiceAssistError, match="language"):
        engine.expect(context("log a twitch"))


def test_a_vosk_recogniser_whose_making_was_broken_off_goes_silently(model: Callable[[str], Path]) -> None:
    import vosk

    Vosk(model("vosk-ko"))
    for made in (vosk.Model, vosk.KaldiRecognizer):
        made.__new__(made).__del__()


def test_two_vosk_recognisers_share_one_model(model: Callable[[str], Path]) -> None:
    held, free = Vosk(model("vosk-ko")), Vosk(model("vosk-ko"), held=False)
    assert held._model is free._model


@pytest.mark.parametrize("engine", [Vosk, Whisper])
def test_a_folder_without_a_model_is_a_problem_one_can_mend(engine: type, tmp_path: Path) -> None:
    (tmp_path / "model.bin").write_bytes(b"half")
    with pytest.raises(VoiceAssistError, match="voiceassist models install"):
        engine(tmp_path)


def test_two_whispers_tell_what_each_of_them_heard(model: Callable[[str], Path], say: Callable[..., Samples]) -> None:
    tiny, other = Whisper(model("whisper-tiny-en")), base(model)
    both = Ensemble([tiny, other])
    both.expect(context(*ENGLISH))
    sound = say(ENGLISH[1])
    heard, _ = hear(both, sound)
    for one in (tiny, other):
        assert tuple(h for h in heard if h.recognizer == one.name) == hear(one, sound)[0]
    both.close()


@pytest.mark.slow
def test_whisper_hears_the_end_of_a_long_recording(model: Callable[[str], Path], say: Callable[..., Samples]) -> None:
    engine = Whisper(model("whisper-tiny-en"))
    engine.expect(context(*ENGLISH))
    sound = np.concatenate([say(ENGLISH[1]), np.zeros(28 * SAMPLE_RATE, np.int16), say(ENGLISH[0])])
    (heard,), _ = hear(engine, sound)
    assert heard.text.startswith("is this serious")
    assert heard.text.endswith("left eyelid")


def test_decoding_ahead_gives_what_the_end_would_and_lets_the_utterance_go_on(
    case: Case, say: Callable[..., Samples]
) -> None:
    if not isinstance(case.engine, DecodesAhead):
        pytest.skip("streams, so there is nothing to do ahead")
    case.expect_all()
    sound = say(case.sentences[0], case.language)
    case.engine.start()
    case.engine.feed(sound)
    ahead = case.engine.ahead()
    case.engine.feed(np.zeros(SAMPLE_RATE // 10, np.int16))
    assert ahead() == hear(case.engine, sound)[0]
