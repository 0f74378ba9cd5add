"""When the assistant listens without being called, second by second."""

from voiceassist.wake.wakefulness import Wakefulness


def awake(wakefulness, t, *, busy=False):
    return wakefulness.is_awake(t, busy=busy)


def test_it_sleeps_until_it_is_called_and_again_when_nobody_speaks():
    wakefulness = Wakefulness(called=6)
    assert not awake(wakefulness, 0)
    wakefulness.called(10)
    assert awake(wakefulness, 15.9)
    assert not awake(wakefulness, 16)


def test_speaking_alone_does_not_wake_it():
    assert not awake(Wakefulness(), 3, busy=True)


def test_somebody_who_speaks_is_heard_to_the_end():
    wakefulness = Wakefulness(called=6)
    wakefulness.called(10)
    assert awake(wakefulness, 15, busy=True)
    assert awake(wakefulness, 25, busy=True)
    assert not awake(wakefulness, 25.1)


def test_after_a_reply_the_next_thing_needs_no_call():
    wakefulness = Wakefulness(called=6, follow_up=8)
    wakefulness.called(0)
    wakefulness.replied(5, question=False)
    assert awake(wakefulness, 12.9)
    assert not awake(wakefulness, 13)


def test_a_question_waits_longer_for_its_answer_but_not_for_ever():
    wakefulness = Wakefulness(question=30)
    wakefulness.replied(5, question=True)
    assert awake(wakefulness, 34)
    assert not awake(wakefulness, 35)


def test_a_goodbye_sends_it_to_sleep_at_once():
    wakefulness = Wakefulness()
    wakefulness.replied(5, question=True)
    wakefulness.dismissed()
    assert not awake(wakefulness, 5.1)
