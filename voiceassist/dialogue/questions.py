"""Which questions are open after a turn: one at a time, danger above all, and none for ever.

Open questions are a stack (`State.forms`); the last one is asked, those before it wait for it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any, Final

from voiceassist.dialogue.confirm import ConfirmForm
from voiceassist.dialogue.state import State
from voiceassist.skills import signs
from voiceassist.skills.skill import Amends, Answer, Desk, Form, Line

_ASIDES: Final = 3
"""How often in a row something else is answered before the open question is no longer asked after it."""


def closed(state: State) -> State:
    """`state` without the question that was open."""
    return replace(state, forms=state.forms[:-1], silences=0, asides=0)


def one_of(answers: Sequence[Answer]) -> list[Answer]:
    """One utterance leads to one question: that of the first thing that was said.

    What was perhaps meant besides danger that was guessed at waits below that question, what is perhaps to be
    logged below what else is, and the next of several questions below all of them.
    """
    kept: list[Answer] = []
    for answer in answers:
        before = [form for other in kept for form in other.opens]
        asks = all(isinstance(form, ConfirmForm) for form in answer.opens)
        beside_danger = asks and all(isinstance(form, signs.DoubtForm) for form in before)
        waits = beside_danger or all(isinstance(form, ConfirmForm) and form.logs for form in (*before, *answer.opens))
        goes_on = any(isinstance(form, Amends) for form in answer.opens)
        kept.append(answer if waits or goes_on or not before else replace(answer, opens=()))
    return kept


def asked(answers: Sequence[Answer], state: State) -> tuple[Form, ...]:
    """The stack with what `answers` ask: of several, the one about what was said first on top, above it whether it
    twitched, and danger above all.

    Whoever starts the checklist while it is open starts it anew, and no question is open twice.
    """
    opened = [form for answer in reversed(answers) for form in answer.opens]
    opened.sort(key=lambda form: (signs.gravity(form), isinstance(form, ConfirmForm) and form.intent == "LogTwitch"))
    begun = {form.kind for form in opened if isinstance(form, Amends)}
    below = (form for form in state.forms if form.kind not in begun and form not in opened)
    below = (form for form in below if not any(signs.asks_no_more(form, one) for one in opened))
    return (*below, *opened)


def let_go(answers: Sequence[Answer], state: State, desk: Desk) -> tuple[Sequence[Answer], State]:
    """`answers` to something else than the open question, with what is said of a question that ends by that.

    What is perhaps to be logged of the speaker is asked about once more, and what is not logged is told; it waits while
    more is told that is perhaps to be logged.  Whether anything else was meant is asked once, and so is an amount, or
    what is right instead; danger that was only guessed at is asked about once more; any other question is put aside
    after `_ASIDES`, danger never.
    """
    match state.form:
        case ConfirmForm(logs=True) as form if (
            not form.tells_of_another(desk) and _ask_to_log_more(answers) and not _log_the_same(answers, form)
        ):
            pass
        case ConfirmForm(logs=True) as form if not (
            state.asides or form.tells_of_another(desk) or _log_the_same(answers, form)
        ):
            # Whoever talks on has not said that it is no entry.
            state = replace(state, asides=1)
        case ConfirmForm(logs=True) as form:
            at = 0 if answers[0] == Answer() else 1
            answers, state = [*answers[:at], form.leave(desk), *answers[at:]], closed(state)
        case signs.DoubtForm(guessed=True, again=True) as form:
            answers, state = [*answers, form.leave(desk)], closed(state)
        case signs.DoubtForm(guessed=True) as form:
            state = replace(state, forms=(*state.forms[:-1], replace(form, again=True)))
        case Form(passing=True):
            state = closed(state)
        case Form() if not any(map(signs.gravity, state.forms)) and state.asides + 1 < _ASIDES:
            state = replace(state, asides=state.asides + 1)
        case Form() if not any(map(signs.gravity, state.forms)):
            answers = [*answers, Answer((Line("WhereWereWe.later"),), whole=True)]
            state = replace(state, forms=(), waiting=state.forms, asides=0)
    return answers, state


def _ask_to_log_more(answers: Sequence[Answer]) -> bool:
    """Whether something more is perhaps to be logged, and nothing else was said."""
    return all(isinstance(form, ConfirmForm) and form.logs for answer in answers for form in answer.opens) and all(
        answer.opens and not answer.lines for answer in answers if answer != Answer()
    )


def _log_the_same(answers: Sequence[Answer], asked: ConfirmForm) -> bool:
    """Whether they write something of what is `asked` about, or ask whether they shall."""
    forms = [form for answer in answers for form in answer.opens if isinstance(form, ConfirmForm) and form.logs]
    told = [_named(entry.to_dict()) for answer in answers for entry in answer.inserts]
    told += [_named(slots) for form in forms for slots in form.slots]
    return not set(told).isdisjoint(_named(one) for one in asked.slots)


def _named(told: Mapping[str, Any]) -> tuple[Any, ...]:
    """What tells an entry, or one that is asked about, from another: of a note its kind too, for a medicine may be
    asked about in the same words."""
    text = told.get("text")
    return told.get("place"), told.get("measure"), text, text and told.get("topic", told.get("kind"))
