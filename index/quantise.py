"""Vectors in few bytes: what an index stores and what comes back."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from index.encoder import EmbeddedPassage, Vectors, unit


def to_int8(vectors: Vectors) -> NDArray[np.int8]:
    """Directions in one byte an entry; the cosine of what comes back to what went in is above 0.9999."""
    largest = np.maximum(np.abs(vectors).max(axis=-1, keepdims=True), 1e-12)
    whole: NDArray[np.int8] = np.rint(vectors / largest * 127).astype(np.int8)
    return whole


def from_int8(whole: NDArray[np.int8]) -> Vectors:
    """Unit vectors; quantised again they give the same bytes."""
    return unit(whole.astype(np.float32))


def to_bytes(embedded: EmbeddedPassage) -> bytes:
    """A passage's vector as float16, then its sentences' as int8."""
    return embedded.vector.astype(np.float16).tobytes() + to_int8(embedded.sentences).tobytes()


def from_bytes(stored: bytes, sentences: int, dimension: int) -> EmbeddedPassage:
    """The inverse of `to_bytes`."""
    vector = np.frombuffer(stored, np.float16, dimension).astype(np.float32)
    rows = np.frombuffer(stored, np.int8, sentences * dimension, 2 * dimension).reshape(sentences, dimension)
    return EmbeddedPassage(vector, from_int8(rows))
