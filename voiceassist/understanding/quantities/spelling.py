"""Digits as they are spoken.

Recognisers that decode freely write "2 minutes" or "7pm"; templates hold words only.  Numbers are spelled by the
rules of Unicode CLDR (unicode_rbnf), without hyphens.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from unicode_rbnf import FormatPurpose, RbnfEngine

_CLOCK = re.compile(r"(?<![\d:.])(\d{1,2}):(\d{2})(?::\d{2})?(?![\d:])")
_MIXED = re.compile(r"(?<![\d.,/])(\d+)[ -]+(\d/\d)(?![\d/])")
_FRACTION = re.compile(r"(?<![\d.,/])(\d+)/(\d+)(?![\d/])")
_THOUSANDS = re.compile(r"(?<=\d),(?=\d{3}(?!\d))")
_RANGE = re.compile(r"(?<=\d)\s*[-–—]\s*(?=\d)")
_NUMBER = re.compile(r"\d+(?:\.\d+)?")
_WORD = re.compile(r"[^\W_]+", re.UNICODE)


class Spelling:
    """Spells out the digits of one language."""

    def __init__(self, language: str, words: Mapping[str, Any]) -> None:
        self._engine = RbnfEngine.for_language(language)
        self._words = words
        signs = sorted(words["signs"], key=len, reverse=True)
        self._sign = re.compile(
            rf"(?P<number>\d)(?P<gap>[ -]?)(?P<sign>{'|'.join(map(re.escape, signs))})(?![\w%°])", re.IGNORECASE
        )
        self._ordinal = re.compile(rf"(?<![\d.])(\d+)(?:{'|'.join(words['ordinals'])})\b", re.IGNORECASE)
        self._dotted_clock = re.compile(
            rf"\b(?P<before>(?:{'|'.join(words['clock_after'])})\s+)(?P<hour>\d{{1,2}})\.(?P<minute>[0-5]\d)(?![\d.])",
            re.IGNORECASE,
        )
        self._fraction_sign = re.compile("|".join(words["fraction_signs"]))

    def words(self, text: str) -> list[str]:
        """The text as lower case words without digits and punctuation."""
        apart = self.spell_out(text).lower().replace("'", " ").replace("’", " ")
        return _WORD.findall(apart)

    def spell_out(self, text: str) -> str:
        """The text with its digits, and the signs behind them, as words; the rest stays as it is."""
        if not any(character.isnumeric() for character in text):
            return text
        text = self._fraction_sign.sub(lambda found: f" {self._words['fraction_signs'][found[0]]}", text)
        text = _THOUSANDS.sub("", text)
        text = self._sign.sub(self._spell_sign, text)
        text = self._dotted_clock.sub(r"\g<before>\g<hour>:\g<minute>", text)
        text = _CLOCK.sub(self._spell_clock, text)
        text = self._ordinal.sub(lambda found: self._number(found[1], FormatPurpose.ORDINAL), text)
        text = _MIXED.sub(self._spell_mixed, text)
        text = _FRACTION.sub(self._spell_fraction, text)
        text = _RANGE.sub(f" {self._words['range']} ", text)
        text = re.sub(r"(?<=\d)-(?=[^\W\d])", " ", text)
        text = re.sub(r"(?<=[^\W\d])-?(?=\d)|(?<=\d)(?=[^\W\d])", " ", text)
        text = _NUMBER.sub(lambda found: self._decimal(found[0]), text)
        return re.sub(r"[ \t]+", " ", text).strip()

    def _number(self, digits: str, purpose: FormatPurpose = FormatPurpose.CARDINAL) -> str:
        return self._engine.format_number(digits, purpose).text.replace("-", " ")

    def _decimal(self, digits: str) -> str:
        whole, _, decimals = digits.partition(".")
        spoken = self._number(whole) if len(whole) < 13 else " ".join(map(self._number, whole))
        if not decimals:
            return spoken
        return f"{spoken} {self._words['point']} {' '.join(map(self._number, decimals))}"

    def _spell_sign(self, found: re.Match[str]) -> str:
        return f"{found['number']} {self._words['signs'][found['sign'].lower()]}"

    def _spell_clock(self, found: re.Match[str]) -> str:
        hour, minute = self._number(found[1]), int(found[2])
        if minute == 0:
            follows = found.string[found.end() :].split()[:2]
            half_follows = " ".join(follows) in self._words["signs"].values()
            return hour if half_follows else f"{hour} {self._words['oclock']}"
        return f"{hour} {self._words['oh'] + ' ' if minute < 10 else ''}{self._number(str(minute))}"

    def _spell_mixed(self, found: re.Match[str]) -> str:
        fraction = self._words["fraction_after"].get(found[2])
        return f"{self._number(found[1])} {self._words['and']} {fraction}" if fraction else found[0]

    def _spell_fraction(self, found: re.Match[str]) -> str:
        if fraction := self._words["fractions"].get(found[0]):
            return str(fraction)
        between = f" {self._words['out_of']} " if found[2] == "10" else " "
        return self._number(found[1]) + between + self._number(found[2])
