"""What the interpretations of one utterance mean at this point of the conversation, before anything is done about it.

Understanding reads words; here a place is taken from the twitch before, a correction finds what it corrects, and an
answer its question.  The steps are taken in the order of `read`; each is a pure function of what was meant and of the
state.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from voiceassist.dialogue import danger
from voiceassist.dialogue.confirm import ConfirmForm
from voiceassist.dialogue.state import State
from voiceassist.skills import signs
from voiceassist.skills.ask_journal import asked_on
from voiceassist.skills.correction import amended, applies, doubted, foreseen, named
from voiceassist.skills.day_leaning import beside, first_told, in_all, none_after_all, of_last, restated
from voiceassist.skills.day_values import ASKED, asked_if_much
from voiceassist.skills.intents import ANSWERED, LOGS, YES_NO
from voiceassist.skills.log_note import pointing, worded
from voiceassist.skills.log_twitch import PlaceForm, like_last, timed
from voiceassist.skills.make_report import of_report
from voiceassist.skills.skill import Answer, Desk, Form
from voiceassist.skills.whose import asked_whose
from voiceassist.triage import denied, signs_of_twitch, tells_of_habit, tells_of_twitching
from voiceassist.values import Decision, Interpretation

Meanings = tuple[Interpretation, ...]

_TIMES: Final = frozenset({"at", "since", "duration_s"})
"""What a correction may be of that is told by a time alone."""


def read(
    meanings: Sequence[Interpretation], state: State, desk: Desk, reported: Answer, *, claimed: bool
) -> tuple[Meanings, State]:
    """What `meanings` mean here, and `state` with the open question corrected where the words did so.

    `reported` is the answer to the signs of danger among the words; `claimed`, one of them answers the open question.
    """
    asked = state.form
    said = _said(_distinct(_of_habit(_beside_none(_without_doubted(_cut_off(meanings), desk), desk), desk)))
    said = _without_introductions(_answered_anew(_without_likeness(said), state))
    said = _without_orders(_deleting(_another_tip(said, state), state), state)
    said = asked.read(said, desk) if asked else said
    told = _amounts_once(beside(said, asked=asked is not None and asked.asks == ASKED))
    found = tuple(timed(like_last(meaning, desk), desk) for meaning in told)
    noted = _noted(asked)
    found = tuple(worded(pointing(meaning, noted, desk), desk, alone=len(found) == 1) for meaning in found)
    found = tuple(asked_on(asked_whose(asked_if_much(meaning), desk), desk) for meaning in found)
    found = tuple(of_report(meaning, desk) for meaning in found)
    found, state = _restated(_amending(_asking(_of_logged(found, state))), state)
    found = tuple(in_all(of_last(first_told(meaning, desk), desk), desk) for meaning in found)
    found = danger.denied(asked, _begun(_corrected(found, state, desk), asked, desk), desk)
    found = danger.withdrawn(asked, found, desk)
    found = _asked_for(_unless_both(danger.agreed(asked, found, desk)), state)
    if claimed:
        return danger.answered(asked, found), state
    return danger.over(asked, danger.beside(asked, found, reported, desk)), state


def _noted(form: Form | None) -> str:
    """The words of the note that is asked about."""
    if not isinstance(form, ConfirmForm) or form.intent != "LogNote":
        return ""
    return str(form.slots[-1].get("text") or form.words)


def _distinct(meanings: Sequence[Interpretation]) -> Meanings:
    """`meanings` with what was said twice ("that's all, bye", "my left thumb, and the thumb is weak") taken once."""
    kept: list[Interpretation] = []
    for meaning in meanings:
        if not any(meaning.intent == other.intent and _is_said_by(meaning, other) for other in kept):
            kept.append(meaning)
    return tuple(kept)


def _said(meanings: Meanings) -> Meanings:
    """`meanings` without "okay" and "nothing else" beside something else, where they say nothing."""
    return tuple(meaning for meaning in meanings if meaning.intent != "Acknowledge") or meanings


def _another_tip(meanings: Meanings, state: State) -> Meanings:
    """`meanings`; after a tip, with nothing open, "next one" asks for another."""
    if not state.tip or state.form or [meaning.intent for meaning in meanings] != ["Skip"]:
        return meanings
    return (replace(meanings[0], intent="DailyTip", slots={"which": "another"}),)


def _without_likeness(meanings: Meanings) -> Meanings:
    """`meanings` without "the usual spot" beside the place that this is."""
    placed = any(one.intent == "LogTwitch" and "place" in one.slots for one in meanings)
    likeness = {"like": "before"}
    return tuple(one for one in meanings if not placed or one.intent != "LogTwitch" or one.slots != likeness)


def _answered_anew(meanings: Meanings, state: State) -> Meanings:
    """`meanings` with the last yes or no to what is asked about, where that takes back the first in the same breath:
    "yes, no, sorry, no"."""
    anew = [one for one in meanings if one.intent == "Correct" and one.slots.get("slot") == "answer"]
    if len(anew) != 1 or not isinstance(state.form, ConfirmForm):
        return meanings
    last = replace(anew[0], intent=ANSWERED[anew[0].slots["value"]], slots={})
    return (*(one for one in meanings if one not in anew and one.intent not in YES_NO), last)


def _without_introductions(meanings: Meanings) -> Meanings:
    """`meanings` without the "write this down" that leads to what is logged: it asks for no note beside that."""
    if not any(one.intent in LOGS and one.slots.get("text", "") is not None for one in meanings):
        return meanings
    return tuple(one for one in meanings if one.intent != "LogNote" or one.slots.get("text", "") is not None)


def _without_orders(meanings: Meanings, state: State) -> Meanings:
    """`meanings` without the "log it" that follows what is logged: it answers no other question."""
    if isinstance(state.form, ConfirmForm):
        return meanings
    pairs = zip((Interpretation(None), *meanings), meanings, strict=False)
    return tuple(one for before, one in pairs if one.intent != "Confirm" or before.intent not in LOGS)


def _deleting(meanings: Meanings, state: State) -> Meanings:
    """`meanings`; "delete it" is about the one entry that was just told of or changed, else about the last step.

    A no beside it says nothing more where an entry is asked about: "delete the thumb one, it was nothing".
    """
    slots = {"told": True} if state.told else {}
    if isinstance(state.form, ConfirmForm) and state.form.logs and any(one.intent == "Undo" for one in meanings):
        meanings = tuple(one for one in meanings if one.intent != "Deny")
    return tuple(replace(m, slots=slots) if m.intent == "Undo" and "entry" in m.slots else m for m in meanings)


def _is_said_by(meaning: Interpretation, other: Interpretation) -> bool:
    """Whether `other` says all that `meaning` does; of a twitch its side may be left out the second time."""
    told = {"side"} if meaning.intent == "LogTwitch" and "place" in meaning.slots else set()
    return meaning.slots == {name: v for name, v in other.slots.items() if name not in told - meaning.slots.keys()}


def _beside_none(meanings: Sequence[Interpretation], desk: Desk) -> Meanings:
    """`meanings`, asking about a place where no word tells of a twitch and nothing but what may have come with one:
    "my hands and my feet are cold"."""
    return tuple(
        replace(meaning, decision=Decision.CONFIRM)
        if meaning.decision is Decision.ACCEPT and _is_only_beside(meaning) and _tells_of_none(desk)
        else meaning
        for meaning in meanings
    )


def _of_habit(meanings: Meanings, desk: Desk) -> Meanings:
    """`meanings`, asking about a twitch where the words tell of what happens again and again: it may not be one that
    just was."""
    ladder = desk.knowledge.ladder
    if ladder is None or not tells_of_habit(desk.words, ladder):
        return meanings
    return tuple(
        replace(meaning, decision=Decision.CONFIRM)
        if meaning.intent == "LogTwitch" and meaning.decision is Decision.ACCEPT
        else meaning
        for meaning in meanings
    )


def _without_doubted(meanings: Sequence[Interpretation], desk: Desk) -> Meanings:
    """`meanings`, with no twitch having come with a sign that is denied or only asked about: "no weakness,
    numbness"."""
    told = [one for one in meanings if one.intent == "LogTwitch" and one.slots.get("with")]
    if not told:
        return tuple(meanings)
    ladder = desk.knowledge.ladder
    doubted = {sign.sign for sign in desk.signs if sign.hedged}
    doubted |= denied(desk.words, ladder) if ladder else frozenset()

    def sure(meaning: Interpretation) -> Interpretation:
        slots = dict(meaning.slots)
        with_ = [one for one in slots.pop("with") if not doubted & _signs_of(one, meaning)]
        return replace(meaning, slots={**slots, "with": with_} if with_ else slots)

    return tuple(sure(one) if one in told else one for one in meanings)


