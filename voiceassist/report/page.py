"""The page: a report put into words and pictures, as plain values that the layouts only have to arrange."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import timedelta
from typing import Any

from voiceassist.journal.vocabulary import EVERYWHERE
from voiceassist.report import bodymap, charts, svg
from voiceassist.report.flags import Flag
from voiceassist.report.links import ENOUGH_A_SIDE, ENOUGH_DAYS, Link
from voiceassist.report.places import RegionTrack
from voiceassist.report.report import BESIDE, Noted, Report, Reported
from voiceassist.report.wording import Wording, p_value

_LETTERS = "ABCDEFGHIJKL"
_STRIPS = 3
"""Measures drawn under the timeline; the others are only told."""
_NOTES = 12
"""Medicines, and questions, that are written out; the others are counted."""
_OF_SIGNS = (2, 3, 5)
"""The checklist's questions about signs beside twitching: wasting, weakness, and speech, swallowing or coordination."""

Page = dict[str, Any]
"""Texts, tables ``{title, head, rows, none}`` and pictures ``{svg, alt, note}``, JSON-ready."""


def page(report: Report, wording: Wording) -> Page:
    """Everything that is on paper."""
    found = report.trends
    say = wording.say
    shared = {"t": found, "period": found.period}
    return {
        "lang": wording.language,
        "title": say("title"),
        "who": say("who", person=report.person),
        "period": say("period", **shared),
        "made": say("made", made=report.made),
        "summary": _summary(report, wording),
        "thin": say("thin", **shared) if 0 < found.logged < found.period.length / 2 else "",
        "findings": {
            "title": say("findings"),
            "items": _findings(found.flags, wording),
            "none": say("findings_none", runs=report.runs, logged=report.trends.logged),
            "note": say("findings_note") if found.flags else "",
        },
        "timeline": timeline(report, wording),
        "body": body(report, wording),
        "tables": {
            "regions": _regions(report, wording),
            "signs": _signs(report, wording),
            "checklist": _checklist(report, wording),
            "links": _links(report, wording),
            "telling": _telling(report, wording),
            "spoken": _spoken(report, wording),
        },
        "beside": _beside(report, wording),
        "lists": {
            "medicines": _notes("medicines", report.medicines, wording),
            "questions": _notes("questions", report.questions, wording),
        },
        "method": {"title": say("method"), "texts": wording.texts("method_text")},
        "page": wording.say("page"),
    }


def _findings(flags: Sequence[Flag], wording: Wording) -> list[dict[str, str]]:
    """The rules that hold, a line each."""
    return [
        {
            "rung": wording.name("rung", flag.rung),
            "text": wording.say("finding", flag=flag, what=wording.name("rule", flag.rule, flag.reason)),
        }
        for flag in flags
    ]


def _summary(report: Report, wording: Wording) -> str:
    found = report.trends
    return wording.say(
        "summary",
        t=found,
        period=found.period,
        gaps=found.period.length - found.logged,
        signs=report.signs,
        checked=_checked(report),
        sign_names=list(dict.fromkeys(wording.name("sign", sign.sign) for sign in report.signs)),
        together=[link for link in found.links if link.together and link.contrast and link.contrast.difference > 0],
    )


def _checked(report: Report) -> bool:
    """Whether a question of the checklist about a sign was not answered with no."""
    return any(
        answer is not None and answer.answer != "no"
        for run in report.runs
        for number, answer in enumerate(run.answers, 1)
        if number in _OF_SIGNS
    )


