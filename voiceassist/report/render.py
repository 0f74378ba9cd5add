"""Two layouts of one page: PDF by Typst, HTML by Jinja; and pictures for those who want only those."""

from __future__ import annotations

import json
import unicodedata
from datetime import datetime
from pathlib import Path
from typing import Any, Final, Literal

from voiceassist.report.page import Page

_PNG_SOURCE: Final = b"""
#set page(width: auto, height: auto, margin: 8pt, fill: white)
#image(bytes(sys.inputs.svg), format: "svg")
"""


_REORDERING: Final = "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"


def pdf(page: Page, folder: Path, made: datetime) -> bytes:
    """The page as a tagged PDF.  `folder` holds ``page.typ``.

    PDF/UA-1 (ISO 14289-1) is asked for, so that Typst refuses what a screen reader could not read.  The fonts in the
    wheel make the same page on every machine; only letters that they lack are looked for in the system's.  Where nobody
    has them the page is made all the same, with boxes in their place and without the claim.
    """
    import typst

    ways: tuple[tuple[bool, Literal["ua-1"] | None], ...] = ((True, "ua-1"), (False, "ua-1"), (False, None))
    for alone, standard in ways:
        try:
            return typst.compile(
                (folder / "page.typ").read_bytes(),
                format="pdf",
                ignore_system_fonts=alone,
                sys_inputs={"page": json.dumps(printable(page))},
                pdf_standards=standard,
                timestamp=int(made.timestamp()),
            )
        except typst.TypstError as problem:
            if standard is None or "could not be displayed" not in str(problem):
                raise
    raise AssertionError("the last way returns or raises")


def printable(value: Any) -> Any:
    """Plain values without control characters and without marks that turn the order of letters round."""
    match value:
        case str():
            return "".join(letter for letter in value if not _hidden(letter))
        case list():
            return [printable(item) for item in value]
        case dict():
            return {key: printable(item) for key, item in value.items()}
    return value


def _hidden(letter: str) -> bool:
    control = unicodedata.category(letter) in ("Cc", "Cn", "Co", "Cs") and letter not in "\n\t"
    return control or letter in _REORDERING


def html(page: Page, folder: Path) -> str:
    """The page as one file that needs nothing else.  `folder` holds ``page.html.j2``."""
    import jinja2

    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(folder), autoescape=True, undefined=jinja2.StrictUndefined, trim_blocks=True
    )
    return environment.get_template("page.html.j2").render(printable(page))


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
