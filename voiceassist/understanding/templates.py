"""A folder of sentence templates in the Home Assistant format, read and checked.

The additions to that format (`as`, `slots`, `groups`, `examples`, `requires_context`): docs/understanding.md.
"""

from __future__ import annotations

import hashlib
import itertools
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from hassil.parse_expression import parse_sentence
from hassil.parser import ParseError

from voiceassist.understanding.expressions import (
    Choice,
    ExpressionError,
    ListReference,
    Node,
    Permutation,
    RuleReference,
    Sequence,
    from_hassil,
)
from voiceassist.understanding.located import Items, Table, TemplateError, Text, load
from voiceassist.understanding.word_kinds import KINDS, NO_KINDS, PHRASES, WordKinds

FILE_KEYS: Final = {
    "language", "intents", "expansion_rules", "lists", "slots", "groups", "always", "settings", *KINDS,
}  # fmt: skip
INTENT_KEYS: Final = {"data", "description"}
BLOCK_KEYS: Final = {
    "sentences", "examples", "slots", "requires_context", "expansion_rules", "lists", "metadata", "excludes_context",
    "response", "required_keywords", "name_domains", "description", "gaps", "doubtful",
}  # fmt: skip
LIST_KEYS: Final = {"values", "range", "wildcard", "as"}
PROPOSAL: Final = "proposal"
"""The context of sentences with gaps that are only read once the witness of meaning has proposed their intent."""
MOST_IN_RANGE: Final = 2000
"""Most numbers of one range list: each is spelled out in the graph."""


@dataclass(frozen=True)
class ValueList:
    """What may stand in a slot: a node and its canonical value each."""

    values: tuple[tuple[Node, Any], ...] = ()
    kind: str | None = None
    """What the words are to be read as (``duration``, ``time`` …) instead of a fixed value."""
    wildcard: bool = False
    """Any words at all."""


@dataclass(frozen=True)
class Scope:
    """The rules and lists that a block of sentences sees."""

    rules: Mapping[str, Node]
    lists: Mapping[str, ValueList]
    key: str = ""
    """Empty for what all blocks share; its own for a block that brings rules or lists."""


@dataclass(frozen=True)
class Block:
    """Sentences of one intent that share their conditions."""

    intent: str
    sentences: tuple[Node, ...]
    slots: Mapping[str, Any]
    asks: tuple[str, ...]
    """The open questions that make it active; empty: always active."""
    scope: Scope
    after: tuple[str, ...] = ()
    """What must just have been done for it to be active; empty: whatever was."""
    examples: tuple[str, ...] = ()
    """What people say, as they would say it."""
    gaps: bool = False
    """Whether other words may stand between its words; see `gaps`."""
    doubtful: bool = False
    """Whether its sentences may be meant otherwise, so that they are asked about even where every word is sure."""


@dataclass(frozen=True)
class Templates:
    """All that a folder says."""

    language: str
    blocks: tuple[Block, ...]
    scope: Scope
    list_slots: frozenset[str] = frozenset()
    groups: frozenset[str] = frozenset()
    always: frozenset[str] = frozenset()
    """Intents that recognisers expect whatever is being asked."""
    kinds: WordKinds = NO_KINDS


def template_files(folder: Path) -> list[Path]:
    """The files that make up `folder`: those of its subfolder ``sentences`` where there is one."""
    inner = folder / "sentences"
    files = sorted((inner if inner.is_dir() else folder).glob("*.yaml"))
    if not files:
        raise TemplateError(folder, None, "expected sentence templates (*.yaml, or sentences/*.yaml)")
    return files


def digest(files: list[Path], *more: str) -> str:
    """A hash of what is in the files: equal hashes compile to equal graphs."""
    total = hashlib.sha256("\0".join(more).encode())
    for path in files:
        total.update(path.name.encode() + b"\0" + path.read_bytes() + b"\0")
    return total.hexdigest()[:32]


