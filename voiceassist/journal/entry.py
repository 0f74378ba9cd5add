"""What the journal holds: one frozen dataclass a kind of entry, each with two symmetrical methods.

`to_dict` gives exactly the JSON of the contract; `from_dict` takes it back.  Every entry, however it was made,
passes the checks that its annotations name, so whatever is in the journal can be exported and imported again.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass
from dataclasses import field as _field
from datetime import datetime
from functools import cache
from types import MappingProxyType, NoneType
from typing import Annotated, Any, ClassVar, Final, TypeAlias, get_args, get_type_hints

from voiceassist.journal import vocabulary as words
from voiceassist.journal.errors import EntryError
from voiceassist.journal.fields import (
    Field,
    Identifier,
    Moment,
    Number,
    NumbersBy,
    OneOf,
    Schema,
    SomeOf,
    Text,
    Texts,
    Word,
)

_YEAR_S: Final = 366 * 86_400
_AMOUNT: Final = Number(0, 100_000)
JSON_NAMES: Final = {"with_": "with", "from_": "from"}
_PYTHON_NAMES: Final = {name: python for python, name in JSON_NAMES.items()}


@dataclass(frozen=True)
class Answer:
    """How one question of the checklist was answered, and whether by the person or by the journal."""

    answer: str
    from_: str


@dataclass(frozen=True)
class Answers:
    """The answers in the checklist's order; None stands for a question that was not reached."""

    most = 6

    def take(self, value: Any) -> tuple[Answer | None, ...]:
        """As many answers as were given, up to six."""
        if not isinstance(value, list | tuple) or len(value) > self.most:
            raise ValueError(f"not a list of at most {self.most} answers")
        return tuple(None if item is None else self._answer(item) for item in value)

    def _answer(self, item: Answer | Any) -> Answer:
        if not isinstance(item, Answer):
            if not isinstance(item, Mapping) or set(item) != {"answer", "from"}:
                raise ValueError("each answer needs 'answer' and 'from'")
            item = Answer(item["answer"], item["from"])
        OneOf(words.ANSWERS).take(item.answer)
        OneOf(words.ANSWERED_FROM).take(item.from_)
        return item

    def schema(self) -> Schema:
        """An array of objects."""
        answer = {
            "type": ["object", "null"],
            "properties": {
                "answer": OneOf(words.ANSWERS).schema(),
                "from": OneOf(words.ANSWERED_FROM).schema(),
            },
            "required": ["answer", "from"],
            "additionalProperties": False,
        }
        return {"type": "array", "items": answer, "maxItems": self.most}


Place: TypeAlias = Annotated[str | None, OneOf(words.PLACES)]
Side: TypeAlias = Annotated[str | None, OneOf(words.SIDES)]
MaybeText: TypeAlias = Annotated[str | None, Text()]


@dataclass(frozen=True, kw_only=True)
class Entry:
    """What every entry has.  Raises EntryError where a field holds what it must not."""

    kind: ClassVar[str] = ""

    id: Annotated[str, Identifier()]
    at: Annotated[datetime, Moment()]
    """When it happened, with the offset of the place where it was said."""
    at_precision: Annotated[str, OneOf(words.PRECISIONS)] = "minute"
    words: MaybeText = None
    """What was said, as it was spoken; None where nothing was."""
    source: Annotated[str, Word()]
    """How it got here: ``voice``, ``text``, ``command``, ``import``."""
    created_at: Annotated[datetime, Moment()]
    """When it was written down."""

    def __post_init__(self) -> None:
        for name, (field, optional) in fields_of(self.kind).items():
            value = getattr(self, name)
            if optional and value in (None, ""):  # no words and empty words are the same
                object.__setattr__(self, name, None)
                continue
            try:
                object.__setattr__(self, name, field.take(value))
            except ValueError as problem:
                raise EntryError(f"{JSON_NAMES.get(name, name)}: {problem}") from None

    def to_dict(self) -> dict[str, Any]:
        """The entry as JSON-ready plain values in the contract's order."""
        values = {JSON_NAMES.get(name, name): _plain(getattr(self, name)) for name in fields_of(self.kind)}
        last = {name: values.pop(name) for name in ("words", "source", "created_at")}
        return {"id": values.pop("id"), "kind": self.kind, **values, **last}

    @staticmethod
    def from_dict(value: Mapping[str, Any]) -> Entry:
        """The entry that `to_dict` was made of.  Fields that have a default may be missing, unknown ones may not."""
        kind = value.get("kind")
        if not isinstance(kind, str) or kind not in KINDS:
            raise EntryError(f"kind: {kind!r} is none of {', '.join(KINDS)}")
        cls = KINDS[kind]
        given = {_PYTHON_NAMES.get(name, name): item for name, item in value.items() if name != "kind"}
        for name in value:
            if name != "kind" and (name in JSON_NAMES or _PYTHON_NAMES.get(name, name) not in fields_of(kind)):
                raise EntryError(f"{name}: a {kind} has no such field")
        for name in required(kind):
            if name not in given:
                raise EntryError(f"{name}: is missing")
        return cls(**given)


