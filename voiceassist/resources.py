"""Where the files that ship with the program are, in a checkout and in an installed wheel."""

from __future__ import annotations

from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent
_CHECKOUT = _PACKAGE.parent


def in_checkout() -> bool:
    """Whether the program runs from a checkout rather than from an installed wheel."""
    return (_CHECKOUT / "pyproject.toml").is_file() and (_CHECKOUT / "intents").is_dir()


def shipped(name: str) -> Path:
    """The shipped file or folder `name` (``intents``, ``models/catalog.toml``)."""
    return (_CHECKOUT if in_checkout() else _PACKAGE / "_data") / name
