"""Audio files in the microphone's place: any format in, our own format out, and clear words about bad ones."""

import subprocess
import sys
import time

import numpy as np
import pytest
import soundfile

from voiceassist.devices.files import SILENCE_AFTER, Files
from voiceassist.errors import VoiceAssistError
from voiceassist.values import FRAME, SAMPLE_RATE


def tone(seconds, rate, hertz=440.0, amplitude=0.5):
    return (amplitude * np.sin(2 * np.pi * hertz * np.arange(round(seconds * rate)) / rate)).astype(np.float32)


def write(path, sound, rate, **format_):
    soundfile.write(path, sound, rate, **format_)
    return path


def heard(*paths, **options):
    frames = list(Files(list(paths), **options))
    return frames, np.concatenate([frame.samples for frame in frames])


def pitch(samples):
    """The strongest frequency in Hz."""
    return np.argmax(np.abs(np.fft.rfft(samples.astype(float)))) * SAMPLE_RATE / len(samples)


@pytest.mark.parametrize("suffix", ["wav", "flac"])
@pytest.mark.parametrize("channels", [1, 2, 6])
@pytest.mark.parametrize("rate", [8_000, 16_000, 44_100, 96_000])
def test_any_rate_and_channel_count_keeps_its_length_pitch_and_level(tmp_path, rate, channels, suffix):
    sound = np.repeat(tone(1.0, rate)[:, np.newaxis], channels, axis=1)
    frames, samples = heard(write(tmp_path / f"a.{suffix}", sound, rate))
    assert len(samples) == pytest.approx(SAMPLE_RATE + SILENCE_AFTER, abs=FRAME)
    middle = samples[2000:14000]
    assert pitch(middle) == pytest.approx(440, abs=2)
    assert np.sqrt(np.mean(middle.astype(float) ** 2)) == pytest.approx(0.5 / np.sqrt(2) * 32768, rel=0.02)
    assert all(frame.samples.shape == (FRAME,) and frame.samples.dtype == np.int16 for frame in frames)


@pytest.mark.parametrize("subtype", ["PCM_U8", "PCM_16", "PCM_24", "PCM_32", "FLOAT", "DOUBLE", "ULAW"])
def test_any_bit_depth_is_heard(tmp_path, subtype):
    _, samples = heard(write(tmp_path / "a.wav", tone(0.5, SAMPLE_RATE), SAMPLE_RATE, subtype=subtype))
    assert pitch(samples[1000:7000]) == pytest.approx(440, abs=3)


def test_sixteen_bit_sound_at_the_programs_own_rate_passes_unchanged(tmp_path):
    sound = np.random.default_rng(1).integers(-32768, 32767, 4 * FRAME, dtype=np.int16)
    _, samples = heard(write(tmp_path / "a.wav", sound, SAMPLE_RATE))
    assert np.array_equal(samples[: len(sound)], sound)


def test_no_numbers_and_overdriven_floats_become_plain_sound(tmp_path):
    sound = np.array([np.nan, np.inf, -np.inf, 7.0, -7.0, 0.5] * 1000, np.float32)
    _, samples = heard(write(tmp_path / "a.wav", sound, SAMPLE_RATE, subtype="FLOAT"))
    assert samples[:6].tolist() == [0, 32767, -32768, 32767, -32768, 16384]


def test_a_file_is_followed_by_a_second_of_silence_and_its_end_is_marked(tmp_path):
    frames, samples = heard(write(tmp_path / "a.wav", tone(0.5, SAMPLE_RATE), SAMPLE_RATE))
    assert not samples[8000:].any()
    assert len(samples) - 8000 >= SAMPLE_RATE
    assert [frame.last for frame in frames].index(True) == len(frames) - 1


def test_files_follow_each_other_on_one_time_line(tmp_path):
    paths = [write(tmp_path / f"{n}.wav", tone(0.7, 22_050), 22_050) for n in range(3)]
    frames, _ = heard(*paths)
    assert [frame.t for frame in frames] == pytest.approx([k * FRAME / SAMPLE_RATE for k in range(len(frames))])
    assert sum(frame.last for frame in frames) == 3


def test_the_next_file_is_opened_only_when_the_reply_to_the_one_before_is_over(tmp_path):
    first, second = (write(tmp_path / f"{n}.wav", tone(0.2, SAMPLE_RATE), SAMPLE_RATE) for n in "ab")
    frames = iter(Files([first, second]))
    while not next(frames).last:
        pass
    write(second, tone(0.2, SAMPLE_RATE, hertz=2000), SAMPLE_RATE)
    assert pitch(np.concatenate([next(frames).samples for _ in range(5)])) == pytest.approx(2000, abs=30)


