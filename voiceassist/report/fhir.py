"""The journal as a FHIR R4B bundle: one resource an entry, each validated by ``fhir.resources`` before it is written.

Codes: LOINC 93832-4 “Sleep duration” is listed in HL7's value set of sleep observations that patients contribute
(https://build.fhir.org/ig/HL7/personal-health-record-format-ig/ValueSet-pcd-sleep-observation-code.html).
Yes and no are http://terminology.hl7.org/CodeSystem/v2-0136, “not sure” is ``asked-unknown`` of
http://terminology.hl7.org/CodeSystem/data-absent-reason.  Everything else is text, since no code was found in a public
source.  Units are UCUM (https://ucum.org/ucum), whose curly braces hold what is counted.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from datetime import datetime
from types import MappingProxyType
from typing import Any, Final
from uuid import UUID, uuid5

from voiceassist.journal import Assessment, Day, Entry, Journal, Note, Sign, Twitch
from voiceassist.report.period import Period
from voiceassist.report.person import Person
from voiceassist.report.wording import Wording

_NAMESPACE: Final = UUID("6f3a1d5e-7c0b-5b52-9a43-5d1f0d2f7a11")
"""Ours; the same entry has the same address in every bundle."""

_UCUM: Final = "http://unitsofmeasure.org"
_UCUM_OF: Final = MappingProxyType(
    {
        **{"cup": "{cup}", "mg": "mg", "ml": "mL", "l": "L", "glass": "{glass}", "h": "h", "min": "min"},
        "point": "{score}",
    }
)
_CODES: Final[Mapping[str, Mapping[str, str]]] = MappingProxyType(
    {"sleep": {"system": "http://loinc.org", "code": "93832-4", "display": "Sleep duration"}}
)
_ANSWERS: Final[Mapping[str, Mapping[str, str]]] = MappingProxyType(
    {
        "yes": {"system": "http://terminology.hl7.org/CodeSystem/v2-0136", "code": "Y", "display": "Yes"},
        "no": {"system": "http://terminology.hl7.org/CodeSystem/v2-0136", "code": "N", "display": "No"},
        "not_sure": {
            "system": "http://terminology.hl7.org/CodeSystem/data-absent-reason",
            "code": "asked-unknown",
            "display": "Asked But Unknown",
        },
    }
)
_SURVEY: Final = {
    "coding": [{"system": "http://terminology.hl7.org/CodeSystem/observation-category", "code": "survey"}]
}

Plain = dict[str, Any]


def bundle(journal: Journal, period: Period, now: datetime, wording: Wording, person: Person | None) -> Iterator[str]:
    """The period's entries as the JSON text of a ``collection`` bundle, resource by resource.

    Plans are left out: R4B has no place for a taper that is not a prescription.  Signs of other people never leave.
    """
    subject = _address("patient")
    yield '{"resourceType":"Bundle","type":"collection","timestamp":' + json.dumps(now.isoformat()) + ',"entry":['
    yield _entry(subject, _patient(person or Person()))
    for entry in journal.entries(start=period.start, end=period.end):
        resource = _resource(entry, {"reference": subject}, wording)
        if resource is not None:
            yield ",\n" + _entry(_address(entry.id), resource)
    yield "]}\n"


def _address(name: str) -> str:
    return f"urn:uuid:{uuid5(_NAMESPACE, name)}"


def _entry(address: str, resource: Plain) -> str:
    from fhir.resources.R4B import get_fhir_model_class

    model = get_fhir_model_class(resource["resourceType"])
    return f'{{"fullUrl":"{address}","resource":{model.model_validate(resource).model_dump_json()}}}'


def _patient(person: Person) -> Plain:
    named = {"name": [{"text": person.name}]} if person.name else {}
    born = {"birthDate": str(person.birth_year)} if person.birth_year else {}
    return {"resourceType": "Patient", **named, **born}


def _resource(  # noqa: PLR0911 - one a kind
    entry: Entry, subject: Plain, wording: Wording
) -> Plain | None:
    match entry:
        case Twitch():
            return _observation(entry, subject, wording, wording.say("fhir_twitch"), _twitch(entry, wording))
        case Day():
            name = wording.name("measure", entry.measure)
            return _observation(entry, subject, wording, name, _day(entry), _CODES.get(entry.measure))
        case Sign(about="self"):
            return _observation(entry, subject, wording, wording.name("sign", entry.sign), _sign(entry, wording))
        case Assessment():
            return _response(entry, subject, wording)
        case Note(topic="medicine"):
            return {
                "resourceType": "MedicationStatement",
                "status": "unknown",
                "medicationCodeableConcept": {"text": entry.text},
                "subject": subject,
                "dateAsserted": _when(entry),
            }
        case Note():
            name = wording.name("topic", entry.topic)
            return _observation(entry, subject, wording, name, {"valueString": entry.text})
    return None


def _observation(
    entry: Entry, subject: Plain, wording: Wording, name: str, held: Plain, code: Mapping[str, str] | None = None
) -> Plain:
    spoken = {"note": [{"text": wording.say("fhir_words", words=entry.words)}]} if entry.words else {}
    return {
        "resourceType": "Observation",
        "status": "final",
        "category": [_SURVEY],
        "code": {"text": name, **({"coding": [dict(code)]} if code else {})},
        "subject": subject,
        "effectiveDateTime": _when(entry),
        "issued": entry.created_at.isoformat(),
        **held,
        **spoken,
    }


def _when(entry: Entry) -> str:
    return entry.at.date().isoformat() if entry.at_precision == "day" else entry.at.isoformat()


def _quantity(value: float, unit: str, ucum: str) -> Plain:
    return {"value": value, "unit": unit, "system": _UCUM, "code": ucum}


def _twitch(entry: Twitch, wording: Wording) -> Plain:
    parts: list[Plain] = []

    def part(key: str, value: Plain) -> None:
        parts.append({"code": {"text": wording.words("fhir_parts")[key]}, **value})

    if entry.duration_s is not None:
        part("duration", {"valueQuantity": _quantity(entry.duration_s, "s", "s")})
    if entry.intensity is not None:
        part("intensity", {"valueQuantity": _quantity(entry.intensity, "/10", "{score}")})
    if entry.since is not None:
        part("since", {"valueDateTime": entry.since.isoformat()})
    for key, of, values in (("trigger", "trigger", entry.triggers), ("with", "sign", entry.with_)):
        for value in values:
            part(key, {"valueCodeableConcept": {"text": wording.name(of, value)}})
    site = {"bodySite": {"text": wording.where(entry)}} if entry.place else {}
    return {"valueBoolean": True, **site, **({"component": parts} if parts else {})}


def _day(entry: Day) -> Plain:
    if entry.amount is None:
        return {"valueBoolean": True}
    if entry.unit is None:
        return {"valueQuantity": {"value": entry.amount}}
    return {"valueQuantity": _quantity(entry.amount, entry.unit, _UCUM_OF[entry.unit])}


def _sign(entry: Sign, wording: Wording) -> Plain:
    site = {"bodySite": {"text": wording.where(entry)}} if entry.place else {}
    onset = {"code": {"text": wording.words("fhir_parts")["onset"]}}
    told = {"valueCodeableConcept": {"text": wording.name("onset", entry.onset)}} if entry.onset else {}
    return {"valueBoolean": True, **site, **({"component": [{**onset, **told}]} if told else {})}


def _response(entry: Assessment, subject: Plain, wording: Wording) -> Plain:
    items: list[Plain] = []
    for number, answer in enumerate(entry.answers, 1):
        if answer is not None:
            said_by = [{"valueString": wording.name("from", answer.from_)}]
            origin = {"linkId": f"{number}.from", "text": wording.say("fhir_from"), "answer": said_by}
            held = {"valueCoding": dict(_ANSWERS[answer.answer]), "item": [origin]}
            items.append({"linkId": str(number), "text": wording.question(number - 1), "answer": [held]})
    complete = len(entry.answers) == 6 and None not in entry.answers
    result = {"linkId": "result", "text": wording.say("checklist_result")}
    return {
        "resourceType": "QuestionnaireResponse",
        "status": "completed" if complete else "stopped",
        "subject": subject,
        "authored": entry.at.isoformat(),
        "item": [*items, {**result, "answer": [{"valueString": wording.name("rung", entry.level)}]}],
    }
