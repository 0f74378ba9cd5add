"""Everything that is made from templates, once, and used at run time."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from voiceassist.understanding.compile import compile_graph
from voiceassist.understanding.expressions import ListReference, Node, RuleReference, Word
from voiceassist.understanding.graph import GrammarGraph
from voiceassist.understanding.network import SharedNetwork, shared_network
from voiceassist.understanding.templates import Templates
from voiceassist.understanding.word_kinds import WordKinds


@dataclass(frozen=True)
class Compiled:
    """All that is made from templates and used at run time."""

    graph: GrammarGraph
    network: SharedNetwork
    lists: Mapping[str, tuple[Any, ...]]
    """The canonical values of each slot that has fixed ones."""
    list_slots: frozenset[str]
    kinds: WordKinds
    always: frozenset[str]
    """Intents that recognisers expect whatever is being asked."""
    gaps: GrammarGraph | None
    """The sentences with gaps; None where there are none."""


def compiled_from(templates: Templates) -> Compiled:
    """Everything that is made from templates."""
    whole, gapped = ([one for one in templates.blocks if one.gaps is kind] for kind in (False, True))
    graph = compile_graph(replace(templates, blocks=tuple(whole)))
    return Compiled(
        graph,
        shared_network(graph),
        _canonical(templates),
        templates.list_slots,
        templates.kinds,
        templates.always,
        compile_graph(replace(templates, blocks=tuple(gapped))) if gapped else None,
    )


def _canonical(templates: Templates) -> dict[str, tuple[Any, ...]]:
    values: dict[str, dict[str, Any]] = {}
    for block in templates.blocks:
        for name, value in block.slots.items():
            values.setdefault(name, {})[json.dumps(value)] = value
        seen: set[str] = set()
        stack: list[Node] = list(block.sentences)
        while stack:
            node = stack.pop()
            if isinstance(node, ListReference):
                listed = block.scope.lists[node.name]
                if listed.kind is None and not listed.wildcard:
                    slot = values.setdefault(node.slot, {})
                    slot.update((json.dumps(out), out) for _, out in listed.values)
            elif isinstance(node, RuleReference):
                if node.name not in seen:
                    seen.add(node.name)
                    stack.append(block.scope.rules[node.name])
            elif not isinstance(node, Word):
                stack.extend(node.items)
    return {name: tuple(found.values()) for name, found in values.items()}
