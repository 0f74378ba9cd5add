"""Rates over outcomes, each with its number of trials and its 95 % interval."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from outcomes import Outcome
from rapidfuzz.distance import Levenshtein

from voiceassist import events
from voiceassist.bench.statistics import wilson
from voiceassist.understanding.text import words_of


@dataclass(frozen=True)
class Rate:
    """How many of `n` outcomes did what `question` asks."""

    question: str
    yes: tuple[Outcome, ...]
    no: tuple[Outcome, ...]

    @property
    def n(self) -> int:
        return len(self.yes) + len(self.no)

    @property
    def value(self) -> float:
        return len(self.yes) / self.n

    @property
    def interval(self) -> tuple[float, float]:
        return wilson(len(self.yes), self.n)

    def __str__(self) -> str:
        low, high = self.interval
        return f"{len(self.yes)} of {self.n}, {self.value:.2f} [{low:.2f}, {high:.2f}]"


QUESTIONS: Mapping[str, tuple[tuple[str, ...], Callable[[Outcome], bool]]] = {
    "intent right": (("command",), lambda outcome: outcome.intent_right),
    "intent and all slots right": (("command",), lambda outcome: outcome.slots_right),
    "written and answered as demanded": (("command",), lambda outcome: outcome.done_right),
    "asked whether it was meant": (("command",), lambda outcome: outcome.asked_first),
    "something wrong written": (
        ("command", "emergency", "red flag", "chatter"),
        lambda outcome: bool(outcome.unasked_changes),
    ),
    "chatter taken for something": (("chatter",), lambda outcome: bool(outcome.meanings)),
    "chatter written": (("chatter",), lambda outcome: bool(outcome.seen(events.Journal))),
    "emergencies missed": (("emergency",), lambda outcome: not outcome.danger_met),
    "emergencies answered at once": (("emergency",), lambda outcome: "emergency" in outcome.levels),
    "red flags found": (("red flag",), lambda outcome: outcome.sign_found),
    "red flags on their rung": (
        ("red flag",),
        lambda outcome: outcome.sign_found and outcome.case.level in (None, *outcome.levels),
    ),
}
"""What is counted, and over which kinds of cases."""


def rates(outcomes: Sequence[Outcome]) -> dict[str, Rate]:
    """Every question's answer."""
    found = {}
    for question, (kinds, holds) in QUESTIONS.items():
        asked = [outcome for outcome in outcomes if outcome.case.kind in kinds]
        found[question] = Rate(question, tuple(o for o in asked if holds(o)), tuple(o for o in asked if not holds(o)))
    return found


def table(played: Mapping[str, Sequence[Outcome]]) -> str:
    """A Markdown table: a row for each question, two columns for each set-up, tuned and held-out voices."""
    columns = {
        f"{set_up}, {'held-out' if held_out else 'tuned'} voices": rates(
            [outcome for outcome in outcomes if outcome.case.held_out == held_out]
        )
        for set_up, outcomes in played.items()
        for held_out in (False, True)
    }
    lines = [f"| | {' | '.join(columns)} |", "|---" * (len(columns) + 1) + "|"]
    for question in QUESTIONS:
        lines.append(f"| {question} | {' | '.join(str(column[question]) for column in columns.values())} |")
    return "\n".join(lines)


def word_errors(outcomes: Iterable[Outcome], spell_out: Callable[[str], str]) -> dict[str, tuple[float, float, int]]:
    """By voice: the word error rates of the held and of the free recogniser, and how many words were said.

    Chatter is left out: a grammar has no words for it.
    """
    wrong: dict[str, list[int]] = defaultdict(lambda: [0, 0, 0])
    for outcome in outcomes:
        if outcome.case.kind == "chatter":
            continue
        said = words_of(outcome.case.text, spell_out)
        heard = outcome.seen(events.Utterance)
        tally = wrong[outcome.case.voice]
        for index, texts in enumerate(([e.text for e in heard], [e.free_text or "" for e in heard])):
            tally[index] += Levenshtein.distance(said, words_of(" ".join(texts), spell_out))
        tally[2] += len(said)
    return {voice: (held / n, free / n, n) for voice, (held, free, n) in sorted(wrong.items())}
