"""The canonical values that entries are made of, and how places group into regions of the body."""

from __future__ import annotations

from types import MappingProxyType
from typing import Final

_FACE = ("eyelid", "eyebrow", "forehead", "temple", "cheek", "lip", "tongue", "jaw", "chin", "face", "scalp")
_ARM = ("shoulder", "upper_arm", "elbow", "forearm", "wrist", "hand", "thumb", "finger", "arm")
_TRUNK = ("neck", "chest", "upper_back", "lower_back", "abdomen", "flank", "back")
_LEG = ("hip", "buttock", "groin", "thigh", "knee", "calf", "shin", "ankle", "heel", "foot", "toe", "leg")

REGIONS: Final = ("face", "arm", "trunk", "leg")
"""Unrelated muscle groups, as the checklist's fourth question means them."""

EVERYWHERE: Final = "everywhere"
"""The one place that lies in every region."""

_REGIONS_OF = MappingProxyType(
    {place: (region,) for region, places in zip(REGIONS, (_FACE, _ARM, _TRUNK, _LEG), strict=True) for place in places}
    | {EVERYWHERE: REGIONS}
)


def regions_of(place: str) -> tuple[str, ...]:
    """The region that a place belongs to; of `EVERYWHERE` all of them."""
    return _REGIONS_OF[place]


_FOOT = ("heel", "toe")
_HAND = ("thumb", "finger")
LIES_IN = MappingProxyType(
    {
        "face": ("eyelid", "eyebrow", "forehead", "temple", "cheek", "lip", "jaw", "chin"),
        "arm": ("upper_arm", "elbow", "forearm", "wrist", "hand", *_HAND),
        "hand": _HAND,
        "back": ("upper_back", "lower_back"),
        "leg": ("thigh", "knee", "calf", "shin", "ankle", "foot", *_FOOT),
        "foot": _FOOT,
    }
)
"""The places that lie in a greater one, as people mean it: a hip is no leg, though it is of the same region."""

PLACES: Final = (*_FACE, *_TRUNK, *_ARM, *_LEG, EVERYWHERE)
SIDES: Final = ("left", "right", "both")
PRECISIONS: Final = ("minute", "part_of_day", "day")
TRIGGERS: Final = (
    *("stress", "fatigue", "caffeine", "dehydration", "exercise", "poor_sleep", "alcohol", "medicine"),
    *("cold", "screen", "other"),
)
COMPANIONS: Final = ("cramp", "tingling", "numbness", "weakness", "stiffness", "pain")
"""What may come with a twitch."""

MEASURES: Final = (*("caffeine", "water", "sleep", "stress", "exercise", "alcohol", "relaxation", "twitch_free"),)
UNITS: Final = ("cup", "mg", "ml", "l", "glass", "h", "min", "point")
TOPICS: Final = ("medicine", "question", "other")
SIGNS: Final = (
    *("persistent", "wasting", "weakness", "spreading", "numbness", "tingling", "coordination", "speech"),
    *("swallowing", "stiffness", "breathing", "choking", "chest_pain", "face_droop", "confusion", "seizure"),
    *("collapse", "saddle_numbness", "incontinence", "fever", "self_harm", "family_history"),
)
ONSETS: Final = ("sudden", "days", "gradual")
LEVELS: Final = ("emergency", "same_day", "urgent", "neurologist", "doctor", "self_care")
ABOUT: Final = ("self", "other")
ANSWERS: Final = ("yes", "no", "not_sure")
ANSWERED_FROM: Final = ("said", "journal")
PLAN_STEPS: Final = ("start", "check_in", "stop")
