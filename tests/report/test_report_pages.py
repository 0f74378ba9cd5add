"""The page and its two layouts: what is on it, that it can be read without colour and without eyes."""

from __future__ import annotations

import html.parser
import json
import re
import subprocess
from itertools import pairwise
from xml.etree import ElementTree

import pytest

from tests.report.conftest import LANGUAGE
from voiceassist.errors import VoiceAssistError
from voiceassist.journal.vocabulary import EVERYWHERE, PLACES, SIGNS
from voiceassist.report import bodymap, render, svg
from voiceassist.report.body import SHAPES
from voiceassist.report.page import page, picture
from voiceassist.report.period import Period
from voiceassist.report.person import Person
from voiceassist.report.places import PlaceCount
from voiceassist.report.report import make
from voiceassist.report.wording import Wording, points
from voiceassist.triage import load_ladder

SVG = "{http://www.w3.org/2000/svg}"
WORDS = {"face": "Face", "front": "Front", "back": "Back", "left": "L", "right": "R"}


@pytest.fixture
def show(journal, now, weigh, wording):
    def build(period="30d", person=None):
        return page(make(journal, Period.parse(period, now), now, weigh, person), wording)

    return build


def pdf_text(content: bytes, path) -> str:
    path.write_bytes(content)
    return subprocess.run(["pdftotext", "-layout", path, "-"], capture_output=True, text=True, check=True).stdout


def counted(place, side, n, now):
    return PlaceCount(place, side, n, 1, now.date(), now.date())


def luminance(colour: str) -> float:
    """Relative luminance (WCAG 2.2)."""
    channels = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


# The body map


def test_every_place_is_somewhere_on_the_map():
    assert set(SHAPES) == set(PLACES) - {EVERYWHERE}


@pytest.mark.parametrize(
    ("place", "left_is_right_of_the_middle"), [("forearm", True), ("eyelid", True), ("calf", False)]
)
def test_left_is_the_persons_own_left(place, left_is_right_of_the_middle, now):
    """On the front and the face the person's left is on the right of the picture; on the back it is on the left."""
    drawn = ElementTree.fromstring(bodymap.body_map([counted(place, "left", 7, now)], WORDS, "map"))
    numbers = {node.text: float(node.get("x")) for node in drawn.iter(f"{SVG}text")}
    middle = {"forearm": 194, "eyelid": 66, "calf": 316}[place]
    assert (numbers["7"] > middle) is left_is_right_of_the_middle


def test_counts_are_written_out_so_that_no_shade_has_to_be_read(now):
    places = [
        counted(place, side, n, now)
        for n, (place, side) in enumerate([(p, s) for p in SHAPES for s in ("left", "right")], 1)
    ]
    drawn = ElementTree.fromstring(bodymap.body_map(places, WORDS, "map"))
    written = {node.text for node in drawn.iter(f"{SVG}text")}
    assert {str(place.n) for place in places} <= written


def test_thousands_are_written_short(now):
    assert ">1.2k<" in bodymap.body_map([counted("calf", "left", 1234, now)], WORDS, "map")


def test_numbers_do_not_lie_on_each_other(now):
    places = [counted(place, "left", 9, now) for place in SHAPES]
    drawn = ElementTree.fromstring(bodymap.body_map(places, WORDS, "map"))
    at = [(float(n.get("x")), float(n.get("y"))) for n in drawn.iter(f"{SVG}text") if n.text == "9"]
    assert len(at) == len(places)
    assert all(x1 != x2 or abs(y1 - y2) > 8 for i, (x1, y1) in enumerate(at) for x2, y2 in at[:i])
    assert all(0 < y < bodymap.HEIGHT for _, y in at)


def test_an_unsaid_side_is_told_as_such(now):
    drawn = bodymap.body_map([counted("calf", None, 4, now)], WORDS, "map")
    assert drawn.count(">4?<") == 2
    assert ">4<" in bodymap.body_map([counted("chest", None, 4, now)], WORDS, "map")


def test_text_has_contrast_and_shades_can_be_told_apart():
    assert contrast(svg.FAINT, "#ffffff") >= 4.5
    shades = [luminance(grey) for grey, _ in bodymap._SHADES]
    assert all(lighter > 1.4 * darker for lighter, darker in pairwise(shades))


# The words


@pytest.mark.slow
def test_the_paper_has_a_name_for_every_sign_and_every_rule():
    tree = Wording.load(LANGUAGE)._names
    ladder = load_ladder(LANGUAGE / "knowledge" / "triage.yaml")
    assert set(tree["rule"]) == {rule.name for rule in ladder.rules}
    assert set(tree["rung"]) == {rung.name for rung in ladder.rungs}
    assert all("_" not in Wording.load(LANGUAGE).name("sign", sign) for sign in SIGNS)
    assert all("_" not in Wording.load(LANGUAGE).name("place", place) for place in PLACES)