def test_in_real_time_frames_come_no_sooner_than_from_a_microphone_and_stand_still_while_muted(tmp_path):
    source = Files([write(tmp_path / "a.wav", tone(0.2, SAMPLE_RATE), SAMPLE_RATE)], realtime=True)
    frames = iter(source)
    begun = time.monotonic()
    for _ in range(5):
        frame = next(frames)
    assert time.monotonic() - begun >= frame.end - 0.002
    assert frame.heard_at == pytest.approx(time.monotonic(), abs=0.05)
    source.mute()
    time.sleep(0.3)
    source.unmute()
    resumed = time.monotonic()
    for _ in range(5):
        next(frames)
    assert time.monotonic() - resumed >= 4 * FRAME / SAMPLE_RATE


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (None, "does not exist"),
        (b"", "is empty"),
        (b"hello, this is no sound" * 99, "not audio"),
        (b"RIFF", "not audio"),
    ],
)
def test_a_file_that_cannot_be_heard_is_named_in_one_line_before_anything_starts(tmp_path, content, says):
    path = tmp_path / "strange.wav"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(VoiceAssistError, match=says) as caught:
        Files([path])
    assert "strange.wav" in str(caught.value)
    assert "\n" not in str(caught.value)


def test_sound_without_a_header_is_named_too(tmp_path):
    path = tmp_path / "headerless.raw"
    path.write_bytes(b"\x00\x01" * SAMPLE_RATE)
    with pytest.raises(VoiceAssistError, match=r"headerless\.raw is not audio .* WAV or FLAC"):
        Files([path])


def test_a_folder_and_a_header_without_sound_are_named_too(tmp_path):
    with pytest.raises(VoiceAssistError, match="is not a file"):
        Files([tmp_path])
    with pytest.raises(VoiceAssistError, match="holds no sound"):
        Files([write(tmp_path / "none.wav", np.zeros(0), SAMPLE_RATE)])


@pytest.mark.parametrize("suffix", ["wav", "flac"])
def test_of_a_cut_off_file_what_is_there_is_heard_and_the_loss_is_told(tmp_path, suffix):
    path = write(tmp_path / f"cut.{suffix}", tone(2.0, SAMPLE_RATE), SAMPLE_RATE)
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])
    told = []
    _, samples = heard(path, report=told.append)
    assert len(told) == 1
    assert "cut off" in told[0]
    assert f"cut.{suffix}" in told[0]
    assert len(samples) > 0.5 * SAMPLE_RATE + SILENCE_AFTER
    assert pitch(samples[1000:7000]) == pytest.approx(440, abs=3)


def test_a_whole_file_is_not_called_cut_off(tmp_path):
    told = []
    heard(write(tmp_path / "a.wav", tone(0.33331, 44_100), 44_100), report=told.append)
    heard(write(tmp_path / "b.wav", tone(0.33331, SAMPLE_RATE), SAMPLE_RATE, subtype="PCM_U8"), report=told.append)
    assert told == []


def test_a_wav_written_into_a_pipe_which_does_not_know_its_size_is_whole(tmp_path):
    path = write(tmp_path / "a.wav", tone(0.5, SAMPLE_RATE), SAMPLE_RATE)
    data = bytearray(path.read_bytes())
    data[4:8] = data[40:44] = b"\xff\xff\xff\xff"
    path.write_bytes(data)
    told = []
    _, samples = heard(path, report=told.append)
    assert told == []
    assert len(samples) == pytest.approx(0.5 * SAMPLE_RATE + SILENCE_AFTER, abs=FRAME)


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="measures memory the POSIX way")
def test_an_hour_needs_hardly_more_memory_than_a_minute(tmp_path):
    program = (
        "import resource, sys; from pathlib import Path; from voiceassist.devices.files import Files\n"
        "print(sum(1 for _ in Files([Path(sys.argv[1])])), resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)"
    )
    peak = {}
    for minutes in (1, 60):
        path = tmp_path / f"{minutes}.flac"
        with soundfile.SoundFile(path, "w", 8_000, 1) as file:
            for _ in range(minutes):
                file.write(tone(60, 8_000))
        run = subprocess.run([sys.executable, "-c", program, path], capture_output=True, text=True, check=True)
        frames, peak[minutes] = map(int, run.stdout.split())
        assert frames * FRAME / SAMPLE_RATE == pytest.approx(minutes * 60 + 1, abs=0.1)
    assert peak[60] - peak[1] < 20_000
