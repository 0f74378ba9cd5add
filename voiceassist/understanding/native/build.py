"""Compile the loops: ``python -m voiceassist.understanding.native.build``, which `scripts/setup` does.

Exit codes: 0 compiled, 1 no compiler, or it failed.
"""

from __future__ import annotations

import os
import shlex
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Final

from voiceassist.understanding.native import FLAGS, FOLDER, LIBRARY, digest, load

_COMPILERS: Final = ("cc", "gcc", "clang")


def compiler(environment: Mapping[str, str] = os.environ) -> Sequence[str] | None:
    """The command of ``CC``, else the first compiler that is there; None where there is none."""
    wanted = [shlex.split(environment["CC"])] if environment.get("CC") else [[name] for name in _COMPILERS]
    return next((command for command in wanted if command and shutil.which(command[0])), None)


def build(command: Sequence[str], library: Path = LIBRARY) -> str | None:
    """Compile with `command`; the problem in its words, None where there was none.  Nothing is left half done."""
    sources = sorted(str(path) for path in FOLDER.glob("*.c"))
    try:
        with tempfile.TemporaryDirectory(dir=library.parent) as folder:
            made = Path(folder) / library.name
            line = [*command, *FLAGS, f'-DDIGEST="{digest()}"', "-o", str(made), *sources, "-lm"]
            done = subprocess.run(line, check=False, capture_output=True, text=True)
            if done.returncode:
                said = done.stderr.strip().splitlines()
                return next((one for one in said if "error" in one), f"{command[0]} ended with {done.returncode}")
            if load(made) is None:
                return f"what {command[0]} made cannot be loaded"
            made.replace(library)
    except OSError as problem:
        return str(problem)
    return None


if __name__ == "__main__":
    found = compiler()
    problem = "no C compiler was found" if found is None else build(found)
    if problem:
        print(problem, file=sys.stderr)
    sys.exit(bool(problem))