def _signs_of(with_: str, meaning: Interpretation) -> set[str]:
    return {sign.sign for sign in signs_of_twitch((with_,), meaning.slots.get("place"))}


def _tells_of_none(desk: Desk) -> bool:
    """Whether no word tells of a twitch."""
    ladder = desk.knowledge.ladder
    return ladder is not None and not tells_of_twitching(desk.words, ladder)


def _is_only_beside(meaning: Interpretation) -> bool:
    """Whether all that is told of a place is what set something off there, or what came with it."""
    told = meaning.slots.keys() - {"place", "side"}
    return meaning.intent == "LogTwitch" and "place" in meaning.slots and bool(told) and told <= {"triggers", "with"}


def _amounts_once(meanings: Meanings) -> Meanings:
    """`meanings` without a value of the day whose amount is told beside it: "a terrible night, about four hours of
    sleep"."""
    told = [m for m in meanings if m.intent == "LogDay" and m.slots.get("amount") is not None]

    def once_more(meaning: Interpretation) -> bool:
        at = meaning.slots.get("at")
        return any(
            one.slots.get("measure") == meaning.slots.get("measure") and (not at or one.slots.get("at") in (None, at))
            for one in told
        )

    return tuple(m for m in meanings if m.intent != "LogDay" or m in told or not once_more(m))


