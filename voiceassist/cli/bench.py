"""Measurements that anyone can rerun."""

from __future__ import annotations

import typer

app = typer.Typer(help="Measure this program on this machine.", no_args_is_help=True)
