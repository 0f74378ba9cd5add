"""Pictures as SVG text: a few shapes, drawn so that they read in black and white."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from html import escape
from typing import Final

INK: Final = "#1a1a1a"
FAINT: Final = "#5f5f5f"
"""6.4 : 1 on white, above the 4.5 : 1 of WCAG 2.2, 1.4.3."""
RULE: Final = "#bdbdbd"
FONT: Final = "Libertinus Serif, Georgia, serif"

Point = tuple[float, float]


def drawing(width: float, height: float, shapes: Iterable[str], *, title: str) -> str:
    """A whole picture with its text alternative."""
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width:g} {height:g}" role="img"'
        f' aria-label="{escape(title)}" font-family="{FONT}" fill="{INK}">'
        '<defs><pattern id="gap" width="4" height="4" patternUnits="userSpaceOnUse">'
        f'<path d="M0 4L4 0" stroke="{RULE}" stroke-width="0.8"/></pattern></defs>'
        f"{''.join(shapes)}</svg>"
    )


def stacked(pictures: Sequence[str], sizes: Sequence[tuple[float, float]], width: float, title: str) -> str:
    """Pictures of these sizes below each other, each scaled to `width` at most."""
    shapes, top = [], 0.0
    for picture, (wide, high) in zip(pictures, sizes, strict=True):
        scale = min(1.6, width / wide)
        place = (
            f'<svg x="{(width - wide * scale) / 2:g}" y="{top:g}" width="{wide * scale:g}" height="{high * scale:g}"'
        )
        shapes.append(picture.replace("<svg", place, 1))
        top += high * scale + 12
    return drawing(width, top, shapes, title=title)


def rect(x: float, y: float, width: float, height: float, fill: str = INK, stroke: str = "none") -> str:
    """A rectangle."""
    return f'<rect x="{x:.2f}" y="{y:.2f}" width="{width:.2f}" height="{height:.2f}" fill="{fill}" stroke="{stroke}"/>'


def line(start: Point, end: Point, stroke: str = INK, width: float = 0.6, dash: str = "") -> str:
    """A straight line."""
    dashed = f' stroke-dasharray="{dash}"' if dash else ""
    return (
        f'<line x1="{start[0]:.2f}" y1="{start[1]:.2f}" x2="{end[0]:.2f}" y2="{end[1]:.2f}"'
        f' stroke="{stroke}" stroke-width="{width:g}"{dashed}/>'
    )


def circle(centre: Point, radius: float, fill: str = "none", stroke: str = INK, width: float = 0.6) -> str:
    """A circle."""
    return (
        f'<circle cx="{centre[0]:.2f}" cy="{centre[1]:.2f}" r="{radius:g}" fill="{fill}"'
        f' stroke="{stroke}" stroke-width="{width:g}"/>'
    )


def path(d: str, fill: str = "none", stroke: str = INK, width: float = 0.6, clip: str = "") -> str:
    """Any shape."""
    clipped = f' clip-path="url(#{clip})"' if clip else ""
    return f'<path d="{d}" fill="{fill}" stroke="{stroke}" stroke-width="{width:g}" stroke-linejoin="round"{clipped}/>'


def text(at: Point, words: str, size: float = 8, anchor: str = "start", fill: str = INK, weight: str = "normal") -> str:
    """A line of text; `anchor` is start, middle or end."""
    return (
        f'<text x="{at[0]:.2f}" y="{at[1]:.2f}" font-size="{size:g}" text-anchor="{anchor}" fill="{fill}"'
        f' font-weight="{weight}">{escape(words)}</text>'
    )


def polygon(points: Sequence[Point]) -> str:
    """A path with straight edges."""
    return "M" + "L".join(f"{x:.2f} {y:.2f}" for x, y in points) + "Z"


def smooth(points: Sequence[Point]) -> str:
    """A closed path that runs smoothly through all points (Catmull-Rom, as cubic Bezier curves)."""
    n = len(points)
    parts = [f"M{points[0][0]:.2f} {points[0][1]:.2f}"]
    for i in range(n):
        (x0, y0), (x1, y1), (x2, y2), (x3, y3) = (points[(i + k) % n] for k in (-1, 0, 1, 2))
        parts.append(
            f"C{x1 + (x2 - x0) / 6:.2f} {y1 + (y2 - y0) / 6:.2f} {x2 - (x3 - x1) / 6:.2f} {y2 - (y3 - y1) / 6:.2f}"
            f" {x2:.2f} {y2:.2f}"
        )
    return "".join(parts) + "Z"
