"""What testers and reviewers saw go wrong in whole conversations, each as it should be."""

from __future__ import annotations

import pytest

NO_TWITCH = ("check in", "skip", "skip", "skip", "skip", "skip")
"""Until the last question of the check-in, which is whether there were any twitches."""


class TestDanger:
    @pytest.mark.parametrize("nothing", ["...", "?", "-", "👎", ""])
    def test_words_that_hold_none_are_no_yes(self, talk, nothing):
        assert talk.say("my face is dripping") == "Is the face drooping on one side?"
        talk.say(nothing)
        assert not talk.levels()

    def test_a_relatives_emergency_is_not_the_speakers(self, talk):
        assert "for them" in talk.say("my dad collapsed in the kitchen")
        assert not talk.entries()

    @pytest.mark.parametrize(
        "answer", ["no it's been getting worse over months", "it crept up on me", "no not suddenly"]
    )
    def test_any_words_for_a_slow_beginning_answer(self, talk, answer):
        assert talk.say("my speech has been a bit slurred").startswith("Did that start suddenly")
        assert talk.say(answer).startswith("See a doctor this week")
        assert [entry["sign"] for entry in talk.entries("sign")] == ["speech"]

    def test_how_slowly_one_sign_came_says_nothing_of_another(self, talk):
        assert talk.say("my foot has been numb for months and my arm is weak").startswith("Did that start suddenly")

    def test_it_is_asked_about_before_anything_else(self, talk):
        assert talk.say("I took thirty of my tablets") == "Are you thinking of harming yourself?"

    def test_a_sign_of_another_place_moves_no_twitch(self, talk):
        reply = talk.say("my left calf twitches and weakness in my arm")
        assert reply.startswith("Left calf. Logged. About the weakness.")
        talk.say("no")
        assert [(e["place"], e.get("side")) for e in talk.entries("sign")] == [("arm", None)]

    def test_it_is_asked_about_behind_a_denied_pain(self, talk):
        assert talk.say("no pain, numbness in my arm") == "Is something numb?"

    def test_that_nothing_helps_is_not_noted_as_two_weeks(self, talk):
        assert talk.say("nothing helps") == "Has it lasted more than two weeks?"
        assert not talk.entries()

    def test_what_is_denied_is_not_asked_about(self, talk):
        assert talk.say("my calf is twitching, no chest pain") == "Calf. Logged."

    def test_who_jests_does_not_choke(self, talk):
        talk.say("twitch in my left calf")
        assert talk.say("scrap the last entry, I was joking") == "Taken back: left calf."

    @pytest.mark.parametrize("said", ["scrap that, I'm choking", "delete the last entry, I am choking"])
    def test_who_chokes_does_not_jest(self, talk, said):
        talk.say("twitch in my left calf")
        assert "choking" in talk.say(said).lower()
        assert len(talk.entries("twitch")) == 1

    def test_to_do_nothing_is_no_word_of_harm(self, talk):
        talk.say("should I see a doctor")
        reply = talk.say("what if I do nothing")
        assert reply.startswith("If I told you to see a doctor, please do.")

    def test_there_was_none_of_it(self, talk):
        assert talk.say("twitch in my left calf and I never had a seizure") == "Left calf. Logged."
        assert not talk.levels()

    def test_goodbye_in_the_checklist_gives_the_result_so_far(self, talk):
        talk.answer("run the checklist", "yes", "yes")
        reply = talk.say("exit")
        assert "See a doctor this week" in reply
        assert reply.endswith("Goodbye. Take care.")
        assert [entry["level"] for entry in talk.entries("assessment")] == ["urgent"]


