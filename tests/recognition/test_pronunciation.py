from pathlib import Path

import pytest

from voiceassist.pronunciation import Lexicon

PHONES = frozenset(
    "AA AE AH AO AW AY B CH D DH EH ER EY F G HH IH IY JH K L M N NG OW OY P R S SH T TH UH UW V W Y Z ZH".split()  # noqa: SIM905
)
UNKNOWN = ("ashwagandha", "myokymic", "zolpidem", "xylitol", "rizatriptan")


def test_words_sound_as_cmudict_says_with_all_variants() -> None:
    assert Lexicon().phones("twitch") == (("T", "W", "IH", "CH"),)
    assert set(Lexicon().phones("either")) == {("IY", "DH", "ER"), ("AY", "DH", "ER")}
    assert Lexicon().phones("I'd") == (("AY", "D"),)


def test_the_subjects_own_dictionary_comes_first() -> None:
    own = Lexicon(Path(__file__).parents[2] / "intents" / "en" / "pronunciations.dict")
    assert own.phones("fasciculations")[0] == ("F", "AH", "S", "IH", "K", "Y", "AH", "L", "EY", "SH", "AH", "N", "Z")
    assert len(own.phones("myokymia")) == 2


@pytest.mark.parametrize("word", UNKNOWN)
@pytest.mark.parametrize("with_espeak", [True, False], ids=["espeak-ng", "letters"])
def test_unknown_words_are_guessed_in_the_same_phone_set(
    word: str, with_espeak: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    if not with_espeak:
        monkeypatch.setenv("PATH", "")
    (phones,) = Lexicon().phones(word)
    assert len(phones) >= len(word) // 2
    assert set(phones) <= PHONES


def test_espeak_knows_better_than_letters(monkeypatch: pytest.MonkeyPatch) -> None:
    assert Lexicon().phones("xylitol")[0][:2] == ("Z", "AY")
    monkeypatch.setenv("PATH", "")
    assert Lexicon().phones("xylitol")[0][:2] == ("K", "S")


def test_what_somebody_said_is_written_nowhere(tmp_path: Path) -> None:
    lexicon = Lexicon(kept=tmp_path / "kept")
    lexicon.learn(["przybylskyova"])
    assert lexicon.phones("przybylskyova") and lexicon.phones("zolpidemax")
    assert not (tmp_path / "kept").exists()


def test_what_espeak_said_of_the_words_of_a_language_is_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    kept = tmp_path / "pronunciations"
    Lexicon(kept=kept).keep(UNKNOWN)
    said = [Lexicon().phones(word) for word in UNKNOWN]
    monkeypatch.setenv("PATH", "")
    assert [Lexicon(kept=kept).phones(word) for word in UNKNOWN] == said


def test_what_holds_no_letter_has_no_sound() -> None:
    assert Lexicon().phones("12") == ()
