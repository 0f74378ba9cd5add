"""How the whole assistant, typed to, takes what people say in words of their own.

The bounds lie a little below what was reached (docs/speech-tests.md).  ``pytest -s`` prints the figures.
"""

from __future__ import annotations

from dataclasses import dataclass

import own_words
import pytest
import yaml

from voiceassist import events
from voiceassist.dialogue.confirm import ConfirmForm
from voiceassist.recognition.models import installed, models_folder
from voiceassist.resources import shipped
from voiceassist.semantics import MODEL, Witness
from voiceassist.skills.signs import DoubtForm, OnsetForm
from voiceassist.values import Decision

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(
        MODEL not in installed(models_folder()), reason="the model is missing: voiceassist models install minilm"
    ),
]


@dataclass(frozen=True)
class Taken:
    """What the assistant made of one utterance that was the first thing said."""

    heard: list[events.Interpreted]
    rungs: set[str]
    signs: set[str]
    """Signs that it weighed or asked about."""
    logged: bool

    @property
    def at_once(self) -> bool:
        return bool(self.heard) and all(meaning.decision is Decision.ACCEPT for meaning in self.heard)


SHARE = 5
"""Of a list, every so manieth line is taken, unless every recording is asked for: a tenth of a second each adds up."""


@pytest.fixture
def some(request):
    """The lines of a list that are taken here."""
    return (lambda lines: lines) if request.config.getoption("--every-recording") else lambda lines: lines[::SHARE]


@pytest.fixture(scope="module")
def take(converse, tmp_path_factory):
    witness = Witness(models_folder() / MODEL, shipped("intents") / "en" / "knowledge" / "witness.npz")

    def take(text: str) -> Taken:
        talk = converse(tmp_path_factory.mktemp("journal"), witness)
        talk.say(text)
        signs = {sign for event in talk.events if isinstance(event, events.Triage) for sign in event.signs}
        for form in talk.assistant.state.forms:
            signs |= {form.sign.sign} if isinstance(form, DoubtForm) else set()
            signs |= {sign.sign for sign in form.signs} if isinstance(form, OnsetForm) else set()
        return Taken(
            [event for event in talk.events if isinstance(event, events.Interpreted)],
            set(talk.levels()),
            signs,
            bool(talk.entries()),
        )

    return take


@pytest.mark.parametrize(("half", "right", "wrong"), [("tuned", 0.83, 0.03), ("reported", 0.70, 0.03)])
def test_most_of_it_is_understood_and_next_to_nothing_wrongly_done(take, some, half, right, wrong):
    told = some(own_words.told(half))
    taken = [take(one.text) for one in told]
    rights = [own_words.is_right(one, heard.heard) for one, heard in zip(told, taken, strict=True)]
    figures = {
        "right": sum(rights),
        "right at once": sum(ok and heard.at_once for ok, heard in zip(rights, taken, strict=True)),
        "wrongly done": sum(heard.at_once and not ok for ok, heard in zip(rights, taken, strict=True)),
        "a sign weighed or asked about": sum(bool(heard.signs) for heard in taken),
    }
    print(f"\n{half}, {len(told)}:", figures)
    assert figures["right"] >= right * len(told)
    assert figures["wrongly done"] <= wrong * len(told)


def test_nothing_that_was_not_meant_for_it_is_written_down(take, some):
    near = some(yaml.safe_load((own_words.LISTS / "near_misses.yaml").read_text(encoding="utf-8")))
    taken = {text: take(text) for text in near}
    asked = [text for text, heard in taken.items() if heard.heard and heard.heard[0].decision is not Decision.REJECT]
    print(f"\nnear misses, {len(near)}: asked about {len(asked)}")
    assert [text for text, heard in taken.items() if heard.logged] == []
    assert len(asked) <= 0.28 * len(near)


def test_talk_in_the_room_leaves_what_was_just_logged_as_it_is(converse, tmp_path_factory, some):
    near = some(yaml.safe_load((own_words.LISTS / "near_misses.yaml").read_text(encoding="utf-8")))
    asked = []
    for text in near:
        talk = converse(tmp_path_factory.mktemp("journal"))
        talk.say("log a twitch in my left calf for two minutes")
        before = talk.entries()
        talk.say(text)
        assert talk.entries() == before, text
        if any(isinstance(form, ConfirmForm) and form.intent == "Correct" for form in talk.assistant.state.forms):
            asked.append(text)
    print(
        f"\nnear misses straight after an entry, {len(near)}: taken for a correction that is asked about",
        *asked,
        sep="\n",
    )
    assert len(asked) <= 0.04 * len(near)


@pytest.mark.parametrize(
    ("written", "lost_at_most", "missed_at_most"),
    [
        ("danger_in_passing", 1, 1),
        ("danger_in_own_words", 1, 1),
        ("danger_in_few_words", 1, 1),
        ("danger_in_plain_words", 1, 2),
        ("danger_by_consequence", 1, 4),
        ("danger_in_many_mouths", 1, 1),
        ("danger_only_counted", 1, 2),
    ],
)
def test_danger_is_found_however_it_is_told(take, some, language, written, lost_at_most, missed_at_most):
    ladder = language.knowledge.ladder
    told = yaml.safe_load((own_words.LISTS / f"{written}.yaml").read_text(encoding="utf-8"))
    emergencies, flags, harmless = (
        some([(text, sign) for one in told.get(kind, ()) for text, sign in one.items()])
        for kind in ("emergency", "red_flag", "harmless")
    )
    lost = []
    for text, _ in emergencies:
        heard = take(text)
        if "emergency" not in heard.rungs and not any(ladder.sign(sign).emergency for sign in heard.signs):
            lost.append(text)
    missed = [
        text for text, sign in flags if sign not in (heard := take(text)).signs and "emergency" not in heard.rungs
    ]
    alarmed = [text for text, _ in harmless if "emergency" in take(text).rungs]
    print(f"\nemergencies missed {len(lost)} of {len(emergencies)}, red flags {len(missed)} of {len(flags)}")
    print(f"harmless talk taken for an emergency {len(alarmed)} of {len(harmless)}")
    print(*lost, *missed, *alarmed, sep="\n")
    assert len(lost) <= lost_at_most
    assert len(missed) <= missed_at_most
    assert len(alarmed) <= 2
