"""Safetensors, the format that weights come in: memory-mapped, so that only what is used is read from disk.

Eight bytes little-endian with the length of a JSON header, the header, the data
(https://github.com/huggingface/safetensors#format).
"""

from __future__ import annotations

import json
import mmap
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from corpus.regular import refuse_irregular
from index.embedded import Vectors
from index.errors import EncoderError

FLOAT32 = "F32"


@dataclass(frozen=True)
class Tensor:
    """Where a tensor lies in the file, and what it is."""

    kind: str
    shape: tuple[int, ...]
    first: int
    end: int


class Safetensors:
    """A file of named tensors. Raises EncoderError where it is none."""

    def __init__(self, path: Path) -> None:
        self._path = path
        try:
            refuse_irregular(path)
            with path.open("rb") as file:
                self._data = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
            start = 8 + int.from_bytes(self._data[:8], "little")
            header = json.loads(self._data[8:start])
            self.tensors = {name: _tensor(t, start) for name, t in header.items() if name != "__metadata__"}
            for name, t in self.tensors.items():
                if not start <= t.first <= t.end <= len(self._data):
                    raise ValueError(f"{name} is not within its {len(self._data):,} bytes")
        except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
            raise self._error(error) from error

    def float32(self) -> dict[str, Vectors]:
        """The tensors of that kind."""
        found = {}
        for name, t in self.tensors.items():
            if t.kind == FLOAT32:
                try:
                    flat = np.frombuffer(self._data, "<f4", (t.end - t.first) // 4, t.first)
                    found[name] = flat.reshape(t.shape)
                except ValueError as error:
                    raise self._error(error) from error
        return found

    def _error(self, error: Exception) -> EncoderError:
        reason = error.strerror if isinstance(error, OSError) else error
        return EncoderError(f"{self._path} cannot be read as safetensors ({reason}): fetch the model again")


def _tensor(entry: dict[str, object], start: int) -> Tensor:
    shape, offsets = entry["shape"], entry["data_offsets"]
    if not isinstance(shape, list) or not isinstance(offsets, list) or not {type(n) for n in shape + offsets} <= {int}:
        raise TypeError("a tensor without shape or place")
    first, end = offsets
    return Tensor(str(entry["dtype"]), tuple(shape), start + first, start + end)
