"""Signs of danger in a conversation: what triage heard is weighed by the ladder, answered first, and written down.

Where the rung depends on how suddenly a sign began and nobody said so, that is asked once.  A sign that may have been
misheard is asked about once.  Nothing here, and no score, can silence an emergency.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any, ClassVar, Self

from voiceassist import triage
from voiceassist.journal import Sign, Twitch
from voiceassist.skills.entries import stamp
from voiceassist.skills.intents import ANSWER_OF
from voiceassist.skills.skill import Answer, Change, Desk, Form, Line, Weighed
from voiceassist.skills.whose import talks_of_another
from voiceassist.triage import Assessment, Facts, HeardSign, Ladder
from voiceassist.values import Decision, Interpretation

EMERGENCY = "emergency"
TOLD = 2
"""See `gravity`."""
LASTING = "persistent"
_JUST_BEFORE = timedelta(minutes=10)
"""How long what is told adds to the signs that were noted before it."""


@dataclass(frozen=True)
class OnsetForm(Form):
    """Asks how suddenly it began; a yes, or not being sure, is an emergency."""

    signs: tuple[HeardSign, ...]
    part_of_checklist: bool = False
    """Whether a question of the checklist led here: what calls for no more than its yes is then left to its result."""
    aside: bool = False
    """Whether something else was said in the same breath, so that the question has to say what it is about."""
    words: str = ""
    """What told of the signs."""
    kind: ClassVar[str] = "onset"
    asks: ClassVar[str] = "onset"
    favours: ClassVar[tuple[str, ...]] = ("Confirm", "Deny", "NotSure")

    def claims(self, desk: Desk) -> frozenset[str]:
        """A sign that is said again, now with its onset, answers the question; so does how long it has lasted."""
        return frozenset(sign.sign for sign in self._dated(desk))

    def _dated(self, desk: Desk) -> tuple[HeardSign, ...]:
        """Signs that are said again with an onset, their own or that of all the words; no emergency among them."""
        asked = {sign.sign for sign in self.signs} | {LASTING}
        stated = triage.stated_onset(desk.words, _ladder(desk))
        again = (sign if sign.onset else replace(sign, onset=stated) for sign in desk.signs if sign.sign in asked)
        return tuple(sign for sign in again if sign.onset and assess(desk, (sign,)).level != EMERGENCY)

    def question(self, desk: Desk) -> Line:
        """Did that start suddenly?"""
        named = [sign.sign for sign in self.signs if sign.sign in _ladder(desk).asked_onset] if self.aside else []
        return Line("Triage.onset", {"question": _ladder(desk).onset_question, "signs": named})

    def answer(self, meaning: Interpretation, desk: Desk) -> Answer | None:
        """Yes, no or not sure, or the onset in words; to what is plainly denied there is none."""
        if meaning.slots.get("denied"):
            return _without({sign.sign for sign in self.signs}, desk)
        if meaning.slots.get("withdrawn"):
            return Answer(opens=(DoubtForm(replace(self.signs[0], certain=False), words=self.words),))
        stated = next((sign.onset for sign in self._dated(desk)), None)
        stated = stated or meaning.slots.get("onset")
        answer = ANSWER_OF.get(meaning.intent or "")
        if stated is None and answer is None:
            return None
        return self._settle(stated or _ladder(desk).slow[answer or "not_sure"], desk)

    def leave(self, desk: Desk) -> Answer:
        """No answer came: the slow rung, and what to do if it was sudden after all."""
        settled = self._settle(_ladder(desk).slow["no"], desk)
        return replace(settled, lines=(*settled.lines, Line("Triage.unless_slow")))

    def _settle(self, onset: str, desk: Desk) -> Answer:
        desk = replace(desk, words=self.words or desk.words)
        told = tuple(sign if sign.onset else replace(sign, onset=onset) for sign in self.signs)
        worse = any(began_badly(sign, desk) for sign in told)
        return Answer() if self.part_of_checklist and not worse else _weigh(told, desk)

    @classmethod
    def from_dict(cls, plain: Mapping[str, Any]) -> Self:
        """The form that `to_dict` wrote."""
        return super().from_dict({**plain, "signs": [HeardSign(**sign) for sign in plain["signs"]]})


@dataclass(frozen=True)
class DoubtForm(Form):
    """Asks whether an uncertain sign was meant; only a clear no drops it."""

    sign: HeardSign
    guessed: bool = False
    """Whether no words told of it, only their likeness to such words: who talks on is asked once more, then let be."""
    again: bool = False
    """Whether it has been asked once more."""
    others: tuple[str, ...] = ()
    """Signs that may have been meant instead, to be asked about after a no, or beside, where they are graver."""
    words: str = ""
    """What may have told of it."""
    kind: ClassVar[str] = "doubt"
    asks: ClassVar[str] = "yes_no"
    after: ClassVar[str] = "doubt"
    favours: ClassVar[tuple[str, ...]] = ("Confirm", "Deny", "NotSure")

    def claims(self, desk: Desk) -> frozenset[str]:
        """The sign said again is a yes; said plainly, it is weighed by itself.

        The very same words again are none where they led to the question about harming oneself: whoever asks twice
        whether they will die is afraid.
        """
        if desk.words == self.words and _ladder(desk).sign(self.sign.sign).crisis:
            return frozenset()
        again = any(sign.key == self.sign.key and not sign.certain for sign in desk.signs)
        return frozenset({self.sign.sign} if again else ())

    def question(self, desk: Desk) -> Line:
        """Was that meant?"""
        ladder = _ladder(desk)
        asked = ladder.sign(self.sign.sign).asked_about(self.sign.about)
        return Line("Triage.doubt", {"question": ladder.again_question if self.sign.old else asked})

    def answer(self, meaning: Interpretation, desk: Desk) -> Answer | None:
        """Yes or not sure: the sign counts.  No: it was misheard, or it is one of the others."""
        ladder = _ladder(desk)
        if meaning.intent == "Deny" and ladder.sign(self.sign.sign).crisis and triage.half_denies(desk.words, ladder):
            meaning = replace(meaning, intent="NotSure")
        if meaning.intent == "Confirm" and self._is_offer_meant(desk):
            return None
        about = meaning.slots.get("about", self.sign.about)
        told = replace(self.sign, certain=True, old=False, about=about)
        if meaning.intent in ("Confirm", "NotSure"):
            judged = _judge((told,), replace(desk, words=self.words or desk.words))
            return judged if judged.final else replace(judged, opens=(*self._next(desk, (told,)), *judged.opens))
        if meaning.intent != "Deny":
            return None
        return Answer(opens=opens) if (opens := self._next(desk, ())) else Answer((Line("Triage.dropped"),))

    def _is_offer_meant(self, desk: Desk) -> bool:
        """Whether a yes to a slow sign that was only guessed at rather answers what is to be logged."""
        ladder = _ladder(desk)
        return self.guessed and not ladder.sign(self.sign.sign).emergency and triage.agrees_to_offer(desk.words, ladder)

    def _next(self, desk: Desk, told: tuple[HeardSign, ...]) -> tuple[DoubtForm, ...]:
        """The question about the first of the others that could raise the rung above that of what was `told`."""
        about = self.sign.about
        for number, name in enumerate(self.others):
            if not told or triage.raises(name, told, about, _ladder(desk)):
                sign = HeardSign(name, about=about, certain=False)
                return (DoubtForm(sign, guessed=True, others=self.others[number + 1 :], words=self.words),)
        return ()

    def leave(self, desk: Desk) -> Answer:
        """Nothing was reported; an emergency that nobody denied is not dropped without a word."""
        alone = assess(desk, (replace(self.sign, certain=True),))
        unless = (Line("Triage.unless_meant", {"sign": self.sign.sign}),) if alone.level == EMERGENCY else ()
        return Answer((Line("Triage.dropped"), *unless))

    @classmethod
    def from_dict(cls, plain: Mapping[str, Any]) -> Self:
        """The form that `to_dict` wrote."""
        return super().from_dict({**plain, "sign": HeardSign(**plain["sign"])})


def gravity(form: object) -> int:
    """Which of several questions comes first: `TOLD` for danger that was told, 1 for danger guessed at, else 0."""
    match form:
        case DoubtForm(guessed=True):
            return 1
        case DoubtForm() | OnsetForm():
            return TOLD
    return 0


def asks_no_more(form: object, other: object) -> bool:
    """Whether `form` asks how signs began that `other` asks about as well."""
    if not isinstance(form, OnsetForm) or not isinstance(other, OnsetForm):
        return False
    return {sign.sign for sign in form.signs} <= {sign.sign for sign in other.signs}


def respond(desk: Desk, claimed: frozenset[str]) -> Answer:
    """The answer to the signs heard in this utterance, except those that only answer the open question."""
    signs = tuple(sign for sign in desk.signs if sign.sign not in claimed)
    return _judge(signs, desk) if signs else Answer()


def aside(answer: Answer) -> Answer:
    """`answer` where something else was said in the same breath: what it asks says what it is about."""
    opens = tuple(replace(form, aside=True) if isinstance(form, OnsetForm) else form for form in answer.opens)
    return replace(answer, opens=opens)


def unless_light(answer: Answer, desk: Desk) -> Answer:
    """`answer` to facts that call for nothing and are no entry ("I changed my medicine"), without its words: what else
    was said is answered."""
    lowest = _ladder(desk).rungs[-1].name if answer.assessed else ""
    light = all(weighed.assessment.level == lowest for weighed in answer.assessed)
    return replace(answer, lines=()) if light and not answer.inserts and not answer.opens else answer


def verdicts(desk: Desk) -> tuple[Answer, ...]:
    """What the ladder says of the signs in this utterance, with nothing written and nothing asked."""
    verdict = [(signs, assess(desk, signs)) for signs in _by_person(desk.signs)]
    return tuple(Answer((result_line(found),), assessed=(_weighed(found, signs),)) for signs, found in verdict)


def report_sign(meanings: Sequence[Interpretation], desk: Desk) -> Answer:
    """A sign that triage heard was answered by `respond`; one that only a template or a witness saw is asked about,
    unless it is a template's and plainly denied ("no chest pain").

    Whom it is about is believed of words alone: "their face" and "my face" sound alike.
    """
    ladder = _ladder(desk)
    heard = {sign.sign for sign in desk.signs if is_answered(sign, ladder)}
    denied = triage.denied(desk.words, ladder)
    unheard = [
        meaning.slots
        for meaning in meanings
        if meaning.slots["sign"] not in heard
        and (meaning.decision is Decision.ASK or meaning.slots["sign"] not in denied)
    ]
    about = "other" if talks_of_another(desk) else triage.about_whom(desk.words, ladder)
    if any(sign.old for sign in desk.signs):
        # What is told as of years ago may still hold danger, but "never since" is no sign that lasts.
        unheard = [slots for slots in unheard if ladder.sign(slots["sign"]).emergency]
    forms = [
        DoubtForm(
            HeardSign(slots["sign"], about=about, certain=False),
            guessed=True,
            others=tuple(other for other in slots.get("others", ()) if other not in heard),
            words=desk.words,
        )
        for slots in unheard
    ]
    return Answer(opens=tuple(forms[:1]))


def with_twitches(twitches: Sequence[Twitch], desk: Desk) -> Answer:
    """What came with a twitch goes through the ladder like any other sign."""
    return of_entries(
        (sign for twitch in twitches for sign in triage.signs_of_twitch(twitch.with_, twitch.place, twitch.side)), desk
    )


def of_entries(found: Iterable[HeardSign], desk: Desk) -> Answer:
    """The ladder's answer to signs that entries hold, except those that were heard in the words and so answered."""
    told = {sign.sign for sign in desk.signs}
    signs = {sign.sign: sign for sign in found if sign.sign not in told}
    return _judge(tuple(signs.values()), desk) if signs and desk.knowledge.ladder else Answer()


