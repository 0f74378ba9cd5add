"""The ladder of urgency and the ways signs are said, read from ``intents/<language>/knowledge/triage.yaml``."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType
from typing import Any, get_args

from voiceassist.documents import read_yaml
from voiceassist.errors import VoiceAssistError
from voiceassist.triage.patterns import Lexicon, Patterns
from voiceassist.triage.surrounding import Surrounding
from voiceassist.triage.words import Reader


@dataclass(frozen=True)
class Sign:
    """One thing that can be heard: how it is said, what merely resembles it, and how to ask whether it was meant."""

    name: str
    said: Patterns
    unless: Patterns
    """A match that overlaps one of these was something else ("weak coffee")."""
    perhaps: Patterns
    """A match that overlaps one of these may be harmless ("out of breath after running"): it is asked about."""
    denied: Patterns
    """How it is denied without the words that tell of it ("it's not weak")."""
    confirm: str
    """A short question for an uncertain hearing."""
    confirm_other: str
    """The same about somebody else."""
    emergency: bool
    """True where some rule can take this sign to the top of the ladder."""
    crisis: bool
    """True where its rule is answered alone: harm to oneself."""
    own: bool
    """True where it is the speaker's whoever is named: a family's disease."""

    def asked_about(self, person: str) -> str:
        """The short question for an uncertain hearing, of ``self`` or ``other``."""
        return self.confirm if person == "self" else self.confirm_other


@dataclass(frozen=True)
class Rung:
    """One step of the ladder with the one thing to do next, said to the person concerned or to someone beside them."""

    name: str
    next_step: str
    next_step_other: str


@dataclass(frozen=True)
class Rule:
    """A condition and the one rung it reaches."""

    name: str
    rung: str
    source: str
    """[A] the article, [N] the National Health Service, [S] emergency advice, [C] crisis-line practice."""
    reason: str
    reason_other: str
    signs: frozenset[str]
    """Any of these signs fulfils the rule (with one of `onsets`, where given)."""
    onsets: frozenset[str]
    with_any: frozenset[str]
    """Signs of which at least one must be there too; ``*`` stands for any other sign of the contract."""
    yes: frozenset[int]
    """Checklist questions (1-6) whose yes fulfils the rule."""
    two_yes: bool
    alone: bool
    """True where nothing else is said after the next step."""
    caution: str | None = None
    """Names the caution that the reason holds."""


@dataclass(frozen=True)
class Ladder:
    """Everything triage knows: rungs from highest to lowest, rules, signs, and the words around signs."""

    rungs: tuple[Rung, ...]
    heights: Mapping[str, int]
    rules: tuple[Rule, ...]
    signs: tuple[Sign, ...]
    onset_question: str
    again_question: str
    """Asked of an emergency that is told as something of years ago."""
    asked_onset: frozenset[str]
    """Signs whose rung depends on the onset: asked for when it was not stated."""
    slow: Mapping[str, str]
    """Answer to the onset question by what the dialogue understood: yes, no, not_sure."""
    questions: Mapping[str, int]
    """The checklist question that each sign answers with yes."""
    said_only: frozenset[str]
    """Names in `signs` that are facts beside the contract's signs (medicines)."""
    denies_through: frozenset[str]
    """Words that may stand between a negation and what it surely denies."""
    reader: Reader
    lexicon: Lexicon
    around: Mapping[Surrounding, Patterns]
    """Patterns around signs: onsets, negation, questions in general, people, what has passed."""
    places: Mapping[str, str]
    """Canonical place by word class."""

    def height(self, rung: str) -> int:
        """How urgent a rung is: 0 is the lowest."""
        return self.heights[rung]

    def rung(self, name: str) -> Rung:
        """The rung called `name`."""
        return next(r for r in self.rungs if r.name == name)

    def rule(self, name: str) -> Rule:
        """The rule called `name`."""
        return next(r for r in self.rules if r.name == name)

    def sign(self, name: str) -> Sign:
        """The sign called `name`."""
        return next(s for s in self.signs if s.name == name)


@lru_cache(maxsize=4)
def load_ladder(path: Path) -> Ladder:
    """The ladder in the YAML file at `path`.

    Raises `VoiceAssistError` where the file cannot be read or something in it is missing or unknown.
    """
    data = read_yaml(path)
    try:
        return _ladder(data)
    except (KeyError, TypeError, ValueError, AttributeError) as problem:
        raise VoiceAssistError(f"{path}: missing or malformed entry: {problem!r}") from problem


def _ladder(data: Mapping[str, Any]) -> Ladder:
    places = {f"place_{name}": (name, words) for name, words in data["places"].items()}
    classes = dict(data["words"])
    classes["body"] = ",".join([classes.get("body", ""), *(words for _, words in places.values())]).strip(",")
    lexicon = Lexicon({**classes, **{key: words for key, (_, words) in places.items()}})

    def compiled(lines: list[str] | None) -> Patterns:
        return Patterns(pattern for line in lines or () for pattern in lexicon.compile(str(line)))

    rules = tuple(_rule(name, rule) for name, rule in data["rules"].items())
    top = data["rungs"][0]["rung"]
    emergency = {sign for rule in rules if rule.rung == top for sign in rule.signs}
    signs = tuple(
        Sign(
            name,
            compiled(s["said"]),
            compiled(s.get("unless")),
            compiled(s.get("perhaps")),
            compiled(s.get("denied")),
            s["confirm"],
            s.get("other", s["confirm"]),
            name in emergency,
            any(rule.alone and name in rule.signs for rule in rules),
            bool(s.get("own")),
        )
        for name, s in data["signs"].items()
    )
    return Ladder(
        rungs=tuple(Rung(r["rung"], r["next_step"], r.get("other", r["next_step"])) for r in data["rungs"]),
        heights=MappingProxyType({r["rung"]: height for height, r in enumerate(reversed(data["rungs"]))}),
        rules=rules,
        signs=signs,
        onset_question=data["onset"]["question"],
        again_question=data["again"]["question"],
        asked_onset=frozenset(data["onset"]["asked_for"]),
        slow=MappingProxyType(dict(data["onset"]["answers"])),
        questions=MappingProxyType(dict(data["checklist"])),
        said_only=frozenset(data["facts"]),
        denies_through=frozenset(str(data["reading"]["denies_through"]).split()),
        reader=_reader(data["reading"]),
        lexicon=lexicon,
        around=MappingProxyType({name: compiled(data["around"][name]) for name in get_args(Surrounding)}),
        places=MappingProxyType({key: name for key, (name, _) in places.items()}),
    )


def _rule(name: str, rule: Mapping[str, Any]) -> Rule:
    return Rule(
        name=name,
        rung=rule["rung"],
        source=rule["source"],
        reason=rule["reason"],
        reason_other=rule.get("other", rule["reason"]),
        signs=frozenset(rule.get("signs", ())),
        onsets=frozenset(rule.get("onsets", ())),
        with_any=frozenset(rule.get("with", ())),
        yes=frozenset(rule.get("answers", ())),
        two_yes=bool(rule.get("two_yes")),
        alone=bool(rule.get("alone")),
        caution=rule.get("caution"),
    )


def _reader(data: Mapping[str, Any]) -> Reader:
    return Reader(
        [(str(r["from"]), str(r["to"])) for r in data["rewrites"]],
        *(str(data[key]).split() for key in ("fillers", "opens", "joins", "subjects")),
    )
