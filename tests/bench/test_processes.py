"""Work is spread over processes without what comes of it being changed, and halves stay what they always were."""

from __future__ import annotations

from functools import partial
from pathlib import Path

import pytest

from voiceassist.bench.halves import is_for_tuning
from voiceassist.bench.processes import in_processes
from voiceassist.bench.spoken_suite import Recording


@pytest.mark.parametrize("jobs", [1, 2])
def test_each_work_is_given_all_in_pieces_and_what_it_finds_keeps_their_order(jobs):
    done = []
    found = in_processes([sorted, partial(sorted, reverse=True)], [3, 1, 2, 5, 4], 2, jobs, done.append)
    assert list(found) == [[1, 3, 2, 5, 4], [3, 1, 5, 2, 4]]
    assert done == [2, 2, 1] * 2


def test_what_one_piece_raises_ends_all():
    done = []
    with pytest.raises(TypeError):
        list(in_processes([sorted], [1, 2, 3, "four", 5, 6], 2, 1, done.append))
    assert done == [2]


def test_the_halves_are_those_of_every_figure_that_was_ever_reported():
    assert [text for text in ("my left calf is twitching", "undo", "open the window") if is_for_tuning(text)] == [
        "my left calf is twitching",
        "undo",
    ]
    assert Recording("audio/undo", Path("undo")).for_tuning is is_for_tuning("undo")
