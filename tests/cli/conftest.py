"""Every test here runs the real program."""

from tests.cli.program import program  # noqa: F401
from tests.devices.conftest import deaf_and_mute  # noqa: F401