class TestTheJournal:
    @pytest.mark.parametrize(
        "said", ["my hand got weak, log a twitch in my thumb", "i can't lift my arm log a twitch in my thumb"]
    )
    def test_what_is_said_beside_a_sign_is_kept(self, talk, said):
        assert talk.say(said).startswith("Thumb. Logged. About the weakness.")

    def test_a_note_keeps_its_words(self, talk):
        talk.say("note that i met the mayor about the lesson and he was handsome")
        assert [entry["text"] for entry in talk.entries()] == ["i met the mayor about the lesson and he was handsome"]

    @pytest.mark.parametrize(
        ("said", "noted"),
        [
            ("my doctor upped my sertraline to 100", "my doctor upped my sertraline to 100"),
            ("dropped my dose to 25", "dropped my dose to 25"),
            ("i had covid in october", "i had covid in october"),
        ],
    )
    def test_a_dose_and_an_illness_are_noted_in_all_the_words(self, talk, said, noted):
        talk.say(said)
        assert [entry["text"] for entry in talk.entries("note")] == [noted]

    @pytest.mark.parametrize("said", ["my left eyelid twitch started on friday", "my left eyelid started up on friday"])
    def test_a_day_on_which_it_started_is_since_when(self, talk, said):
        talk.say(said)
        talk.say("yes")
        [twitch] = talk.entries("twitch")
        assert (twitch["since"], twitch["at"][:10]) == ("2026-11-20T00:00:00+01:00", "2026-11-22")

    @pytest.mark.parametrize(
        ("said", "lasted"),
        [
            ("my eyelid twitched twenty minutes after coffee", None),
            ("my eyelid twitched for twenty minutes after coffee", 1200),
            ("my left eyelid, twenty minutes, after coffee", 1200),
            ("every two hours my left calf twitches", None),
            ("my left calf twitches every two hours for ten minutes", 600),
            ("left calf, ten seconds, every few minutes", 10),
        ],
    )
    def test_how_much_later_and_how_often_are_not_how_long(self, talk, said, lasted):
        talk.say(said)
        talk.say("yes")
        assert [entry.get("duration_s") for entry in talk.entries("twitch")] == [lasted]

    def test_what_began_an_hour_ago_has_not_lasted_for_weeks(self, talk):
        reply = talk.say("right tricep started flickering an hour ago and hasn't let up")
        assert reply == "Right upper arm, at ten past eight. Shall I log that?"
        assert talk.entries("sign") == []

    @pytest.mark.parametrize(
        "said",
        [
            "my thumb twitched five times today",
            "my thumb twitched twice today",
            "three or four twitches in my thumb today",
        ],
    )
    def test_how_often_is_kept_in_the_words_and_told(self, talk, said):
        reply = talk.say(said)
        assert reply == "Thumb, today. Logged as one entry, with how often in your words."
        assert [entry["words"] for entry in talk.entries("twitch")] == [said]

    def test_how_often_in_each_of_two_places(self, talk):
        reply = talk.say("three twitches in my eyelid and two in my thumb")
        assert reply == "Eyelid. Thumb. Logged as one entry each, with how often in your words."

    def test_a_number_before_the_twitches_is_no_clock(self, talk):
        talk.say("about ten twitches in my left calf")
        assert [entry["at_precision"] for entry in talk.entries("twitch")] == ["minute"]
        assert [entry["at"] for entry in talk.entries("twitch")] == [talk.now.isoformat()]

    @pytest.mark.parametrize("said", ["my hands and my feet are cold", "my hand and my foot are tired"])
    def test_a_place_that_did_not_twitch_is_asked_about(self, talk, said):
        assert talk.say(said).endswith("Shall I log that?")
        assert not talk.entries()

    @pytest.mark.parametrize("said", ["it stopped when I got up", "it stopped at nine"])
    def test_when_it_ended_is_not_when_it_was(self, talk, said):
        talk.say("twitch in my left calf")
        assert talk.say(said) == "I am glad. If it comes back, tell me."
        (twitch,) = talk.entries("twitch")
        assert twitch["at"] == twitch["created_at"]

    @pytest.mark.parametrize("said", ["I drank three quarters of a litre", "three quarters of a litre"])
    def test_what_was_drunk_is_asked(self, talk, said):
        assert talk.answer(said, "water") == "Seven hundred fifty milliliters of water. Logged."

    @pytest.mark.parametrize("said", ["stress eleven out of ten", "twitch in my left calf tomorrow"])
    def test_what_cannot_be_is_neither_logged_nor_offered_as_something_else(self, talk, said):
        reply = talk.say(said)
        assert "not log" in reply
        assert not reply.endswith("?")
        assert not talk.entries()

    def test_what_is_said_beside_too_much_stress_is_logged(self, talk):
        reply = talk.say("I had two coffees and my stress was eleven")
        assert reply.startswith("Two cups with caffeine. Logged. Stress goes from zero to ten. I did not log it.")

    def test_liters_are_no_sleep(self, talk):
        assert "Changed" not in talk.answer("slept six hours", "one and a half liters")
        assert [(entry["amount"], entry["unit"]) for entry in talk.entries("day")] == [(6, "h")]

    @pytest.mark.parametrize(
        ("said", "asked"),
        [
            ("I slept forty hours", "Forty hours of sleep. Shall I log that?"),
            ("I had fifty coffees", "Fifty cups with caffeine. Shall I log that?"),
        ],
    )
    def test_more_than_anybody_has_in_a_day_is_asked_about_once(self, talk, said, asked):
        assert talk.say(said) == asked
        assert not talk.entries()
        talk.say("yes")
        assert len(talk.entries("day")) == 1

    def test_an_amount_is_not_changed_unasked_to_more_than_anybody_has(self, talk):
        assert talk.answer("I had two coffees", "no, fifty coffees") == "Change it to fifty cups with caffeine?"

    def test_pints_of_nothing_named_are_asked_about(self, talk):
        assert talk.say("I drank three pints") == "Of what? Water, or something with alcohol?"
        assert not talk.entries()
        talk.say("water")
        assert talk.answer("I had a pint", "skip") == "Okay. Nothing was logged."
        talk.answer("I had two pints", "beer")
        assert [(e["measure"], round(e["amount"]), e["unit"]) for e in talk.entries()] == [
            ("water", 1420, "ml"),
            ("alcohol", 2, "glass"),
        ]

    def test_pints_after_nothing_but_water_are_water(self, talk):
        talk.answer("I drank nothing but water today", "about three pints")
        assert [(e["measure"], round(e["amount"]), e["unit"]) for e in talk.entries()] == [("water", 1420, "ml")]

    def test_a_decaf_takes_no_coffee_back(self, talk):
        talk.answer("I had two coffees", "had a cup of decaf")
        assert talk.say("how much coffee did I have today") == "Two cups with caffeine, today."

    def test_two_places_with_the_verb_between_them_are_two(self, talk):
        assert talk.say("my right thumb twitched and my left calf too") == "Right thumb. Left calf. Logged."

    @pytest.mark.parametrize(
        ("said", "noted"),
        [
            ("started magnesium citrate 300 mg yesterday", "started magnesium citrate 300 mg yesterday"),
            ("stopped sertraline last week", "stopped sertraline last week"),
            ("I take magnesium every night", "I take magnesium every night"),
            ("I started magnesium", "magnesium"),
        ],
    )
    def test_a_medicine_keeps_its_dose_and_whether_it_was_stopped(self, talk, said, noted):
        if talk.say(said).endswith("Shall I note that?"):
            talk.say("yes")
        assert [entry["text"] for entry in talk.entries("note")] == [noted]

    @pytest.mark.parametrize("question", ["what to do", "whether magnesium is ok"])
    def test_a_question_for_the_doctor_keeps_its_first_and_its_last_word(self, talk, question):
        talk.say(f"ask the doctor {question}")
        assert [entry["text"] for entry in talk.entries("note")] == [question]

    @pytest.mark.parametrize("answer", ["none", "zero"])
    def test_a_check_in_ends_with_no_twitches(self, talk, answer):
        talk.answer(*NO_TWITCH, answer)
        assert [entry["measure"] for entry in talk.entries("day")] == ["twitch_free"]

    def test_since_last_night_is_not_weeks(self, talk):
        assert talk.say("my eyelid has been twitching since last night") == "Eyelid, since last night. Logged."
        assert not talk.entries("sign")

    def test_a_day_without_twitches_names_them(self, talk):
        talk.say("I don't have any trouble breathing")
        assert not talk.entries()

    def test_a_question_is_no_yes(self, talk):
        assert talk.say("my calf used to twitch last year") == "Calf. Shall I log that?"
        talk.say("did my calf twitch yesterday")
        assert not talk.entries()

    @pytest.mark.parametrize(
        ("said", "reply"),
        [
            (
                "yesterday my left knee twitched and today my right knee",
                "Left knee, yesterday. Right knee, today. Logged.",
            ),
            ("left calf, then right thigh, then both feet twitched", "Left calf. Right thigh. Both feet. Logged."),
        ],
    )
    def test_of_several_twitches_each_keeps_its_time_and_none_is_lost(self, talk, said, reply):
        assert talk.say(said) == reply

    def test_a_twitch_after_all_takes_the_day_without_any_back(self, talk):
        talk.say("I didn't twitch today")
        assert talk.say("well actually once") == "Taken back: no twitches. Where was it?"
        assert talk.say("in my eyelid") == "Eyelid. Logged."
        assert [entry["kind"] for entry in talk.entries()] == ["twitch"]

    def test_once_after_anything_else_is_nothing(self, talk):
        talk.answer("I had two coffees", "well actually once")
        assert [entry["kind"] for entry in talk.entries()] == ["day"]

    def test_a_trigger_without_a_name_is_kept_and_not_said(self, talk):
        said = "my right hand twitched while I was driving this morning"
        assert talk.say(said) == "Right hand, this morning. Logged."
        assert [(entry["triggers"], entry["words"]) for entry in talk.entries()] == [(["other"], said)]

    def test_what_is_said_twice_is_one_twitch(self, talk):
        assert talk.say("my left knee twitched today and today my left knee") == "Left knee, today. Logged."

    def test_a_place_and_a_time_go_on_with_what_twitched(self, talk):
        talk.say("my left knee twitched yesterday")
        assert talk.say("and today my right knee") == "Right knee, today. Logged."

    @pytest.mark.parametrize("said", ["this morning my right eye", "the left foot was cold", "my left arm is stressed"])
    def test_a_place_that_nothing_says_twitched_is_asked_about(self, talk, said):
        assert talk.say(said).endswith("Shall I log that?")
        assert not talk.entries()

    @pytest.mark.parametrize(
        ("said", "reply"),
        [
            ("my stress is high today", "Stress. Logged. How much, from zero to ten?"),
            ("I had two cups of decaf", "No caffeine. Logged."),
        ],
    )
    def test_a_day_is_told_in_few_words(self, talk, said, reply):
        assert talk.say(said).startswith(reply.partition(",")[0])

    def test_the_same_but_longer_turns_no_answers_longer(self, talk):
        talk.say("left calf twitched for a minute")
        assert talk.say("the same place again but longer") == "Left calf. Logged."
        assert len(talk.entries("twitch")) == 2

    def test_deleting_everything_takes_no_whole_body_back(self, talk):
        talk.say("my calf twitched")
        assert talk.say("delete everything").startswith("Nothing was deleted.")
        assert len(talk.entries("twitch")) == 1

    @pytest.mark.parametrize(
        ("said", "counted"),
        [
            ("I had two coffees", "Three cups with caffeine, today."),
            ("yesterday I had two coffees", "Two cups with caffeine, yesterday."),
            ("my thumb twitched", "Twice, on one day."),
        ],
    )
    def test_how_many_is_that_counts_what_was_just_logged(self, talk, said, counted):
        talk.answer("my calf twitched", "I had a coffee")
        talk.say(said)
        assert talk.say("how many is that") == counted


