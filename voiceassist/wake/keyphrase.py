"""Any phrase as a call, through PocketSphinx's key-phrase search."""

from __future__ import annotations

import itertools
import tempfile
from collections import deque
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from voiceassist.errors import VoiceAssistError
from voiceassist.values import SAMPLE_RATE
from voiceassist.wake.protocol import Call

if TYPE_CHECKING:
    from voiceassist.pronunciation import Lexicon
    from voiceassist.values import Samples

LIKELY: Final = 1e-13
"""How likely the phrase must be against the likeliest string of sounds.  Chosen on what docs/decisions/0145 says."""
LIKELY_SHORT: Final = 1.0
"""The same for phrases of fewer than `_SHORT` phones, parts of which are in many words."""

_VOICED: Final = 0.5
_PRE_ROLL: Final = 10
"""Frames searched from before the first voiced one: the detector is late on soft beginnings."""
_HANG: Final = 25
"""Frames without a voice (0.8 s) after which the search rests."""
_STEP: Final = 160
"""Samples in one of PocketSphinx's frames, 10 ms."""
_SHORT: Final = 7
_SHORTEST: Final = 6
"""Phones below which a phrase is in other words all day."""


class KeyPhrases:
    """Waits for one of several phrases, while somebody speaks.

    PocketSphinx learns the channel's average from everything it is fed and after a minute of silence knows it no
    longer, so it is fed voices only (docs/decisions/0145).
    """

    def __init__(
        self,
        phrases: Sequence[str],
        lexicon: Lexicon,
        voice: Callable[[Samples], float],
        *,
        likely: float = LIKELY,
        keep: float | None = None,
    ) -> None:
        """Load the model (0.2 s).

        `voice` gives the probability that a frame holds a voice, as in `voiceassist.turns.activity`.  With `keep` the
        phrase itself and so many seconds before it are worth listening to, otherwise only what follows it.  `likely` is
        the threshold, see `LIKELY`.
        Raises VoiceAssistError for a phrase that cannot be listened for.
        """
        import pocketsphinx

        self.phrase = ", ".join(phrases)
        self._voice = voice
        self._keep = keep
        self._before: deque[Samples] = deque(maxlen=_PRE_ROLL)
        self._unvoiced = 0
        self._running = False
        self._fed = 0
        pocketsphinx.set_loglevel("FATAL")
        self._decoder: Any = pocketsphinx.Decoder(loglevel="FATAL", lm=None)
        lines = []
        for phrase in phrases:
            enough = likely if self._teach(phrase, lexicon) >= _SHORT else LIKELY_SHORT
            lines.append(f"{phrase} /{enough:g}/\n")
        with tempfile.TemporaryDirectory() as folder:
            listed = Path(folder, "phrases")
            listed.write_text("".join(lines), encoding="utf-8")
            self._decoder.add_kws("call", str(listed))
        self._decoder.activate_search("call")

    def feed(self, samples: Samples) -> Call | None:
        """See `Caller.feed`."""
        voiced = self._voice(samples) >= _VOICED
        self._unvoiced = 0 if voiced else self._unvoiced + 1
        if not self._running:
            self._before.append(samples)
            if voiced:
                self._start()
            return None
        found = self._search(samples)
        if found is not None:
            self.reset()
        elif self._unvoiced > _HANG:
            self._stop()
        return found

    def reset(self) -> None:
        """See `Caller.reset`."""
        self._stop()
        self._before.clear()

    def close(self) -> None:
        """See `Caller.close`."""
        self._stop()
        self._decoder = None

    def _start(self) -> None:
        self._decoder.start_utt()
        self._running, self._fed = True, 0
        waiting = list(self._before)
        self._before.clear()
        for samples in waiting:
            self._search(samples)

    def _search(self, samples: Samples) -> Call | None:
        self._decoder.process_raw(samples.tobytes())
        self._fed += len(samples)
        if self._decoder.hyp() is None:
            return None
        segment = next(iter(self._decoder.seg()))
        since_end = max(0.0, (self._fed - _STEP * int(segment.end_frame + 1)) / SAMPLE_RATE)
        since_start = (self._fed - _STEP * int(segment.start_frame)) / SAMPLE_RATE
        return Call(segment.word.strip(), since_end if self._keep is None else since_start + self._keep)

    def _stop(self) -> None:
        if self._running:
            self._running = False
            self._decoder.end_utt()

    def _teach(self, phrase: str, lexicon: Lexicon) -> int:
        """The number of its phones.  Raises VoiceAssistError where it has none or too few to stand out."""
        sounds = [lexicon.phones(word) for word in phrase.split()]
        length = sum(len(variants[0]) for variants in sounds if variants)
        if not all(sounds) or length < _SHORTEST:
            raise VoiceAssistError(f"{phrase!r} is too short to be told from other words")
        for word, variants in zip(phrase.split(), sounds, strict=True):
            if self._decoder.lookup_word(word) is None:
                for number, phones in zip(itertools.count(1), variants, strict=False):
                    name = word if number == 1 else f"{word}({number})"
                    self._decoder.add_word(name, " ".join(phones), False)
        return length