def timeline(report: Report, wording: Wording) -> dict[str, str]:
    """The chart of twitches with intake and sleep."""
    found, shown = report.trends, report.bars
    gap = (shown[1].first - shown[0].first).days if len(shown) > 1 else 1
    unit = wording.say("day" if gap <= 1 else "week" if gap <= 7 else "month")
    drawn = report.beside[:_STRIPS]
    marks = list(_marks(report, wording))
    values = {"t": found, "period": found.period, "unit": unit, "beside": drawn, "marks": report.signs}
    alt = wording.say("timeline_alt", **values)
    picture = charts.timeline(
        shown,
        {n: wording.date(shown[n].first, "axis_month" if gap > 7 else "axis_day") for n in charts.ticks(shown)},
        [charts.Row(wording.name("region_short", track.region), _by_span(report, track)) for track in found.regions],
        [charts.Strip(wording.name("measure", beside.measure), beside.means) for beside in drawn],
        marks,
        wording.say("axis"),
        alt,
    )
    return {
        "title": wording.say("timeline"),
        "svg": picture,
        "alt": alt,
        "note": wording.say("timeline_note", **values),
    }


def _by_span(report: Report, track: RegionTrack) -> tuple[charts.Cell, ...]:
    """A region's weeks over the spans of the chart, weeks that share a span put together."""
    found: dict[tuple[int, int], int] = {}
    for week, n in zip(report.trends.weeks, track.weeks, strict=True):
        last = week.first + timedelta(days=6 - week.first.weekday())
        inside = [number for number, span in enumerate(report.bars) if week.first <= span.first <= last]
        start = (
            inside[0] if inside else max(number for number, span in enumerate(report.bars) if span.first <= week.first)
        )
        end = inside[-1] + 1 if inside else start + 1
        found[start, end] = found.get((start, end), 0) + n
    return tuple(charts.Cell(start, end, n) for (start, end), n in found.items())


def _lettered(report: Report) -> Iterable[tuple[str, Reported]]:
    """The signs that have room, in the order they first came: those reported by themselves before companions of a
    twitch, the latest before older ones."""
    weightiest = sorted(report.signs, key=lambda sign: (sign.with_twitch, -sign.last.toordinal()))[: len(_LETTERS)]
    return zip(_LETTERS, (sign for sign in report.signs if sign in weightiest), strict=False)


def _marks(report: Report, wording: Wording) -> Iterable[charts.Mark]:
    firsts = [span.first for span in report.bars]

    def number_of(day: Any) -> int:
        return max((n for n, first in enumerate(firsts) if first <= day), default=0)

    if report.plan:
        yield charts.Mark(number_of(report.plan.at.date()), wording.say("plan"), line=True)
    letters: dict[int, str] = {}
    for letter, sign in _lettered(report):
        span = number_of(sign.first)
        letters[span] = letters.get(span, "") + letter
    yield from (charts.Mark(span, label) for span, label in letters.items())


def body(report: Report, wording: Wording) -> dict[str, str]:
    """The body map."""
    found = report.trends
    alt = wording.say("body_alt", t=found)
    unsure = any(place.side is None and place.place not in bodymap.MIDLINE for place in found.places)
    everywhere = sum(place.n for place in found.places if place.place == EVERYWHERE)
    return {
        "title": wording.say("body"),
        "svg": bodymap.body_map(found.places, wording.words("body_words"), alt),
        "alt": alt,
        "note": wording.say("body_note", t=found, unsure=unsure, everywhere=everywhere),
    }


def picture(report: Report, wording: Wording) -> str:
    """The timeline above the body map, as one SVG."""
    above, below = timeline(report, wording), body(report, wording)
    height = charts.height(len(report.trends.regions), min(len(report.beside), _STRIPS))
    sizes = ((charts.WIDTH, height), (bodymap.WIDTH, bodymap.HEIGHT))
    return svg.stacked((above["svg"], below["svg"]), sizes, charts.WIDTH, f"{above['alt']} {below['alt']}")


def _table(title: str, head: Sequence[str], rows: Sequence[Sequence[str]], none: str = "", note: str = "") -> Page:
    return {"title": title, "head": list(head), "rows": [list(row) for row in rows], "none": none, "note": note}


