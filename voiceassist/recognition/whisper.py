"""Whisper, straight through CTranslate2: decodes freely, biased by sentences the dialogue expects."""

from __future__ import annotations

import math
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from voiceassist.errors import VoiceAssistError
from voiceassist.recognition.mel import HOP, log_mel
from voiceassist.values import SAMPLE_RATE, Hypothesis

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from voiceassist.values import Samples, SpeechContext

_FRAMES_A_SECOND: Final = SAMPLE_RATE // HOP
_TAIL: Final = 4 * _FRAMES_A_SECOND
"""Frames of silence after the clip.  Whisper wants 30 s; a short command with 4 s takes a third of the time and
loses 0.7 % of
right commands, with 1 s 3.4 % (619 coffee recordings, when the program was designed)."""
_LONGEST: Final = 30 * _FRAMES_A_SECOND
"""The encoder's positions end here."""
_PIECE: Final = 26 * SAMPLE_RATE
"""Longer sound is cut here, so that a piece and its tail fit."""
_SHORTEST: Final = SAMPLE_RATE // 10
_BEAM: Final = 5
_THREADS: Final = 1
"""Two models listen at once, each on a core of its own; and either alone is quicker with one thread than with two
(docs/conversation.md)."""
_TOKENS_A_SECOND: Final = 8
"""More than anybody speaks; bounds the decoder when it begins to repeat itself."""
_ROOM: Final = 448
"""Whisper's text context: prompt and answer together."""
_PROMPT: Final = 223
"""At most half of it is prompt (openai/whisper, ``decoding.py``)."""
_IN_ENGLISH: Final = ("<|en|>", "<|transcribe|>")
"""What a model of many languages is told to do; an English one does nothing else."""
_NO_SPEECH: Final = 0.6
_NO_BELIEF: Final = -1.0
"""Nothing was said where whisper's probability of no speech is above the one and its mean log-probability below the
other
(openai/whisper, ``transcribe.py``)."""


class Whisper:
    """Hears the whole utterance at its end: no partials, no word times, several hypotheses with scores."""

    held = False

    def __init__(self, folder: Path, *, name: str = "whisper-tiny-en") -> None:
        """Load a whisper model converted for CTranslate2; one of many languages hears English.

        Raises:
            VoiceAssistError: the folder does not hold one; `name`, the model's in the catalogue, says which to get.
        """
        import ctranslate2
        from tokenizers import Tokenizer

        self.name = name
        try:
            self._model: Any = ctranslate2.models.Whisper(
                str(folder), device="cpu", compute_type="int8", intra_threads=_THREADS
            )
            self._tokenizer: Any = Tokenizer.from_file(str(folder / "tokenizer.json"))
        except Exception as problem:  # both libraries raise whatever their C++ and Rust sides raise
            raise VoiceAssistError(
                f"the whisper model in {folder} cannot be loaded: voiceassist models install {name} --force"
            ) from problem
        begin = ("<|startoftranscript|>", *(_IN_ENGLISH if self._model.is_multilingual else ()))
        self._begin = [self._token(text) for text in begin]
        self._previous = self._token("<|startofprev|>")
        self._no_times = self._token("<|notimestamps|>")
        self._pieces: list[Samples] = []
        self._prompts: dict[str, list[int]] = {}
        self._expected: list[int] = []
        self._prompt: list[int] = []

    def expect(self, context: SpeechContext) -> None:
        """Take the context's sentences as if they had just been said; at most 223 tokens, the last ones where there
        are more."""
        if context.prompt not in self._prompts:
            ids = self._tokenizer.encode(" " + context.prompt.strip(), add_special_tokens=False).ids
            self._prompts[context.prompt] = ids[-_PROMPT:] if context.prompt.strip() else []
        self._expected = self._prompts[context.prompt]

    def start(self) -> None:
        """Begin an utterance."""
        self._pieces = []
        self._prompt = self._expected

    def feed(self, samples: Samples) -> str:
        """Keep the next piece, ``(n,) int16`` at 16 kHz."""
        self._pieces.append(samples)
        return ""

    def finish(self) -> tuple[Hypothesis, ...]:
        """Up to five hypotheses; confidence is exp(mean log-probability of the tokens).

        Sound longer than 26 s is decoded in pieces and gives one hypothesis.
        """
        heard = self.ahead()()
        self._pieces = []
        return heard

    def ahead(self) -> Callable[[], tuple[Hypothesis, ...]]:
        """See `DecodesAhead`."""
        pieces, prompt = tuple(self._pieces), self._prompt
        return lambda: self._hear(np.concatenate(pieces) if pieces else np.zeros(0, np.int16), prompt)

    def _hear(self, sound: Samples, prompt: Sequence[int]) -> tuple[Hypothesis, ...]:
        if len(sound) < _SHORTEST or not sound.any():
            return ()
        if len(sound) <= _PIECE:
            return self._decode(sound, prompt)
        best = [self._decode(part, prompt)[:1] for part in _pieces(sound)]
        heard = [hypothesis for part in best for hypothesis in part]
        if not heard:
            return ()
        worst = min(hypothesis.confidence or 0.0 for hypothesis in heard)
        return (Hypothesis(" ".join(hypothesis.text for hypothesis in heard), self.name, self.held, worst),)

    def cancel(self) -> None:
        """Drop the utterance."""
        self._pieces = []

    def close(self) -> None:
        """Free the model."""
        self._model.unload_model()

    def _decode(self, sound: Samples, expected: Sequence[int]) -> tuple[Hypothesis, ...]:
        import ctranslate2

        clip = len(sound) // HOP
        frames = min(clip + _TAIL, _LONGEST) & ~1  # the encoder halves the frames
        features = ctranslate2.StorageView.from_array(np.ascontiguousarray(log_mel(sound, frames)[None]))
        prompt = self._sequence(expected)
        allowed = 8 + math.ceil(len(sound) / SAMPLE_RATE * _TOKENS_A_SECOND)
        result = self._model.generate(
            self._model.encode(features),
            [[*prompt, self._no_times]],
            beam_size=_BEAM,
            num_hypotheses=_BEAM,
            max_length=min(len(prompt) + 1 + allowed, _ROOM),  # the prompt counts
            return_scores=True,
            return_no_speech_prob=True,
        )[0]
        if result.no_speech_prob > _NO_SPEECH and max(result.scores) < _NO_BELIEF:
            return ()
        heard: dict[str, float] = {}
        for ids, score in zip(result.sequences_ids, result.scores, strict=True):
            text = without_repeat(normalised(self._tokenizer.decode(ids)))
            if text:
                heard[text] = max(score, heard.get(text, -math.inf))
        ranked = sorted(heard.items(), key=lambda item: -item[1])
        return tuple(Hypothesis(text, self.name, self.held, math.exp(min(score, 0.0))) for text, score in ranked)

    def _sequence(self, expected: Sequence[int]) -> list[int]:
        return [self._previous, *expected, *self._begin] if expected else self._begin

    def _token(self, text: str) -> int:
        found = self._tokenizer.token_to_id(text)
        if found is None:
            raise VoiceAssistError(f"the whisper model's tokenizer lacks {text}: it is no whisper model")
        return int(found)


