"""While danger is asked about, or was just told, nothing else that is said may lead away from it.

Pure functions over what was heard and meant; `dialogue` does what they say.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Final

from voiceassist import triage
from voiceassist.dialogue import control
from voiceassist.dialogue.state import State
from voiceassist.journal import Twitch
from voiceassist.skills import signs
from voiceassist.skills.correction import recently_logged
from voiceassist.skills.intents import YES_NO
from voiceassist.skills.skill import Answer, Desk, Form
from voiceassist.triage import HeardSign
from voiceassist.values import Decision, Interpretation

QUESTIONS: Final = frozenset({"AskJournal", "AskFaq", "AskPlan", "CheckSeriousness"})
"""Intents that ask, and so change nothing."""
_STEERING: Final = frozenset(control.INTENTS) - YES_NO
_ORDERS: Final = _STEERING | {"Undo", "Correct", "StopPlan"}
"""What would undo, change or end something: not done beside danger that is asked about."""
_ASIDE: Final = frozenset({"CheckSeriousness", "RunChecklist"})
"""What leads to other questions about danger: the open one comes first."""
_FRIGHTENED: Final = _ASIDE | {"Help", "Deny", "NotSure", "Skip", "Distress", "Greet"}
"""What somebody may say who was just told to call for help: they hear it again."""
_OF_US: Final = frozenset({"about", "journal", "privacy"})
"""Topics that are no question about one's body."""
_FRESH: Final = timedelta(hours=1)
"""How long an alarm is said again."""
_PATIENCE: Final = 3
"""Utterances in a row that are not understood, after which an alarm is no longer said again: nobody talks to us."""


def is_asked(form: Form | None) -> bool:
    """Whether `form` asks about danger that was told, not only guessed at."""
    return signs.gravity(form) == signs.TOLD


def is_told_anyway(form: Form | None, desk: Desk) -> bool:
    """Whether the sign that `form` doubts was now said plainly: it is weighed, and the question is over."""
    return isinstance(form, signs.DoubtForm) and any(
        sign.sign == form.sign.sign and sign.certain for sign in desk.signs
    )


def claimed(form: Form | None, desk: Desk, meanings: Iterable[Interpretation]) -> frozenset[str]:
    """The signs that answer the open question; beside words that would end it ("stop, I can't swallow") they are
    weighed by themselves instead."""
    if form is None:
        return frozenset()
    steered = any(meaning.intent in _STEERING for meaning in meanings)
    return frozenset() if steered and not isinstance(form, signs.DoubtForm) else form.claims(desk)


def told(meanings: Sequence[Interpretation], desk: Desk) -> tuple[HeardSign, ...]:
    """The signs heard that are meant here.

    "For two weeks", of what the journal was just asked for, is no length of a twitch.  Where the words surely say how
    strong the twitch was that was just logged, what is only doubted is no sign: "it's not strong" is no weakness then.
    """
    if desk.asked and meanings and all(one.slots.get("query") == "same" for one in meanings):
        return tuple(sign for sign in desk.signs if sign.sign != signs.LASTING)
    strength = bool(meanings) and all(is_sure(one) and one.slots.get("slot") == "intensity" for one in meanings)
    if not strength or not any(isinstance(entry, Twitch) for entry in recently_logged(desk)[:1]):
        return desk.signs
    return tuple(
        sign
        for sign in desk.signs
        if sign.certain or signs.assess(desk, (replace(sign, certain=True),)).level == signs.EMERGENCY
    )


def answered(form: Form | None, meanings: Sequence[Interpretation]) -> tuple[Interpretation, ...]:
    """`meanings` where a sign that was said answers the open question: yes, whatever else is said.

    A no beside it says two things at once: of a sign that is doubted nothing was answered then.
    """
    intents = {meaning.intent for meaning in meanings}
    doubted = isinstance(form, signs.DoubtForm)
    if doubted and "Deny" in intents:
        return ()
    if "NotSure" in intents and not doubted:
        return tuple(meanings)
    dropped = YES_NO | {"ReportSign"} | (_STEERING if doubted else frozenset())
    others = (m for m in meanings if m.decision is not Decision.REJECT and m.intent not in dropped)
    return (Interpretation.certain("Confirm", {}), *others)


