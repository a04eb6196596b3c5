"""How two rankings become one."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Scores = NDArray[np.float32]


def z_scores(scores: Scores) -> Scores:
    """Scores less their mean, in standard deviations; all zero where they do not differ."""
    deviation = float(scores.std())
    centred: Scores = scores - scores.mean()
    return centred / np.float32(deviation) if deviation > 1e-9 else np.zeros_like(centred)


def sum_of_z_scores(dense: Scores, lexical: Scores) -> Scores:
    """Both lists on one scale, added (Lee 1997, "Analyses of Multiple Evidence Combination", with z-scores as in
    Montague and Aslam 2001, "Relevance Score Normalization for Metasearch").

    On the development sets it beat each list alone and reciprocal-rank fusion.
    """
    return z_scores(dense) + z_scores(lexical)
