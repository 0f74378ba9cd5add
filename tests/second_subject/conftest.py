"""Every test here runs the real program."""

from tests.cli.program import program, warm  # noqa: F401
