"""Models: the catalogue, installing from real servers on this machine, and refusing what is not whole."""

import hashlib
import http.server
import io
import json
import shutil
import tarfile
import threading
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import ClassVar, get_args

import pytest
from typer.testing import CliRunner

from voiceassist.cli.models import app
from voiceassist.cli.talk import Free
from voiceassist.errors import VoiceAssistError
from voiceassist.recognition.choose import free_choices, open_recognizers
from voiceassist.recognition.install import install, remove
from voiceassist.recognition.models import (
    ArchiveSource,
    FilesSource,
    ModelFile,
    ModelInfo,
    NpmSource,
    PackageSource,
    catalogue,
    installed,
    models_folder,
    require,
    verify,
)
from voiceassist.resources import shipped

CONTENT = {"model.bin": bytes(range(256)) * 2000, "conf/model.conf": b"--beam=10\n"}


class Handler(http.server.SimpleHTTPRequestHandler):
    """Files with Range, and the number of bytes after which the line drops."""

    drop_after: int | None = None
    ranges: ClassVar[list[str]] = []

    def do_GET(self) -> None:
        file = Path(self.translate_path(self.path))
        if not file.is_file():
            return self.send_error(404)
        body = file.read_bytes()
        wanted = self.headers.get("Range")
        start = int(wanted.removeprefix("bytes=").rstrip("-")) if wanted else 0
        if wanted:
            Handler.ranges.append(wanted)
        if start >= len(body):
            return self.send_error(416)
        self.send_response(206 if wanted else 200)
        self.send_header("Content-Length", str(len(body) - start))
        self.end_headers()
        self.wfile.write(body[start:][: Handler.drop_after])
        return None

    def log_message(self, format: str, *args: object) -> None:
        pass


@pytest.fixture
def served(tmp_path: Path) -> Iterator[tuple[Path, str]]:
    """A folder and the address it is served at."""
    folder = tmp_path / "served"
    folder.mkdir()
    Handler.drop_after, Handler.ranges = None, []
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), partial(Handler, directory=str(folder))) as server:
        threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()
        yield folder, f"http://127.0.0.1:{server.server_port}/"
        server.shutdown()


@pytest.fixture
def models(tmp_path: Path) -> Path:
    return tmp_path / "models"


def sha(body: bytes) -> str:
    return hashlib.sha256(body).hexdigest()


def put_files(folder: Path) -> None:
    for path, body in CONTENT.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(body)


def by_files(*addresses: str) -> ModelInfo:
    files = tuple(ModelFile(path, len(body), sha(body)) for path, body in CONTENT.items())
    return ModelInfo("fake", "whisper", "en", "Fake", "none", 1, tuple(map(FilesSource, addresses)), files)


def by_archive(folder: Path, address: str, members: dict[str, bytes]) -> ModelInfo:
    with zipfile.ZipFile(folder / "model.zip", "w") as archive:
        for name, body in members.items():
            archive.writestr(name, body)
    source = ArchiveSource(address + "model.zip", sha((folder / "model.zip").read_bytes()), "fake-1.0")
    return ModelInfo("fake", "vosk", "en", "Fake", "none", 1, (source,))


def assert_whole(models: Path) -> None:
    assert {path: (models / "fake" / path).read_bytes() for path in CONTENT} == CONTENT
    assert installed(models) == ("fake",)
    assert verify(models, "fake") == ""


def assert_nothing(models: Path) -> None:
    assert not (models / "fake").exists()
    assert installed(models) == ()


def test_files_are_installed_and_progress_reaches_the_end(served: tuple[Path, str], models: Path) -> None:
    put_files(served[0])
    seen: list[tuple[str, int, int | None]] = []
    assert install(by_files(served[1]), models, lambda *step: seen.append(step)) == models / "fake"
    assert_whole(models)
    assert ("model.bin", 512_000, 512_000) in seen


def test_an_archive_is_installed(served: tuple[Path, str], models: Path) -> None:
    members = {f"fake-1.0/{path}": body for path, body in CONTENT.items()} | {"other/readme": b"x"}
    install(by_archive(*served, members), models)
    assert_whole(models)
    assert not list(models.rglob("readme"))


@pytest.mark.parametrize("name", ["../evil", "fake-1.0/../../evil", "/evil", "fake-1.0\\..\\evil", "C:/evil"])
def test_an_archive_that_leads_elsewhere_is_refused(served: tuple[Path, str], models: Path, name: str) -> None:
    model = by_archive(*served, {"fake-1.0/model.bin": b"fine", name: b"evil"})
    with pytest.raises(VoiceAssistError, match="unsafe name"):
        install(model, models)
    assert_nothing(models)
    assert not list(models.parent.rglob("evil"))