def _cut_off(meanings: Sequence[Interpretation]) -> Sequence[Interpretation]:
    """Nothing where a question to the journal is followed by a correction or by a twitch without a place: "how many
    twitches while driving" has a condition that was not understood, and the answer to the rest would be another."""
    first, *rest = meanings or (Interpretation(None),)
    conditions = [m for m in rest if m.intent == "Correct" or (m.intent == "LogTwitch" and "place" not in m.slots)]
    if first.intent == "AskJournal" and conditions:
        return (replace(meanings[0], intent=None, slots={}),)
    return meanings


def _asking(meanings: Meanings) -> Meanings:
    """`meanings` without corrections that follow a question: "what did I log at half past two" asks, and changes
    nothing; "at half past two" belongs to what is asked."""
    at = next((i for i, meaning in enumerate(meanings) if meaning.intent in danger.QUESTIONS), len(meanings))
    return tuple(m for i, m in enumerate(meanings) if i < at or m.intent != "Correct")


def _amending(meanings: Meanings) -> Meanings:
    """`meanings`, with a correction that follows something still to be logged taken into that.

    It is not about what was logged before.  Where it does not fit, the words hold more than was understood: ask.
    """
    kept: list[Interpretation] = []
    for meaning in meanings:
        if meaning.intent == "Correct" and kept and kept[-1].intent in LOGS:
            kept[-1] = amended(kept[-1], meaning) or replace(kept[-1], decision=Decision.CONFIRM)
        else:
            kept.append(meaning)
    return tuple(kept)


def _restated(meanings: Meanings, state: State) -> tuple[Meanings, State]:
    """A yes or no with a correction ("no, the right one") agrees to what was asked about, corrected so; so do details
    of the twitch that was asked about ("it was quite strong").

    "And the right one" agrees to it with another beside it, where a twitch was asked about, else to nothing.
    """
    meant = [meaning for meaning in meanings if meaning.slots.get("like") in ("detail", "asked")]
    added = [meaning for meaning in meant if meaning.intent == "LogTwitch" and meaning.slots["like"] == "asked"]
    said = added or [meaning for meaning in meanings if meaning.intent == "Correct"]
    form, anew = state.form, None
    told = [meaning for meaning in meanings if meaning.intent != "Confirm"]
    if isinstance(form, ConfirmForm) and (detailed := _detailed(form, told)):
        if any(meaning.guessed for meaning in told):
            return _asked_with(detailed), replace(state, forms=state.forms[:-1])
        return (replace(told[0], intent="Confirm", slots={}),), replace(state, forms=(*state.forms[:-1], detailed))
    if isinstance(form, ConfirmForm) and len(said) == 1:
        others = {meaning.intent for meaning in meanings if meaning is not said[0]} - {"Confirm", "Deny"}
        anew = None if others else form.extended(said[0]) if added else form.amended(said[0])
    if anew is None:
        # What does not fit the entry asked about is no correction of an older one.
        unfit = [*meant, *(said if isinstance(form, ConfirmForm) and form.logs else added)]
        return tuple(meaning for meaning in meanings if meaning not in unfit), state
    if said[0].guessed:
        if anew == form:
            return tuple(meaning for meaning in meanings if meaning is not said[0]), state
        return _asked_with(anew), replace(state, forms=state.forms[:-1])
    return (replace(said[0], intent="Confirm", slots={}),), replace(state, forms=(*state.forms[:-1], anew))


