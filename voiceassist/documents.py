"""Files of YAML that somebody wrote by hand: read fast, and a mistake shown where it stands."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import yaml

from voiceassist.errors import VoiceAssistError

# libyaml's loader is safe as well and ten times as fast; PyYAML's wheels bring it, its source may be built without.
_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def read_yaml(path: Path) -> Any:
    """What the file holds, as plain values.  Raises VoiceAssistError with file, line and what was expected."""
    try:
        return yaml.load(path.read_text(encoding="utf-8"), _LOADER)  # noqa: S506
    except (OSError, UnicodeDecodeError) as problem:
        reason = problem.strerror if isinstance(problem, OSError) else "it is not in UTF-8"
        raise VoiceAssistError(f"{path} cannot be read: {reason}") from None
    except yaml.MarkedYAMLError as problem:
        line = problem.problem_mark.line + 1 if problem.problem_mark else 1
        context = f"{problem.context}, " if problem.context else ""
        raise VoiceAssistError(f"{path}:{line}: is not YAML: {context}{problem.problem}") from None
    except yaml.YAMLError as problem:
        raise VoiceAssistError(f"{path}:1: is not YAML: {' '.join(str(problem).split())}") from None