class TestWhatBelongsToTheTwitch:
    @pytest.mark.parametrize(
        ("twitch", "said", "logged"),
        [
            ("leg twitch in bed that were odd", "right leg", ("leg", "right")),
            ("finger twitch in bed that were odd", "right hand", ("finger", "right")),
        ],
    )
    def test_right_before_a_place_is_no_yes(self, talk, twitch, said, logged):
        assert talk.say(twitch).endswith("Shall I log that?")
        talk.say(said)
        assert [(e["place"], e.get("side")) for e in talk.entries("twitch")] == [logged]

    def test_minutes_are_no_hour_of_the_clock(self, talk):
        reply = talk.say("me left calf's been going again, about ten minutes it were")
        assert reply == "Left calf, ten minutes. Shall I log that?"

    def test_yesterday_it_was_the_other_is_another_twitch(self, talk):
        talk.say("twitch in my left calf")
        assert talk.say("yesterday it was the right") == "Right calf, yesterday. Logged."
        assert len(talk.entries("twitch")) == 2

    def test_weeks_that_are_told_afterwards_are_weighed(self, talk):
        talk.say("my tongue is twitching")
        assert "See your doctor about it." in talk.say("for a month")
        assert [entry["sign"] for entry in talk.entries("sign")] == ["persistent"]


