"""Compile the loops: ``python -m voiceassist.understanding.native.build``, which `scripts/setup` does.

Exit codes: 0 compiled, 1 no compiler, or it failed.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Final

from voiceassist.understanding.native import FOLDER, LIBRARY, digest

_COMPILERS: Final = ("cc", "gcc", "clang")
# Sums are not contracted: the numbers are to be NumPy's to the last bit.
_FLAGS: Final = ("-O3", "-std=c99", "-shared", "-fPIC", "-fvisibility=hidden", "-ffp-contract=off")


def compiler(environment: Mapping[str, str] = os.environ) -> str | None:
    """The program of ``CC``, else the first that is there; None where there is none."""
    wanted = [environment["CC"]] if environment.get("CC") else _COMPILERS
    return next((path for name in wanted if (path := shutil.which(name))), None)


def build(program: str, library: Path = LIBRARY) -> str | None:
    """Compile with `program`; the problem in its words, None where there was none.  Nothing is left half done."""
    sources = sorted(str(path) for path in FOLDER.glob("*.c"))
    with tempfile.TemporaryDirectory(dir=library.parent) as folder:
        made = Path(folder) / library.name
        command = [program, *_FLAGS, f'-DDIGEST="{digest()}"', "-o", str(made), *sources, "-lm"]
        done = subprocess.run(command, check=False, capture_output=True, text=True)
        if done.returncode:
            return done.stderr.strip() or f"{program} ended with {done.returncode}"
        made.replace(library)
    return None


if __name__ == "__main__":
    found = compiler()
    problem = "no C compiler was found" if found is None else build(found)
    if problem:
        print(problem, file=sys.stderr)
    sys.exit(bool(problem))