def _regions(report: Report, wording: Wording) -> Page:
    rows = [
        (
            wording.name("region", track.region),
            str(track.n),
            wording.date(track.first, "day") + (f" ({wording.say('new')})" if track.new else ""),
        )
        for track in report.trends.regions
    ]
    return _table(wording.say("regions"), wording.texts("regions_head"), rows, wording.say("no_twitches"))


def _signs(report: Report, wording: Wording) -> Page:
    rows = [
        (
            letter,
            wording.name("sign", sign.sign),
            wording.where(sign) if sign.place else "–",
            wording.name("onset", sign.onset) if sign.onset else wording.say("unstated"),
            wording.say("signs_when", s=sign),
        )
        for letter, sign in _lettered(report)
    ]
    if more := len(report.signs) - len(rows):
        rows.append(("", wording.say("more", n=more), "", "", ""))
    none = wording.say("signs_none", checked=_checked(report))
    return _table(wording.say("signs"), wording.texts("signs_head"), rows, none)


def _checklist(report: Report, wording: Wording) -> Page:
    runs = tuple(reversed(report.runs))
    rows = []
    for number in range(6 if runs else 0):
        answers = [run.answers[number] if number < len(run.answers) else None for run in runs]
        said = [wording.say("answer", a=answer) if answer else wording.say("not_asked") for answer in answers]
        rows.append((f"{number + 1}. {wording.question(number)}", *said))
    if runs:
        rows.append((wording.say("checklist_result"), *(wording.name("rung", run.level) for run in runs)))
    head = (wording.say("checklist_head"), *(wording.date(run.at.date(), "short") for run in runs))
    return _table(wording.say("checklist"), head, rows, wording.say("checklist_none"))


def _links(report: Report, wording: Wording) -> Page:
    known = [link for link in report.trends.links if link.with_.days + link.without.days]
    rows = [(wording.factor(link), *_compared(link, wording)) for link in known]
    few = wording.say("links_few", enough=ENOUGH_DAYS, side=ENOUGH_A_SIDE)
    return _table(wording.say("links"), wording.texts("links_head"), rows, few, few)


def _compared(link: Link, wording: Wording) -> tuple[str, ...]:
    shares = tuple(wording.say("share", s=share) for share in (link.with_, link.without))
    if link.contrast is None or link.p_adjusted is None:
        return (*shares, wording.say("links_thin"), "–")
    return (*shares, wording.say("difference", d=link.contrast), p_value(link.p_adjusted).lstrip("=\N{NO-BREAK SPACE}"))


def _telling(report: Report, wording: Wording) -> Page:
    rows = [
        (
            wording.date(one.twitch.at, "short" if one.twitch.at_precision == "day" else "moment"),
            wording.say("twitch", e=one.twitch),
            wording.name("why", one.why),
        )
        for one in report.telling
    ]
    return _table(wording.say("telling"), wording.texts("telling_head"), rows, wording.say("no_twitches"))


def _spoken(report: Report, wording: Wording) -> Page:
    rows = [(wording.date(entry.at, "moment"), f"“{entry.words}”") for entry in report.spoken]
    note = wording.say("spoken_note", shown=len(rows), total=report.spoken_of)
    return _table(wording.say("spoken"), wording.texts("spoken_head"), rows, wording.say("spoken_none"), note)


def _beside(report: Report, wording: Wording) -> Page:
    found = report.trends
    told = [wording.say("means", b=beside) for beside in sorted(report.beside, key=lambda b: BESIDE.index(b.measure))]
    if found.times.items:
        told.append(wording.say("times", t=found))
    if found.named_triggers.items:
        told.append(wording.say("named", t=found))
    if found.plan:
        told.append(wording.say("plan_change", t=found))
    return {"title": wording.say("beside"), "items": told, "none": ""}


def _notes(key: str, notes: Sequence[Noted], wording: Wording) -> Page:
    items = [wording.say("note", note=note) for note in notes[-_NOTES:]]
    if more := len(notes) - len(items):
        items.append(wording.say("more", n=more))
    return {"title": wording.say(key), "items": items, "none": wording.say(f"{key}_none")}
