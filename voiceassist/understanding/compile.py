"""Templates to grammar graph, without ever writing out a sentence.

The graph is built from the end of each sentence to its beginning.  `_Builder.node(expression, target)` returns the
state from which `expression` leads to `target`; a state is nothing but its set of outgoing arcs, and equal sets are
one state.  So whatever ends alike shares its end (the graph is minimal from behind, like a directed acyclic word
graph built by register), and a rule used twice before the same rest is built once.  Afterwards states with equal
incoming arcs are joined, which shares beginnings: each list becomes a trie.  Both steps keep the paths and their
operations, so the meaning of every sentence stays what it was.

A template with n choices of m words each in a row becomes n·m arcs, whatever mⁿ is.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable
from typing import Final, TypeAlias

import numpy as np

from voiceassist.understanding.expressions import (
    NOTHING,
    Choice,
    ListReference,
    Node,
    Permutation,
    RuleReference,
    Sequence,
    Word,
)
from voiceassist.understanding.graph import (
    ANY_WORDS,
    EPSILON,
    GrammarGraph,
    GraphBlock,
    Operation,
    Place,
)
from voiceassist.understanding.templates import Scope, Templates

_Arc: TypeAlias = tuple[int, int, int, int]  # label, before, after, target

_FINAL: Final = 0

_FEW: Final = 8
"""An optional part is skipped by copying the arcs behind it where these are at most so many, else by an epsilon."""


def compile_graph(templates: Templates) -> GrammarGraph:
    """The graph of all blocks."""
    builder = _Builder(templates)
    entries = []
    for block in templates.blocks:
        builder.scope = block.scope
        arcs = builder.arcs_of([builder.node(sentence, _FINAL, Place.CARRIER) for sentence in block.sentences], _FINAL)
        entries.append(arcs)
    return _freeze(templates, builder, *_join_beginnings(builder.states, entries))


class _Builder:
    """States as interned sets of arcs."""

    def __init__(self, templates: Templates) -> None:
        self.scope: Scope = templates.scope
        self.groups = templates.groups
        self.words: dict[str, int] = {"": 0, "*": 1}
        self.labels: dict[tuple[int, int], int] = {(0, 0): EPSILON, (1, 0): ANY_WORDS}
        self.operations: list[tuple[Operation, ...]] = [()]
        self.states: list[tuple[_Arc, ...]] = [()]
        self._state_ids: dict[tuple[_Arc, ...], int] = {(): _FINAL}
        self._operation_ids: dict[str, int] = {"[]": 0}
        self._built: dict[tuple[int, str, int, Place], int] = {}

    def node(self, node: Node, target: int, place: Place) -> int:
        """The state from which `node` leads to `target`."""
        key = (id(node), self.scope.key, target, place)
        if key not in self._built:
            self._built[key] = self._build(node, target, place)
        return self._built[key]

    def _build(self, node: Node, target: int, place: Place) -> int:
        if isinstance(node, Word):
            return self._word(node.text, target, place)
        if isinstance(node, Sequence):
            for item in reversed(node.items):
                target = self.node(item, target, place)
            return target
        if isinstance(node, Choice):
            return self._state(self.arcs_of([self.node(item, target, place) for item in node.items], target))
        if isinstance(node, Permutation):
            return self._permutation(node.items, target, place, {})
        if isinstance(node, RuleReference):
            return self._rule(node, target, place)
        return self._list(node, target, place)

    def _word(self, text: str, target: int, place: Place) -> int:
        word = self.words.setdefault(text, len(self.words))
        label = self.labels.setdefault((word, int(place)), len(self.labels))
        return self._arc(label, target)

    def _arc(self, label: int, target: int) -> int:
        """One arc to `target`; operations that wait there are taken onto the arc."""
        waiting = self.states[target]
        if len(waiting) == 1 and waiting[0][0] == EPSILON:
            _, before, after, beyond = waiting[0]
            return self._state([(label, 0, self._operations(before, after), beyond)])
        return self._state([(label, 0, 0, target)])

    def _permutation(
        self, items: tuple[Node, ...], target: int, place: Place, known: dict[tuple[int, ...], int]
    ) -> int:
        """Any order of `items`: one state for each subset that is still to come."""

        def state(left: tuple[int, ...]) -> int:
            if not left:
                return target
            if left not in known:
                rests = [(items[i], state(tuple(j for j in left if j != i))) for i in left]
                states = [self.node(item, rest, place) for item, rest in rests]
                known[left] = self._state(self.arcs_of(states, target))
            return known[left]

        return state(tuple(range(len(items))))

    def _rule(self, node: RuleReference, target: int, place: Place) -> int:
        body = self.scope.rules[node.name]
        if node.name not in self.groups or place is not Place.CARRIER:
            return self.node(body, target, place)
        end = self._waiting(("end",), target)
        return self._preceded(("group",), self.node(body, end, place))

    def _list(self, node: ListReference, target: int, place: Place) -> int:
        values = self.scope.lists[node.name]
        if values.wildcard:
            return self._arc(ANY_WORDS, self._waiting(("heard", node.slot, values.kind), target))
        if place is not Place.CARRIER:  # a list inside a list lends its words, not its values
            return self._state(self.arcs_of([self.node(value, target, place) for value, _ in values.values], target))
        if values.kind is not None:
            end = self._waiting(("as", node.slot, values.kind), target)
            return self._state(self.arcs_of([self.node(value, end, Place.SPAN) for value, _ in values.values], end))
        states = [
            self.node(value, self._waiting(("value", node.slot, out), target), Place.VALUE)
            for value, out in values.values
        ]
        return self._state(self.arcs_of(states, target))

    def arcs_of(self, states: Iterable[int], target: int) -> list[_Arc]:
        """The arcs of all the states together; `target` itself among them means that nothing need be said."""
        arcs: list[_Arc] = []
        for state in states:
            if state == target and (target == _FINAL or len(self.states[target]) > _FEW):
                arcs.append((EPSILON, 0, 0, target))
            else:
                arcs.extend(self.states[state])
        return arcs

    def _waiting(self, operation: Operation, target: int) -> int:
        """A state that does `operation` on the way to `target`."""
        done = self._intern((operation,))
        arcs = self.states[target]
        if len(arcs) == 1 and arcs[0][0] == EPSILON:
            _, before, after, beyond = arcs[0]
            return self._state([(EPSILON, self._operations(self._operations(done, before), after), 0, beyond)])
        return self._state([(EPSILON, done, 0, target)])

    def _preceded(self, operation: Operation, state: int) -> int:
        first = self._intern((operation,))
        return self._state((lab, self._operations(first, pre), post, to) for lab, pre, post, to in self.states[state])

    def _state(self, arcs: Iterable[_Arc]) -> int:
        unique = tuple(sorted(set(arcs)))
        if unique not in self._state_ids:
            self._state_ids[unique] = len(self.states)
            self.states.append(unique)
        return self._state_ids[unique]

    def _operations(self, first: int, second: int) -> int:
        if not first or not second:
            return first or second
        return self._intern(self.operations[first] + self.operations[second])

    def _intern(self, operations: tuple[Operation, ...]) -> int:
        key = json.dumps(operations, sort_keys=True)
        if key not in self._operation_ids:
            self._operation_ids[key] = len(self.operations)
            self.operations.append(operations)
        return self._operation_ids[key]


def _join_beginnings(
    states: list[tuple[_Arc, ...]], entries: list[list[_Arc]]
) -> tuple[dict[int, list[_Arc]], list[int]]:
    """Joins states with equal incoming arcs.

    Returns the outgoing arcs of every state that can be reached and these states in topological order; entry b is
    state -1 - b.
    """
    out: dict[int, list[_Arc]] = {-1 - b: sorted(set(arcs)) for b, arcs in enumerate(entries)}
    order = _topological(states, out)
    incoming: dict[int, set[tuple[int, int, int, int]]] = defaultdict(set)
    twin: dict[int, int] = {}
    by_incoming: dict[frozenset[tuple[int, int, int, int]], int] = {}
    kept = []
    for state in order:
        arcs = out[state] if state < 0 else list(states[state])
        kin = by_incoming.setdefault(frozenset(incoming[state]), state) if state > _FINAL else state
        if kin == state:
            out[state] = arcs
            kept.append(state)
        else:
            twin[state] = kin
            out[kin] += [arc for arc in arcs if arc not in set(out[kin])]
        for label, before, after, to in arcs:
            incoming[to].add((kin, label, before, after))
    joined = {
        state: sorted({(lab, pre, post, twin.get(to, to)) for lab, pre, post, to in arcs})
        for state, arcs in out.items()
    }
    return joined, kept


def _topological(states: list[tuple[_Arc, ...]], entries: dict[int, list[_Arc]]) -> list[int]:
    """Every state that can be reached, each before all that follow it.

    A builder's state only ever points at states made before it, so descending numbers are such an order.
    """
    reached: set[int] = set()
    stack = [arc[3] for arcs in entries.values() for arc in arcs]
    while stack:
        state = stack.pop()
        if state not in reached:
            reached.add(state)
            stack.extend(arc[3] for arc in states[state])
    return [*entries, *sorted(reached, reverse=True)]


def _freeze(templates: Templates, builder: _Builder, out: dict[int, list[_Arc]], order: list[int]) -> GrammarGraph:
    level = dict.fromkeys(order, 0)
    for state in _by_dependency(out, order):
        for arc in out[state]:
            level[arc[3]] = max(level[arc[3]], level[state] + 1)
    ranked = sorted((state for state in order if state >= 0), key=lambda state: (level[state], state == _FINAL, state))
    number = {-1 - b: 1 + b for b in range(len(templates.blocks))}
    number.update({state: 1 + len(templates.blocks) + i for i, state in enumerate(ranked)})
    arcs = sorted((number[arc[3]], number[state], arc[0], arc[1], arc[2]) for state in order for arc in out[state])
    table = np.array(arcs, dtype=np.int32).reshape(-1, 5)
    total = 1 + len(order)
    into = np.searchsorted(table[:, 0], np.arange(total + 1)).astype(np.int32)
    sizes = np.bincount([level[state] for state in ranked], minlength=1)
    layers = np.concatenate([[0], 1 + len(templates.blocks) + np.cumsum(sizes)]).astype(np.int32)
    label_word, label_place = np.array(list(builder.labels), dtype=np.int32).T.copy()
    words = tuple(builder.words)
    users = _intents_by_word(templates)
    return GrammarGraph(
        words=words,
        label_word=label_word,
        label_place=label_place,
        label_intents=np.array([len(users.get(words[word], ())) for word in label_word], dtype=np.int32),
        source=table[:, 1].copy(),
        label=table[:, 2].copy(),
        before=table[:, 3].copy(),
        after=table[:, 4].copy(),
        into=into,
        layers=layers,
        operations=tuple(builder.operations),
        blocks=tuple(
            GraphBlock(block.intent, dict(block.slots), block.asks, block.after, block.examples, block.doubtful)
            for block in templates.blocks
        ),
    )


def _by_dependency(out: dict[int, list[_Arc]], order: list[int]) -> list[int]:
    """A topological order of the joined graph (Kahn's algorithm)."""
    waiting: dict[int, int] = defaultdict(int)
    for state in order:
        for arc in out[state]:
            waiting[arc[3]] += 1
    ready = [state for state in order if not waiting[state]]
    done = []
    while ready:
        state = ready.pop()
        done.append(state)
        for arc in out[state]:
            waiting[arc[3]] -= 1
            if not waiting[arc[3]]:
                ready.append(arc[3])
    return done


def _intents_by_word(templates: Templates) -> dict[str, set[str]]:
    """The intents that use each word outside slots."""
    users: dict[str, set[str]] = defaultdict(set)
    for block in templates.blocks:
        seen: set[str] = set()
        stack: list[Node] = list(block.sentences)
        while stack:
            node = stack.pop()
            if isinstance(node, Word):
                users[node.text].add(block.intent)
            elif isinstance(node, Sequence | Choice | Permutation):
                stack.extend(node.items)
            elif isinstance(node, RuleReference) and node.name not in seen:
                seen.add(node.name)
                stack.append(block.scope.rules.get(node.name, NOTHING))
    return users
