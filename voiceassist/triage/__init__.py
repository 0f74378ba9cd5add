"""Signs of danger in words, and the ladder of urgency: pure functions, no input or output."""

from voiceassist.triage.hearing import (
    HeardSign,
    about_whom,
    agrees,
    agrees_to_offer,
    denied,
    half_denies,
    hear,
    merge,
    stated_onset,
    tells_of_another,
    tells_of_twitching,
    worded,
)
from voiceassist.triage.knowledge import Ladder, load_ladder
from voiceassist.triage.ladder import (
    NO_ANSWERS,
    Assessment,
    Facts,
    Question,
    assess,
    facts_of,
    raises,
    settle,
    signs_of_twitch,
)

__all__ = [
    "NO_ANSWERS",
    "Assessment",
    "Facts",
    "HeardSign",
    "Ladder",
    "Question",
    "about_whom",
    "agrees",
    "agrees_to_offer",
    "assess",
    "denied",
    "facts_of",
    "half_denies",
    "hear",
    "load_ladder",
    "merge",
    "raises",
    "settle",
    "signs_of_twitch",
    "stated_onset",
    "tells_of_another",
    "tells_of_twitching",
    "worded",
]
