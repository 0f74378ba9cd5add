"""The daily check-in: asks what of the day is not logged yet, logs it, and sets it against the day's aims."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, ClassVar, Final

from voiceassist.journal import Day, Entry, Plan
from voiceassist.journal.measures import in_unit
from voiceassist.skills import day_values
from voiceassist.skills.course import Course, amounts_of, twitches_known
from voiceassist.skills.entries import stamp
from voiceassist.skills.log_twitch import PlaceForm, log_twitch
from voiceassist.skills.plan import running_plan
from voiceassist.skills.skill import Answer, Desk, Form, Line
from voiceassist.values import Interpretation

TWITCHES: Final = "twitch_free"
ASKED: Final = ("caffeine", "water", "sleep", "stress", "relaxation", TWITCHES)
"""What is asked about a day, in this order."""
_NOT_COUNTED: Final = frozenset({"sleep", "stress"})
"""What nobody has none of: a bare no to it answers nothing."""


@dataclass(frozen=True)
class CheckInForm(Form):
    """The check-in at one of its questions; what is known is in the journal, so that "undo" opens a question again."""

    at: str
    passed: tuple[str, ...] = ()
    """What was skipped or is asked about elsewhere."""
    kind: ClassVar[str] = "check_in"
    asks: ClassVar[str] = day_values.ASKED
    favours: ClassVar[tuple[str, ...]] = (*day_values.FAVOURS, "Confirm", "LogTwitch")

    def question(self, desk: Desk) -> Line:
        """How much, or: any twitches?"""
        return Line("CheckIn.question", {"measure": self._asked(desk)})

    def read(self, meanings: Sequence[Interpretation], desk: Desk) -> tuple[Interpretation, ...]:
        """`meanings` as answers to how much it was."""
        return day_values.in_words(meanings, self._asked(desk))

    def answer(self, meaning: Interpretation, desk: Desk) -> Answer | None:
        """Values in any order, a twitch, no twitches; "skip" and "not sure" leave the question out."""
        asked = self._asked(desk)
        match meaning.intent:
            case "Skip" | "NotSure":
                return self._on(Answer(), desk, passed=(asked,))
            case "Confirm" if asked == TWITCHES:
                # "Yes, in my left calf" carries the twitch itself, which is logged after this.
                placed = any(one.intent == "LogTwitch" for one in desk.meant)
                return self._on(Answer(), desk, passed=(TWITCHES,)) if placed else self._where(desk)
            case "Deny" if asked in _NOT_COUNTED:
                return self._on(Answer(), desk, passed=(asked,))
            case "Deny":
                return self._log({asked: day_values.none_of(asked)}, desk)
            case "LogDay" | "LogTwitch":
                return self._told(desk.group_of(meaning), desk)
        return None

    def leave(self, desk: Desk) -> Answer:
        """What was told is logged already."""
        return Answer((Line("CheckIn.left"),))

    def _told(self, meanings: Sequence[Interpretation], desk: Desk) -> Answer | None:
        if meanings[0].intent == "LogTwitch":
            return self._on(log_twitch(meanings, desk), desk, passed=(TWITCHES,))
        asked = self._asked(desk)
        today = [one for one in meanings if _of_today(one, desk.now)]
        values = day_values.told(today, (asked, *(m for m in self._open(desk) if m != asked)))
        if any(one.slots.get("measure") == TWITCHES for one in today):
            values[TWITCHES] = day_values.none_of(TWITCHES)
        twitched = values.get(TWITCHES)
        if twitched is not None and twitched.amount:
            return self._where(desk)
        return self._log(values, desk) if values else None

    def _where(self, desk: Desk) -> Answer:
        """There were twitches: they are logged by their place."""
        return self._on(Answer(opens=(PlaceForm(words=desk.words),)), desk, passed=(TWITCHES,))

    def _log(self, values: Mapping[str, day_values.Value], desk: Desk) -> Answer:
        entries = tuple(
            Day(**stamp(desk, precision="day"), measure=measure, amount=value.amount, unit=value.unit)
            if measure != TWITCHES
            else Day(**stamp(desk, precision="day"), measure=TWITCHES)
            for measure, value in values.items()
        )
        read_back = Line(
            "CheckIn.logged", {"values": [entry.to_dict() for entry in entries], "asked": self._asked(desk)}
        )
        return self._on(Answer((read_back,), inserts=entries), desk)

    def _on(self, answer: Answer, desk: Desk, passed: tuple[str, ...] = ()) -> Answer:
        """`answer`, and the next question; after the last one how the day compares.  Nothing follows danger."""
        if answer.final:
            return answer
        form = CheckInForm(self.at, (*self.passed, *passed))
        logged = {entry.measure for entry in answer.inserts if isinstance(entry, Day)}
        following = [measure for measure in form._open(desk) if measure not in logged]
        if following:
            opened: Answer = Answer(opens=(CheckInForm(following[0], form.passed),))
        else:
            opened = done(desk, answer.inserts)
        return Answer(
            lines=(*answer.lines, *opened.lines),
            inserts=(*answer.inserts, *opened.inserts),
            opens=(*opened.opens, *answer.opens),
            assessed=answer.assessed,
            whole=True,
        )

    def _asked(self, desk: Desk) -> str:
        """`at`, unless the journal has come to know it by another way."""
        still = self._open(desk)
        return self.at if self.at in still or not still else still[0]

    def _open(self, desk: Desk) -> tuple[str, ...]:
        return tuple(measure for measure in missing(desk) if measure not in self.passed)


def check_in(_meanings: Sequence[Interpretation], desk: Desk) -> Answer:
    """Ask what today's entries leave open; where nothing is open, say how the day compares."""
    asked = missing(desk)
    return Answer(opens=(CheckInForm(asked[0]),)) if asked else done(desk, ())


