"""The real program between a microphone and a loudspeaker."""

from tests.e2e.pulse import pulse  # noqa: F401