@dataclass(frozen=True, kw_only=True)
class Twitch(Entry):
    """A twitch, or a spell of them, in one place."""

    kind = "twitch"

    since: Annotated[datetime | None, Moment()] = None
    """When it began, where it began before `at`."""
    place: Place = None
    side: Side = None
    duration_s: Annotated[float | None, Number(0, _YEAR_S)] = None
    """How long it lasts each time, in seconds."""
    intensity: Annotated[float | None, Number(0, 10)] = None
    triggers: Annotated[tuple[str, ...], SomeOf(words.TRIGGERS)] = ()
    """What the person suspects behind it."""
    with_: Annotated[tuple[str, ...], SomeOf(words.COMPANIONS)] = ()
    """What came with it; ``with`` in JSON."""
    note: MaybeText = None


@dataclass(frozen=True, kw_only=True)
class Day(Entry):
    """One value of a day: what was drunk, slept, felt, done.  ``twitch_free`` needs no amount."""

    kind = "day"

    measure: Annotated[str, OneOf(words.MEASURES)]
    amount: Annotated[float | None, _AMOUNT] = None
    unit: Annotated[str | None, OneOf(words.UNITS)] = None


@dataclass(frozen=True, kw_only=True)
class Note(Entry):
    """Something in the person's own words: a medicine, a question for the doctor, anything else."""

    kind = "note"

    topic: Annotated[str, OneOf(words.TOPICS)]
    text: Annotated[str, Text()]


@dataclass(frozen=True, kw_only=True)
class Sign(Entry):
    """A sign that was reported, and the rung of the ladder it reached by itself."""

    kind = "sign"

    sign: Annotated[str, OneOf(words.SIGNS)]
    place: Place = None
    side: Side = None
    onset: Annotated[str | None, OneOf(words.ONSETS)] = None
    level: Annotated[str | None, OneOf(words.LEVELS)] = None
    about: Annotated[str, OneOf(words.ABOUT)] = "self"


@dataclass(frozen=True, kw_only=True)
class Assessment(Entry):
    """A run of the checklist, complete or left midway, with its result."""

    kind = "assessment"

    answers: Annotated[tuple[Answer | None, ...], Answers()] = ()
    level: Annotated[str, OneOf(words.LEVELS)]
    reasons: Annotated[tuple[str, ...], Texts()] = ()


@dataclass(frozen=True, kw_only=True)
class Plan(Entry):
    """A step of the plan: its start with baseline and aims, a check-in, or its end."""

    kind = "plan"

    step: Annotated[str, OneOf(words.PLAN_STEPS)]
    baseline: Annotated[Mapping[str, float], NumbersBy(words.MEASURES, _AMOUNT)] = _field(default_factory=dict)
    """The usual amount a day by measure before the plan."""
    aims: Annotated[Mapping[str, tuple[float, ...]], NumbersBy(words.MEASURES, _AMOUNT, several=True)] = _field(
        default_factory=dict
    )
    """The amount to aim for by measure, one number a day; the last one holds for all days after."""
    days: Annotated[float | None, Number(1, 366)] = None
    """How many days the plan runs."""
    note: MaybeText = None


KINDS: Final[Mapping[str, type[Entry]]] = MappingProxyType(
    {cls.kind: cls for cls in (Twitch, Day, Note, Sign, Assessment, Plan)}
)
"""The class of each kind of entry."""


@cache
def fields_of(kind: str) -> Mapping[str, tuple[Field, bool]]:
    """For each field of a kind of entry by its Python name: what it may hold, and whether it may be None."""
    cls = KINDS[kind]
    hints = get_type_hints(cls, include_extras=True)
    found = {}
    for field in dataclasses.fields(cls):
        python_type, check = get_args(hints[field.name])
        found[field.name] = (check, NoneType in get_args(python_type))
    return MappingProxyType(found)


@cache
def required(kind: str) -> tuple[str, ...]:
    """The fields that have no default."""
    missing = dataclasses.MISSING
    return tuple(
        field.name
        for field in dataclasses.fields(KINDS[kind])
        if field.default is missing and field.default_factory is missing
    )


def _plain(value: Any) -> Any:
    match value:
        case datetime():
            return value.isoformat()
        case Answer():
            return {"answer": value.answer, "from": value.from_}
        case tuple():
            return [_plain(item) for item in value]
        case Mapping():
            return {key: _plain(item) for key, item in value.items()}
        case _:
            return value
