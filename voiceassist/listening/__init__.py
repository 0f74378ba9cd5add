"""A spoken conversation: frames in, turns, recognisers, the assistant's turn, the reply spoken."""

from voiceassist.listening.loop import PATIENCE, Listening
from voiceassist.listening.parts import Ears, Mouth

__all__ = ["PATIENCE", "Ears", "Listening", "Mouth"]