def assess(desk: Desk, signs: Iterable[HeardSign] = (), answers: Mapping[str, str] | None = None) -> Assessment:
    """The ladder's verdict on `signs` and on checklist `answers` (by the sign a yes stands for).

    Signs are either all the speaker's own or all somebody else's.
    """
    numbered = tuple((answers or {}).get(question.id) for question in desk.knowledge.checklist)
    heard = tuple(signs)
    about = heard[0].about if heard else "self"
    return triage.assess(Facts(signs=heard, answers=numbered or triage.NO_ANSWERS, about=about), _ladder(desk))


def began_badly(sign: HeardSign, desk: Desk) -> bool:
    """Whether the sign began so that it calls for more than it would had it come on slowly."""
    ladder = _ladder(desk)
    came, slowly = (assess(desk, (one,)).level for one in (sign, replace(sign, onset=ladder.slow["no"])))
    return ladder.height(came) > ladder.height(slowly)


def result_line(assessment: Assessment) -> Line:
    """The one next step first, then the reasons in a few words."""
    return Line("Triage.result", {"said": assessment.spoken})


def _judge(signs: tuple[HeardSign, ...], desk: Desk) -> Answer:
    """Weigh what is sure, ask about what is doubtful, and ask for the onset where the rung hangs on it."""
    ladder = _ladder(desk)
    doubtful = [sign for sign in signs if not sign.certain and is_answered(sign, ladder)]
    doubtful.sort(key=lambda sign: not ladder.sign(sign.sign).emergency)
    beside = tuple(s.sign for s in doubtful[1:] if ladder.sign(s.sign).emergency and s.about == doubtful[0].about)
    doubts = tuple(DoubtForm(sign, others=beside, words=desk.words) for sign in doubtful[:1])
    answers = [_judge_one(own, desk) for own in _by_person(signs)]
    urgent = next((answer for answer in answers if answer.final), None)
    if urgent:
        return urgent
    return Answer(
        lines=tuple(line for answer in answers for line in answer.lines),
        inserts=tuple(entry for answer in answers for entry in answer.inserts),
        opens=(*doubts, *(form for answer in answers for form in answer.opens)),
        assessed=tuple(assessment for answer in answers for assessment in answer.assessed),
        cautioned=frozenset().union(*(answer.cautioned for answer in answers)),
    )


