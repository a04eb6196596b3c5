"""Which passages answer a question best: two lists of candidates, one score."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from index import lexical
from index.encoder import Vectors
from index.fusion import Scores, sum_of_z_scores, with_neighbours
from index.segment import Rows, Segment

# Passages that either list brings to the fusion; with fewer passages than this all of them are compared.
CANDIDATES = 1_000


@dataclass(frozen=True)
class Ranking:
    """Candidates in the order of their segments and rows: six arrays of one length."""

    segments: NDArray[np.int64]
    rows: Rows
    dense: Scores
    """Cosine of the passage's vector to the question's."""
    sentence: Scores
    """The largest cosine of one of its sentences."""
    lexical: Scores
    """BM25."""
    fused: Scores

    @property
    def order(self) -> NDArray[np.int64]:
        """Positions, best first; among equals the one that stands first."""
        return np.argsort(-self.fused, kind="stable")


def rank(segments: Sequence[Segment], vector: Vectors, words: Sequence[str]) -> Ranking:
    """Ranks the candidates of all segments for a question's vector and terms."""
    statistics = lexical.statistics([s.postings for s in segments], words)
    numbers: list[NDArray[np.int64]] = [np.empty(0, np.int64)]
    rows: list[Rows] = [np.empty(0, np.int64)]
    neighbours: list[NDArray[np.int64]] = [np.empty(0, np.int64)]
    dense, sentence, bm25 = ([np.empty(0, np.float32)] for _ in range(3))
    offset = 0
    for number, segment in enumerate(segments):
        found, cosines, weights = candidates(segment, vector, segment.postings.scores(words, statistics))
        numbers.append(np.full(len(found), number, np.int64))
        rows.append(found)
        dense.append(cosines)
        bm25.append(weights)
        sentence.append(segment.best_sentences(found, vector))
        # a passage's place among all, with a gap between articles: only real neighbours are one apart
        neighbours.append(offset + found + segment.passages[found, 0])
        offset += len(segment) + len(segment.articles) + 1
    cosines, best, weights = (np.concatenate(part) for part in (dense, sentence, bm25))
    fused = with_neighbours(sum_of_z_scores(cosines, best, weights), np.concatenate(neighbours))
    return Ranking(np.concatenate(numbers), np.concatenate(rows), cosines, best, weights, fused)


def candidates(segment: Segment, vector: Vectors, bm25: Scores) -> tuple[Rows, Vectors, Scores]:
    """Rows of a segment that either list ranks high, in ascending order, with their cosine and BM25."""
    nearest, cosines = segment.vectors.search(vector, CANDIDATES)
    if len(nearest) == len(segment):
        order = np.argsort(nearest)
        return nearest[order], cosines[order], bm25
    best = np.argpartition(-bm25, min(CANDIDATES, len(bm25) - 1))[:CANDIDATES]
    rows = np.union1d(nearest, best[bm25[best] > 0]).astype(np.int64)
    # not `@`: BLAS would share these out among threads, which wait for each other on busy cores
    return rows, np.einsum("ij,j->i", segment.vectors.rows(rows), vector), bm25[rows]
