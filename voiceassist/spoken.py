"""Settings that were made by voice ("slower", "be brief", "no more tips"), kept so that they hold the next time too."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

from voiceassist.private import write_privately

NAMES: Final = ("rate", "volume", "verbosity", "tip_at")
"""What can be set by voice."""


def spoken(data_dir: Path) -> dict[str, Any]:
    """What was set by voice; nothing where the file is missing or damaged: an answer matters more."""
    try:
        kept = json.loads(_path(data_dir).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return {name: kept[name] for name in NAMES if name in kept} if isinstance(kept, dict) else {}


def keep_spoken(data_dir: Path, values: Mapping[str, Any]) -> None:
    """Add `values`.  A folder that cannot be written loses them silently: they hold for this conversation."""
    _write(data_dir, {**spoken(data_dir), **values})


def forget_spoken(data_dir: Path, name: str) -> None:
    """Let another source of settings decide about `name` again."""
    kept = spoken(data_dir)
    if kept.pop(name, None) is not None:
        _write(data_dir, kept)


def _write(data_dir: Path, values: Mapping[str, Any]) -> None:
    try:
        write_privately(_path(data_dir), json.dumps(values))
    except OSError:
        return


def _path(data_dir: Path) -> Path:
    return data_dir / "spoken.json"
