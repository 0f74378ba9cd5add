"""Noise is mixed in at exactly the ratio that was asked for."""

from datetime import datetime

import numpy as np
import pytest
import soundfile

from voiceassist.bench.hearing import Hearing, Listeners
from voiceassist.bench.mixing import ENERGY_FRAME, at_peak, loudest_energy, mix
from voiceassist.bench.spoken_suite import Recording
from voiceassist.bench.wake import calls
from voiceassist.errors import VoiceAssistError
from voiceassist.resources import shipped
from voiceassist.values import SAMPLE_RATE

RNG = np.random.default_rng(7)
SPEECH = at_peak(np.concatenate([np.zeros(3000), RNG.standard_normal(20_000), np.zeros(9000)]))
NOISE = at_peak(RNG.standard_normal(80_000), 0.1)


def noise_within(mixture, speech):
    """What is left of a mixture without its speech, on the speech's scale (found by least squares)."""
    scale = np.dot(mixture, speech.astype(float)) / np.dot(speech.astype(float), speech.astype(float))
    return mixture / scale - speech


@pytest.mark.parametrize("snr", [24, 6, 0, -3])
def test_the_ratio_of_the_loudest_frames_is_the_one_asked_for(snr):
    left = noise_within(mix(SPEECH, NOISE, snr, seed=1).astype(float), SPEECH)
    ratio = loudest_energy(SPEECH.astype(float)) / loudest_energy(left)
    assert 10 * np.log10(ratio) == pytest.approx(snr, abs=0.3)


def test_silence_around_the_speech_changes_nothing():
    padded = np.concatenate([np.zeros(10 * ENERGY_FRAME, np.int16), SPEECH])
    assert loudest_energy(padded.astype(float)) == loudest_energy(SPEECH.astype(float))


def test_the_peak_is_half_of_full_scale():
    assert np.abs(mix(SPEECH, NOISE, 6, seed=1)).max() == pytest.approx(0.5 * 32767, abs=1)


def test_the_same_seed_gives_the_same_mixture_and_another_seed_another_excerpt():
    np.testing.assert_array_equal(mix(SPEECH, NOISE, 6, seed=1), mix(SPEECH, NOISE, 6, seed=1))
    assert not np.array_equal(mix(SPEECH, NOISE, 6, seed=1), mix(SPEECH, NOISE, 6, seed=2))


def test_a_short_noise_is_repeated_to_the_end():
    left = noise_within(mix(SPEECH, NOISE[:5000], 6, seed=1).astype(float), SPEECH)
    np.testing.assert_allclose(left[:5000], left[5000:10_000], atol=0.01 * np.abs(left).max())
    assert np.std(left[-1000:]) > 0.5 * np.std(left)


def test_silence_has_no_ratio():
    with pytest.raises(ValueError, match="the speech is silent"):
        mix(np.zeros(5000, np.int16), NOISE, 6, seed=1)
    with pytest.raises(ValueError, match="the noise is silent"):
        mix(SPEECH, np.zeros(5000, np.int16), 6, seed=1)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("speech", "noise", "says"),
    [(0 * SPEECH, NOISE, "the speech is silent"), (SPEECH, 0 * NOISE, "the noise is silent")],
)
def test_a_recording_that_has_no_ratio_is_named_whatever_is_measured_on_it(tmp_path, warm, speech, noise, says):
    path, loud = tmp_path / "said.flac", tmp_path / "noise.flac"
    soundfile.write(path, speech, SAMPLE_RATE)
    soundfile.write(loud, noise, SAMPLE_RATE)
    with pytest.raises(VoiceAssistError, match=rf"said\.flac.*{says}"):
        calls((), [path], noise, 6, lambda: None)
    now = datetime.fromisoformat("2026-11-22T09:10:00+01:00")
    hearing = Hearing(Listeners(shipped("intents") / "en", "en", "pocketsphinx", "none", (loud,), now, cache=warm))
    with pytest.raises(VoiceAssistError, match=rf"said\.flac.*{says}"):
        hearing.hear(Recording("said.flac", path), 6)
