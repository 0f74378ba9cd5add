"""Erasing everything personal, really."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Final

from voiceassist.journal.database import is_journal, told
from voiceassist.private import unfinished

_BESIDE: Final = "(-journal|-wal|-shm)?"
"""What SQLite adds to the name of a database for files of its own."""
_DAY: Final = r"\d{4}-\d\d-\d\d"
_SECOND: Final = r"\d{8}T\d{6}"
_WRITTEN: Final[Mapping[str, str]] = {
    "": rf"journal(-replaced-{_SECOND}(-\d+)?)?\.sqlite3{_BESIDE}|misses\.jsonl|told\.json|spoken\.json",
    "sessions": r"(?!\.)[\w.-]{1,64}\.json",
    "backups": rf"(daily-{_DAY}|journal-{_SECOND})\.sqlite3{_BESIDE}",
    "reports": rf".+-{_DAY}-{_DAY}\.pdf",
    "cache": r"grammar-[0-9a-f]{32}\.npz|pronunciations(-\w+)?\.dict",
    "cache/speech": r"[0-9a-f]{64}\.wav",
}
"""What the program calls the files it keeps, by their folder in the data folder.  Nothing called otherwise is touched:
people keep other files there too."""

_CHUNK: Final = 1 << 20


def personal_files(data_dir: Path) -> tuple[Path, ...]:
    """Every file below the data folder that the program wrote about the person, known by its name; and every journal
    among the backups, whatever the person called it."""
    return tuple(file for folder, names in _WRITTEN.items() for file in _files(data_dir / folder, names))


def erase(data_dir: Path) -> int:
    """Overwrite and remove every personal file, then each folder that is empty, and return how many files there were.

    Overwriting reaches the bytes on simple disks; copies that the disk or the system made by itself are beyond any
    program, which the command says.  Raises JournalError.
    """
    with told(data_dir):
        files = personal_files(data_dir)
        for file in files:
            _overwrite(file)
            file.unlink()
        for name in sorted(filter(None, _WRITTEN), reverse=True):  # what is in a folder before the folder
            folder = data_dir / name
            if folder.is_dir() and not folder.is_symlink() and not any(folder.iterdir()):
                folder.rmdir()
    return len(files)


def _files(folder: Path, names: str) -> Iterator[Path]:
    if not folder.is_dir():
        return
    ours = re.compile(f"{names}|{unfinished(names)}{_BESIDE}")
    for file in sorted(folder.iterdir()):
        if file.is_dir() and not file.is_symlink():
            continue
        if ours.fullmatch(file.name) or (folder.name == "backups" and is_journal(file)):
            yield file


def _overwrite(file: Path) -> None:
    if file.is_symlink() or not file.is_file():
        return
    with file.open("r+b") as opened:
        left = file.stat().st_size
        while left > 0:
            left -= opened.write(bytes(min(left, _CHUNK)))
        opened.flush()
        os.fsync(opened.fileno())