def normalised(text: str) -> str:
    """Lower case words without punctuation; digits, and the points, colons and apostrophes inside words, stay."""
    text = re.sub(r"\[.*?\]|\(.*?\)|♪", " ", text.lower().replace("’", "'"))
    text = re.sub(r"(?<!\d)[.:,]|[.:,](?!\d)|[^\w\s.:,'%-]", " ", text)
    text = re.sub(r"(?<=\d),(?=\d{3})", "", text).replace("-", " ").replace("%", " percent")
    return " ".join(re.sub(r"(?<!\w)'|'(?!\w)", " ", text).split())


def without_repeat(text: str) -> str:
    """Cut what whisper says twice when its context is short: “turn it off turn it off”, “… a latte with milk a
    latte with m”.

    A run of three words or more that comes again straight after itself, whole or broken off at the end, is said once.
    Shorter runs only where they make up the whole text (“two liters two liters two liters”, “yes yes yes yes”): whoever
    does say “no no” means no more than by one of them.
    """
    words = _whole_run(text.split())
    for size in range(len(words) - 3, 2, -1):
        for first in range(len(words) - size):
            again = words[first + size : first + 2 * size]
            broken_off = len(again) < size and first + size + len(again) == len(words) and len(again) >= 3
            if (len(again) == size or broken_off) and _begins(words[first : first + size], again):
                return without_repeat(" ".join(words[: first + size] + words[first + 2 * size :]))
    return " ".join(words)


def _whole_run(words: list[str]) -> list[str]:
    """The run that `words` repeat from their beginning to their end, where they are nothing else."""
    for size in range(1, len(words) // 2 + 1):
        run = words[:size]
        if _begins((run * len(words))[: len(words)], words):
            return run
    return words


def _begins(run: list[str], again: list[str]) -> bool:
    return run[: len(again) - 1] == again[:-1] and run[len(again) - 1].startswith(again[-1])


def _pieces(sound: Samples) -> Iterable[Samples]:
    """Cut long sound at the quietest 0.1 s of the last third of each piece, so that words stay whole."""
    step = SAMPLE_RATE // 10
    while len(sound) > _PIECE:
        tail = np.abs(sound[2 * _PIECE // 3 : _PIECE].astype(np.int32))
        loudness = tail[: len(tail) // step * step].reshape(-1, step).sum(axis=1)
        cut = 2 * _PIECE // 3 + int(loudness.argmin()) * step + step // 2
        yield sound[:cut]
        sound = sound[cut:]
    yield sound
