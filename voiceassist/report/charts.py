"""The timeline: twitches over time with what was drunk, slept and felt beneath, on one axis of days."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from voiceassist.report import svg
from voiceassist.report.series import Span

WIDTH: Final = 720
_LEFT: Final = 62
_RIGHT: Final = 8
_TOP: Final = 16
_BARS: Final = 72
_STRIP: Final = 21
_AXIS: Final = 16
_ROW: Final = 11.5
_WRITTEN: Final = 14
"""A cell must be wider than this for its number to be written into it."""
_SHADES: Final = ("#e6e6e6", "#cfcfcf", "#b8b8b8")
"""Light enough for black numbers: 10 : 1 on the darkest."""


@dataclass(frozen=True)
class Strip:
    """A measure's mean in each span, None where it was not logged; `label` is written before it."""

    label: str
    values: tuple[float | None, ...]


@dataclass(frozen=True)
class Cell:
    """A count over some spans, from `start` up to but not including `end`."""

    start: int
    end: int
    n: int


@dataclass(frozen=True)
class Row:
    """A part of the body over time."""

    label: str
    cells: tuple[Cell, ...]


@dataclass(frozen=True)
class Mark:
    """Something that happened in one of the spans."""

    span: int
    label: str
    line: bool = False
    """A line through all rows (the start of the plan) rather than a sign above the bars."""


def timeline(
    spans: Sequence[Span],
    ticks: Mapping[int, str],
    rows: Sequence[Row],
    strips: Sequence[Strip],
    marks: Sequence[Mark],
    label: str,
    title: str,
) -> str:
    """The picture as SVG, 720 wide.  `ticks` writes dates below the span with that number."""
    step = (WIDTH - _LEFT - _RIGHT) / max(len(spans), 1)
    base = _TOP + _BARS
    bottom = height(len(rows), len(strips)) - _AXIS
    strips_top = bottom - len(strips) * _STRIP
    shapes = [svg.text((_LEFT - 14, base - 0.72 * _BARS), label, 9, "end", weight="bold"), *_bars(spans, base, step)]
    for number, row in enumerate(rows):
        shapes += _row(row, base + 3 + number * _ROW, step)
    for number, strip in enumerate(strips):
        shapes += _strip(strip, strips_top + number * _STRIP, step)
    for mark in marks:
        shapes += _mark(mark, _LEFT + (mark.span + 0.5) * step, bottom)
    for number, tick in ticks.items():
        x = _LEFT + number * step
        shapes.append(svg.line((x, bottom), (x, bottom + 3), svg.INK, 0.5))
        if x < WIDTH - 30:
            shapes.append(svg.text((x + 1, bottom + 11), tick, 8, "start", svg.INK))
    return svg.drawing(WIDTH, height(len(rows), len(strips)), shapes, title=title)


def height(rows: int, strips: int) -> float:
    """How high a timeline with so many rows and strips is."""
    return _TOP + _BARS + (rows * _ROW + 4 if rows else 0) + strips * _STRIP + _AXIS


def ticks(spans: Sequence[Span], most: int = 12) -> list[int]:
    """At most `most` of the spans to write a date below: Mondays where spans are days, evenly apart otherwise."""
    days = len(spans) > 1 and (spans[1].first - spans[0].first).days == 1
    numbers = [number for number, span in enumerate(spans) if not days or span.first.weekday() == 0]
    return numbers[:: max(1, -(-len(numbers) // most))]


def _bars(spans: Sequence[Span], base: float, step: float) -> list[str]:
    top = _ceiling(max((span.rate for span in spans if span.rate is not None), default=0))
    shapes = []
    for share in (0.5, 1.0):
        y = base - share * _BARS
        shapes += [svg.line((_LEFT, y), (WIDTH - _RIGHT, y), svg.RULE, 0.4)]
        shapes += [svg.text((_LEFT - 4, y + 3), f"{top * share:g}", 7.5, "end", svg.FAINT)]
    for number, span in enumerate(spans):
        x = _LEFT + number * step
        if span.rate is None:
            shapes.append(svg.rect(x, base - _BARS, step, _BARS, "url(#gap)"))
        elif span.rate == 0:
            shapes.append(svg.circle((x + step / 2, base - 2.6), min(1.7, step / 3)))
        else:
            tall = span.rate / top * _BARS
            shapes.append(svg.rect(x + step * 0.12, base - tall, step * 0.76, tall, "#3d3d3d"))
    return [*shapes, svg.line((_LEFT, base), (WIDTH - _RIGHT, base), svg.INK, 0.8)]


def _row(row: Row, top: float, step: float) -> list[str]:
    """Counts in cells, darker where they are greater, written out where there is room."""
    shapes = [svg.text((_LEFT - 14, top + _ROW - 3.4), row.label, 8.5, "end")]
    most = max((cell.n for cell in row.cells), default=0)
    for cell in row.cells:
        x, width = _LEFT + cell.start * step, (cell.end - cell.start) * step
        if cell.n == 0:
            continue
        shade = _SHADES[min(len(_SHADES) - 1, cell.n * len(_SHADES) // (most + 1))]
        shapes.append(svg.rect(x + 0.5, top, max(width - 1, 0.6), _ROW - 1.5, shade))
        if width > _WRITTEN:
            shapes.append(svg.text((x + width / 2, top + _ROW - 3.6), str(cell.n), 7.5, "middle"))
    return shapes


def _strip(strip: Strip, top: float, step: float) -> list[str]:
    highest = _ceiling(max((value for value in strip.values if value is not None), default=0))
    height = _STRIP - 6
    base = top + _STRIP - 1
    shapes = [svg.text((_LEFT - 14, base - 4), strip.label, 8.5, "end")]
    shapes.append(svg.text((_LEFT - 3, base - height + 5), f"{highest:g}", 6.5, "end", svg.FAINT))
    for number, value in enumerate(strip.values):
        x = _LEFT + number * step
        if value is not None:
            tall = max(value / highest * height, 0.7)
            shapes.append(svg.rect(x + step * 0.12, base - tall, step * 0.76, tall, "#8f8f8f"))
    shapes.append(svg.line((_LEFT, base), (WIDTH - _RIGHT, base), svg.RULE, 0.5))
    return shapes


def _mark(mark: Mark, x: float, bottom: float) -> list[str]:
    if mark.line:
        anchor = "end" if x > WIDTH * 0.8 else "start"
        return [
            svg.line((x, _TOP - 8), (x, bottom), svg.INK, 0.9, "3 2"),
            svg.text((x + (2 if anchor == "start" else -2), _TOP - 5), mark.label, 8, anchor),
        ]
    y = _TOP - 3
    return [
        svg.path(svg.polygon([(x - 3, y - 5), (x + 3, y - 5), (x, y)]), svg.INK, "none"),
        svg.text((x, y - 7), mark.label, 8, "middle", weight="bold"),
    ]


def _ceiling(value: float) -> float:
    """A round number not below `value`, even where it is halved."""
    for unit in (1, 10, 100, 1000, 10_000, 100_000):
        for step in (2, 4, 6, 8, 10):
            if value <= step * unit:
                return step * unit
    return value