def beside(
    form: Form | None, meanings: Sequence[Interpretation], reported: Answer, desk: Desk
) -> tuple[Interpretation, ...]:
    """`meanings` beside signs that were heard: a yes or no that is only guessed at answers nothing but a question about
    danger, an order that is only guessed at is none, and none is carried out while danger is asked about.  A period
    without a question, which is only guessed to be one, tells how long a sign has lasted.  Beside a question about
    harming oneself nothing else is answered."""
    guessed = _ORDERS if signs.gravity(form) else _ORDERS | YES_NO
    unsure = [m for m in meanings if m.decision is Decision.CONFIRM and (m.intent in guessed or _is_period(m))]
    kept = [m for m in meanings if not (desk.signs and m in unsure)]
    doubted = [form.sign.sign for form in reported.opens if isinstance(form, signs.DoubtForm) and is_asked(form)]
    if doubted:
        kept = [meaning for meaning in kept if meaning.intent not in _ORDERS]
    if desk.knowledge.ladder and any(desk.knowledge.ladder.sign(name).crisis for name in doubted):
        kept = [meaning for meaning in kept if meaning.intent not in QUESTIONS]
    return tuple(kept)


def _is_period(meaning: Interpretation) -> bool:
    """Whether nothing but a period was said: "over the last two days"."""
    return (
        meaning.intent == "AskJournal"
        and meaning.slots.keys() == {"query", "period"}
        and meaning.slots["query"] == "list"
    )


def over(form: Form | None, meanings: Sequence[Interpretation]) -> tuple[Interpretation, ...]:
    """`meanings` while `form` is open: over a question about danger opens nothing that was only guessed at, and no
    other question about danger."""
    if not is_asked(form):
        return tuple(meanings)
    return tuple(
        m
        for m in meanings
        if m.intent not in _ASIDE and (m.decision is not Decision.CONFIRM or m.intent in YES_NO | {"Correct"})
    )


def agreed(form: Form | None, meanings: Sequence[Interpretation], desk: Desk) -> tuple[Interpretation, ...]:
    """`meanings`, or a yes to the open question about danger where words say it beside what was not surely understood:
    "yes, my eye too", "it does"."""
    ladder = desk.knowledge.ladder
    if not isinstance(form, signs.DoubtForm | signs.OnsetForm) or ladder is None:
        return tuple(meanings)
    if any(is_sure(meaning) and meaning.intent != "ReportSign" for meaning in meanings):
        return tuple(meanings)
    crisis = isinstance(form, signs.DoubtForm) and ladder.sign(form.sign.sign).crisis
    hedged = crisis and is_nothing(meanings) and triage.half_denies(desk.words, ladder)
    if hedged or triage.agrees(desk.words, ladder):
        return (Interpretation.certain("Confirm", {}, desk.words),)
    return tuple(meanings)


def began(form: Form | None, desk: Desk) -> str | None:
    """The onset that words state by themselves, where the open question is about when something was."""
    ladder = desk.knowledge.ladder
    if ladder is None:
        return None
    stated = triage.stated_onset(desk.words, ladder)
    if isinstance(form, signs.OnsetForm):
        return stated
    lately = isinstance(form, signs.DoubtForm) and form.sign.old and stated in ("sudden", "days")
    return "sudden" if lately else None


def denied(form: Form | None, meanings: Sequence[Interpretation], desk: Desk) -> tuple[Interpretation, ...]:
    """`meanings`, or the denial of all signs that are asked about, where words say that and nothing else was surely
    understood: "no weakness, just the cramp"."""
    ladder = desk.knowledge.ladder
    if not isinstance(form, signs.OnsetForm | signs.DoubtForm) or ladder is None:
        return tuple(meanings)
    if any(is_sure(meaning) and meaning.intent not in YES_NO | {"ReportSign"} for meaning in meanings):
        return tuple(meanings)
    asked = (form.sign,) if isinstance(form, signs.DoubtForm) else form.signs
    if not {sign.sign for sign in asked} <= triage.denied(desk.words, ladder):
        return tuple(meanings)
    return (Interpretation.certain("Deny", {"denied": True}, desk.words),)


