"""What words mean that stand beside a sign of danger: "weak for weeks" says nothing about the twitch that is logged in
the same breath."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime

from voiceassist import triage
from voiceassist.assistant.signs_heard import SignsHeard
from voiceassist.dialogue.danger import is_nothing
from voiceassist.semantics import TWITCH
from voiceassist.triage import HeardSign
from voiceassist.understanding import Understanding
from voiceassist.values import Decision, Expectation, Hypothesis, Interpretation

_SINCE = "since"
_TIMES = frozenset({_SINCE, "at"})
_OF_A_SIGN = frozenset({"with", "triggers"})
"""Slots of a twitch whose words may tell of a sign as well: "pins and needles", "the new tablets"."""
_OF_NO_SIGN = frozenset({"intensity"})
"""… and those that do where it is not sure that they do: "ever so faint"."""


def interpret(
    hypotheses: Sequence[Hypothesis],
    signs: Sequence[HeardSign],
    understanding: Understanding,
    ears: SignsHeard,
    expected: Expectation,
    now: datetime,
) -> tuple[Interpretation, ...]:
    """What the words mean; where one of `signs` made them strange, what the words around it mean."""
    meanings = understanding.interpret(hypotheses, expected, now, gaps=False)
    understood = not is_nothing(meanings)
    dated = any(_SINCE in meaning.slots for meaning in meanings) and any(sign.when for sign in signs)
    sure = understood and all_sure(meanings)
    told = [meaning for meaning in meanings if _is_of(signs, meaning)]
    if not signs or (sure and not dated and not told):
        return meanings
    around = understanding.interpret(ears.beside(hypotheses, signs), expected, now, gaps=False)
    if not sure and not is_nothing(around) and (not understood or all_sure(around)):
        whole = () if all_sure(around) else understanding.about(hypotheses, expected, now)
        return whole if tells_more(whole, around, signs) else around
    # "My hand is numb after coffee" is no twitch with numbness.
    if told and not any(meaning.intent == TWITCH for meaning in around) and not ears.tell_of_twitching(hypotheses):
        kept = tuple(meaning for meaning in meanings if meaning not in told)
        return kept or (Interpretation(None),)
    return tuple(_undated(meaning, around) for meaning in meanings) if dated else meanings


def all_sure(meanings: Sequence[Interpretation]) -> bool:
    """Whether all of it would be taken as it is."""
    return all(meaning.decision is Decision.ACCEPT for meaning in meanings)


def tells_more(whole: Sequence[Interpretation], rest: Sequence[Interpretation], signs: Sequence[HeardSign]) -> bool:
    """Whether `whole` is what the `rest` beside `signs` means, and what came with it or set it off besides.

    How long it has lasted too, where that is not said of a sign: "weak for weeks" says nothing about a twitch.
    """
    said = set(_OF_A_SIGN)
    if not any(sign.when for sign in signs):
        said |= _TIMES
    if not any(sign.certain for sign in signs):
        said |= _OF_NO_SIGN
    return [one.intent for one in whole] == [one.intent for one in rest] and all(
        less.slots.items() <= more.slots.items() and more.slots.keys() - less.slots.keys() <= said
        for more, less in zip(whole, rest, strict=True)
    )


def _is_of(signs: Sequence[HeardSign], meaning: Interpretation) -> bool:
    """Whether it is a twitch to be logged with one of `signs`."""
    with_ = meaning.slots.get("with", ()) if meaning.intent == TWITCH else ()
    known = {sign.sign for sign in signs}
    return any(sign.sign in known for sign in triage.signs_of_twitch(with_, meaning.slots.get("place")))


def _undated(meaning: Interpretation, around: Iterable[Interpretation]) -> Interpretation:
    """`meaning` without the beginning that only words about a sign gave it, as its reading `around` them shows."""
    slots = {name: value for name, value in meaning.slots.items() if name != _SINCE}
    alike = any(other.intent == meaning.intent and dict(other.slots) == slots for other in around)
    return replace(meaning, slots=slots) if alike else meaning
