"""The shipped language as a whole: everything that is written is valid, canonical, sourced, and used."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import yaml

from voiceassist.dialogue import control
from voiceassist.dialogue.confirm import ConfirmForm
from voiceassist.dialogue.dialogue import PORTION_WORDS
from voiceassist.journal import vocabulary
from voiceassist.skills import FORMS, SKILLS, ask_right
from voiceassist.skills.ask_journal import _QUERIES
from voiceassist.skills.skill import Line
from voiceassist.values import MORE

ROOT = Path(__file__).resolve().parent.parent
ENGLISH = ROOT / "intents" / "en"
SOURCES = set("ACNSV")
"""The article, crisis-line practice, the health service, emergency advice, and the program about itself."""

# fmt: off
TOPICS = {
    "what_is", "causes", "stress", "fatigue", "caffeine", "dehydration", "exercise", "sleep", "alcohol",
    "medicines", "electrolytes", "bfs", "conditions", "als", "eyelid", "red_flags", "checklist", "when_doctor",
    "tests", "management", "taper", "how_long", "journal", "story", "privacy", "about",
}
CONTRACT_INTENTS = {
    "LogTwitch", "LogDay", "LogNote", "CheckSeriousness", "RunChecklist", "ReportSign", "AskFaq", "DailyTip",
    "StartPlan", "CheckIn", "AskPlan", "AskJournal", "MakeReport", "Confirm", "Deny", "NotSure", "Cancel",
    "Skip", "Undo", "Correct", "Repeat", "More", "Slower", "Faster", "Louder", "Quieter", "Briefer", "Fuller",
    "Stop", "Help", "WhereWereWe", "Goodbye",
}
BESIDE_THE_CONTRACT = {
    "StopPlan", "Thanks", "Relieved", "Unclear", "Distress", "Greet", "Acknowledge", "TipTime", "SpeakFor",
}
# fmt: on
DISEASES = re.compile(
    r"\b(a ?l ?s|sclerosis|neuropathy|lyme|thyroid|fasciculation syndrome|b f s|dystrophy)\b", re.IGNORECASE
)


def facts():
    faq = yaml.safe_load((ENGLISH / "knowledge" / "faq.yaml").read_text())["topics"]
    tips = yaml.safe_load((ENGLISH / "knowledge" / "tips.yaml").read_text())
    for topic, several in faq.items():
        yield from ((f"faq {topic}", fact) for fact in several)
    for step, several in tips["steps"].items():
        yield from ((f"tip {step}", fact) for fact in several)
    yield from ((f"caveat {name}", fact) for name, fact in tips["caveats"].items())
    plan = yaml.safe_load((ENGLISH / "knowledge" / "plan.yaml").read_text())
    yield from ((f"plan {name}", fact) for name, fact in plan["verdicts"].items())


def test_every_number_of_the_plan_has_a_source():
    plan = yaml.safe_load((ENGLISH / "knowledge" / "plan.yaml").read_text())
    assert {part["source"] for part in (plan["taper"], *plan["aims"].values())} <= SOURCES


def test_every_intent_of_the_contract_has_sentences(language):
    assert set(language.understanding.intents) == CONTRACT_INTENTS | BESIDE_THE_CONTRACT


def test_every_intent_is_answered_by_somebody(language):
    answered = {*SKILLS, *control.INTENTS, *(key.split(".")[0] for key in language.responses.keys)}
    assert set(language.understanding.intents) <= answered


def test_slot_values_are_canonical(language):
    lists = language.understanding.lists
    canonical = {
        "place": set(vocabulary.PLACES),
        "side": set(vocabulary.SIDES),
        "triggers": set(vocabulary.TRIGGERS),
        "with": set(vocabulary.COMPANIONS),
        "sign": set(vocabulary.SIGNS),
        "measure": set(vocabulary.MEASURES),
        "topic": TOPICS,
        "query": {*_QUERIES, "notes", "point", "same"},
    }
    for slot, values in canonical.items():
        assert set(lists[slot]) <= values, slot


def test_every_topic_has_an_answer_and_can_be_asked_for(language):
    assert set(language.knowledge.topics) == TOPICS == set(language.understanding.lists["topic"])


@pytest.mark.parametrize(("where", "fact"), list(facts()))
def test_every_fact_has_a_source_and_fits_one_breath(where, fact):
    assert fact["source"] in SOURCES
    assert len(fact["say"].split()) <= PORTION_WORDS["normal"] + 6


def test_every_tip_belongs_to_one_of_the_five_steps_and_ids_are_unique(language):
    assert {tip.step for tip in language.knowledge.tips} == {"caffeine", "water", "sleep", "stress", "track"}
    assert len({tip.id for tip in language.knowledge.tips}) == len(language.knowledge.tips)


def test_every_caveat_is_used_and_there(language):
    used = {fact.caveat for topic in language.knowledge.topics.values() for fact in topic if fact.caveat}
    used |= {tip.fact.caveat for tip in language.knowledge.tips if tip.fact.caveat}
    plan = language.knowledge.plan
    used |= {plan.caveat, plan.taper_caveat, *(aim.caveat for aim in plan.aims.values() if aim.caveat)}
    assert used == set(language.knowledge.caveats)


def test_the_last_question_of_the_checklist_does_not_lead_to_another(language):
    assert not language.knowledge.checklist[-1].asks_onset


def test_no_disease_is_named_unasked(language):
    """Facts name diseases only under topics that ask for them; the family question has to name what it asks about."""
    asked_for = {"bfs", "conditions", "als", "story"}
    unasked = [f.say for topic, fs in language.knowledge.topics.items() if topic not in asked_for for f in fs]
    unasked += [tip.fact.say for tip in language.knowledge.tips]
    unasked += [fact.say for fact in language.knowledge.plan.verdicts.values()]
    unasked += [question.ask for question in language.knowledge.checklist if question.id != "family_history"]
    ladder = language.knowledge.ladder
    unasked += [text for rule in ladder.rules for text in (rule.reason, rule.reason_other)]
    unasked += [text for rung in ladder.rungs for text in (rung.next_step, rung.next_step_other)]
    assert not [text for text in unasked if DISEASES.search(text)]


def used_keys() -> set[str]:
    """Response keys that the code names, and those it puts together."""
    keys = set()
    package = ROOT / "voiceassist"
    for path in (
        *(package / "assistant").glob("*.py"),
        *(package / "dialogue").glob("*.py"),
        *(package / "skills").glob("*.py"),
    ):
        keys |= set(re.findall(r"""["']([A-Z]\w+\.[a-z_]+)["']""", path.read_text()))
    keys |= {f"Undo.{op}" for op in ("insert", "update", "delete")}
    keys |= {f"AskJournal.{query}" for query in _QUERIES} | {"AskJournal.none"}
    asked = {name for form in (*FORMS.values(), ConfirmForm) for name in (form.kind, form.asks)}
    keys |= {f"{kind}.{name}" for name in asked for kind in ("Help", "Choices")}
    keys |= {f"{key}_again" for key in keys}
    for intent in control.INTENTS:
        keys |= {f"{intent}.idle", f"{intent}.done", f"{intent}.most", f"{intent}.usual"}
    return keys


def contexts(name):
    """Every question, or thing done, that some sentences are open after."""
    for path in sorted((ENGLISH / "sentences").glob("*.yaml")):
        for intent in yaml.safe_load(path.read_text(encoding="utf-8")).get("intents", {}).values():
            for block in intent["data"]:
                named = block.get("requires_context", {}).get(name, ())
                yield from [named] if isinstance(named, str) else named


def test_sentences_wait_for_no_question_that_nobody_asks():
    kinds = (*FORMS.values(), ConfirmForm)
    asked = {form.asks for form in kinds if isinstance(form.asks, str)} | set(ask_right._ASKS.values()) | {MORE}
    assert set(contexts("asks")) <= asked


def test_sentences_follow_on_nothing_that_is_not_described():
    table = (ROOT / "docs" / "understanding.md").read_text(encoding="utf-8")
    [row] = re.findall(r"^\| `requires_context: \{after: NAME\}`.*$", table, re.MULTILINE)
    assert set(contexts("after")) <= set(re.findall(r"`(\w+)`", row))


def test_every_response_is_used_and_every_key_in_the_code_is_there(language):
    by_name = {key for key in language.responses.keys if key.startswith("Confirm.") or key.endswith(".default")}
    written = set(language.responses.keys) - by_name
    assert written <= used_keys()
    named = {
        key
        for key in used_keys()
        if not key.endswith((".idle", ".done", ".most", ".usual", "_again")) and key[:5] not in ("Help.", "Choic")
    }
    assert named <= set(language.responses.keys)


def test_every_response_renders_as_a_template(language):
    for key in language.responses.keys:
        if "{" not in "".join(language.responses._sources[key]):
            assert language.responses.render(Line(key))


def test_there_are_no_sentences_for_people_in_the_rooms_that_speak():
    """What the assistant says lives in the language folder: skills and dialogue hold keys, not sentences."""
    sentence = re.compile(r'"[A-Z][a-z]+ [a-z]+ [^"]*[.?!]"')
    for room in ("skills", "dialogue"):
        for path in (ROOT / "voiceassist" / room).rglob("*.py"):
            code = re.sub(r'""".*?"""', "", path.read_text(), flags=re.DOTALL)
            code = re.sub(r"#.*", "", code)
            assert not sentence.findall(code), path
