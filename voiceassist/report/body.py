"""A drawing of the body as numbers: outlines and, for each place, the part of the outline that is shaded for it.

Drawn for this project.  The body is 200 units high; x counts from the middle line, so that one half serves
for both sides.  Shapes reach beyond the outline on purpose: they are clipped by it.
"""

from __future__ import annotations

from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from voiceassist.report.svg import Point

HEIGHT: Final = 200.0

_HEAD = ((0, 1), (6, 2.6), (9.4, 8), (9.6, 14), (8.4, 20.5), (5.6, 25.5))
_SHOULDER = ((4.9, 29), (5.4, 32.6), (10, 36), (17, 38.6), (21.5, 42.5), (23.4, 49), (24.4, 58))
_ARM_OUT = ((25.8, 66), (27.6, 73), (30.6, 82), (32.6, 92), (34.2, 98), (37, 104), (38.4, 110), (37.6, 116))
_ARM_IN = ((35.2, 120), (33.2, 116), (32, 110.5), (30.2, 111.5), (28.6, 109), (29.8, 103), (30.2, 98), (27, 88))
_TRUNK = ((22.6, 76), (20, 66), (17.6, 57), (16.4, 52), (15.8, 60), (14, 70), (13.6, 77), (15.4, 87), (17.2, 97))
_LEG_OUT = ((17.6, 108), (16.8, 122), (14.8, 135), (13.2, 144), (13.8, 153), (13, 164), (10.6, 176), (9.4, 185))
_FOOT = ((11.4, 191), (13.6, 196.4), (9.6, 199.2), (4.6, 198), (3.8, 190), (4.6, 183))
_LEG_IN = ((4.6, 174), (3.4, 162), (3.2, 153), (4.4, 143), (3.4, 130), (1.8, 116))

HALF: Final[tuple[Point, ...]] = (*_HEAD, *_SHOULDER, *_ARM_OUT, *_ARM_IN, *_TRUNK, *_LEG_OUT, *_FOOT, *_LEG_IN)
"""One half of the outline, from the crown down and back up to the crotch."""

CROTCH: Final[Point] = (0, 107)

FACE_HALF: Final[tuple[Point, ...]] = (
    *((0, 0), (16, 2.6), (29, 11.5), (36.4, 26), (38, 43), (41, 45), (42, 54), (39, 64), (36.4, 64), (33.6, 77)),
    *((26, 92), (14, 103.4)),
)
"""One half of the head's outline in the picture of the face, 106 high."""
FACE_BOTTOM: Final[Point] = (0, 106.4)


@dataclass(frozen=True)
class Shape:
    """Where a place is drawn: on which picture, its polygon on one half, and the point its number belongs to."""

    view: str
    points: tuple[Point, ...]
    anchor: Point


def _band(view: str, top: float, bottom: float, inner: float, outer: float, anchor: Point) -> Shape:
    return Shape(view, ((inner, top), (outer, top), (outer, bottom), (inner, bottom)), anchor)


def _across(view: str, points: tuple[Point, ...], anchor: Point) -> Shape:
    return Shape(view, points, anchor)


_ARM_ZONE: Final = ((17, 36), (26, 36), (42, 122), (26, 122), (22, 78), (16.4, 53))

SHAPES: Final = MappingProxyType(
    {
        "scalp": _band("face", -2, 14, 0, 45, (20, 8)),
        "forehead": _band("face", 14, 31, 0, 30, (12, 23)),
        "temple": _band("face", 22, 46, 32, 45, (36, 33)),
        "eyebrow": _across("face", ((5, 38), (14, 34), (28, 37), (28, 41), (14, 38.5), (5, 41)), (16, 37)),
        "eyelid": _across("face", ((6, 49), (10, 45), (16, 43.6), (22, 45), (26, 49), (16, 53)), (16, 48)),
        "cheek": _across("face", ((12, 58), (34, 54), (36, 70), (24, 82), (14, 72)), (25, 67)),
        "lip": _across("face", ((0, 80), (5, 78), (13, 82), (6, 87), (0, 88)), (9, 82.5)),
        "tongue": _across("face", ((0, 82), (7, 82), (5, 84.6), (0, 85)), (3, 83.5)),
        "jaw": _across("face", ((20, 88), (38, 72), (40, 100), (14, 108), (12, 98)), (26, 90)),
        "chin": _across("face", ((0, 93), (12, 93), (14, 110), (0, 110)), (4, 100)),
        "face": _band("face", -2, 110, 0, 45, (36, 62)),
        "neck": _band("front", 25, 36, 0, 8, (3, 31)),
        "shoulder": _across("front", ((10, 33), (26, 36), (26, 50), (17, 50), (14, 40)), (20, 44)),
        "upper_arm": _across("front", ((16, 50), (28, 50), (28, 68), (19, 68)), (21.8, 60)),
        "elbow": _across("front", ((19, 68), (30, 68), (31, 78), (20, 78)), (25, 73)),
        "forearm": _across("front", ((20, 78), (34, 78), (36, 94), (26, 94)), (28.6, 86)),
        "wrist": _across("front", ((26, 94), (36, 94), (37, 100), (26, 100)), (32, 97)),
        "hand": _across("front", ((31, 100), (42, 100), (42, 111), (31, 111)), (34.5, 106)),
        "thumb": _across("front", ((24, 100), (31, 100), (31.4, 113), (24, 113)), (29.8, 107)),
        "finger": _across("front", ((31.4, 111), (42, 111), (42, 123), (30, 123)), (35.4, 115)),
        "chest": _band("front", 38, 60, 0, 16, (8, 50)),
        "abdomen": _band("front", 62, 90, 0, 10, (5, 76)),
        "flank": _band("front", 62, 86, 10, 18, (12.2, 74)),
        "hip": _band("front", 86, 102, 10, 20, (13.8, 94)),
        "groin": _across("front", ((0, 96), (9, 94), (3, 112), (0, 112)), (3.4, 101)),
        "thigh": _band("front", 104, 136, 0.6, 20, (9.4, 121)),
        "knee": _band("front", 136, 149, 0.6, 20, (8.6, 143)),
        "shin": _band("front", 149, 178, 0.6, 20, (8.4, 163)),
        "ankle": _band("front", 178, 188, 0.6, 20, (7, 183)),
        "foot": _band("front", 188, 195.4, 0.6, 20, (7.6, 191.5)),
        "toe": _band("front", 195.4, 201, 0.6, 20, (9.4, 197.4)),
        "arm": Shape("front", _ARM_ZONE, (23.4, 54)),
        "leg": _band("front", 104, 201, 0.6, 22, (14.4, 114)),
        "upper_back": _band("back", 37, 62, 0, 16.2, (7, 49)),
        "back": _band("back", 37, 88, 0, 18, (3, 66)),
        "lower_back": _band("back", 66, 88, 0, 18, (7, 78)),
        "buttock": _band("back", 90, 110, 0.4, 20, (9, 100)),
        "calf": _band("back", 148, 176, 0.6, 20, (8.4, 160)),
        "heel": _band("back", 189, 201, 0.6, 9.4, (6.4, 195)),
    }
)
"""Every place of the body but “everywhere”."""
