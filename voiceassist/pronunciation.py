"""How words sound: ARPAbet phones without stress, from dictionaries first, rules last."""

from __future__ import annotations

import contextlib
import importlib.util
import re
import shutil
import subprocess
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Final, TypeAlias

from voiceassist.private import append_privately

Phones: TypeAlias = tuple[str, ...]
"""One pronunciation: phones of the 39-phone ARPAbet set that CMUdict and PocketSphinx's US English model share."""

_IPA: Final = {
    "aɪ": "AY", "aʊ": "AW", "eɪ": "EY", "oʊ": "OW", "ɔɪ": "OY", "tʃ": "CH", "dʒ": "JH", "əl": "AH L", "aɪə": "AY AH",
    "oːɹ": "AO R", "ɔːɹ": "AO R", "ɑːɹ": "AA R", "ɪɹ": "IH R", "ɛɹ": "EH R", "ʊɹ": "UH R", "iə": "IY AH",
    "ɑː": "AA", "ɑ": "AA", "ɒ": "AA", "a": "AE", "æ": "AE", "ʌ": "AH", "ɐ": "AH", "ə": "AH", "ɔː": "AO", "ɔ": "AO",
    "oː": "AO", "ɜː": "ER", "ɚ": "ER", "ɛ": "EH", "e": "EH", "iː": "IY", "i": "IY", "ɪ": "IH", "ᵻ": "IH",
    "uː": "UW", "u": "UW", "ʊ": "UH", "o": "OW",
    "b": "B", "d": "D", "ð": "DH", "f": "F", "ɡ": "G", "g": "G", "h": "HH", "k": "K", "l": "L", "m": "M", "n": "N",
    "ŋ": "NG", "p": "P", "ɹ": "R", "r": "R", "s": "S", "ʃ": "SH", "t": "T", "ɾ": "T", "θ": "TH", "v": "V", "w": "W",
    "j": "Y", "z": "Z", "ʒ": "ZH", "x": "K", "n̩": "AH N", "l̩": "AH L", "ʔ": "T",
}  # fmt: skip
"""espeak-ng's IPA of US English to ARPAbet, longest key first (International Phonetic Association's chart;
CMUdict's phone set)."""

_LETTERS: Final = {
    "tion": "SH AH N", "sion": "ZH AH N", "ight": "AY T", "ough": "AO", "eigh": "EY", "tch": "CH", "igh": "AY",
    "sch": "S K", "ch": "CH", "sh": "SH", "th": "TH", "ph": "F", "wh": "W", "ck": "K", "ng": "NG", "qu": "K W",
    "gh": "",
    "kn": "N", "wr": "R", "ee": "IY", "ea": "IY", "oo": "UW", "ou": "AW", "ow": "OW", "oi": "OY", "oy": "OY",
    "ai": "EY",
    "ay": "EY", "au": "AO", "aw": "AO", "ew": "UW", "ie": "IY", "ei": "EY", "er": "ER", "ir": "ER", "ur": "ER",
    "ar": "AA R", "or": "AO R", "ce": "S", "ci": "S IH", "cy": "S IY", "ge": "JH", "a": "AE", "b": "B", "c": "K",
    "d": "D",
    "e": "EH", "f": "F", "g": "G", "h": "HH", "i": "IH", "j": "JH", "k": "K", "l": "L", "m": "M", "n": "N", "o": "AA",
    "p": "P", "q": "K", "r": "R", "s": "S", "t": "T", "u": "AH", "v": "V", "w": "W", "x": "K S", "y": "IY", "z": "Z",
}  # fmt: skip
"""The commonest sound of English letters, longest first: only for words that nothing else knows on a machine
without espeak-ng."""


