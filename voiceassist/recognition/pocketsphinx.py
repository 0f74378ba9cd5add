"""PocketSphinx: the embedded recogniser, with its own US English model in its wheel."""

from __future__ import annotations

import itertools
import math
from collections import OrderedDict
from typing import TYPE_CHECKING, Any, Final

from voiceassist.errors import VoiceAssistError
from voiceassist.values import Hypothesis, Word

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Set

    from voiceassist.pronunciation import Lexicon
    from voiceassist.values import Samples, SpeechContext, WordNetwork

_HELD: Final = {
    "beam": 1e-60,
    "maxhmmpf": 2000,
    "bestpath": False,
    "lm": None,
    "fsgusealtpron": False,
}
"""On the coffee suite 0.02 × real time; with bestpath on, 0.26 (on whole files).  PocketSphinx takes 2 s to add other
pronunciations to 40 000 arcs, so we do (`PocketSphinx._compile`)."""

_SMALL: Final = 5000
"""Arcs up to which a network is small."""

_WORD_BEAM: Final = 1e-40
_NARROW_WORD_BEAM: Final = 1e-20
"""How far the end of a word may be behind the best: in small networks, and in others.  Narrow, the coffee suite's 205
arcs get 94 instead of 97 of 100 commands right, to no use; our 40 000 get 21 instead of 20 of 24, in a quarter less
time."""

_FREE: Final = {"maxhmmpf": 10_000, "maxwpf": 20, "fwdflat": False, "bestpath": False}
"""One pass instead of three: 0.57 of the slot words right against 0.59 (40 coffee recordings: no difference to
speak of), half the wait at the end, 0.2 × real time."""

_FRAME: Final = 0.01
"""Seconds a frame of features."""

_KEPT: Final = 60_000
"""Arcs of compiled grammars kept; each takes about 3 kB."""

_SCORE_SHIFT: Final = 1 << 10
"""PocketSphinx keeps acoustic scores in units of 2¹⁰ steps of its logarithm (SENSCR_SHIFT in its hmm.h)."""

_SPREAD: Final = 10.0
"""Nats a frame, behind the frame's best sound, over which a word's confidence falls to 1/e."""

_MOSTLY_SPEECH: Final = 0.4
"""An utterance whose words fill less than this share teaches the channel's average nothing."""