class TestWhatOthersSay:
    @pytest.mark.parametrize("said", ["my friend said it is ALS", "my wife thinks it might be ALS"])
    def test_a_friends_guess_is_no_family_history(self, talk, said):
        talk.say(said)
        assert not talk.entries("sign")

    def test_a_relative_who_tells_of_an_illness_is(self, talk):
        talk.say("my mother said she has ALS")
        assert [entry["sign"] for entry in talk.entries("sign")] == ["family_history"]


class TestEverydayWordsForDanger:
    def test_a_curtain_over_the_eye_is_asked_about(self, talk):
        assert talk.say("a curtain came down over my right eye").startswith("Has your sight suddenly gone")

    def test_a_head_that_must_be_held_up_is_weak(self, talk):
        assert talk.say("I have to hold my head up with my hand").startswith("Did that start suddenly")

    @pytest.mark.parametrize("limb", ["it won't move", "my arm twitched and now it won't move"])
    def test_a_limb_that_will_not_move_is_weak_and_nobody_has_collapsed(self, talk, limb):
        reply = talk.say(limb)
        assert reply == "Is something weak?" or reply.startswith("Did that start suddenly")

    def test_a_child_that_will_not_move_has(self, talk):
        assert talk.say("the baby fell and it won't move").startswith("Call your local emergency number for them")

    def test_to_fear_not_to_wake_up_is_worry_but_of_somebody_else_an_emergency(self, talk):
        assert talk.say("I'm scared I won't wake up").startswith("I understand that you are afraid.")
        assert talk.say("I'm scared he won't wake up").startswith("Call your local emergency number for them")

    def test_sight_that_is_lost_is_asked_about_first_and_is_an_emergency(self, talk):
        assert talk.say("I suddenly can't see out of my left eye").startswith("Has your sight suddenly gone")
        assert talk.say("yes").startswith("Call your local emergency number now.")

    @pytest.mark.parametrize(
        "told",
        [
            "first my calf, then my thigh, now my arm",
            "it started in my calf, then my thigh, now my arm",
            "first my calf twitched, then my thigh, then my arm",
        ],
    )
    def test_from_one_place_to_the_next_and_now_to_another_it_has_spread(self, talk, told):
        assert "It has spread to several areas." in talk.say(told)


