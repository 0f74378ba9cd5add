"""What may have been meant by words that no sentence fits: read with gaps, and by the witness of meaning.

It proposes and never does: all but a topic that is sure leads to a question.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime

from voiceassist.assistant.around_signs import tells_more
from voiceassist.assistant.signs_heard import SignsHeard
from voiceassist.errors import VoiceAssistError
from voiceassist.semantics import TWITCH, Proposal, Witness
from voiceassist.triage import HeardSign
from voiceassist.understanding import Understanding
from voiceassist.understanding.templates import PROPOSAL
from voiceassist.values import Decision, Expectation, Hypothesis, Interpretation

_SIGN = "ReportSign"


class Unforeseen:
    """Guesses, danger first; without a witness, only what templates with gaps read."""

    def __init__(self, understanding: Understanding, ears: SignsHeard, witness: Witness | None) -> None:
        self._understanding = understanding
        self._ears = ears
        self._witness = witness

    def guess(
        self,
        hypotheses: Sequence[Hypothesis],
        signs: Sequence[HeardSign],
        expected: Expectation,
        now: datetime,
        fails: Callable[[VoiceAssistError], None],
    ) -> tuple[Interpretation, ...]:
        """What may have been meant; `fails` is told once where the witness cannot be used.

        `signs` were heard in the words; the rest may hold a graver one ("for months the bread won't go down").  A
        twitch that is only proposed needs a place to be asked about.
        """
        rest = self._ears.beside(hypotheses, signs)
        about = self._understanding.about(rest, expected, now)
        if signs:
            whole = self._understanding.about(hypotheses, expected, now)
            about = whole if not about or tells_more(whole, about, signs) else about
        words = next((one.text for one in rest if one.text and not one.held), "")
        proposed = self._meant(self._proposed(words, signs, fails, read=bool(about)), words, signs, expected)
        danger = tuple(meaning for meaning in proposed if meaning.intent == _SIGN)
        others = tuple(meaning for meaning in proposed if meaning.intent not in (_SIGN, TWITCH))
        if not about and any(meaning.intent == TWITCH for meaning in proposed):
            about = self._understanding.about(rest, expected, now, after=PROPOSAL)
        if not (about or danger or signs):
            # A place beside what may be danger is that of the danger, and answers nothing.
            about = self._understanding.about(rest, expected, now, answering=True)
        if expected.passing and not (about or danger or signs):
            # No answer in any words: whoever talks on is heard, as if nothing had been asked.
            return self.guess(hypotheses, signs, Expectation(), now, fails)
        return (*danger, *about) or others

    def _proposed(
        self, words: str, signs: Sequence[HeardSign], fails: Callable[[VoiceAssistError], None], *, read: bool
    ) -> Sequence[Proposal]:
        """What the witness makes of `words`, which stand beside `signs`; `read`, a template with gaps fits them."""
        if self._witness is None or not words:
            return ()
        try:
            return self._witness.propose(words, read=read, heard=[sign.sign for sign in signs])
        except VoiceAssistError as problem:
            self._witness = None
            fails(problem)
            return ()

    def _meant(
        self, proposals: Sequence[Proposal], words: str, signs: Sequence[HeardSign], expected: Expectation
    ) -> list[Interpretation]:
        """The proposals that may be made here.

        While a question waits for its answer, or a sign was heard, only signs count: an answer in odd words shall not
        turn the talk to another subject.
        """
        found: list[Interpretation] = []
        for proposal in proposals:
            if proposal.kind != "sign":
                if not expected.waits and (not signs or proposal.value == TWITCH):
                    found.append(_subject(proposal, words))
                continue
            named = (proposal.value, *proposal.others)
            if graver := [sign for sign in named if self._ears.is_graver(sign, words, signs)]:
                found.append(self._sign(graver, proposal.score, words))
        return found

    def _sign(self, signs: Sequence[str], score: float, words: str) -> Interpretation:
        """The question about the first of `signs`, and after a no about the next."""
        slots = {"sign": signs[0], "about": self._ears.about_whom(words), "others": list(signs[1:])}
        return Interpretation(_SIGN, slots, score, Decision.ASK, words)


def _subject(proposal: Proposal, words: str) -> Interpretation:
    """A topic or an intent; nothing is lost by answering a topic that is sure."""
    decision = Decision.ACCEPT if proposal.sure else Decision.CONFIRM
    if proposal.kind == "topic":
        return Interpretation("AskFaq", {"topic": proposal.value}, proposal.score, decision, words)
    return Interpretation(proposal.value, {}, proposal.score, decision, words)
