"""The few things that have to come from the operating system, how to tell whether they are there, and apt."""

from __future__ import annotations

import ctypes
import importlib.util
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from progress import StepError, watched


@dataclass(frozen=True)
class Package:
    """A Debian package, and what tells that it, or its like on another system, is there."""

    name: str
    why: str
    megabytes: float
    """To download, with what it pulls in on a bare Debian 12."""
    there: Callable[[], bool]


def missing(*, test: bool, environment: bool) -> list[Package]:
    """The packages to install, with those for the tests and for making a virtual environment where asked.

    Only Linux needs any: the wheels for macOS and Windows bring PortAudio along, and their voices are built in.
    """
    if not sys.platform.startswith("linux"):
        return []
    wanted = [*PACKAGES, *(TEST_PACKAGES if test else ()), *((_venv(),) if environment else ())]
    return [package for package in wanted if not package.there()]


def install(packages: Sequence[Package]) -> None:
    """Install with apt.  Raises StepError with a list for the reader where that cannot be done."""
    names = [package.name for package in packages]
    apt = _apt()
    if apt is None:
        listed = "\n".join(f"  {package.name:<18} {package.why}" for package in packages)
        raise StepError(
            f"these system packages are missing, and neither root nor sudo with apt is at hand:\n{listed}\n"
            f"Have them installed (Debian, Ubuntu: apt-get install {' '.join(names)}), then start again."
        )
    command = [*apt, "install", "--yes", "--no-install-recommends", *names]
    try:
        watched("system packages", command)
    except StepError:
        # A fresh machine has no package lists, an old one may have stale ones.
        watched("package lists", [*apt, "update"])
        watched("system packages", command)


def _apt() -> list[str] | None:
    if not shutil.which("apt-get"):
        return None
    command = ["env", "DEBIAN_FRONTEND=noninteractive", "apt-get"]
    if os.geteuid() == 0:
        return command
    if not shutil.which("sudo"):
        return None
    # sudo may ask for the password on a terminal, and must not wait for one where there is none.
    ask = ["sudo", "-v"] if sys.stdin.isatty() else ["sudo", "-n", "true"]
    if subprocess.run(ask, check=False, stderr=None if sys.stdin.isatty() else subprocess.DEVNULL).returncode:
        return None
    return ["sudo", "-n", *command]


def _library(name: str) -> bool:
    try:
        ctypes.CDLL(name)
    except OSError:
        return False
    return True


def _programs(*names: str) -> Callable[[], bool]:
    return lambda: all(shutil.which(name) for name in names)


def _venv() -> Package:
    name = f"python{sys.version_info[0]}.{sys.version_info[1]}-venv"
    return Package(name, "virtual environments", 3, lambda: importlib.util.find_spec("ensurepip") is not None)


PACKAGES = (
    Package("libportaudio2", "microphone and loudspeaker", 1, lambda: _library("libportaudio.so.2")),
    Package(
        "espeak-ng",
        "the voice, and how new words are pronounced",
        6,
        lambda: _library("libespeak-ng.so.1") and shutil.which("espeak-ng") is not None,
    ),
)
TEST_PACKAGES = (
    Package("flite", "voices that tests listen to", 13, _programs("flite")),
    Package("poppler-utils", "reading the report's pages back", 3, _programs("pdfinfo", "pdftotext")),
    Package("pulseaudio", "a microphone and a loudspeaker without hardware", 4, _programs("pulseaudio")),
    Package(
        "pulseaudio-utils", "a microphone and a loudspeaker without hardware", 1, _programs("pactl", "paplay", "parec")
    ),
    Package(
        "libasound2-plugins",
        "a microphone and a loudspeaker without hardware",
        1,
        lambda: any(Path("/usr/lib").glob("**/alsa-lib/libasound_module_pcm_pulse.so")),
    ),
)
