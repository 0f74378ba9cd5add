"""Fixed sentences are rendered once; anything else never touches the disk."""

import os
import stat

import numpy as np
import pytest

from voiceassist.synthesis.cache import CachedSynthesizer
from voiceassist.synthesis.protocol import Speech
from voiceassist.synthesis.sentences import fixed_sentences

FIXED = fixed_sentences(["Call the emergency number now. Stay calm.", "Sorry?", "Goodbye."])


class Recorder:
    """Stands for a voice, since what is tested is how often it is asked; its sound depends on all it is asked for."""

    name = "recorder:one"

    def __init__(self):
        self.asked = []

    def render(self, text, *, rate=1.0, volume=1.0):
        self.asked.append(text)
        return Speech(np.full(int(1000 / rate), 100 * len(text), np.int16), 16_000)

    def close(self):
        self.asked.append(None)


@pytest.fixture
def voice():
    return Recorder()


def cached(voice, folder, **options):
    return CachedSynthesizer(voice, folder / "cache", FIXED, **options)


def test_a_fixed_sentence_is_rendered_once_even_by_the_next_program(voice, tmp_path):
    first = cached(voice, tmp_path).render("Call the emergency number now.")
    again = cached(voice, tmp_path).render("Call the emergency number now. Stay calm.")
    assert voice.asked == ["Call the emergency number now.", "Stay calm."]
    np.testing.assert_array_equal(again.samples[: len(first.samples)], first.samples)
    assert again.rate == first.rate == 16_000


def test_a_sentence_that_may_be_personal_is_never_written(voice, tmp_path):
    for _ in range(2):
        cached(voice, tmp_path).render("Left thumb, two minutes.")
    assert len(voice.asked) == 2
    assert list(tmp_path.rglob("*")) == []


def test_rate_and_voice_are_told_apart_and_volume_is_applied_afterwards(voice, tmp_path):
    usual = cached(voice, tmp_path).render("Sorry?")
    assert len(cached(voice, tmp_path).render("Sorry?", rate=0.5).samples) == 2 * len(usual.samples)
    assert cached(voice, tmp_path).render("Sorry?", volume=0.5).samples[0] == usual.samples[0] // 2
    assert len(voice.asked) == 2
    other = Recorder()
    other.name = "recorder:two"
    cached(other, tmp_path).render("Sorry?")
    assert other.asked == ["Sorry?"]


def test_files_are_for_their_owner_only(voice, tmp_path):
    before = os.umask(0)
    try:
        cached(voice, tmp_path).render("Sorry?")
    finally:
        os.umask(before)
    (file,) = (tmp_path / "cache").iterdir()
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert stat.S_IMODE(file.parent.stat().st_mode) == 0o700


@pytest.mark.parametrize("damage", [b"", b"RIFF", b"x" * 500])
def test_a_damaged_file_is_rendered_again(voice, tmp_path, damage):
    good = cached(voice, tmp_path).render("Sorry?")
    (file,) = (tmp_path / "cache").iterdir()
    file.write_bytes(damage)
    np.testing.assert_array_equal(cached(voice, tmp_path).render("Sorry?").samples, good.samples)


@pytest.mark.parametrize("lost", [100, 501])
def test_a_file_that_was_cut_short_is_rendered_again(voice, tmp_path, lost):
    good = cached(voice, tmp_path).render("Sorry?")
    (file,) = (tmp_path / "cache").iterdir()
    file.write_bytes(file.read_bytes()[:-lost])
    np.testing.assert_array_equal(cached(voice, tmp_path).render("Sorry?").samples, good.samples)


def test_the_least_recently_used_goes_first(voice, tmp_path):
    small = cached(voice, tmp_path, largest=5000)  # room for two sentences of 2044 bytes
    small.render("Sorry?")
    small.render("Goodbye.")
    for age, file in enumerate(sorted((tmp_path / "cache").iterdir(), key=lambda f: f.stat().st_mtime_ns)):
        os.utime(file, ns=(age, age))
    small.render("Sorry?")
    small.render("Stay calm.")
    voice.asked.clear()
    small.render("Sorry?")
    small.render("Goodbye.")
    assert voice.asked == ["Goodbye."]
    assert sum(file.stat().st_size for file in (tmp_path / "cache").iterdir()) <= 5000


def test_a_cache_that_cannot_be_written_costs_nothing_but_time(voice, tmp_path):
    (tmp_path / "cache").write_text("a file where the folder should be")
    assert len(cached(voice, tmp_path).render("Sorry?").samples) == 1000


def test_close_closes_the_voice(voice, tmp_path):
    cached(voice, tmp_path).close()
    assert voice.asked == [None]
