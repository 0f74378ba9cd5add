"""What the assistant can do, one file a skill; the only owner of the knowledge files."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from voiceassist.skills.amount import AmountForm
from voiceassist.skills.ask_journal import ask_journal
from voiceassist.skills.ask_plan import ask_plan
from voiceassist.skills.ask_right import WrongForm, correct
from voiceassist.skills.check_in import CheckInForm, check_in
from voiceassist.skills.checklist import ChecklistForm, run_checklist, speak_for
from voiceassist.skills.drink import DrinkForm
from voiceassist.skills.faq import ask_faq
from voiceassist.skills.lasted import LastedForm, relieved
from voiceassist.skills.log_day import log_day
from voiceassist.skills.log_note import NoteForm, log_note
from voiceassist.skills.log_twitch import PlaceForm, log_twitch
from voiceassist.skills.offer import OfferForm
from voiceassist.skills.plan import BaselineForm, RestartForm, start_plan, stop_plan
from voiceassist.skills.seriousness import check_seriousness
from voiceassist.skills.signs import DoubtForm, OnsetForm, report_sign
from voiceassist.skills.skill import Form, Skill
from voiceassist.skills.take_back import undo
from voiceassist.skills.tips import daily_tip
from voiceassist.skills.told import Told

SKILLS: Mapping[str, Skill] = {
    "LogTwitch": log_twitch,
    "LogDay": log_day,
    "LogNote": log_note,
    "CheckSeriousness": check_seriousness,
    "RunChecklist": run_checklist,
    "SpeakFor": speak_for,
    "ReportSign": report_sign,
    "AskFaq": ask_faq,
    "DailyTip": daily_tip(Told(None)),
    "StartPlan": start_plan,
    "StopPlan": stop_plan,
    "CheckIn": check_in,
    "AskPlan": ask_plan,
    "AskJournal": ask_journal,
    "Undo": undo,
    "Correct": correct,
    "Relieved": relieved,
}
"""The skill of every intent that has one; without a memory of what was told, a tip may repeat."""

_FORMS: tuple[type[Any], ...] = (
    ChecklistForm,
    PlaceForm,
    OnsetForm,
    DoubtForm,
    BaselineForm,
    RestartForm,
    CheckInForm,
    OfferForm,
    AmountForm,
    WrongForm,
    LastedForm,
    DrinkForm,
    NoteForm,
)
FORMS: Mapping[str, type[Any]] = {form.kind: form for form in _FORMS}
"""Forms by their kind, for conversations that are continued later."""

__all__ = ["FORMS", "SKILLS", "Form", "Skill"]
