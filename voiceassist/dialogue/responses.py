"""Replies written by the language folder, filled in by a sandboxed template engine."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

import jinja2
from jinja2.sandbox import SandboxedEnvironment

from voiceassist.documents import read_yaml
from voiceassist.errors import VoiceAssistError
from voiceassist.skills.skill import Line
from voiceassist.skills.spoken_forms import SpokenForms


class Responses:
    """The templates of one language, by key (``Intent.name``)."""

    def __init__(self, templates: Mapping[str, Sequence[str]], filters: Mapping[str, Any]) -> None:
        environment = SandboxedEnvironment(undefined=jinja2.StrictUndefined, trim_blocks=True, lstrip_blocks=True)
        environment.filters.update(filters)
        self._environment = environment
        self._sources = templates
        self._compiled: dict[str, jinja2.Template] = {}

    @classmethod
    def load(cls, folders: Sequence[Path], forms: SpokenForms) -> Responses:
        """Read ``responses/*.yaml`` of every language folder; what an earlier folder says wins.

        Raises VoiceAssistError naming the file where one is not valid.
        """
        templates: dict[str, Sequence[str]] = {}
        for folder in reversed(folders):
            for path in sorted((folder / "responses").glob("[!_]*.yaml")):
                for key, variants in _read(path).items():
                    templates[key] = variants
        return cls(templates, forms.filters())

    @property
    def keys(self) -> frozenset[str]:
        """Every key there is."""
        return frozenset(self._sources)

    @property
    def fixed(self) -> tuple[str, ...]:
        """Wordings in which nothing is filled in."""
        return tuple(text for texts in self._sources.values() for text in texts if "{" not in text)

    def __contains__(self, key: str) -> bool:
        return key in self._sources

    def render(self, line: Line, variant: int = 0, now: datetime | None = None) -> str:
        """The text of `line` as it is said at `now`.

        Where a response has several wordings, `variant` picks one in turn.  Raises VoiceAssistError, naming the
        response, where its template is wrong.
        """
        sources = self._sources[line.key]
        source = sources[variant % len(sources)]
        try:
            template = self._compiled.get(source)
            if template is None:
                template = self._compiled[source] = self._environment.from_string(source)
            return " ".join(template.render(line.data, now=now).split())
        except jinja2.TemplateError as problem:
            raise VoiceAssistError(
                f"the response {line.key} cannot be filled in: {problem}; mend it in the responses of --intents"
            ) from None


def _read(path: Path) -> dict[str, Sequence[str]]:
    tree = read_yaml(path)
    responses = tree.get("responses") if isinstance(tree, dict) else None
    if not isinstance(responses, dict):
        raise VoiceAssistError(f"{path}: expected a top-level key 'responses'; mend the file or leave out --intents")
    flat: dict[str, Sequence[str]] = {}
    for intent, named in responses.items():
        if not isinstance(named, dict):
            raise VoiceAssistError(f"{path}: expected names and texts below 'responses: {intent}'")
        for name, text in named.items():
            flat[f"{intent}.{name}"] = [text] if isinstance(text, str) else text
    return flat
