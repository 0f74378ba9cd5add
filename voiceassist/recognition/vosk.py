"""Vosk: Kaldi's recogniser, held to a list of phrases or free, both on one loaded model."""

from __future__ import annotations

import json
import math
from collections import OrderedDict
from typing import TYPE_CHECKING, Any, Final
from weakref import WeakValueDictionary

from voiceassist.errors import VoiceAssistError
from voiceassist.values import SAMPLE_RATE, Hypothesis, Word

if TYPE_CHECKING:
    from pathlib import Path

    from voiceassist.values import Samples, SpeechContext

_ALTERNATIVES: Final = 5
_KEPT: Final = 16
"""Grammars kept as JSON; Vosk compiles them in milliseconds."""
_NEEDED: Final = ("am/final.mdl", "conf/mfcc.conf", "conf/model.conf", "graph/phones/word_boundary.int")
_GRAPH: Final = ("graph/HCLr.fst", "graph/Gr.fst")
"""The lookahead graph, which alone takes a grammar at run time."""
_UNKNOWN: Final = "[unk]"

_loaded: WeakValueDictionary[Path, Any] = WeakValueDictionary()


class Vosk:
    """Streams, gives partials, word times and several hypotheses.

    `Hypothesis.confidence` is the posterior among its own alternatives (softmax of Vosk's log-likelihoods), a
    word's the sum
    over the alternatives that have it at the same time.  Held, it says yes to nearly anything: to judge is others'
    work.
    """

    name = "vosk"

    def __init__(self, folder: Path, *, held: bool = True, model: str = "vosk-en") -> None:
        """Load the model of `folder`, or share it with a recogniser that already has.

        Raises:
            VoiceAssistError: the folder does not hold a whole model; `model` names it in the advice.
        """
        self.held = held
        self._model: Any = _load(folder, model)
        self._grammars: OrderedDict[str, str] = OrderedDict()
        self._next: str | None = None
        self._recognizer: Any = None
        self._heard: list[list[Hypothesis]] = []

    def expect(self, context: SpeechContext) -> None:
        """Keep the context's phrases, without those that hold a word the model does not know.

        Raises:
            VoiceAssistError: the model knows none of them.
        """
        if not self.held:
            return
        if context.key not in self._grammars:
            self._grammars[context.key] = self._grammar(context)
            if len(self._grammars) > _KEPT:
                self._grammars.popitem(last=False)
        self._grammars.move_to_end(context.key)
        self._next = self._grammars[context.key]

    def start(self) -> None:
        """Begin an utterance.

        Raises:
            VoiceAssistError: held, and nothing is expected yet.
        """
        import vosk

        if self.held and self._next is None:
            raise VoiceAssistError("vosk was started without a grammar: call expect() first")
        grammar = [self._next] if self.held else []
        self._recognizer = vosk.KaldiRecognizer(self._model, SAMPLE_RATE, *grammar)
        self._recognizer.SetWords(True)
        self._recognizer.SetMaxAlternatives(_ALTERNATIVES)
        self._heard = []

    def feed(self, samples: Samples) -> str:
        """Decode the next piece, ``(n,) int16`` at 16 kHz; the best path so far."""
        partial = ""
        if self._recognizer.AcceptWaveform(samples.tobytes()):
            # Vosk ends utterances by itself after a pause; for us only `turns` does, so its parts are joined.
            self._keep(self._recognizer.Result())
        else:
            partial = json.loads(self._recognizer.PartialResult())["partial"]
        return " ".join([*(part[0].text for part in self._heard), *([partial] if partial else [])])

    def finish(self) -> tuple[Hypothesis, ...]:
        """Up to five hypotheses."""
        if self._recognizer is None:
            return ()
        self._keep(self._recognizer.FinalResult())
        self._recognizer = None
        if len(self._heard) <= 1:
            return tuple(self._heard[0]) if self._heard else ()
        # Alternatives of the last part after the best of the parts before it.
        before = [part[0] for part in self._heard[:-1]]
        return tuple(_joined([*before, last]) for last in self._heard[-1])

    def cancel(self) -> None:
        """Drop the utterance."""
        self._recognizer = None

    def close(self) -> None:
        """Let go of the model; its memory is freed with its last recogniser."""
        self._recognizer = self._model = None

    def _keep(self, result: str) -> None:
        part = _hypotheses(json.loads(result)["alternatives"], self.held)
        if part:
            self._heard.append(part)

    def _grammar(self, context: SpeechContext) -> str:
        known = [phrase for phrase in context.phrases if all(map(self._knows, phrase.split()))]
        if not known:
            raise VoiceAssistError("the Vosk model knows no word of these sentences: is it for another language?")
        if self._knows(_UNKNOWN):
            known.append(_UNKNOWN)
        # Vosk reads no \u escapes.
        return json.dumps(known, ensure_ascii=False)

    def _knows(self, word: str) -> bool:
        return bool(self._model.vosk_model_find_word(word) >= 0)


def _load(folder: Path, name: str) -> Any:
    folder = folder.resolve()
    if folder in _loaded:
        return _loaded[folder]
    problem = VoiceAssistError(
        f"the Vosk model in {folder} is missing or damaged: voiceassist models install {name} --force"
    )
    # Vosk's C++ ends the process on some damaged files, so what can be seen from here is looked at first.
    for file in (*_NEEDED, *(_GRAPH if (folder / _GRAPH[0]).exists() else ("graph/HCLG.fst",))):
        if not (folder / file).is_file() or not (folder / file).stat().st_size:
            raise problem
    import vosk

    vosk.SetLogLevel(-1)
    try:
        model = vosk.Model(str(folder))
    except Exception as error:  # what the wheel raises, whatever went wrong
        raise problem from error
    _loaded[folder] = model
    return model


def _hypotheses(alternatives: list[dict[str, Any]], held: bool) -> list[Hypothesis]:
    best = max(alternative["confidence"] for alternative in alternatives)
    weights = [math.exp(alternative["confidence"] - best) for alternative in alternatives]
    posteriors = [weight / sum(weights) for weight in weights]

    def belief(word: dict[str, Any]) -> float:
        return sum(
            posterior
            for alternative, posterior in zip(alternatives, posteriors, strict=True)
            if any(_same(word, other) for other in alternative.get("result", ()))
        )

    found = [
        Hypothesis(
            _text(alternative),
            "vosk",
            held,
            posterior,
            tuple(
                Word(word["word"], word["start"], word["end"], min(belief(word), 1.0))
                for word in alternative.get("result", ())
                if word["word"] != _UNKNOWN
            ),
        )
        for alternative, posterior in zip(alternatives, posteriors, strict=True)
    ]
    if not found[0].text:
        return []
    unique = {hypothesis.text: hypothesis for hypothesis in reversed(found) if hypothesis.text}
    return sorted(unique.values(), key=lambda hypothesis: -(hypothesis.confidence or 0.0))


def _text(alternative: dict[str, Any]) -> str:
    return " ".join(word for word in alternative["text"].split() if word != _UNKNOWN)


def _same(one: dict[str, Any], other: dict[str, Any]) -> bool:
    return bool(one["word"] == other["word"] and one["start"] < other["end"] and other["start"] < one["end"])


def _joined(parts: list[Hypothesis]) -> Hypothesis:
    return Hypothesis(
        " ".join(part.text for part in parts),
        parts[0].recognizer,
        parts[0].held,
        math.prod(part.confidence or 0.0 for part in parts),
        tuple(word for part in parts for word in part.words),
    )
