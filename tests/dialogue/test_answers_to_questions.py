"""What is answered to a question: its own answer, the most important first."""

from __future__ import annotations

import pytest


@pytest.mark.parametrize(
    ("question", "answer"),
    [
        ("Should I stop exercising?", "It is hard exercise that sets muscles twitching."),
        ("can I exercise", "It is hard exercise that sets muscles twitching."),
        ("can I drink coffee", "I know no amount of caffeine that is right for everyone."),
        ("should I give up coffee", "I know no amount of caffeine that is right for everyone."),
        ("can I take melatonin", "Ask a pharmacist about melatonin first"),
        ("does melatonin help?", "Ask a pharmacist about melatonin first"),
        ("how can I sleep better", "Seven to nine hours"),
        ("how can I relax", "Ten minutes a day"),
        ("is it all in my head", "A twitch is real"),
        ("what is ALS", "A L S is a nerve disease"),
        ("is this a sign of als", "Twitching alone is rarely a sign"),
        ("does massage help", "Rest, gentle stretching, and massage help"),
        ("should I use a warm compress", "A warm compress and less screen time help"),
        ("what does urgent mean?", "Urgent means: see a doctor this week"),
        ("how long do I have to wait", "Most twitches are gone in days."),
        ("I want to cut down on coffee", "Cut caffeine down step by step"),
        ("can I drink too much water", "Not more than about a liter an hour"),
        ("how much water is too much", "Not more than about a liter an hour"),
    ],
)
def test_whoever_asks_for_advice_gets_that(talk, question, answer):
    assert talk.say(question).startswith(answer)


@pytest.mark.parametrize(
    ("question", "answer"),
    [
        ("can exercise cause twitching", "An overworked muscle"),
        ("does coffee cause twitching", "Caffeine and other stimulants overexcite the nerves"),
        ("can lack of sleep cause twitching", "Poor sleep is one of the everyday causes."),
        ("can stress cause twitching", "Stress is a common cause."),
    ],
)
def test_whoever_asks_for_a_cause_gets_that(talk, question, answer):
    assert talk.say(question).startswith(answer)


def test_no_answer_begins_with_yes_or_no_since_it_may_answer_another_question(language):
    said = [fact.say for facts in language.knowledge.topics.values() for fact in facts]
    assert not [say for say in said if say.lower().startswith(("yes", "no ", "no,", "no."))]


def test_no_answer_about_stopping_tablets_lacks_the_caution(talk):
    assert "Never stop a prescribed medicine without advice." in talk.say("should I stop taking my tablets")


def test_what_the_plan_says_is_a_question_about_the_plan(talk):
    assert talk.say("what does the plan say for today") == "There is no plan yet. Say, start the plan."


@pytest.mark.parametrize(
    "asked",
    ["I have kidney problems", "can I still drink two litres with kidney disease", "what about my heart failure"],
)
def test_who_must_drink_less_is_sent_to_what_the_doctor_said(talk, asked):
    assert talk.say(asked).startswith("What your doctor told you about fluids and potassium counts, not my advice.")


@pytest.mark.parametrize(
    "asked",
    [
        "has it spread",
        "am I getting weaker",
        "am I losing muscle",
        "have I had any numbness this week",
        "has my face dropped",
    ],
)
def test_who_asks_about_a_sign_of_their_own_is_asked_back_and_nothing_is_written(talk, asked):
    talk.say("twitch in my left calf")
    assert talk.say(asked).endswith("?")
    assert not talk.entries("sign")


@pytest.mark.parametrize(
    ("asked", "named"),
    [
        ("can it be MS", "Multiple sclerosis"),
        ("what about Lyme disease", "Lyme disease"),
        ("is it my thyroid", "Thyroid"),
    ],
)
def test_the_condition_that_was_named_is_answered_about(talk, asked, named):
    assert talk.say(asked).startswith(f"{named}")
    assert "A L S" not in talk.assistant.state.last


def test_nobody_else_is_told_of_one_condition(talk):
    talk.say("could this be a disease")
    said = [talk.assistant.state.last, *(talk.say("more") for _ in range(4))]
    assert not any("Lyme disease can be" in text for text in said)


def test_a_caution_is_said_once_beside_a_sign(talk):
    reply = talk.say("could it be my antidepressant")
    assert reply.count("Never stop") == 1
    assert reply.startswith("See your doctor about it.")


@pytest.mark.parametrize(
    ("logged", "answer"),
    [
        ("I had five coffees", "I know no amount of caffeine that is right for everyone."),
        ("I slept five hours", "Seven to nine hours, with a steady bedtime."),
        ("twitch in my left calf", "You can ask what a twitch is"),
    ],
)
def test_whether_that_is_too_much_is_asked_of_what_was_logged(talk, logged, answer):
    talk.say(logged)
    assert talk.say("is that too much").startswith(answer)


def test_a_week_is_told_and_makes_no_page(talk):
    talk.say("twitch in my left calf")
    assert talk.say("summarise my week").startswith("Over the last seven days, one twitch.")


