"""Events as a person reads them on a terminal."""

from __future__ import annotations

import time
from functools import singledispatchmethod

from rich.console import Console
from rich.text import Text

from voiceassist import events

_QUIETEST = -60.0
_METER = 20


class Screen:
    """Shows live what was heard, understood and said, and how long each took."""

    def __init__(self, console: Console, *, detailed: bool = True, live: bool = True) -> None:
        """With `detailed`, what was understood and the times are shown as well as the words.

        With `live`, a line at the bottom shows the level of the input and what the assistant is doing.
        """
        self._console = console
        self._detailed = detailed
        self._shows_live = live
        self._waits_for = ""
        self._heard_at = time.monotonic()
        self._status = ""

    def __call__(self, event: events.Event) -> None:
        """Show one event."""
        self._show(event)

    def _line(self, label: str, text: str, style: str) -> None:
        self._clear()
        self._console.print(Text.assemble((f"{label:>11}  ", "dim"), (text, style)))

    def _live(self, text: str) -> None:
        """One line at the bottom that is written over and over; only on a terminal."""
        if self._console.is_terminal and self._shows_live:
            self._clear()
            self._status = text[: self._console.width - 1]
            self._console.file.write("\r" + self._status)
            self._console.file.flush()

    def _clear(self) -> None:
        if self._status:
            self._console.file.write("\r" + " " * len(self._status) + "\r")
            self._status = ""

    @singledispatchmethod
    def _show(self, event: events.Event) -> None:
        """What is registered below, each for the event it takes; no other event is shown."""

    @_show.register
    def _level(self, event: events.Level) -> None:
        if self._waits_for:
            self._live(f"{'asleep':>11}  {self._waits_for}")
            return
        filled = round(_METER * max(0.0, 1 - event.dbfs / _QUIETEST))
        self._live(f"{'listening':>11}  {'▮' * filled}{'▯' * (_METER - filled)}")

    @_show.register
    def _listening(self, event: events.Listening) -> None:
        recognizers = " and ".join(filter(None, (event.recognizer, event.free)))
        self._line("listening", f"{event.microphone} · {recognizers}", "dim")

    @_show.register
    def _awake(self, event: events.Awake) -> None:
        self._waits_for = ""
        self._line("awake", event.by, "dim")

    @_show.register
    def _asleep(self, event: events.Asleep) -> None:
        self._waits_for = event.until
        self._live(f"{'asleep':>11}  {event.until}")

    @_show.register
    def _speaking(self, _: events.Speaking) -> None:
        self._live(f"{'speaking':>11}  ♪")

    @_show.register
    def _partial(self, event: events.Partial) -> None:
        self._live(f"{'…':>11}  {event.text}")

    @_show.register
    def _utterance(self, event: events.Utterance) -> None:
        self._heard_at = time.monotonic()
        self._line("heard", event.free_text or event.text, "bold")
        if self._detailed and event.free_text and event.text and event.free_text != event.text:
            self._line("or", event.text, "dim")
        self._live(f"{'thinking':>11}  …")

    @_show.register
    def _continued(self, event: events.Continued) -> None:
        self._line("together", event.text, "bold")

    @_show.register
    def _triage(self, event: events.Triage) -> None:
        self._line("urgency", f"{event.level}: {', '.join(event.signs) or ', '.join(event.rules)}", "bold red")

    @_show.register
    def _interpreted(self, event: events.Interpreted) -> None:
        if self._detailed:
            slots = ", ".join(f"{name} {value}" for name, value in event.slots.items())
            said = " · ".join(filter(None, (event.intent or "nothing", slots, event.decision.value)))
            self._line("understood", said, "dim")

    @_show.register
    def _journal(self, event: events.Journal) -> None:
        if self._detailed:
            self._line("journal", f"{event.op} {event.entry['kind']} {event.entry['id']}", "dim")

    @_show.register
    def _replied(self, event: events.Replied) -> None:
        took = f"  ({(time.monotonic() - self._heard_at) * 1000:.0f} ms)" if self._detailed else ""
        self._clear()
        self._console.print(Text.assemble((f"{'says':>11}  ", "dim"), (event.text, "green"), (took, "dim")))

    @_show.register
    def _interrupted(self, _: events.Interrupted) -> None:
        self._line("stopped", "", "dim")

    @_show.register
    def _error(self, event: events.Error) -> None:
        self._line("trouble", event.message, "yellow")
