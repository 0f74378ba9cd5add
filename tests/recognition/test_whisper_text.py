import numpy as np
import pytest

from voiceassist.recognition.mel import log_mel
from voiceassist.recognition.whisper import normalised, without_repeat


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("Log a twitch, please.", "log a twitch please"),
        ("I'd like 1,500 ml.", "i'd like 1500 ml"),
        ("At 9:30, for 1.5 hours", "at 9:30 for 1.5 hours"),
        ("20 percent? 20%!", "20 percent 20 percent"),
        ("[BLANK_AUDIO] (sighs) ♪", ""),
        ("twenty-five", "twenty five"),
        ("Don’t ‘stop’", "don't stop"),
    ],
)
def test_text_is_lower_case_words_and_keeps_its_digits(written: str, said: str) -> None:
    assert normalised(written) == said


@pytest.mark.parametrize(
    ("heard", "said"),
    [
        ("turn it off turn it off", "turn it off"),
        ("turn it off turn it off turn it off", "turn it off"),
        ("get me a latte with milk get me a latte with m", "get me a latte with milk"),
        ("my left eyelid my left eyelid", "my left eyelid"),
        ("two liters two liters two liters", "two liters"),
        ("ten minutes ten minutes ten min", "ten minutes"),
        ("yes yes yes yes yes", "yes"),
        ("no no", "no"),
        ("yes", "yes"),
        ("", ""),
        ("is it serious is it bad", "is it serious is it bad"),
        ("my left calf and my left thigh", "my left calf and my left thigh"),
    ],
)
def test_what_whisper_says_twice_is_kept_once(heard: str, said: str) -> None:
    assert without_repeat(heard) == said


def test_the_spectrogram_of_a_tone_peaks_in_its_mel_band() -> None:
    time = np.arange(16_000) / 16_000
    features = log_mel((np.sin(2 * np.pi * 1000 * time) * 8000).astype(np.int16), 120)
    assert features.shape == (80, 120)
    # 1 kHz is 15 mels of 45.25, so 15 / 45.25 × 81 bands from the bottom (Slaney's scale).
    assert set(features[:, 10:90].argmax(axis=0)) == {26}
    assert features.max() - features.min() == pytest.approx(2.0)
    assert np.ptp(features[:, 105:]) == 0, "after the sound there is only the floor"