@pytest.mark.parametrize(
    ("question", "answer"),
    [
        ("what's a rebound headache", "A rebound headache is one that comes from stopping caffeine at once."),
        ("what is a motor neuron", "A motor neuron is a nerve that drives a muscle."),
        ("do they use needles", "I do not know how it feels. Ask the doctor who does it."),
        ("how common is this", "I know no number. Most twitches are brief, harmless, and stop without treatment."),
    ],
)
def test_a_term_is_explained_and_nothing_more(talk, question, answer):
    assert talk.say(question) == answer


def test_nothing_is_erased_by_voice_and_that_is_said(talk):
    talk.say("twitch in my left calf")
    assert talk.say("delete all my data").startswith("Nothing was deleted.")
    assert "voiceassist journal erase" in talk.assistant.state.last
    assert talk.entries("twitch")


@pytest.mark.parametrize("order", ["export my journal", "save my journal to a file", "can I back up my data"])
def test_where_a_file_is_made_is_told(talk, order):
    assert talk.say(order).endswith("voiceassist journal export.")


def test_whether_anything_is_saved_is_answered_as_privacy(talk):
    assert talk.say("do you save my data").startswith("Everything stays on this machine.")


@pytest.mark.parametrize("order", ["remind me tomorrow", "set a reminder for nine", "can you remind me to drink water"])
def test_who_wants_a_reminder_is_told_there_is_none_but_the_tip(talk, order):
    assert talk.say(order).startswith("I cannot remind you.")


@pytest.mark.parametrize("question", ["how do I delete an entry", "how can I remove one entry"])
def test_how_an_entry_is_taken_out_is_told(talk, question):
    talk.say("twitch in my left calf")
    assert talk.say(question).startswith("To take the last entry back, say undo.")
    assert "voiceassist journal delete" in talk.answer("yes")
    assert talk.entries("twitch")


def test_pills_are_no_food(talk):
    assert talk.say("should I take potassium pills").startswith("I know of food, not of pills.")


def test_of_the_story_it_is_told_how_it_ended(talk):
    talk.say("tell me the story")
    assert talk.say("did he get better").startswith("Early immunoglobulin treatment stopped it")
    assert "multifocal motor neuropathy" in talk.say("what did he have")


def test_another_cause_is_asked_about_in_few_words(talk):
    talk.say("can stress cause it")
    assert talk.say("and sleep").startswith("Poor sleep is one of the everyday causes.")
    assert talk.say("and alcohol").startswith("Alcohol can set off twitching.")


def test_for_how_long_it_has_twitched_is_no_good_news(talk):
    assert talk.say("it has been twitching for ten days") == "Where was it?"
    assert "I am glad" not in talk.say("it has been twitching for a month")


class TestWhy:
    def test_is_asked_of_the_answer_before(self, talk):
        talk.say("is coffee bad")
        assert talk.say("why") == "Caffeine and other stimulants overexcite the nerves that drive the muscles."

    def test_says_so_where_no_reason_is_known(self, talk):
        talk.say("can I take melatonin")
        assert talk.say("why") == "I know no more about that. Your doctor may."

    def test_is_asked_of_a_result(self, talk):
        talk.answer("is it serious", "yes", "no", "no", "no", "no", "no")
        assert talk.say("why") == "It has lasted more than two weeks."

    def test_is_asked_of_a_result_without_signs(self, talk):
        talk.answer("is it serious", "no", "no", "no", "no", "no", "no")
        assert talk.say("why") == "You named none of the signs that call for a doctor."

    def test_a_twitch_has_its_usual_causes_and_a_sign_none(self, talk):
        talk.say("twitch in my left calf")
        assert talk.say("why").startswith("Mostly everyday things")
        talk.say("my hand has been weak for weeks and my calf twitches")
        assert "stress" not in talk.say("why")


@pytest.mark.parametrize(
    ("before", "asked", "answer"),
    [
        ("do I need an E M G", "does it hurt", "I do not know how it feels."),
        ("can stress cause it", "does it hurt", "I know no more about that."),
        ("should I eat more potassium", "how much water", "At least two liters of water a day."),
    ],
)
def test_a_short_question_is_about_the_answer_before(talk, before, asked, answer):
    talk.say(before)
    assert talk.say(asked).startswith(answer)


def test_how_much_water_was_drunk_is_asked_of_the_journal(talk):
    talk.answer("I had a liter of water", "should I eat more potassium")
    assert talk.say("how much water").startswith("One liter of water")


@pytest.mark.parametrize("unclear", ["explain that", "in plain words", "I don't understand"])
def test_whoever_does_not_understand_an_answer_hears_the_rest_of_it_or_itself_again(talk, unclear):
    talk.say("can stress cause it")
    assert talk.say(unclear).startswith("Ten minutes a day of slow breathing")
    whole = talk.say("can alcohol cause twitching")
    assert talk.say(unclear) == whole


@pytest.mark.parametrize("asked", ["is it a l s", "what is als"])
def test_nobody_who_told_of_weakness_is_comforted(talk, asked):
    talk.say("my hand has been getting weak for weeks")
    reply = talk.say(asked)
    assert reply.startswith("Unexplained twitching that is widespread, or one-sided with weakness, should be looked at")
    assert "vast majority" not in reply
