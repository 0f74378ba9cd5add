"""The body map: face, front and back, left and right, each place shaded by its count, with the count beside it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Final

from voiceassist.journal.vocabulary import EVERYWHERE
from voiceassist.report import svg
from voiceassist.report.body import CROTCH, FACE_BOTTOM, FACE_HALF, HALF, SHAPES, Shape
from voiceassist.report.places import PlaceCount
from voiceassist.report.svg import Point

WIDTH: Final = 382
HEIGHT: Final = 232

_TOP: Final = 20.0
_MIDDLE: Final[Mapping[str, float]] = {"face": 66, "front": 194, "back": 316}
_REACH: Final[Mapping[str, float]] = {"face": 46, "front": 44, "back": 44}
"""How far from the middle line the numbers stand."""

_SHADES: Final = (("#dcdcdc", 0.0), ("#b4b4b4", 0.25), ("#868686", 0.5), ("#565656", 0.75))
"""Grey by share of the greatest count; each step is told from the next in print."""

_APART: Final = 9.2
_SIDES: Final[Mapping[str | None, tuple[str, ...]]] = {
    "left": ("left",),
    "right": ("right",),
    "both": ("left", "right"),
    None: ("left", "right"),
}


def body_map(places: Sequence[PlaceCount], words: Mapping[str, str], title: str) -> str:
    """The map as SVG, ``382 x 232`` units.

    `words` names what is written into it: ``face``, ``front``, ``back``, ``left`` and ``right`` (one letter each).  A
    count whose side was not said is drawn on both sides with a question mark.
    """
    counts: Counter[tuple[str, str]] = Counter()
    unsure: set[tuple[str, str]] = set()
    for place in places:
        for side in _SIDES[place.side] if place.place != EVERYWHERE else ():
            counts[place.place, side] += place.n
            if place.side is None and place.place not in MIDLINE:
                unsure.add((place.place, side))
    shapes = [_clip(view) for view in _MIDDLE]
    shapes += [_shaded(place, side, n / max(counts.values())) for (place, side), n in _large_first(counts)]
    for view, middle in _MIDDLE.items():
        shapes += [svg.path(_outline(view), stroke=svg.INK, width=0.9), *_features(view)]
        shapes.append(svg.text((middle, 10), words[view], 8.5, "middle", weight="bold"))
        for side in ("left", "right"):
            away = _direction(view, side)
            shapes.append(svg.text((middle + away * _REACH[view], 10), words[side], 8, "middle", svg.FAINT))
            shapes += _numbers(view, side, counts, unsure)
    return svg.drawing(WIDTH, HEIGHT, shapes, title=title)


MIDLINE: Final = frozenset(
    {
        *("scalp", "forehead", "lip", "tongue", "chin", "face", "neck", "chest", "abdomen"),
        *("upper_back", "back", "lower_back", "groin"),
    }
)
"""Places that lie across the middle line, of which people name no side."""


def _direction(view: str, side: str) -> int:
    """Seen from the front, the person's left is on the right of the picture."""
    return 1 if (side == "left") is (view != "back") else -1


def _large_first(counts: Mapping[tuple[str, str], int]) -> list[tuple[tuple[str, str], int]]:
    """Wide places below narrow ones, so that an arm does not cover its thumb."""
    return sorted(counts.items(), key=lambda item: -_extent(SHAPES[item[0][0]]))


def _extent(shape: Shape) -> float:
    xs = [x for x, _ in shape.points]
    ys = [y for _, y in shape.points]
    return (max(xs) - min(xs)) * (max(ys) - min(ys))


def _outline(view: str) -> str:
    half, bottom = (FACE_HALF, FACE_BOTTOM) if view == "face" else (HALF, CROTCH)
    below = (*half, bottom)
    mirrored = [(-x, y) for x, y in reversed(half) if x > 0]
    return svg.smooth([_placed(view, 1, point) for point in (*below, *mirrored)])


