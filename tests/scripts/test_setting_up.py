"""Set-up says what it will do, asks once, does nothing twice, and says what to do where it cannot."""

from __future__ import annotations

import argparse
import importlib
import json
import os
import pty
import re
import shutil
import subprocess
import sys
from pathlib import Path
from types import ModuleType

import pytest

from voiceassist.recognition.models import catalogue

ROOT = Path(__file__).resolve().parents[2]
LOOPS = Path("voiceassist/understanding/native")
LOCKS = sorted(ROOT.glob("requirements*.lock"))


@pytest.fixture
def scripts(monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.syspath_prepend(str(ROOT / "scripts"))
    return ROOT / "scripts"


@pytest.fixture
def packages(scripts: Path) -> ModuleType:
    return importlib.import_module("system_packages")


@pytest.fixture
def progress(scripts: Path) -> ModuleType:
    return importlib.import_module("progress")


@pytest.fixture
def fresh(tmp_path: Path, scripts: Path) -> Path:
    """A checkout in which nothing has been set up."""
    checkout = tmp_path / "checkout"
    shutil.copytree(scripts, checkout / "scripts", ignore=shutil.ignore_patterns("__pycache__"))
    for file in (*LOCKS, ROOT / "pyproject.toml"):
        shutil.copy(file, checkout)
    (checkout / LOOPS).mkdir(parents=True)
    shutil.copy(ROOT / LOOPS / "sweeps.c", checkout / LOOPS)
    (checkout / "models").mkdir()
    shutil.copy(ROOT / "models" / "catalog.toml", checkout / "models")
    return checkout


@pytest.fixture
def setting_up(fresh: Path, scripts: Path, monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    module = importlib.import_module("setting_up")
    monkeypatch.setattr(module, "ROOT", fresh)
    monkeypatch.setattr(module, "ENVIRONMENT", fresh / ".venv")
    monkeypatch.setattr(module, "PYTHON", fresh / ".venv" / "bin" / "python")
    monkeypatch.setattr(module, "NOTES", fresh / ".venv" / "voiceassist-setup.json")
    monkeypatch.setattr(module, "MODELS", fresh / "models")
    monkeypatch.setattr(module, "LOOPS", fresh / LOOPS)
    monkeypatch.setattr(module.system_packages, "missing", lambda **_: [])
    monkeypatch.setenv("CC", "sh")  # any program: nothing is compiled here
    return module


def options(*, minimal: bool = False, test: bool = False) -> argparse.Namespace:
    return argparse.Namespace(yes=True, minimal=minimal, test=test)


def finish(setting_up: ModuleType) -> None:
    """Leave behind what a finished set-up leaves behind, without downloading it."""
    (setting_up.ENVIRONMENT / "bin").mkdir(parents=True)
    for program in ("python", "voiceassist"):
        (setting_up.ENVIRONMENT / "bin" / program).touch()
    notes = setting_up.Notes()
    notes.begin()
    for lock in setting_up.LOCKS:
        notes.note(lock, setting_up._digest(setting_up.ROOT / lock))
    notes.note("project", setting_up._project())
    notes.note("loops", setting_up._loops())
    for model in setting_up.WANTED:
        (setting_up.MODELS / model.name).mkdir()


def test_a_fresh_checkout_lacks_everything_and_the_build_tools_come_first(setting_up: ModuleType) -> None:
    steps = setting_up.missing(options(), setting_up.Notes())

    kinds = [step.name for step in steps]
    assert kinds == [
        "environment",
        "Python packages",
        "Python packages",
        "voiceassist",
        "inner loops",
        "model",
        "model",
        "model",
        "model",
        "model",
    ]
    assert "requirements-build.lock" in steps[1].told


def test_minimal_downloads_no_model(setting_up: ModuleType) -> None:
    assert not [step for step in setting_up.missing(options(minimal=True), setting_up.Notes()) if step.name == "model"]


def test_nothing_is_done_twice(setting_up: ModuleType) -> None:
    finish(setting_up)

    assert setting_up.missing(options(), setting_up.Notes()) == []
    assert setting_up.main([]) == 0


def test_a_changed_lock_is_installed_and_nothing_else(setting_up: ModuleType) -> None:
    finish(setting_up)
    with (setting_up.ROOT / "requirements.lock").open("a") as lock:
        lock.write("more==1.0\n")

    (step,) = setting_up.missing(options(), setting_up.Notes())
    assert "requirements.lock" in step.told


def test_tests_need_more(setting_up: ModuleType) -> None:
    finish(setting_up)

    steps = setting_up.missing(options(test=True), setting_up.Notes())
    assert [step.name for step in steps] == ["Python packages", "model"]
    assert all(step.megabytes > 50 for step in steps)


def test_each_model_is_as_large_as_the_catalogue_says(setting_up: ModuleType) -> None:
    known = catalogue()
    models = (*setting_up.WANTED, *setting_up.TEST_MODELS)
    assert {model.name: model.megabytes for model in models} == {
        model.name: round(known[model.name].size / 1e6) for model in models
    }
    said = sum(step.megabytes for step in setting_up.missing(options(), setting_up.Notes()) if step.name == "model")
    assert said == sum(model.megabytes for model in setting_up.WANTED)


def test_a_model_that_cannot_be_reached_is_no_failure_and_is_not_tried_at_every_start(
    setting_up: ModuleType, capsys: pytest.CaptureFixture[str]
) -> None:
    finish(setting_up)
    (setting_up.MODELS / "vosk-en").rmdir()
    program = setting_up.ENVIRONMENT / "bin" / "voiceassist"  # stands for one that finds no network
    program.write_text("#!/bin/sh\necho cannot be reached >&2\nexit 1\n")
    program.chmod(0o755)

    assert setting_up.main(["--yes"]) == 0
    assert "Going on without it; later: .venv/bin/voiceassist models install vosk-en" in capsys.readouterr().out
    assert setting_up.missing(options(), setting_up.Notes()) == []

    with (setting_up.ROOT / "models" / "catalog.toml").open("a") as catalogue:
        catalogue.write("# another source\n")
    assert [step.name for step in setting_up.missing(options(), setting_up.Notes())] == ["model"]


def test_notes_that_cannot_be_read_count_as_none(setting_up: ModuleType) -> None:
    finish(setting_up)
    setting_up.NOTES.write_text("{")

    assert "environment" in [step.name for step in setting_up.missing(options(), setting_up.Notes())]


@pytest.mark.parametrize("answer", ["n", "what"])
def test_on_a_terminal_it_asks_before_it_touches_anything(fresh: Path, answer: str) -> None:
    ours, theirs = pty.openpty()
    os.write(ours, f"{answer}\n".encode())
    command = [sys.executable, str(fresh / "scripts" / "setting_up.py"), "--minimal"]
    done = subprocess.run(command, stdin=theirs, capture_output=True, text=True, timeout=60, check=False)
    os.close(ours)
    os.close(theirs)

    assert re.search(r"Python packages +\d+ MB", done.stdout)
    assert re.search(r"To download: about \d+ MB", done.stdout)
    assert done.stdout.count("Go on? [Y/n]") == 1
    assert done.stdout.endswith("Nothing was installed.\n")
    assert done.returncode == 1
    assert not (fresh / ".venv").exists()


def test_without_root_sudo_or_apt_the_missing_packages_are_listed(
    packages: ModuleType, progress: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: 1000)
    monkeypatch.setattr(shutil, "which", lambda name: "/usr/bin/apt-get" if name == "apt-get" else None)

    with pytest.raises(progress.StepError, match="neither root nor sudo") as caught:
        packages.install(packages.PACKAGES)

    said = str(caught.value)
    assert "libportaudio2      microphone and loudspeaker" in said
    assert "apt-get install libportaudio2 espeak-ng" in said


def test_apt_is_asked_again_with_fresh_lists(
    packages: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # A stand-in for apt-get on a machine that has no lists yet: installing works only after an update.
    apt = tmp_path / "apt-get"
    apt.write_text(
        f'#!/bin/sh\necho "$@" >> {tmp_path}/calls\n'
        f'[ "$1" = update ] && touch {tmp_path}/lists\n[ -e {tmp_path}/lists ]\n'
    )
    apt.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}:{os.environ['PATH']}")
    monkeypatch.setattr(os, "geteuid", lambda: 0)

    packages.install(packages.PACKAGES)

    calls = (tmp_path / "calls").read_text().splitlines()
    assert [call.split()[0] for call in calls] == ["install", "update", "install"]
    assert calls[0].endswith("libportaudio2 espeak-ng")


def test_a_step_that_fails_shows_the_command_and_its_last_words(progress: ModuleType) -> None:
    with pytest.raises(progress.StepError, match=r"(?s)packages: `sh -c .*` failed:\n  no space left") as caught:
        progress.watched("packages", ["sh", "-c", "echo no space left >&2; exit 3"])
    assert "Traceback" not in str(caught.value)


@pytest.mark.parametrize("script", ["run", "test", "setup", "bench"])
def test_scripts_can_be_started(script: str) -> None:
    assert os.access(ROOT / "scripts" / script, os.X_OK)


@pytest.mark.parametrize("script", ["run", "test"])
def test_wrong_usage_is_exit_2_and_says_what_is_right(script: str) -> None:
    done = subprocess.run([ROOT / "scripts" / script, "--wrong"], capture_output=True, text=True, check=False)

    assert done.returncode == 2
    assert f"scripts/{script} [--" in done.stderr or "--quick" in done.stderr


def test_continuous_integration_runs_what_contributors_run() -> None:
    commands = [line for line in (ROOT / ".ci" / "run").read_text().splitlines() if not line.startswith("#")]
    assert commands == ['exec "$(dirname "$0")/../scripts/test"']


@pytest.mark.parametrize("lock", LOCKS, ids=lambda lock: lock.name)
def test_locks_pin_by_hash_and_name_no_index(lock: Path) -> None:
    entries = re.split(r"\n(?=\S)", lock.read_text().strip())

    assert len(entries) > 5
    assert not [
        entry for entry in entries if not re.match(r"[a-z0-9-]+==\S+.*\\\n(\s+--hash=sha256:[0-9a-f]{64}.*\n?)+", entry)
    ]
    assert not re.search(r"://|--(extra-)?index|--find-links|^-e|@ ", lock.read_text(), re.MULTILINE)


def test_every_dependency_is_in_the_lock() -> None:
    import tomllib

    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    names = (re.split(r"[<>=;~! ]", line, maxsplit=1)[0] for line in project["dependencies"])
    wanted = {re.sub(r"[-_.]+", "-", name).lower() for name in names}
    locked = {line.partition("==")[0] for line in (ROOT / "requirements.lock").read_text().splitlines()}
    assert wanted <= locked


@pytest.mark.slow
def test_the_wheel_works_outside_the_checkout(tmp_path: Path, warm: Path) -> None:
    build = [sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", "--no-index", "--no-build-isolation"]
    subprocess.run([*build, "--wheel-dir", str(tmp_path), str(ROOT)], check=True, capture_output=True)
    (wheel,) = tmp_path.glob("*.whl")
    shutil.unpack_archive(wheel, tmp_path / "installed", "zip")
    # Isolated, so that neither the checkout nor the working folder is on the path; only the wheel's files are ours.
    program = (
        f"import sys; sys.path.insert(0, {str(tmp_path / 'installed')!r})\n"
        "from voiceassist.demonstration import recordings\n"
        "assert len(recordings()) >= 6, recordings()\n"
        "from voiceassist.cli import main; main()"
    )
    # Its language is the checkout's: what that was compiled to is found only by files that hold the same.
    shutil.copytree(warm, tmp_path / "data" / "cache")
    ask = ["ask", "--json", "--data-dir", str(tmp_path / "data"), "twitch in my left eyelid for two minutes"]
    done = subprocess.run(
        [sys.executable, "-I", "-c", program, *ask], cwd=tmp_path, capture_output=True, text=True, check=False
    )

    assert done.returncode == 0, done.stderr
    events = [json.loads(line) for line in done.stdout.splitlines()]
    (entry,) = [event["entry"] for event in events if event["event"] == "journal"]
    assert (entry["place"], entry["side"], entry["duration_s"]) == ("eyelid", "left", 120)


def test_loops_are_compiled_again_when_their_source_changed(setting_up: ModuleType) -> None:
    finish(setting_up)
    assert setting_up.missing(options(), setting_up.Notes()) == []
    (setting_up.LOOPS / "sweeps.c").write_text("int other;")
    assert [step.name for step in setting_up.missing(options(), setting_up.Notes())] == ["inner loops"]


def test_without_a_compiler_there_is_nothing_to_compile(
    setting_up: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    finish(setting_up)
    (setting_up.LOOPS / "sweeps.c").write_text("int other;")
    monkeypatch.setenv("CC", "no-such-compiler")
    assert setting_up.missing(options(), setting_up.Notes()) == []
