"""Work that was begun while the speaker paused is never under way beside what comes after it."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Event

import numpy as np
import pytest

from voiceassist.listening.decoding import TurnDecoding
from voiceassist.recognition.choose import Recognizers
from voiceassist.recognition.reserve import Reserve
from voiceassist.values import Completeness, Foreseen, Hypothesis


class Slow:
    """Stands for a decoder that takes until it is let go; what is tested is when it is asked."""

    name, held = "slow", False

    def __init__(self):
        self.begun, self.let_go, self.at_work = Event(), Event(), 0

    def expect(self, context): ...
    def start(self): ...
    def cancel(self): ...
    def close(self): ...

    def feed(self, samples):
        return ""

    def ahead(self):
        def decode():
            self.at_work += 1
            assert self.at_work == 1
            self.begun.set()
            self.let_go.wait(10)
            self.at_work -= 1
            return (Hypothesis("undo", "slow", held=False),)

        return decode

    def finish(self):
        return self.ahead()()


class Held(Slow):
    held = True

    def finish(self):
        return ()


def sure(hypotheses, end):
    return Foreseen(Completeness.COMPLETE)


def doubtful_of(text: str) -> Callable[..., Foreseen]:
    """Doubts all that does not hold `text`."""

    def foresee(hypotheses, end):
        return Foreseen(Completeness.COMPLETE, all(one.text != text for one in hypotheses))

    return foresee


class Better(Slow):
    """Stands for the whisper in reserve; what is tested is when it is asked, and of what."""

    def __init__(self):
        super().__init__()
        self.heard = []

    def feed(self, samples):
        self.heard.append(samples)
        return ""

    def finish(self):
        return (Hypothesis("redo", "better", held=False, confidence=0.9),)


def spoken(decoding: TurnDecoding, *, pause: bool) -> tuple[Hypothesis, ...]:
    """What is heard freely of two frames."""
    decoding.begin()
    for level in (1, 2):
        decoding.feed(np.full(512, level, np.int16))
    if pause:
        decoding.pause(0.04, 1.0)
    heard = decoding.finish(1.0)[1]
    decoding.close()
    return heard


@pytest.mark.parametrize("pause", [True, False], ids=["after a pause", "cut off"])
@pytest.mark.parametrize("beside", [True, False], ids=["beside a microphone", "from a file"])
def test_what_leaves_doubt_is_heard_once_more_by_the_one_in_reserve(beside: bool, pause: bool):
    free, better = Slow(), Better()
    free.let_go.set()
    reserve = Reserve(lambda: better, "better")
    decoding = TurnDecoding(Recognizers(Held(), free, reserve), doubtful_of("redo"), beside=beside)
    heard = spoken(decoding, pause=pause)
    assert [one.text for one in heard] == ["redo", "undo"]
    (sound,) = better.heard
    assert sound.tolist() == [1] * 512 + [2] * 512
    reserve.close()


@pytest.mark.parametrize("beside", [True, False], ids=["beside a microphone", "from a file"])
def test_what_is_certain_is_not_heard_again(beside: bool):
    free, better = Slow(), Better()
    free.let_go.set()
    reserve = Reserve(lambda: better, "better")
    decoding = TurnDecoding(Recognizers(Held(), free, reserve), doubtful_of("undo"), beside=beside)
    assert [one.text for one in spoken(decoding, pause=True)] == ["undo"]
    assert better.heard == []
    reserve.close()


@pytest.mark.parametrize("beside", [True, False], ids=["beside a microphone", "from a file"])
@pytest.mark.parametrize("others", [("undo", ()), ("endow", ("redo",))], ids=["agreed", "apart"])
def test_words_that_several_heard_alike_are_not_heard_again(others, beside: bool):
    text, more = others

    class Two(Slow):
        def finish(self):
            return (Hypothesis("undo", "first", held=False), Hypothesis(text, "second", held=False))

        def ahead(self):
            return self.finish

    better = Better()
    reserve = Reserve(lambda: better, "better")
    decoding = TurnDecoding(Recognizers(Held(), Two(), reserve), doubtful_of("redo"), beside=beside)
    assert {one.text for one in spoken(decoding, pause=True)} == {"undo", text, *more}
    reserve.close()


def test_where_danger_may_have_been_told_even_words_heard_alike_are_heard_again():
    class Two(Slow):
        def finish(self):
            return tuple(Hypothesis("swaddling", name, held=False) for name in ("first", "second"))

    better = Better()
    reserve = Reserve(lambda: better, "better")
    alarming = Foreseen(Completeness.EXTENDABLE, doubtful=True, alarming=True)
    decoding = TurnDecoding(Recognizers(Held(), Two(), reserve), lambda hypotheses, end: alarming, beside=False)
    assert "redo" in {one.text for one in spoken(decoding, pause=False)}
    reserve.close()


def test_where_nothing_was_heard_there_is_nothing_to_doubt():
    better = Better()
    reserve = Reserve(lambda: better, "better")
    decoding = TurnDecoding(Recognizers(Held(), Held(), reserve), doubtful_of("redo"), beside=False)
    assert spoken(decoding, pause=False) == ()
    assert better.heard == []
    reserve.close()


def test_the_end_of_a_turn_waits_for_what_was_begun_before_the_speaker_went_on():
    free = Slow()
    decoding = TurnDecoding(Recognizers(Held(), free), sure, beside=True)
    decoding.begin()
    decoding.feed(np.zeros(512, np.int16))
    decoding.pause(0.04, 1.0)
    assert free.begun.wait(10)
    decoding.pause(0.0, 1.1)  # and a key, or the longest turn, ends it before the next pause
    with ThreadPoolExecutor(1) as pool:
        finished = pool.submit(decoding.finish, 1.0)
        assert not finished.done()
        free.let_go.set()
        assert [one.text for one in finished.result(10)[1]] == ["undo"]
    decoding.close()
