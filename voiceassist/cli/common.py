"""The flags that every command takes, before or after its name."""

from __future__ import annotations

import functools
import inspect
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Annotated, Any

import typer

from voiceassist.config import Settings, instant
from voiceassist.errors import VoiceAssistError

DataDir = Annotated[str | None, typer.Option(metavar="DIR", help="Where everything personal lives.")]
Intents = Annotated[str | None, typer.Option(metavar="DIR", help="Use this folder's sentences, replies and facts.")]
Language = Annotated[str | None, typer.Option(metavar="LANG", help="The language spoken, for example en.")]
Now = Annotated[
    datetime | None,
    typer.Option(metavar="ISO", parser=instant, help="Where the clock starts: 2026-11-22T09:10:00+01:00."),
]

_COMMON = {"data_dir": DataDir, "intents": Intents, "language": Language, "now": Now}
_CONTEXT = "common_context"
_FLAGS = "voiceassist.flags"


def settings(context: typer.Context) -> Settings:
    """The settings that the command runs with."""
    found = context.find_object(Settings)
    if found is None:
        raise LookupError("the group's callback makes the settings before any command runs")
    return found


def not_ours(target: Path | None, chosen: Settings) -> Path | None:
    """`target`, to be written anew.  Raises VoiceAssistError where it is what the program keeps about the person."""
    from voiceassist.journal.erase import personal_files

    if target is not None and target.exists():
        reports = chosen.data_dir / "reports"
        kept = (file for file in personal_files(chosen.data_dir) if not file.is_relative_to(reports))
        if any(file.exists() and file.samefile(target) for file in kept):
            raise VoiceAssistError(f"{target} is a file of voiceassist's own; choose another name")
    return target


def choose(context: typer.Context, flags: dict[str, Any]) -> None:
    """Make the settings from flags; those given after the command's name win over those before it."""
    given = {name: value for name, value in flags.items() if value is not None}
    context.meta[_FLAGS] = {**context.meta.get(_FLAGS, {}), **given}
    chosen = dict(context.meta[_FLAGS])
    chosen["clock"] = chosen.pop("now", None)
    context.obj = Settings.load(chosen)


def own_params(context: typer.Context) -> dict[str, Any]:
    """What the command was given beside the flags that every command takes."""
    return {name: value for name, value in context.params.items() if name not in _COMMON}


def everywhere(app: typer.Typer) -> typer.Typer:
    """Give every command of `app`, and of the groups in it, the common flags."""
    for command in app.registered_commands:
        if command.callback:
            command.callback = _with_common(command.callback)
    if app.registered_callback and app.registered_callback.callback:
        app.registered_callback.callback = _with_common(app.registered_callback.callback)
    for group in app.registered_groups:
        if group.typer_instance:
            everywhere(group.typer_instance)
    return app


def _with_common(function: Callable[..., Any]) -> Callable[..., Any]:
    signature = inspect.signature(function, eval_str=True)
    kept = [parameter for name, parameter in signature.parameters.items() if name not in _COMMON]
    if len(kept) < len(signature.parameters):
        return function
    options = [
        inspect.Parameter(name, inspect.Parameter.KEYWORD_ONLY, default=None, annotation=annotation)
        for name, annotation in _COMMON.items()
    ]
    # Typer hands the context to one parameter only, so a command's own is shared.
    own = next((parameter.name for parameter in kept if parameter.annotation is typer.Context), None)
    if own is None:
        options.append(inspect.Parameter(_CONTEXT, inspect.Parameter.KEYWORD_ONLY, annotation=typer.Context))

    @functools.wraps(function)
    def run(**named: Any) -> Any:
        context = named[own] if own else named.pop(_CONTEXT)
        flags = {name: named.pop(name) for name in _COMMON}
        if any(value is not None for value in flags.values()) or context.find_object(Settings) is None:
            choose(context, flags)
        return function(**named)

    run.__signature__ = signature.replace(parameters=[*kept, *options])  # type: ignore[attr-defined]
    run.__annotations__ = {parameter.name: parameter.annotation for parameter in (*kept, *options)}
    return run