def test_the_summary_says_what_was_not_reported(log, show):
    log("twitch", 1, place="eyelid", side="left")
    assert "No accompanying sign" in show()["summary"]
    answers = [{"answer": answer, "from": "said"} for answer in ("no", "no", "yes", "no", "no", "no")]
    log("assessment", 1, answers=answers, level="neurologist")
    assert "questions of the checklist about such signs were answered with yes" in show()["summary"]
    assert show()["tables"]["signs"]["none"].startswith("None logged by itself")
    log("sign", 1, sign="weakness", place="arm", onset="gradual")
    assert "Accompanying signs reported: weakness." in show()["summary"]


def test_the_gravest_sign_stands_on_the_page_however_many_came_before(log, show):
    for place in (
        "calf",
        "thigh",
        "hand",
        "foot",
        "arm",
        "thumb",
        "shin",
        "knee",
        "neck",
        "hip",
        "toe",
        "heel",
        "jaw",
        "lip",
    ):
        log("twitch", 20, place=place, with_=("cramp",))
    log("sign", 1, sign="swallowing", onset="gradual")
    page = show()
    rows = page["tables"]["signs"]["rows"]
    assert [row[1] for row in rows][-2:] == ["trouble swallowing", "and 3 more, in the journal"]
    assert "trouble swallowing" in page["summary"]


def test_a_period_without_entries_is_not_told_as_harmless(show):
    assert show()["findings"]["none"] == "Nothing was logged in this period."


@pytest.mark.parametrize(
    ("period", "unit"), [("30d", "that day"), ("1y", "mean of the week"), ("10y", "mean of the month")]
)
def test_the_chart_says_what_its_bars_are(period, unit, log, show):
    log("twitch", 1)
    assert unit in show(period)["timeline"]["note"]
    assert ">per day<" in show(period)["timeline"]["svg"]


@pytest.mark.parametrize(("share", "written"), [(0.576, "+58"), (-0.123, "−12"), (-0.001, "0"), (0.0, "0")])
def test_a_difference_is_written_in_points_with_its_sign(share, written):
    assert points(share) == written


def test_nothing_logged_is_said_and_nothing_computed(show):
    shown = show()
    assert shown["summary"].startswith("Nothing was logged")
    assert all(not table["rows"] for table in shown["tables"].values())


def test_a_thin_journal_says_so(log, show):
    log("twitch", 1)
    assert "Only 1 of 30 days" in show()["thin"]


def test_answers_of_the_checklist_say_where_they_came_from(log, show):
    answers = [
        {"answer": "yes", "from": "journal"},
        {"answer": "no", "from": "said"},
        {"answer": "not_sure", "from": "said"},
    ]
    log("assessment", 1, answers=answers, level="neurologist")
    cells = [row[1] for row in show()["tables"]["checklist"]["rows"]]
    assert cells[:4] == ["yes (from the journal)", "no (said)", "not sure (said)", "not reached"]
    assert cells[-1].startswith("neurologist")


def test_somebody_elses_sign_is_not_on_the_page(log, show):
    log("sign", 1, sign="face_droop", about="other", words="my mother's face is drooping")
    shown = show()
    assert not shown["tables"]["signs"]["rows"]
    assert "droop" not in json.dumps(shown["summary"])


def test_notes_are_shown_by_their_topic(log, show):
    log("note", 2, topic="medicine", text="magnesium")
    log("note", 1, topic="question", text="is it the statin")
    lists = show()["lists"]
    assert lists["medicines"]["items"] == ["magnesium (20 Nov)"]
    assert lists["questions"]["items"] == ["is it the statin (21 Nov)"]


def test_what_was_noted_again_stands_there_once_as_it_was_written_last(log, show):
    for days_ago, text in ((9, "élan"), (5, "ibuprofen"), (2, "Élan")):
        log("note", days_ago, topic="medicine", text=text)
    assert show()["lists"]["medicines"]["items"] == ["ibuprofen (17 Nov)", "Élan (13 Nov to 20 Nov, 2×)"]


def test_medicines_are_not_lost_among_many_notes_and_what_has_no_room_is_counted(log, show):
    for number in range(15):
        log("note", 20 - number, topic="medicine", text=f"medicine {number}")
    for number in range(60):
        log("note", 1, topic="other", text=f"note {number}")
    *shown, rest = show()["lists"]["medicines"]["items"]
    assert [item.split(" (")[0] for item in shown] == [f"medicine {number}" for number in range(3, 15)]
    assert rest == "and 3 more, in the journal"


# The layouts