def missing(desk: Desk) -> tuple[str, ...]:
    """What the journal does not know of today."""
    today = desk.now.date()
    known = set(amounts_of(desk.journal, today, desk.now))
    if twitches_known(desk.journal, today, desk.now):
        known.add(TWITCHES)
    return tuple(measure for measure in ASKED if measure not in known)


def done(desk: Desk, fresh: Sequence[Entry]) -> Answer:
    """How today compares with its aims, `fresh` entries included; under a plan the check-in is kept with it."""
    running = running_plan(desk)
    if running is None:
        return Answer((Line("CheckIn.no_plan"),))
    amounts = dict(amounts_of(desk.journal, desk.now.date(), desk.now))
    for entry in fresh:
        if isinstance(entry, Day) and entry.amount is not None:
            amounts[entry.measure] = in_unit(entry.measure, entry.amount, entry.unit or "")
    compared = Line("CheckIn.compared", _compared(running, amounts))
    return Answer((compared,), inserts=(Plan(**stamp(desk), step="check_in"),))


def checked_in(desk: Desk) -> bool:
    """Whether there was a check-in today."""
    entries = desk.journal.entries(["plan"], newest_first=True)
    latest = next((entry for entry in entries if isinstance(entry, Plan) and entry.step == "check_in"), None)
    return latest is not None and latest.at.date() == desk.now.date()


def _compared(running: Course, amounts: Mapping[str, float]) -> dict[str, Any]:
    known = {measure: aim for measure, aim in running.aims.items() if measure in amounts}
    return {
        "aims": known,
        "missed": [measure for measure, aim in known.items() if not aim.met(amounts[measure])],
    }


def _of_today(meaning: Interpretation, now: datetime) -> bool:
    """Whether a value is about today; last night's sleep is."""
    at = meaning.slots.get("at")
    return at is None or meaning.slots.get("measure") == "sleep" or datetime.fromisoformat(at).date() == now.date()
