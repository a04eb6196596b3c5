"""Vectors in few bytes: what an index stores and what comes back."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from index.embedded import EmbeddedPassage, Vectors, unit
from index.maxsim import pack, unpack


def to_int8(vectors: Vectors) -> NDArray[np.int8]:
    """Directions in one byte an entry; the cosine of what comes back to what went in is above 0.9999."""
    largest = np.maximum(np.abs(vectors).max(axis=-1, keepdims=True), 1e-12)
    whole: NDArray[np.int8] = np.rint(vectors / largest * 127).astype(np.int8)
    return whole


def from_int8(whole: NDArray[np.int8]) -> Vectors:
    """Unit vectors; quantised again they give the same bytes."""
    return unit(whole.astype(np.float32))


def to_bytes(embedded: EmbeddedPassage, token_dimension: int) -> bytes:
    """A passage's vector as float16, its sentences' as int8, each sentence's tokens as uint16, their packed states."""
    return b"".join(
        [
            embedded.vector.astype(np.float16).tobytes(),
            to_int8(embedded.sentences).tobytes(),
            token_counts(embedded).astype("<u2").tobytes(),
            pack(embedded.states.reshape(-1, token_dimension)).tobytes() if token_dimension else b"",
        ]
    )


def from_bytes(stored: bytes, sentences: int, dimension: int, token_dimension: int) -> EmbeddedPassage:
    """The inverse of `to_bytes`."""
    vector = np.frombuffer(stored, np.float16, dimension).astype(np.float32)
    start = 2 * dimension
    rows = np.frombuffer(stored, np.int8, sentences * dimension, start).reshape(sentences, dimension)
    start += sentences * dimension
    counts = np.frombuffer(stored, "<u2", sentences, start).astype(np.int64)
    if not token_dimension:
        return EmbeddedPassage(vector, from_int8(rows), counts=counts)
    packed = np.frombuffer(stored, np.uint8, offset=start + 2 * sentences).reshape(-1, token_dimension // 2)
    return EmbeddedPassage(vector, from_int8(rows), unpack(packed), counts)


def token_counts(embedded: EmbeddedPassage) -> NDArray[np.int64]:
    """How many states each sentence has: (sentences,)."""
    return embedded.counts if len(embedded.counts) else np.zeros(len(embedded.sentences), np.int64)
