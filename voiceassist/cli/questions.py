"""Questions one after another, in a terminal or from standard input."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from voiceassist.cli.output import typed_conversation

if TYPE_CHECKING:
    from voiceassist.config import Settings


def hold_form(chosen: Settings, intent: str, *, as_json: bool) -> None:
    """Do what saying `intent` does and read answers while a question is open; the end of the input stops it."""
    from voiceassist.assistant import Assistant

    with typed_conversation(as_json=as_json) as listener:
        assistant = Assistant.open(chosen, listener)
        assistant.command(intent, {}, now=chosen.now())
        while assistant.state.forms:
            try:
                line = input("> " if sys.stdin.isatty() else "")
            except EOFError:
                assistant.command("Stop", {}, now=chosen.now())
                continue
            if line.strip():
                assistant.typed_turn(line, now=chosen.now())