@pytest.mark.slow
def test_the_pdf_is_tagged_titled_and_has_alternative_texts(story, now, weigh, wording, tmp_path):
    shown = page(make(story("spreading"), Period.parse("90d", now), now, weigh, Person("Alex Muster", 1984)), wording)
    content = render.pdf(shown, wording.folder, now)
    (tmp_path / "r.pdf").write_bytes(content)
    info = subprocess.run(["pdfinfo", tmp_path / "r.pdf"], capture_output=True, text=True, check=True).stdout
    assert re.search(r"Tagged: +yes", info)
    assert re.search(r"Title: +Muscle twitching diary", info)
    assert re.search(r"Pages: +2\b", info)
    structure = subprocess.run(
        ["pdfinfo", "-struct-text", tmp_path / "r.pdf"], capture_output=True, text=True, check=True
    ).stdout
    assert "H1" in structure
    assert "TH" in structure
    assert b"pdfuaid" in content
    first, second, *_ = pdf_text(content, tmp_path / "t.pdf").split("\f")
    for expected in ("Alex Muster, born 1984", "right forearm", "muscle wasting", "Checklist of red flags", "Result"):
        assert expected in first
    assert "my right arm is getting weak lifting the kettle" in second


def test_the_html_needs_nothing_from_anywhere_and_says_the_same(story, now, weigh, wording):
    shown = page(make(story("benign"), Period.parse("90d", now), now, weigh), wording)
    text = render.html(shown, wording.folder)
    tags = []

    class Reader(html.parser.HTMLParser):
        def handle_starttag(self, tag, attrs):
            tags.append((tag, dict(attrs)))

    Reader().feed(text)
    names = [tag for tag, _ in tags]
    assert not {"script", "link", "img", "iframe"} & set(names)
    assert not [attrs for _, attrs in tags if {"src", "href"} & set(attrs)]
    assert names.count("h1") == 1
    assert dict(tags)["html"]["lang"] == "en"
    assert all(attrs.get("aria-label") for tag, attrs in tags if tag == "svg")
    assert all(attrs.get("scope") == "col" for tag, attrs in tags if tag == "th")
    assert all(f'id="{attrs["aria-labelledby"]}"' in text for tag, attrs in tags if tag == "table")
    assert "more caffeine than usual" in text


HOSTILE = '<script>alert(1)</script> & "#panic()" $x^2$ [a](b) \\ #import "x"'


def test_words_are_words_whatever_is_in_them(log, show, wording, now, tmp_path):
    log("twitch", 1, place="calf", words=HOSTILE)
    log("note", 1, topic="question", text=HOSTILE)
    shown = show(person=Person(HOSTILE, 1984))
    assert "<script>" not in render.html(shown, wording.folder)
    text = pdf_text(render.pdf(shown, wording.folder, now), tmp_path / "r.pdf")
    assert text.count("#panic()") >= 3


@pytest.mark.parametrize(
    "words", ["왼쪽 종아리", "😀", "Привет", "עברית", "\x00\x07", "\u202eevil", "\ufffe", "a" * 400, "tab\tnew\nline"]
)
def test_whatever_was_said_can_be_printed(words, log, show, wording, now):
    """Also letters that no font of the machine has."""
    log("note", 1, topic="question", text=words, words=words)
    shown = show(person=Person(words))
    assert render.pdf(shown, wording.folder, now).startswith(b"%PDF")
    assert not set("\x00\x07\u202e") & set(render.html(shown, wording.folder))


@pytest.mark.parametrize("period", ["1d", "30d", "1y", "10y"])
def test_any_period_makes_a_page(log, show, wording, now, period):
    for ago in (0, 20, 200, 2000):
        log("twitch", ago, place="calf", words="twitch")
        log("day", ago, measure="sleep", amount=7, unit="h")
    assert render.pdf(show(period), wording.folder, now).startswith(b"%PDF")


def test_an_empty_journal_makes_a_page(show, wording, now):
    assert render.pdf(show(), wording.folder, now).startswith(b"%PDF")


def test_a_picture_is_svg_and_png(story, now, weigh, wording):
    drawn = picture(make(story("eyelid"), Period.parse("90d", now), now, weigh), wording)
    assert ElementTree.fromstring(drawn).get("role") == "img"
    assert render.png(drawn).startswith(b"\x89PNG")


def test_a_language_without_report_words_is_told(tmp_path):
    with pytest.raises(VoiceAssistError, match=r"page\.yaml"):
        Wording.load(tmp_path)
    (tmp_path / "report").mkdir()
    (tmp_path / "report" / "page.yaml").write_text("names: [")
    with pytest.raises(VoiceAssistError, match="mend the file"):
        Wording.load(tmp_path)
