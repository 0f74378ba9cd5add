"""The facts behind every answer, read from ``intents/<language>/knowledge``; each with the letter of its source."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from voiceassist.documents import read_yaml
from voiceassist.errors import VoiceAssistError
from voiceassist.skills.aims import PlanFacts
from voiceassist.skills.fact import Fact
from voiceassist.triage import Ladder, load_ladder


@dataclass(frozen=True)
class Tip:
    """One lifestyle tip, belonging to one of the five steps."""

    id: str
    step: str
    fact: Fact
    reason: Fact | None = None
    """What "why?" is answered with straight after it."""

    @property
    def topic(self) -> str:
        """How a conversation remembers that it told this tip last; no name of a topic."""
        return f"tip {self.id}"


@dataclass(frozen=True)
class Question:
    """One yes/no question of the checklist."""

    id: str
    """The sign that a yes stands for."""
    ask: str
    again: str
    """The same question in other words, for when an answer was not understood."""
    name: str
    """The question in a word or two, for reading answers back."""
    signs: tuple[str, ...]
    """Signs that answer it with yes when they are said."""
    source: str
    asks_onset: bool = False
    """Whether a yes leads to the question of how suddenly it began."""
    more_than_days: int | None = None
    """The time it asks for, where "since August" answers it."""
    one_place: str | None = None
    """What "only in my calf" answers; None where it is no answer."""
    same_size: str | None = None
    """What "it looks the same" answers; None where it is no answer."""
    strong: str | None = None
    """What "my grip is fine" answers; None where it is no answer."""


@dataclass(frozen=True)
class Knowledge:
    """Everything the assistant may state."""

    topics: Mapping[str, tuple[Fact, ...]]
    """By topic: the short answer first, then what "more" tells."""
    tips: tuple[Tip, ...]
    caveats: Mapping[str, Fact]
    checklist: tuple[Question, ...]
    ladder: Ladder | None
    """None where the language folder holds no ladder of urgency: a subject without danger."""
    plan: PlanFacts | None = None
    """None where the language folder has no plan."""
    whole_notes: frozenset[str] = frozenset()
    """Words with which a note of a medicine is kept whole."""
    points_back: frozenset[str] = frozenset()
    """Words that, where they are all of a note, mean what was talked about just before."""
    how_often: re.Pattern[str] | None = None
    """Words that tell how often it twitched, for which an entry has no place but the words themselves."""
    begun: re.Pattern[str] | None = None
    """Words with which a day is the one that it began on."""
    asks_on: re.Pattern[str] | None = None
    """Words that go on with the question before; those of its ``condition`` ask for less than it did."""
    later: re.Pattern[str] | None = None
    """Words in which a length of time tells how much later it was, or how often it came."""
    lasting: re.Pattern[str] | None = None
    """Words of the rest that tell how long it lasted all the same."""

    @classmethod
    def load(cls, folder: Path) -> Knowledge:
        """Read the knowledge files of one language folder; files that do not exist are empty.

        Raises VoiceAssistError naming the file that cannot be read.
        """
        knowledge = folder / "knowledge"
        faq, tips, checklist, plan, notes = (
            _read(knowledge / f"{name}.yaml") for name in ("faq", "tips", "checklist", "plan", "notes")
        )
        reasons = {name: Fact(**fact) for name, fact in tips.get("reasons", {}).items()}
        ladder = knowledge / "triage.yaml"
        return cls(
            topics={topic: tuple(Fact(**fact) for fact in facts) for topic, facts in faq.get("topics", {}).items()},
            tips=tuple(_tip(step, tip, reasons) for step, several in tips.get("steps", {}).items() for tip in several),
            caveats={name: Fact(**fact) for name, fact in tips.get("caveats", {}).items()},
            checklist=tuple(_question(question) for question in checklist.get("questions", [])),
            ladder=load_ladder(ladder) if ladder.exists() else None,
            plan=PlanFacts.of(plan) if plan else None,
            whole_notes=frozenset(notes.get("whole_with", ())),
            points_back=frozenset(notes.get("points_back", ())),
            **{
                name: re.compile(notes[name], re.IGNORECASE)
                for name in ("how_often", "begun", "asks_on", "later", "lasting")
                if name in notes
            },
        )

    @property
    def texts(self) -> tuple[str, ...]:
        """Everything that is said word for word."""
        facts = [*self.caveats.values(), *(tip.fact for tip in self.tips)]
        facts += {tip.reason.say: tip.reason for tip in self.tips if tip.reason}.values()
        facts += [fact for topic in self.topics.values() for fact in topic]
        facts += self.plan.verdicts.values() if self.plan else ()
        return (*(fact.say for fact in facts), *(question.ask for question in self.checklist))


def _tip(step: str, tip: Mapping[str, Any], reasons: Mapping[str, Fact]) -> Tip:
    fact = Fact(tip["say"], tip["source"], tip.get("caveat"))
    return Tip(tip["id"], step, fact, reasons[tip["why"]] if "why" in tip else None)


def _question(question: Mapping[str, Any]) -> Question:
    return Question(**{**question, "signs": tuple(question["signs"])})


def _read(path: Path) -> dict[str, Any]:
    if not path.exists():
        return {}
    tree = read_yaml(path)
    if not isinstance(tree, dict):
        raise VoiceAssistError(f"{path}: expected a mapping at the top; mend the file or leave out --intents")
    return tree