def read_templates(files: list[Path], words: Callable[[str], list[str]]) -> Templates:
    """Parse and check all `files`; `words` splits text into normalised words.

    Raises `TemplateError` with file, line and what was expected.
    """
    return _Reader(words).read(files)


@dataclass
class _Reader:
    words: Callable[[str], list[str]]
    rules: dict[str, Node] = field(default_factory=dict)
    lists: dict[str, ValueList] = field(default_factory=dict)
    list_slots: set[str] = field(default_factory=set)
    groups: dict[str, tuple[Path, int]] = field(default_factory=dict)
    always: dict[str, tuple[Path, int]] = field(default_factory=dict)
    kinds: dict[str, list[str]] = field(default_factory=lambda: {kind: [] for kind in KINDS})
    """The words and phrases of each kind as they are written."""
    places: dict[int, tuple[Path, int]] = field(default_factory=dict)
    """Where each node stands, by identity, for messages about references."""

    def read(self, files: list[Path]) -> Templates:
        tables = {path: load(path) for path in files}
        language = ""
        for path, table in tables.items():
            _known(path, table, FILE_KEYS, "a template file")
            given = str(table.get("language", language))
            if language and given != language:
                raise TemplateError(path, table.lines["language"], f"language {given}; expected {language}")
            language = given
            self._shared(path, table)
        shared = Scope(self.rules, self.lists)
        blocks = [
            self._block(path, name, block, shared)
            for path, table in tables.items()
            for name, data in self._intents(path, table)
            for block in data
        ]
        if all(block.gaps for block in blocks):
            raise TemplateError(files[0].parent, None, "expected at least one intent with sentences without gaps")
        for name, (path, line) in self.groups.items():
            if name not in self.rules:
                raise TemplateError(path, line, f"groups names <{name}>; expected one of the expansion rules")
        intents = dict.fromkeys(block.intent for block in blocks)
        for name, (path, line) in self.always.items():
            if name not in intents:
                raise TemplateError(path, line, f"always names {name}; expected {_near(intents)}")
        for name in self.rules:
            self._check_node(RuleReference(name), shared, (), self.places[id(self.rules[name])])
        return Templates(
            language,
            tuple(blocks),
            shared,
            frozenset(self.list_slots),
            frozenset(self.groups),
            frozenset(self.always),
            self._word_kinds(),
        )

    def _shared(self, path: Path, table: Table) -> None:
        for name, node in self._rules(path, table).items():
            if name in self.rules:
                raise TemplateError(path, table["expansion_rules"].lines[name], f"rule <{name}> is defined twice")
            self.rules[name] = node
        for name, values in self._lists(path, table).items():
            if name in self.lists:
                raise TemplateError(path, table["lists"].lines[name], f"list {{{name}}} is defined twice")
            self.lists[name] = values
        for name, options in _table(path, table, "slots").items():
            if isinstance(options, Table) and options.get("list") is True:
                self.list_slots.add(name)
        for name in _items(path, table, "groups"):
            self.groups[str(name)] = (path, getattr(name, "line", table.line))
        for name in _items(path, table, "always"):
            self.always[str(name)] = (path, getattr(name, "line", table.line))
        for kind, known in self.kinds.items():
            known.extend(map(str, _items(path, table, kind)))

    def _word_kinds(self) -> WordKinds:
        read = {kind: [tuple(self.words(text)) for text in texts] for kind, texts in self.kinds.items()}
        single = {kind: list(itertools.chain.from_iterable(phrases)) for kind, phrases in read.items()}
        return WordKinds.from_dict({**single, **{kind: dict.fromkeys(read[kind]) for kind in PHRASES}})

    def _intents(self, path: Path, table: Table) -> list[tuple[str, Items]]:
        intents = _table(path, table, "intents")
        found = []
        for name, intent in intents.items():
            line = intents.lines[name]
            if not isinstance(intent, Table):
                raise TemplateError(path, line, f"intent {name}: expected “data:” with blocks of sentences")
            _known(path, intent, INTENT_KEYS, f"intent {name}")
            if not isinstance(intent.get("data"), Items):
                raise TemplateError(path, line, f"intent {name}: expected “data:” with a list of blocks")
            found.append((name, intent["data"]))
        return found

    def _block(self, path: Path, intent: str, block: Any, shared: Scope) -> Block:
        if not isinstance(block, Table):
            raise TemplateError(path, None, f"intent {intent}: expected blocks with “sentences:”")
        _known(path, block, BLOCK_KEYS, f"a block of {intent}")
        sentences = block.get("sentences")
        if not isinstance(sentences, Items) or not sentences:
            raise TemplateError(path, block.line, f"intent {intent}: expected a list of sentences")
        scope = shared
        if "expansion_rules" in block or "lists" in block:
            rules, lists = self._rules(path, block), self._lists(path, block)
            scope = Scope({**self.rules, **rules}, {**self.lists, **lists}, f"{path.stem}_{block.line}")
        nodes = []
        for sentence in sentences:
            node = self._parse(path, sentence, block.line)
            self._check_node(node, scope, (), self.places[id(node)])
            nodes.append(node)
        context = _table(path, block, "requires_context")
        asks, after = (_names(context.get(key, ())) for key in ("asks", "after"))
        gaps = block.get("gaps", False)
        if not isinstance(gaps, bool):
            problem = "expected “gaps: true”"
            raise TemplateError(path, block.line, f"intent {intent}: {problem}")
        doubtful = block.get("doubtful", False)
        if not isinstance(doubtful, bool):
            raise TemplateError(path, block.lines["doubtful"], f"intent {intent}: expected “doubtful: true”")
        examples = block.get("examples", ())
        if not isinstance(examples, Items | tuple):
            raise TemplateError(path, block.line, f"intent {intent}: expected a list of examples")
        return Block(
            intent,
            tuple(nodes),
            _plain(_table(path, block, "slots")),
            asks,
            scope,
            after,
            tuple(str(example) for example in examples),
            gaps,
            doubtful,
        )

    def _rules(self, path: Path, table: Table) -> dict[str, Node]:
        rules = _table(path, table, "expansion_rules")
        return {name: self._parse(path, text, rules.lines[name]) for name, text in rules.items()}

    def _lists(self, path: Path, table: Table) -> dict[str, ValueList]:
        lists = _table(path, table, "lists")
        return {name: self._list(path, name, values, lists.lines[name]) for name, values in lists.items()}

    def _list(self, path: Path, name: str, table: Any, line: int) -> ValueList:
        expected = f"list {{{name}}}: expected “values:”, “range:” or “wildcard: true”"
        if not isinstance(table, Table):
            raise TemplateError(path, line, expected)
        _known(path, table, LIST_KEYS, f"list {{{name}}}")
        kind = None if table.get("as") is None else str(table["as"])
        if table.get("wildcard") is True:
            return ValueList(wildcard=True, kind=kind)
        if isinstance(table.get("range"), Table):
            return ValueList(self._range(path, table["range"]), kind)
        if not isinstance(table.get("values"), Items) or not table["values"]:
            raise TemplateError(path, line, expected)
        values: list[tuple[Node, Any]] = []
        for value in table["values"]:
            if isinstance(value, Table):
                if "in" not in value or "out" not in value:
                    raise TemplateError(path, value.line, f"list {{{name}}}: expected a value with “in” and “out”")
                out = _plain(value["out"])
                texts = value["in"] if isinstance(value["in"], Items) else [value["in"]]
                values += [(self._parse(path, text, value.line), out) for text in texts]
            else:
                values.append((self._parse(path, value, line), _plain(value)))
        return ValueList(tuple(values), kind)

    def _range(self, path: Path, table: Table) -> tuple[tuple[Node, Any], ...]:
        try:
            numbers = range(int(table["from"]), int(table["to"]) + 1, int(table.get("step", 1)))
        except (KeyError, TypeError, ValueError):
            raise TemplateError(path, table.line, "a range; expected whole numbers “from” and “to”") from None
        if not 0 < len(numbers) <= MOST_IN_RANGE:
            raise TemplateError(path, table.line, f"a range of {len(numbers)} numbers; expected 1 to {MOST_IN_RANGE}")
        return tuple((self._parse(path, str(number), table.line), number) for number in numbers)

    def _parse(self, path: Path, text: Any, line: int) -> Node:
        line = getattr(text, "line", line)
        if isinstance(text, Table | Items) or text is None:
            raise TemplateError(path, line, "expected the text of a template")
        try:
            node = from_hassil(parse_sentence(str(text)).expression, self.words)
        except (ParseError, ExpressionError, AssertionError) as error:
            reason = str(error) or "it cannot be parsed"
            raise TemplateError(path, line, f"template “{text}”: {reason}; expected e.g. “[my] {{place}}”") from None
        self.places[id(node)] = (path, line)
        return node

    def _check_node(self, node: Node, scope: Scope, open_rules: tuple[str, ...], place: tuple[Path, int]) -> None:
        """Every reference is defined and no rule contains itself."""
        if isinstance(node, Sequence | Choice | Permutation):
            for item in node.items:
                self._check_node(item, scope, open_rules, place)
        elif isinstance(node, RuleReference):
            if node.name in open_rules:
                raise TemplateError(*place, f"rule <{node.name}> contains itself; expected rules without circles")
            if node.name not in scope.rules:
                raise TemplateError(*place, f"<{node.name}> is no expansion rule; expected {_near(scope.rules)}")
            if (id(scope), node.name) not in self._sound:
                rule = scope.rules[node.name]
                self._check_node(rule, scope, (*open_rules, node.name), self.places[id(rule)])
                self._sound.add((id(scope), node.name))
        elif isinstance(node, ListReference):
            if node.name not in scope.lists:
                raise TemplateError(*place, f"{{{node.name}}} is no list; expected {_near(scope.lists)}")
            self._check_list(node.name, scope, open_rules, place)

    def _check_list(self, name: str, scope: Scope, open_rules: tuple[str, ...], place: tuple[Path, int]) -> None:
        key = "{" + name
        if key in open_rules:
            raise TemplateError(*place, f"list {{{name}}} contains itself; expected lists without circles")
        if (id(scope), key) not in self._sound:
            for value, _ in scope.lists[name].values:
                self._check_node(value, scope, (*open_rules, key), self.places[id(value)])
            self._sound.add((id(scope), key))

    _sound: set[tuple[int, str]] = field(default_factory=set)