def _asked_with(form: ConfirmForm) -> Meanings:
    """What `form` asks about, to be asked anew together with what was perhaps said of it."""
    return tuple(replace(meaning, decision=Decision.CONFIRM) for meaning in form.meanings)


def _detailed(form: ConfirmForm, told: Sequence[Interpretation]) -> ConfirmForm | None:
    """The question about what is asked about with all the details that were `told` of it, one after another ("the index
    finger, right hand"), after a no those of its place ("no, just write down left foot"); None where anything else was
    told."""
    details = [meaning for meaning in told if meaning.intent != "Deny"]
    if len(details) < len(told) and not any("place" in meaning.slots for meaning in details):
        return None
    detailed: ConfirmForm | None = form if details else None
    for meaning in details:
        detailed = detailed and detailed.detailed(meaning)
    return detailed


def _of_logged(meanings: Meanings, state: State) -> Meanings:
    """`meanings`; straight after a log, how long or how strong it was, with nothing else and in words that leave doubt
    ("don't know how long, maybe half an hour"), is told of what was logged."""
    told = [meaning for meaning in meanings if meaning.intent != "NotSure"]
    if not state.just_logged or state.form or len(told) != 1 or told[0].intent != "LogTwitch":
        return meanings
    named = dict(told[0].slots)
    if told[0].decision is not Decision.CONFIRM or len(named) != 1 or not named.keys() <= {"duration_s", "intensity"}:
        return meanings
    [(slot, value)] = named.items()
    return (replace(told[0], intent="Correct", slots={"slot": slot, "value": value}),)


def _corrected(meanings: Meanings, state: State, desk: Desk) -> Meanings:
    """A correction of nothing counts only where it was said by itself and heard well; a bare "left eyelid", which may
    be one, is then a twitch to be asked about."""
    if state.just_logged and [m.intent for m in meanings] == ["Deny", "LogDay"] and restated(meanings[1], desk):
        return (replace(meanings[1], intent="Correct"),)
    if state.just_logged and [m.intent for m in meanings] == ["Deny", "Correct"] and applies(meanings[1], desk):
        return meanings[1:]
    if state.just_logged and len(meanings) == 1:
        meanings = (none_after_all(meanings[0], desk),)
    meanings = tuple(doubted(meaning, desk) for meaning in meanings)
    unsure = len(meanings) > 1 or any(meaning.decision is Decision.CONFIRM for meaning in meanings)
    # Where a place is asked for, it is another point of that twitch: "strength three".
    of_asked = isinstance(state.form, PlaceForm)
    kept = tuple(m for m in meanings if m.intent != "Correct" or not unsure or of_asked or applies(m, desk))
    # What was guessed and would change nothing was talk of something else.
    kept = tuple(m for m in kept if not (m.guessed and m.intent == "Correct") or foreseen((m,), desk)["changed"])
    told = named(meanings[0]) if not kept and len(meanings) == 1 else {}
    if "place" in told and told.keys() <= {"side", "place"}:
        return (replace(meanings[0], intent="LogTwitch", slots=told),)
    return kept


def _begun(meanings: Meanings, asked: Form | None, desk: Desk) -> Meanings:
    """To "did it start suddenly", any words that state an onset are an answer, where they say nothing else: a bare "an
    hour ago" corrects nothing then."""
    sure = [m.intent for m in meanings if danger.is_sure(m) and m.slots.get("slot") not in _TIMES]
    if len(sure) == 1 or set(sure) - YES_NO or (onset := danger.began(asked, desk)) is None:
        return meanings
    answer = "Confirm" if onset == "sudden" else "Deny"
    return (Interpretation.certain(answer, {"onset": onset}, desk.words),)


def _unless_both(meanings: Meanings) -> Meanings:
    """`meanings` without a yes and a no that were both only guessed at: together they answer nothing."""
    answers = [meaning for meaning in meanings if meaning.intent in YES_NO]
    guessed = all(meaning.decision is not Decision.ACCEPT for meaning in answers)
    if not guessed or not {"Confirm", "Deny"} <= {meaning.intent for meaning in answers}:
        return meanings
    return tuple(meaning for meaning in meanings if meaning not in answers)


def _asked_for(meanings: Meanings, state: State) -> Meanings:
    """`meanings` without a yes or no that nobody asked for ("oh no, my eyelid again"): beside something else it means
    nothing, and where danger is asked about it is no answer either."""
    form = state.form
    asked = state.rest or (form and not isinstance(form, signs.OnsetForm | signs.DoubtForm))
    if len(meanings) == 1 or asked:
        return meanings
    return tuple(meaning for meaning in meanings if meaning.intent not in YES_NO)
