"""How two rankings become one."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Scores = NDArray[np.float32]


def z_scores(scores: Scores) -> Scores:
    """Scores less their mean, in standard deviations; all zero where they do not differ."""
    if not len(scores):
        return scores
    deviation = float(scores.std())
    centred: Scores = scores - scores.mean()
    return centred / np.float32(deviation) if deviation > 1e-9 else np.zeros_like(centred)


# Measured on the development sets (tests/benchmarks/README.md): what the best sentence of a passage adds to its own
# vector, and what the passages before and after it say of it.
SENTENCE_WEIGHT = 0.5
NEIGHBOUR_WEIGHT = 0.2


def sum_of_z_scores(dense: Scores, sentence: Scores, lexical: Scores) -> Scores:
    """All lists on one scale, added (Lee 1997, "Analyses of Multiple Evidence Combination", with z-scores as in
    Montague and Aslam 2001, "Relevance Score Normalization for Metasearch").

    The weights are those of `python tests/benchmarks/retrieval.py weights`.
    """
    fused: Scores = z_scores(dense) + np.float32(SENTENCE_WEIGHT) * z_scores(sentence) + z_scores(lexical)
    return fused


def with_neighbours(scores: Scores, places: NDArray[np.int64]) -> Scores:
    """Scores with a share of those of the passages right before and after.

    `places` are ascending and differ by one between neighbours of one article. A neighbour that is no candidate adds
    nothing, which is what an average one adds.
    """
    fused = scores.copy()
    adjacent = np.flatnonzero(np.diff(places) == 1)
    fused[adjacent] += np.float32(NEIGHBOUR_WEIGHT) * scores[adjacent + 1]
    fused[adjacent + 1] += np.float32(NEIGHBOUR_WEIGHT) * scores[adjacent]
    return fused
