"""What a conversation remembers between two turns."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from voiceassist.skills.skill import Form
from voiceassist.values import MORE, Expectation


@dataclass(frozen=True)
class State:
    """A plain value: every turn makes the next one, and JSON can hold it between two commands."""

    forms: tuple[Form, ...] = ()
    """Open questions; the last one is asked now, those before it wait."""
    waiting: tuple[Form, ...] = ()
    """Questions that an emergency set aside; "where were we?" goes back to them."""
    rest: tuple[str, ...] = ()
    """Portions of the last answer that have not been said."""
    last: str = ""
    """The last reply, for "repeat"."""
    recent: tuple[str, ...] = ()
    """Ids of what was logged last, for "correct"."""
    misses: int = 0
    """How many utterances in a row were not understood."""
    silences: int = 0
    """How many times in a row an open question was met with silence."""
    asides: int = 0
    """How many times in a row something else was answered while a question was open."""
    just_logged: bool = False
    """Whether the last turn wrote something, so that a bare "no" takes it back."""
    told: bool = False
    """Whether the last turn told of one entry or changed one (the last in `recent`), so that "delete it" means that."""
    asked: Mapping[str, Any] = field(default_factory=dict)
    """What the journal was asked last, while nothing else was talked about: "and last week?" asks the same of then."""
    topic: str = ""
    """What a question was answered about last, while nothing else was talked about: "why?" asks for its reason."""
    tip: bool = False
    """Whether the last turn told a tip, so that "the next one" means another."""
    undone: tuple[Sequence[Mapping[str, Any]], ...] = ()
    """What would do again what was taken back, the last first, until something else is written: each several operations
    with their entries."""
    alarm: str = ""
    """What was said of an emergency, until something else is talked about: "what should I do" is answered with it."""
    alarmed: str = ""
    """When that was, in ISO 8601."""
    denied: tuple[Form, ...] = ()
    """The question about danger that the last turn said no to: "I meant yes" takes that back."""
    cautioned: tuple[str, ...] = ()
    """Names of the cautions that have been said."""
    another: int = 0
    """For how many turns more words that name nobody are about somebody else, who was talked about."""
    verdict: str = ""
    """What was said of danger to them, which whoever asks whether it is serious hears again."""
    turns: int = 0
    rate: float = 1.0
    volume: float = 1.0
    verbosity: str = "normal"
    tip_at: str = ""
    """When it speaks first, as HH:MM by the clock on the wall; empty for never.  No session keeps its own."""

    @property
    def form(self) -> Form | None:
        """The question that is open."""
        return self.forms[-1] if self.forms else None

    @property
    def expectation(self) -> Expectation:
        """What is likely to be said next."""
        if form := self.form:
            return Expectation(form.asks, form.favours, form.after, form.passing)
        if self.rest:
            return Expectation(MORE, ("More", "Stop"), after=self._spoken or "reply")
        spoken = self._spoken or ("reply" if self.last and not self.misses else None)
        logged = "log" if self.just_logged else "denied" if self.denied else None
        done = "danger" if self.alarm else logged or ("told" if self.told else spoken)
        return Expectation(None, ("Undo", "Correct") if self.just_logged else (), after=done)

    @property
    def _spoken(self) -> str | None:
        """What was told that a question can follow on."""
        return "asked" if self.asked else "tip" if self.tip else None

    def to_dict(self) -> dict[str, Any]:
        """JSON-ready plain values."""
        plain = {name: getattr(self, name) for name in self.__dataclass_fields__ if name not in _OF_FORMS}
        return plain | {
            name: [{"kind": form.kind, **form.to_dict()} for form in getattr(self, name)] for name in _OF_FORMS
        }

    @classmethod
    def from_dict(cls, plain: Mapping[str, Any], form_of: Callable[[Mapping[str, Any]], Form]) -> State:
        """The state that `to_dict` wrote; `form_of` makes a form of its plain values."""
        values: dict[str, Any] = {
            key: tuple(value) if isinstance(value, list) else value for key, value in plain.items()
        }
        values |= {name: tuple(form_of(form) for form in plain.get(name, ())) for name in _OF_FORMS}
        return cls(**values)


_OF_FORMS = ("forms", "waiting", "denied")
