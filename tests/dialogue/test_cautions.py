"""What has to be said with advice is said in the same breath, and holds for whoever says that it is theirs."""

import pytest

LIMITED = "What your doctor told you about fluids and potassium counts, not my advice."
CAUTION = "Not if told to limit fluids or potassium"


@pytest.mark.parametrize(
    "question", ["how much water should I drink", "should I take potassium", "does potassium help with twitching"]
)
def test_the_caution_is_in_the_first_breath(talk, question):
    assert CAUTION in talk.say(question)
    assert CAUTION not in talk.say(question)


@pytest.mark.parametrize("told", ["my doctor told me to limit fluids", "I'm on dialysis", "I have kidney disease"])
def test_whoever_has_to_limit_fluids_is_told_no_amount_again(talk, told):
    talk.say(told)
    for question in ("how much water should I have", "more", "more", "does potassium help with twitching"):
        reply = talk.say(question)
        assert "two liters" not in reply
        assert "bananas" not in reply
    assert talk.say("how much water should I have").startswith(LIMITED)


def test_a_condition_comes_before_the_amount_that_is_asked_for(talk):
    assert talk.say("I have kidney disease, how much water").startswith(LIMITED)


def test_magnesium_has_an_answer_of_its_own(talk):
    assert talk.say("does magnesium help").startswith("Magnesium is in nuts")
