"""What is said to the voice holds the next time too, below what the environment and flags say."""

from __future__ import annotations

import stat

import pytest

from voiceassist.config import Settings, remember
from voiceassist.errors import VoiceAssistError
from voiceassist.misses import KEPT, Misses
from voiceassist.spoken import forget_spoken, keep_spoken


@pytest.fixture
def settings(tmp_path, monkeypatch):
    monkeypatch.setenv("VOICEASSIST_CONFIG", str(tmp_path / "config.toml"))
    return lambda **flags: Settings.load({"data_dir": tmp_path / "data", **flags})


@pytest.mark.slow
def test_slower_and_brief_are_kept_in_a_file_that_only_the_owner_reads(talk, tmp_path):
    kept = {}
    talk.assistant._keep_voice = kept.update
    talk.answer("slower", "louder", "be brief", "no more tips", "twitch in my left calf")
    assert kept == {"rate": pytest.approx(1 / 1.2), "volume": pytest.approx(1.2), "verbosity": "brief", "tip_at": ""}
    keep_spoken(tmp_path, kept)
    assert stat.S_IMODE((tmp_path / "spoken.json").stat().st_mode) == 0o600


def test_it_counts_over_the_settings_file_and_under_the_environment_and_flags(settings, tmp_path, monkeypatch):
    remember("verbosity", "full")
    keep_spoken(tmp_path / "data", {"verbosity": "brief", "rate": 0.8})
    assert (settings().verbosity, settings().rate) == ("brief", 0.8)
    monkeypatch.setenv("VOICEASSIST_VERBOSITY", "normal")
    assert settings().verbosity == "normal"
    assert settings(verbosity="full").verbosity == "full"


def test_a_setting_changed_for_good_wins_over_what_was_said_before(settings, tmp_path):
    keep_spoken(tmp_path / "data", {"verbosity": "brief", "rate": 0.8})
    remember("verbosity", "full")
    forget_spoken(tmp_path / "data", "verbosity")
    assert (settings().verbosity, settings().rate) == ("full", 0.8)


@pytest.mark.parametrize("content", ["", "[]", '{"rate": "fast"}', '{"verbosity": 3}'])
def test_a_damaged_file_is_as_good_as_none(settings, tmp_path, content):
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "spoken.json").write_text(content)
    assert (settings().rate, settings().verbosity) == (1.0, "normal")


@pytest.mark.parametrize(("name", "value"), [("verbosity", "loud"), ("rate", "0"), ("rate", "nan"), ("volume", "-1")])
def test_values_that_no_voice_could_take_are_refused_where_they_are_set(settings, name, value):
    with pytest.raises(VoiceAssistError, match=name):
        settings(**{name: value})


def test_what_cannot_go_further_is_said(talk):
    replies = [talk.say("slower") for _ in range(6)]
    assert (replies[0], replies[-1]) == ("Okay, slower.", "That is as slow as I speak.")
    assert talk.answer("be brief", "be brief") == "I keep it short already."


def test_how_much_is_said_in_one_breath_follows_what_was_asked_for(talk):
    question = "what are the red flags"
    talk.say("be brief")
    brief = talk.say(question)
    talk.say("full answers please")
    normal = talk.say(question)
    talk.say("full answers please")
    full = talk.say(question)
    assert len(brief) <= len(normal) < len(full)
    assert not full.endswith("Shall I go on?")


def test_a_damaged_line_among_the_misses_hides_no_other(talk, tmp_path):
    misses = Misses(tmp_path)
    with (tmp_path / "misses.jsonl").open("wb") as file:
        file.write(b"\xff\xfe nothing\n")
    misses.keep(talk.now, ["cheese\u2028moon\x85\x0c"])
    misses.keep(talk.now, ["the moon"])
    assert [miss.texts for miss in misses.all()] == [("cheese\u2028moon\x85\x0c",), ("the moon",)]


def test_misses_are_few_and_private(talk, tmp_path):
    misses = Misses(tmp_path)
    for number in range(KEPT + 5):
        misses.keep(talk.now, [f"words {number}"])
    kept = misses.all()
    assert (len(kept), kept[-1].texts) == (KEPT, (f"words {KEPT + 4}",))
    assert stat.S_IMODE((tmp_path / "misses.jsonl").stat().st_mode) == 0o600
