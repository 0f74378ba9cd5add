"""Makes trends and reports: the one place that knows both the report and the ladder whose rules it shows."""

from __future__ import annotations

import os
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from voiceassist import triage
from voiceassist.errors import VoiceAssistError
from voiceassist.report.flags import Evidence, Raised, Weigh
from voiceassist.triage import HeardSign, Ladder

if TYPE_CHECKING:
    from voiceassist.journal import Journal
    from voiceassist.report.period import Period
    from voiceassist.report.report import Person


def weigh_by(ladder: Ladder) -> Weigh:
    """What asks the ladder which of its rules the journal fulfils."""

    def weigh(evidence: Evidence) -> tuple[Raised, ...]:
        heard = []
        meant: dict[str, set[str]] = {}
        for seen in evidence.signs:
            if seen.came_with_twitch:
                found = triage.signs_of_twitch([seen.sign], seen.place, seen.side)
            else:
                found = (HeardSign(seen.sign, seen.onset, place=seen.place, side=seen.side),)
            heard += found
            for sign in found:
                meant.setdefault(sign.sign, set()).add(seen.sign)
        verdict = triage.assess(triage.Facts(signs=tuple(dict.fromkeys(heard)), answers=evidence.answers), ladder)
        return tuple(_raised(name, ladder, meant, evidence) for name in verdict.rules)

    return weigh


def write(
    journal: Journal, period: Period, now: datetime, language: Path, target: Path, person: Person | None = None
) -> None:
    """Write the report to `target`, as PDF, HTML or FHIR by its ending; only its owner can read it.

    Raises VoiceAssistError for another ending, an existing folder in its place, or a disk that refuses.
    """
    content = _content(journal, period, now, language, target, person)
    try:
        target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        fresh = target.with_name(f".{target.name}.new")
        fresh.unlink(missing_ok=True)
        with os.fdopen(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            file.write(content)
        fresh.replace(target)
    except OSError as problem:
        raise VoiceAssistError(f"{target}: {problem.strerror}; choose another file for --output") from None


def for_doctor(journal: Journal, period: Period, now: datetime, language: Path, data_dir: Path) -> Path:
    """Write the report that was asked for by voice and return where it is: ``reports`` in the data folder."""
    from voiceassist.report.wording import Wording

    name = Wording.load(language).say("file")
    target = data_dir / "reports" / f"{name}-{period.first}-{period.last}.pdf"
    write(journal, period, now, language, target)
    return target


def _content(
    journal: Journal, period: Period, now: datetime, language: Path, target: Path, person: Person | None
) -> bytes:
    from voiceassist.report import render
    from voiceassist.report.page import page
    from voiceassist.report.report import make
    from voiceassist.report.wording import Wording

    kind = target.suffix.lower()
    if kind == ".json":
        from voiceassist.report.fhir import bundle

        return bundle(journal, period, now, Wording.load(language), person).encode()
    if kind not in (".pdf", ".html"):
        raise VoiceAssistError(f"{target}: a report ends with .pdf, .html or .json (FHIR)")
    wording = Wording.load(language)
    weigh = weigh_by(triage.load_ladder(language / "knowledge" / "triage.yaml"))
    shown = page(make(journal, period, now, weigh, person), wording)
    return render.pdf(shown, wording.folder, now) if kind == ".pdf" else render.html(shown, wording.folder).encode()


def _raised(name: str, ladder: Ladder, meant: dict[str, set[str]], evidence: Evidence) -> Raised:
    rule = ladder.rule(name)
    ruling = rule.signs | {sign for sign, number in ladder.questions.items() if number in rule.yes}
    questions = set(rule.yes) | {ladder.questions[sign] for sign in rule.signs if sign in ladder.questions}
    if rule.two_yes:
        ruling |= set(ladder.questions)
        questions = {number for number, answer in enumerate(evidence.answers, 1) if answer in ("yes", "not_sure")}
    said = {one for sign in ruling for one in meant.get(sign, ())}
    return Raised(name, rule.rung, rule.reason, frozenset(said), frozenset(questions))
