"""Vosk: Kaldi's recogniser, held to sentences of the grammar or free, both on one loaded model."""

from __future__ import annotations

import json
import math
from collections import OrderedDict
from typing import TYPE_CHECKING, Any, Final
from weakref import WeakValueDictionary

from voiceassist.errors import VoiceAssistError
from voiceassist.recognition.sampling import sampled_sentences
from voiceassist.values import SAMPLE_RATE, Hypothesis, Word

if TYPE_CHECKING:
    from pathlib import Path

    from voiceassist.values import Samples, SpeechContext, WordNetwork

_ALTERNATIVES: Final = 5
_SENTENCES: Final = 20_000
"""Drawn from the grammar.  Vosk counts in them which word follows which: of 317 commands in noise it hears 42 words in
100 wrong with every word and phrase of the templates listed once, 35 with 5000 sentences, 33 with 20 000, no fewer with
60 000, 52 decoding freely (docs/recognition.md)."""
_KEPT: Final = 16
"""Grammars kept as JSON; to draw one takes 0.1 s, to compile one 0.2 s."""
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
        self._ready: Any = None
        """A recogniser that has heard nothing yet."""
        self._recognizer: Any = None
        self._heard: list[list[Hypothesis]] = []

    def expect(self, context: SpeechContext) -> None:
        """Draw sentences from the context's grammar, without those that hold a word the model does not know, and
        compile them.

        Raises:
            VoiceAssistError: the model knows no word of it.
        """
        if not self.held:
            return
        key = context.network.key
        if key not in self._grammars:
            self._grammars[key] = self._grammar(context.network)
            if len(self._grammars) > _KEPT:
                self._grammars.popitem(last=False)
        self._grammars.move_to_end(key)
        if self._next != self._grammars[key]:
            self._next, self._ready = self._grammars[key], None
        # Now, while nobody speaks, rather than when somebody begins to.
        self._ready = self._ready or self._made()

    def start(self) -> None:
        """Begin an utterance.

        Raises:
            VoiceAssistError: held, and nothing is expected yet.
        """
        if self.held and self._next is None:
            raise VoiceAssistError("vosk was started without a grammar: call expect() first")
        self._recognizer, self._ready = self._ready or self._made(), None
        self._heard = []

    def _made(self) -> Any:
        """A new one for each utterance: one that goes on listening is still adapted to who spoke before."""
        import vosk

        grammar = [self._next] if self.held else []
        made = vosk.KaldiRecognizer(self._model, SAMPLE_RATE, *grammar)
        made.SetWords(True)
        made.SetMaxAlternatives(_ALTERNATIVES)
        return made

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
        self._recognizer = self._ready = self._model = None

    def _keep(self, result: str) -> None:
        part = _hypotheses(json.loads(result)["alternatives"], self.held)
        if part:
            self._heard.append(part)

    def _grammar(self, network: WordNetwork) -> str:
        sentences = sampled_sentences(network, _SENTENCES, self._knows)
        if not sentences:
            raise VoiceAssistError("the Vosk model knows no word of these sentences: is it for another language?")
        # Vosk reads no \u escapes.
        return json.dumps([*sentences, *([_UNKNOWN] if self._knows(_UNKNOWN) else [])], ensure_ascii=False)

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
    for made in (vosk.Model, vosk.KaldiRecognizer):
        # Ctrl-C may come before the wheel has kept what it made; deleting that would print a traceback.
        made._handle = vosk._ffi.NULL
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