def test_an_archive_with_a_link_is_refused(served: tuple[Path, str], models: Path) -> None:
    with zipfile.ZipFile(served[0] / "model.zip", "w") as archive:
        link = zipfile.ZipInfo("fake-1.0/link")
        link.external_attr = 0o120777 << 16
        archive.writestr(link, "/etc/passwd")
    source = ArchiveSource(served[1] + "model.zip", sha((served[0] / "model.zip").read_bytes()), "fake-1.0")
    with pytest.raises(VoiceAssistError, match="link"):
        install(ModelInfo("fake", "vosk", "en", "Fake", "none", 1, (source,)), models)
    assert_nothing(models)


def test_a_broken_download_goes_on_where_it_stopped(served: tuple[Path, str], models: Path) -> None:
    put_files(served[0])
    Handler.drop_after = 100_000
    with pytest.raises(VoiceAssistError, match="broke off"):
        install(by_files(served[1]), models)
    assert_nothing(models)
    Handler.drop_after = None
    install(by_files(served[1]), models)
    assert_whole(models)
    assert Handler.ranges == ["bytes=100000-"]


def test_a_rest_of_something_else_is_thrown_away(served: tuple[Path, str], models: Path) -> None:
    put_files(served[0])
    part = models / ".downloads" / "fake" / f"{sha(CONTENT['model.bin'])}.part"
    part.parent.mkdir(parents=True)
    part.write_bytes(b"?" * 1000)
    install(by_files(served[1]), models)
    assert_whole(models)


def test_ctrl_c_leaves_nothing_that_could_be_loaded(served: tuple[Path, str], models: Path) -> None:
    put_files(served[0])

    def interrupt(_what: str, done: int, _total: int | None) -> None:
        if done > 200_000:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        install(by_files(served[1]), models, interrupt)
    assert_nothing(models)
    install(by_files(served[1]), models)
    assert_whole(models)
    assert Handler.ranges, "it went on where it was interrupted"


def test_altered_bytes_are_refused_and_the_next_source_is_tried(served: tuple[Path, str], models: Path) -> None:
    put_files(served[0] / "good")
    put_files(served[0] / "bad")
    (served[0] / "bad" / "model.bin").write_bytes(b"!" * 512_000)
    with pytest.raises(VoiceAssistError, match="other bytes"):
        install(by_files(served[1] + "bad/"), models)
    assert_nothing(models)
    install(by_files(served[1] + "missing/", served[1] + "bad/", served[1] + "good/"), models)
    assert_whole(models)
    assert served[1] + "good/" in (models / "fake" / "manifest.json").read_text()


def test_every_reason_is_told_in_one_line(served: tuple[Path, str], models: Path) -> None:
    with pytest.raises(VoiceAssistError) as problem:
        install(by_files(served[1], "http://127.0.0.1:1/"), models)
    message = str(problem.value)
    assert "404" in message
    assert "127.0.0.1:1 cannot be reached" in message
    assert "voiceassist models install fake" in message
    assert "\n" not in message


@pytest.fixture
def wheel(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., PackageSource]:
    """Makes wheels that pip finds, and only those."""
    links = tmp_path / "links"
    links.mkdir()
    monkeypatch.setenv("PIP_NO_INDEX", "1")
    monkeypatch.setenv("PIP_FIND_LINKS", str(links))

    def make(content: dict[str, bytes], name: str = "fake_models") -> PackageSource:
        file = links / f"{name}-1.0-py3-none-any.whl"
        title = name.replace("_", "-")
        with zipfile.ZipFile(file, "w") as archive:
            for path, body in content.items():
                archive.writestr(f"{name}/model/{path}", body)
            about = f"{name}-1.0.dist-info"
            archive.writestr(f"{about}/METADATA", f"Metadata-Version: 2.1\nName: {title}\nVersion: 1.0\n")
            archive.writestr(f"{about}/WHEEL", "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n")
            archive.writestr(f"{about}/RECORD", "")
        return PackageSource(f"{title}==1.0", sha(file.read_bytes()), f"{name}/model")

    return make


def by_package(source: PackageSource) -> ModelInfo:
    files = tuple(ModelFile(path, len(body), sha(body)) for path, body in CONTENT.items())
    return ModelInfo("fake", "vosk", "en", "Fake", "none", 1, (source,), files)


