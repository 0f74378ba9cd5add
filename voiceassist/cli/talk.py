"""Talking with the assistant: by voice, from recordings, in typed words."""

from __future__ import annotations

import shutil
import sys
import tempfile
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal, TypeAlias

import typer

from voiceassist.cli.common import not_ours, settings
from voiceassist.config import time_of_day

if TYPE_CHECKING:
    from voiceassist.assembly import Staging
    from voiceassist.assistant import Assistant
    from voiceassist.config import Settings
    from voiceassist.events import Listener

Json = Annotated[bool, typer.Option("--json", help="Print events as JSON lines.")]
Held: TypeAlias = Literal["auto", "vosk", "pocketsphinx"]
Free: TypeAlias = Literal[
    "auto", "vosk", "whisper", "whisper-base-en", "whisper-tiny-en", "whisper-small", "pocketsphinx", "none"
]
Voice: TypeAlias = Annotated[
    str | None, typer.Option(metavar="NAME", help="What speaks: pyttsx3, piper, or a voice that `voices` lists.")
]


def _time_of_day(value: str) -> str:
    try:
        return time_of_day(value)
    except ValueError as problem:
        raise typer.BadParameter(str(problem)) from None


def ask(
    context: typer.Context,
    text: Annotated[list[str], typer.Argument(metavar="TEXT", help="What you would say.")],
    session: Annotated[str | None, typer.Option(metavar="ID", help="Go on with this conversation.")] = None,
    as_json: Json = False,
) -> None:
    """Say one thing in typed words and read the answer."""
    from voiceassist.assistant import Assistant
    from voiceassist.cli.output import typed_conversation
    from voiceassist.sessions import Session

    words = " ".join(text).strip()
    if not words:
        raise typer.BadParameter("there are no words in it", param_hint="TEXT")
    chosen = settings(context)
    now = chosen.now()
    kept = Session(chosen.data_dir, session) if session else None
    with typed_conversation(as_json=as_json) as listener:
        assistant = Assistant.open(chosen, listener, kept.load(now) if kept else None)
        assistant.typed_turn(words, now=now)
        if kept:
            kept.save(assistant.state, now)
    if kept is None and assistant.state.form and sys.stderr.isatty():
        typer.echo("To answer that, ask with --session NAME, or use voiceassist chat.", err=True)


def chat(context: typer.Context, as_json: Json = False) -> None:
    """Hold a conversation in typed words."""
    from voiceassist.assistant import Assistant
    from voiceassist.cli.output import typed_conversation

    chosen = settings(context)
    with typed_conversation(as_json=as_json) as listener:
        converse(Assistant.open(chosen, listener), chosen.now, greet=not as_json)


def converse(assistant: Assistant, now: Callable[[], datetime], *, greet: bool) -> None:
    """Read lines until goodbye or the end of the input."""
    if greet:
        for reply in assistant.greet():
            typer.echo(reply.text)
    prompt = "> " if sys.stdin.isatty() else ""
    while True:
        try:
            line = input(prompt)
        except EOFError:
            return
        if line.strip():
            reply_to = assistant.typed_turn(line, now=now())
            if reply_to and reply_to.ends:
                return


def say(
    context: typer.Context,
    text: Annotated[list[str], typer.Argument(metavar="TEXT", help="What to say aloud.")],
    output: Annotated[Path | None, typer.Option(metavar="FILE.wav", help="Write it to this file instead.")] = None,
    voice: Voice = None,
) -> None:
    """Say a sentence aloud."""
    from voiceassist.assembly import open_sink, open_voice
    from voiceassist.synthesis.sentences import render_pieces

    chosen = _with(settings(context), voice=voice)
    speaker = open_voice(chosen)
    sink = open_sink(not_ours(output, chosen))
    try:
        for piece in render_pieces(speaker, " ".join(text), rate=chosen.rate, volume=chosen.volume):
            sink.play(piece.samples, piece.rate)
    finally:
        sink.close()
        speaker.close()


