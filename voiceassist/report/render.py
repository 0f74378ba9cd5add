"""Two layouts of one page: PDF by Typst, HTML by Jinja; and pictures for those who want only those."""

from __future__ import annotations

import json
from datetime import datetime
from pathlib import Path
from typing import Any, Final

from voiceassist.report.page import Page

_PNG_SOURCE: Final = b"""
#set page(width: auto, height: auto, margin: 8pt, fill: white)
#image(bytes(sys.inputs.svg), format: "svg")
"""


def pdf(page: Page, folder: Path, made: datetime) -> bytes:
    """The page as a tagged PDF.  `folder` holds ``page.typ``.

    PDF/UA-1 (ISO 14289-1) is asked for, so that Typst refuses what a screen reader could not read.
    """
    import typst

    return typst.compile(
        (folder / "page.typ").read_bytes(),
        format="pdf",
        ignore_system_fonts=True,  # the same page on every machine, with the fonts inside the wheel
        sys_inputs={"page": json.dumps(page)},
        pdf_standards="ua-1",
        timestamp=int(made.timestamp()),
    )


def html(page: Page, folder: Path) -> str:
    """The page as one file that needs nothing else.  `folder` holds ``page.html.j2``."""
    import jinja2

    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(folder), autoescape=True, undefined=jinja2.StrictUndefined, trim_blocks=True
    )
    return environment.get_template("page.html.j2").render(page)


def png(svg: str, pixels_per_unit: float = 2.0) -> bytes:
    """A picture as PNG on white."""
    import typst

    found: Any = typst.compile(
        _PNG_SOURCE,
        format="png",
        ppi=72 * pixels_per_unit,
        ignore_system_fonts=True,
        sys_inputs={"svg": svg},
    )
    return bytes(found)
