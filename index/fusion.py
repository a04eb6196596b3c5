"""How several scores of a passage become one."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from index.arrays import Mask, Rows, Scores

# All measured on the development sets (tests/benchmarks/README.md), on plateaus.
JUDGED = 200  # candidates at the top of each list whose mean and deviation scale it: the same at any size of an index
NEIGHBOURS = (0.4, 0.2)  # shares of the scores of the passages one and two places away in the same article
MAXSIM_WEIGHT = 30.0
# For an encoder whose tokens have no states: only the next passages, and the best sentence's cosine instead.
PLAIN_NEIGHBOURS = (0.2,)
SENTENCE_WEIGHT = 0.5


def z_scores(scores: Scores, judged: Mask | None = None) -> Scores:
    """Scores less the mean, in standard deviations, both of those judged or of all; all zero where these are equal."""
    sample = scores if judged is None else scores[judged]
    if not len(sample):
        return np.zeros_like(scores)
    deviation = float(sample.std(dtype=np.float64))
    centred: Scores = scores - np.float32(sample.mean(dtype=np.float64))
    return centred / np.float32(deviation) if deviation > 1e-9 else np.zeros_like(centred)


def judged(dense: Scores, lexical: Scores) -> Mask:
    """The candidates that are among the first JUDGED of either list; of the second only those that hold a word."""
    found = np.zeros(len(dense), bool)
    found[_first(dense)] = True
    best = _first(lexical)
    found[best[lexical[best] > 0]] = True
    return found


def _first(scores: Scores) -> Rows:
    return np.argsort(-scores, kind="stable")[:JUDGED]


def sum_of_z_scores(lists: Sequence[Scores], weights: Sequence[float], judged: Mask) -> Scores:
    """All lists on one scale, added (Lee 1997, "Analyses of Multiple Evidence Combination", with z-scores as in
    Montague and Aslam 2001, "Relevance Score Normalization for Metasearch")."""
    total = np.zeros(len(judged), np.float32)
    for scores, weight in zip(lists, weights, strict=True):
        total += np.float32(weight) * z_scores(scores, judged)
    return total


def with_neighbours(scores: Scores, places: Rows, shares: Sequence[float]) -> Scores:
    """Scores with shares of those of the passages one, two, ... places away.

    `places` are ascending and differ by one between neighbours of one article. A neighbour that is no candidate adds
    nothing, which is what an average one adds.
    """
    fused = scores.copy()
    for distance, share in enumerate(shares, 1):
        for step in range(1, distance + 1):  # with gaps, the one so many places away may stand nearer
            near = np.flatnonzero(places[step:] - places[:-step] == distance)
            fused[near] += np.float32(share) * scores[near + step]
            fused[near + step] += np.float32(share) * scores[near]
    return fused
