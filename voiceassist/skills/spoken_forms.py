"""What replies say of values: the inverse of understanding, as filters for the response templates.

All words come from ``intents/LANG/responses/_forms.yaml``; numbers are spelled by CLDR's rules (unicode_rbnf).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

import jinja2
from unicode_rbnf import RbnfEngine

from voiceassist.clock import ends
from voiceassist.documents import read_yaml
from voiceassist.errors import VoiceAssistError
from voiceassist.skills.spoken_time import SpokenTime

MANY = 3
"""Entries that the ear can hold; more are counted."""
_STEP = {"cup": 0.5, "glass": 0.5, "h": 0.5, "point": 0.5, "min": 1, "mg": 10, "ml": 50, "l": 0.1}
"""What sums and means are rounded to: nobody can use "three point two eight cups"."""
_LITER_ML = 1000
_QUARTERS = {0.25: "and_quarter", 0.75: "and_three_quarters"}
UNNAMED = "other"
"""A trigger that the speaker named and the journal has no name for: the entry's words tell it, a reply does not."""
JUST_NOW = timedelta(minutes=2)
"""Nearer times are now for whoever tells of them."""


class SpokenForms:
    """The spoken forms of one language."""

    def __init__(self, forms: Mapping[str, Any]) -> None:
        self._forms = forms
        self._time = SpokenTime(forms, RbnfEngine.for_language(forms["language"]), self.listed)

    @classmethod
    def load(cls, folder: Path) -> SpokenForms:
        """The forms of a language folder.  Raises VoiceAssistError, naming the file, where they cannot be used."""
        path = folder / "responses" / "_forms.yaml"
        try:
            return cls(read_yaml(path))
        except (KeyError, TypeError, ValueError) as error:
            reason = " ".join(str(error).split())
            raise VoiceAssistError(f"{path}: not usable as spoken forms ({type(error).__name__}: {reason})") from error

    def filters(self) -> dict[str, Callable[..., str]]:
        """Every form as a template filter.

        ``moment``, ``since`` and ``period`` are said relative to the template's variable ``now`` (an aware datetime),
        or to the clock's time where there is none.
        """

        @jinja2.pass_context
        def moment(context: jinja2.runtime.Context, at: str | datetime, precision: str | None = None) -> str:
            then, now = _seen_from(at, context.get("now"))
            return self.moment(then, precision, now)

        @jinja2.pass_context
        def since(context: jinja2.runtime.Context, at: str | datetime) -> str:
            return self.since(*_seen_from(at, context.get("now")))

        @jinja2.pass_context
        def period(context: jinja2.runtime.Context, asked: str) -> str:
            start, end = ends(asked)
            return self._time.period(start, end, _seen_from(start, context.get("now"))[1])

        @jinja2.pass_context
        def when(context: jinja2.runtime.Context, entry: Mapping[str, Any]) -> str:
            return self.when(entry, context["now"])

        @jinja2.pass_context
        def ago(context: jinja2.runtime.Context, at: str | datetime) -> str:
            return self.ago(*_seen_from(at, context.get("now")))

        @jinja2.pass_context
        def points_in_words(context: jinja2.runtime.Context, entry: Mapping[str, Any], names: Iterable[str]) -> str:
            return self.points_in_words(entry, names, context["now"])

        return {
            "number": self.number,
            "times": self.times,
            "duration": self.duration,
            "moment": moment,
            "since": since,
            "period": period,
            "when": when,
            "clock": self.clock,
            "amount": self.amount,
            "liters": self.liters,
            "listed": self.listed,
            "named": self.named,
            "capitalized": capitalized,
            "whereabouts": self.whereabouts,
            "of_kind": self.of_kind,
            "day_value": self.day_value,
            "summed": self.summed,
            "rounded": self.rounded,
            "entries_in_words": self.entries_in_words,
            "points_in_words": points_in_words,
            "ago": ago,
        }

    def duration(self, seconds: float) -> str:
        """A length of time: "two minutes", "an hour and a half"."""
        return self._time.duration(seconds)

    def moment(self, at: datetime, precision: str | None, now: datetime) -> str:
        """When something happened: "this morning", "yesterday at ten past seven", "on the third of October"."""
        return self._time.moment(at, precision, now)

    def since(self, at: datetime, now: datetime) -> str:
        """Since when something has been so: "since this morning", "since Tuesday"."""
        return self._time.since(at, now)

    def when(self, entry: Mapping[str, Any], now: datetime) -> str:
        """Since when or when it was, where that is worth a word: nothing of just now, nor of a value of today."""
        if entry.get("since"):
            return self.since(*_seen_from(entry["since"], now))
        if not entry.get("at"):
            return ""
        at, _ = _seen_from(entry["at"], now)
        precision = entry.get("at_precision") or "minute"
        this_day = entry.get("measure") and at.date() == now.date()
        if this_day or (precision == "minute" and abs(now - at) < JUST_NOW):
            return ""
        return self.moment(at, precision, now)

    def ago(self, at: datetime, now: datetime) -> str:
        """How many days lie between: "earlier today", "yesterday", "three weeks ago"."""
        return self._time.ago(at.date(), now.date())

    def clock(self, at: str) -> str:
        """A time of day told as HH:MM: "nine in the evening"."""
        return self._time.clock(datetime.combine(date.min, time.fromisoformat(at)))

    def number(self, value: float) -> str:
        """A number: "two hundred", "two and a half", "one point three"."""
        words = self._forms["numbers"]
        whole, rest = divmod(round(float(value), 2), 1)
        said = self._time.cardinal(int(whole))
        if not rest:
            return said
        if rest == 0.5:
            return str(words["and_half"].format(n=said) if whole else words["half"])
        if whole and rest in _QUARTERS:
            return str(words[_QUARTERS[rest]].format(n=said))
        decimals = f"{rest:.2f}"[2:].rstrip("0")
        return " ".join([said, words["point"], *(self._time.cardinal(int(digit)) for digit in decimals)])

    def times(self, count: int) -> str:
        """How often: "once", "twice", "three times"."""
        words = self._forms["numbers"]["times"]
        return str(words.get(count, words["many"]).format(n=self.number(count)))

    def amount(self, value: float, unit: str | None) -> str:
        """A number with its unit: "two cups", "half a liter", "one and a half hours"."""
        if unit is None:
            return self.number(value)
        forms = self._forms["units"][unit]
        if value == 0.5:
            return str(forms["half"])
        return str(forms["one" if value == 1 else "many"].format(n=self.number(value)))

    def liters(self, milliliters: float) -> str:
        """Millilitres the way large amounts are said: "two liters", "half a liter"."""
        return self.amount(milliliters / 1000, "l")

    def listed(self, items: Iterable[str], kind: str | None = None) -> str:
        """Things in a row, by the names of `kind` where given: "stress, caffeine and poor sleep"."""
        names = [self.named(item, kind) if kind else str(item) for item in items]
        words = self._forms["lists"]
        return str(words["last"]).join(filter(None, [str(words["comma"]).join(names[:-1]), *names[-1:]]))

    def named(self, value: str, kind: str) -> str:
        """The spoken name of a canonical value.

        `kind` is ``trigger``, ``with``, ``sign``, ``side``, ``onset``, ``place`` or ``measure``.
        """
        match kind:
            case "place":
                return str(self._forms["places"][value][0])
            case "measure":
                return str(self._forms["measures"][value]["name"])
        return str(self._forms["names"][kind][value])

    def whereabouts(self, slots: Mapping[str, Any]) -> str:
        """Side and place: "left eyelid", "both calves", "left side of the chest", "all over"."""
        place, side = slots.get("place"), slots.get("side")
        if not place:
            return str(self._forms["somewhere"])
        names = self._forms["places"][place]
        if not side or place == "everywhere":
            return str(names[0])
        return str(
            self._forms["sides"][side]["one" if len(names) > 1 else "middle"].format(place=names[0], places=names[-1])
        )

    def of_kind(self, slots: Mapping[str, Any]) -> str:
        """Which twitches are meant beside where they were: " with cramps at night"; nothing where all are."""
        forms = self._forms["kinds"]
        said = {
            "companion": "companion" in slots and self.named(slots["companion"], "with"),
            "cause": "cause" in slots and self.named(slots["cause"], "trigger"),
            "strength": "strength" in slots and forms["strengths"][slots["strength"]],
            "part": "part" in slots and self.named(slots["part"], "part"),
            "longer_s": "longer_s" in slots and self.duration(slots["longer_s"]),
            "shorter_s": "shorter_s" in slots and self.duration(slots["shorter_s"]),
        }
        return "".join(" " + str(forms[kind]).format(name=name) for kind, name in said.items() if name)

    def day_value(self, value: Mapping[str, Any]) -> str:
        """A value of the day: "two cups with caffeine", "five hours of sleep", "no alcohol"; a bare amount too."""
        amount, unit = value.get("amount"), value.get("unit")
        if value["measure"] is None and amount is not None:
            return self.amount(amount, unit)
        forms = self._forms["measures"][value["measure"]]
        if amount is None:
            return str(forms["name"])
        if amount == 0 and unit != "point":
            return str(forms["none"])
        return str(forms.get(unit, forms["amount"]).format(amount=self.amount(amount, unit)))

    def summed(self, value: Mapping[str, Any]) -> str:
        """What several values of the day come to: "about three and a half cups with caffeine"."""
        amount, unit = _rounded(value["amount"], value["unit"])
        return self._about(value, amount, self.day_value({**value, "amount": amount, "unit": unit}))

    def rounded(self, value: Mapping[str, Any]) -> str:
        """The same without what it is an amount of: "one and a half liters"."""
        amount, unit = _rounded(value["amount"], value["unit"])
        return self._about(value, amount, self.amount(amount, unit))

    def _about(self, value: Mapping[str, Any], amount: float, said: str) -> str:
        exact = min(abs(amount * factor - value["amount"]) for factor in (1, _LITER_ML)) < 1e-6
        return said if exact else str(self._forms["numbers"]["about"].format(n=said))

    def entries_in_words(self, entries: Sequence[Mapping[str, Any]]) -> str:
        """Journal entries, named where the ear can hold them: "left eyelid, two minutes and five hours of sleep"."""
        if len(entries) > MANY:
            return str(self._forms["entries"]["many"].format(n=self.number(len(entries))))
        return self.listed(self._entry(entry) for entry in entries)

    def points_in_words(self, entry: Mapping[str, Any], names: Iterable[str], now: datetime) -> str:
        """Only those points of an entry that are named: "right calf, ten minutes", "yesterday".

        The whole entry where none of them has anything to say.
        """
        named, forms = set(names), self._forms["points"]
        told = {name for name in named if entry.get(name.rstrip("_")) not in (None, (), [])}
        said = []
        if entry["kind"] == "day" and named & {"amount", "unit"}:
            said.append(self.day_value(entry))
        if named & {"place", "side"}:
            said.append(self.whereabouts(entry))
        if "duration_s" in told:
            said.append(self.duration(entry["duration_s"]))
        if "intensity" in told:
            said.append(forms["intensity"].format(n=self.number(entry["intensity"])))
        if "since" in told:
            said.append(self.since(*_seen_from(entry["since"], now)))
        if named & {"at", "at_precision"}:
            said.append(self.moment(_seen_from(entry["at"], now)[0], entry["at_precision"], now))
        if "with_" in told:
            said.append(forms["with"].format(listed=self.listed(entry["with"], "with")))
        if "triggers" in told and (triggers := [one for one in entry["triggers"] if one != UNNAMED]):
            said.append(forms["triggers"].format(listed=self.listed(triggers, "trigger")))
        return str(self._forms["lists"]["comma"]).join(said) or self.entries_in_words([entry])

    def _entry(self, entry: Mapping[str, Any]) -> str:
        forms, kind = self._forms["entries"], entry["kind"]
        match kind:
            case "day":
                return self.day_value(entry)
            case "twitch" if entry.get("duration_s"):
                form = forms["twitch_with_duration"]
                return str(
                    form.format(whereabouts=self.whereabouts(entry), duration=self.duration(entry["duration_s"]))
                )
            case "twitch":
                return str(forms["twitch"].format(whereabouts=self.whereabouts(entry)))
            case "sign":
                return str(forms["sign"].format(sign=self.named(entry["sign"], "sign")))
            case "plan":
                return str(forms["plan"][entry["step"]])
        return str(forms[kind].format(text=entry.get("text", "")))


def capitalized(text: str) -> str:
    """The text as a sentence begins."""
    return text[:1].upper() + text[1:]


def _rounded(amount: float, unit: str | None) -> tuple[float, str | None]:
    """An amount as the ear takes it, in litres from one on; what would come to nothing keeps its first digits."""
    if unit == "ml" and amount >= _LITER_ML:
        amount, unit = amount / _LITER_ML, "l"
    step = _STEP.get(unit or "", 1)
    return round(amount / step) * step or round(amount, 2), unit


def _seen_from(at: str | datetime, now: datetime | None) -> tuple[datetime, datetime]:
    """Both times, each by the clock on the wall of its place and season."""
    then = datetime.fromisoformat(at) if isinstance(at, str) else at
    return then, now or datetime.now(then.tzinfo)