def test_pip_gives_a_package_with_its_exact_bytes(models: Path, wheel: Callable[..., PackageSource]) -> None:
    source = wheel(CONTENT)
    install(by_package(source), models)
    assert_whole(models)
    remove(models, "fake")
    with pytest.raises(VoiceAssistError, match=r"package fake-models==1\.0"):
        install(by_package(replace(source, sha256=sha(b"other"))), models)
    assert_nothing(models)


def tarred(members: dict[str, bytes], link: str = "") -> bytes:
    """A compressed tarball as npm makes them; with `link`, one that holds a link of that name, too."""
    body = io.BytesIO()
    with tarfile.open(fileobj=body, mode="w:gz") as archive:
        for name, content in members.items():
            member = tarfile.TarInfo(name)
            member.size = len(content)
            archive.addfile(member, io.BytesIO(content))
        if link:
            member = tarfile.TarInfo(link)
            member.type, member.linkname = tarfile.SYMTYPE, "/etc/passwd"
            archive.addfile(member)
    return body.getvalue()


PACKED = {
    "package/package.json": b'{"name": "fake-models", "version": "1.0.0"}',
    **{f"package/model/{path}": body for path, body in CONTENT.items()},
}


@pytest.fixture
def registry(served: tuple[Path, str], monkeypatch: pytest.MonkeyPatch) -> Callable[..., ModelInfo]:
    """Serves a tarball to the npm of this machine, and to nobody else."""
    if shutil.which("npm") is None:
        pytest.skip("npm is not installed")
    folder, address = served
    monkeypatch.setenv("npm_config_registry", address)

    def serve(tarball: bytes) -> ModelInfo:
        (folder / "fake.tgz").write_bytes(tarball)
        about = {"name": "fake-models", "version": "1.0.0", "dist": {"tarball": address + "fake.tgz"}}
        whole = {"name": "fake-models", "dist-tags": {"latest": "1.0.0"}, "versions": {"1.0.0": about}}
        (folder / "fake-models").write_text(json.dumps(whole))
        source = NpmSource("fake-models@1.0.0", sha(tarball), "package/model")
        return ModelInfo("fake", "vosk", "en", "Fake", "none", 1, (source,))

    return serve


def test_npm_gives_a_package_with_its_exact_bytes(models: Path, registry: Callable[..., ModelInfo]) -> None:
    model = registry(tarred(PACKED))
    install(model, models)
    assert_whole(models)
    assert "fake-models@1.0.0" in (models / "fake" / "manifest.json").read_text()
    assert not list(models.rglob("package.json"))
    remove(models, "fake")
    (source,) = model.sources
    assert isinstance(source, NpmSource)
    for wrong, told in (
        (replace(source, sha256=sha(b"other")), r"npm package fake-models@1\.0\.0 holds other bytes"),
        (replace(source, npm="fake-models@2.0.0"), r"npm package fake-models@2\.0\.0: code ETARGET"),
        (replace(source, inside="package/nothing"), "lacks the folder package/nothing"),
    ):
        with pytest.raises(VoiceAssistError, match=told) as problem:
            install(replace(model, sources=(wrong,)), models)
        assert "\n" not in str(problem.value)
        assert "http" not in str(problem.value)
        assert_nothing(models)


