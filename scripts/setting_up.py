"""What scripts/setup does once a Python has been found: say what is missing and how big it is, ask once, get it.

Only the standard library is used, since nothing else is there yet.  What has been done is noted in the virtual
environment, so that the next start looks at a few files and goes on.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import shlex
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import system_packages
from progress import StepError, watched

ROOT = Path(__file__).resolve().parent.parent
ENVIRONMENT = ROOT / ".venv"
PYTHON = ENVIRONMENT / "bin" / "python"
NOTES = ENVIRONMENT / "voiceassist-setup.json"
LOOPS = ROOT / "voiceassist" / "understanding" / "native"
MODELS = Path(os.environ.get("VOICEASSIST_MODELS") or ROOT / "models")

# Locks in the order they are installed, with the size of their wheels for Linux on x86-64 in MB.
# The build backends come first: with them in place nothing is fetched beside what the locks pin.
LOCKS = {"requirements-build.lock": 1, "requirements.lock": 189}
TEST_LOCKS = {"requirements-dev.lock": 150}


@dataclass(frozen=True)
class Model:
    """A model of models/catalog.toml that is fetched at set-up."""

    name: str
    told: str
    megabytes: float
    required: bool = False


WANTED = (
    Model("vosk-en", "Vosk's English model, held to what can be said now", 41),
    Model("whisper-base-en", "whisper base.en, which hears any words", 148),
    Model("whisper-tiny-en", "whisper tiny.en, which hears some of what base.en loses", 78),
    Model("whisper-small", "whisper small, asked where the others leave doubt", 252),
    Model("minilm", "sentence embeddings, the witness of meaning", 91),
)
TEST_MODELS = (Model("vosk-ko", "a Vosk model of another language, for the tests", 87, required=True),)


@dataclass(frozen=True)
class Step:
    """Something that is missing, and how to get it."""

    name: str
    told: str
    megabytes: float
    get: Callable[[], None]


class Notes:
    """What was done before, kept inside the environment that it is about."""

    def __init__(self) -> None:
        try:
            self._noted = json.loads(NOTES.read_text())
        except (OSError, ValueError):
            self._noted = {}

    def begin(self) -> None:
        """Forget what was true of an older environment."""
        self._noted = {}
        self.note("environment", "made")

    def says(self, what: str, state: str) -> bool:
        """Whether `what` was left in `state`."""
        return bool(self._noted.get(what) == state)

    def note(self, what: str, state: str) -> None:
        """Remember that `what` is in `state` now."""
        self._noted[what] = state
        NOTES.write_text(json.dumps(self._noted, indent=1) + "\n")


def missing(options: argparse.Namespace, notes: Notes) -> list[Step]:
    """Everything that is not there yet, in the order it has to come."""
    steps = []
    if packages := system_packages.missing(test=options.test, environment=not _usable(notes)):
        told = ", ".join(package.name for package in packages) + ", through apt"
        size = sum(package.megabytes for package in packages)
        steps.append(Step("system packages", told, size, partial(system_packages.install, packages)))
    if not _usable(notes):
        steps.append(Step("environment", f"Python {_version()} in .venv", 0, partial(_make_environment, notes)))
    for lock, size in {**LOCKS, **(TEST_LOCKS if options.test else {})}.items():
        if not notes.says(lock, _digest(ROOT / lock)):
            told = f"{_count(ROOT / lock)} packages pinned by hash in {lock}"
            steps.append(Step("Python packages", told, size, partial(_install, lock, notes)))
    if not notes.says("project", _project()) or not (ENVIRONMENT / "bin" / "voiceassist").exists():
        steps.append(
            Step("voiceassist", "this checkout, put into the environment", 0, partial(_install_project, notes))
        )
    if _compiler() and not notes.says("loops", _loops()):
        steps.append(Step("inner loops", "compiled here, for replies that come sooner", 0, partial(_compile, notes)))
    for model in (*(() if options.minimal else WANTED), *(TEST_MODELS if options.test else ())):
        if not (MODELS / model.name).is_dir() and not notes.says(model.name, _unreachable()):
            steps.append(Step("model", model.told, model.megabytes, partial(_install_model, model, notes)))
    return steps


def main(arguments: Sequence[str] | None = None) -> int:
    """Set up.  Exit codes: 0 done or nothing to do, 1 failed or declined, 2 wrong usage, 130 interrupted."""
    parser = argparse.ArgumentParser(
        prog="scripts/setup", description="Set up what voiceassist needs in this checkout."
    )
    parser.add_argument("--yes", action="store_true", help="do not ask before installing")
    parser.add_argument("--minimal", action="store_true", help="no downloads beyond packages")
    parser.add_argument("--test", action="store_true", help="also what the tests need")
    options = parser.parse_args(arguments)
    started = time.monotonic()
    try:
        steps = missing(options, Notes())
        if not steps:
            return 0
        announce(steps)
        if not (options.yes or agreed()):
            print("Nothing was installed.")
            return 1
        for step in steps:
            step.get()
    except StepError as problem:
        print(f"scripts/setup: {problem}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("\nInterrupted. Start again to go on from here.", file=sys.stderr)
        return 130
    print(f"Set up in {time.monotonic() - started:.0f} s.\n", flush=True)
    return 0


def announce(steps: Sequence[Step]) -> None:
    """Say what will be got, and how big it is."""
    print(f"voiceassist sets up what is missing, in {ROOT}:")
    for step in steps:
        size = f"{step.megabytes:.0f} MB" if step.megabytes >= 1 else ""
        print(f"  {step.name:<16} {size:>7}  {step.told}")
    print(
        f"To download: about {sum(step.megabytes for step in steps):.0f} MB. After that it works without a network.",
        flush=True,
    )


def agreed() -> bool:
    """Ask once on a terminal; without one, go on."""
    if not sys.stdin.isatty():
        return True
    try:
        return input("Go on? [Y/n] ").strip().lower() in {"", "y", "yes"}
    except EOFError:
        return False


def _usable(notes: Notes) -> bool:
    if not PYTHON.exists():
        return False
    if notes.says("environment", "made"):
        return True
    try:  # An environment whose making was interrupted has a Python but no pip.
        return not subprocess.run([PYTHON, "-m", "pip", "-V"], check=False, capture_output=True).returncode
    except OSError:
        return False


def _make_environment(notes: Notes) -> None:
    base = getattr(sys, "_base_executable", sys.executable)
    watched("environment", [base, "-m", "venv", "--clear", str(ENVIRONMENT)])
    notes.begin()


def _install(lock: str, notes: Notes) -> None:
    total = _count(ROOT / lock)
    seen: set[str] = set()

    def told(line: str) -> str | None:
        words = line.split()
        if line.startswith("Collecting ") or line.startswith("Requirement already satisfied"):
            seen.add(words[1 if words[0] == "Collecting" else 3].partition("==")[0])
            return f"{len(seen)} of {total}: {words[1 if words[0] == 'Collecting' else 3]}"
        return "putting them in place" if line.startswith("Installing collected") else None

    # --no-deps: the lock is complete, and leaves out on purpose what pyproject.toml's tool.uv excludes.
    watched("Python packages", [*_pip(), "--no-deps", "--require-hashes", "-r", str(ROOT / lock)], told)
    if lock not in TEST_LOCKS:
        _bytecode()
    notes.note(lock, _digest(ROOT / lock))


def _bytecode() -> None:
    """Compile what was installed.  Some packages hold files of other Pythons, which cannot be: they are no error."""
    command = [PYTHON, "-m", "compileall", "-q", "-q", "-j", "0", ENVIRONMENT / "lib"]
    subprocess.run(command, check=False, stdout=subprocess.DEVNULL)


def _install_project(notes: Notes) -> None:
    watched("voiceassist", [*_pip(), "--no-deps", "--no-index", "-e", str(ROOT)])
    notes.note("project", _project())


def _compiler() -> str | None:
    wanted = shlex.split(os.environ.get("CC", ""))[:1] or ["cc", "gcc", "clang"]
    return next(filter(None, map(shutil.which, wanted)), None)


def _compile(notes: Notes) -> None:
    command = [str(PYTHON), "-m", "voiceassist.understanding.native.build"]
    done = subprocess.run(command, check=False, capture_output=True, text=True, cwd=ROOT)
    if done.returncode:
        problem = (done.stderr.strip() or f"it ended with {done.returncode}").splitlines()[-1]
        print(f"  Going on without compiled loops: {problem}", flush=True)
    # What failed is tried again once the sources or the compiler are others, not at every start.
    notes.note("loops", _loops())


def _loops() -> str:
    files = sorted(path for kind in ("*.[ch]", "*.py", "loops.so") for path in LOOPS.glob(kind))
    compiler = Path(_compiler() or os.devnull)
    state = f"{compiler} {compiler.stat().st_size} {compiler.stat().st_mtime_ns}"
    return hashlib.sha256("".join([state, *map(_digest, files)]).encode()).hexdigest()


def _install_model(model: Model, notes: Notes) -> None:
    print(f"  {model.told}", flush=True)
    program = ENVIRONMENT / "bin" / "voiceassist"
    if not subprocess.run([program, "models", "install", model.name], check=False).returncode:
        return
    if model.required:
        raise StepError(f"the tests need the model {model.name}; start again when the network is back")
    print(f"  Going on without it; later: .venv/bin/voiceassist models install {model.name}", flush=True)
    notes.note(model.name, _unreachable())


def _unreachable() -> str:
    # Tried again once the catalogue has changed, not at every start.
    return f"unreachable with {_digest(ROOT / 'models' / 'catalog.toml')}"


def _pip() -> list[str]:
    return [
        str(PYTHON),
        "-m",
        "pip",
        "install",
        "--no-build-isolation",
        "--disable-pip-version-check",
        "--no-compile",  # one core at a time: `_bytecode` takes all
        "--progress-bar",
        "off",
    ]


def _project() -> str:
    return _digest(ROOT / "pyproject.toml")


def _digest(file: Path) -> str:
    return hashlib.sha256(file.read_bytes()).hexdigest()


def _count(lock: Path) -> int:
    others = ("sys_platform == 'win32'", "sys_platform == 'darwin'", "sys_platform == 'emscripten'")
    lines = [line for line in lock.read_text().splitlines() if "==" in line and not line.startswith((" ", "#"))]
    return len({line.partition("==")[0] for line in lines if not any(other in line for other in others)})


def _version() -> str:
    return ".".join(map(str, sys.version_info[:3]))


if __name__ == "__main__":
    sys.exit(main())
