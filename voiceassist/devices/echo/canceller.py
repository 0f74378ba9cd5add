"""Takes the loudspeaker's voice out of the microphone's: the delay is found first, then a filter learns the room."""

from __future__ import annotations

from collections import deque
from typing import Final

import numpy as np

from voiceassist.devices.echo.match import find
from voiceassist.devices.echo.path import BLOCK, PARTITIONS, EchoPath
from voiceassist.devices.echo.protocol import Residue
from voiceassist.devices.echo.reference import Reference
from voiceassist.devices.echo.signal import FULL_SCALE, Signal, to_samples
from voiceassist.devices.echo.suppressor import Suppressor
from voiceassist.devices.levels import SILENCE_DBFS
from voiceassist.values import FRAME, SAMPLE_RATE, Samples

AHEAD: Final = SAMPLE_RATE // 100
"""The filter begins 10 ms before the echo is expected: the time at which a device began is known no better."""
EARLIEST: Final = -SAMPLE_RATE // 4
LATEST: Final = SAMPLE_RATE // 2
"""An echo is looked for from 0.25 s before the time stated by the loudspeaker, whose callback may come late, to 0.5 s
after."""
AGAIN: Final = SAMPLE_RATE // 8
"""Once the room is known, each reply may be off by so much: a device newly opened starts when it likes."""
ENOUGH: Final = 6
"""Frames of sound, about 0.2 s, in which a delay is looked for, and as many more each time it was not found."""
REMEMBERED: Final = 40
"""Frames kept to look for the delay in, and to learn a new room from: 1.3 s."""
SLIPPED_S: Final = 0.05
PROVED: Final = 16
"""Sound was lost where none of so many frames came less than `SLIPPED_S` late; one that did only shows that a busy
system called back late."""
EVERY: Final = 8
"""Frames after which the clocks of the two devices are compared again, over `EVERY` frames of echo and those before."""
PULL: Final = 0.3
"""Share of a difference between the clocks that is taken back at once, and"""
PACE: Final = 0.2
"""the share of it, seen as a difference in pace, by which the pace is corrected: a proportional-integral loop."""
LOST_DB: Final = 3.0
LOST_AFTER: Final = 3
"""Where so many frames of echo are weakened by less, either a person speaks or the loudspeaker or the microphone
stuttered: only in the latter case is what was heard an echo from another moment."""
LEARNED_DB: Final = 13.0
LEARNED: Final = (60, 57)
"""A room is known once its echo was weakened by so much in 57 of 60 frames in which it was loud: about 2 s.  What is
left of an unknown one cannot be told from a person, and a filter that knows some sounds does not yet know all."""
LOUD: Final = 10 ** (-50 / 20)
"""Root mean square of a frame from which it tells whether its echo was weakened."""
LEARNS_FOR: Final = 250
"""Frames of sound, 8 s, after which it is known as well as it will be: the echo is fainter than the noise."""
DOUBTED: Final = (24, 12)
"""A room of which nothing was learned in 24 loud frames (not 12 of them weakened) is forgotten, its delay too: where
the echo comes earlier than the filter begins, the filter learns the pitch of the voice and foretells from that.  What
was heard until then counts for `LEARNS_FOR`, so that a room of much noise comes to be known, too."""
SETTLED: Final = (LEARNS_FOR, 8)
"""The room is settled after so many frames of sound in all, and 8 since the delay was last found anew: before, single
frames of echo alone keep up to a third of their level."""
_PRIME: Final = (PARTITIONS + 1) * BLOCK
_AUDIBLE: Final = 1e-4
"""Root mean square of a reference that can have an echo: three steps of 16 bits."""


