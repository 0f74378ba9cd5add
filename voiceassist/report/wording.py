"""The words of a report: templates and names from ``intents/<language>/report/page.yaml``."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

import jinja2
import yaml
from jinja2.sandbox import SandboxedEnvironment

from voiceassist.errors import VoiceAssistError
from voiceassist.report.links import Link

_FIXED = "\N{NO-BREAK SPACE}"


class Wording:
    """What a language calls things on paper."""

    def __init__(self, tree: Mapping[str, Any], folder: Path) -> None:
        self.folder = folder
        self.language = str(tree["language"])
        self._names: Mapping[str, Any] = tree["names"]
        self._formats: Mapping[str, str] = tree["formats"]
        self._text: Mapping[str, Any] = tree["text"]
        self._environment = SandboxedEnvironment(undefined=jinja2.StrictUndefined, trim_blocks=True)
        self._compiled: dict[str, jinja2.Template] = {}
        self._environment.filters.update(
            day=lambda moment: self.date(moment, "day"),
            short=lambda moment: self.date(moment, "short"),
            name=lambda value, of: self.name(of, value),
            names=lambda values, of: [self.name(of, value) for value in values],
            where=self.where,
            factor=self.factor,
            duration=self.duration,
            n1=number,
            p=p_value,
            signed=points,
        )

    @classmethod
    def load(cls, language: Path) -> Wording:
        """The wording of a language folder.  Raises VoiceAssistError where it cannot be used."""
        path = language / "report" / "page.yaml"
        try:
            return cls(yaml.safe_load(path.read_text(encoding="utf-8")), path.parent)
        except OSError:
            raise VoiceAssistError(f"{path} cannot be read; leave out --intents or choose another language") from None
        except (yaml.YAMLError, KeyError, TypeError) as problem:
            raise VoiceAssistError(f"{path}: not a valid wording ({problem}); mend the file") from None

    def say(self, key: str, **values: Any) -> str:
        """A text with its values filled in, white space made single."""
        return _single(self._template(self._text[key]).render(values))

    def texts(self, key: str) -> list[str]:
        """A list of texts without values, for example a table's headings."""
        return [_single(text) for text in self._text[key]]

    def words(self, key: str) -> Mapping[str, str]:
        """Short words by key."""
        words: Mapping[str, str] = self._text[key]
        return words

    def name(self, of: str, value: str, default: str | None = None) -> str:
        """What a canonical value is called."""
        return str(self._names.get(of, {}).get(value, default or value.replace("_", " ")))

    def question(self, number: int) -> str:
        """A question of the checklist in short, counted from 0."""
        return str(self._names["question"][number])

    def where(self, entry: Any) -> str:
        """Side and place of whatever has them."""
        if not entry.place:
            return str(self._text["somewhere"])
        place = self.name("place", entry.place)
        return f"{self.name('side', entry.side)} {place}" if entry.side else place

    def factor(self, link: Link) -> str:
        """A circumstance with what parts its days."""
        return self._template(self._names["factor"][link.factor]).render(
            limit="" if link.limit is None else number(link.limit)
        )

    def _template(self, source: str) -> jinja2.Template:
        if source not in self._compiled:
            self._compiled[source] = self._environment.from_string(source)
        return self._compiled[source]

    def duration(self, seconds: float) -> str:
        """Seconds in the unit that fits."""
        for key, size in (("hour", 3600), ("minute", 60)):
            if seconds >= size:
                return f"{seconds / size:.3g} {self._text[key]}"
        return f"{seconds:g} {self._text['second']}"

    def date(self, moment: date, form: str) -> str:
        """A day, ``short`` without its year, or a ``moment`` with its time."""
        return moment.strftime(self._formats[form].replace("%-d", str(moment.day)))


def _single(text: str) -> str:
    """White space made single; a space that must not break stays."""
    return re.sub(r"[ \n\t]+", " ", text).strip(" \n")


def number(value: float) -> str:
    """At most one decimal, none where it is zero."""
    return f"{value:.1f}".removesuffix(".0")


def points(share: float) -> str:
    """A difference of shares in percentage points, with its sign."""
    rounded = round(100 * share)
    return f"{rounded:+d}".replace("-", "−") if rounded else "0"


def p_value(p: float) -> str:
    """With the comparison that a table of p values needs."""
    if p < 0.001:
        return f"<{_FIXED}0.001"
    return f"={_FIXED}{p:.3f}" if p < 0.1 else f"={_FIXED}{p:.2f}"