class TestWhatThereIsNoneOf:
    @pytest.mark.parametrize("said", ["it's not numb it just twitches", "it's not weak, it just twitches"])
    def test_a_twitch_with_nothing_else_is_asked_where_it_was(self, talk, said):
        assert talk.say(said) == "Where was it?"
        talk.say("calf")
        assert [entry["with"] for entry in talk.entries("twitch")] == [[]]

    @pytest.mark.parametrize(
        "said", ["it's not numb it just twitches", "it isn't weak, it only twitches", "it's not weak or numb"]
    )
    def test_of_the_twitch_just_logged_nothing_came_with_it(self, talk, said):
        talk.say("my thumb is twitching")
        assert talk.say(said) == "Good. Nothing came with it."

    @pytest.mark.parametrize(
        "none", ["no weakness, numbness or pain", "no weakness numbness or pain", "with no pain or numbness"]
    )
    def test_a_list_of_what_there_is_none_of_is_not_logged(self, talk, none):
        assert talk.say(f"left calf twitching, {none}") == "Left calf. Logged."
        assert [entry["with"] for entry in talk.entries("twitch")] == [[]]

    def test_what_is_only_asked_about_did_not_come_with_it(self, talk):
        assert talk.say("left calf twitching, no weakness, numbness") == "Left calf. Logged. Is something numb?"
        assert [entry["with"] for entry in talk.entries("twitch")] == [[]]

    def test_a_twitch_that_is_not_strong_is_no_weakness(self, talk):
        talk.say("log a twitch in my thumb")
        assert talk.say("it is not strong") == "Two out of ten. Changed."

    def test_without_a_twitch_it_is_asked_about(self, talk):
        assert talk.say("it is not strong") == "Is something weak?"

    @pytest.mark.parametrize("fine", ["my grip is fine", "but I can still stand on my toes"])
    def test_strength_answers_the_question_of_weakness_and_no_other(self, talk, fine):
        talk.say("run the checklist")
        assert talk.say(fine).startswith("Sorry?")
        assert talk.answer("no", "no").startswith("Is there weakness")
        assert talk.say(fine).startswith("Has it spread")

    def test_the_eye_of_an_eyelid_tells_its_side(self, talk):
        talk.say("log a twitch in my eyelid")
        assert talk.answer("the left eye", "yes") == "Left eyelid. Changed."
