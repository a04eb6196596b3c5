"""Late interaction: a question's words against those of a sentence, each by the state that the encoder gives it.

ColBERT (Khattab and Zaharia 2020, arXiv:2004.12832) trains an encoder for it; the states of one that was trained for
whole texts do nearly as well once the question's words count by their rarity (tests/benchmarks/README.md). States are
kept in few numbers: turned into the directions in which the encoder's states differ most, and of those the first.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import NDArray

from index.arrays import Scores
from index.embedded import Vectors, unit

LEVELS = 7  # of an entry of a stored state on either side of zero: four bits
RARITY_POWER = 1.5  # of a word's inverse document frequency, as its weight

# OpenBLAS shares larger products out among threads, which wait for each other on busy cores
ALONE = 200_000  # multiplications

Packed = NDArray[np.uint8]

_BYTES = np.arange(256)
# The two entries that each byte stands for: (256, 2)
_ENTRIES = np.stack([_BYTES >> 4, _BYTES & 15], axis=1).astype(np.float32) - np.float32(LEVELS + 1)
_SQUARES = (_ENTRIES**2).sum(axis=1)


def pack(states: Vectors) -> Packed:
    """Directions in four bits an entry, two entries a byte: (n, dimension / 2). What comes back packs to the same."""
    largest = np.maximum(np.abs(states).max(axis=-1, keepdims=True, initial=0), 1e-12)
    levels = np.rint(states / largest * LEVELS).astype(np.int8) + (LEVELS + 1)
    packed: Packed = (levels[:, 0::2] << 4 | levels[:, 1::2]).astype(np.uint8)
    return packed


def unpack(packed: Packed) -> Vectors:
    """(n, dimension) float32, unit length."""
    return unit(_ENTRIES[packed].reshape(len(packed), 2 * packed.shape[1]))


def weights(question: str, words: Sequence[tuple[int, int]], rarity: Callable[[str], float]) -> Scores:
    """How much each of a question's tokens counts, together 1: (tokens,); all zero where none counts.

    A word counts by its rarity, shared among its tokens. `words` are the tokens' words as places in the question;
    `rarity` gives 0 for what is no word.
    """
    found = np.zeros(len(words), np.float32)
    for word, tokens in Counter(words).items():
        share = rarity(question[slice(*word)]) ** RARITY_POWER / tokens
        found[[n for n, other in enumerate(words) if other == word]] = share
    return found / np.float32(max(float(found.sum()), 1e-9))


def nearest(question: Vectors, packed: Packed, per_sentence: NDArray[np.int64]) -> Vectors:
    """(sentences, question's tokens): the largest cosine of each of the question's tokens to any of a sentence's.

    `packed` are the states of all sentences, of `per_sentence` tokens in each; -1 for a sentence without any.
    """
    tokens = _ENTRIES[packed].reshape(len(packed), 2 * packed.shape[1])
    cosines = np.empty((len(tokens), len(question)), np.float32)
    step = max(1, ALONE // max(1, question.size))
    for start in range(0, len(tokens), step):
        np.matmul(tokens[start : start + step], question.T, out=cosines[start : start + step])
    cosines /= np.sqrt(np.maximum(_SQUARES[packed].sum(axis=1), 1e-12))[:, None]
    tokened = per_sentence > 0
    found = np.full((len(per_sentence), len(question)), -1.0, np.float32)
    if tokened.any():
        starts = (np.cumsum(per_sentence) - per_sentence)[tokened]
        found[tokened] = np.maximum.reduceat(cosines, starts, axis=0)
    return found


def best_sentences(
    question: Vectors, weights: Scores, packed: Packed, per_sentence: NDArray[np.int64], per_passage: NDArray[np.int64]
) -> Scores:
    """For each passage the largest weighted MaxSim of its sentences: (passages,), from -1 to 1.

    MaxSim of a sentence is the sum over the question's tokens of the weight times the largest cosine to any token of
    the sentence. `packed` are the states of all passages, of `per_sentence` tokens in each sentence and `per_passage`
    sentences in each passage. About 10 microseconds a passage.
    """
    # not `@`: OpenBLAS's kernel for it now and then raises the flag for an invalid value where there is none
    scores = np.einsum("ij,j->i", nearest(question, packed, per_sentence), weights)
    firsts = np.cumsum(per_passage) - per_passage
    best: Scores = np.maximum.reduceat(scores, firsts) if len(firsts) else np.empty(0, np.float32)
    return best
