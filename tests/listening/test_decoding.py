"""Work that was begun while the speaker paused is never under way beside what comes after it."""

from concurrent.futures import ThreadPoolExecutor
from threading import Event

import numpy as np

from voiceassist.listening.decoding import TurnDecoding
from voiceassist.recognition.choose import Recognizers
from voiceassist.values import Completeness, Hypothesis


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


def test_the_end_of_a_turn_waits_for_what_was_begun_before_the_speaker_went_on():
    free = Slow()
    decoding = TurnDecoding(Recognizers(Held(), free), lambda hypotheses, end: Completeness.COMPLETE, beside=True)
    decoding.begin()
    decoding.feed(np.zeros(512, np.int16))
    decoding.pause(0.04, 1.0)
    assert free.begun.wait(10)
    decoding.pause(0.0, 1.1)  # and a key, or the longest turn, ends it before the next pause
    with ThreadPoolExecutor(1) as pool:
        finished = pool.submit(decoding.finish)
        assert not finished.done()
        free.let_go.set()
        assert [one.text for one in finished.result(10)[1]] == ["undo"]
    decoding.close()
