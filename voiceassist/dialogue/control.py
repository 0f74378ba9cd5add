"""Words that steer the conversation itself: repeat, more, slower, stop, help, goodbye."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from typing import Any

from voiceassist.config import VERBOSITIES
from voiceassist.dialogue import missed
from voiceassist.dialogue.responses import Responses
from voiceassist.dialogue.state import State
from voiceassist.skills.skill import Answer, Desk, Line
from voiceassist.values import Interpretation, Reply

_HELP = Line("Help.default")
_STEP = 1.2
_SLOWEST, _FASTEST = 0.5, 2.0
_SOFTEST, _LOUDEST = 0.2, 2.0
_USUAL = State()
"""How it speaks where nobody has asked for anything else."""


def steer(state: State, meaning: Interpretation, desk: Desk, responses: Responses) -> tuple[State, Answer | Reply]:
    """The state after `meaning` (one of `INTENTS`), and what is said: a finished reply, or lines still to be said."""
    return INTENTS[meaning.intent or ""](state, meaning, desk, responses)


def portion(state: State, responses: Responses) -> tuple[State, Reply]:
    """The next portion of an answer that was too long for one breath."""
    text, rest = state.rest[0], state.rest[1:]
    if rest:
        text = f"{text} {responses.render(Line('More.offer'), state.turns)}"
    return replace(state, rest=rest, last=text), Reply(text, ("More", "Stop") if rest else ())


def _more(state: State, meaning: Interpretation, desk: Desk, responses: Responses) -> tuple[State, Answer | Reply]:
    if state.rest:
        return portion(state, responses)
    if state.forms or state.waiting:
        return _where(state, meaning, desk, responses)
    return state, Answer((Line("More.nothing"),))


def _repeat(state: State, meaning: Interpretation, _desk: Desk, responses: Responses) -> tuple[State, Answer | Reply]:
    """The last words; those of an emergency to whoever doubts them; those of a read-back marked as said before."""
    if state.alarm and meaning.slots.get("of") == "danger":
        return state, Reply(state.alarm)
    if state.just_logged and not state.forms:
        return state, Reply(responses.render(Line("Repeat.logged", {"said": state.last}), state.turns))
    return state, Reply(state.last) if state.last else Answer((Line("Repeat.nothing"),))


def _confirm(state: State, meaning: Interpretation, desk: Desk, responses: Responses) -> tuple[State, Answer | Reply]:
    if state.rest:
        return _more(state, meaning, desk, responses)
    return state, Answer((Line(f"{meaning.intent}.idle"),))


def _deny(state: State, meaning: Interpretation, _desk: Desk, _: Responses) -> tuple[State, Answer | Reply]:
    return replace(state, rest=()), Answer((Line(f"{meaning.intent}.idle"),))


def _acknowledge(
    state: State, meaning: Interpretation, desk: Desk, responses: Responses
) -> tuple[State, Answer | Reply]:
    """To "shall I go on" a bare "okay" is a yes; "nothing else" is none."""
    if state.rest and "assent" in meaning.slots:
        return _more(state, meaning, desk, responses)
    if meaning.slots.get("goes_on"):
        return state, Answer((Line("Acknowledge.goes_on"),))
    return _deny(state, meaning, desk, responses)


def _stop(state: State, meaning: Interpretation, desk: Desk, _: Responses) -> tuple[State, Answer | Reply]:
    stopped = replace(state, rest=(), forms=(), waiting=())
    if state.form:
        return stopped, state.form.leave(desk)
    return stopped, Answer((Line(f"{meaning.intent}.done"),))


def _skip(state: State, meaning: Interpretation, desk: Desk, responses: Responses) -> tuple[State, Answer | Reply]:
    """One question is passed over, and what waits below it is asked: whoever skips one has not ended the others."""
    if not state.form:
        return _stop(state, meaning, desk, responses)
    return replace(state, rest=(), forms=state.forms[:-1]), state.form.leave(desk)


def _where(state: State, _meaning: Interpretation, _desk: Desk, responses: Responses) -> tuple[State, Answer | Reply]:
    if state.forms or state.waiting:
        return replace(state, forms=state.forms or state.waiting, waiting=()), Answer()
    if state.rest:
        return portion(state, responses)
    return state, Answer((Line("WhereWereWe.nothing"),))


def _help(state: State, _meaning: Interpretation, _desk: Desk, responses: Responses) -> tuple[State, Answer | Reply]:
    return state, Answer((missed.line_of(state.form, "Help", responses) or _HELP,))


def _unclear(state: State, meaning: Interpretation, desk: Desk, responses: Responses) -> tuple[State, Answer | Reply]:
    """The open question in other words, or what can be said to it; of an answer the rest, or itself once more."""
    if not state.form:
        return _more(state, meaning, desk, responses) if state.rest else _repeat(state, meaning, desk, responses)
    again = missed.again(state.form, desk, responses)
    if again is None:
        return _help(state, meaning, desk, responses)
    text = responses.render(again, state.turns)
    return replace(state, last=text), Reply(text)


def _goodbye(state: State, _meaning: Interpretation, _desk: Desk, responses: Responses) -> tuple[State, Answer | Reply]:
    text = responses.render(Line("Goodbye.done"), state.turns)
    return replace(state, forms=(), waiting=(), rest=(), last=text), Reply(text, ends=True)


def _change(state: State, meaning: Interpretation, desk: Desk, responses: Responses) -> tuple[State, Answer | Reply]:
    wordiness = VERBOSITIES.index(state.verbosity)
    every: dict[str, dict[str, Any]] = {
        "Slower": {"rate": max(state.rate / _STEP, _SLOWEST)},
        "Faster": {"rate": min(state.rate * _STEP, _FASTEST)},
        "Quieter": {"volume": max(state.volume / _STEP, _SOFTEST)},
        "Louder": {"volume": min(state.volume * _STEP, _LOUDEST)},
        "Briefer": {"verbosity": VERBOSITIES[max(wordiness - 1, 0)]},
        "Fuller": {"verbosity": VERBOSITIES[min(wordiness + 1, len(VERBOSITIES) - 1)]},
    }
    changed = every[meaning.intent or ""]
    if meaning.slots.get("to") == "usual":
        usual = {name: getattr(_USUAL, name) for name in changed}
        return replace(state, **usual), Answer((Line(f"{meaning.intent}.usual"),))
    after = replace(state, **changed)
    if meaning.slots.get("again") and state.last:
        return _repeat(after, meaning, desk, responses)
    return after, Answer((Line(f"{meaning.intent}.{'most' if after == state else 'done'}"),))


def _tip_time(state: State, meaning: Interpretation, _desk: Desk, _: Responses) -> tuple[State, Answer | Reply]:
    """Speak first at another time, or no more."""
    if "never" in meaning.slots:
        return replace(state, tip_at=""), Answer((Line("TipTime.never"),))
    if "at" not in meaning.slots:
        return state, Answer((Line("TipTime.when"),))
    at = datetime.fromisoformat(meaning.slots["at"]).strftime("%H:%M")
    return replace(state, tip_at=at), Answer((Line("TipTime.at", {"at": at}),))


_Steering = Callable[[State, Interpretation, Desk, Responses], tuple[State, Answer | Reply]]
INTENTS: dict[str, _Steering] = {
    "More": _more,
    "Repeat": _repeat,
    "Confirm": _confirm,
    "Deny": _deny,
    "NotSure": _deny,
    "Acknowledge": _acknowledge,
    "Stop": _stop,
    "Cancel": _stop,
    "Skip": _skip,
    "WhereWereWe": _where,
    "Help": _help,
    "Unclear": _unclear,
    "Goodbye": _goodbye,
    "TipTime": _tip_time,
    **dict.fromkeys(("Slower", "Faster", "Quieter", "Louder", "Briefer", "Fuller"), _change),
}
"""Every intent that steers, and the function that does it."""
CHANGES = frozenset(name for name, function in INTENTS.items() if function is _change)
"""Those that change how it speaks: what was said before stays what "repeat" says."""
