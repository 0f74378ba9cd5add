"""The FHIR R4B bundle, read back by the library that validates it."""

from __future__ import annotations

import json

import pytest
from fhir.resources.R4B.bundle import Bundle

from voiceassist.report.fhir import bundle
from voiceassist.report.period import Period
from voiceassist.report.person import Person


@pytest.fixture
def export(journal, now, wording):
    def run(period="30d", person=None, of=None):
        text = "".join(bundle(of or journal, Period.parse(period, now), now, wording, person))
        Bundle.model_validate_json(text)
        return [entry["resource"] for entry in json.loads(text)["entry"]]

    return run


def test_an_empty_journal_is_a_bundle_of_a_patient(export):
    assert export(person=Person("Alex Muster", 1984)) == [
        {"resourceType": "Patient", "name": [{"text": "Alex Muster"}], "birthDate": "1984"}
    ]


@pytest.mark.parametrize("name", ["benign", "spreading", "eyelid", "sparse"])
def test_every_entry_but_plans_is_a_valid_resource(name, export, story):
    journal = story(name)
    expected = sum(1 for entry in journal.entries() if entry.kind != "plan")
    assert len(export("90d", of=journal)) == 1 + expected


def test_a_twitch_is_an_observation_with_ucum_units(log, export):
    log(
        "twitch",
        1,
        place="calf",
        side="left",
        duration_s=90,
        intensity=4,
        with_=("cramp",),
        triggers=("cold",),
        words="so",
    )
    _, found = export()
    assert found["resourceType"] == "Observation"
    assert found["bodySite"] == {"text": "left calf"}
    assert found["effectiveDateTime"] == "2026-11-21T08:10:00+01:00"
    assert found["component"][0]["valueQuantity"] == {
        "value": 90, "unit": "s", "system": "http://unitsofmeasure.org", "code": "s"
    }  # fmt: skip
    assert [part["valueCodeableConcept"]["text"] for part in found["component"][2:]] == ["cold", "cramp"]
    assert found["note"][0]["text"].endswith("so")


def test_a_day_known_only_as_a_day_has_no_time(log, export):
    log("twitch", 1, at_precision="day")
    assert export()[1]["effectiveDateTime"] == "2026-11-21"


@pytest.mark.parametrize(
    ("measure", "unit", "code"),
    [("water", "ml", "mL"), ("water", "l", "L"), ("sleep", "h", "h"), ("caffeine", "cup", "{cup}"),
     ("caffeine", "mg", "mg"), ("stress", "point", "{score}"),
     ("exercise", "min", "min"), ("alcohol", "glass", "{glass}")],
)  # fmt: skip
def test_values_of_the_day_have_ucum_units(measure, unit, code, log, export):
    log("day", 1, measure=measure, amount=2, unit=unit)
    quantity = export()[1]["valueQuantity"]
    assert (quantity["system"], quantity["code"]) == ("http://unitsofmeasure.org", code)


def test_sleep_has_the_code_that_hl7_lists_and_nothing_else_has_one(log, export):
    log("day", 1, measure="sleep", amount=7, unit="h")
    log("day", 1, measure="stress", amount=7)
    _, sleep, stress = export()
    assert sleep["code"]["coding"][0]["code"] == "93832-4"
    assert "coding" not in stress["code"]


def test_the_checklist_is_a_response_with_where_each_answer_came_from(log, export):
    answers = [{"answer": "yes", "from": "journal"}, None, {"answer": "not_sure", "from": "said"}]
    log("assessment", 1, answers=answers, level="neurologist")
    _, found = export()
    assert found["status"] == "stopped"
    first, third, result = found["item"]
    assert first["answer"][0]["valueCoding"]["code"] == "Y"
    assert first["answer"][0]["item"][0]["answer"][0]["valueString"] == "from the journal"
    assert third["linkId"] == "3"
    assert third["answer"][0]["valueCoding"]["code"] == "asked-unknown"
    assert result["answer"][0]["valueString"].startswith("neurologist")


def test_somebody_elses_sign_never_leaves(log, export):
    log("sign", 1, sign="face_droop", about="other")
    assert len(export()) == 1


def test_the_same_entry_has_the_same_address_in_every_bundle(log, journal, now, wording):
    log("twitch", 1)
    texts = ["".join(bundle(journal, Period.parse(period, now), now, wording, None)) for period in ("7d", "30d")]
    addresses = [{entry["fullUrl"] for entry in json.loads(text)["entry"]} for text in texts]
    assert addresses[0] == addresses[1]
