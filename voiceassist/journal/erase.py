"""Erasing everything personal, really."""

from __future__ import annotations

import os
import shutil
from pathlib import Path
from typing import Final

from voiceassist.journal.database import told

_PERSONAL: Final = ("journal*", "misses*", "told*", "spoken*", "sessions", "backups", "reports", "cache")
"""What the program keeps in its data folder; nothing else there is touched, in case the folder is shared."""

_CHUNK: Final = 1 << 20


def personal_files(data_dir: Path) -> tuple[Path, ...]:
    """Every file below the data folder that the program wrote about the person."""
    found: list[Path] = []
    for pattern in _PERSONAL:
        for path in sorted(data_dir.glob(pattern)):
            found += sorted(f for f in path.rglob("*") if not f.is_dir()) if _is_folder(path) else [path]
    return tuple(found)


def erase(data_dir: Path) -> int:
    """Overwrite and remove every personal file and return how many there were.  Raises JournalError.

    Overwriting reaches the bytes on simple disks; copies that the disk or the system made by itself are beyond any
    program, which the command says.
    """
    with told(data_dir):
        files = personal_files(data_dir)
        for file in files:
            _overwrite(file)
            file.unlink()
        for pattern in _PERSONAL:
            for folder in data_dir.glob(pattern):
                if _is_folder(folder):
                    shutil.rmtree(folder)
    return len(files)


def _is_folder(path: Path) -> bool:
    return path.is_dir() and not path.is_symlink()


def _overwrite(file: Path) -> None:
    if file.is_symlink() or not file.is_file():
        return
    with file.open("r+b") as opened:
        left = file.stat().st_size
        while left > 0:
            left -= opened.write(bytes(min(left, _CHUNK)))
        opened.flush()
        os.fsync(opened.fileno())