class PocketSphinx:
    """Streams; held to a word network, or free with the wheel's general language model.

    One hypothesis an utterance: PocketSphinx's lattice drops the grammar, so its n-best are not sentences of it.
    A grammar says yes to anything; how well it fitted is in `Hypothesis.confidence`, and to judge it is others' work.
    Where the sound stops in the middle of a sentence of the grammar, what was heard so far comes back with
    confidence 0.

    Cutting silence away before feeding matters: the running average of the channel (cepstral mean) is learnt from
    everything that is fed.  docs/decisions/0012 has the figures.
    """

    name = "pocketsphinx"

    def __init__(self, lexicon: Lexicon | None = None, *, held: bool = True) -> None:
        """Load the model (0.1 s held, 0.4 s free).  `lexicon` pronounces the grammar's words its dictionary lacks."""
        import pocketsphinx

        self.held = held
        self._lexicon = lexicon
        pocketsphinx.set_loglevel("FATAL")
        self._decoder: Any = pocketsphinx.Decoder(loglevel="FATAL", **(_HELD if held else _FREE))
        self._grammars: OrderedDict[str, int] = OrderedDict()
        self._next: str | None = None
        self._active: str | None = None  # asking the decoder itself crashes where it has no search yet
        self._running = False
        self._partial = ""
        self._channel: str = self._decoder.get_cmn()

    def expect(self, context: SpeechContext) -> None:
        """Compile the context's network, unless it is known or the recogniser is free."""
        if not self.held:
            return
        network = context.network
        if network.key not in self._grammars:
            self._compile(network)
        self._grammars[network.key] = len(network.arcs)
        self._grammars.move_to_end(network.key)
        self._next = network.key

    def start(self) -> None:
        """Begin an utterance.

        Raises:
            VoiceAssistError: held, and nothing is expected yet.
        """
        self.cancel()
        if self.held:
            if self._next is None:
                raise VoiceAssistError("pocketsphinx was started without a grammar: call expect() first")
            if self._active != self._next:
                self._decoder.activate_search(self._next)
                self._active = self._next
                self._forget_oldest()
        self._decoder.set_cmn(self._channel)
        self._decoder.start_utt()
        self._running, self._partial = True, ""

    def feed(self, samples: Samples) -> str:
        """Decode the next piece, ``(n,) int16`` at 16 kHz; the best path so far."""
        if len(samples):
            self._decoder.process_raw(samples.tobytes())
            best = self._decoder.hyp()
            self._partial = best.hypstr if best else ""
        return self._partial

    def finish(self) -> tuple[Hypothesis, ...]:
        """The best path, if any."""
        if not self._running:
            return ()
        self._end()
        best = self._decoder.hyp()
        if best is None or not best.hypstr:
            unfinished = self._partial
            return (Hypothesis(unfinished, self.name, self.held, 0.0),) if unfinished else ()
        words = tuple(_words(self._decoder.seg()))
        self._learn_channel(words)
        length = sum(word.end - word.start for word in words)
        mean = sum(math.log(max(word.confidence, 1e-9)) * (word.end - word.start) for word in words)
        return (Hypothesis(best.hypstr, self.name, self.held, math.exp(mean / length), words),)

    def cancel(self) -> None:
        """Drop the utterance."""
        if self._running:
            self._end()

    def close(self) -> None:
        """Free the decoder."""
        self.cancel()
        self._decoder = None

    def _end(self) -> None:
        self._running = False
        self._decoder.end_utt()

    def _compile(self, network: WordNetwork) -> None:
        import pocketsphinx

        spellings = self._spellings({word for *_, word in network.arcs if word})
        logmath = self._decoder.get_logmath()
        grammar = pocketsphinx.FsgModel(network.key, logmath, 1.0, network.states)
        grammar.set_start_state(network.start)
        grammar.set_final_state(network.final)
        numbers = {word: [grammar.word_add(spelling) for spelling in known] for word, known in spellings.items()}
        for source, target, likelihood, word in network.arcs:
            price = logmath.log(likelihood) if likelihood < 1.0 else 0
            if word:
                for number in numbers[word]:
                    grammar.trans_add(source, target, price, number)
            else:
                grammar.null_trans_add(source, target, price)
        # A search takes its beams when it is made.
        self._decoder.config["wbeam"] = _WORD_BEAM if len(network.arcs) <= _SMALL else _NARROW_WORD_BEAM
        self._decoder.add_fsg(network.key, grammar)

    def _spellings(self, words: Set[str]) -> dict[str, list[str]]:
        """For each word its entries in the decoder's dictionary, ``the`` and ``the(2)``; words it lacks are taught."""
        missing = sorted(word for word in words if self._decoder.lookup_word(word) is None)
        if self._lexicon:
            self._lexicon.keep(missing)
        for word in missing:
            for number, phones in enumerate(self._lexicon.phones(word) if self._lexicon else (), 1):
                self._decoder.add_word(_variant(word, number), " ".join(phones), False)
        return {word: list(itertools.takewhile(self._decoder.lookup_word, _variants(word))) for word in words}

    def _forget_oldest(self) -> None:
        largest = max(self._grammars, key=self._grammars.__getitem__)  # what is expected whenever nothing is asked
        for name in [name for name in self._grammars if name not in (self._next, largest)]:
            if sum(self._grammars.values()) > _KEPT:
                self._decoder.remove_search(name)
                del self._grammars[name]

    def _learn_channel(self, words: tuple[Word, ...]) -> None:
        heard = sum(word.end - word.start for word in words)
        if heard >= _MOSTLY_SPEECH * self._decoder.n_frames() * _FRAME:
            self._channel = self._decoder.get_cmn(True)


def _words(segments: Iterable[Any]) -> Iterable[Word]:
    for segment in segments:
        if segment.word[0] in "<[(+":
            continue
        frames = segment.end_frame - segment.start_frame + 1
        behind = math.log(max(segment.ascore, 1e-300)) * _SCORE_SHIFT / frames
        yield Word(
            segment.word.split("(")[0],
            segment.start_frame * _FRAME,
            (segment.end_frame + 1) * _FRAME,
            math.exp(min(behind, 0.0) / _SPREAD),
        )


def _variant(word: str, number: int) -> str:
    """How PocketSphinx's dictionary names a word's further pronunciations."""
    return word if number == 1 else f"{word}({number})"


def _variants(word: str) -> Iterator[str]:
    return (_variant(word, number) for number in itertools.count(1))
