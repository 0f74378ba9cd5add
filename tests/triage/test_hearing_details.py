"""What is heard beside the sign: since when, whose, where, over or not, sure or not."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from voiceassist.triage.hearing import HeardSign, about_whom, hear
from voiceassist.triage.knowledge import Ladder, load_ladder
from voiceassist.triage.ladder import Facts, assess


@pytest.fixture(scope="module")
def ladder() -> Ladder:
    return load_ladder(Path(__file__).parents[2] / "intents/en/knowledge/triage.yaml")


def _one(text: str, sign: str, ladder: Ladder) -> HeardSign:
    return next(heard for heard in hear([text], ladder) if heard.sign == sign)


def _asked(text: str, ladder: Ladder) -> list[str]:
    """What is asked about the signs in `text` that may not be meant."""
    doubtful = (heard for heard in hear([text], ladder) if not heard.certain)
    return [ladder.sign(heard.sign).asked_about(heard.about) for heard in doubtful]


@pytest.mark.parametrize(
    ("text", "sign", "onset"),
    [
        ("my arm is weak", "weakness", None),
        ("my hand is numb", "numbness", None),
        ("my arm is getting weak", "weakness", "gradual"),
        ("my hand has been numb for weeks", "numbness", "gradual"),
        ("my grip has been getting weaker over the last few months", "weakness", "gradual"),
        ("my speech has slowly become slurred", "speech", "gradual"),
        ("suddenly my arm is weak", "weakness", "sudden"),
        ("my arm went numb all of a sudden", "numbness", "sudden"),
        ("this morning i woke up and my leg was weak", "weakness", "sudden"),
        ("my speech was slurred when i woke up", "speech", "sudden"),
        ("half an hour ago my hand went numb", "numbness", "sudden"),
        ("i've been clumsy since this morning", "coordination", "sudden"),
        ("my leg has been weak since yesterday", "weakness", "days"),
        ("my arm got weaker over the last three days", "weakness", "days"),
        ("my hand has been getting weaker for a few days", "weakness", "days"),
        ("my leg has been weak since monday", "weakness", "days"),
        ("my eyelid has been twitching for weeks and my hand is numb", "numbness", None),
        ("i've been tired for months and my leg is weak", "weakness", None),
        ("for two weeks now my arm is weak", "weakness", "gradual"),
        ("it was not sudden my arm is weak", "weakness", "gradual"),
        ("my arm does not work all of a sudden", "weakness", "sudden"),
        ("no suddenly my arm is weak", "weakness", "sudden"),
        ("this morning i told my doctor about the numbness i've had for years", "numbness", "gradual"),
        ("my left side went dead yesterday for half an hour", "numbness", "sudden"),
        ("yesterday my right hand didn't work for a quarter of an hour", "weakness", "sudden"),
        ("on friday my left side was numb for an hour and then it was fine", "numbness", "sudden"),
        ("my arm was weak on tuesday it lasted ten minutes", "weakness", "sudden"),
        ("i walked for an hour and my leg was weak", "weakness", None),
        ("my calf twitched for an hour and my hand is weak", "weakness", None),
        ("my hands go numb for an hour every night", "numbness", None),
        ("by lunch my arm was weak", "weakness", "sudden"),
        ("since breakfast i can't get anything down", "swallowing", "sudden"),
        ("my hand is weak it started two weeks ago", "weakness", "gradual"),
        ("my arm has been weak for weeks and i can't lift it", "weakness", "gradual"),
    ],
)
def test_the_onset_is_what_was_said_about_it(ladder: Ladder, text: str, sign: str, onset: str | None) -> None:
    assert _one(text, sign, ladder).onset == onset


@pytest.mark.parametrize(
    ("text", "sign"),
    [
        ("i had the flu last week and now i can't walk", "weakness"),
        ("i had the flu last week and can't walk", "weakness"),
        ("two weeks ago i had a bug and i can't walk", "weakness"),
        ("my mum broke her hip last month and today she's slurring her words", "speech"),
        ("i've had a cold for two weeks and now my arm is numb", "numbness"),
        ("i had a jab on monday and my legs are numb", "numbness"),
        ("three times this week i couldn't find my words", "speech"),
        ("i can't do my buttons up and i could yesterday", "coordination"),
        ("i could lift my arm yesterday and now it's weak", "weakness"),
    ],
)
def test_a_time_of_something_else_is_no_onset(ladder: Ladder, text: str, sign: str) -> None:
    assert _one(text, sign, ladder).onset is None


def test_where_hypotheses_differ_the_more_urgent_onset_counts(ladder: Ladder) -> None:
    heard = hear(["my arm is weak for weeks", "my arm is weak suddenly"], ladder)
    assert [h.onset for h in heard if h.sign == "weakness"] == ["sudden"]


@pytest.mark.parametrize(
    ("text", "sign", "about"),
    [
        ("my face is drooping", "face_droop", "self"),
        ("my mother's face is drooping", "face_droop", "other"),
        ("my wife says my face is drooping", "face_droop", "self"),
        ("she can't breathe", "breathing", "other"),
        ("my husband noticed that i'm slurring my words", "speech", "self"),
        ("someone has collapsed", "collapse", "other"),
        ("i think my dad is having a seizure", "seizure", "other"),
        ("his chest hurts", "chest_pain", "other"),
        ("grandpa doesn't recognise us", "confusion", "other"),
        ("he doesn't know who i am", "confusion", "other"),
        ("hang on my chest feels like someone is sitting on it", "chest_pain", "self"),
        ("his chest feels like someone is sitting on it", "chest_pain", "other"),
        ("looks like someone is having a seizure", "seizure", "other"),
    ],
)
def test_whose_sign_it_is(ladder: Ladder, text: str, sign: str, about: str) -> None:
    assert _one(text, sign, ladder).about == about


def test_a_sign_that_has_passed_is_still_heard(ladder: Ladder) -> None:
    heard = _one("my face drooped yesterday but it's fine now", "face_droop", ladder)
    assert (heard.certain, heard.passed) == (True, True)


@pytest.mark.parametrize(
    ("text", "sign", "where"),
    [
        ("twitch in my right calf and my left hand is numb", "numbness", ("hand", "left")),
        ("my left calf twitches and weakness in my arm", "weakness", ("arm", None)),
        ("my left calf twitches and weakness in my right arm", "weakness", ("arm", "right")),
        ("i have weakness in my arm my left calf twitches", "weakness", ("arm", None)),
        ("my left arm and hand are numb", "numbness", ("hand", "left")),
        ("my arm is weak on the left", "weakness", ("arm", "left")),
        ("no chest pain but weakness in my arm", "weakness", ("arm", None)),
    ],
)
def test_place_and_side_are_those_of_the_sign(
    ladder: Ladder, text: str, sign: str, where: tuple[str | None, str | None]
) -> None:
    heard = _one(text, sign, ladder)
    assert (heard.place, heard.side) == where


@pytest.mark.parametrize(
    ("text", "sign"),
    [
        ("my face is dripping", "face_droop"),
        ("i can breathe", "breathing"),
        ("my arm is getting week", "weakness"),
        ("chess pain", "chest_pain"),
        ("my hand is dumb", "numbness"),
        ("i'm not sure if my face is drooping", "face_droop"),
        ("what should i do if i can't breathe", "breathing"),
        ("my speech is blurred", "speech"),
        ("my face is droopping", "face_droop"),
        ("i had a stroke sixty years back", "face_droop"),
        ("i choked on a fishbone as a kid", "choking"),
        ("i had a stroke last year", "face_droop"),
        ("my son had a fit when he was three and now my eyelid twitches", "seizure"),
        ("grandma had a stroke sixty years back and it is happening again", "face_droop"),
        ("dad choked on a fishbone as a kid and he is eating fish", "choking"),
        ("i can't breathe, only joking", "breathing"),
        ("he'd have a heart attack if he ran a mile", "chest_pain"),
    ],
)
def test_what_may_be_misheard_or_is_only_supposed_or_years_ago_is_uncertain(
    ladder: Ladder, text: str, sign: str
) -> None:
    assert not _one(text, sign, ladder).certain


@pytest.mark.parametrize(
    "text",
    [
        "grandma had a stroke sixty years back",
        "my neighbour had a stroke last year",
        "he choked on a fishbone as a kid, he was fine",
        "i'm scared of having a stroke one day",
        "i'm worried about losing my strength when i get old",
    ],
)
def test_a_story_of_others_years_ago_and_a_fear_of_some_day_are_no_report(ladder: Ladder, text: str) -> None:
    assert hear([text], ladder) == ()


@pytest.mark.parametrize(
    ("text", "sign"),
    [
        ("i'm scared of having a stroke right now", "face_droop"),
        ("i'm afraid i will kill myself one day", "self_harm"),
        ("i want to kill myself, just kidding", "self_harm"),
        ("my brother killed himself years ago and i want to die one day", "self_harm"),
        ("dad had a stroke ten years ago his face is drooping", "face_droop"),
        ("i have chest pain and i was just joking with my mate", "chest_pain"),
    ],
)
def test_danger_beside_a_story_a_fear_or_a_joke_is_heard(ladder: Ladder, text: str, sign: str) -> None:
    assert _one(text, sign, ladder)


def test_one_certain_hypothesis_makes_the_sign_certain(ladder: Ladder) -> None:
    heard = hear(["my face is dripping", "my face is drooping"], ladder)
    assert [(h.sign, h.certain) for h in heard] == [("face_droop", True)]


@pytest.mark.parametrize(
    ("text", "signs"),
    [
        ("no weakness but my hand is numb", {"numbness"}),
        ("i have no weakness numbness or tingling", set()),
        ("no, no numbness, but i can't swallow", {"swallowing"}),
        ("my arm isn't weak, it's numb", {"numbness"}),
        ("i don't know why my arm is so weak", {"weakness"}),
        ("i've never felt so weak", {"weakness"}),
        ("not only is my arm weak my face is drooping", {"weakness", "face_droop"}),
        ("my dog had a seizure", set()),
    ],
)
def test_negation_reaches_as_far_as_people_mean_it(ladder: Ladder, text: str, signs: set[str]) -> None:
    assert {heard.sign for heard in hear([text], ladder)} == signs


@pytest.mark.parametrize(
    ("text", "facts"),
    [
        ("i started sertraline last week and now i have a fever", {"medicine_change", "fever"}),
        ("since i changed my medication i'm agitated", {"medicine_change", "agitation"}),
        ("could my tablets be causing my twitching", {"medicine_suspected"}),
        ("i think it's a side effect of my new pills", {"medicine_suspected"}),
        ("stopped my diazepam on friday and now i twitch everywhere", {"medicine_change", "medicine_suspected"}),
    ],
)
def test_medicines_are_heard_as_facts(ladder: Ladder, text: str, facts: set[str]) -> None:
    assert facts <= {heard.sign for heard in hear([text], ladder)}


@pytest.mark.parametrize(
    "text",
    ["call an ambulance", "i need an ambulance", "please call nine one one", "this is an emergency", "emergency"],
)
def test_who_asks_for_help_is_told_to_call_for_it_whatever_is_the_matter(ladder: Ladder, text: str) -> None:
    heard = hear([text], ladder)
    assert [sign.sign for sign in heard] == ["help_wanted"]
    assert assess(Facts(signs=tuple(heard)), ladder).level == "emergency"


@pytest.mark.parametrize("text", ["can you call an ambulance", "would somebody please ring nine nine nine"])
def test_asking_for_it_to_be_done_is_asking_for_help(ladder: Ladder, text: str) -> None:
    assert [(sign.sign, sign.certain) for sign in hear([text], ladder)] == [("help_wanted", True)]


@pytest.mark.parametrize(
    "text",
    [
        "should i call an ambulance",
        "do we need to get an ambulance",
        "should i ring 999",
        "is it time for an ambulance",
    ],
)
def test_who_asks_whether_to_call_for_help_is_asked_whether_it_is_needed_now(ladder: Ladder, text: str) -> None:
    assert _asked(text, ladder) == [ladder.sign("help_wanted").confirm]


@pytest.mark.parametrize(
    "text",
    [
        "worst headache of my life all of a sudden",
        "i've a splitting headache, worst i've ever had",
        "i've got a fever and my neck won't bend",
        "neck stiff and fever",
        "my pee is dark like cola",
        "my muscles are so sore and my urine is brown",
        "pregnant and seeing spots with a bad headache",
        "i'm a diabetic and i'm shaky and sweating",
        "i stopped my benzos three days ago and i'm shaking",
        "i haven't drunk for two days and now i shake and see things",
    ],
)
def test_danger_that_is_no_sign_is_answered_with_whether_help_is_needed_now(ladder: Ladder, text: str) -> None:
    assert _asked(text, ladder) == [ladder.sign("help_wanted").confirm]


@pytest.mark.parametrize(
    "text",
    [
        "i see double since this morning",
        "i see two of everything",
        "i'm seeing two of you",
        "everything's gone blurry all of a sudden",
        "my left eye's gone dark",
        "i suddenly can't see on my left eye",
        "i suddenly can't see out of my left eye",
        "i've gone blind in one eye",
    ],
)
def test_sight_that_is_lost_is_asked_about_as_sight(ladder: Ladder, text: str) -> None:
    assert _asked(text, ladder) == [ladder.sign("sight").confirm]


@pytest.mark.parametrize(
    "text",
    [
        "my cousin works as an ambulance driver",
        "when should i call an ambulance",
        "i was taken to hospital last year",
        "what is an emergency",
        "help",
    ],
)
def test_talk_of_help_is_no_call_for_it(ladder: Ladder, text: str) -> None:
    assert not hear([text], ladder)


def test_hearing_is_quick_even_in_a_long_ramble(ladder: Ladder) -> None:
    ramble = "well i was in the kitchen and my hand was fine and then the phone rang and i took the cup and " * 6
    hear([ramble], ladder)
    start = time.perf_counter()
    assert [h.sign for h in hear([ramble + "my face is drooping"], ladder)] == ["face_droop"]
    assert time.perf_counter() - start < 0.5, "a match must not take exponential time"


@pytest.mark.parametrize(
    ("misheard", "about"),
    [
        ("my face is grouping them one side", "self"),
        ("my left arm won't obey them", "self"),
        ("my mother's face is grouping on one side", "other"),
        ("she can't hold her cup", "other"),
    ],
)
def test_words_without_a_sign_are_about_whoever_has_the_part_of_the_body(
    ladder: Ladder, misheard: str, about: str
) -> None:
    assert about_whom(misheard, ladder) == about


def test_an_animal_may_be_named_last(ladder):
    assert about_whom("there goes my walk with the dog", ladder) == "self"


@pytest.mark.parametrize(
    ("said", "lasting"),
    [
        ("i've started tripping over my right foot these last few weeks", False),
        ("i keep dropping things these last few months", False),
        ("i tripped once and my calf has been twitching for weeks", True),
    ],
)
def test_weeks_of_stumbling_are_no_weeks_of_twitching(ladder: Ladder, said: str, lasting: bool) -> None:
    assert any(heard.sign == "persistent" for heard in hear([said], ladder)) == lasting


@pytest.mark.parametrize(
    "said",
    [
        "i feel like i might hurt the baby",
        "i'm having thoughts of hurting my baby",
        "i'm afraid of what i might do to the baby",
        "i nearly shook the baby",
        "what if i hurt my baby",
        "i feel like hurting my kids",
        "i want to kill my husband",
        "i'm going to hurt him",
        "i wanted to hurt my little boy",
        "the voices keep telling me to hurt people",
        "the voices in my head say i should hurt people",
    ],
)
def test_who_fears_to_hurt_somebody_is_asked_whether_help_is_needed(ladder: Ladder, said: str) -> None:
    assert [(sign.sign, sign.certain) for sign in hear([said], ladder)] == [("help_wanted", False)]


@pytest.mark.parametrize(
    "said",
    [
        "i might hurt my husband's feelings",
        "i nearly shook the neighbour's hand",
        "will the coffee hurt the baby",
        "can this hurt my baby",
        "i'm scared of harming the baby by taking magnesium",
        "could i hurt the baby by sleeping on my back",
    ],
)
def test_hurt_feelings_and_a_mothers_questions_are_no_danger(ladder: Ladder, said: str) -> None:
    assert not hear([said], ladder)


@pytest.mark.parametrize("said", ["my hand has gone to sleep and won't wake up", "my foot is asleep and won't wake"])
def test_a_hand_that_sleeps_is_numb_and_nobody_has_collapsed(ladder: Ladder, said: str) -> None:
    assert [sign.sign for sign in hear([said], ladder)] == ["numbness"]


def test_who_does_not_wake_has_collapsed_whatever_sleeps_besides(ladder: Ladder) -> None:
    assert "collapse" in [sign.sign for sign in hear(["my hand has gone to sleep and he won't wake up"], ladder)]


@pytest.mark.parametrize("text", ["they move around my body", "is it normal that they spread to the arms"])
def test_what_moves_from_place_to_place_is_no_people(text: str, ladder: Ladder) -> None:
    assert _one(text, "spreading", ladder).about == "self"


@pytest.mark.parametrize(
    "said",
    [
        "i twitch and my wee is the colour of cola",
        "my daughter swallowed some of my tablets",
        "my son got into grandma's heart pills",
    ],
)
def test_dark_urine_and_a_child_that_took_tablets_may_need_help(ladder: Ladder, said: str) -> None:
    assert [(sign.sign, sign.certain) for sign in hear([said], ladder)] == [("help_wanted", False)]


def test_tablets_that_are_taken_as_they_should_be_need_none(ladder: Ladder) -> None:
    assert "help_wanted" not in [sign.sign for sign in hear(["my daughter takes her tablets"], ladder)]
