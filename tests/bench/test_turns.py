"""Turns that were cut off are told from turns that ended late, and the real ears are measured on speech with pauses."""

import json
import subprocess
import sys
from pathlib import Path

import pytest
import soundfile
from pauses import speak_with_pauses, words
from voices import HELD_OUT, RATE

from voiceassist.bench.halves import is_for_tuning
from voiceassist.bench.turns import Taken, Turn, figures, read_turns
from voiceassist.errors import VoiceAssistError

ROOT = Path(__file__).resolve().parents[2]
TURN = Turn(Path("a.flac"), "my left calf", "open", 2.0, ((0.8, 1.5),), ())


def taken(begun, ended, sense=()):
    return Taken(TURN, begun, ended, ("…",) * len(ended), sense or (True,) * len(ended))


def test_a_turn_that_ends_after_the_last_word_is_timed_from_there():
    one = taken((0.3,), (2.7,))
    assert not one.cut_off
    assert one.waited == pytest.approx(0.7)


def test_a_turn_that_ends_within_a_pause_is_cut_off_even_where_its_words_were_lost():
    assert taken((0.3, 1.5), (1.4, 2.7)).cut_off
    assert taken((0.3, 1.5), (2.7,)).cut_off


def test_words_are_lost_where_a_part_of_what_was_cut_off_was_not_understood():
    assert taken((0.3, 1.5), (1.4, 2.7), (True, False)).lost
    assert not taken((0.3, 1.5), (1.4, 2.7)).lost
    assert not taken((0.3,), (2.7,), (False,)).lost


def test_what_was_cut_off_counts_and_does_not_make_the_answers_look_quicker():
    row = figures([taken((0.3,), (2.7,)), taken((0.3, 1.5), (1.4, 2.1)), taken((), ())])["all"]
    assert (row["n"], row["cut_off"], row["unheard"], row["p50_ms"]) == (3, 1, 1, 700)


def test_pauses_are_as_long_as_asked_and_silent():
    said = speak_with_pauses("my left <pause> calf <pause> twitches", "rms", (0.4, 1.1))
    assert [round(end - begin, 3) for begin, end in said.pauses] == [0.4, 1.1]
    for begin, end in said.pauses:
        assert not said.samples[round(begin * RATE) : round(end * RATE)].any()
        assert said.samples[round(begin * RATE) - 400 : round(begin * RATE)].any()
    assert words("my left <pause> calf <pause 0.5> twitches") == "my left calf twitches"


@pytest.mark.parametrize(
    ("line", "named"),
    [
        ('{"audio": "none.flac"}', "line 1: ValueError('none.flac does not exist')"),
        ('{"audio": "a.flac", "text": "a", "end_s": 1.0, "pauses": [[0.5, 1.5]]}', "a pause must end"),
        ("{broken", "line 1"),
        ("", "holds no line"),
    ],
)
def test_a_bad_list_is_refused_with_the_line(tmp_path, line, named):
    (tmp_path / "a.flac").touch()
    (tmp_path / "turns.jsonl").write_text(line)
    with pytest.raises(VoiceAssistError) as refused:
        read_turns(tmp_path)
    assert named in str(refused.value)


@pytest.mark.slow
def test_speech_with_pauses_is_made_and_measured(tmp_path, warm):
    texts = tmp_path / "texts.yaml"
    texts.write_text("open: [my left <pause> calf is twitching]\nwhole: [undo]\n")
    made = subprocess.run(
        [sys.executable, ROOT / "scripts" / "make-pauses", tmp_path / "set", texts],
        capture_output=True,
        text=True,
        check=False,
    )
    assert (made.returncode, made.stderr) == (0, "")
    turns = read_turns(tmp_path / "set")
    assert [turn.kind for turn in turns] == ["open"] * 3 + ["whole"] * 3
    for turn in turns:
        sound, _ = soundfile.read(turn.audio, dtype="int16")
        assert abs(sound[round((turn.end + 0.05) * RATE) :].astype(int)).max() < 500 < abs(sound).max()
        assert all(0.3 <= end - begin <= 1.2 for begin, end in turn.pauses)
        assert not (is_for_tuning(turn.text) and turn.audio.stem.split("-", 2)[2] in HELD_OUT)
    flags = [tmp_path / "set", "--json", "--jobs", 1]
    command = [sys.executable, "-m", "voiceassist", "--data-dir", warm.parent, "bench", "turns", *flags]
    done = subprocess.run(list(map(str, command)), capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    row = json.loads(done.stdout)["turns"]["whole"]
    assert (row["n"], row["cut_off"]) == (3, 0)
    assert 0 < row["p50_ms"] < 2000