class Lexicon:
    """Pronunciations of English words; the first source that knows a word answers.

    A dictionary beside the sentences (`extra`, CMUdict's format, for the subject's own words), CMUdict from
    PocketSphinx's wheel, espeak-ng's phonemes, letters.  All lazily: 40 ms for the first word.
    """

    def __init__(self, extra: Path | None = None, *, kept: Path | None = None) -> None:
        """`extra`: for example ``intents/en/pronunciations.dict``; a path that does not exist is ignored.

        What espeak-ng said of words to `keep` is written to `kept` and not asked for again.
        """
        self._own = _parsed(extra.read_text("utf-8")) if extra and extra.is_file() else {}
        self._kept = kept
        self._guessed = _parsed(kept.read_text("utf-8")) if kept and kept.is_file() else {}

    def phones(self, word: str) -> tuple[Phones, ...]:
        """Every pronunciation of a word, the likeliest first; empty only where it holds no letter."""
        word = word.lower()
        self.learn([word])
        return self._own.get(word) or self._guessed.get(word) or _dictionary(word)

    def knows(self, word: str) -> bool:
        """Whether it is a word of the language, by the subject's own dictionary or CMUdict."""
        return word in self._own or bool(_dictionary(word))

    def learn(self, words: Iterable[str]) -> None:
        """Find out about many words at once: espeak-ng takes as long for a hundred as for one.

        They are remembered, and written nowhere: they may be what somebody said.
        """
        self._ask(words)

    def keep(self, words: Iterable[str]) -> None:
        """`learn` the words of a language for good."""
        spoken = self._ask(words)
        if spoken and self._kept:
            lines = "".join(f"{word} {' '.join(phones)}\n" for word, phones in spoken.items())
            with contextlib.suppress(OSError):  # a folder that cannot be written to: asked anew the next time
                append_privately(self._kept, lines)

    def _ask(self, words: Iterable[str]) -> dict[str, Phones]:
        """Remember how words that nothing tells about are said, and return those of them that espeak-ng said."""
        known = (self._own, self._guessed)
        unknown = [w for w in map(str.lower, words) if not any(w in table for table in known) and not _dictionary(w)]
        spoken = _spoken(unknown) if unknown else {}
        for word in unknown:
            guess = spoken.get(word) or _spelt(word)
            self._guessed[word] = (guess,) if guess else ()
        return spoken


def _parsed(text: str) -> dict[str, tuple[Phones, ...]]:
    found: dict[str, tuple[Phones, ...]] = {}
    for line in text.splitlines():
        if line.strip() and not line.startswith((";;;", "#")):
            word, *phones = line.split()
            word = re.sub(r"\(\d+\)$", "", word.lower())
            found[word] = (*found.get(word, ()), tuple(re.sub(r"\d", "", phone) for phone in phones))
    return found


@lru_cache(1)
def _cmudict() -> str:
    """The dictionary as one text: searching it is fast enough, splitting 135 000 lines is not."""
    spec = importlib.util.find_spec("pocketsphinx")
    if spec is None or spec.origin is None:
        return ""
    path = Path(spec.origin).parent / "model" / "en-us" / "cmudict-en-us.dict"
    return "\n" + path.read_text("utf-8") if path.is_file() else ""


_LONGEST_LINE = 400
"""No line of it is longer."""


@lru_cache(8192)
def _dictionary(word: str) -> tuple[Phones, ...]:
    return tuple(_lines(word))


@lru_cache(64)
def _section(letter: str) -> tuple[int, int]:
    """Where in the dictionary, which is sorted, words with this first letter begin and end."""
    text = _cmudict()
    return text.find(f"\n{letter}"), text.rfind(f"\n{letter}") + _LONGEST_LINE


def _lines(word: str) -> Iterator[Phones]:
    text = _cmudict()
    first, last = _section(word[:1])
    at = text.find(f"\n{word} ", first, last) if first >= 0 else -1
    number = 1
    while at >= 0:
        end = text.find("\n", at + 1)
        yield tuple(text[at + 1 : end if end >= 0 else None].split()[1:])
        number += 1
        # Variants follow the word within a few lines.
        at = text.find(f"\n{word}({number}) ", end, end + 400)


def _spoken(words: Sequence[str]) -> dict[str, Phones]:
    """What espeak-ng would say; empty where it is not installed."""
    program = shutil.which("espeak-ng")
    words = [word for word in words if re.search(r"[^\W\d_]", word)]
    if program is None or not words:
        return {}
    try:
        result = subprocess.run(
            [program, "-q", "--ipa", "-v", "en-us", "--stdin"],
            input="\n\n".join(words),  # paragraphs: each is spoken by itself, and answered on its own line
            capture_output=True,
            text=True,
            encoding="utf-8",
            timeout=20,
            check=True,
        )
    except (subprocess.SubprocessError, OSError):
        return {}
    lines = [line for line in result.stdout.splitlines() if line.strip()]
    if len(lines) != len(words):
        return {}
    said = (_longest_first(re.sub(r"[ˈˌ\s_‍]|\(.*?\)", "", line), _IPA) for line in lines)
    return {word: phones for word, phones in zip(words, said, strict=True) if phones}


def _spelt(word: str) -> Phones:
    word = re.sub(r"([b-df-hj-np-tv-z])\1", r"\1", re.sub(r"[^a-z]", "", word))
    return _longest_first(re.sub(r"(?<=[aeiouy][b-df-hj-np-tv-z])e$", "", word), _LETTERS)


def _longest_first(text: str, table: dict[str, str]) -> Phones:
    phones: list[str] = []
    while text:
        for size in (4, 3, 2, 1):
            if text[:size] in table and len(text) >= size:
                phones += table[text[:size]].split()
                text = text[size:]
                break
        else:
            text = text[1:]
    return tuple(phones)