def withdrawn(form: Form | None, meanings: Sequence[Interpretation], desk: Desk) -> tuple[Interpretation, ...]:
    """`meanings`, or that what is asked about was a joke, where words say so and nothing else was surely understood.

    In the checklist that is a no to its question; elsewhere it is asked once whether there is anything of the kind, and
    to that only a no beside it counts.  Of harming oneself nothing is a joke.
    """
    ladder = desk.knowledge.ladder
    if not isinstance(form, signs.OnsetForm | signs.DoubtForm) or ladder is None:
        return tuple(meanings)
    if any(is_sure(meaning) and meaning.intent not in YES_NO | {"Undo"} for meaning in meanings):
        return tuple(meanings)
    if desk.signs or not triage.takes_back(desk.words, ladder):
        return tuple(meanings)
    if isinstance(form, signs.OnsetForm):
        of_checklist = Interpretation.certain("Correct", {"slot": "answer", "value": "no"}, desk.words)
        elsewhere = Interpretation.certain("Deny", {"withdrawn": True}, desk.words)
        return (of_checklist if form.part_of_checklist else elsewhere,)
    if ladder.sign(form.sign.sign).crisis or not triage.disagrees(desk.words, ladder):
        return tuple(meanings)
    return (Interpretation.certain("Deny", {}, desk.words),)


def is_denied(desk: Desk) -> bool:
    """Whether what is said after an alarm denies a sign in so many words; a mere no may be fright."""
    ladder = desk.knowledge.ladder
    return ladder is not None and bool(triage.denied(desk.words, ladder))


def taken_back(form: Form, meanings: Sequence[Interpretation], desk: Desk) -> str | None:
    """The onset where the no to `form`, said just before, is taken back ("I meant yes", "no, it was this morning");
    what is told of today ("a twitch in my calf this morning") takes nothing back."""
    if any(map(_is_told, meanings)):
        return None
    if any(_says_yes(meaning) for meaning in meanings) or began(form, desk) == "sudden":
        return "sudden"
    return None


def clings(state: State, meanings: Sequence[Interpretation], reported: Answer, now: datetime) -> bool:
    """Whether what is said after an alarm leaves it as it was: nothing of one's own was surely said, and no more than a
    doubt whether help is needed."""
    if reported.lines or any(not isinstance(form, signs.DoubtForm) for form in reported.opens):
        return False
    if not state.alarm or now - datetime.fromisoformat(state.alarmed) > _FRESH:
        return False
    if is_nothing(meanings):
        return state.misses < _PATIENCE
    # A sign that only a template saw is what a question is about: "can stress cause chest pain".
    told = [meaning for meaning in meanings if meaning.intent != "ReportSign"] or meanings
    return all(
        meaning.intent in _FRIGHTENED or meaning.decision is not Decision.ACCEPT or _asks_of_illness(meaning)
        for meaning in told
    ) and not any(meaning.intent == "Confirm" for meaning in meanings)


def is_nothing(meanings: Iterable[Interpretation]) -> bool:
    """Whether nothing was understood."""
    return all(meaning.decision is Decision.REJECT for meaning in meanings)


def is_sure(meaning: Interpretation) -> bool:
    """Whether it was surely said; "it happened this morning" is no twitch where a time was asked for."""
    return meaning.decision is Decision.ACCEPT and (meaning.intent != "LogTwitch" or "place" in meaning.slots)


def _asks_of_illness(meaning: Interpretation) -> bool:
    """Whether it asks about illness, medicine or the body: what comforts is not said after an alarm."""
    return meaning.intent == "AskFaq" and meaning.slots.get("topic") not in _OF_US


def _is_told(meaning: Interpretation) -> bool:
    """Whether something of its own was surely said."""
    return is_sure(meaning) and meaning.intent not in YES_NO | {"Correct"}


def _says_yes(meaning: Interpretation) -> bool:
    return meaning.intent == "Confirm" or (meaning.slots.get("slot"), meaning.slots.get("value")) == ("answer", "yes")
