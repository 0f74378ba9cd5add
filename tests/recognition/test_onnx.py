"""Whisper small made from files for ONNX Runtime."""

import json
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from tokenizers import Tokenizer

from voiceassist.recognition import onnx
from voiceassist.recognition.download import DownloadFailed


@pytest.fixture(scope="module")
def made(model: Callable[[str], Path]) -> Path:
    return model("whisper-small")


def test_its_vocabulary_has_the_words_of_its_tokenizer_and_every_time(made: Path) -> None:
    words = json.loads((made / "vocabulary.json").read_text("utf-8"))
    tokenizer = Tokenizer.from_file(str(made / "tokenizer.json"))
    assert len(words) == 51865
    assert words[: tokenizer.get_vocab_size()] == [tokenizer.id_to_token(i) for i in range(tokenizer.get_vocab_size())]
    assert words[-1501:] == [f"<|{step / 50:.2f}|>" for step in range(1501)]
    assert [words[i] for i in json.loads((made / "config.json").read_text("utf-8"))["lang_ids"]][:2] == [
        "<|en|>",
        "<|zh|>",
    ]


def number(value: int) -> bytes:
    value &= (1 << 64) - 1
    found = bytearray()
    while value > 0x7F:
        found.append(value & 0x7F | 0x80)
        value >>= 7
    return bytes([*found, value])


def field(at: int, value: bytes | int) -> bytes:
    if isinstance(value, int):
        return number(at << 3) + number(value)
    return number(at << 3 | 2) + number(len(value)) + value


def tensor(name: str, kind: int, shape: tuple[int, ...], **stored: bytes) -> bytes:
    at = {"floats": 4, "integers": 5, "raw": 9}
    body = b"".join(field(1, one) for one in shape) + field(2, kind) + field(8, name.encode())
    return field(5, body + b"".join(field(at[how], values) for how, values in stored.items()))


def node(name: str, *inputs: str, inner: bytes = b"") -> bytes:
    body = b"".join(field(1, one.encode()) for one in inputs) + field(3, name.encode())
    return field(1, body + (field(5, field(1, b"then_branch") + field(6, inner)) if inner else b""))


def test_numbers_of_eight_bits_become_weights_again(tmp_path: Path) -> None:
    signed = np.array([[-128, 0], [2, 127], [1, -1]], np.int8)
    scale = np.array(0.5, "<f4").tobytes()
    multiplies = node("/model/decoder/layers.3/fc1/MatMul_quant", "x", "m_merged_0_quantized", "y", "z")
    graph = (
        tensor("model.decoder.layers.3.fc1.bias_merged_0", 1, (2,), raw=np.array([1, 2], "<f4").tobytes())
        + tensor("m_merged_0_quantized", 3, (3, 2), raw=signed.tobytes())
        + tensor("m_merged_0_scale", 1, (), floats=scale)
        + tensor("m_merged_0_zero_point", 3, (), integers=number(-3))
        + tensor("model.decoder.embed_tokens.weight_merged_0_quantized", 2, (1, 2), raw=bytes([0, 200]))
        + tensor("model.decoder.embed_tokens.weight_merged_0_scale", 1, (), floats=scale)
        + tensor("model.decoder.embed_tokens.weight_merged_0_zero_point", 2, (), integers=number(128))
        + tensor("shape", 7, (1,), raw=bytes(8))
        + node("optimum::if", "cached", inner=multiplies)
    )
    (tmp_path / "decoder.onnx").write_bytes(field(1, 8) + field(7, graph))
    weights = onnx._weights(tmp_path / "decoder.onnx", "decoder")
    assert {name: array.tolist() for name, array in weights.items()} == {
        "decoder.blocks.3.mlp.0.bias": [1.0, 2.0],
        "decoder.blocks.3.mlp.0.weight": ((signed.astype(float) + 3) / 2).T.tolist(),
        "decoder.token_embedding.weight": [[-64.0, 36.0]],
    }


@pytest.mark.parametrize(
    ("body", "told"),
    [
        (b"", "no graph"),
        (b"<html>not found</html>", "no ONNX file"),
        (field(7, b"")[:-1] + number(99), "cut short"),
        (field(7, tensor("conv1.bias", 1, (768,), raw=bytes(8))), "reshape"),
        (field(7, b""), "embed_tokens"),
    ],
    ids=["empty", "a page", "cut short", "too few numbers", "without weights"],
)
def test_what_is_no_such_file_is_refused_in_one_line(tmp_path: Path, body: bytes, told: str) -> None:
    for name in (onnx.ENCODER, onnx.DECODER):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_bytes(body)
    with pytest.raises(DownloadFailed, match=told) as problem:
        onnx.convert(tmp_path)
    assert "does not hold whisper small for ONNX Runtime (" in str(problem.value)
    assert "\n" not in str(problem.value)
    assert not (tmp_path / "model.bin").exists()
