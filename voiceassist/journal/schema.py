"""The JSON Schema of an exported journal, made from the checks that entries pass.

``python -m voiceassist.journal.schema`` writes it to ``schema.json`` beside this file, which is what is shipped.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, Final

from voiceassist.journal.entry import JSON_NAMES, KINDS, fields_of, required

FORMAT: Final = "voiceassist-journal"
VERSION: Final = 1
"""Of the exported file, JSON and CSV alike; grows when a field is added, renamed or removed."""

FILE: Final = Path(__file__).with_name("schema.json")


def schema() -> dict[str, Any]:
    """JSON Schema (draft 2020-12) of the whole file."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Journal of voiceassist",
        "type": "object",
        "properties": {
            "format": {"const": FORMAT},
            "version": {"const": VERSION},
            "exported_at": {"type": "string", "format": "date-time"},
            "entries": {"type": "array", "items": {"oneOf": [{"$ref": f"#/$defs/{kind}"} for kind in KINDS]}},
        },
        "required": ["format", "version", "entries"],
        "$defs": {kind: _entry(kind) for kind in KINDS},
    }


def _entry(kind: str) -> dict[str, Any]:
    properties: dict[str, Any] = {"kind": {"const": kind}}
    for name, (field, optional) in fields_of(kind).items():
        described = field.schema()
        properties[JSON_NAMES.get(name, name)] = {"anyOf": [described, {"type": "null"}]} if optional else described
    needed = ["kind", *(JSON_NAMES.get(name, name) for name in required(kind))]
    return {"type": "object", "properties": properties, "required": needed, "additionalProperties": False}


if __name__ == "__main__":
    FILE.write_text(json.dumps(schema(), indent=2) + "\n", encoding="utf-8")
