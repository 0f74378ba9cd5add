"""Every test here runs the real program."""

from tests.cli.program import program  # noqa: F401
