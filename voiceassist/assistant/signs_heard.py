"""Which signs of danger the hypotheses of one utterance hold, and how far each is to be believed.

Every hypothesis is read, whatever its score.  What only a lesser one holds, or only the recogniser that is held to the
grammar, is at most asked about; no emergency is ever dropped.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

from voiceassist import triage
from voiceassist.assistant.by_ear import ByEar
from voiceassist.skills.signs import EMERGENCY, is_answered
from voiceassist.triage import HeardSign, Ladder
from voiceassist.understanding.judging import TYPED
from voiceassist.values import Decision, Hypothesis, Interpretation, heard_first

Signs = tuple[HeardSign, ...]


class SignsHeard:
    """Hears signs in hypotheses; without a ladder of urgency, none."""

    def __init__(self, ladder: Ladder | None, by_ear: ByEar | None = None) -> None:
        self._ladder = ladder
        self._by_ear = by_ear

    def prepare(self) -> None:
        """Do what would otherwise be done when something is first heard."""
        if self._by_ear:
            self._by_ear.prepare()

    def hear(self, hypotheses: Sequence[Hypothesis]) -> tuple[Signs, Signs]:
        """Signs in any hypothesis: first what the best one of any free recogniser says, then what only others say.

        A recogniser that is held to the grammar makes words of any noise, so what it alone heard is uncertain, unless
        a lesser hypothesis of the free one says the same.
        """
        ladder = self._ladder
        if ladder is None:
            return (), ()
        free = [hypothesis.text for hypothesis in hypotheses if not hypothesis.held and hypothesis.text]
        held = [hypothesis.text for hypothesis in hypotheses if hypothesis.held]
        best = list(heard_first(hypotheses).values()) or held
        sure = tuple(_begun(sign, free, ladder) for sign in triage.hear(best, ladder))
        known = {sign.key for sign in sure}
        freely, heldly = (triage.hear(texts, ladder) if free else () for texts in (free, held))
        agreed = {sign.key for sign in freely} & {sign.key for sign in heldly}
        others = (sign for sign in triage.merge((*freely, *heldly), ladder) if sign.key not in known)
        return sure, tuple(replace(sign, certain=sign.certain and sign.key in agreed) for sign in others)

    def near(
        self, hypotheses: Sequence[Hypothesis], signs: Sequence[HeardSign], meanings: Sequence[Interpretation]
    ) -> Signs:
        """What only sounds like danger, where no danger was heard and nothing was surely understood."""
        spoken = [one for one in hypotheses if one.recognizer != TYPED]
        if self._by_ear is None or not spoken or any(map(self.is_emergency, signs)):
            return ()
        if any(meaning.decision is Decision.ACCEPT for meaning in meanings):
            return ()
        near = self._by_ear.hear(spoken)
        return (near,) if near and near.sign not in {sign.sign for sign in signs} else ()

    def is_alarmed(self, hypotheses: Sequence[Hypothesis]) -> bool:
        """Whether some hypothesis tells of an emergency."""
        sure, others = self.hear(hypotheses)
        return any(map(self.is_emergency, (*sure, *others)))

    def is_emergency(self, sign: HeardSign) -> bool:
        """Whether `sign`, if it is true, is an emergency by itself."""
        if self._ladder is None:
            return False
        alone = triage.Facts(signs=(replace(sign, certain=True),), about=sign.about)
        return triage.assess(alone, self._ladder).level == EMERGENCY

    def is_believable(self, sign: HeardSign, meanings: Sequence[Interpretation]) -> bool:
        """Whether a sign that the best hypothesis does not hold is worth a question: no emergency is ever dropped."""
        reported = any(meaning.slots.get("sign") == sign.sign for meaning in meanings if meaning.intent)
        return sign.certain or reported or self.is_emergency(sign)

    def answered(self, signs: Sequence[HeardSign]) -> Signs:
        """Those of `signs` that the dialogue does not let pass."""
        return tuple(sign for sign in signs if self._ladder and is_answered(sign, self._ladder))

    def is_graver(self, sign: str, words: str, heard: Sequence[HeardSign]) -> bool:
        """Whether `sign`, if it is meant and began as badly as it may have, calls for more than what was `heard` of the
        same person."""
        if self._ladder is None or not heard:
            return True
        about = self.about_whom(words)
        return triage.raises(sign, [one for one in heard if one.about == about], about, self._ladder)

    def about_whom(self, words: str) -> str:
        """Whom `words` tell of: ``self`` or ``other``."""
        return triage.about_whom(words, self._ladder) if self._ladder else "self"

    def tell_of_twitching(self, hypotheses: Sequence[Hypothesis]) -> bool:
        """Whether some hypothesis has a word for a twitch."""
        ladder = self._ladder
        return ladder is None or any(triage.tells_of_twitching(one.text, ladder) for one in hypotheses)

    def beside(self, hypotheses: Sequence[Hypothesis], signs: Sequence[HeardSign]) -> list[Hypothesis]:
        """The hypotheses without the words that `signs` were read from."""
        ladder = self._ladder
        if not signs or ladder is None:
            return list(hypotheses)
        rest = [replace(one, text=_without(one.text, signs, ladder), words=()) for one in hypotheses]
        return [one for one in rest if one.text]


def beyond(signs: Sequence[HeardSign], weighed: Mapping[tuple[str, str], bool]) -> Signs:
    """What `signs` add to those of the first part of an utterance, told with whether they were certain."""
    return tuple(one for one in signs if (known := weighed.get(one.key)) is None or (one.certain and not known))


def _begun(sign: HeardSign, free: Sequence[str], ladder: Ladder) -> HeardSign:
    """The sign, without the slow beginning that the best hypothesis gave it where others doubt that.

    "Within minutes" heard as "within days" must not keep it from being asked about.
    """
    if sign.sign not in ladder.asked_onset or sign.onset in (None, "sudden"):
        return sign
    onsets = [other.onset for text in free for other in triage.hear([text], ladder) if other.key == sign.key]
    doubted = "sudden" in onsets or onsets.count(None) * 2 > len(onsets)
    return replace(sign, onset=None, when="") if doubted else sign


def _without(text: str, signs: Sequence[HeardSign], ladder: Ladder) -> str:
    """`text` without the words that the signs were read from.

    They stand there as triage's reader writes them ("can't" is "cannot"); where they do not, the whole is read so.
    """
    left = text.lower()
    for sign in signs:
        if sign.evidence and sign.evidence not in left:
            left = " ".join(ladder.reader.read(left).words)
        for words in (f"{sign.evidence} {sign.when}".strip(), sign.evidence):
            left = re.sub(rf"\b{re.escape(words)}\b", " ", left) if words else left
    return " ".join(left.split())