def is_answered(sign: HeardSign, ladder: Ladder) -> bool:
    """Whether a sign is weighed, or worth a question where it is uncertain: an emergency always, others where words
    around it made it so."""
    asked = ladder.sign(sign.sign).emergency or (sign.hedged and sign.sign not in ladder.said_only)
    return sign.certain or asked


def _without(denied: Set[str], desk: Desk) -> Answer:
    """Nothing is weighed, and the twitch that was logged just before loses what is denied of it."""
    entries = [entry for id_ in desk.recent if (entry := desk.journal.get(id_)) is not None]
    changed = [
        replace(entry, with_=tuple(sign for sign in entry.with_ if sign not in denied))
        for entry in entries
        if isinstance(entry, Twitch) and denied & set(entry.with_)
    ]
    if not changed:
        return Answer((Line("Triage.dropped"),))
    desk.journal.update_all(changed, desk.turn)
    said = {"entry": changed[-1].to_dict(), "changed": ("with_",), "several": False}
    return Answer((Line("Correct.done", said),), changes=tuple(Change("update", entry) for entry in changed))


def _by_person(signs: tuple[HeardSign, ...]) -> list[tuple[HeardSign, ...]]:
    sure = [sign for sign in signs if sign.certain]
    own = tuple(sign for sign in sure if sign.about == "self")
    others = tuple(sign for sign in sure if sign.about != "self")
    return [group for group in (own, others) if group]


