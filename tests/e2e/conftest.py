"""The real program between a microphone and a loudspeaker."""

from tests.cli.program import warm  # noqa: F401
from tests.e2e.pulse import pulse  # noqa: F401
