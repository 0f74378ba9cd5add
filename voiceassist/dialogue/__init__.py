"""What to say next: forms, confirmation, correction, undo; makes the Expectation."""

from voiceassist.dialogue.confirm import ConfirmForm
from voiceassist.dialogue.dialogue import Dialogue, Heard, Outcome
from voiceassist.dialogue.responses import Responses
from voiceassist.dialogue.state import State

__all__ = ["ConfirmForm", "Dialogue", "Heard", "Outcome", "Responses", "State"]
