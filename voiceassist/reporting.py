"""Makes trends and reports: the one place that knows both the report and the ladder whose rules it shows."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Final

from voiceassist import triage
from voiceassist.errors import VoiceAssistError
from voiceassist.private import make_private_folder, replacing
from voiceassist.report.flags import Evidence, Raised, Weigh
from voiceassist.triage import HeardSign, Ladder

if TYPE_CHECKING:
    from voiceassist.journal import Journal
    from voiceassist.report.period import Period
    from voiceassist.report.person import Person
    from voiceassist.report.report import Report

USUAL: Final = "30d"
"""The period of a report when nobody said which."""


def weigh_by(ladder: Ladder) -> Weigh:
    """What asks the ladder which of its rules the journal fulfils."""

    def weigh(evidence: Evidence) -> tuple[Raised, ...]:
        heard: list[HeardSign] = []
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


def report(journal: Journal, period: Period, now: datetime, language: Path, person: Person | None = None) -> Report:
    """The report as a value; `language` is the folder of a language, with its ladder and its wording."""
    from voiceassist.report.report import make

    weigh = weigh_by(triage.load_ladder(language / "knowledge" / "triage.yaml"))
    return make(journal, period, now, weigh, person)


def write(
    journal: Journal, period: Period, now: datetime, language: Path, target: Path, person: Person | None = None
) -> None:
    """Write the report to `target`, as PDF, HTML or FHIR by its ending; only its owner can read it.

    Raises VoiceAssistError for another ending, or where the file cannot be written.
    """
    from voiceassist.report import render
    from voiceassist.report.page import page
    from voiceassist.report.wording import Wording

    kind = target.suffix.lower()
    if kind not in (".pdf", ".html", ".json"):
        raise VoiceAssistError(f"{target}: a report ends with .pdf, .html or .json (FHIR)")
    wording = Wording.load(language)
    if kind == ".json":
        from voiceassist.report.fhir import bundle

        _keep((part.encode() for part in bundle(journal, period, now, wording, person)), target)
        return
    shown = page(report(journal, period, now, language, person), wording)
    content = render.pdf(shown, wording.folder, now) if kind == ".pdf" else render.html(shown, wording.folder).encode()
    _keep([content], target)


def draw(made: Report, language: Path, target: Path) -> None:
    """Draw the timeline and the body map to `target`, as SVG or PNG by its ending.

    Raises VoiceAssistError for another ending, or where the file cannot be written.
    """
    from voiceassist.report import render
    from voiceassist.report.page import picture
    from voiceassist.report.wording import Wording

    kind = target.suffix.lower()
    if kind not in (".svg", ".png"):
        raise VoiceAssistError(f"{target}: a picture ends with .svg or .png")
    svg = picture(made, Wording.load(language))
    _keep([svg.encode() if kind == ".svg" else render.png(svg)], target)


def for_doctor(language: Path, data_dir: Path, journal: Journal, period: str | None, now: datetime) -> Path:
    """Write the report that was asked for in a conversation, and return where it is.

    `period` is an ISO 8601 interval; the last 30 days where none was said.
    """
    from voiceassist.report.period import Period

    wanted = Period.parse(period or USUAL, now)
    target = usual_place(wanted, language, data_dir)
    write(journal, wanted, now, language, target)
    return target


def usual_place(period: Period, language: Path, data_dir: Path) -> Path:
    """Where a report goes when nobody said where: ``reports`` in the data folder."""
    from voiceassist.report.wording import Wording

    name = Wording.load(language).say("file")
    return data_dir / "reports" / f"{name}-{period.first}-{period.last}.pdf"


def _keep(content: Iterable[bytes], target: Path) -> None:
    try:
        make_private_folder(target.parent)
        with replacing(target) as fresh, fresh.open("wb") as file:
            file.writelines(content)
    except OSError as problem:
        raise VoiceAssistError(f"{target}: {problem.strerror}; choose another file for --output") from None


def _raised(name: str, ladder: Ladder, meant: dict[str, set[str]], evidence: Evidence) -> Raised:
    rule = ladder.rule(name)
    ruling = rule.signs | {sign for sign, number in ladder.questions.items() if number in rule.yes}
    questions = set(rule.yes) | {ladder.questions[sign] for sign in rule.signs if sign in ladder.questions}
    if rule.two_yes:
        ruling |= set(ladder.questions)
        questions = {number for number, answer in enumerate(evidence.answers, 1) if answer in ("yes", "not_sure")}
    said = {one for sign in ruling for one in meant.get(sign, ())}
    return Raised(name, rule.rung, rule.reason, frozenset(said), frozenset(questions))