def _placed(view: str, direction: int, point: Point) -> Point:
    return (_MIDDLE[view] + direction * point[0], _TOP + point[1])


def _clip(view: str) -> str:
    return f'<clipPath id="body-{view}"><path d="{_outline(view)}"/></clipPath>'


def _shaded(place: str, side: str, share: float) -> str:
    shape = SHAPES[place]
    direction = _direction(shape.view, side)
    grey = next(grey for grey, least in reversed(_SHADES) if share > least)
    edge = grey if place in MIDLINE else "#ffffff"
    points = [_placed(shape.view, direction, point) for point in shape.points]
    return svg.path(svg.polygon(points), grey, edge, 0.5, clip=f"body-{shape.view}")


def _features(view: str) -> list[str]:
    """Lines that tell a face from a back of the head, and a front from a back."""
    middle = _MIDDLE[view]
    if view == "face":
        lines = ["M-27 48Q-16 41 -6 48Q-16 54 -27 48Z", "M27 48Q16 41 6 48Q16 54 27 48Z", "M-28 38Q-16 32 -6 38"]
        lines += ["M28 38Q16 32 6 38", "M-1 50L-5 69Q0 73 5 69", "M-13 82Q0 77 13 82Q0 90 -13 82Z"]
    elif view == "front":
        lines = [
            "M-4 12.6H-2M2 12.6H4M-2.6 20Q0 21.6 2.6 20",
            "M-3 84Q0 82 3 84",
            "M-14 39Q-7 37 -2 39.6M14 39Q7 37 2 39.6",
        ]
        lines += ["M-11 142Q-8.6 145.6 -6 142M11 142Q8.6 145.6 6 142"]
    else:
        lines = [
            "M0 34V90",
            "M-10 46Q-8 54 -11 58M10 46Q8 54 11 58",
            "M-14 108Q-7 113 -1 108M14 108Q7 113 1 108M0 94V107",
        ]
    moved = f'<g transform="translate({middle} {_TOP:g})">'
    return [moved, *(svg.path(d, stroke="#8a8a8a", width=0.5) for d in lines), "</g>"]


def _numbers(view: str, side: str, counts: Mapping[tuple[str, str], int], unsure: set[tuple[str, str]]) -> list[str]:
    """Counts in a column beside the figure, each with a line to its place, none on top of another."""
    direction = _direction(view, side)
    here = []
    for (place, of), n in counts.items():
        shape = SHAPES[place]
        across = place in MIDLINE and counts.get((place, "left")) == counts.get((place, "right"))
        if shape.view == view and of == side and not (across and side == "right"):
            here.append((_placed(view, direction, shape.anchor), _written(n) + ("?" if (place, of) in unsure else "")))
    here.sort(key=lambda item: item[0][1])
    heights = _spread([point[1] for point, _ in here])
    x = _MIDDLE[view] + direction * _REACH[view]
    shapes = []
    for (point, label), y in zip(here, heights, strict=True):
        shapes.append(svg.line(point, (x - direction * 1.5, y), svg.FAINT, 0.45))
        shapes.append(svg.circle(point, 1.1, "#ffffff", svg.INK, 0.5))
        shapes.append(svg.text((x, y + 3.1), label, 9.8, "start" if direction > 0 else "end", weight="bold"))
    return shapes


def _written(n: int) -> str:
    """A count in at most four letters, since two figures' numbers share a gap."""
    return str(n) if n < 1000 else f"{n / 1000:.1f}k"


def _spread(wanted: Sequence[float]) -> list[float]:
    """Heights in the same order, at least a line apart, as near to the wanted ones as going down once allows."""
    heights: list[float] = []
    for y in wanted:
        heights.append(max(y, heights[-1] + _APART) if heights else y)
    overflow = heights[-1] - (HEIGHT - 6) if heights else 0
    if overflow > 0:
        limit = HEIGHT - 6.0
        for number in reversed(range(len(heights))):
            heights[number] = min(heights[number], limit)
            limit = heights[number] - _APART
    return heights
