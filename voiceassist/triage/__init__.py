"""Signs of danger in words, and the ladder of urgency: pure functions, no input or output."""

from voiceassist.triage.hearing import (
    HeardSign,
    about_whom,
    agrees,
    agrees_to_offer,
    denied,
    disagrees,
    half_denies,
    hear,
    merge,
    names_speaker,
    stated_onset,
    takes_back,
    tells_of_another,
    tells_of_twitching,
    worded,
)
from voiceassist.triage.knowledge import Ladder, load_ladder
from voiceassist.triage.ladder import (
    NO_ANSWERS,
    Assessment,
    Facts,
    assess,
    raises,
    signs_of_twitch,
)

__all__ = [
    "NO_ANSWERS",
    "Assessment",
    "Facts",
    "HeardSign",
    "Ladder",
    "about_whom",
    "agrees",
    "agrees_to_offer",
    "assess",
    "denied",
    "disagrees",
    "half_denies",
    "hear",
    "load_ladder",
    "merge",
    "names_speaker",
    "raises",
    "signs_of_twitch",
    "stated_onset",
    "takes_back",
    "tells_of_another",
    "tells_of_twitching",
    "worded",
]
