"""What an encoder gives: vectors of unit length, so that an inner product is a cosine."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

Vectors = NDArray[np.float32]


@dataclass(frozen=True)
class EmbeddedQuestion:
    """A question as an index is asked it."""

    vector: Vectors
    """(dimension,) of unit length."""
    states: Vectors = field(default_factory=lambda: np.empty((0, 0), np.float32))
    """(tokens, token dimension) of unit length: the states of its tokens; none where the encoder gives none."""
    words: tuple[tuple[int, int], ...] = ()
    """For every token its word, as a place in the question."""


class Encoder(Protocol):
    """Questions in, vectors out."""

    def encode(self, texts: Sequence[str]) -> Vectors:
        """(n, dimension) float32, unit length, one row a text in the order given."""
        ...

    def question(self, text: str) -> EmbeddedQuestion:
        """One text with the states of its tokens."""
        ...


@dataclass(frozen=True)
class EmbeddedPassage:
    """A passage's vector and those of its sentences, all of unit length, and the states of its tokens."""

    vector: Vectors
    """(dimension,)"""
    sentences: Vectors
    """(sentences, dimension): where the encoder allows it, each read in the context of its passage."""
    states: Vectors = field(default_factory=lambda: np.empty((0, 0), np.float32))
    """(tokens, token dimension), sentence by sentence; only their direction counts. Empty where there are none."""
    counts: NDArray[np.int64] = field(default_factory=lambda: np.empty(0, np.int64))
    """(sentences,): how many of them each sentence has; empty where there are none."""


def unit(vectors: Vectors) -> Vectors:
    """Vectors divided by their length; a zero vector stays zero."""
    scaled: Vectors = vectors / np.maximum(np.linalg.norm(vectors, axis=-1, keepdims=True), 1e-12)
    return scaled


def encodable(text: str) -> str:
    """The text with `?` for half a surrogate pair, as it comes from a terminal's bytes; no tokenizer reads one."""
    return text.encode("utf-8", "replace").decode("utf-8")
