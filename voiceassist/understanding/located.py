"""YAML that remembers its lines, so that a mistake can be shown to whoever made it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import yaml

from voiceassist.errors import VoiceAssistError

if TYPE_CHECKING:
    from pathlib import Path


class TemplateError(VoiceAssistError):
    """A file of templates is broken; the message names file, line and what was expected."""

    def __init__(self, path: Path, line: int | None, problem: str) -> None:
        super().__init__(f"{path}:{line or 1}: {problem}")


class Text(str):
    """A string and the line it stands on."""

    line: int

    def __new__(cls, value: str, line: int) -> Text:
        """`value`, said on `line` (counted from 1)."""
        text = super().__new__(cls, value)
        text.line = line
        return text

    __slots__ = ("line",)


class Table(dict[str, Any]):
    """A mapping, the line it starts on and the line of each key."""

    def __init__(self, line: int) -> None:
        super().__init__()
        self.line = line
        self.lines: dict[str, int] = {}


class Items(list[Any]):
    """A sequence and the line it starts on."""

    def __init__(self, line: int) -> None:
        super().__init__()
        self.line = line


def load(path: Path) -> Table:
    """The mapping in a YAML file.

    Words such as ``yes``, ``no``, ``on`` and ``off`` stay words (YAML 1.1 would make truth values of them).
    Raises `TemplateError` for a file that cannot be read, is not YAML or is not a mapping.
    """
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise TemplateError(path, None, f"cannot be read ({error}); expected a YAML file in UTF-8") from None
    loader = _Loader(text)
    try:
        node = loader.get_single_node()
        value = Table(1) if node is None else _construct(loader, node, path)
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else None
        context = f" {error.context}" if error.context else ""
        raise TemplateError(path, line, f"is not YAML:{context} {error.problem}") from None
    except yaml.YAMLError as error:
        raise TemplateError(path, None, f"is not YAML: {' '.join(str(error).split())}") from None
    finally:
        loader.dispose()
    if not isinstance(value, Table):
        raise TemplateError(path, None, "expected a mapping such as “intents: …”")
    return value


_Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def _construct(loader: Any, node: yaml.Node, path: Path) -> Any:
    line = node.start_mark.line + 1
    if isinstance(node, yaml.MappingNode):
        table = Table(line)
        for key_node, value_node in node.value:
            key = str(key_node.value)
            if key in table:
                raise TemplateError(
                    path, key_node.start_mark.line + 1, f"“{key}” is given twice; expected each key once"
                )
            table.lines[key] = key_node.start_mark.line + 1
            table[key] = _construct(loader, value_node, path)
        return table
    if isinstance(node, yaml.SequenceNode):
        items = Items(line)
        items.extend(_construct(loader, child, path) for child in node.value)
        return items
    value = loader.construct_object(node)
    if isinstance(value, bool) and node.value.lower() in {"true", "false"}:
        return value
    if value is None or (isinstance(value, int | float) and not isinstance(value, bool)):
        return value
    return Text(node.value, line)
