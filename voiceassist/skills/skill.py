"""What a skill is: a function from what was meant to what is said and written.

A skill never writes text for the ear itself: it names a response (`Line`) and the values that go into it.  It never
commits a new entry itself either: it hands the entries over (`Answer.inserts`) so that everything one utterance logs is
one transaction and one undo.
"""

from __future__ import annotations

import itertools
from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, fields, is_dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any, ClassVar, Self, TypeAlias

from voiceassist.values import Interpretation

if TYPE_CHECKING:
    from voiceassist.journal import Entry, Journal
    from voiceassist.skills.knowledge import Knowledge
    from voiceassist.triage import Assessment, HeardSign


@dataclass(frozen=True)
class Line:
    """A response by its key in ``intents/<language>/responses`` and what is filled in."""

    key: str
    data: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Change:
    """Something that has happened to the journal: what the ``journal`` event shows."""

    op: str
    entry: Entry


@dataclass(frozen=True)
class Desk:
    """Everything a skill may work with."""

    journal: Journal
    knowledge: Knowledge
    now: datetime
    source: str
    """``voice`` or ``text``."""
    words: str
    """The utterance as it was heard."""
    turn: str
    """Names this exchange in the journal's history of changes."""
    recent: tuple[str, ...] = ()
    """Ids of what was logged last in this conversation."""
    signs: tuple[HeardSign, ...] = ()
    """What `triage` heard in the utterance."""
    cautioned: frozenset[str] = frozenset()
    """Names of the cautions that this conversation has already heard."""
    meant: tuple[Interpretation, ...] = ()
    """Everything that the utterance meant, for forms that take several answers in one breath."""
    asked: Mapping[str, Any] = field(default_factory=dict)
    """What the journal was asked just before: "and last week?" asks the same of another time."""
    topic: str = ""
    """What was told of just before: "why?" asks for its reason."""
    undone: tuple[Change, ...] = ()
    """What would do again what was just taken back."""
    another: bool = False
    """Whether somebody else was just talked about, so that words which name nobody are about them."""
    verdict: str = ""
    """What was said of danger to them."""
    busy: bool = False
    """Whether a question is open that the conversation returns to: be brief."""

    @property
    def latest(self) -> Entry | None:
        """The entry that was logged, changed or told of last in this conversation; None where it is gone again."""
        return self.journal.get(self.recent[-1]) if self.recent else None

    def group_of(self, meaning: Interpretation) -> tuple[Interpretation, ...]:
        """`meaning` and what directly followed it with the same intent: what a skill would take together."""
        start = next((number for number, one in enumerate(self.meant) if one is meaning), None)
        if start is None:
            return (meaning,)
        return tuple(itertools.takewhile(lambda one: one.intent == meaning.intent, self.meant[start:]))


@dataclass(frozen=True)
class Weighed:
    """A verdict of the ladder and the signs it is about: what the ``triage`` event shows."""

    assessment: Assessment
    signs: tuple[str, ...] = ()


@dataclass(frozen=True)
class Form(ABC):
    """An open question.  A form is a frozen dataclass: each answer makes the next form."""

    kind: ClassVar[str]
    passing: ClassVar[bool] = False
    """Whether it ends as soon as something else is talked about."""

    @property
    @abstractmethod
    def asks(self) -> str:
        """The name of the open question, as ``requires_context: {asks: …}`` knows it."""

    @property
    @abstractmethod
    def favours(self) -> tuple[str, ...]:
        """Intents that are likely to answer it."""

    @property
    def after(self) -> str | None:
        """The name of the answers that it has beside those of `asks`, as ``requires_context: {after: …}`` knows it."""
        return None

    @abstractmethod
    def question(self, desk: Desk) -> Line:
        """The question as it is asked the first time and after a digression."""

    def claims(self, desk: Desk) -> frozenset[str]:
        """Signs among those just heard that answer the question with yes."""
        return frozenset()

    def written(self, desk: Desk) -> Answer | None:
        """What comes of the very words, where any words answer it."""
        return None

    def read(self, meanings: Sequence[Interpretation], desk: Desk) -> tuple[Interpretation, ...]:
        """`meanings` as they are meant while this is asked."""
        return tuple(meanings)

    @abstractmethod
    def answer(self, meaning: Interpretation, desk: Desk) -> Answer | None:
        """Take what was meant as an answer; None where it is about something else."""

    @abstractmethod
    def leave(self, desk: Desk) -> Answer:
        """Give up the form midway."""

    def to_dict(self) -> Mapping[str, Any]:
        """The form as JSON-ready plain values, for a conversation that is continued later."""
        plain: Mapping[str, Any] = _plain(self)
        return plain

    @classmethod
    def from_dict(cls, plain: Mapping[str, Any]) -> Self:
        """The form that `to_dict` wrote; fields that it did not have yet are as where nothing was said of them."""
        told = {one.name: plain[one.name] for one in fields(cls) if one.name in plain}
        return cls(**{name: tuple(value) if isinstance(value, list) else value for name, value in told.items()})


@dataclass(frozen=True)
class Amends(Form):
    """A form of several questions, whose answer before can be taken back or corrected."""

    @abstractmethod
    def amend(self, meaning: Interpretation, desk: Desk) -> Answer | None:
        """Take `meaning` ("I meant yes", "go back") for the answer before; None where it is nothing of the kind."""


@dataclass(frozen=True)
class Answer:
    """What a skill makes of a turn."""

    lines: tuple[Line, ...] = ()
    inserts: tuple[Entry, ...] = ()
    changes: tuple[Change, ...] = ()
    """Updates and deletions that are already on disk."""
    undone: tuple[Change, ...] = ()
    """What would do again what these changes took back."""
    again: bool = False
    """Whether the changes did again what was taken back last."""
    told: tuple[str, ...] = ()
    """Id of the one entry that the lines tell of, so that "delete it" means that one."""
    asked: Mapping[str, Any] = field(default_factory=dict)
    """The question to the journal that the lines answer."""
    topic: str = ""
    """What the lines tell of."""
    tip: bool = False
    """Whether the lines are a tip, so that "the next one" means another."""
    opens: tuple[Form, ...] = ()
    """Forms to ask next, the last one first."""
    assessed: tuple[Weighed, ...] = ()
    cautioned: frozenset[str] = frozenset()
    """Names of the cautions that the lines bring."""
    whole: bool = False
    """True where no line may wait for "more": what was written, and the cautions that go with it."""
    final: bool = False
    """True where nothing may be said after the lines: an emergency."""


def _plain(value: Any) -> Any:
    """`value` with nothing in it but what JSON knows."""
    if is_dataclass(value):
        return _plain({one.name: getattr(value, one.name) for one in fields(value)})
    if isinstance(value, Mapping):
        return {name: _plain(one) for name, one in value.items()}
    return [_plain(one) for one in value] if isinstance(value, tuple | list) else value


Skill: TypeAlias = Callable[[Sequence[Interpretation], Desk], Answer]
"""All interpretations of one intent in an utterance, answered together."""
