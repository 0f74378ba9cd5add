"""Whisper base.en made from whisper.cpp's file: the same words and numbers as in a model that others converted."""

import json
import struct
from collections.abc import Callable
from pathlib import Path

import pytest
from tokenizers import Tokenizer

from voiceassist.recognition.download import DownloadFailed
from voiceassist.recognition.ggml import convert

SENTENCES = (
    " log a twitch in my left eyelid",
    "My right calf's been twitching since 7:30, on and off — twice an hour.",
    "I didn't; they'd've said so!  Two   spaces, a\ttab\nand a line.",
    "2,500 mg of magnesium (oxide) at 12.5 % costs $3.99 #1 @home",
    "Fasciculations, paraesthesia, hypocalcaemia; electromyography/EMG",
    "naïve café, Übermut, señor, Ångström, 왼쪽 다리, 日本語, 🙂 ♪♪ ♭",
    " <<< >>> -- --- ((( ))) [[ ]] {{ }}",
    "<|startoftranscript|> yes<|notimestamps|> no<|endoftext|>",
    "",
)
HEADER = (51864, 1500, 512, 8, 6, 448, 512, 8, 6, 80, 1)


@pytest.fixture(scope="module")
def made(model: Callable[[str], Path]) -> Path:
    return model("whisper-base-en")


@pytest.fixture(scope="module")
def known(model: Callable[[str], Path]) -> Path:
    """A whisper of the same vocabulary that came converted."""
    return model("whisper-tiny-en")


def test_its_tokenizer_gives_the_same_numbers_and_words(made: Path, known: Path) -> None:
    ours, theirs = (Tokenizer.from_file(str(folder / "tokenizer.json")) for folder in (made, known))
    assert ours.get_vocab() == theirs.get_vocab()
    for sentence in SENTENCES:
        ids = ours.encode(sentence, add_special_tokens=False).ids
        assert ids == theirs.encode(sentence, add_special_tokens=False).ids
        assert ours.decode(ids) == theirs.decode(ids)
        assert ours.decode(ids, skip_special_tokens=False) == sentence
    every = list(range(ours.get_vocab_size()))
    assert ours.decode(every) == theirs.decode(every)
    assert ours.decode([*every[-3:], 50363, 51863]) == ""


def test_every_pair_was_learned_in_the_same_order(made: Path, known: Path) -> None:
    ours, theirs = (json.loads((folder / "tokenizer.json").read_text("utf-8"))["model"] for folder in (made, known))
    assert [" ".join(pair) for pair in ours["merges"]] == theirs["merges"]


def test_it_suppresses_what_others_suppress(made: Path, known: Path) -> None:
    ours, theirs = (json.loads((folder / "config.json").read_text("utf-8")) for folder in (made, known))
    for key in ("suppress_ids", "suppress_ids_begin"):
        assert ours[key] == theirs[key]
    # Theirs leave out English, which has the first.  Models of one language never ask.
    assert ours["lang_ids"] == [50258, *theirs["lang_ids"]]


def test_its_vocabulary_is_the_one_that_others_have(made: Path, known: Path) -> None:
    ours = json.loads((made / "vocabulary.json").read_text("utf-8"))
    assert ours == (known / "vocabulary.txt").read_text("utf-8").removesuffix("\n").split("\n")


def ggml(*header: int, tokens: int = 50256, rest: bytes = b"") -> bytes:
    """A file whose tokens are the 256 bytes and then pairs of them in the order of counting."""
    body = struct.pack("<I11i2i", 0x67676D6C, *header, 1, 1) + struct.pack("<f", 0) + struct.pack("<i", tokens)
    words = [bytes([byte]) for byte in range(256)] + [bytes(divmod(number, 256)) for number in range(50000)]
    return body + b"".join(struct.pack("<i", len(word)) + word for word in words[:tokens]) + rest


def weight(name: str, kind: int, *shape: int) -> bytes:
    return struct.pack(f"<3i{len(shape)}i", len(shape), len(name), kind, *shape) + name.encode()


@pytest.mark.parametrize(
    ("body", "told"),
    [
        (b"", "cut short"),
        (b"<html>not found</html>", "another number"),
        (ggml(*HEADER)[:40], "cut short"),
        (ggml(*HEADER)[:2000], "cut short"),
        (ggml(51865, *HEADER[1:]), "51865 tokens instead of 51864"),
        (ggml(51864, 1500, 384, 6, 4, 448, 384, 6, 4, 80, 1), "another size"),
        (ggml(*HEADER, tokens=300), "vocabulary is another"),
        (ggml(*HEADER), "positional_embedding"),
        (ggml(*HEADER, rest=weight("encoder.conv1.weight", 1, 3, 80, 512) + bytes(99)), "cut short"),
        (ggml(*HEADER, rest=weight("encoder.conv1.weight", 1, 3, -80, 512)), "cut short"),
        (ggml(*HEADER, rest=weight("decoder.blocks.0.mlp.0.weight", 8, 512, 2048)), "is quantised"),
    ],
    ids=lambda value: value.replace(" ", "-") if isinstance(value, str) else "",
)
def test_what_is_no_such_file_is_refused_in_one_line(tmp_path: Path, body: bytes, told: str) -> None:
    (tmp_path / "ggml.bin").write_bytes(body)
    with pytest.raises(DownloadFailed, match=told) as problem:
        convert(tmp_path / "ggml.bin", tmp_path)
    assert str(problem.value).startswith("ggml.bin is not whisper base.en in ggml's format (")
    assert "\n" not in str(problem.value)
    assert [file.name for file in tmp_path.iterdir()] == ["ggml.bin"]