def _judge_one(signs: tuple[HeardSign, ...], desk: Desk) -> Answer:
    provisional = assess(desk, signs)
    if provisional.level == EMERGENCY or not any(_needs_onset(sign, _ladder(desk)) for sign in signs):
        return _weigh(signs, desk)
    return Answer(opens=(OnsetForm(signs, words=desk.words),), assessed=(_weighed(provisional, signs),))


def _needs_onset(sign: HeardSign, ladder: Ladder) -> bool:
    return sign.onset is None and sign.sign in ladder.asked_onset


def _weigh(signs: tuple[HeardSign, ...], desk: Desk) -> Answer:
    assessment = assess(desk, (*signs, *_noted_before(signs, desk)))
    entries = () if assessment.alone else tuple(_entry(sign, desk) for sign in signs if _is_kept(sign, desk))
    noted = (Line("Triage.noted", {"signs": [entry.sign for entry in entries]}),) if entries else ()
    return Answer(
        lines=(result_line(assessment), *noted),
        inserts=entries,
        assessed=(_weighed(assessment, signs),),
        cautioned=assessment.cautions,
        final=assessment.level == EMERGENCY,
    )


def _noted_before(signs: tuple[HeardSign, ...], desk: Desk) -> tuple[HeardSign, ...]:
    """The person's own signs that were noted just before: what is told now adds to them, and makes none less grave
    ("my hand is weak" … "for months")."""
    if any(sign.about != "self" for sign in signs):
        return ()
    told = {sign.sign for sign in signs}
    entries = desk.journal.entries(["sign"], start=desk.now - _JUST_BEFORE)
    return tuple(
        HeardSign(entry.sign, onset=entry.onset, place=entry.place, side=entry.side)
        for entry in entries
        if isinstance(entry, Sign) and entry.sign not in told and desk.now - entry.created_at <= _JUST_BEFORE
    )


def _weighed(assessment: Assessment, signs: Iterable[HeardSign]) -> Weighed:
    return Weighed(assessment, tuple(dict.fromkeys(sign.sign for sign in signs)))


def _is_kept(sign: HeardSign, desk: Desk) -> bool:
    """What is said of somebody else is not this person's record; facts about medicines are no signs."""
    return sign.about == "self" and sign.sign not in _ladder(desk).said_only


def _entry(sign: HeardSign, desk: Desk) -> Sign:
    return Sign(
        **stamp(desk),
        sign=sign.sign,
        place=sign.place,
        side=sign.side,
        onset=sign.onset,
        level=assess(desk, (sign,)).level,
    )


def _ladder(desk: Desk) -> Ladder:
    if desk.knowledge.ladder is None:
        raise LookupError("this language folder has no knowledge/triage.yaml, so nothing can be weighed")
    return desk.knowledge.ladder