class KalmanCanceller:
    """See `EchoCanceller`."""

    def __init__(self) -> None:
        self._reference = Reference()
        self.reset()

    @property
    def residue(self) -> Residue:
        """What became of the frame cleaned last."""
        return self._residue

    def played(self, samples: Samples, at: float) -> None:
        """See `Tap.played`."""
        self._reference.put(samples, at)

    def cut(self, at: float) -> None:
        """See `Tap.cut`."""
        self._reference.cut(at)

    def reset(self) -> None:
        """See `EchoCanceller.reset`."""
        self._reference.clear()
        self._suppressor = Suppressor()
        self._delay: float | None = None
        self._pace = 0.0
        """Samples by which the delay grows a sample, because the devices' clocks differ."""
        self._compared = 0
        self._run = 0
        self._aligned = False
        self._next: int | None = None
        self._heard: deque[Signal] = deque(maxlen=REMEMBERED)
        self._sounded = 0
        self._late: deque[int] = deque(maxlen=PROVED)
        self._vain = 0
        self._followed = 0
        """Frames of sound whose delay was known."""
        self._forget_room()
        self._residue = Residue()

    def clean(self, frame: Samples, heard_at: float) -> Samples:
        """See `EchoCanceller.clean`."""
        begin = self._place(heard_at)
        heard = frame / FULL_SCALE
        self._heard.append(heard)
        if not self._sounding(begin):
            self._residue = Residue(left=_db(heard))
            return frame
        if self._run != self._reference.runs:
            self._run = self._reference.runs
            self._look_again()
        if not self._aligned:
            self._align(begin)
        if self._delay is None:
            self._residue = Residue(True, left=_db(heard))
            return frame
        if self._aligned:
            self._follow_clocks(begin)
        self._path.prime(self._played(begin - _PRIME, _PRIME))
        rest, echo = self._take_out(heard, begin, learn=self._aligned)
        rest = rest if _rms(rest) < _rms(heard) else heard
        self._watch(_rms(heard), _rms(echo), _rms(rest), begin)
        left = self._suppress(rest, echo)
        self._learn_room(_rms(heard), _rms(left))
        if self._learned:
            settled = self._followed >= SETTLED[0] and self._since >= SETTLED[1]
            self._residue = Residue(True, self._aligned, settled, _db(echo), _db(left))
        else:
            self._residue = Residue(True, self._aligned, False, _db(heard), SILENCE_DBFS)
        return to_samples(left)

    def _sounding(self, begin: int) -> bool:
        """Whether anything was played that can still be heard from sample `begin` on."""
        if self._delay is None:
            first, last = begin - LATEST, begin + FRAME - EARLIEST
        else:
            first = begin - int(self._delay)
            first, last = first - PARTITIONS * BLOCK, first + FRAME + AHEAD
        return _rms(self._reference.get(first, last - first)) >= _AUDIBLE

    def _place(self, heard_at: float) -> int:
        """The sample number of a frame's first sample."""
        stated = round(heard_at * SAMPLE_RATE) - FRAME
        begin = stated if self._next is None else self._next
        self._late.append(stated - begin)
        if len(self._late) == PROVED and abs(min(self._late)) > SLIPPED_S * SAMPLE_RATE:
            begin += min(self._late)
            self._late.clear()
            self._heard.clear()
            self._look_again()
        self._next = begin + FRAME
        return begin

    def _forget_room(self) -> None:
        self._path = EchoPath()
        self._since = 0
        """Frames of sound since the delay was last found anew."""
        self._weakened: deque[bool] = deque(maxlen=LEARNED[0])
        self._learned = False

    def _look_again(self) -> None:
        self._aligned, self._sounded, self._vain, self._since = False, 0, 0, 0

    def _watch(self, heard: float, echo: float, left: float, begin: int) -> None:
        """Notice, from root mean squares, whether the delay is another."""
        if not self._aligned:
            return
        loud = heard >= LOUD and echo > heard * 10 ** (-2 * LOST_DB / 20)
        if loud:
            self._vain = self._vain + 1 if left > heard * 10 ** (-LOST_DB / 20) else 0
        if self._vain < LOST_AFTER:
            return
        self._vain = 0
        recent, first = self._recent(begin, 2 * LOST_AFTER)
        found = find(recent, self._foretold(first - AGAIN, len(recent) + 2 * AGAIN))
        if not found.sure:
            return
        self._delay = (self._delay or 0.0) + AGAIN - found.at

    def _learn_room(self, heard: float, left: float) -> None:
        """Notice, from root mean squares, whether the room is known by now."""
        if not self._aligned:
            return
        self._followed += 1
        self._since += 1
        if heard >= LOUD:
            self._weakened.append(left < heard * 10 ** (-LEARNED_DB / 20))
        known = len(self._weakened) == LEARNED[0] and sum(self._weakened) >= LEARNED[1]
        self._learned = self._learned or known or self._followed >= LEARNS_FOR
        if not self._learned and len(self._weakened) >= DOUBTED[0] and sum(self._weakened) < DOUBTED[1]:
            self._forget_room()
            self._delay = None
            self._look_again()

    def _recent(self, begin: int, count: int) -> tuple[Signal, int]:
        """The last `count` frames heard, the last of which begins at sample `begin`, and the first's sample number."""
        heard = np.concatenate(list(self._heard)[-count:])
        return heard, begin + FRAME - len(heard)

    def _played(self, begin: int, count: int) -> Signal:
        """What the filter takes for played from microphone sample `begin` on."""
        return self._reference.get(begin - (self._delay or 0) + AHEAD, count)

    def _align(self, begin: int) -> None:
        """Find by how much this reply is off, once enough of it was heard."""
        count = self._sounded + ENOUGH
        self._sounded += 1
        if self._sounded % ENOUGH:
            return
        heard, first = self._recent(begin, count)
        if self._delay is not None:
            found = find(heard, self._foretold(first - AGAIN, len(heard) + 2 * AGAIN))
            if found.sure:
                self._delay += AGAIN - found.at
                self._aligned = True
                return
        found = find(heard, self._reference.get(first - LATEST, len(heard) + LATEST - EARLIEST))
        if found.sure:
            before, self._delay, self._aligned = self._delay, LATEST - found.at, True
            moved = before is not None and abs(before - self._delay) > AHEAD // 2
            if moved:
                self._followed = 0
            if before is None or moved:
                self._forget_room()
                self._rehearse(heard, first)

    def _follow_clocks(self, begin: int) -> None:
        """Correct the delay for clocks that run apart."""
        self._delay = (self._delay or 0.0) + self._pace * FRAME
        self._compared += 1
        if self._compared % EVERY or len(self._heard) < 2 * EVERY:
            return
        heard, first = self._recent(begin, 2 * EVERY)
        found = find(heard, self._foretold(first - AHEAD, len(heard) + 2 * AHEAD))
        late = AHEAD - found.at
        if found.sure and abs(late) < 4:
            self._delay += PULL * late
            self._pace += PACE * late / (EVERY * FRAME)

    def _foretold(self, first: int, count: int) -> Signal:
        self._path.prime(self._played(first - _PRIME, _PRIME))
        blocks = range(first, first + count, BLOCK)
        return np.concatenate([self._path.foretell(self._played(at, BLOCK)) for at in blocks])[:count]

    def _rehearse(self, heard: Signal, first: int) -> None:
        """Learn from what was heard before the delay was known."""
        self._path.prime(self._played(first - _PRIME, _PRIME))
        self._take_out(heard[:-FRAME], first, learn=True)

    def _take_out(self, heard: Signal, begin: int, *, learn: bool) -> tuple[Signal, Signal]:
        rest, echo = np.empty_like(heard), np.empty_like(heard)
        for at in range(0, len(heard), BLOCK):
            part = slice(at, at + BLOCK)
            echo[part] = self._path.foretell(self._played(begin + at, BLOCK))
            rest[part] = heard[part] - echo[part]
            if learn:
                self._path.learn(rest[part])
        return rest, echo

    def _suppress(self, rest: Signal, echo: Signal) -> Signal:
        parts = [slice(at, at + BLOCK) for at in range(0, len(rest), BLOCK)]
        return np.concatenate([self._suppressor.feed(rest[part], echo[part], known=self._aligned) for part in parts])


def _rms(signal: Signal) -> float:
    return float(np.sqrt(np.mean(signal**2)))


def _db(signal: Signal) -> float:
    rms = _rms(signal)
    return max(SILENCE_DBFS, 20 * float(np.log10(rms))) if rms else SILENCE_DBFS
