"""What is said where nothing was understood: kinder and more concrete each time, never the same twice in a row.

With a question open: the question in other words, an example of what can be said, a choice, how to type it; then the
question is given up, because whoever is talking is not talking to us.  Without one: three replies, then silence; who
types means us, and hears what can be answered here and what cannot.
"""

from __future__ import annotations

from typing import Final

from voiceassist.dialogue.confirm import ConfirmForm
from voiceassist.dialogue.responses import Responses
from voiceassist.skills.skill import Desk, Form, Line

_IDLE: Final = ("Sorry.first", "Sorry.second", "Sorry.third")
_PATIENCE: Final = 4


def reply(form: Form | None, misses: int, desk: Desk, known: Responses) -> tuple[Line, ...] | None:
    """The reply to one more utterance that was not understood after `misses` of them in a row.

    `known` are the responses there are.  None where nothing more should be said: an open `form` is to be given up.
    """
    if form is None:
        if misses and desk.source == "text":
            return (Line("Sorry.unknown"),)
        return (Line(_IDLE[misses]),) if misses < len(_IDLE) else None
    if isinstance(form, ConfirmForm):
        return None if misses else (Line("Sorry.first"), Line("Choices.confirm"))
    question = form.question(desk)
    steps = (
        (Line("Sorry.first"), again(form, desk, known) or question),
        (Line("Sorry.open"), line_of(form, "Help", known) or question),
        (line_of(form, "Choices", known) or question,),
        (Line("Sorry.type"),),
    )
    return steps[misses] if misses < _PATIENCE else None


def again(form: Form, desk: Desk, known: Responses) -> Line | None:
    """The question of `form` in other words; None where there are none."""
    question = form.question(desk)
    anew = Line(f"{question.key}_again", question.data)
    return anew if anew.key in known else None


def line_of(form: Form | None, kind: str, known: Responses) -> Line | None:
    """The response of a kind (``Help``, ``Choices``) for a form, else for what it asks; None where there is none."""
    keys = (f"{kind}.{form.kind}", f"{kind}.{form.asks}") if form else ()
    return next((Line(key) for key in keys if key in known), None)