def listen(
    context: typer.Context,
    input_: Annotated[
        list[Path] | None, typer.Option("--input", metavar="FILE", help="A recording in the microphone's place.")
    ] = None,
    realtime: Annotated[bool, typer.Option(help="Play recordings at the pace of a microphone.")] = False,
    output: Annotated[Path | None, typer.Option(metavar="FILE.wav", help="Write all replies to this file.")] = None,
    events: Annotated[str | None, typer.Option(metavar="FILE", help="Write events as JSON lines; - prints.")] = None,
    recognizer: Annotated[Held | None, typer.Option(help="What hears the expected sentences.")] = None,
    free: Annotated[Free | None, typer.Option(help="What hears any words.")] = None,
    voice: Voice = None,
    wake_word: Annotated[
        str | None,
        typer.Option(metavar="NAME", help="Listen only when called: hey jarvis, okay nabu, or any phrase of your own."),
    ] = None,
    push_to_talk: Annotated[
        bool, typer.Option("--push-to-talk", help="Listen from one press of space or Enter to the next.")
    ] = False,
    earcons: Annotated[
        str | None, typer.Option(metavar="NAMES", help="Sounds: all, none or listening,thinking,done,not-understood.")
    ] = None,
    signs: Annotated[bool | None, typer.Option(help="Show the level and what it is doing.")] = None,
    tip_at: Annotated[
        str | None,
        typer.Option(metavar="HH:MM", parser=_time_of_day, help="Speak first once a day: the tip, or the check-in."),
    ] = None,
    barge_in: Annotated[bool | None, typer.Option(help="Go on listening while speaking.")] = None,
    once: Annotated[bool, typer.Option(help="End after one complete exchange.")] = False,
) -> None:
    """Listen and answer aloud."""
    from voiceassist.assembly import Staging
    from voiceassist.cli.output import event_lines

    if push_to_talk and wake_word:
        raise typer.BadParameter("a key and a name cannot both be waited for", param_hint="--push-to-talk")
    chosen = _with(
        settings(context),
        recognizer=recognizer,
        free=free,
        voice=voice,
        tip_at=tip_at,
        barge_in=barge_in,
        wake_word="" if push_to_talk else wake_word,
        earcons=earcons,
        signs=signs,
    )
    if events not in (None, "-"):
        not_ours(Path(events), chosen)
    with event_lines(events) as listener:
        staging = Staging(
            input_ or (), not_ours(output, chosen), realtime=realtime, push_to_talk=push_to_talk, once=once
        )
        hold(chosen, staging, listener, quiet=events == "-")


def hold(
    chosen: Settings, staging: Staging, listener: Listener | None, *, quiet: bool = False, detailed: bool = False
) -> None:
    """Hold a spoken conversation; with `quiet` the screen stays empty."""
    from rich.console import Console

    from voiceassist.assembly import conversation
    from voiceassist.cli.output import nothing_lost, quiet_libraries
    from voiceassist.cli.screen import Screen
    from voiceassist.events import both

    console = Console(stderr=quiet, highlight=False)
    screen = Screen(console, detailed=detailed, live=chosen.signs)
    watchers = [watcher for watcher in (None if quiet else screen, listener) if watcher]
    with (
        quiet_libraries(),
        nothing_lost(both(*watchers)) as emit,
        conversation(chosen, staging, emit) as listening,
    ):
        listening.run(greet=not staging.inputs, once=staging.once)


def demo(
    context: typer.Context,
    output: Annotated[Path | None, typer.Option(metavar="FILE.wav", help="Where the spoken replies go.")] = None,
) -> None:
    """Show a sample conversation with recordings in the microphone's place, away from the real journal."""
    from voiceassist.assembly import Staging
    from voiceassist.demonstration import recordings

    chosen = settings(context)
    replies = not_ours(output, chosen) or Path(tempfile.mkdtemp(prefix="voiceassist-demo-")) / "replies.wav"
    with tempfile.TemporaryDirectory(prefix="voiceassist-demo-") as folder:
        temporary = replace(chosen, data_dir=Path(folder))
        kept = chosen.data_dir / "cache"
        if kept.is_dir():
            # Compiling the language takes several times as long as all else before it listens.
            shutil.copytree(kept, temporary.data_dir / "cache")
        hold(temporary, Staging(recordings(), replies), None, detailed=True)
        typer.echo(f"The spoken replies are in {replies}")
        if sys.stdin.isatty():
            from voiceassist.assistant import Assistant
            from voiceassist.cli.output import typed_conversation

            typer.echo("Go on in typed words; goodbye ends it. Nothing of this is kept.")
            with typed_conversation(as_json=False) as listener:
                converse(Assistant.open(temporary, listener), chosen.now, greet=True)


def _with(chosen: Settings, **flags: str | bool | None) -> Settings:
    given: dict[str, Any] = {name: value for name, value in flags.items() if value is not None}
    return replace(chosen, **given)