def _known(path: Path, table: Table, keys: set[str], where: str) -> None:
    for key in table:
        if key not in keys:
            expected = ", ".join(sorted(keys))
            raise TemplateError(path, table.lines[key], f"“{key}” in {where}; expected one of {expected}")


def _table(path: Path, table: Table, key: str) -> Table:
    value = table.get(key)
    if value is None:
        return Table(table.line)
    if not isinstance(value, Table):
        raise TemplateError(path, table.lines[key], f"“{key}”: expected a mapping")
    return value


def _names(value: Any) -> tuple[str, ...]:
    """One name, or a list of them."""
    return (str(value),) if isinstance(value, str) else tuple(map(str, value))


def _items(path: Path, table: Table, key: str) -> Items:
    value = table.get(key)
    if value is None:
        return Items(table.line)
    if not isinstance(value, Items):
        raise TemplateError(path, table.lines[key], f"“{key}”: expected a list")
    return value


def _plain(value: Any) -> Any:
    """The value without its line numbers."""
    if isinstance(value, Table):
        return {key: _plain(item) for key, item in value.items()}
    if isinstance(value, Items):
        return [_plain(item) for item in value]
    return str(value) if isinstance(value, Text) else value


def _near(names: Mapping[str, object]) -> str:
    return "one of " + ", ".join(sorted(names)[:12]) if names else "it to be defined"
