"""Safetensors are read without reading them, and what is none is told."""

import struct

import pytest
from encoder_folders import safetensors

from index.errors import EncoderError
from index.safetensors import Safetensors


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\x00" * 7,
        b"\xff" * 8,
        safetensors(b"not json"),
        safetensors([]),
        safetensors({"a": 5}),
        safetensors({"a": {"dtype": "F32"}}),
        safetensors({"a": {"dtype": "F32", "shape": [2, 2], "data_offsets": [0, 12]}}),
        safetensors({"a": {"dtype": "F32", "shape": [2, 2], "data_offsets": [0]}}),
        safetensors({"a": {"dtype": "F32", "shape": [2, 2], "data_offsets": ["0", "16"]}}),
        safetensors({"a": {"dtype": "F32", "shape": ["2", 2], "data_offsets": [0, 16]}}),
        safetensors({"a": {"dtype": "F32", "shape": [4, 2], "data_offsets": [0, 32]}}),  # beyond the end
        safetensors(b"[" * 100_000),
    ],
)
def test_broken_safetensors_are_one_line(tmp_path, content):
    path = tmp_path / "model.safetensors"
    path.write_bytes(content)
    with pytest.raises(EncoderError) as caught:
        Safetensors(path).float32()
    assert "\n" not in str(caught.value)


def test_safetensors_give_their_float32_tensors(tmp_path):
    header = {
        "__metadata__": {"format": "pt"},
        "a": {"dtype": "F32", "shape": [2, 1], "data_offsets": [0, 8]},
        "b": {"dtype": "I64", "shape": [1], "data_offsets": [8, 16]},
    }
    path = tmp_path / "model.safetensors"
    path.write_bytes(safetensors(header, struct.pack("<ffq", 1.5, -2, 7)))
    found = Safetensors(path)
    assert {name: (t.kind, t.shape) for name, t in found.tensors.items()} == {"a": ("F32", (2, 1)), "b": ("I64", (1,))}
    assert found.float32().keys() == {"a"}
    assert found.float32()["a"].tolist() == [[1.5], [-2.0]]
