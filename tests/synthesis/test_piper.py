"""The real Piper with its packaged voice, where the extra is installed."""

from pathlib import Path

import numpy as np
import pytest

from voiceassist.synthesis import piper
from voiceassist.synthesis.protocol import NoVoice

needs_piper = pytest.mark.skipif(
    not piper.installed() or piper.packaged_voice() is None, reason="the extra 'piper' is not installed"
)


@pytest.fixture(scope="module")
def voice():
    made = piper.PiperSynthesizer()
    yield made
    made.close()


@pytest.mark.slow
@needs_piper
def test_sentences_become_samples_and_slower_ones_are_longer(voice):
    usual, slow = voice.render("Left calf. Logged."), voice.render("Left calf. Logged.", rate=0.6)
    assert usual.samples.dtype == np.int16
    assert usual.rate == 22_050
    assert np.abs(usual.samples.astype(np.int32)).max() > 3000
    assert slow.duration > 1.3 * usual.duration


@needs_piper
def test_nothing_to_say_is_no_sound(voice):
    assert len(voice.render("...").samples) == 0


@needs_piper
def test_a_damaged_voice_is_one_clear_line(tmp_path):
    model = tmp_path / "broken.onnx"
    model.write_bytes(b"not a model")
    Path(f"{model}.json").write_text("{}")
    with pytest.raises(NoVoice, match=r"cannot load the Piper voice .*broken\.onnx"):
        piper.PiperSynthesizer(model)


def test_without_piper_the_reason_says_what_to_install(monkeypatch):
    monkeypatch.setattr(piper, "installed", lambda: False)  # uninstalling it for one test would hurt the others
    with pytest.raises(NoVoice, match=r"voiceassist\[piper\]"):
        piper.PiperSynthesizer()
