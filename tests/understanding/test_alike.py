"""Words are alike that look alike or sound alike."""

import pytest

from voiceassist.pronunciation import Lexicon
from voiceassist.understanding.alike import Alike
from voiceassist.understanding.candidates import Pronunciations
from voiceassist.understanding.costs import FARTHEST, spelling_distance

VOCABULARY = ("cause", "magnesium", "toe", "calf")


@pytest.fixture(scope="module")
def alike():
    return Alike(Pronunciations(Lexicon().phones))


@pytest.mark.parametrize(("heard", "meant"), [("cuz", "cause"), ("mechanism", "magnesium"), ("tow", "toe")])
def test_what_a_free_decoder_writes_for_a_word_is_near_it(alike, heard, meant):
    distances = dict(zip(VOCABULARY, alike(VOCABULARY, heard).tolist(), strict=True))
    assert min(distances, key=distances.__getitem__) == meant
    assert distances[meant] < FARTHEST


@pytest.mark.parametrize("heard", ["cuz", "half", "toes", "magnesium", "bicycle"])
def test_sound_brings_words_nearer_and_never_further(alike, heard):
    assert (alike(VOCABULARY, heard) <= spelling_distance(VOCABULARY, heard)).all()


def test_the_same_word_is_the_same(alike):
    assert alike(VOCABULARY, "calf").tolist()[VOCABULARY.index("calf")] == 0.0
