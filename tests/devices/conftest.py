"""Real devices for these tests, and the lack of any."""

import os
from pathlib import Path

import pytest

from tests.e2e.pulse import pulse  # noqa: F401

CARDS = Path("/proc/asound/cards")


@pytest.fixture
def deaf_and_mute(tmp_path):
    """The environment of a child process that finds neither microphone nor loudspeaker."""
    if CARDS.exists() and "[" in CARDS.read_text():
        pytest.skip("this machine has a sound card")
    config = tmp_path / "none.conf"
    # PortAudio aborts on an empty configuration; this one names a card that is not there.
    config.write_text(
        "</usr/share/alsa/alsa.conf>\npcm.!default { type hw card 77 }\nctl.!default { type hw card 77 }\n"
    )
    return {**os.environ, "ALSA_CONFIG_PATH": str(config)}
