"""BM25: what a term's count is worth in a text, and what that depends on.

S. Robertson and H. Zaragoza 2009, "The Probabilistic Relevance Framework: BM25 and Beyond".
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from index.arrays import Scores

# the values that Lucene uses
K1 = 1.2
B = 0.75


def inverse_document_frequency(holding: int, total: int) -> float:
    """How rare a term is: ln(1 + (N - n + 0.5) / (n + 0.5)), never negative (Lucene's variant of Robertson's)."""
    return float(np.log1p((total - holding + 0.5) / (holding + 0.5)))


def norms(lengths: NDArray[np.uint32], mean_length: float) -> Scores:
    """How much a text's length takes from a count: k1 (1 - b + b length / mean)."""
    return lengths.astype(np.float32) * np.float32(K1 * B / max(mean_length, 1e-9)) + np.float32(K1 * (1 - B))


def saturation(counts: NDArray[np.uint8], norms: Scores) -> Scores:
    """What a count is worth in a text of that norm: c (k1 + 1) / (c + norm)."""
    share = counts.astype(np.float32)
    share /= share + norms
    share *= np.float32(K1 + 1)
    return share


@dataclass(frozen=True)
class Statistics:
    """What weights depend on, summed over all segments."""

    texts: int
    total_length: int
    holding: dict[str, int]

    @property
    def mean_length(self) -> float:
        """Terms of an average text."""
        return self.total_length / max(self.texts, 1)

    def weight(self, term: str) -> float:
        """Inverse document frequency of a term."""
        return inverse_document_frequency(self.holding.get(term, 0), self.texts)