def test_without_npm_that_is_the_reason(models: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    source = NpmSource("fake-models@1.0.0", sha(b""), "package/model")
    with pytest.raises(VoiceAssistError, match=r"fake-models@1\.0\.0: there is no npm on this machine; when you are"):
        install(ModelInfo("fake", "vosk", "en", "Fake", "none", 1, (source,)), models)
    assert_nothing(models)


@pytest.mark.parametrize(
    ("tarball", "told"),
    [
        (tarred({**PACKED, "../evil": b"evil"}), "unsafe name"),
        (tarred({**PACKED, "package/model/../../../evil": b"evil"}), "unsafe name"),
        (tarred({**PACKED, "/evil": b"evil"}), "unsafe name"),
        (tarred(PACKED, link="package/model/evil"), "link"),
        (tarred(PACKED)[:2000], "damaged"),
        (b"no archive", "damaged"),
    ],
    ids=["above", "inside out", "root", "link", "cut short", "no archive"],
)
def test_a_tarball_that_is_unsafe_or_damaged_is_refused(
    served: tuple[Path, str], models: Path, tarball: bytes, told: str
) -> None:
    (served[0] / "fake.tgz").write_bytes(tarball)
    source = ArchiveSource(served[1] + "fake.tgz", sha(tarball), "package/model")
    with pytest.raises(VoiceAssistError, match=told):
        install(ModelInfo("fake", "vosk", "en", "Fake", "none", 1, (source,)), models)
    assert_nothing(models)
    assert not list(models.parent.rglob("evil"))


def test_a_tarball_of_far_too_much_is_refused(
    served: tuple[Path, str], models: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("voiceassist.recognition.install._LARGEST", 500_000)
    (served[0] / "fake.tgz").write_bytes(tarred(PACKED))
    source = ArchiveSource(served[1] + "fake.tgz", sha(tarred(PACKED)), "package/model")
    with pytest.raises(VoiceAssistError, match="far too large"):
        install(ModelInfo("fake", "vosk", "en", "Fake", "none", 1, (source,)), models)
    assert_nothing(models)


def test_installing_again_replaces_what_is_there(served: tuple[Path, str], models: Path) -> None:
    put_files(served[0])
    install(by_files(served[1]), models)
    (models / "fake" / "model.bin").write_bytes(b"altered")
    install(by_files(served[1]), models)
    assert_whole(models)


@pytest.mark.parametrize(
    ("harm", "thorough_only"),
    [
        (lambda folder: (folder / "model.bin").unlink(), False),
        (lambda folder: (folder / "model.bin").write_bytes(b"half"), False),
        (lambda folder: (folder / "manifest.json").unlink(), False),
        (lambda folder: (folder / "manifest.json").write_text("{"), False),
        (lambda folder: (folder / "model.bin").write_bytes(b"!" * 512_000), True),
    ],
    ids=["missing file", "half a file", "no manifest", "broken manifest", "same size"],
)
def test_what_is_not_whole_is_refused(
    served: tuple[Path, str], models: Path, harm: Callable[[Path], object], thorough_only: bool
) -> None:
    put_files(served[0])
    install(by_files(served[1]), models)
    harm(models / "fake")
    assert verify(models, "fake")
    if not thorough_only:
        assert installed(models) == ()
        with pytest.raises(VoiceAssistError, match="models install fake --force"):
            require(models, "fake")


def test_the_catalogue_names_official_sources_before_packages() -> None:
    known = catalogue()
    assert set(known) == {"vosk-en", "whisper-base-en", "whisper-tiny-en", "whisper-small", "vosk-ko", "minilm"}
    for info in known.values():
        kinds = [isinstance(source, (PackageSource, NpmSource)) for source in info.sources]
        assert kinds == sorted(kinds)
        hashes = [source.sha256 for source in info.sources if not isinstance(source, FilesSource)]
        for digest in (*hashes, *(file.sha256 for file in info.files)):
            assert len(bytes.fromhex(digest)) == 32
        assert info.files or not any(isinstance(source, FilesSource) for source in info.sources)
        assert info.licence


def test_a_broken_catalogue_is_told(tmp_path: Path) -> None:
    (tmp_path / "catalog.toml").write_text("[[model]]\nname = 3")
    with pytest.raises(VoiceAssistError, match="catalogue"):
        catalogue(tmp_path / "catalog.toml")


def test_a_catalogue_that_wants_an_unknown_conversion_is_told(tmp_path: Path) -> None:
    text = shipped("models/catalog.toml").read_text("utf-8").replace('convert = "ggml"', 'convert = "other"')
    (tmp_path / "catalog.toml").write_text(text)
    with pytest.raises(VoiceAssistError, match="whisper-base-en cannot be converted from other"):
        catalogue(tmp_path / "catalog.toml")


@pytest.mark.parametrize("name", [name for name, info in catalogue().items() if info.convert])
def test_nothing_is_left_of_the_files_that_a_model_was_made_from(model: Callable[[str], Path], name: str) -> None:
    assert {file.name for file in model(name).iterdir()} == {
        "config.json",
        "manifest.json",
        "model.bin",
        "tokenizer.json",
        "vocabulary.json",
    }


def test_the_command_line_offers_every_whisper_of_the_catalogue() -> None:
    assert get_args(Free) == free_choices()


def test_an_environment_variable_moves_the_models(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("VOICEASSIST_MODELS", str(tmp_path))
    assert models_folder() == tmp_path
    listed = CliRunner().invoke(app, ["list", "--json"])
    assert {row["name"]: row["installed"] for row in json.loads(listed.output)["models"]} == dict.fromkeys(
        catalogue(), False
    )
    unknown = CliRunner().invoke(app, ["install", "nonsense"])
    assert isinstance(unknown.exception, VoiceAssistError)


def test_without_models_pocketsphinx_listens_twice(tmp_path: Path) -> None:
    opened = open_recognizers(tmp_path)
    assert (opened.held.name, opened.held.held) == ("pocketsphinx", True)
    assert opened.free is not None
    assert (opened.free.name, opened.free.held) == ("pocketsphinx", False)
    opened.close()


@pytest.mark.slow
def test_the_best_installed_recognisers_are_taken(model: Callable[[str], Path]) -> None:
    opened = open_recognizers(model("vosk-ko").parent, "ko")
    assert opened.free is not None
    assert [(one.name, one.held) for one in (opened.held, opened.free)] == [("vosk", True), ("vosk", False)]
    opened.close()


@pytest.mark.slow
def test_all_whispers_listen_together_and_each_can_be_had_alone(model: Callable[[str], Path], tmp_path: Path) -> None:
    def name(free: str, *there: str) -> str:
        folder = tmp_path / "-".join(there)
        folder.mkdir(exist_ok=True)
        for one in there:
            if not (folder / one).exists():
                (folder / one).symlink_to(model(one))
        opened = open_recognizers(folder, "en", "pocketsphinx", free)
        assert opened.free is not None
        opened.close()
        return opened.free.name

    assert name("auto", "whisper-tiny-en") == "whisper-tiny-en"
    assert name("auto", "whisper-base-en", "whisper-tiny-en") == "whisper"
    assert name("whisper", "whisper-base-en") == "whisper-base-en"
    assert name("whisper-tiny-en", "whisper-base-en", "whisper-tiny-en") == "whisper-tiny-en"
    assert name("whisper-small", "whisper-small", "whisper-tiny-en") == "whisper-small"


@pytest.mark.slow
def test_what_is_in_reserve_hears_nothing_by_itself(model: Callable[[str], Path], tmp_path: Path) -> None:
    for one in ("whisper-tiny-en", "whisper-small"):
        (tmp_path / one).symlink_to(model(one))
    both, alone = (
        open_recognizers(tmp_path, "en", "pocketsphinx"),
        open_recognizers(tmp_path, "en", "pocketsphinx", "whisper-tiny-en"),
    )
    assert both.free is not None
    assert both.free.name == "whisper-tiny-en"
    assert both.reserve is not None
    assert both.reserve.name == "whisper-small"
    assert alone.reserve is None
    both.close()
    alone.close()


@pytest.mark.parametrize(
    ("language", "held", "free", "told"),
    [
        ("en", "vosk", "none", "models install vosk-en"),
        ("en", "pocketsphinx", "whisper", "models install whisper-base-en"),
        ("en", "pocketsphinx", "whisper-tiny-en", "models install whisper-tiny-en"),
        ("ko", "auto", "none", "models install vosk-ko"),
        ("xx", "auto", "none", "--language en"),
        ("ko", "pocketsphinx", "none", "only English"),
        ("en", "siri", "none", "knows no siri"),
        ("en", "auto", "siri", "knows no siri"),
    ],
)
def test_a_missing_recogniser_is_told_with_its_remedy(
    tmp_path: Path, language: str, held: str, free: str, told: str
) -> None:
    with pytest.raises(VoiceAssistError, match=told) as problem:
        open_recognizers(tmp_path, language, held, free)
    assert "\n" not in str(problem.value)


def test_no_free_recogniser_when_none_is_wanted(tmp_path: Path) -> None:
    assert open_recognizers(tmp_path, free="none").free is None


def test_a_damaged_vosk_model_is_refused_before_vosk_sees_it(model: Callable[[str], Path], tmp_path: Path) -> None:
    """Vosk itself loads a model whose graph is cut short, and reads past its end."""
    folder = tmp_path / "vosk-ko"
    for file in model("vosk-ko").rglob("*"):
        copy = folder / file.relative_to(model("vosk-ko"))
        copy.parent.mkdir(parents=True, exist_ok=True)
        if file.is_file():
            copy.symlink_to(file)
    require(tmp_path, "vosk-ko")
    (folder / "graph" / "HCLr.fst").unlink()
    (folder / "graph" / "HCLr.fst").write_bytes((model("vosk-ko") / "graph" / "HCLr.fst").read_bytes()[:1000])
    with pytest.raises(VoiceAssistError, match=r"1000 bytes.*voiceassist models install vosk-ko --force"):
        open_recognizers(tmp_path, "ko", free="none")
