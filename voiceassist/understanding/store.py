"""Compiled templates on disk: arrays and one JSON text in a NumPy archive, without pickles."""

from __future__ import annotations

import dataclasses
import json
import zipfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

import numpy as np

from voiceassist.private import make_private_folder, replacing
from voiceassist.understanding.compiled import Compiled
from voiceassist.understanding.graph import GrammarGraph, GraphBlock
from voiceassist.understanding.network import SharedNetwork
from voiceassist.understanding.word_kinds import WordKinds

VERSION: Final = "11"
"""Part of every key: change it with the form of the graph or with how templates become one."""

_ARRAYS: Final = (
    "label_word", "label_place", "label_intents", "source", "label", "before", "after", "into", "layers",
)  # fmt: skip
_NETWORK: Final = ("entries", "source", "target", "word")


def save(compiled: Compiled, path: Path) -> None:
    """Write to `path`, which is complete whenever it exists.  A folder that cannot be written to is no error."""
    graphs = {"": compiled.graph} | ({"gaps_": compiled.gaps} if compiled.gaps else {})
    body = {
        "graphs": {prefix: _described(graph) for prefix, graph in graphs.items()},
        "lists": dict(compiled.lists),
        "list_slots": sorted(compiled.list_slots),
        "kinds": compiled.kinds.to_dict(),
        "always": sorted(compiled.always),
    }
    text = np.frombuffer(json.dumps(body).encode(), dtype=np.uint8)
    arrays = {f"{prefix}{name}": getattr(graph, name) for prefix, graph in graphs.items() for name in _ARRAYS}
    arrays |= {f"network_{name}": getattr(compiled.network, name) for name in _NETWORK}
    try:
        make_private_folder(path.parent)
        with replacing(path) as fresh, fresh.open("wb") as file:
            np.savez(file, text=text, **arrays)
    except OSError:
        return


def restore(path: Path) -> Compiled | None:
    """What `save` wrote, or None where there is nothing that can be used."""
    try:
        with np.load(path, allow_pickle=False) as archive:
            network = SharedNetwork(*(archive[f"network_{name}"] for name in _NETWORK))
            body = json.loads(archive["text"].tobytes())
            graphs = {
                prefix: _graph(described, {name: archive[f"{prefix}{name}"] for name in _ARRAYS})
                for prefix, described in body["graphs"].items()
            }
        return Compiled(
            graphs[""],
            network,
            {name: tuple(values) for name, values in body["lists"].items()},
            frozenset(body["list_slots"]),
            WordKinds.from_dict(body["kinds"]),
            frozenset(body["always"]),
            graphs.get("gaps_"),
        )
    except (OSError, ValueError, KeyError, TypeError, EOFError, zipfile.BadZipFile):
        return None


def _described(graph: GrammarGraph) -> dict[str, Any]:
    return {
        "words": graph.words,
        "operations": graph.operations,
        "blocks": [dataclasses.asdict(block) for block in graph.blocks],
    }


def _graph(described: Mapping[str, Any], arrays: Mapping[str, Any]) -> GrammarGraph:
    return GrammarGraph(
        words=tuple(described["words"]),
        operations=tuple(tuple(tuple(item) for item in operations) for operations in described["operations"]),
        blocks=tuple(
            GraphBlock(**{**b, **{name: tuple(b[name]) for name in ("asks", "after", "examples")}})
            for b in described["blocks"]
        ),
        **arrays,
    )
