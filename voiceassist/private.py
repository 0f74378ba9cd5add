"""Files that hold something personal: whole or not there at all, and readable by their owner only."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


def write_privately(path: Path, text: str) -> None:
    """Replace what `path` holds as `replacing` does, in a folder that is made where there is none.  Raises OSError."""
    make_private_folder(path.parent)
    with replacing(path) as fresh:
        fresh.write_text(text, encoding="utf-8")


def append_privately(path: Path, text: str) -> None:
    """Add `text` to what `path` holds, which only its owner can read, in a folder that is made where there is none.

    Raises OSError.
    """
    make_private_folder(path.parent)
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    with os.fdopen(descriptor, "a", encoding="utf-8") as file:
        file.write(text)


def begun_anew(path: Path) -> int:
    """The descriptor of a file that is written bit by bit: emptied, and readable by its owner only, whatever it was.

    What is no file, such as a terminal or a pipe, stays as it is.  Raises OSError.
    """
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | getattr(os, "O_BINARY", 0), 0o600)
    if path.is_file():
        path.chmod(0o600)
    return descriptor


@contextmanager
def replacing(path: Path) -> Iterator[Path]:
    """A new, empty file beside `path` that takes its place in one step, on disk, once it was written without an error.

    Its name is its own, so that any number of programs may write at once: the last one's file stays, whole.
    Raises OSError where that cannot be done; what was there before is then still there, and nothing else.
    """
    handle, name = tempfile.mkstemp(prefix=f".{path.name}.", suffix=".new", dir=path.parent)  # made 0600
    os.close(handle)
    fresh = Path(name)
    try:
        yield fresh
        sync(fresh)
        fresh.replace(path)
    finally:
        fresh.unlink(missing_ok=True)


def unfinished(name: str) -> str:
    """A regular expression for what `replacing` calls, until it is whole, a file whose name fits the expression `name`;
    such a file is left where a program was killed."""
    return rf"\.({name})\.[a-z0-9_]{{8}}\.new"


def make_private_folder(folder: Path) -> None:
    """Make a folder and its missing parents readable by their owner only; folders that exist stay as they are."""
    missing = [f for f in (folder, *folder.parents) if not f.exists()]
    for one in reversed(missing):
        one.mkdir(mode=0o700, exist_ok=True)


def sync(file: Path) -> None:
    """Bring what a file holds to disk."""
    with file.open("r+b") as opened:
        os.fsync(opened.fileno())


def sync_folder(folder: Path) -> None:
    """Bring a folder's list of names to disk, where the system can."""
    if os.name != "posix":
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
